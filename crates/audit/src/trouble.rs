//! What could not be read, told in one line a file.

use crate::show::{Rest, Why};
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
    #[serde(serialize_with = "in_english")]
    pub what: Why,
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
        Self::new(Gravity::Error, path, Why::said(what))
    }

    pub(crate) fn note(path: String, what: impl fmt::Display) -> Self {
        Self::new(Gravity::Note, path, Why::said(what))
    }

    fn new(gravity: Gravity, path: String, what: Why) -> Self {
        Self {
            gravity,
            path,
            what,
            locked: false,
            named: false,
        }
    }

    /// What was never opened.
    pub(crate) fn refused(path: String, why: Refusal) -> Self {
        match why {
            Refusal::Unreadable(io::ErrorKind::NotFound) => Self::error(path, words::NO_SUCH_FILE),
            Refusal::Unreadable(io::ErrorKind::PermissionDenied) => Self::error(path, words::FORBIDDEN),
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
        let records = words_read(&end.ledger);
        let so_far = match records {
            0 => Rest::Nothing,
            records => Rest::Before { records },
        };
        match end.outcome {
            Outcome::Read => {
                let failed: u64 = end.ledger.0.values().map(|tally| tally.failed).sum();
                let kinds = end.problems.keys().map(|kind| words::problem(*kind).to_owned());
                let what: Vec<String> = kinds.collect();
                let rest = match (failed, records) {
                    (0, _) if what.is_empty() => return None,
                    (0, _) => Rest::Unsaid,
                    (_, 0) if !what.is_empty() => Rest::Nothing,
                    (failed, records) => Rest::AllBut { failed, records },
                };
                Some(Self::new(Gravity::Note, path(), Why { what, rest }))
            }
            Outcome::Passed(Passed::Skipped(SkipReason::Encrypted)) => Some(Self {
                locked: true,
                ..Self::error(path(), words::ENCRYPTED)
            }),
            Outcome::Passed(Passed::Skipped(SkipReason::Empty)) => {
                Some(Self::note(path(), words::NOTHING_IN_IT))
            }
            Outcome::Passed(Passed::Skipped(SkipReason::Shadowed)) => {
                Some(Self::note(path(), words::skip(SkipReason::Shadowed)))
            }
            Outcome::Passed(Passed::Skipped(_)) => None,
            Outcome::Passed(Passed::Limit(limit)) => Some(Self::error(path(), words::over(limit))),
            Outcome::Passed(Passed::Failed(failure)) => Some(Self {
                locked: is_password(failure),
                ..Self::new(Gravity::Error, path(), Why::said(failure).with(Rest::Nothing))
            }),
            Outcome::Partly(failure) => Some(Self {
                locked: is_password(failure),
                ..Self::new(Gravity::Error, path(), Why::said(failure).with(so_far))
            }),
            Outcome::Lost(loss) => Some(Self::new(Gravity::Error, path(), Why::said(loss).with(so_far))),
        }
    }
}

fn is_password(failure: teltale_archive::Failure) -> bool {
    failure == teltale_archive::Failure::WrongPassword
}

fn in_english<S: serde::Serializer>(why: &Why, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(why)
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
