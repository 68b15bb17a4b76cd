//! Conversations and who is in them.

use crate::{ConversationId, Kept, NumberId, Page, ParticipantId, Reader, Result, Rows, SourceId};
use teltale_model::{ConversationKind, Role};

/// A row of the list of conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversationRow {
    /// Its id.
    pub id: ConversationId,
    /// Empty if untitled.
    pub title: Kept,
    /// What kind of gathering.
    pub kind: ConversationKind,
    /// `WhatsApp`, `ChatGPT` …; the format's id where there is no service.
    pub service: String,
    /// A source that holds some of it: the one with the newest messages.
    pub source: SourceId,
    /// Messages that count.
    pub messages: u64,
    /// People, assistants and tools in it.
    pub participants: u64,
    /// Mentions in its messages and facts.
    pub mentions: u64,
    /// Different numbers.
    pub numbers: u64,
    /// First time, in milliseconds since 1970.
    pub first_at: Option<i64>,
    /// Last time.
    pub last_at: Option<i64>,
    /// True where the export cannot hold what tools returned.
    pub omits_tool_data: bool,
    /// True where the start is missing.
    pub truncated_start: bool,
}

/// How conversations are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConversationOrder {
    /// Last message first.
    #[default]
    Latest,
    /// Most mentions first.
    Mentions,
    /// Most messages first.
    Messages,
}

/// Somebody in a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantRow {
    /// Their id.
    pub id: ParticipantId,
    /// Stands for the service's id of the person: equal where the person is the same, in every conversation of a service.
    pub person: u64,
    /// Empty if none.
    pub name: Kept,
    /// Who speaks.
    pub role: Role,
    /// True where the export says this is its owner.
    pub owner: bool,
    /// The number they write from, where the sender's name or id is one.
    pub number: Option<NumberId>,
}

impl Reader {
    /// Conversations, a page of them.
    pub fn conversations(&self, order: ConversationOrder, page: Page) -> Result<Rows<ConversationRow>> {
        let _ = (order, page);
        Err(crate::Error::Database("not there yet"))
    }

    /// One conversation.
    pub fn conversation(&self, conversation: ConversationId) -> Result<ConversationRow> {
        let _ = (conversation);
        Err(crate::Error::Database("not there yet"))
    }

    /// Who is in it, those who wrote most first.
    pub fn participants(&self, conversation: ConversationId) -> Result<Vec<ParticipantRow>> {
        let _ = (conversation);
        Err(crate::Error::Database("not there yet"))
    }

    /// One participant.
    pub fn participant(&self, participant: ParticipantId) -> Result<ParticipantRow> {
        let _ = (participant);
        Err(crate::Error::Database("not there yet"))
    }

    /// Conversations whose title, or a member of which, holds these words.
    pub fn conversations_named(&self, words: &str, page: Page) -> Result<Rows<ConversationRow>> {
        let _ = (words, page);
        Err(crate::Error::Database("not there yet"))
    }

    /// Conversations that mention a number, most mentions first, with the count.
    pub fn conversations_of(&self, number: NumberId, limit: u32) -> Result<Vec<(ConversationRow, u64)>> {
        let _ = (number, limit);
        Err(crate::Error::Database("not there yet"))
    }
}
