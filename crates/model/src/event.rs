//! What a format says about an export: facts joined by keys, in any order.

use crate::{Key, Locator, Place, Problem, SentAt, Text};
use serde::{Deserialize, Serialize};

/// One fact. A borrowed event lives for one call of the emitter.
///
/// Facts are joined by [`Key`]s, so a message may come before its conversation and each entry can be read
/// alone. Keys are scoped to the source (an archive's entries share a scope).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event<'a> {
    /// The export's own account: whose data this is.
    #[serde(borrow)]
    Account(Account<'a>),
    /// A conversation; said again with the same key, later non-empty fields win.
    Conversation(Conversation<'a>),
    /// Somebody in a conversation; said once per (conversation, key).
    Participant(Participant<'a>),
    /// A contact card or an address-book row.
    Contact(Contact<'a>),
    /// A message, notice, call record, reaction or turn.
    Message(Message<'a>),
    /// A record that could not be read; the rest goes on.
    Problem(Problem),
}

/// The owner of the export, from a profile or account file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Account<'a> {
    /// The service's id for the account, if it has one.
    #[serde(borrow)]
    pub key: Key<'a>,
    /// The name in the profile; empty if none.
    pub name: Text<'a>,
    /// Fields with their places, phone fields as [`ReadAs::Number`].
    pub parts: Vec<Part<'a>>,
}

/// What kind of gathering a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ConversationKind {
    /// Two parties.
    Direct,
    /// Several people.
    Group,
    /// One to many.
    Channel,
    /// A person and an AI assistant.
    Assistant,
    /// A list of calls.
    CallLog,
    /// A text with no known shape: one conversation an entry.
    Document,
    /// The export does not say.
    #[default]
    Unknown,
}

/// A conversation's own facts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Conversation<'a> {
    /// Stable between exports of the same conversation.
    #[serde(borrow)]
    pub key: Key<'a>,
    /// Empty if untitled.
    pub title: Text<'a>,
    /// What kind of gathering.
    pub kind: ConversationKind,
    /// Title, summary, instructions, project documents … that belong to the whole conversation.
    pub parts: Vec<Part<'a>>,
    /// True where the format cannot hold what tools returned, so that an origin may be missing.
    pub omits_tool_data: bool,
    /// True where the start was cut off by the exporting service or is known to be missing.
    pub truncated_start: bool,
}

/// Who speaks, as the field has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A human being, the user included.
    #[default]
    Person,
    /// An AI assistant, in an assistant's transcript or as a participant of a chat.
    Assistant,
    /// A tool the assistant called: results, retrieved text.
    Tool,
    /// The service: prompts, injected context, notices.
    System,
    /// A profile or account record.
    Account,
}

/// Somebody in a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Participant<'a> {
    /// The conversation, or empty for the whole source.
    #[serde(borrow)]
    pub conversation: Key<'a>,
    /// The service's id for the person, else the name.
    pub key: Key<'a>,
    /// As shown in the export; empty if none.
    pub name: Text<'a>,
    /// Person, assistant, …
    pub role: Role,
    /// True only where the export itself says this is its owner.
    pub owner: bool,
    /// The sender name or id as text to be searched: [`ReadAs::Number`] or [`ReadAs::Digits`] where the
    /// format knows it is a phone number, [`ReadAs::Text`] for a free name, nothing for an opaque id.
    pub parts: Vec<Part<'a>>,
}

/// A contact card or address-book row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Contact<'a> {
    /// Stable within the source: UID, else name and ordinal.
    #[serde(borrow)]
    pub key: Key<'a>,
    /// Formatted name, organisation, or empty.
    pub name: Text<'a>,
    /// True where the export says this card is its owner's.
    pub owner: bool,
    /// Numbers ([`ReadAs::Number`]) and notes ([`ReadAs::Text`]).
    pub parts: Vec<Part<'a>>,
}

/// Whether a message is on the path that the user saw last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// On the shown path, or the format has no branches.
    #[default]
    Shown,
    /// An edited prompt, a regenerated answer: shown once, no longer.
    OffPath,
}

/// A message, notice, call record or turn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Message<'a> {
    /// The conversation's key.
    #[serde(borrow)]
    pub conversation: Key<'a>,
    /// The service's message id; empty where the format has none.
    pub key: Key<'a>,
    /// The message this one answers in a tree of branches; empty where linear (then: the one before).
    pub parent: Key<'a>,
    /// The participant's key; empty if unknown.
    pub author: Key<'a>,
    /// Who speaks here. A record that wears the role `user` but is a tool result is [`Role::Tool`].
    pub role: Role,
    /// None where the export gives no time.
    pub sent_at: Option<SentAt>,
    /// Shown path or not.
    pub branch: Branch,
    /// True where the app does not show this message to the user (hidden context).
    pub hidden: bool,
    /// True where the export says it was forwarded.
    pub forwarded: bool,
    /// True where the export says it was edited.
    pub edited: bool,
    /// Texts, in the order of the export; the body first where there is one.
    pub parts: Vec<Part<'a>>,
    /// Files that belong to it, by their name in the export.
    pub attachments: Vec<Attachment<'a>>,
    /// What belongs to it but could not be read.
    pub unread: Vec<Unread>,
}

/// How a part is to be searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAs {
    /// Free text: the finder looks for numbers in it.
    #[default]
    Text,
    /// A field that holds a phone number: read whole, as national or international.
    Number,
    /// International digits without a plus (a JID's user, `wa.me`): read whole.
    Digits,
    /// Kept and shown, never searched: ids, addresses, mail.
    Opaque,
}

/// One text of an event, with its place and the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part<'a> {
    /// What this text is.
    pub place: Place,
    /// How it is searched.
    pub read_as: ReadAs,
    /// The text, un-escaped once.
    #[serde(borrow)]
    pub text: Text<'a>,
    /// A label beside the text, shown with it: a tool's name, a field's name, a card's `TYPE`. May be empty.
    pub label: Text<'a>,
    /// The way back to the bytes.
    pub at: Locator,
}

/// A file that a message names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment<'a> {
    /// As written in the export: the join to an entry of the same source.
    #[serde(borrow)]
    pub name: Text<'a>,
    /// What it is.
    pub media: Media,
}

/// Kinds of attached files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A picture.
    Image,
    /// Sound, voice notes included.
    Audio,
    /// Moving pictures.
    Video,
    /// A contact card.
    Contact,
    /// A document or anything else.
    Document,
}

/// Something that belongs to a message and could not be read, so that it may have held a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unread {
    /// What it was.
    pub kind: UnreadKind,
    /// Where the record is that mentions it.
    pub at: Locator,
}

/// Kinds of unread things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum UnreadKind {
    /// A picture, sticker or GIF.
    Image,
    /// A voice note or other sound.
    Audio,
    /// A video.
    Video,
    /// A document whose text is not in the export.
    Document,
    /// A contact card that the export left out.
    ContactCard,
    /// What a tool returned.
    ToolResult,
    /// A message that its author deleted.
    DeletedMessage,
    /// A one-time or expired message.
    ViewOnce,
    /// A block of a kind this version does not know; its strings were searched nevertheless.
    UnknownBlock,
    /// A picture, sound, video or other file: the export does not say which.
    Media,
}

impl UnreadKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Image,
        Self::Audio,
        Self::Video,
        Self::Document,
        Self::ContactCard,
        Self::ToolResult,
        Self::DeletedMessage,
        Self::ViewOnce,
        Self::UnknownBlock,
        Self::Media,
    ];
}
