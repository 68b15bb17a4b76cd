//! Cases on this computer, settings, and the receipt of a forgetting.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a case is unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockKind {
    /// By its passphrase.
    Passphrase,
    /// By this computer's keychain; the passphrase works too.
    Keychain,
    /// Not at all: closing erases it.
    Ephemeral,
}

/// A row of the Start screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CaseRow {
    /// Opaque handle for opening it.
    pub id: String,
    /// The folder's name.
    pub name: String,
    /// Where it is, as words.
    pub folder: String,
    /// How it is unlocked.
    pub locks: Vec<LockKind>,
    /// True where the folder is there.
    pub present: bool,
}

/// What is kept of a forgetting, and what cannot be removed by us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ForgetReceipt {
    /// What was forgotten, in words, masked.
    pub what: String,
    /// Messages and other records removed.
    pub records: u64,
    /// Mentions removed.
    pub mentions: u64,
    /// Numbers that no longer appear anywhere in the case.
    pub numbers: u64,
    /// What is not removed, and what to do about it.
    pub remains: Vec<String>,
}

/// Colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the user may set for the program, for all cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Language of the screens, such as `en`; empty for the system's.
    pub language: String,
    /// Size of the text, in percent.
    pub text_percent: u32,
    /// Minutes without input after which an open case locks; 0 for never.
    pub lock_after_minutes: u32,
    /// True where the list of recent cases is kept.
    pub remember_cases: bool,
    /// Where new cases are made; none for the program's own folder.
    pub cases_folder: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: String::new(),
            text_percent: 100,
            lock_after_minutes: 10,
            remember_cases: true,
            cases_folder: None,
        }
    }
}
