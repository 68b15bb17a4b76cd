//! Which copy of a record counts.
//!
//! Several entries may hold the same conversation: a newer export, a copy in another folder. All they say is kept; of
//! equal records as many count as the entry with most of them has (a union of multisets), and those of the newest entry
//! come first. Newest means: with the latest message; among equals the greater content hash. All of this is a
//! function of content, so the order of import cannot be seen in the result.

use super::count::{Counters, Facet};
use super::month_of;
use crate::block;
use crate::codes::Code;
use crate::{Error, Result};
use rusqlite::{Connection, params};
use std::collections::{BTreeSet, HashMap};
use teltale_model::{Certainty, ConversationKind};

/// Settles a conversation: which records count, its counters, its own facts, the order of its blocks. One that no entry
/// holds any more is removed.
pub(super) fn settle(db: &Connection, conversation: i64, counters: &mut Counters) -> Result<()> {
    let entries = ranked(db, conversation)?;
    if entries.is_empty() {
        return remove(db, conversation);
    }
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let alone = entries.len() == 1;
    for entry in &entries {
        let mut own: HashMap<u64, u32> = HashMap::new();
        let mut select = db.prepare_cached(
            // Named, because the order invites SQLite to the other index, by which it goes through the whole entry for
            // each of its conversations.
            "select id, digests, skips from block indexed by block_in_conversation
             where conversation = ?1 and entry = ?2 order by first_ordinal, facts",
        )?;
        let rows = select.query_map([conversation, *entry], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, Option<Vec<u8>>>(2)?,
            ))
        })?;
        for (block, digests, skips) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            let records = digests.len() / 8;
            let mut wanted = vec![0_u8; records.div_ceil(8)];
            let mut counting = records as i64;
            if !alone {
                for (slot, digest) in digests.chunks_exact(8).enumerate() {
                    let digest = u64::from_le_bytes(digest.try_into().expect("eight bytes"));
                    let nth = own.entry(digest).or_default();
                    *nth += 1;
                    if seen.get(&digest).is_some_and(|others| *nth <= *others) {
                        wanted[slot / 8] |= 1 << (slot % 8);
                        counting -= 1;
                    }
                }
            }
            let has = skips.unwrap_or_else(|| vec![0; wanted.len()]);
            let skip =
                |bits: &[u8], slot: usize| bits.get(slot / 8).is_some_and(|byte| byte >> (slot % 8) & 1 == 1);
            let changed: BTreeSet<i64> = (0..records)
                .filter(|slot| skip(&has, *slot) != skip(&wanted, *slot))
                .map(|slot| slot as i64)
                .collect();
            if !changed.is_empty() {
                let skips = (counting < records as i64).then_some(wanted);
                db.prepare_cached("update block set skips = ?2, counting = ?3 where id = ?1")?
                    .execute(params![block, skips, counting])?;
                flip(db, block, *entry, &changed, counters)?;
            }
        }
        for (digest, count) in own {
            let most = seen.entry(digest).or_default();
            *most = (*most).max(count);
        }
    }
    place(db, conversation, &entries)?;
    put_together(db, conversation, &entries)
}

/// Entries that hold some of a conversation, newest first.
fn ranked(db: &Connection, conversation: i64) -> Result<Vec<i64>> {
    let mut select = db.prepare_cached(include_str!("ranked.sql"))?;
    Ok(select
        .query_map([conversation], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Mentions of these records begin or cease to count.
fn flip(
    db: &Connection,
    block: i64,
    entry: i64,
    slots: &BTreeSet<i64>,
    counters: &mut Counters,
) -> Result<()> {
    let mut select = db.prepare_cached(
        "select id, slot, number, conversation, ifnull(author, 0), record_type, place, role, sent_at, certainty, counts
         from mention where block = ?1",
    )?;
    let mut update = db.prepare_cached("update mention set counts = 1 - counts where id = ?1")?;
    let rows = select.query_map([block], |row| {
        let sent_at: Option<i64> = row.get(8)?;
        let facet = Facet {
            number: row.get(2)?,
            conversation: row.get(3)?,
            entry,
            author: row.get(4)?,
            record_type: row.get(5)?,
            place: row.get(6)?,
            role: row.get(7)?,
            month: month_of(sent_at),
        };
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, i64>(1)?,
            facet,
            sent_at,
            row.get::<_, i64>(9)?,
            row.get::<_, bool>(10)?,
        ))
    })?;
    for row in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        let (id, slot, facet, sent_at, certainty, counts) = row;
        if slots.contains(&slot) {
            update.execute([id])?;
            counters.mention(
                facet,
                Certainty::read(certainty)?,
                sent_at,
                if counts { -1 } else { 1 },
            );
        }
    }
    Ok(())
}

/// A block of messages, as far as its place in the conversation cares.
struct Placed {
    id: i64,
    entry: usize,
    ordinal: i64,
    counting: i64,
    from: i64,
    to: i64,
    position: i64,
}

/// Gives every block its position: messages that count before it. Blocks of several entries that overlap in time share the
/// position of their stretch and are put in order when they are read.
fn place(db: &Connection, conversation: i64, entries: &[i64]) -> Result<()> {
    let mut select = db.prepare_cached(
        "select id, entry, first_ordinal, counting, records, position, first_at, last_at, skips, columns
         from block where conversation = ?1 and facts = 0 and counting > 0",
    )?;
    let mut rows = select.query([conversation])?;
    let mut blocks = Vec::new();
    while let Some(row) = rows.next()? {
        let entry: i64 = row.get(1)?;
        let (first_at, last_at): (Option<i64>, Option<i64>) = (row.get(6)?, row.get(7)?);
        let skips: Option<Vec<u8>> = row.get(8)?;
        let (from, to) = match skips {
            Some(skips) => span(
                &row.get::<_, Vec<u8>>(9)?,
                row.get(2)?,
                row.get(4)?,
                &skips,
                first_at,
            )?,
            None => (first_at.unwrap_or(i64::MIN), last_at.unwrap_or(i64::MIN)),
        };
        blocks.push(Placed {
            id: row.get(0)?,
            entry: entries
                .iter()
                .position(|ranked| *ranked == entry)
                .ok_or(Error::Damaged)?,
            ordinal: row.get(2)?,
            counting: row.get(3)?,
            from,
            to,
            position: row.get(5)?,
        });
    }
    if entries.len() == 1 {
        blocks.sort_by_key(|block| block.ordinal);
    } else {
        blocks.sort_by_key(|block| (block.from, block.entry, block.ordinal));
    }
    let mut update = db.prepare_cached("update block set position = ?2 where id = ?1")?;
    // The stretch so far: its position, the latest time in it, and whose blocks it has.
    let (mut total, mut start) = (0, 0);
    let mut until: Vec<Option<i64>> = vec![None; entries.len()];
    for block in &blocks {
        let overlaps = until
            .iter()
            .enumerate()
            .any(|(entry, to)| entry != block.entry && to.is_some_and(|to| to >= block.from));
        if !overlaps {
            start = total;
            until.fill(None);
        }
        until[block.entry] = until[block.entry].max(Some(block.to));
        if block.position != start {
            update.execute([block.id, start])?;
        }
        total += block.counting;
    }
    Ok(())
}

/// First and last time of the records of a block that count, times never running back.
fn span(columns: &[u8], first: u32, count: u32, skips: &[u8], first_at: Option<i64>) -> Result<(i64, i64)> {
    let (mut time, mut from) = (first_at.unwrap_or(i64::MIN), None);
    let mut to = time;
    for (slot, record) in block::records(columns, first, count)?.iter().enumerate() {
        time = record.sent_at.map_or(time, |at| at.unix_ms.max(time));
        if skips[slot / 8] >> (slot % 8) & 1 == 0 {
            from = from.or(Some(time));
            to = time;
        }
    }
    Ok((from.unwrap_or(to), to))
}

/// The conversation's own facts from what its entries say, newest first.
fn put_together(db: &Connection, conversation: i64, entries: &[i64]) -> Result<()> {
    let unknown = ConversationKind::Unknown.code();
    let (mut title, mut sealed, mut kind): (String, Option<Vec<u8>>, i64) = (String::new(), None, unknown);
    // A newer export that holds what an older one omitted ends the doubt; a start is missing only where all miss it.
    let (mut omits, mut truncated) = (None, true);
    let mut select = db.prepare_cached(
        "select title, title_sealed, kind, omits_tool_data, truncated_start from conversation_in
         where conversation = ?1 and entry = ?2",
    )?;
    for entry in entries {
        let mut rows = select.query([conversation, *entry])?;
        let row = rows.next()?.ok_or(Error::Damaged)?;
        let said: String = row.get(0)?;
        if title.is_empty() && !said.is_empty() {
            (title, sealed) = (said, row.get(1)?);
        }
        if kind == unknown {
            kind = row.get(2)?;
        }
        let said: bool = row.get(3)?;
        omits.get_or_insert(said);
        truncated &= row.get::<_, bool>(4)?;
    }
    db.prepare_cached(include_str!("put_together.sql"))?
        .execute(params![
            conversation,
            title,
            sealed,
            kind,
            omits.unwrap_or(false),
            truncated,
            entries[0],
            entries.len() as i64
        ])?;
    let mut select = db.prepare_cached("select id from participant where conversation = ?1")?;
    let participants = select.query_map([conversation], |row| row.get::<_, i64>(0))?;
    let mut merge = db.prepare_cached(include_str!("participant_merged.sql"))?;
    for participant in participants.collect::<rusqlite::Result<Vec<_>>>()? {
        merge.execute([participant])?;
    }
    Ok(())
}

fn remove(db: &Connection, conversation: i64) -> Result<()> {
    db.prepare_cached("delete from participant where conversation = ?1")?
        .execute([conversation])?;
    db.prepare_cached("delete from conversation where id = ?1")?
        .execute([conversation])?;
    Ok(())
}
