//! What the page is told when something did not work: a kind, which the window says in its language.

use serde::Serialize;
use teltale_audit::{Code, Error};
use ts_rs::TS;

/// An answer that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub(crate) enum Trouble {
    /// Another scan runs: wait for it, or stop it.
    Busy,
    /// So many numbers are revealed at once only where the passphrase is said again.
    Passphrase,
    /// It was said, and is another.
    WrongPassphrase,
    /// There is no open case: the page is behind, or was made to ask.
    NoCase,
    /// Nothing to read was given.
    NothingGiven,
    /// More numbers than are ever revealed at once.
    TooMany,
    /// Something went wrong inside; the case was not changed by it.
    Inside,
    /// A case of the list is not where it was.
    CaseGone,
    /// This system names no folder for data.
    NoDataFolder,
    /// Every name that was tried is taken.
    NoFreeName,
    /// A folder whose name cannot be kept in the settings.
    OddName,
    /// The system's clipboard cannot be used; nothing was copied.
    Clipboard,
    /// The practice sources could not be written.
    Practice,
    /// The core says no.
    Core {
        /// In English; a name in it stands as `{}`. The window knows most by these words.
        message: String,
        /// What stands there.
        about: String,
    },
}

/// The shell's result.
pub(crate) type Answer<T> = Result<T, Trouble>;

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        if error.code() == Some(Code::WrongPassphrase) {
            return Self::WrongPassphrase;
        }
        let (message, about) = error.told();
        Self::Core { message, about }
    }
}
