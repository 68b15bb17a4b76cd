//! Sources: the coverage ledger per file and record kind.

use super::{Coverage, EntryId, SourceId, Why};
use crate::words::{count, problem};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};
use teltale_model::{ProblemKind, RecordKind, SkipReason};
use ts_rs::TS;

/// A row of the Sources screen: what the user added.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SourceRow {
    /// Its handle.
    pub id: SourceId,
    /// The last part of its path.
    pub name: String,
    /// Its path as added.
    pub path: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// Entries inside.
    pub entries: u64,
    /// Entries by what they were recognised as: `WhatsApp chat`, 3.
    pub recognised: Vec<(String, u64)>,
    /// Records of all entries.
    pub coverage: Coverage,
    /// Messages read.
    pub messages: u64,
    /// Mentions found.
    pub mentions: u64,
    /// Damage found, by kind, counted.
    pub problems: u64,
    /// True where the file was the same after the scan as before; false where it changed; none where not checked.
    pub unchanged: Option<bool>,
    /// True where something was expected and nothing was read: shown in red.
    pub zero_yield: bool,
    /// What to know about it: a cut-off, missing parts, an assumed date order.
    pub warnings: Vec<Warning>,
}

/// Damage of one kind in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Warning {
    /// What went wrong.
    pub kind: ProblemKind,
    /// In how many places, among those that were weighed.
    pub places: u64,
    /// True where there may be more.
    pub at_least: bool,
}

impl Display for Warning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}{})",
            problem(self.kind),
            count(self.places, "place", "places"),
            if self.at_least { " at least" } else { "" }
        )
    }
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Being read, or left half read by an interruption.
    Reading,
    /// Read to its end.
    Read,
    /// Passed over, with a reason.
    Skipped,
    /// Could not be read, in part or at all.
    Failed,
}

/// A row of a source's ledger: one entry.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EntryRow {
    /// Its handle.
    pub id: EntryId,
    /// The source.
    pub source: SourceId,
    /// The path inside the source; the file's own name for a plain file.
    pub path: String,
    /// What it is.
    pub format: String,
    /// The format's short id; empty where none was recognised.
    pub format_id: String,
    /// Why we think so.
    pub reason: String,
    /// Unpacked bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes that were read; empty where they were not.
    pub hash: String,
    /// What became of it.
    pub state: EntryState,
    /// Why it was skipped or failed; none otherwise.
    pub why: Option<Why>,
    /// Counts by record kind.
    pub ledger: Vec<LedgerRow>,
    /// Damage.
    pub problems: Vec<ProblemRow>,
    /// Mentions found.
    pub mentions: u64,
    /// True where something was expected and nothing was read.
    pub zero_yield: bool,
    /// For zero yield: shapes of the first lines (letters as `a`, digits as `0`), at most five.
    pub shapes: Vec<String>,
}

/// Counts of one kind of record. Sums: `seen = read + skipped + failed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LedgerRow {
    /// Which kind.
    pub kind: RecordKind,
    /// Cut from the entry.
    pub seen: u64,
    /// Turned into events.
    pub read: u64,
    /// Passed over, by reason.
    pub skipped: Vec<SkipCount>,
    /// Could not be read.
    pub failed: u64,
}

/// Records skipped for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SkipCount {
    /// Why.
    pub reason: SkipReason,
    /// How many.
    pub records: u64,
}

/// A place where something could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProblemRow {
    /// What went wrong.
    pub kind: ProblemKind,
    /// In English, for the command line.
    #[ts(skip)]
    pub text: String,
    /// Byte in the entry.
    pub at: u64,
    /// Line from 1, where there are lines.
    pub line: Option<u64>,
}
