//! What a worker sends back.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use teltale_archive::{Failure, Ordinal, Passed, Trouble};
use teltale_model::{Event, Ledger, Match, ProblemKind, Text};

/// One thing a worker said, already checked. Text is lent for one call.
///
/// Of one source: each entry is an [`EntryStart`], its events, an [`EntryEnd`]; entries do not interleave and come
/// in the order of their ordinals. Troubles stand between entries, progress anywhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Frame<'a> {
    /// An entry begins.
    #[serde(borrow)]
    EntryStart(EntryStart<'a>),
    /// Events of the entry that began last, in the order of its bytes.
    Events(Vec<Found<'a>>),
    /// How far the reading of the entry is.
    Progress(Progress),
    /// The entry is finished; what it gave stands.
    EntryEnd(EntryEnd),
    /// Something is wrong with an archive as a whole.
    Trouble(ArchiveTrouble<'a>),
}

/// An entry begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryStart<'a> {
    /// Its place in the order of reading.
    pub at: Ordinal,
    /// Its path inside the source; empty where the source itself is the entry.
    #[serde(borrow)]
    pub path: Text<'a>,
    /// Its size, where known beforehand.
    pub size: Option<u64>,
    /// What it was recognised as; none where it is not read.
    pub format: Option<Recognised<'a>>,
}

/// What an entry was recognised as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognised<'a> {
    /// The format's id; one of this build's formats.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// The format's version.
    pub version: u32,
    /// Why we think so, as shown to people.
    pub reason: Text<'a>,
}

/// An event with the numbers that stand in its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<'a> {
    /// The event.
    #[serde(borrow)]
    pub event: Event<'a>,
    /// Matches of those parts that have any, ordered by part.
    pub matches: Vec<PartMatches>,
}

/// The numbers in one part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartMatches {
    /// Index of the part in its event, as sent.
    pub part: u32,
    /// Never empty; ordered, without overlap.
    pub matches: Vec<Match>,
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes of the entry taken so far, unpacked.
    pub bytes: u64,
    /// Bytes of all entries of the source taken so far, unpacked.
    pub total: u64,
}

/// An entry is finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryEnd {
    /// Which entry.
    pub at: Ordinal,
    /// Bytes taken, unpacked.
    pub bytes: u64,
    /// BLAKE3 of all its bytes; none where it was not read to its end.
    pub hash: Option<[u8; 32]>,
    /// How it ended.
    pub outcome: Outcome,
    /// Records by kind: seen = read + skipped + failed.
    pub ledger: Ledger,
    /// Problems by kind.
    pub problems: BTreeMap<ProblemKind, u64>,
    /// Events cut from it, those of an earlier reading included.
    pub events: u64,
    /// Matches found in it, those of an earlier reading included.
    pub matches: u64,
    /// Candidates removed, by rule, where the job asked.
    pub rejections: BTreeMap<String, u64>,
}

/// How an entry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Read to its end.
    Read,
    /// Never given to a format.
    Passed(Passed),
    /// Read as far as its bytes came; what it gave until then stands.
    Partly(Failure),
    /// The worker was lost while reading it; what it gave until then stands. Said by the parent only.
    Lost(Loss),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read => f.write_str("read"),
            Self::Passed(passed) => passed.fmt(f),
            Self::Partly(failure) => write!(f, "read in part: {failure}"),
            Self::Lost(loss) => write!(f, "failed: {loss}"),
        }
    }
}

/// How a worker was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// It ended by itself: a crash, or out of the memory it is allowed.
    Died,
    /// The sandbox ended it for a forbidden call.
    Forbidden,
    /// It said nothing for too long.
    Hung,
    /// What it said breaks the rules of the pipe.
    Lied,
}

/// Every way.
pub(crate) const LOSSES: [Loss; 4] = [Loss::Died, Loss::Forbidden, Loss::Hung, Loss::Lied];

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Died => "the reading process ended while reading it",
            Self::Forbidden => "the reading process tried something forbidden and was ended",
            Self::Hung => "the reading process made no progress and was ended",
            Self::Lied => "the reading process answered against the rules and was ended",
        })
    }
}

/// Something is wrong with an archive as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArchiveTrouble<'a> {
    /// Which archive; empty for the source itself.
    pub at: Ordinal,
    /// Its path inside the source.
    #[serde(borrow)]
    pub path: Text<'a>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// A source is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceEnd {
    /// Entries that began.
    pub entries: u64,
    /// Bytes taken, unpacked.
    pub bytes: u64,
    /// Workers lost and replaced on the way.
    pub lost: u32,
    /// True where the file was not the same after the reading as before: what was read may be of two versions.
    pub changed: bool,
}
