//! Sources, entries and the coverage ledger.

use crate::{EntryId, Kept, Page, Reader, Result, Rows, SourceId, SourceKind};
use teltale_model::{Ledger, Problem};

/// What the user added.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// As added, masked.
    pub path: Kept,
    /// File, folder or archive.
    pub kind: SourceKind,
    /// Bytes on disk.
    pub size: u64,
    /// When it was added, in milliseconds since 1970.
    pub added_at: i64,
    /// Entries in it.
    pub entries: u64,
    /// Entries by the format they were recognised as.
    pub formats: Vec<(String, u64)>,
    /// Records of all entries.
    pub ledger: Ledger,
    /// Messages read, copies included.
    pub messages: u64,
    /// Mentions that count.
    pub mentions: u64,
    /// Problems noted.
    pub problems: u64,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Being read, or left half read by an interruption.
    Reading,
    /// Read to its end.
    Read,
    /// Could not be read, in part or at all; what was read is kept.
    Failed,
    /// Passed over.
    Skipped,
    /// Its bytes are those of another entry, which is read in its place.
    SameAs(EntryId),
    /// Read before; the file has changed since, and the newer content is another entry.
    Earlier,
}

/// One file inside a source.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// The source.
    pub source: SourceId,
    /// The path inside the source, masked.
    pub path: Kept,
    /// Unpacked bytes that were read.
    pub size: u64,
    /// BLAKE3 of them; none until it was read.
    pub hash: Option<[u8; 32]>,
    /// The format's id; empty where none was recognised.
    pub format: String,
    /// The format's version.
    pub format_version: u32,
    /// Why it was recognised.
    pub reason: String,
    /// The detector's version.
    pub detector: u32,
    /// The numbering metadata's version.
    pub metadata: String,
    /// What became of it.
    pub state: EntryState,
    /// Why it was skipped or failed; empty otherwise.
    pub why: String,
    /// Events stored so far.
    pub events: u64,
    /// Counts by kind of record.
    pub ledger: Ledger,
    /// Mentions that count.
    pub mentions: u64,
    /// Problems noted.
    pub problems: u64,
}

/// What a ledger is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerOf {
    /// The whole case.
    Case,
    /// One source.
    Source(SourceId),
    /// One entry.
    Entry(EntryId),
}

/// A problem, with the entry it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// The entry.
    pub entry: EntryId,
    /// What and where.
    pub problem: Problem,
}

impl Reader {
    /// All sources, in the order they were added.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        Err(crate::Error::Database("not there yet"))
    }

    /// Entries of a source, in the order of their paths.
    pub fn entries(&self, source: SourceId, page: Page) -> Result<Rows<EntryRow>> {
        let _ = (source, page);
        Err(crate::Error::Database("not there yet"))
    }

    /// One entry.
    pub fn entry(&self, entry: EntryId) -> Result<EntryRow> {
        let _ = (entry);
        Err(crate::Error::Database("not there yet"))
    }

    /// Counts by kind of record.
    pub fn ledger(&self, of: LedgerOf) -> Result<Ledger> {
        let _ = (of);
        Err(crate::Error::Database("not there yet"))
    }

    /// Problems, in the order of their places.
    pub fn problems(&self, of: LedgerOf, page: Page) -> Result<Rows<ProblemRow>> {
        let _ = (of, page);
        Err(crate::Error::Database("not there yet"))
    }
}
