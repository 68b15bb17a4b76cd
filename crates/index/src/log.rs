//! The log of what was done with digits and keys: a chain in which each entry seals the one before, under a key that
//! moves on and is wiped. Tamper-evident, not tamper-proof: who holds the case key can write a new chain.

use crate::{Case, Page, Result, Rows};
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogEvent {
    /// The case was made.
    Created,
    /// The case was unlocked.
    Unlocked,
    /// A wrong passphrase was tried; noted at the next unlock.
    UnlockFailed,
    /// Digits were shown.
    Revealed,
    /// Digits were copied.
    Copied,
    /// Something was written out.
    Exported,
    /// A source was forgotten.
    Forgotten,
    /// A setting was changed.
    SettingChanged,
    /// A slot was added, removed or its passphrase changed.
    SlotChanged,
    /// The sandbox was overridden.
    SandboxOverridden,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// From 1, without gaps.
    pub sequence: u64,
    /// By the wall clock, in milliseconds since 1970: may jump, the order is by `sequence`.
    pub at: i64,
    /// What happened.
    pub event: LogEvent,
    /// How many numbers or things.
    pub count: u64,
    /// What for, in the user's words, or which setting; no digits.
    pub detail: String,
}

/// The end of the log, to be written down: with it a cut end is found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// Entries.
    pub sequence: u64,
    /// First 16 hexadecimal digits of the last entry's seal.
    pub fingerprint: String,
}

/// What checking the log gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogVerdict {
    /// Every entry is as it was written.
    Whole,
    /// The first entry that is not as it was written, is missing or out of order.
    BrokenAt(u64),
    /// The log is shorter than, or differs from, the head that was written down.
    DoesNotReach(u64),
}

impl Case {
    /// Notes something that happens outside this crate (a copy, an export), before it happens.
    pub fn log(&self, event: LogEvent, count: u64, detail: &str) -> Result<LogHead> {
        let _ = (event, count, detail);
        Err(crate::Error::Database("not there yet"))
    }

    /// The log, newest first.
    pub fn log_entries(&self, page: Page) -> Result<Rows<LogEntry>> {
        let _ = page;
        Err(crate::Error::Database("not there yet"))
    }

    /// The end of the log.
    pub fn log_head(&self) -> Result<LogHead> {
        Err(crate::Error::Database("not there yet"))
    }

    /// Checks the chain, and that it reaches a head that was written down.
    pub fn verify_log(&self, head: Option<&LogHead>) -> Result<LogVerdict> {
        let _ = head;
        Err(crate::Error::Database("not there yet"))
    }
}
