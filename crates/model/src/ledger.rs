//! The coverage ledger: seen = read + skipped + failed, per kind of record.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kinds of records that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A message, turn or notice.
    Message,
    /// A conversation's own record.
    Conversation,
    /// A contact card or row.
    Contact,
    /// An account or profile record.
    Account,
    /// A memory, project or document record.
    Document,
    /// A call.
    Call,
    /// A paragraph or line of a text without known shape.
    Passage,
    /// A record of a table or list without known shape.
    Row,
    /// A file whose text is not read (a picture, say).
    File,
}

/// Why a record was skipped on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Has no text.
    Empty,
    /// Repeats a record that is read elsewhere in the same source.
    Repeats,
    /// A picture, sound or video.
    Media,
    /// Binary, of no known kind.
    Binary,
    /// Encrypted, and no password was given.
    Encrypted,
    /// Above a limit, which the ledger row names.
    AboveLimit,
    /// Hidden from the directory of its archive by a later entry of the same name.
    Shadowed,
    /// A symbolic link, device, socket or pipe.
    NotAFile,
    /// Written by Teltale itself.
    OwnFile,
    /// Holds secrets or settings and no words (keys, tokens).
    Secret,
    /// The user chose to skip it.
    ByUser,
    /// Unchanged since it was last read.
    Unchanged,
    /// A database of another program.
    Database,
}

/// Counts of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Records cut from the entry.
    pub seen: u64,
    /// Turned into events.
    pub read: u64,
    /// Skipped, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Could not be read; a problem says where.
    pub failed: u64,
}

impl Tally {
    /// True where every record is accounted for.
    pub fn sums(&self) -> bool {
        self.seen == self.read + self.skipped.values().sum::<u64>() + self.failed
    }
}

/// Counts of one entry, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger(pub BTreeMap<RecordKind, Tally>);

impl Ledger {
    /// The tally of a kind, made if new.
    pub fn of(&mut self, kind: RecordKind) -> &mut Tally {
        self.0.entry(kind).or_default()
    }

    /// True where every kind sums.
    pub fn sums(&self) -> bool {
        self.0.values().all(Tally::sums)
    }

    /// Adds another ledger's counts.
    pub fn add(&mut self, other: &Self) {
        for (kind, tally) in &other.0 {
            let mine = self.of(*kind);
            mine.seen += tally.seen;
            mine.read += tally.read;
            mine.failed += tally.failed;
            for (reason, count) in &tally.skipped {
                *mine.skipped.entry(*reason).or_default() += count;
            }
        }
    }
}
