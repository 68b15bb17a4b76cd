//! What could not be read, told in one line a file.

use crate::words;
use crate::worker::{EntryEnd, Outcome};
use std::{fmt, io};
use teltale_archive::{Passed, Refusal};
use teltale_model::{Ledger, RecordKind, SkipReason};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// Worth knowing; nothing that could be read was lost.
    Note,
    /// Something could not be read.
    Error,
}

/// One thing that could not be read, or is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Trouble {
    /// How bad.
    pub gravity: Gravity,
    /// Which file, as the user knows it, with the entry inside an archive behind it.
    pub path: String,
    /// What happened, what still worked, what to do.
    pub what: String,
    /// True where a password would help.
    pub locked: bool,
    /// True where this is what the user named, and not something inside it.
    pub named: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.path, self.what)
    }
}

impl Trouble {
    pub(crate) fn error(path: String, what: impl fmt::Display) -> Self {
        Self {
            gravity: Gravity::Error,
            path,
            what: what.to_string(),
            locked: false,
            named: false,
        }
    }

    pub(crate) fn note(path: String, what: impl fmt::Display) -> Self {
        Self {
            gravity: Gravity::Note,
            path,
            what: what.to_string(),
            locked: false,
            named: false,
        }
    }

    /// What was never opened.
    pub(crate) fn refused(path: String, why: Refusal) -> Self {
        match why {
            Refusal::Unreadable(io::ErrorKind::NotFound) => {
                Self::error(path, "there is no such file or folder")
            }
            Refusal::Unreadable(io::ErrorKind::PermissionDenied) => {
                Self::error(path, "it may not be read: its permissions forbid it")
            }
            Refusal::Unreadable(_) => Self::error(path, why),
            Refusal::NotAFile(_) | Refusal::OwnFile => Self::note(path, why),
        }
    }

    /// What there is to say of an archive as a whole.
    pub(crate) fn of_archive(path: String, trouble: teltale_archive::Trouble) -> Self {
        use teltale_archive::Trouble as Archive;
        match trouble {
            Archive::UnlistedBytes(_) | Archive::Streamed => Self::note(path, trouble),
            Archive::NoDirectory | Archive::BrokenDirectory | Archive::Limit(_) | Archive::Failed(_) => {
                Self::error(path, trouble)
            }
        }
    }

    /// What there is to say of an entry that ended; nothing where all is well.
    pub(crate) fn of(end: &EntryEnd, path: impl FnOnce() -> String) -> Option<Self> {
        let read = words_read(&end.ledger);
        let so_far = if read == 0 {
            "nothing of it was read".to_owned()
        } else {
            format!(
                "{} were read before that",
                words::count(read, "record", "records")
            )
        };
        match end.outcome {
            Outcome::Read => {
                let failed: u64 = end.ledger.0.values().map(|tally| tally.failed).sum();
                let kinds: Vec<&str> = end.problems.keys().map(|kind| words::problem(*kind)).collect();
                let what = kinds.join("; ");
                match (failed, what.is_empty()) {
                    (0, true) => None,
                    (0, false) => Some(Self::note(path(), what)),
                    (_, true) => Some(Self::note(
                        path(),
                        format!("{} could not be read", count_failed(failed)),
                    )),
                    (_, false) if read == 0 => {
                        Some(Self::note(path(), format!("{what}; nothing of it was read")))
                    }
                    (_, false) => Some(Self::note(
                        path(),
                        format!(
                            "{what}; {} could not be read, the other {} were",
                            count_failed(failed),
                            words::thousands(read)
                        ),
                    )),
                }
            }
            Outcome::Passed(Passed::Skipped(SkipReason::Encrypted)) => Some(Self {
                locked: true,
                ..Self::error(path(), "it is encrypted; give its password to read it")
            }),
            Outcome::Passed(Passed::Skipped(SkipReason::Empty)) => {
                Some(Self::note(path(), "empty: there is nothing to read"))
            }
            Outcome::Passed(Passed::Skipped(SkipReason::Shadowed)) => {
                Some(Self::note(path(), words::skip(SkipReason::Shadowed)))
            }
            Outcome::Passed(Passed::Skipped(_)) => None,
            Outcome::Passed(Passed::Limit(limit)) => Some(Self::error(path(), format!("not read: {limit}"))),
            Outcome::Passed(Passed::Failed(failure)) => Some(Self {
                locked: is_password(failure),
                ..Self::error(path(), format!("{failure}; nothing of it was read"))
            }),
            Outcome::Partly(failure) => Some(Self {
                locked: is_password(failure),
                ..Self::error(path(), format!("{failure}; {so_far}"))
            }),
            Outcome::Lost(loss) => Some(Self::error(path(), format!("{loss}; {so_far}"))),
        }
    }
}

fn is_password(failure: teltale_archive::Failure) -> bool {
    failure == teltale_archive::Failure::WrongPassword
}

fn count_failed(failed: u64) -> String {
    words::count(failed, "record", "records")
}

/// Records with words that were read; a file counted as a whole is none.
pub(crate) fn words_read(ledger: &Ledger) -> u64 {
    ledger
        .0
        .iter()
        .filter(|(kind, _)| **kind != RecordKind::File)
        .map(|(_, tally)| tally.read)
        .sum()
}
