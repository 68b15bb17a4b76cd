//! The one writer: events in, blocks and mentions out, in batches that are committed whole.

use crate::{EntryId, Error, Result, SourceId};
use std::sync::Arc;
use teltale_model::{Event, Ledger, Match, Problem, SkipReason};

/// A short string with the numbers found in it: a path, for instance.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The string.
    pub text: &'a str,
    /// What the finder found in it.
    pub matches: &'a [Match],
}

/// What kind of thing was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// An archive.
    Archive,
}

/// A source to be added, or to be looked at again.
pub struct NewSource<'a> {
    /// As the user gave it.
    pub path: Words<'a>,
    /// What it is.
    pub kind: SourceKind,
    /// Bytes on disk.
    pub size: u64,
    /// What makes it the same source as last time: its absolute path, for instance.
    pub identity: &'a [u8],
    /// Now, in milliseconds since 1970.
    pub added_at: i64,
}

/// A cheap sign that a file is as it was: a change of any field means that it must be hashed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Modified, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// Inode or file index; 0 where there is none.
    pub file: u64,
}

/// By what an entry is read. A change of any field makes the entry stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadBy {
    /// The format's id; empty where none recognises the entry.
    pub format: String,
    /// The format's version.
    pub version: u32,
    /// `WhatsApp`, `ChatGPT` …; empty for formats of no service. Conversations are joined over entries of one service;
    /// without a service each entry's conversations are its own.
    pub service: String,
    /// Why it was recognised, for people.
    pub reason: String,
    /// The detector's version.
    pub detector: u32,
    /// The numbering metadata's version.
    pub metadata: String,
    /// Whatever else decides the events and matches: regions in play, a date order that the user chose.
    pub options: String,
}

/// An entry about to be read.
pub struct NewEntry<'a> {
    /// The source.
    pub source: SourceId,
    /// The path inside the source; the file's own name for a plain file.
    pub path: Words<'a>,
    /// Bytes, as far as known.
    pub size: u64,
    /// By what it is read.
    pub read_by: &'a ReadBy,
    /// As the file is now.
    pub stamp: Stamp,
    /// BLAKE3 of its content, where it is known before reading: then an unchanged or repeated entry is told at once.
    pub hash: Option<[u8; 32]>,
}

/// What is to be done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// Read it: give every event from the `events_done`th on (from 0), with its ordinal.
    Read {
        /// The entry.
        entry: EntryId,
        /// Events that an interrupted reading already stored; earlier ordinals are ignored.
        events_done: u64,
    },
    /// It was read to its end before, by the same versions, and its stamp or hash is the same: nothing to do.
    Unchanged(EntryId),
    /// Another entry with the same content was read by the same versions: nothing to do.
    SameAs(EntryId),
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Read to its end. Problems inside it do not change that.
    Read,
    /// Passed over.
    Skipped(SkipReason),
    /// Could not be read to its end; why, for people, without content.
    Failed(String),
}

/// The end of an entry.
pub struct Finish<'a> {
    /// BLAKE3 of the bytes that were read; none where they were not read to their end.
    pub hash: Option<[u8; 32]>,
    /// Unpacked bytes that were read.
    pub size: u64,
    /// Counts.
    pub ledger: &'a Ledger,
    /// Problems that were not given as events.
    pub problems: &'a [Problem],
    /// What became of it.
    pub outcome: Outcome,
}

/// What is safely on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Committed {
    /// Events of this writer, over all entries.
    pub events: u64,
    /// Bytes of text.
    pub text: u64,
    /// Mentions.
    pub mentions: u64,
}

/// The receipt of a forgetting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Entries removed.
    pub entries: u64,
    /// Records removed.
    pub records: u64,
    /// Mentions removed.
    pub mentions: u64,
    /// Numbers that no longer appear anywhere in the case.
    pub numbers: u64,
    /// Conversations that are gone.
    pub conversations: u64,
    /// Records that stay because another source also holds them.
    pub kept_records: u64,
    /// Mentions that stay because another source also holds them.
    pub kept_mentions: u64,
    /// Decisions and notes that stay although what they were about is gone; they apply again if it comes back.
    pub decisions_kept: u64,
}

/// Writes to a case. There is one at a time; dropping it commits nothing.
///
/// Batches are committed by size and by time, and when an entry ends. What was committed survives `kill -9` and a
/// power cut; what was not is given again after [`Begin::Read`] says where to go on.
pub struct Writer {
    pub(crate) case: Arc<crate::case::Inner>,
}

impl Writer {
    /// Adds a source, or finds it again.
    pub fn begin_source(&mut self, source: &NewSource<'_>) -> Result<SourceId> {
        let _ = source;
        Err(Error::Database("not there yet"))
    }

    /// Begins an entry, or goes on with it. Several entries may be open at once.
    pub fn begin_entry(&mut self, entry: &NewEntry<'_>) -> Result<Begin> {
        let _ = entry;
        Err(Error::Database("not there yet"))
    }

    /// Takes the event with this ordinal in its entry, and the numbers found in its parts: (index of the part, matches
    /// ordered and not overlapping). Ordinals that are already stored are ignored.
    pub fn put(
        &mut self,
        entry: EntryId,
        ordinal: u64,
        event: &Event<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<()> {
        let _ = (entry, ordinal, event, matches);
        Err(Error::Database("not there yet"))
    }

    /// Ends an entry and commits. Copies of records that other entries also hold are settled here.
    pub fn finish_entry(&mut self, entry: EntryId, finish: &Finish<'_>) -> Result<()> {
        let _ = (entry, finish);
        Err(Error::Database("not there yet"))
    }

    /// Stops reading an entry; it stays half read and goes on another time.
    pub fn leave_entry(&mut self, entry: EntryId) -> Result<()> {
        let _ = entry;
        Err(Error::Database("not there yet"))
    }

    /// Commits what is pending.
    pub fn commit(&mut self) -> Result<Committed> {
        Err(Error::Database("not there yet"))
    }

    /// Removes a source with all that only it holds.
    pub fn forget_source(&mut self, source: SourceId) -> Result<Forgotten> {
        let _ = source;
        Err(Error::Database("not there yet"))
    }
}
