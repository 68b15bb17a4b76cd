//! What changed: what a scan brought, and what a newer export of a conversation says differently.

use super::conversation::called;
use super::{ConversationId, FindingRow, MessageView, NumberRow};
use serde::{Deserialize, Serialize};
use teltale_model::ConversationKind;
use ts_rs::TS;

/// The What changed screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Changes {
    /// Scans that brought something, newest first.
    pub scans: Vec<ScanRow>,
    /// Which of them is shown; none while nothing was read.
    pub scan: Option<u32>,
    /// True where nothing was read before it and none of its exports overlap: there is nothing to compare with, and
    /// nothing below is filled but the files.
    pub first: bool,
    /// Files that were new with it.
    pub files: Vec<NewFile>,
    /// Files left out of the list.
    pub files_left_out: u64,
    /// Sums over all conversations.
    pub totals: ChangeCounts,
    /// Conversations in which something changed; those that lost something first, then those that changed most.
    pub conversations: Vec<ConversationChange>,
    /// Conversations left out of the list.
    pub conversations_left_out: u64,
    /// Conversations that a newer export repeats word for word.
    pub unchanged: u64,
    /// Numbers that stood nowhere in the case before, most mentions first.
    pub numbers: Vec<NumberRow>,
    /// How many there are.
    pub numbers_total: u64,
    /// Findings that rest on something new.
    pub findings: Vec<FindingRow>,
    /// How many there are.
    pub findings_total: u64,
}

/// A scan that brought something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ScanRow {
    /// Its handle: 0 for the first.
    pub scan: u32,
    /// When it began, in milliseconds since 1970.
    pub at: i64,
    /// Files that were new with it.
    pub files: u64,
}

/// A file that was new with a scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NewFile {
    /// The source's name, and the entry's where it is another.
    pub name: String,
    /// True where an earlier state of the same file is in the case.
    pub replaces: bool,
}

/// Counts of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct ChangeCounts {
    /// That the case did not have before.
    pub added: u64,
    /// That the newer export lacks, although it covers their time: deleted, or left out. The case keeps them.
    pub gone: u64,
    /// That the newer export does not reach: it begins later, or ends earlier. The case keeps them.
    pub outside: u64,
    /// With other words than before. The case keeps both.
    pub edited: u64,
    /// That both have.
    pub same: u64,
    /// Mentions of numbers in the added ones.
    pub mentions: u64,
}

/// How the exports of a conversation stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportOrder {
    /// The conversation came with this scan, and is in nothing older.
    New,
    /// What came with this scan is the newer export.
    Newer,
    /// What came with this scan is an older export than one the case had.
    Older,
}

/// What changed in one conversation.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConversationChange {
    /// Which.
    pub conversation: ConversationId,
    /// Its title; empty where it has none.
    pub title: String,
    /// What kind of conversation.
    pub kind: ConversationKind,
    /// `WhatsApp`, `ChatGPT` …
    pub service: String,
    /// How its exports stand to each other.
    pub order: ExportOrder,
    /// Counts of messages.
    pub counts: ChangeCounts,
    /// What it is compared with: names of files, newest first; none for a new conversation.
    pub compared_with: Vec<String>,
    /// True where the newer export holds fewer messages than the older one: worth a question before the old one goes.
    pub smaller: bool,
}

impl ConversationChange {
    /// The title, or in English what kind of conversation it is.
    pub fn called(&self) -> String {
        called(&self.title, self.kind, &self.service)
    }
}

/// Which messages of a conversation are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// New with the scan.
    Added,
    /// In the older export only, although the newer one covers their time.
    Gone,
    /// In the older export only, from outside the newer one's time.
    Outside,
    /// With other words.
    Edited,
}

/// A message that changed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ChangedMessage {
    /// As it was; none for a new one.
    pub before: Option<MessageView>,
    /// As it is; none where it is gone.
    pub after: Option<MessageView>,
}
