//! A scan as it runs.

use super::Why;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a scan is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanPhase {
    /// Listing what is there.
    #[default]
    Survey,
    /// Reading.
    Reading,
    /// Joining numbers with names, senders and countries.
    Joining,
    /// Checking that no source was changed.
    Checking,
    /// Finished.
    Done,
    /// Stopped by the user; what was read is kept.
    Cancelled,
    /// Stopped by an error; what was read is kept.
    Failed,
}

/// A throttled picture of a scan.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ScanProgress {
    /// What it is doing.
    pub phase: ScanPhase,
    /// True while paused.
    pub paused: bool,
    /// Files in all.
    pub files: u64,
    /// Files finished.
    pub files_done: u64,
    /// Bytes in all, on disk.
    pub bytes: u64,
    /// Bytes read, on disk.
    pub bytes_done: u64,
    /// Records read so far.
    pub records: u64,
    /// Mentions so far.
    pub mentions: u64,
    /// Different numbers so far.
    pub numbers: u64,
    /// Damage so far.
    pub problems: u64,
    /// Rows that changed since the last picture, at most [`ScanProgress::MOST_ROWS`]; the rest follow in the next.
    pub changed: Vec<FileProgress>,
    /// What is there by kind, once surveyed.
    pub survey: Vec<SurveyRow>,
    /// An archive that waits for its password; the scan goes on with other files meanwhile.
    pub password: Option<PasswordQuestion>,
    /// True at the end of a scan that brought something to a case which held something before.
    pub changed_case: bool,
    /// Why it failed, in words.
    pub error: Option<String>,
}

impl ScanProgress {
    /// Rows in one picture.
    pub const MOST_ROWS: usize = 500;
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Waits for its turn.
    Waiting,
    /// Being read.
    Reading,
    /// Read to its end.
    Read,
    /// The same as when it was last read.
    Unchanged,
    /// Passed over; `why` says it.
    Skipped,
    /// Could not be read, in part or at all; `why` says it.
    Failed,
    /// Encrypted; waits for its password.
    Locked,
}

/// A row of the Add sources screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FileProgress {
    /// Handle within this scan: for skipping it or giving its password.
    pub file: u32,
    /// The path as the user knows it.
    pub path: String,
    /// What became of it.
    pub state: FileState,
    /// What it is, once known: "WhatsApp chat", "ChatGPT export".
    pub recognised: String,
    /// Kinds of entries in it beside that one.
    pub other_kinds: u64,
    /// Why we think so.
    pub reason: String,
    /// Size on disk.
    pub bytes: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Entries read.
    pub entries: u64,
    /// Records read.
    pub records: u64,
    /// Mentions found.
    pub mentions: u64,
    /// Damage found.
    pub problems: u64,
    /// Dates of its messages, first and last, as words.
    pub dates: Option<(String, String)>,
    /// True where something was expected and nothing was read.
    pub zero_yield: bool,
    /// Shapes of the first lines where the yield is zero.
    pub shapes: Vec<String>,
    /// Why it was skipped or failed; none otherwise.
    pub why: Option<Why>,
}

/// Files of one kind, before reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SurveyRow {
    /// "archives", "texts and data", "contacts", "pictures, sound and video", "other".
    pub kind: String,
    /// How many.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
}

/// An archive that needs a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PasswordQuestion {
    /// The file.
    pub file: u32,
    /// Its path.
    pub path: String,
    /// True where a password was given and did not fit.
    pub wrong: bool,
}
