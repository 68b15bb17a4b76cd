//! Damage inside an entry: position and kind, never content.

use serde::{Deserialize, Serialize};

/// A record that could not be read, or was read with something lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// What went wrong.
    pub kind: ProblemKind,
    /// Byte in the entry where the record starts.
    pub at: u64,
    /// Line number from 1 where the format has lines.
    pub line: Option<u64>,
}

/// Kinds of damage. Each has one sentence in the catalogue of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The entry ends inside a record.
    CutOff,
    /// Not well-formed in its syntax (JSON, XML, vCard …).
    Malformed,
    /// Bytes that are not text in the entry's encoding; they were replaced.
    BadEncoding,
    /// One record is larger than the limit; its strings were searched in pieces or not at all.
    RecordTooLarge,
    /// Nested deeper than the limit.
    TooDeep,
    /// A field that the format needs is missing or of another type.
    MissingField,
    /// A date that is in no known style.
    BadDate,
    /// The order of day and month is ambiguous; the one shown with the source was assumed.
    AmbiguousDate,
    /// A file that the export names is not there.
    MissingFile,
    /// Two records claim the same id.
    DuplicateId,
    /// A tree of messages refers to itself or to nothing.
    BrokenTree,
    /// The archive's own bookkeeping disagrees with its bytes (checksum, size).
    Checksum,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::CutOff,
        Self::Malformed,
        Self::BadEncoding,
        Self::RecordTooLarge,
        Self::TooDeep,
        Self::MissingField,
        Self::BadDate,
        Self::AmbiguousDate,
        Self::MissingFile,
        Self::DuplicateId,
        Self::BrokenTree,
        Self::Checksum,
    ];
}
