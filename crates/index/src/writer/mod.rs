//! The one writer: events in, blocks and mentions out, in batches that are committed whole.

mod batch;
mod count;
mod ending;
mod entry;
mod forget;
mod intake;
mod numbers;
mod open_entry;
mod packing;
mod record;
mod resolve;
mod sign;

pub(crate) use batch::HIDDEN;
pub(crate) use count::month_of;
pub(crate) use entry::state;
pub use packing::Packing;

pub(crate) use numbers::{DIGITS, SPELLING, opened, settle_region};

use crate::case::Inner;
use crate::open::Use;
use crate::{EntryId, Error, Result, SourceId};
use batch::Batch;
use open_entry::{KnownConversation, OpenEntry};
use packing::{Blanks, Hand};
use rusqlite::{Connection, TransactionBehavior};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use teltale_model::{Event, Ledger, Match, Problem, Region, SkipReason};

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

/// Writes to a case. There is one at a time; dropping it commits nothing more.
///
/// Batches are committed by size and by time, and when an entry ends. What was committed survives `kill -9` and a
/// power cut; what was not is given again after [`Begin::Read`] says where to go on. After an error of the disk the
/// writer refuses to go on: get a new one, which sees what was committed.
pub struct Writer {
    case: Arc<Inner>,
    db: Connection,
    hand: Option<Hand>,
    blanks: Blanks,
    /// Boxed: an entry is taken out and put back for every event.
    open: FxHashMap<i64, Box<OpenEntry>>,
    known: Known,
    next: Next,
    settled: Vec<Region>,
    batch: Batch,
    /// What a record says, in one piece, while its digest is taken.
    said: Vec<u8>,
    batch_began: Option<Instant>,
    committed: Committed,
    failed: bool,
}

/// A batch is committed when its texts reach this size, …
const BATCH_TEXT: usize = 16 * 1024 * 1024;
/// … when it has this many mentions, …
const BATCH_MENTIONS: usize = 20_000;
/// … this many blocks, as small files have small ones, …
const BATCH_BLOCKS: usize = 4_096;
/// … this many events, …
const BATCH_EVENTS: u64 = 100_000;
/// … or when it is this old, so that screens follow and a cut loses little.
const BATCH_AGE: Duration = Duration::from_secs(1);
/// Things that are remembered by their identity before the memory of them starts afresh.
const REMEMBERED: usize = 60_000;

/// Rows that were looked up or made, by what they are.
#[derive(Default)]
struct Known {
    conversations: FxHashMap<[u8; 16], KnownConversation>,
    participants: FxHashMap<(i64, i64), i64>,
    numbers: FxHashMap<[u8; 16], i64>,
    spellings: FxHashMap<(i64, i64), i64>,
}

/// Ids for new rows. Only the writer makes rows of these tables.
#[derive(Default)]
struct Next {
    conversation: i64,
    participant: i64,
    number: i64,
    spelling: i64,
    block: i64,
    mention: i64,
    entry: i64,
}

impl Next {
    fn of(db: &Connection) -> Result<Self> {
        let after = |table: &str| -> Result<i64> {
            Ok(db.query_row(
                &format!("select ifnull(max(id), 0) + 1 from {table}"),
                [],
                |row| row.get(0),
            )?)
        };
        Ok(Self {
            conversation: after("conversation")?,
            participant: after("participant")?,
            number: after("number")?,
            spelling: after("spelling")?,
            block: after("block")?,
            mention: after("mention")?,
            entry: after("entry")?,
        })
    }
}

/// Gives an id out.
fn take(next: &mut i64) -> i64 {
    let id = *next;
    *next += 1;
    id
}

impl Writer {
    pub(crate) fn new(case: Arc<Inner>) -> Result<Self> {
        let db = case.connect(Use::Write)?;
        let next = Next::of(&db)?;
        let settled = numbers::settled(&db)?;
        Ok(Self {
            case,
            db,
            hand: None,
            blanks: Blanks::default(),
            open: FxHashMap::default(),
            known: Known::default(),
            next,
            settled,
            batch: Batch::default(),
            said: Vec::new(),
            batch_began: None,
            committed: Committed::default(),
            failed: false,
        })
    }

    /// Has full blocks packed by somebody else from now on; by the writer itself again where there is nobody.
    pub fn pack_with(&mut self, hand: Option<Box<dyn Fn(Packing) + Send>>) {
        self.hand = hand;
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
        self.usable()?;
        let taken = self.take_event(entry, ordinal, event, matches);
        // What is refused at the door changed nothing.
        self.failed |= taken
            .as_ref()
            .is_err_and(|error| !matches!(error, Error::OutOfOrder(_) | Error::TooLarge(_)));
        if !taken? {
            return Ok(());
        }
        self.commit_if_full()
    }

    fn commit_if_full(&mut self) -> Result<()> {
        let began = *self.batch_began.get_or_insert_with(Instant::now);
        let full = self.batch.text >= BATCH_TEXT
            || self.batch.mentions.len() >= BATCH_MENTIONS
            || self.batch.blocks.len() >= BATCH_BLOCKS
            || self.batch.events >= BATCH_EVENTS
            || (self.batch.events.is_multiple_of(64) && began.elapsed() >= BATCH_AGE);
        if full { self.commit().map(|_| ()) } else { Ok(()) }
    }

    /// Commits what is pending.
    pub fn commit(&mut self) -> Result<Committed> {
        self.usable()?;
        self.flush().inspect_err(|_| self.failed = true)?;
        Ok(self.committed)
    }

    fn flush(&mut self) -> Result<()> {
        self.batch_began = None;
        if self.batch.events == 0 {
            return Ok(());
        }
        self.close_blocks()?;
        let mut batch = std::mem::take(&mut self.batch);
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let settled = batch.write(&transaction)?;
        transaction.commit()?;
        self.committed.events += batch.events;
        self.committed.text += batch.text as u64;
        self.committed.mentions += batch.mentions.len() as u64;
        if let Some(conversations) = settled {
            self.known = Known::default();
            for open in self.open.values_mut() {
                conversations
                    .iter()
                    .for_each(|conversation| open.wait_in(*conversation));
            }
        }
        let known = &mut self.known;
        if known.conversations.len() + known.participants.len() + known.numbers.len() + known.spellings.len()
            > REMEMBERED
        {
            *known = Known::default();
        }
        Ok(())
    }

    fn usable(&self) -> Result<()> {
        if self.failed {
            Err(Error::WriterFailed)
        } else {
            Ok(())
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.case.writing.store(false, Ordering::Release);
    }
}
