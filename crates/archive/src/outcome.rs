//! What can befall an entry instead of being read to its end.

use crate::Limit;
use serde::{Deserialize, Serialize};
use std::fmt;
use teltale_model::SkipReason;

/// Why an entry's bytes ended before their time, or never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The archive ends inside the entry.
    CutOff,
    /// Its bytes are not well-formed: they do not unpack.
    Damaged,
    /// Its bytes are not those the archive recorded (checksum or length).
    Checksum,
    /// None of the passwords opens it.
    WrongPassword,
    /// Compressed in a way this version does not read; the number is the archive's own.
    Method(u16),
    /// A limit was met while reading.
    Limit(Limit),
    /// The disk refused.
    Disk,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutOff => f.write_str("the archive ends inside it"),
            Self::Damaged => f.write_str("its bytes are damaged"),
            Self::Checksum => f.write_str("its bytes are not those the archive recorded"),
            Self::WrongPassword => f.write_str("no given password opens it"),
            Self::Method(method) => write!(
                f,
                "compressed by method {method}, which this version does not read"
            ),
            Self::Limit(limit) => write!(f, "stopped at a limit: {limit}"),
            Self::Disk => f.write_str("the disk could not read it"),
        }
    }
}

/// Why an entry was not given to a reader at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passed {
    /// On purpose.
    Skipped(SkipReason),
    /// It would pass a limit; counted as [`SkipReason::AboveLimit`].
    Limit(Limit),
    /// It could not be opened.
    Failed(Failure),
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped(reason) => f.write_str(skipped_because(*reason)),
            Self::Limit(limit) => write!(f, "skipped: {limit}"),
            Self::Failed(failure) => write!(f, "failed: {failure}"),
        }
    }
}

fn skipped_because(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Empty => "skipped: empty",
        SkipReason::Repeats => "skipped: repeats a record",
        SkipReason::Media => "skipped: a picture, sound or video",
        SkipReason::Binary => "skipped: binary, of no known kind",
        SkipReason::Encrypted => "skipped: encrypted; give its password to read it",
        SkipReason::AboveLimit => "skipped: above a limit",
        SkipReason::Shadowed => "skipped: the same bytes stand under the same name again",
        SkipReason::NotAFile => "skipped: a link, folder, device, socket or pipe where a file should be",
        SkipReason::OwnFile => "skipped: written by Teltale",
        SkipReason::Secret => "skipped: secrets or settings without words",
        SkipReason::ByUser => "skipped: as you chose",
        SkipReason::Unchanged => "skipped: unchanged since it was last read",
        SkipReason::Database => "skipped: a database of another program; not read",
    }
}

/// What is wrong with an archive as a whole, while its members were read as far as they could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It has no directory at its end: a download or copy that was cut off. Members were read from its start.
    NoDirectory,
    /// Its directory stops making sense; members listed before that were read.
    BrokenDirectory,
    /// Bytes between members belong to none of them; the number is how many.
    UnlistedBytes(u64),
    /// A nested archive too large to hold: read from its start without its directory, so that copies hidden
    /// from the directory were read too.
    Streamed,
    /// A limit on the whole source was met; what follows was not read.
    Limit(Limit),
    /// It ends early, or its bytes are damaged.
    Failed(Failure),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDirectory => {
                f.write_str("the archive has no directory, as after a broken download; read from its start as far as it goes")
            }
            Self::BrokenDirectory => f.write_str("the archive's directory is damaged; members after that point were not seen"),
            Self::UnlistedBytes(count) => write!(f, "{count} bytes of the archive belong to no member"),
            Self::Streamed => f.write_str("too large to hold: read from its start, without its directory"),
            Self::Limit(limit) => write!(f, "stopped at a limit: {limit}"),
            Self::Failed(failure) => write!(f, "not read to its end: {failure}"),
        }
    }
}
