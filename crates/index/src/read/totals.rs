//! Counts of the whole case.

use crate::{LedgerOf, Reader, Result};
use teltale_model::Ledger;

/// Counts of the whole case, from counters: messages and mentions are not gone through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Sources.
    pub sources: u64,
    /// Entries.
    pub entries: u64,
    /// Entries being read or left half read.
    pub reading: u64,
    /// Conversations.
    pub conversations: u64,
    /// Messages that count.
    pub messages: u64,
    /// Numbers with a mention that counts.
    pub numbers: u64,
    /// Of those, with an open region.
    pub open_numbers: u64,
    /// Mentions that count.
    pub mentions: u64,
    /// Things that belong to messages and were not read.
    pub unread: u64,
    /// Problems noted.
    pub problems: u64,
    /// Coverage, by kind of record.
    pub ledger: Ledger,
}

/// Numbers in [`Reader::extent`].
const EXTENT: usize = 9;

impl Reader {
    /// A mark of what was read and whose it is: as long as it stays the same, so does what rules find. Row ids are part
    /// of it, so it means nothing in another case.
    pub fn extent(&self) -> Result<String> {
        let mut select = self.db().prepare_cached(include_str!("extent.sql"))?;
        let counts = select.query_row([], |row| {
            (0..EXTENT)
                .map(|at| row.get::<_, i64>(at))
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        Ok(counts.iter().map(i64::to_string).collect::<Vec<_>>().join(" "))
    }

    /// Counts of the case.
    pub fn totals(&self) -> Result<Totals> {
        let mut select = self.db().prepare_cached(include_str!("totals.sql"))?;
        let totals = select.query_row([], |row| {
            let count = |index: usize| row.get::<_, i64>(index).map(|count| count as u64);
            Ok(Totals {
                sources: count(0)?,
                entries: count(1)?,
                reading: count(2)?,
                conversations: count(3)?,
                messages: count(4)?,
                numbers: count(5)?,
                open_numbers: count(6)?,
                mentions: count(7)?,
                unread: count(8)?,
                problems: count(9)?,
                ledger: Ledger::default(),
            })
        })?;
        Ok(Totals {
            ledger: self.ledger(LedgerOf::Case)?,
            ..totals
        })
    }
}
