//! Counts of the whole case.

use crate::{Reader, Result};
use teltale_model::Ledger;

/// Counts of the whole case, from counters: never a scan.
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

impl Reader {
    /// Counts of the case.
    pub fn totals(&self) -> Result<Totals> {
        Err(crate::Error::Database("not there yet"))
    }
}
