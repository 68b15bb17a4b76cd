//! What can go wrong with a case, in words a person can act on. No message holds content, a name or a number.

use std::path::PathBuf;

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another program, or another window, has it open.
    #[error("cannot open the case {}: it is open in another window or program; close it there first", .0.display())]
    OpenElsewhere(PathBuf),
    /// There is no case in that folder.
    #[error("there is no case in {}: choose a folder that Teltale made, or create one", .0.display())]
    NotACase(PathBuf),
    /// The folder holds other files.
    #[error("cannot create a case in {}: the folder is not empty; choose a new or empty one", .0.display())]
    NotEmpty(PathBuf),
    /// The passphrase opens no slot.
    #[error("wrong passphrase: nothing was changed; try again")]
    WrongPassphrase,
    /// The case has no slot of the kind asked for.
    #[error("this case cannot be opened {how}; open it with {instead}")]
    NoSuchSlot {
        /// `with this computer's keychain`.
        how: &'static str,
        /// `its passphrase`.
        instead: &'static str,
    },
    /// The slots file is damaged or was tampered with.
    #[error("the file {} is damaged ({what}): the case cannot be unlocked with it; put back a copy of that file", .path.display())]
    DamagedSlots {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Removing the last way in.
    #[error("this is the last way to open the case: add another before removing it, or erase the case")]
    LastSlot,
    /// The computer's keychain did not answer.
    #[error("this computer's keychain cannot be used ({0}); use the passphrase")]
    Keychain(String),
    /// The database was made by a newer version of Teltale.
    #[error(
        "this case was made by a newer version of Teltale (format {found}, this one knows {known}): update Teltale"
    )]
    Newer {
        /// The case's.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A page does not authenticate, or is not what SQLite wrote.
    #[error(
        "the case is damaged: a page of its database cannot be read; nothing is shown that might be wrong. Check the disk, then restore the folder from a copy, or read the sources again into a new case"
    )]
    Damaged,
    /// No space left.
    #[error(
        "the disk is full: {0} could not be written; everything up to the last saved batch is safe. Free some space and go on"
    )]
    DiskFull(&'static str),
    /// The file system failed.
    #[error("{what} {}: {source}", .path.display())]
    Io {
        /// `cannot read`, `cannot write` …
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The database's own file could not be read or written.
    #[error(
        "the case's database could not be read or written: check the disk (its cable, your share of it), then open the case again; everything up to the last saved batch is safe"
    )]
    DatabaseIo,
    /// The folder or file may not be written.
    #[error("the case's folder may not be written: check its permissions, or copy it elsewhere")]
    ReadOnly,
    /// There is one writer at a time.
    #[error("a scan is already writing to this case; wait for it or stop it")]
    WriterBusy,
    /// The number key was dropped.
    #[error("numbers are locked: unlock the case to see digits")]
    NumbersLocked,
    /// The caller stopped a query.
    #[error("stopped")]
    Interrupted,
    /// An id that is not, or no longer, in the case.
    #[error("there is no such {0} in this case")]
    NotFound(&'static str),
    /// Events were given out of order, or to an entry that is not being read.
    #[error("events must be given in order to an entry that was begun: {0}")]
    OutOfOrder(&'static str),
    /// A limit of the case.
    #[error("too much for one case: {0}")]
    TooLarge(&'static str),
    /// Anything else SQLite says.
    #[error("the case's database refused: {0}")]
    Database(&'static str),
    /// An earlier write of this writer failed, and was told then.
    #[error("an earlier write failed; begin again with a new writer")]
    WriterFailed,
}

impl Error {
    pub(crate) fn io(what: &'static str, path: &std::path::Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::DiskFull("a file of the case")
            }
            std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Io {
                what,
                path: path.to_owned(),
                source,
            },
        }
    }
}

impl From<rusqlite::Error> for Error {
    /// By the code alone: SQLite's own words may quote a value.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                Code::DiskFull => Self::DiskFull("the database"),
                Code::DatabaseCorrupt | Code::NotADatabase => Self::Damaged,
                Code::SystemIoFailure | Code::CannotOpen => Self::DatabaseIo,
                Code::ReadOnly | Code::PermissionDenied => Self::ReadOnly,
                Code::OperationInterrupted => Self::Interrupted,
                _ => Self::Database(rusqlite::ffi::code_to_str(failure.extended_code)),
            },
            rusqlite::Error::QueryReturnedNoRows => Self::NotFound("row"),
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged,
            _ => Self::Database("a statement of ours does not fit the schema"),
        }
    }
}
