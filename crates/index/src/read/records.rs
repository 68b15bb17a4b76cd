//! Records: messages in the order of their conversation, and the other things that carry parts.

use super::blocks::{Block, Held, Spans};
use super::stretch::Stretch;
use crate::block;
use crate::kept::DOT;
use crate::{
    ConversationId, Error, Kept, MentionId, NumberId, Page, ParticipantId, Reader, RecordId, Result, Rows,
};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, hash_map};
use std::ops::Range;
use std::sync::Arc;
use teltale_model::{Branch, Certainty, Class, Locator, Media, Place, ReadAs, Role, SentAt, Unread};

/// What kind of event a record was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// A message, turn, notice or call.
    Message,
    /// An account record.
    Account,
    /// A conversation's own texts: title, summary, documents.
    Conversation,
    /// Somebody in a conversation.
    Participant,
    /// A contact card.
    Contact,
}

/// A record as it is stored: numbers are tokens, names are masked.
#[derive(Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// What kind of event it was.
    pub record_type: RecordType,
    /// The conversation. Accounts and contact cards have none.
    pub conversation: Option<ConversationId>,
    /// Its place in the conversation, from 0, among the records that count. Messages only.
    pub position: Option<u64>,
    /// False for a copy of a record that another entry holds and that counts there.
    pub counts: bool,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// The author's name, or the name on the card or account; empty if none.
    pub name: Kept,
    /// Who speaks.
    pub role: Role,
    /// When.
    pub sent_at: Option<SentAt>,
    /// On the shown path or not.
    pub branch: Branch,
    /// Hidden by the app.
    pub hidden: bool,
    /// Forwarded.
    pub forwarded: bool,
    /// Edited.
    pub edited: bool,
    /// True where the export says that this is (or was written by) its owner.
    pub by_owner: bool,
    /// Stands for the service's own id: equal where it is equal, in one conversation. None where it has none.
    pub key: Option<u64>,
    /// The `key` of the message this one answers; none where linear.
    pub parent: Option<u64>,
    /// Its texts.
    pub parts: Vec<RecordPart>,
    /// Files it names, masked.
    pub attachments: Vec<(Media, String)>,
    /// What belongs to it and could not be read.
    pub unread: Vec<Unread>,
}

/// One text of a record.
#[derive(Clone, PartialEq)]
pub struct RecordPart {
    /// What it is.
    pub place: Place,
    /// How it was searched.
    pub read_as: ReadAs,
    /// A label beside it, masked; may be empty.
    pub label: String,
    /// The text with tokens.
    pub text: StoredText,
    /// The way back to the bytes.
    pub at: Locator,
}

/// A text with U+FFFC in place of each number, and what each of them stands for.
#[derive(Clone, PartialEq, Default)]
pub struct StoredText {
    /// The text. It may hold U+FFFC of its own; only `spans` says which are numbers.
    pub text: String,
    /// Ordered by `at`.
    pub spans: Vec<Span>,
}

/// A number in a stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Byte of its U+FFFC in the stored text.
    pub at: u32,
    /// The mention.
    pub mention: MentionId,
    /// The number.
    pub number: NumberId,
    /// `+44 •••• ••••23`.
    pub masked: String,
    /// How sure.
    pub certainty: Certainty,
    /// Ordinary, fiction …
    pub class: Class,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Record({:?}, {:?}, {} parts)",
            self.id,
            self.record_type,
            self.parts.len()
        )
    }
}

impl std::fmt::Debug for RecordPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordPart({:?}, {:?})", self.place, self.text)
    }
}

impl std::fmt::Debug for StoredText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "StoredText({} bytes, {} numbers)",
            self.text.len(),
            self.spans.len()
        )
    }
}

impl StoredText {
    /// The text as it is shown: each number masked.
    pub fn masked(&self) -> String {
        self.filled(|span| Some(&span.masked))
    }

    /// The text with what `spelling` gives for each number, masked where it gives none.
    pub fn filled<'a>(&'a self, spelling: impl Fn(&'a Span) -> Option<&'a str>) -> String {
        let mut out = String::with_capacity(self.text.len() + self.spans.len() * 16);
        let mut from = 0;
        for span in &self.spans {
            let at = span.at as usize;
            out.push_str(&self.text[from..at]);
            out.push_str(spelling(span).unwrap_or(&span.masked));
            from = at + block::TOKEN.len_utf8();
        }
        out.push_str(&self.text[from..]);
        out
    }
}

impl Reader {
    /// One record.
    pub fn record(&self, record: RecordId) -> Result<Record> {
        let block = self.block_of(record)?;
        let slot = block.slot_of(record).ok_or(Error::NotFound("record"))?;
        let mut shown = self
            .shown(&block, &[slot])?
            .pop()
            .ok_or(Error::NotFound("record"))?;
        if let (Some(conversation), true) = (block.conversation, block.counts(slot) && !block.facts) {
            shown.position = self.place_of(conversation, &block, slot)?;
        }
        Ok(shown)
    }

    /// Messages of a conversation that count, in order, from a place on.
    pub fn messages(&self, conversation: ConversationId, from: u64, limit: u32) -> Result<Vec<Record>> {
        let mut messages = Vec::new();
        let mut next = self.stretch_at(conversation, from, true)?;
        while let Some(position) = next {
            self.go_on()?;
            let stretch = self.stretch(conversation, position)?;
            let mut wanted: BTreeMap<usize, Vec<(usize, u64)>> = BTreeMap::new();
            for (index, (block, slot)) in stretch.order.iter().enumerate() {
                let place = stretch.position + index as u64;
                if place >= from && place - from < u64::from(limit) {
                    wanted.entry(*block).or_default().push((*slot, place));
                }
            }
            for (block, slots) in wanted {
                let of: Vec<usize> = slots.iter().map(|(slot, _)| *slot).collect();
                for (mut record, (_, place)) in
                    self.shown(&stretch.blocks[block], &of)?.into_iter().zip(slots)
                {
                    record.position = Some(place);
                    messages.push(record);
                }
            }
            if messages.len() >= limit as usize {
                break;
            }
            next = self.stretch_at(conversation, position, false)?;
        }
        messages.sort_by_key(|record| record.position);
        Ok(messages)
    }

    /// A record with the `around` messages before and after it in its conversation. A record that is no message of a
    /// conversation, or that does not count, comes alone.
    pub fn context(&self, record: RecordId, around: u32) -> Result<Vec<Record>> {
        let shown = self.record(record)?;
        match (shown.conversation, shown.position) {
            (Some(conversation), Some(place)) => {
                let from = place.saturating_sub(u64::from(around));
                let limit = (place - from) as u32 + 1 + around;
                self.messages(conversation, from, limit)
            }
            _ => Ok(vec![shown]),
        }
    }

    /// Places, from 0, of the messages of a conversation with a mention; at most `limit`.
    pub fn mentioned_at(&self, conversation: ConversationId, limit: u32) -> Result<Vec<u64>> {
        let mut select = self.db().prepare_cached(include_str!("mentioned_at.sql"))?;
        let mut found = select.query(params![conversation, limit])?;
        let mut stretches: BTreeMap<u64, Stretch> = BTreeMap::new();
        let mut places = Vec::new();
        while let Some(row) = found.next()? {
            self.go_on()?;
            let (block, slot): (i64, usize) = (row.get(0)?, row.get::<_, i64>(1)? as usize);
            let (position, simple): (i64, bool) = (row.get(2)?, row.get(3)?);
            let position = position as u64;
            if simple {
                places.push(position + slot as u64);
                continue;
            }
            if let Entry::Vacant(missing) = stretches.entry(position) {
                missing.insert(self.stretch(conversation, position)?);
            }
            places.extend(stretches[&position].place_of(block, slot));
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    /// Records of a type that are no messages (accounts, contact cards, conversations' own texts, participants) and count; of
    /// one conversation, if given.
    pub fn records_of(
        &self,
        record_type: RecordType,
        conversation: Option<ConversationId>,
        page: Page,
    ) -> Result<Rows<Record>> {
        let blocks = match conversation {
            Some(conversation) => {
                let mut select = self.db().prepare_cached(
                    "select id from block where conversation = ?1 and facts = 1 and counting > 0 order by entry, first_ordinal",
                )?;
                select
                    .query_map([conversation], |row| row.get(0))?
                    .collect::<rusqlite::Result<Vec<i64>>>()?
            }
            None => {
                // Classes of `conversation`: accounts, contacts; all else stands in conversations and among people of a source.
                let (from, to) = match record_type {
                    RecordType::Account => (1, 1),
                    RecordType::Contact => (2, 2),
                    RecordType::Message | RecordType::Conversation | RecordType::Participant => (0, 3),
                };
                let mut select = self.db().prepare_cached(include_str!("fact_blocks.sql"))?;
                select
                    .query_map([from, to], |row| row.get(0))?
                    .collect::<rusqlite::Result<Vec<i64>>>()?
            }
        };
        let (mut rows, mut total) = (Vec::new(), 0);
        for block in blocks {
            self.go_on()?;
            let block = self.block(block)?;
            let slots: Vec<usize> = (0..block.records.len())
                .filter(|slot| block.counts(*slot) && block.records[*slot].record_type == record_type)
                .collect();
            let wanted: Vec<usize> = slots
                .iter()
                .zip(total..)
                .filter(|(_, place)| *place >= page.offset && *place - page.offset < u64::from(page.limit))
                .map(|(slot, _)| *slot)
                .collect();
            total += slots.len() as u64;
            if !wanted.is_empty() {
                rows.extend(self.shown(&block, &wanted)?);
            }
        }
        Ok(Rows { rows, total })
    }

    /// The block that holds a record.
    fn block_of(&self, record: RecordId) -> Result<Arc<Held>> {
        if let Some(held) = self.held(record)? {
            return Ok(held);
        }
        let mut select = self.db().prepare_cached(
            "select id from block where entry = ?1 and first_ordinal <= ?2 and last_ordinal >= ?2 order by first_ordinal desc",
        )?;
        let blocks = select.query_map(params![record.entry(), record.ordinal()], |row| {
            row.get::<_, i64>(0)
        })?;
        for block in blocks {
            let block = self.block(block?)?;
            if block.slot_of(record).is_some() {
                return Ok(block);
            }
        }
        Err(Error::NotFound("record"))
    }

    fn place_of(&self, conversation: ConversationId, block: &Held, slot: usize) -> Result<Option<u64>> {
        Ok(self
            .stretch(conversation, block.position)?
            .place_of(block.id, slot))
    }

    /// Records as they are shown, in the order of the slots.
    fn shown(&self, block: &Held, slots: &[usize]) -> Result<Vec<Record>> {
        let spans = self.spans(block)?;
        let mut authors = HashMap::new();
        let mut records = Vec::with_capacity(slots.len());
        for &slot in slots {
            let packed = block.records.get(slot).ok_or(Error::Damaged)?;
            let author = match packed.author {
                Some(id) => {
                    if let hash_map::Entry::Vacant(missing) = authors.entry(id) {
                        missing.insert(self.author(id)?);
                    }
                    authors[&id].clone()
                }
                None => None,
            };
            let parts = parts(block, slot, spans)?;
            let owner = author.as_ref().is_some_and(|(_, owner)| *owner);
            let name = match (&author, packed.name.is_empty()) {
                (Some((name, _)), true) => name.clone(),
                _ => Kept {
                    masked: packed.name.clone(),
                    sealed: block.hides && packed.name.contains(DOT),
                },
            };
            records.push(Record {
                id: RecordId::new(block.entry, packed.ordinal),
                record_type: packed.record_type,
                conversation: block.conversation,
                position: None,
                counts: block.counts(slot),
                author: packed.author.map(ParticipantId),
                name,
                role: packed.role,
                sent_at: packed.sent_at,
                branch: packed.branch,
                hidden: packed.hidden,
                forwarded: packed.forwarded,
                edited: packed.edited,
                by_owner: packed.by_owner || owner,
                key: packed.key,
                parent: packed.parent,
                parts,
                attachments: packed.attachments.clone(),
                unread: packed.unread.clone(),
            });
        }
        Ok(records)
    }

    pub(super) fn author(&self, participant: i64) -> Result<Option<(Kept, bool)>> {
        let mut select = self.db().prepare_cached(
            "select ifnull(name, ''), name_sealed is not null, owner from author where id = ?1",
        )?;
        let author = select.query_row([participant], |row| {
            Ok((
                Kept {
                    masked: row.get(0)?,
                    sealed: row.get(1)?,
                },
                row.get(2)?,
            ))
        });
        Ok(author.optional()?)
    }

    /// Blocks for the search: their records that count, as they are shown, tested before they are put together.
    pub(super) fn matching(
        &self,
        block: i64,
        mut matches: impl FnMut(&str) -> Option<Range<usize>>,
    ) -> Result<Vec<(Record, u32, Range<u32>)>> {
        // A block that was forgotten may still have bits in a segment.
        let block = match self.block(block) {
            Ok(block) => block,
            Err(Error::NotFound(_)) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        };
        let mut slots = Vec::new();
        let mut places = Vec::new();
        for (slot, packed) in block.records.iter().enumerate() {
            if !block.counts(slot) {
                continue;
            }
            for (index, part) in packed.parts.iter().enumerate() {
                let text = block.texts.get(part.text.clone()).ok_or(Error::Damaged)?;
                if let Some(at) = matches(text) {
                    slots.push(slot);
                    places.push((index as u32, at.start as u32..at.end as u32));
                    break;
                }
            }
        }
        let records = self.shown(&block, &slots)?;
        Ok(records
            .into_iter()
            .zip(places)
            .map(|(record, (part, at))| (record, part, at))
            .collect())
    }
}

/// The texts of a record, with the numbers in them.
fn parts(block: &Block, slot: usize, spans: &Spans) -> Result<Vec<RecordPart>> {
    let packed = block.records.get(slot).ok_or(Error::Damaged)?;
    let mut parts = Vec::with_capacity(packed.parts.len());
    for (index, part) in packed.parts.iter().enumerate() {
        let text = block.texts.get(part.text.clone()).ok_or(Error::Damaged)?;
        let spans = spans.get(&(slot, index as u32)).cloned().unwrap_or_default();
        parts.push(RecordPart {
            place: part.place,
            read_as: part.read_as,
            label: part.label.clone(),
            text: StoredText {
                text: text.to_owned(),
                spans,
            },
            at: part.at.clone(),
        });
    }
    Ok(parts)
}
