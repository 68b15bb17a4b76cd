//! What the shell itself says to the page; the case's views come from the core unchanged.
//!
//! The TypeScript twin is `ui/src/lib/shell.ts`, written by the test at the end of this file.

use serde::{Deserialize, Serialize};
use teltale_audit::show::{CaseRow, LockKind, RuleView, ScanProgress, Settings};
use ts_rs::TS;

/// The program as the page finds it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Start {
    /// The program's version.
    pub(crate) version: &'static str,
    /// True where the kernel refuses network sockets to this program.
    pub(crate) offline_enforced: bool,
    /// For all cases.
    pub(crate) settings: Settings,
    /// The user's own folder, as words; empty where the system names none.
    pub(crate) home: String,
    /// Where new cases are made, as words.
    pub(crate) cases_folder: String,
    /// Recent cases.
    pub(crate) cases: Vec<CaseRow>,
    /// True where this computer has a keychain to offer.
    pub(crate) keychain: bool,
    /// The open case, for a page that comes anew.
    pub(crate) open: Option<OpenView>,
    /// True where the program was started to show the practice case.
    pub(crate) practice: bool,
    /// How to export, for each format that has a service.
    pub(crate) guides: Vec<Guide>,
    /// The rules of findings, for their pages.
    pub(crate) rules: Vec<RuleView>,
}

/// A kind of file that we read, for the page that says how to get it; the window says it by its id.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Guide {
    /// The format's id.
    pub(crate) id: &'static str,
    /// What it is.
    pub(crate) name: &'static str,
    /// Whose messages it holds.
    pub(crate) service: &'static str,
}

/// The open case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct OpenView {
    /// The folder's name.
    pub(crate) name: String,
    /// Where it is, as words; empty for a case in memory.
    pub(crate) folder: String,
    /// How it is unlocked.
    pub(crate) locks: Vec<LockKind>,
    /// True for the practice case.
    pub(crate) practice: bool,
}

/// A file or folder that the user gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct Picked {
    /// Good for one scan.
    pub(crate) handle: u32,
    /// Its name, made visible.
    pub(crate) name: String,
    /// True for a folder.
    pub(crate) folder: bool,
    /// Its size, for a file.
    pub(crate) bytes: Option<u64>,
}

/// Which dialog is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wanted {
    /// One or more files.
    Files,
    /// A folder.
    Folder,
    /// The folder in which new cases are made.
    CasesFolder,
    /// No dialog: the scripted files as if they were dropped.
    #[cfg(feature = "e2e")]
    #[ts(skip)]
    Drop,
}

/// Which case to open.
#[derive(Deserialize, TS)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum OpenRequest {
    /// The practice case, in memory.
    Practice,
    /// A new case in memory.
    Ephemeral,
    /// A new case that is kept.
    New {
        /// Its name.
        name: String,
        /// What unlocks it.
        passphrase: String,
        /// True where this computer's keychain shall unlock it, too.
        keychain: bool,
    },
    /// A case of the list.
    Known {
        /// Its handle.
        id: String,
        /// What unlocks it; none asks the keychain.
        passphrase: Option<String>,
    },
}

/// How the open case is unlocked from now on.
#[derive(Deserialize, TS)]
#[serde(tag = "way", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WayIn {
    /// This computer's keychain, beside the passphrase.
    Keychain {
        /// The passphrase, which proves that it may be.
        passphrase: String,
    },
    /// The keychain no longer.
    NoKeychain,
    /// Another passphrase.
    Passphrase {
        /// The one until now.
        old: String,
        /// The one from now on.
        new: String,
    },
}

/// What a running scan is told.
#[derive(Deserialize, TS)]
#[serde(tag = "steer", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Steer {
    /// Hold on after the batch.
    Pause,
    /// Go on.
    Resume,
    /// Stop; what was read is kept.
    Stop,
    /// Leave a file out.
    Skip {
        /// Its handle within the scan.
        file: u32,
    },
    /// The password of an archive.
    Password {
        /// Its handle within the scan.
        file: u32,
        /// As typed.
        password: String,
    },
}

/// What the shell says without being asked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "push", rename_all = "snake_case")]
pub(crate) enum Push {
    /// Files hang over the window, or no longer.
    Over {
        /// Which of the two.
        over: bool,
    },
    /// Files were dropped.
    Dropped {
        /// Which.
        picked: Vec<Picked>,
    },
    /// A scan goes on.
    Progress {
        /// How far it is.
        progress: ScanProgress,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trouble::Trouble;
    use ts_rs::Config;

    #[test]
    fn the_typescript_twin_is_not_stale() {
        let config = Config::new().with_large_int("number");
        let mut twin = String::from(
            "/** The types of what the shell itself says, generated from `src-tauri/src/views.rs`. Do not edit. */\n\
             import type { CaseRow, LockKind, RuleView, ScanProgress, Settings } from './bindings';\n",
        );
        macro_rules! types {
            ($($view:ty),*) => {$(
                let decl = <$view>::decl(&config);
                twin.push_str(&format!("\nexport {decl}\n"));
            )*};
        }
        types!(
            Start,
            Guide,
            OpenView,
            Picked,
            Wanted,
            OpenRequest,
            WayIn,
            Steer,
            Push,
            Trouble
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/lib/shell.ts");
        if std::env::var_os("TELTALE_BLESS").is_some() {
            std::fs::write(path, &twin).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap();
        assert_eq!(
            committed, twin,
            "ui/src/lib/shell.ts is stale; run: cargo xtask bless"
        );
    }
}
