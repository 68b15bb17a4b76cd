//! Mentions: one number at one exact place.

use super::{
    Appearance, AuthorView, ConversationId, EntryId, MentionId, MessageId, MessageView, NotRead, NumberId,
    Owner, SourceId, When,
};
use serde::{Deserialize, Serialize};
use teltale_model::{Certainty, Class, Locator, Origin, OriginFlag, Place, Reason, Role};
use ts_rs::TS;

/// A row of a list of mentions.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MentionRow {
    /// Its handle.
    pub id: MentionId,
    /// Which number.
    pub number: NumberId,
    /// Masked.
    pub masked: String,
    /// How sure.
    pub certainty: Certainty,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// Ordinary, fiction …
    pub class: Class,
    /// Whose number.
    pub owner: Owner,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// In what way it appears.
    pub appearance: Appearance,
    /// Who wrote it; none for account records, cards and texts without authors.
    pub author: Option<AuthorView>,
    /// When; none where the export does not say.
    pub sent: Option<When>,
    /// `WhatsApp`, `ChatGPT` …; the format's name where there is no service.
    pub service: String,
    /// The source it is in.
    pub source: SourceId,
    /// The source's name.
    pub source_name: String,
    /// The conversation, if the record belongs to one.
    pub conversation: Option<ConversationId>,
    /// Its title.
    pub conversation_title: String,
    /// The record it stands in.
    pub message: MessageId,
    /// The words around it, as pieces; numbers masked.
    pub snippet: Vec<super::Segment>,
    /// The user's reversible decision.
    pub set_aside: bool,
    /// Who supplied the number first; none where the words are not an assistant's.
    pub origin: Option<Origin>,
    /// What else is true of it.
    pub origin_flags: Vec<OriginFlag>,
}

/// Which mentions are wanted. Empty fields do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MentionFilter {
    /// Of this number.
    pub number: Option<NumberId>,
    /// Of numbers of this owner.
    pub owner: Option<Owner>,
    /// Of this appearance.
    pub appearance: Option<Appearance>,
    /// In this place.
    pub place: Option<Place>,
    /// By this role.
    pub role: Option<Role>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// Of this class.
    pub class: Option<Class>,
    /// In this source.
    pub source: Option<SourceId>,
    /// In this conversation.
    pub conversation: Option<ConversationId>,
    /// Of this service.
    pub service: Option<String>,
    /// In this month, `2024-03`.
    pub month: Option<String>,
}

/// The way back to the bytes, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LocatorView {
    /// The source, as it was added.
    pub source: String,
    /// The entry inside it.
    pub entry: String,
    /// In English, for the command line: "bytes 1,204–1,219", "row 17 of message.text".
    #[ts(skip)]
    pub text: String,
    /// As a value, for other programs.
    #[ts(
        type = "{ bytes: { start: number, end: number } } | { row: { table: string, rowid: number, column: string } }"
    )]
    pub locator: Locator,
}

/// One mention with what is around it: the panel *Why this is here*.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct MentionView {
    /// The mention.
    pub mention: MentionRow,
    /// The way back.
    pub at: LocatorView,
    /// The entry it stands in.
    pub entry: EntryId,
    /// How the entry was recognised: "lines that begin with a date and a sender".
    pub recognised_as: String,
    /// The records before and after it, itself included, in the order of the export.
    pub context: Vec<MessageView>,
    /// What could not be read near it.
    pub not_read: Vec<NotRead>,
}

/// What re-reading a mention from its source gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verified {
    /// The bytes at the locator still spell this number.
    Same,
    /// The source is there, its content is not what was read.
    SourceChanged,
    /// The source cannot be opened.
    SourceMissing,
    /// The source is unchanged and the bytes do not spell it: a fault of ours.
    Differs,
}
