//! Search: one box for numbers in any spelling, endings, names and words.

use super::{AuthorView, ConversationId, ConversationRow, MessageId, NumberRow, Page, Segment, When};
use serde::Serialize;
use teltale_model::Role;
use ts_rs::TS;

/// How a query was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// As a number, in any spelling.
    Number,
    /// As the last digits of a number.
    Ending,
    /// As words.
    Words,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SearchResult {
    /// How the query was taken.
    pub kind: SearchKind,
    /// Numbers, for a number or an ending; also numbers named so.
    pub numbers: Vec<NumberRow>,
    /// Conversations whose title or member is named so.
    pub conversations: Vec<ConversationRow>,
    /// Messages with these words, newest first.
    pub messages: Page<FoundMessage>,
}

/// A message with the words asked for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FoundMessage {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: Option<ConversationId>,
    /// The conversation's title.
    pub conversation_title: String,
    /// Who wrote it.
    pub author: Option<AuthorView>,
    /// Who speaks.
    pub role: Role,
    /// When.
    pub sent: Option<When>,
    /// `WhatsApp`, `ChatGPT` …
    pub service: String,
    /// The words around, numbers masked.
    pub snippet: Vec<Segment>,
}
