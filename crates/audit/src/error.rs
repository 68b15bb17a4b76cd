//! What can go wrong above the case: said in words, with a code only where a screen acts on it.

use crate::worker::Fault;
use std::path::{Path, PathBuf};

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong. No message holds content or a number.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The case says no.
    #[error(transparent)]
    Case(#[from] teltale_index::Error),
    /// The process that reads strangers' files cannot be had.
    #[error(transparent)]
    Worker(#[from] Fault),
    /// A file of the program's own could not be read or written.
    #[error("{what} {}: {source}", .path.display())]
    Own {
        /// `cannot read`, `cannot write`.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// What was given as a number is none.
    #[error(
        "this is not a phone number: write it with its country code, such as +44 7700 900123, or say which country with --region"
    )]
    NotANumber,
    /// A file that was read before is not where it was.
    #[error("cannot read {0} again: it is not where it was; put it back or add it from where it is now")]
    SourceMissing(String),
    /// Nothing to read was named.
    #[error("nothing to read: name at least one file or folder")]
    NothingToRead,
    /// A scan was cancelled by the user.
    #[error("stopped; what was read until then is kept")]
    Cancelled,
}

/// Codes of errors that a screen acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Ask for the passphrase again.
    WrongPassphrase,
    /// Ask to unlock.
    Locked,
    /// Wait, or stop what runs.
    Busy,
}

impl Error {
    /// The message, with the path or name in it taken out as `{}`, and what stood there: so that a window can say it
    /// in another language.
    pub fn told(&self) -> (String, String) {
        use teltale_index::Error as Case;
        let of_case = |error: fn(PathBuf) -> Case, path: &Path| {
            let error = Self::from(error(PathBuf::from("{}")));
            (error.to_string(), path.display().to_string())
        };
        match self {
            Self::Case(Case::OpenElsewhere(path)) => of_case(Case::OpenElsewhere, path),
            Self::Case(Case::NotACase(path)) => of_case(Case::NotACase, path),
            Self::Case(Case::NotEmpty(path)) => of_case(Case::NotEmpty, path),
            Self::SourceMissing(name) => (Self::SourceMissing("{}".to_owned()).to_string(), name.clone()),
            other => (other.to_string(), String::new()),
        }
    }

    /// The code, where a screen acts on it.
    pub fn code(&self) -> Option<Code> {
        use teltale_index::Error as Case;
        match self {
            Self::Case(Case::WrongPassphrase) => Some(Code::WrongPassphrase),
            Self::Case(Case::NumbersLocked) => Some(Code::Locked),
            Self::Case(Case::WriterBusy | Case::OpenElsewhere(_)) => Some(Code::Busy),
            _ => None,
        }
    }
}
