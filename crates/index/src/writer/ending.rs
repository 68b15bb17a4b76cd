//! The ends of entries: what became of each, and which of the copies that several entries hold count from then on.

use super::count::Counters;
use super::entry::state;
use super::open_entry::OpenEntry;
use super::{Finish, Outcome, ReadBy, forget, resolve};
use crate::Result;
use crate::codes::Code;
use crate::kept::guarded;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::BTreeSet;
use teltale_model::{Ledger, SkipReason};

/// The end of an entry, on its way into the database.
pub(super) struct Ending {
    pub(super) id: i64,
    state: i64,
    hash: Option<[u8; 32]>,
    size: u64,
    skipped: Option<SkipReason>,
    why: String,
    ledger: Ledger,
    by: ReadBy,
    /// True where the same path was read before, or may have been.
    replaces: bool,
    /// Conversations that other entries also hold some of.
    waiting: BTreeSet<i64>,
}

impl Ending {
    pub(super) fn new(id: i64, finish: &Finish<'_>, open: OpenEntry) -> Self {
        let (state, skipped, why) = match &finish.outcome {
            Outcome::Read => (state::READ, None, ""),
            Outcome::Skipped(reason) => (state::SKIPPED, Some(*reason), ""),
            Outcome::Failed(why) => (state::FAILED, None, why.as_str()),
        };
        Self {
            id,
            state,
            hash: finish.hash,
            size: finish.size,
            skipped,
            why: guarded(why),
            ledger: finish.ledger.clone(),
            waiting: open.waiting().collect(),
            replaces: open.replaces,
            by: open.by,
        }
    }

    /// Writes it. Returns the conversations to be settled; none where nothing else holds anything of the entry.
    fn write(&self, db: &Transaction<'_>) -> Result<Option<BTreeSet<i64>>> {
        let twin = match self.hash {
            Some(hash) if self.state == state::READ => twin(db, &hash, &self.by, Some(self.id))?,
            _ => None,
        };
        if twin.is_none() && self.waiting.is_empty() && !self.replaces {
            self.put(db, None)?;
            return Ok(None);
        }
        let mut conversations = self.waiting.clone();
        if self.replaces {
            conversations.extend(shared(db, self.id)?);
        }
        // Of two copies the one whose path comes first is kept, so that timing cannot show.
        match twin {
            Some(later) if comes_first(db, self.id, later)? => {
                self.put(db, None)?;
                conversations.extend(of_entry(db, later)?);
                forget::remove_content(db, later)?;
                db.execute(
                    "update entry set same_as = ?2 where same_as = ?1",
                    [later, self.id],
                )?;
                db.execute(
                    "update entry set state = ?3, same_as = ?2 where id = ?1",
                    [later, self.id, state::SAME_AS],
                )?;
            }
            Some(earlier) => {
                conversations.extend(of_entry(db, self.id)?);
                forget::remove_content(db, self.id)?;
                self.put(db, Some(earlier))?;
            }
            None => self.put(db, None)?,
        }
        if self.replaces {
            conversations.extend(retire(db, self.id, self.hash)?);
        }
        Ok(Some(conversations))
    }

    fn put(&self, db: &Transaction<'_>, same_as: Option<i64>) -> Result<()> {
        let state = if same_as.is_some() {
            state::SAME_AS
        } else {
            self.state
        };
        db.prepare_cached(
            "update entry set state = ?2, hash = ?3, size = ?4, skipped = ?5, why = ?6, same_as = ?7 where id = ?1",
        )?
        .execute(params![
            self.id,
            state,
            self.hash.as_ref().map(|hash| hash.as_slice()),
            self.size as i64,
            self.skipped.map(Code::code),
            self.why,
            same_as
        ])?;
        for (kind, tally) in &self.ledger.0 {
            db.prepare_cached("insert into tally values (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    self.id,
                    kind.code(),
                    tally.seen as i64,
                    tally.read as i64,
                    tally.failed as i64
                ])?;
            for (reason, records) in &tally.skipped {
                db.prepare_cached("insert into skip values (?1, ?2, ?3, ?4)")?
                    .execute(params![self.id, kind.code(), reason.code(), *records as i64])?;
            }
        }
        Ok(())
    }
}

/// Writes the ends of entries, in their order, and settles the copies of all of them. Returns the conversations that were
/// settled; none where there was nothing to settle.
pub(super) fn write_all(endings: &[Ending], db: &Transaction<'_>) -> Result<Option<BTreeSet<i64>>> {
    let mut settled = None;
    for ending in endings {
        if let Some(conversations) = ending.write(db)? {
            settled.get_or_insert_with(BTreeSet::new).extend(conversations);
        }
    }
    if let Some(conversations) = &settled {
        settle_all(db, conversations)?;
    }
    Ok(settled)
}

/// An entry with these bytes that was read by the same versions.
pub(super) fn twin(db: &Connection, hash: &[u8; 32], by: &ReadBy, not: Option<i64>) -> Result<Option<i64>> {
    let mut select = db.prepare_cached(include_str!("twin.sql"))?;
    let twin = select.query_row(
        params![
            hash.as_slice(),
            by.format,
            by.version,
            by.service,
            by.detector,
            by.metadata,
            by.options,
            not
        ],
        |row| row.get(0),
    );
    Ok(twin.optional()?)
}

/// True where the entry's place comes before that of a copy which is not kept as an earlier state of its file.
fn comes_first(db: &Connection, id: i64, twin: i64) -> Result<bool> {
    let mut select = db.prepare_cached(include_str!("comes_first.sql"))?;
    Ok(select.query_row(params![id, twin, state::READ], |row| row.get(0))?)
}

/// Conversations of an entry that other entries hold some of, too.
fn shared(db: &Connection, id: i64) -> Result<Vec<i64>> {
    let mut select = db.prepare_cached(
        "select conversation from conversation_in as this where entry = ?1 and exists (
            select 1 from conversation_in as other
            where other.conversation = this.conversation and other.entry <> this.entry)",
    )?;
    Ok(select
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Settles conversations after some of their content came or went.
pub(super) fn settle_all(db: &Transaction<'_>, conversations: &BTreeSet<i64>) -> Result<()> {
    let mut counters = Counters::default();
    for conversation in conversations {
        resolve::settle(db, *conversation, &mut counters)?;
    }
    counters.apply(db)?;
    forget::remove_unmentioned(db)
}

/// Conversations that an entry holds some of.
pub(super) fn of_entry(db: &Transaction<'_>, entry: i64) -> Result<BTreeSet<i64>> {
    let mut select = db.prepare_cached("select conversation from conversation_in where entry = ?1")?;
    Ok(select
        .query_map([entry], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was read from the same path before gives way: the same bytes read by other versions are replaced, other bytes
/// stay as an earlier state of the file, so that nothing is lost that a newer export no longer has.
pub(super) fn retire(db: &Transaction<'_>, id: i64, hash: Option<[u8; 32]>) -> Result<BTreeSet<i64>> {
    let mut select = db.prepare_cached(include_str!("others_of_path.sql"))?;
    let others = select.query_map([id], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, Option<[u8; 32]>>(1)?,
            row.get::<_, i64>(2)?,
            row.get::<_, i64>(3)?,
        ))
    })?;
    let others = others.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut conversations = BTreeSet::new();
    for (other, other_hash, records, other_state) in others {
        if records == 0 || other_state == state::SAME_AS || (hash.is_some() && other_hash == hash) {
            conversations.extend(of_entry(db, other)?);
            db.execute("update entry set same_as = ?2 where same_as = ?1", [other, id])?;
            forget::remove_entry(db, other)?;
        } else {
            db.execute(
                "update entry set state = ?2 where id = ?1",
                [other, state::EARLIER],
            )?;
        }
    }
    Ok(conversations)
}
