//! Conversations: the list and the reader.

use super::{ConversationId, MentionId, MessageId, NumberId, Owner, SourceId, When};
use serde::Serialize;
use teltale_model::{Branch, Certainty, Class, ConversationKind, Media, Place, Role, UnreadKind};
use ts_rs::TS;

/// A row of the Conversations screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConversationRow {
    /// Its handle.
    pub id: ConversationId,
    /// As shown in the export; a description where it has no title.
    pub title: String,
    /// What kind of gathering.
    pub kind: ConversationKind,
    /// `WhatsApp`, `ChatGPT` …
    pub service: String,
    /// The source it is in.
    pub source: SourceId,
    /// Messages in it.
    pub messages: u64,
    /// People, assistants and tools in it.
    pub participants: u64,
    /// Mentions in it.
    pub mentions: u64,
    /// Different numbers in it.
    pub numbers: u64,
    /// First message with a time.
    pub first: Option<When>,
    /// Last one.
    pub last: Option<When>,
    /// True where the export cannot hold what tools returned.
    pub omits_tool_data: bool,
    /// True where the start is missing.
    pub truncated_start: bool,
}

/// A conversation with a window of its messages.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConversationPage {
    /// As in the list.
    pub row: ConversationRow,
    /// Everyone in it.
    pub participants: Vec<AuthorView>,
    /// Messages `offset..` in the order of the export.
    pub messages: Vec<MessageView>,
    /// Place of the first message of this window, from 0.
    pub offset: u64,
    /// Places, from 0, of messages with a mention: for jumping with `[` and `]`. At most ten thousand.
    pub mentioned_at: Vec<u64>,
}

/// Who wrote something, as the export has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AuthorView {
    /// The name; a masked number where the export knows no name; empty where nothing.
    pub name: String,
    /// Who speaks.
    pub role: Role,
    /// True where this is the user, as far as the export tells.
    pub you: bool,
    /// The number it writes from, if known.
    pub number: Option<NumberId>,
}

impl ConversationRow {
    /// The title, or in English what kind of conversation it is.
    pub fn called(&self) -> String {
        called(&self.title, self.kind, &self.service)
    }
}

/// A conversation's title, or in English what kind of conversation it is.
pub(super) fn called(title: &str, kind: ConversationKind, service: &str) -> String {
    match title {
        "" => format!("{} in {service}", untitled(kind)),
        title => title.to_owned(),
    }
}

fn untitled(kind: ConversationKind) -> &'static str {
    match kind {
        ConversationKind::Direct => "Chat",
        ConversationKind::Group => "Group",
        ConversationKind::Channel => "Channel",
        ConversationKind::Assistant => "Chat with an assistant",
        ConversationKind::CallLog => "Calls",
        ConversationKind::Document => "Document",
        ConversationKind::Unknown => "Conversation",
    }
}

impl AuthorView {
    /// The name, or what there is to say in English of one who has none.
    pub fn called(&self) -> &str {
        match (self.name.as_str(), self.role) {
            ("", Role::Person) if self.you => "You",
            ("", Role::Person) => "unknown",
            ("", role) => crate::words::role(role),
            (name, _) => name,
        }
    }
}

/// A message in the reader. Account records and contact cards are shown the same way.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MessageView {
    /// Its handle.
    pub id: MessageId,
    /// The conversation, if any.
    pub conversation: Option<ConversationId>,
    /// Its place in the conversation, from 0.
    pub place_in_conversation: u64,
    /// Who wrote it.
    pub author: Option<AuthorView>,
    /// Who speaks.
    pub role: Role,
    /// When.
    pub sent: Option<When>,
    /// Shown path or not.
    pub branch: Branch,
    /// True for what the app hides from the user.
    pub hidden: bool,
    /// True where forwarded.
    pub forwarded: bool,
    /// True where edited.
    pub edited: bool,
    /// Its texts, the body first.
    pub parts: Vec<PartView>,
    /// Files it names.
    pub attachments: Vec<AttachmentView>,
    /// Grey blocks: what belongs to it and could not be read.
    pub unread: Vec<UnreadView>,
}

/// One text of a message.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PartView {
    /// What it is.
    pub place: Place,
    /// A tool's, field's or card's label; may be empty.
    pub label: String,
    /// The text in pieces.
    pub segments: Vec<Segment>,
    /// Characters left out at the end because the part is very long.
    pub left_out: u64,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Segment {
    /// Words.
    Text {
        /// Made visible.
        text: String,
    },
    /// A number.
    Number {
        /// The mention.
        mention: MentionId,
        /// The number.
        number: NumberId,
        /// What stands in place of the digits.
        masked: String,
        /// How sure.
        certainty: Certainty,
        /// Ordinary, fiction …
        class: Class,
        /// Whose.
        owner: Owner,
    },
}

/// A file that a message names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AttachmentView {
    /// As written in the export.
    pub name: String,
    /// What it is.
    pub media: Media,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UnreadView {
    /// What it was.
    pub kind: UnreadKind,
}
