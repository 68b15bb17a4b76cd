//! Forgetting: what only a source holds is removed, what another one also holds comes back to the front.

use super::count::{Counters, Facet};
use super::ending::of_entry;
use super::{Forgotten, Known, Writer, month_of, resolve};
use crate::codes::Code;
use crate::{Error, LogEvent, RecordId, Result, SourceId, log};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;
use teltale_model::Certainty;

impl Writer {
    /// Removes a source with all that only it holds.
    pub fn forget_source(&mut self, source: SourceId) -> Result<Forgotten> {
        self.usable()?;
        self.flush()?;
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let entries = column(
            &db,
            "select id from entry where source = ?1 order by id",
            source.0,
        )?;
        if self.open.keys().any(|open| entries.contains(open)) {
            return Err(Error::OutOfOrder("this source is being read"));
        }
        let there: i64 = db.query_row("select count(*) from source where id = ?1", [source], |row| {
            row.get(0)
        })?;
        if there == 0 {
            return Err(Error::NotFound("source"));
        }
        log::append(&db, LogEvent::Forgotten, 1, "source")?;
        let mut receipt = Forgotten {
            entries: entries.len() as u64,
            ..Forgotten::default()
        };
        let mut conversations = BTreeSet::new();
        let mut gone = Vec::new();
        for entry in entries {
            if hand_over(&db, entry, source.0)? {
                continue;
            }
            conversations.extend(of_entry(&db, entry)?);
            gone.push(entry);
        }
        let before = counted(&db, &conversations)?;
        let numbers_before = one(&db, "select count(*) from number where mentions > 0")?;
        let (mut records, mut mentions) = (0, 0);
        for entry in &gone {
            records += one_of(&db, "select records from entry where id = ?1", *entry)?;
            mentions += one_of(
                &db,
                "select count(*) from mention where record >> 32 = ?1",
                *entry,
            )?;
        }
        for entry in gone {
            remove_entry(&db, entry)?;
        }
        // Entries whose content another source took over are of that source by now.
        db.execute("delete from source where id = ?1", [source])?;
        let mut counters = Counters::default();
        for conversation in &conversations {
            resolve::settle(&db, *conversation, &mut counters)?;
        }
        counters.apply(&db)?;
        let after = counted(&db, &conversations)?;
        receipt.records = (before.records - after.records) as u64;
        receipt.mentions = (before.mentions - after.mentions) as u64;
        receipt.conversations = (before.conversations - after.conversations) as u64;
        receipt.kept_records = (records as u64).saturating_sub(receipt.records);
        receipt.kept_mentions = (mentions as u64).saturating_sub(receipt.mentions);
        receipt.numbers =
            (numbers_before - one(&db, "select count(*) from number where mentions > 0")?) as u64;
        remove_unmentioned(&db)?;
        receipt.decisions_kept = one(&db, include_str!("decisions_without_subject.sql"))? as u64;
        db.commit()?;
        self.known = Known::default();
        Ok(receipt)
    }
}

#[derive(Default)]
struct Counted {
    records: i64,
    mentions: i64,
    conversations: i64,
}

/// What counts in some conversations.
fn counted(db: &Connection, conversations: &BTreeSet<i64>) -> Result<Counted> {
    let mut all = Counted::default();
    let mut records =
        db.prepare_cached("select ifnull(sum(counting), 0) from block where conversation = ?1")?;
    let mut mentions = db.prepare_cached("select mentions from conversation where id = ?1")?;
    for conversation in conversations {
        let mut rows = mentions.query([conversation])?;
        if let Some(row) = rows.next()? {
            all.conversations += 1;
            all.mentions += row.get::<_, i64>(0)?;
            all.records += records.query_row([conversation], |row| row.get::<_, i64>(0))?;
        }
    }
    Ok(all)
}

fn one(db: &Connection, sql: &str) -> Result<i64> {
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

fn one_of(db: &Connection, sql: &str, id: i64) -> Result<i64> {
    Ok(db.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

fn column(db: &Connection, sql: &str, id: i64) -> Result<Vec<i64>> {
    let mut select = db.prepare_cached(sql)?;
    Ok(select
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Gives an entry's content to an entry of another source with the same bytes, if there is one: the other's place is taken
/// by this row, and the other's row goes.
fn hand_over(db: &Transaction<'_>, entry: i64, source: i64) -> Result<bool> {
    let heirs = column(db, "select id from entry where same_as = ?1 order by id", entry)?;
    let mut heir = None;
    for id in heirs {
        if one_of(db, "select source from entry where id = ?1", id)? != source {
            heir = heir.or(Some(id));
        }
    }
    let Some(heir) = heir else { return Ok(false) };
    db.execute(include_str!("hand_over.sql"), [entry, heir])?;
    db.execute(
        "update conversation set source = (select source from entry where id = ?1)
         where source = ?2 and id in (select conversation from conversation_in where entry = ?1)",
        [entry, source],
    )?;
    let mut recount = db.prepare_cached(include_str!("number_spread.sql"))?;
    let mentioned = column(
        db,
        "select distinct number from mention where record >> 32 = ?1",
        entry,
    )?;
    for number in mentioned {
        recount.execute([number])?;
    }
    for table in ["tally", "skip", "problem"] {
        db.execute(&format!("delete from {table} where entry = ?1"), [heir])?;
    }
    db.execute("delete from entry where id = ?1", [heir])?;
    Ok(true)
}

/// Removes an entry and all it holds; the conversations it was in must be settled afterwards.
pub(super) fn remove_entry(db: &Connection, entry: i64) -> Result<()> {
    remove_content(db, entry)?;
    for table in ["tally", "skip", "problem"] {
        db.execute(&format!("delete from {table} where entry = ?1"), [entry])?;
    }
    // Those that had the same bytes and are of the same source go with it; others were handed the content before.
    db.execute("delete from entry where same_as = ?1", [entry])?;
    db.execute("delete from entry where id = ?1", [entry])?;
    Ok(())
}

/// Removes an entry's records, mentions and what it says of conversations and participants.
pub(super) fn remove_content(db: &Connection, entry: i64) -> Result<()> {
    let mut counters = Counters::default();
    let (from, to) = (RecordId(entry << 32), RecordId((entry + 1) << 32));
    let mut select = db.prepare_cached(
        "select number, conversation, ifnull(author, 0), record_type, place, role, sent_at, certainty
         from mention where record >= ?1 and record < ?2 and counts = 1",
    )?;
    let mut rows = select.query([from, to])?;
    while let Some(row) = rows.next()? {
        let sent_at: Option<i64> = row.get(6)?;
        let facet = Facet {
            number: row.get(0)?,
            conversation: row.get(1)?,
            entry,
            author: row.get(2)?,
            record_type: row.get(3)?,
            place: row.get(4)?,
            role: row.get(5)?,
            month: month_of(sent_at),
        };
        counters.mention(facet, Certainty::read(row.get(7)?)?, sent_at, -1);
    }
    drop(rows);
    db.execute(
        "delete from mention where record >= ?1 and record < ?2",
        [from, to],
    )?;
    counters.apply(db)?;
    db.execute("delete from named where record >= ?1 and record < ?2", [from, to])?;
    db.execute(
        "delete from signature where block in (select id from block where entry = ?1)",
        [entry],
    )?;
    db.execute("delete from block where entry = ?1", [entry])?;
    db.execute("delete from participant_in where entry = ?1", [entry])?;
    db.execute("delete from conversation_in where entry = ?1", [entry])?;
    db.execute(
        "delete from participant where not exists (select 1 from participant_in where participant = participant.id)",
        [],
    )?;
    db.execute(
        "update entry set records = 0, messages = 0, unread = 0, events = 0 where id = ?1",
        params![entry],
    )?;
    Ok(())
}

/// Removes numbers that nothing in the case mentions, digits and spellings with them.
pub(super) fn remove_unmentioned(db: &Connection) -> Result<()> {
    db.execute_batch(include_str!("remove_unmentioned.sql"))?;
    Ok(())
}
