//! What the page is told when something did not work: words for people, a code where a screen acts on it.

use serde::Serialize;
use teltale_audit::{Code, Error};

/// An answer that is none.
#[derive(Debug, Serialize)]
pub(crate) struct Trouble {
    code: Option<&'static str>,
    message: String,
}

/// The shell's result.
pub(crate) type Answer<T> = Result<T, Trouble>;

impl Trouble {
    /// Words only.
    pub(crate) fn said(message: impl Into<String>) -> Self {
        Self {
            code: None,
            message: message.into(),
        }
    }

    /// Something else runs: wait for it, or stop it.
    pub(crate) fn busy(message: impl Into<String>) -> Self {
        Self {
            code: Some("busy"),
            message: message.into(),
        }
    }

    /// So many numbers are revealed at once only where the passphrase is said again.
    pub(crate) fn passphrase() -> Self {
        Self {
            code: Some("passphrase"),
            message: "so many numbers at once ask for the passphrase".into(),
        }
    }

    /// It was said, and is another.
    pub(crate) fn wrong_passphrase() -> Self {
        Self {
            code: Some("wrong_passphrase"),
            message: "this is not the passphrase of this case".into(),
        }
    }

    /// There is no open case: the page is behind, or was made to ask.
    pub(crate) fn no_case() -> Self {
        Self {
            code: Some("locked"),
            message: "no case is open".into(),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let code = error.code().map(|code| match code {
            Code::WrongPassphrase => "wrong_passphrase",
            Code::Locked => "locked",
            Code::Busy => "busy",
        });
        Self {
            code,
            message: error.to_string(),
        }
    }
}
