//! What exports of one conversation say, one against the other: messages that only one side has, and whether they
//! are new, gone, edited or outside the time that the other side covers.
//!
//! Sides are unions of multisets, as everywhere (`writer::resolve`): of equal messages a side has as
//! many as the entry with most of them.

use crate::block::{self, Packed};
use crate::hex::hex;
use crate::writer::state;
use crate::{ConversationId, EntryId, Kept, NumberId, Reader, RecordId, Result, SourceId};
use rusqlite::{Row, params};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An entry that was read, and what its bytes are: read again by a newer version it is the same reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The entry.
    pub entry: EntryId,
    /// Its source.
    pub source: SourceId,
    /// Its path inside the source, masked.
    pub path: Kept,
    /// Equal for equal bytes: the first half of their hash; of bytes that were not read to their end, their stamp.
    pub mark: String,
}

/// What one entry holds of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The entry.
    pub entry: EntryId,
    /// First time of a message, in milliseconds since 1970.
    pub first_at: Option<i64>,
    /// Last time.
    pub last_at: Option<i64>,
}

/// Two sides of a conversation, compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Messages of the newer side that the older one lacks, in the order of the export.
    pub added: Vec<RecordId>,
    /// Messages of the older side that the newer one lacks, although it covers their time.
    pub gone: Vec<RecordId>,
    /// Messages of the older side from before the newer one begins or after it ends.
    pub outside: Vec<RecordId>,
    /// The same message with other words: as the older side has it, as the newer one has it.
    pub edited: Vec<(RecordId, RecordId)>,
    /// Messages that both have.
    pub same: u64,
}

/// A message that one side has.
#[derive(Clone, Copy)]
struct Held {
    digest: u64,
    block: i64,
    slot: usize,
}

/// A message that only one side has, unpacked as far as it takes to recognise it.
struct Alone {
    record: RecordId,
    key: Option<u64>,
    author: Option<i64>,
    at: Option<i64>,
}

/// What tells a reading: by its bytes where they were hashed, else by what the file was.
fn mark(row: &Row<'_>, hash: usize) -> rusqlite::Result<String> {
    Ok(match row.get::<_, Option<[u8; 32]>>(hash)? {
        Some(hash) => hex(&hash[..16]),
        None => {
            let stamp: [i64; 3] = [row.get(hash + 1)?, row.get(hash + 2)?, row.get(hash + 3)?];
            stamp.map(|part| part.to_string()).join("-")
        }
    })
}

impl Reader {
    /// Entries that were read and hold something, in the order of their reading.
    pub fn readings(&self) -> Result<Vec<Reading>> {
        let mut select = self.db().prepare_cached(include_str!("readings.sql"))?;
        let rows = select.query_map(params![state::READ, state::FAILED, state::EARLIER], |row| {
            Ok(Reading {
                entry: row.get(0)?,
                source: row.get(1)?,
                path: Kept {
                    masked: row.get(2)?,
                    sealed: row.get(3)?,
                },
                mark: mark(row, 4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Goes through the marks of [`Reader::readings`], for those who need nothing else of very many.
    pub fn each_mark(&self, mut each: impl FnMut(String)) -> Result<()> {
        let mut select = self.db().prepare_cached(include_str!("marks.sql"))?;
        let mut rows = select.query(params![state::READ, state::FAILED, state::EARLIER])?;
        while let Some(row) = rows.next()? {
            each(mark(row, 0)?);
        }
        Ok(())
    }

    /// Conversations with the entries that hold messages of them, newest messages first.
    pub fn holdings(&self) -> Result<BTreeMap<ConversationId, Vec<Holding>>> {
        let mut select = self.db().prepare_cached(include_str!("holdings.sql"))?;
        let mut found = select.query([])?;
        let mut holdings: BTreeMap<ConversationId, Vec<Holding>> = BTreeMap::new();
        while let Some(row) = found.next()? {
            holdings
                .entry(ConversationId(row.get(0)?))
                .or_default()
                .push(Holding {
                    entry: row.get(1)?,
                    first_at: row.get(2)?,
                    last_at: row.get(3)?,
                });
        }
        Ok(holdings)
    }

    /// Compares what two sets of entries hold of a conversation.
    pub fn compare(
        &self,
        conversation: ConversationId,
        newer: &[Holding],
        older: &[Holding],
    ) -> Result<Comparison> {
        let (ours, theirs) = (self.side(conversation, newer)?, self.side(conversation, older)?);
        let mut left = counts(&theirs);
        let (both, only_ours): (Vec<Held>, Vec<Held>) =
            ours.iter().partition(|held| take(&mut left, held.digest));
        let mut left = counts(&ours);
        let only_theirs: Vec<Held> = theirs
            .iter()
            .copied()
            .filter(|held| !take(&mut left, held.digest))
            .collect();
        let added = self.unpacked(&only_ours)?;
        let lacking = self.unpacked(&only_theirs)?;
        let mut comparison = Comparison {
            same: both.len() as u64,
            ..Comparison::default()
        };

        let pairs = pairs(&lacking, &added);
        let edited: HashSet<RecordId> = pairs.values().copied().collect();
        let first = newer.iter().filter_map(|holding| holding.first_at).min();
        let last = newer.iter().filter_map(|holding| holding.last_at).max();
        for alone in lacking {
            let covered = alone.at.is_none_or(|at| {
                first.is_some_and(|first| first <= at) && last.is_some_and(|last| at <= last)
            });
            match pairs.get(&alone.record) {
                Some(after) => comparison.edited.push((alone.record, *after)),
                None if covered => comparison.gone.push(alone.record),
                None => comparison.outside.push(alone.record),
            }
        }
        comparison.added = added
            .into_iter()
            .map(|alone| alone.record)
            .filter(|record| !edited.contains(record))
            .collect();
        Ok(comparison)
    }

    /// Each number with the entries that mention it, copies included.
    pub fn entries_of_numbers(&self) -> Result<BTreeMap<NumberId, Vec<EntryId>>> {
        let mut select = self
            .db()
            .prepare_cached("select distinct number, record >> 32 from mention order by 1, 2")?;
        let mut found = select.query([])?;
        let mut entries: BTreeMap<NumberId, Vec<EntryId>> = BTreeMap::new();
        while let Some(row) = found.next()? {
            self.go_on()?;
            entries.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(entries)
    }

    /// Records with mentions that count in a conversation, one for each mention.
    pub fn mentioning(&self, conversation: ConversationId) -> Result<Vec<RecordId>> {
        let mut select = self
            .db()
            .prepare_cached("select record from mention where conversation = ?1 and counts = 1")?;
        let rows = select.query_map([conversation], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Messages of one side, each as often as the entry has it that has it most often.
    fn side(&self, conversation: ConversationId, holdings: &[Holding]) -> Result<Vec<Held>> {
        let mut select = self.db().prepare_cached(
            "select id, digests from block indexed by block_in_conversation
             where conversation = ?1 and entry = ?2 and facts = 0 order by first_ordinal",
        )?;
        let mut side = Vec::new();
        let mut most: HashMap<u64, u32> = HashMap::new();
        for holding in holdings {
            let mut own: HashMap<u64, u32> = HashMap::new();
            let mut found = select.query(params![conversation, holding.entry])?;
            while let Some(row) = found.next()? {
                self.go_on()?;
                let (block, digests): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                for (slot, digest) in digests.chunks_exact(8).enumerate() {
                    let digest = u64::from_le_bytes(digest.try_into().expect("eight bytes"));
                    let nth = own.entry(digest).or_default();
                    *nth += 1;
                    if most.get(&digest).is_none_or(|others| *nth > *others) {
                        side.push(Held { digest, block, slot });
                    }
                }
            }
            for (digest, count) in own {
                let most = most.entry(digest).or_default();
                *most = (*most).max(count);
            }
        }
        Ok(side)
    }

    fn unpacked(&self, held: &[Held]) -> Result<Vec<Alone>> {
        let mut select = self
            .db()
            .prepare_cached("select entry, first_ordinal, records, columns from block where id = ?1")?;
        let mut alone = Vec::with_capacity(held.len());
        let mut open: Option<(i64, EntryId, Vec<Packed>)> = None;
        for held in held {
            if open.as_ref().is_none_or(|(block, ..)| *block != held.block) {
                self.go_on()?;
                let (entry, first, count, columns) = select.query_row([held.block], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Vec<u8>>(3)?))
                })?;
                open = Some((held.block, entry, block::records(&columns, first, count)?));
            }
            let (_, entry, records) = open.as_ref().expect("filled above");
            let packed = records.get(held.slot).ok_or(crate::Error::Damaged)?;
            alone.push(Alone {
                record: RecordId::new(*entry, packed.ordinal),
                key: packed.key,
                author: packed.author,
                at: packed.sent_at.map(|at| at.unix_ms),
            });
        }
        Ok(alone)
    }
}

fn counts(side: &[Held]) -> HashMap<u64, u32> {
    let mut counts = HashMap::with_capacity(side.len());
    for held in side {
        *counts.entry(held.digest).or_default() += 1;
    }
    counts
}

/// Takes one of these from what is left.
fn take(left: &mut HashMap<u64, u32>, digest: u64) -> bool {
    match left.get_mut(&digest) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// Which message became which: those with the service's own id by it; others where one author has exactly one
/// message left at one time on each side.
fn pairs(before: &[Alone], after: &[Alone]) -> BTreeMap<RecordId, RecordId> {
    #[derive(PartialEq, Eq, Hash)]
    enum Told {
        Key(u64),
        Moment(i64, i64),
    }
    let told = |alone: &Alone| match (alone.key, alone.author, alone.at) {
        (Some(key), ..) => Some(Told::Key(key)),
        (None, Some(author), Some(at)) => Some(Told::Moment(author, at)),
        _ => None,
    };
    let mut sides: HashMap<Told, [Vec<RecordId>; 2]> = HashMap::new();
    for (side, records) in [before, after].into_iter().enumerate() {
        for alone in records {
            if let Some(told) = told(alone) {
                sides.entry(told).or_default()[side].push(alone.record);
            }
        }
    }
    sides
        .into_values()
        .filter_map(|[before, after]| match (before.as_slice(), after.as_slice()) {
            ([before], [after]) => Some((*before, *after)),
            _ => None,
        })
        .collect()
}
