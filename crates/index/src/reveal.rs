//! Revealing: digits and spellings leave the silo, after the log has a committed line that says so.

use crate::block::Hidden;
use crate::kept::NAME;
use crate::keys::NumberKey;
use crate::writer::{DIGITS, HIDDEN, SPELLING, opened};
use crate::{
    Case, ConversationId, EntryId, Error, LogEvent, MentionId, NumberId, ParticipantId, RecordId, RecordType,
    Result, SourceId, Subject, log,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;
use teltale_model::E164;

/// What digits are shown for. Written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// On the screen, on request.
    Show,
    /// In an output or a report; which one.
    Output(&'a str),
    /// To check a mention against its source.
    Verify,
    /// For rules that compare numbers and show none. Logged once a run, with the count.
    Compare,
}

/// A number's digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Which number.
    pub number: NumberId,
    /// The number; none while the region is open.
    pub e164: Option<E164>,
    /// What it would be, while open.
    pub candidates: Vec<(teltale_model::Region, E164)>,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({:?})", self.number)
    }
}

/// A record with its texts as they were read.
#[derive(Clone, PartialEq, Eq)]
pub struct RevealedRecord {
    /// Which record.
    pub record: RecordId,
    /// The name of its author, card or account.
    pub name: String,
    /// The texts of its parts, in order.
    pub parts: Vec<String>,
    /// The labels of its parts, in order.
    pub labels: Vec<String>,
    /// The names of its files, in order.
    pub attachments: Vec<String>,
}

impl std::fmt::Debug for RevealedRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RevealedRecord({:?})", self.record)
    }
}

impl Purpose<'_> {
    fn detail(&self) -> String {
        match self {
            Self::Show => "show".into(),
            Self::Output(which) => format!("output: {which}"),
            Self::Verify => "verify".into(),
            Self::Compare => "compare".into(),
        }
    }
}

/// What is read while the log's line is being written; given out when both are committed.
struct Release<'a> {
    db: &'a Connection,
    key: Arc<NumberKey>,
}

impl Release<'_> {
    fn unseal(&self, about: &str, sealed: &[u8]) -> Result<String> {
        self.key
            .unseal(about, sealed)
            .map(|text| text.to_string())
            .ok_or(Error::Damaged)
    }

    fn spelling(&self, mention: MentionId) -> Result<Option<String>> {
        let mut select = self.db.prepare_cached(
            "select raw_sealed from spelling where id = (select spelling from mention where id = ?1)",
        )?;
        let sealed: Option<Vec<u8>> = select.query_row([mention], |row| row.get(0)).optional()?;
        sealed.map(|sealed| self.unseal(SPELLING, &sealed)).transpose()
    }

    /// A short string: as it stands where nothing of it was sealed.
    fn kept(&self, sql: &str, id: i64, what: &'static str) -> Result<String> {
        let mut select = self.db.prepare_cached(sql)?;
        let row = select.query_row([id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
        });
        match row.optional()?.ok_or(Error::NotFound(what))? {
            (masked, None) => Ok(masked),
            (_, Some(sealed)) => self.unseal(NAME, &sealed),
        }
    }

    /// What a block hides of one record.
    fn hidden(&self, record: RecordId) -> Result<Vec<Hidden>> {
        let mut select = self.db.prepare_cached(
            "select names_sealed from block
             where entry = ?1 and first_ordinal <= ?2 and last_ordinal >= ?2 and names_sealed is not null",
        )?;
        let rows = select.query_map(params![record.entry(), record.ordinal()], |row| {
            row.get::<_, Vec<u8>>(0)
        })?;
        let mut hidden = Vec::new();
        for sealed in rows {
            let json = self.unseal(HIDDEN, &sealed?)?;
            let all: Vec<Hidden> = serde_json::from_str(&json).map_err(|_| Error::Damaged)?;
            hidden.extend(all.into_iter().filter(|one| one.ordinal == record.ordinal()));
        }
        Ok(hidden)
    }
}

impl Case {
    /// Digits of numbers, in the order asked for; unknown ids are left out.
    pub fn reveal_numbers(&self, numbers: &[NumberId], purpose: Purpose<'_>) -> Result<Vec<Revealed>> {
        self.release(numbers.len(), purpose, |from| {
            let mut select = from
                .db
                .prepare_cached("select digits_sealed from number where id = ?1")?;
            let mut revealed = Vec::with_capacity(numbers.len());
            for number in numbers {
                let sealed: Option<Vec<u8>> = select.query_row([number], |row| row.get(0)).optional()?;
                if let Some(sealed) = sealed {
                    let (e164, candidates) = opened(&from.unseal(DIGITS, &sealed)?);
                    revealed.push(Revealed {
                        number: *number,
                        e164,
                        candidates,
                    });
                }
            }
            Ok(revealed)
        })
    }

    /// Spellings of mentions as they stand in their texts, in the order asked for; unknown ids are left out.
    pub fn reveal_mentions(
        &self,
        mentions: &[MentionId],
        purpose: Purpose<'_>,
    ) -> Result<Vec<(MentionId, String)>> {
        self.release(mentions.len(), purpose, |from| {
            let mut spellings = Vec::with_capacity(mentions.len());
            for mention in mentions {
                spellings.extend(from.spelling(*mention)?.map(|spelling| (*mention, spelling)));
            }
            Ok(spellings)
        })
    }

    /// Whole texts of records, in the order asked for.
    pub fn reveal_records(&self, records: &[RecordId], purpose: Purpose<'_>) -> Result<Vec<RevealedRecord>> {
        let reader = self.reader()?;
        let shown = records
            .iter()
            .map(|record| reader.record(*record))
            .collect::<Result<Vec<_>>>()?;
        self.release(records.len(), purpose, |from| {
            let mut revealed = Vec::with_capacity(shown.len());
            for record in &shown {
                let hidden = from.hidden(record.id)?;
                let whole = |masked: &str| {
                    hidden
                        .iter()
                        .find(|one| one.masked == masked)
                        .map_or_else(|| masked.to_owned(), |one| one.whole.clone())
                };
                let mut parts = Vec::with_capacity(record.parts.len());
                for part in &record.parts {
                    let mut spellings = HashMap::new();
                    for span in &part.text.spans {
                        if let Some(spelling) = from.spelling(span.mention)? {
                            spellings.insert(span.mention, spelling);
                        }
                    }
                    parts.push(
                        part.text
                            .filled(|span| spellings.get(&span.mention).map(String::as_str)),
                    );
                }
                let name = match record.author {
                    Some(author) if record.record_type == RecordType::Message => {
                        from.kept(AUTHOR, author.0, "participant")?
                    }
                    _ => whole(&record.name.masked),
                };
                revealed.push(RevealedRecord {
                    record: record.id,
                    name,
                    labels: record.parts.iter().map(|part| whole(&part.label)).collect(),
                    attachments: record.attachments.iter().map(|(_, name)| whole(name)).collect(),
                    parts,
                });
            }
            Ok(revealed)
        })
    }

    /// A source's path as it was given. Not logged: it is where the user put the file.
    pub fn source_path(&self, source: SourceId) -> Result<String> {
        let (reader, key) = (self.reader()?, self.inner.number_key()?);
        Release { db: reader.db(), key }.kept(
            "select path, path_sealed from source where id = ?1",
            source.0,
            "source",
        )
    }

    /// An entry's path inside its source. Not logged.
    pub fn entry_path(&self, entry: EntryId) -> Result<String> {
        let (reader, key) = (self.reader()?, self.inner.number_key()?);
        Release { db: reader.db(), key }.kept(
            "select path, path_sealed from entry where id = ?1",
            entry.0,
            "entry",
        )
    }

    /// Titles of conversations as they were read.
    pub fn reveal_titles(
        &self,
        conversations: &[ConversationId],
        purpose: Purpose<'_>,
    ) -> Result<Vec<(ConversationId, String)>> {
        self.release(conversations.len(), purpose, |from| {
            conversations
                .iter()
                .map(|id| Ok((*id, from.kept(TITLE, id.0, "conversation")?)))
                .collect()
        })
    }

    /// Names of participants as they were read.
    pub fn reveal_names(
        &self,
        participants: &[ParticipantId],
        purpose: Purpose<'_>,
    ) -> Result<Vec<(ParticipantId, String)>> {
        self.release(participants.len(), purpose, |from| {
            participants
                .iter()
                .map(|id| Ok((*id, from.kept(AUTHOR, id.0, "participant")?)))
                .collect()
        })
    }

    /// A note as it was written.
    pub fn reveal_note(&self, subject: Subject, purpose: Purpose<'_>) -> Result<String> {
        self.release(1, purpose, |from| {
            let identity = subject.identity(from.db)?;
            let mut select = from
                .db
                .prepare_cached("select text, text_sealed from note where subject = ?1 and identity = ?2")?;
            let note = select.query_row(params![subject.code(), identity], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
            });
            match note.optional()? {
                None => Ok(String::new()),
                Some((text, None)) => Ok(text),
                Some((_, Some(sealed))) => from.unseal(NAME, &sealed),
            }
        })
    }

    /// Log first, release after, in one transaction: what is returned was read in it and leaves when it is committed.
    fn release<T>(
        &self,
        count: usize,
        purpose: Purpose<'_>,
        read: impl FnOnce(&Release<'_>) -> Result<T>,
    ) -> Result<T> {
        let key = self.inner.number_key()?;
        self.inner.write(|db| {
            if count > 0 {
                log::append(db, LogEvent::Revealed, count as u64, &purpose.detail())?;
            }
            read(&Release { db, key })
        })
    }
}

const TITLE: &str = "select title, title_sealed from conversation where id = ?1";
const AUTHOR: &str = "select ifnull(name, ''), name_sealed from author where id = ?1";
