//! A digest of all that a case says, for tests that compare two ways to the same content.
//!
//! Facts are hashed one by one and their hashes added up, so that neither rows nor their order can be seen in the sum.
//! Ids and keyed digests differ from case to case: what they stand for is hashed in their place.

use crate::block;
use crate::kept::NAME;
use crate::keys::NumberKey;
use crate::writer::{DIGITS, SPELLING, state};
use crate::{Case, ConversationId, Error, Reader, RecordType, Result, StoredText};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;
use std::sync::Arc;

impl Case {
    /// A digest of every fact of the case and every counter drawn from them: the same for the same content whatever the
    /// order of import, timing, batches and interruptions. Ids of rows, times of adding, the log, settings and findings
    /// are left out. Needs the number key. Reads everything: for tests and checks, not for screens.
    pub fn digest(&self) -> Result<[u8; 32]> {
        let reader = self.reader()?;
        let mut digest = Digest {
            key: self.inner.number_key()?,
            reader: &reader,
            sum: [0; 4],
            entries: HashMap::new(),
            conversations: HashMap::new(),
            authors: HashMap::new(),
            numbers: HashMap::new(),
        };
        digest.entries()?;
        digest.numbers()?;
        digest.conversations()?;
        digest.records()?;
        digest.counters()?;
        let mut bytes = [0; 32];
        for (lane, bytes) in digest.sum.iter().zip(bytes.chunks_exact_mut(8)) {
            bytes.copy_from_slice(&lane.to_le_bytes());
        }
        Ok(bytes)
    }
}

struct Digest<'a> {
    key: Arc<NumberKey>,
    reader: &'a Reader,
    sum: [u64; 4],
    /// What stands for the row, by its id.
    entries: HashMap<i64, Vec<u8>>,
    conversations: HashMap<i64, Vec<u8>>,
    authors: HashMap<i64, Vec<u8>>,
    numbers: HashMap<i64, Vec<u8>>,
}

/// One fact: its kind and its values, each with its length.
struct Fact(blake3::Hasher);

impl Fact {
    fn new(kind: &str) -> Self {
        let mut fact = Self(blake3::Hasher::new());
        fact.bytes(kind.as_bytes());
        fact
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }

    fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.bytes(b"null"),
            ValueRef::Integer(value) => self.bytes(&value.to_le_bytes()),
            ValueRef::Real(value) => self.bytes(&value.to_le_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.bytes(bytes),
        }
    }

    /// All columns of a row from one on.
    fn columns(&mut self, row: &Row<'_>, from: usize) -> Result<()> {
        for column in from..row.as_ref().column_count() {
            self.value(row.get_ref(column)?);
        }
        Ok(())
    }

    fn hash(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}

impl Digest<'_> {
    fn add(&mut self, fact: &Fact) {
        for (lane, bytes) in self.sum.iter_mut().zip(fact.hash().chunks_exact(8)) {
            *lane = lane.wrapping_add(u64::from_le_bytes(bytes.try_into().expect("eight bytes")));
        }
    }

    /// Adds a fact for every row of a query: columns from `from` on as they are, the ones before through `stand`.
    fn rows(
        &mut self,
        kind: &str,
        sql: &str,
        from: usize,
        stand: impl Fn(&Self, &Row<'_>, &mut Fact) -> Result<()>,
    ) -> Result<()> {
        let reader = self.reader;
        let mut select = reader.db().prepare(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let mut fact = Fact::new(kind);
            stand(self, row, &mut fact)?;
            fact.columns(row, from)?;
            self.add(&fact);
        }
        Ok(())
    }

    fn whole(&self, masked: String, sealed: Option<Vec<u8>>) -> Result<String> {
        match sealed {
            Some(sealed) => Ok(self.key.unseal(NAME, &sealed).ok_or(Error::Damaged)?.to_string()),
            None => Ok(masked),
        }
    }

    fn entries(&mut self) -> Result<()> {
        let reader = self.reader;
        let mut select = reader.db().prepare(
            "select entry.id, hash, source.path, source.path_sealed, entry.path, entry.path_sealed, state, entry.same_as,
                    format, format_version, service, reason, detector, metadata, options, entry.size, skipped, why
             from entry join source on source.id = entry.source",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (id, hash): (i64, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            let place = self.whole(row.get(2)?, row.get(3)?)?;
            let path = self.whole(row.get(4)?, row.get(5)?)?;
            // Which of two entries with the same bytes holds the content depends on which came first.
            let stored = match row.get::<_, i64>(6)? {
                state::SAME_AS => state::READ,
                other => other,
            };
            let mut fact = Fact::new("entry");
            fact.bytes(place.as_bytes());
            fact.bytes(path.as_bytes());
            fact.value(ValueRef::Integer(stored));
            fact.value(row.get_ref(1)?);
            fact.columns(row, 8)?;
            self.add(&fact);
            let stands = hash.unwrap_or_else(|| [place.as_bytes(), b"\0", path.as_bytes()].concat());
            self.entries.insert(id, stands);
        }
        let entry = |digest: &Self, row: &Row<'_>, fact: &mut Fact| {
            fact.bytes(digest.entries.get(&row.get(0)?).ok_or(Error::Damaged)?);
            Ok(())
        };
        self.rows(
            "read",
            "select id, events, records, messages, mentions, unread, problems from entry where state <> 4",
            1,
            entry,
        )?;
        self.rows(
            "tally",
            "select entry, kind, seen, read, failed from tally",
            1,
            entry,
        )?;
        self.rows("skip", "select entry, kind, reason, records from skip", 1, entry)?;
        self.rows("problem", "select entry, kind, at, line from problem", 1, entry)
    }

    fn numbers(&mut self) -> Result<()> {
        let reader = self.reader;
        let mut select = reader.db().prepare("select id, digits_sealed from number")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let text = self
                .key
                .unseal(DIGITS, &row.get::<_, Vec<u8>>(1)?)
                .ok_or(Error::Damaged)?;
            self.numbers.insert(row.get(0)?, text.as_bytes().to_vec());
        }
        let number = |digest: &Self, row: &Row<'_>, fact: &mut Fact| {
            fact.bytes(digest.numbers.get(&row.get(0)?).ok_or(Error::Damaged)?);
            Ok(())
        };
        let counters = "select id, open, masked, ending, region, line_type, class, owner, owner_said, set_aside, mentions, sure,
            likely, maybe, certainty, sources, conversations, first_at, last_at from number";
        self.rows("number", counters, 1, number)?;
        self.rows(
            "candidate",
            "select number, region, masked from candidate",
            1,
            number,
        )
    }

    fn conversations(&mut self) -> Result<()> {
        let reader = self.reader;
        let mut select = reader.db().prepare(
            "select id, title, title_sealed, class, service, kind, omits_tool_data, truncated_start, messages, participants,
                    mentions, numbers, unread, first_at, last_at, entries from conversation",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let mut fact = Fact::new("conversation");
            fact.bytes(self.whole(row.get(1)?, row.get(2)?)?.as_bytes());
            fact.columns(row, 3)?;
            self.conversations.insert(row.get(0)?, fact.hash().to_vec());
            self.add(&fact);
        }
        let mut select =
            reader.db().prepare("select id, ifnull(name, ''), name_sealed, conversation, number, role, owner, messages from author")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let mut fact = Fact::new("participant");
            fact.bytes(self.whole(row.get(1)?, row.get(2)?)?.as_bytes());
            fact.bytes(&self.conversations[&row.get(3)?]);
            let number: Option<i64> = row.get(4)?;
            fact.bytes(
                number
                    .and_then(|number| self.numbers.get(&number))
                    .map_or(&[][..], Vec::as_slice),
            );
            fact.columns(row, 5)?;
            self.authors.insert(row.get(0)?, fact.hash().to_vec());
            self.add(&fact);
        }
        Ok(())
    }

    /// Records with their texts as they were read, mentions in their places, and the order of messages.
    fn records(&mut self) -> Result<()> {
        let reader = self.reader;
        let mut select = reader
            .db()
            .prepare("select id, entry, conversation, first_ordinal, records from block")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (id, conversation): (i64, i64) = (row.get(0)?, row.get(2)?);
            let entry = self.entries.get(&row.get(1)?).ok_or(Error::Damaged)?.clone();
            let mut select = reader
                .db()
                .prepare_cached("select columns, texts, text_size, skips from block where id = ?1")?;
            let (columns, texts, size, skips): (Vec<u8>, Vec<u8>, i64, Option<Vec<u8>>) = select
                .query_row([id], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            let records = block::records(&columns, row.get(3)?, row.get(4)?)?;
            let texts = block::texts(&texts, size as usize)?;
            for (slot, record) in records.iter().enumerate() {
                let skipped = skips
                    .as_ref()
                    .is_some_and(|skips| skips[slot / 8] >> (slot % 8) & 1 == 1);
                let mut fact = Fact::new("record");
                fact.bytes(&entry);
                fact.bytes(&self.conversations[&conversation]);
                fact.bytes(
                    record
                        .author
                        .and_then(|author| self.authors.get(&author))
                        .map_or(&[][..], Vec::as_slice),
                );
                let mut plain = record.clone();
                plain.author = None;
                plain.key = plain.key.filter(|key| key >> 63 == 0);
                plain.parent = plain.parent.filter(|key| key >> 63 == 0);
                let mut pieces = Vec::with_capacity(plain.parts.len());
                for part in &mut plain.parts {
                    pieces.push(texts.get(part.text.clone()).ok_or(Error::Damaged)?);
                    part.text = 0..0;
                }
                fact.bytes(
                    serde_json::to_string(&(&plain, skipped))
                        .expect("plain fields")
                        .as_bytes(),
                );
                pieces.into_iter().for_each(|piece| fact.bytes(piece.as_bytes()));
                self.mentions(id, slot as i64, &mut fact)?;
                self.add(&fact);
            }
        }
        let ids: Vec<i64> = self.conversations.keys().copied().collect();
        for id in ids {
            let mut fact = Fact::new("order");
            fact.bytes(&self.conversations[&id]);
            let mut from = 0;
            loop {
                let page = reader.messages(ConversationId(id), from, 1000)?;
                for message in &page {
                    debug_assert_eq!(message.record_type, RecordType::Message);
                    let at = message
                        .sent_at
                        .map_or(Value::Null, |at| Value::Integer(at.unix_ms));
                    fact.value((&at).into());
                    message
                        .parts
                        .iter()
                        .for_each(|part| fact.bytes(StoredText::masked(&part.text).as_bytes()));
                }
                if page.is_empty() {
                    break;
                }
                from += page.len() as u64;
            }
            self.add(&fact);
        }
        Ok(())
    }

    fn mentions(&self, block: i64, slot: i64, fact: &mut Fact) -> Result<()> {
        let mut select = self.reader.db().prepare_cached(
            "select mention.number, found, raw_sealed, record_type, part, stored_at, start, length, place, role, certainty,
                    reasons, sent_at, zone, counts, set_aside
             from mention left join spelling on spelling.id = mention.spelling
             where block = ?1 and slot = ?2 order by part, stored_at",
        )?;
        let mut rows = select.query(params![block, slot])?;
        while let Some(row) = rows.next()? {
            fact.bytes(&self.numbers[&row.get(0)?]);
            fact.bytes(
                row.get::<_, Option<i64>>(1)?
                    .and_then(|found| self.numbers.get(&found))
                    .map_or(&[][..], Vec::as_slice),
            );
            let spelling = self
                .key
                .unseal(SPELLING, &row.get::<_, Vec<u8>>(2)?)
                .ok_or(Error::Damaged)?;
            fact.bytes(spelling.as_bytes());
            fact.columns(row, 3)?;
        }
        Ok(())
    }

    fn counters(&mut self) -> Result<()> {
        self.rows(
            "facet",
            "select number, conversation, author, entry, record_type, place, role, month, mentions from facet",
            4,
            |digest, row, fact| {
                fact.bytes(&digest.numbers[&row.get(0)?]);
                fact.bytes(&digest.conversations[&row.get(1)?]);
                fact.bytes(digest.authors.get(&row.get(2)?).map_or(&[][..], Vec::as_slice));
                fact.bytes(digest.entries.get(&row.get(3)?).ok_or(Error::Damaged)?);
                Ok(())
            },
        )?;
        self.rows(
            "named",
            "select number, record, name from named",
            2,
            |digest, row, fact| {
                fact.bytes(&digest.numbers[&row.get(0)?]);
                let record: i64 = row.get(1)?;
                fact.bytes(digest.entries.get(&(record >> 32)).ok_or(Error::Damaged)?);
                fact.value(ValueRef::Integer(record & 0xffff_ffff));
                Ok(())
            },
        )?;
        let decisions = self
            .reader
            .db()
            .query_row("select count(*) from decision", [], |row| row.get::<_, i64>(0))
            .optional()?;
        let mut fact = Fact::new("decisions");
        fact.value(ValueRef::Integer(decisions.unwrap_or(0)));
        self.add(&fact);
        Ok(())
    }
}
