//! Records: messages in the order of their conversation, and the other things that carry parts.

use crate::{
    ConversationId, EntryId, Kept, MentionId, NumberId, Page, ParticipantId, Reader, RecordId, Result, Rows,
};
use serde::{Deserialize, Serialize};
use teltale_model::{Branch, Certainty, Class, Locator, Media, Place, ReadAs, Role, SentAt, Unread};

/// What kind of event a record was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// A message, turn, notice or call.
    Message,
    /// An account record.
    Account,
    /// A conversation's own texts: title, summary, documents.
    Conversation,
    /// Somebody in a conversation.
    Participant,
    /// A contact card.
    Contact,
}

/// A record as it is stored: numbers are tokens, names are masked.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// What kind of event it was.
    pub record_type: RecordType,
    /// The conversation. Accounts and contact cards have none.
    pub conversation: Option<ConversationId>,
    /// Its place in the conversation, from 0, among the records that count. Messages only.
    pub position: Option<u64>,
    /// False for a copy of a record that another entry holds and that counts there.
    pub counts: bool,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// The author's name, or the name on the card or account; empty if none.
    pub name: Kept,
    /// Who speaks.
    pub role: Role,
    /// When.
    pub sent_at: Option<SentAt>,
    /// On the shown path or not.
    pub branch: Branch,
    /// Hidden by the app.
    pub hidden: bool,
    /// Forwarded.
    pub forwarded: bool,
    /// Edited.
    pub edited: bool,
    /// True where the export says that this is (or was written by) its owner.
    pub by_owner: bool,
    /// Stands for the service's own id: equal where it is equal, in one conversation. None where it has none.
    pub key: Option<u64>,
    /// The `key` of the message this one answers; none where linear.
    pub parent: Option<u64>,
    /// Its texts.
    pub parts: Vec<RecordPart>,
    /// Files it names, masked.
    pub attachments: Vec<(Media, String)>,
    /// What belongs to it and could not be read.
    pub unread: Vec<Unread>,
}

/// One text of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordPart {
    /// What it is.
    pub place: Place,
    /// How it was searched.
    pub read_as: ReadAs,
    /// A label beside it, masked; may be empty.
    pub label: String,
    /// The text with tokens.
    pub text: StoredText,
    /// The way back to the bytes.
    pub at: Locator,
}

/// A text with U+FFFC in place of each number, and what each of them stands for.
#[derive(Clone, PartialEq, Default)]
pub struct StoredText {
    /// The text. It may hold U+FFFC of its own; only `spans` says which are numbers.
    pub text: String,
    /// Ordered by `at`.
    pub spans: Vec<Span>,
}

/// A number in a stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Byte of its U+FFFC in the stored text.
    pub at: u32,
    /// The mention.
    pub mention: MentionId,
    /// The number.
    pub number: NumberId,
    /// `+44 •••• ••••23`.
    pub masked: String,
    /// How sure.
    pub certainty: Certainty,
    /// Ordinary, fiction …
    pub class: Class,
}

impl std::fmt::Debug for StoredText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "StoredText({} bytes, {} numbers)",
            self.text.len(),
            self.spans.len()
        )
    }
}

impl StoredText {
    /// The text as it is shown: each number masked.
    pub fn masked(&self) -> String {
        self.filled(|span| Some(&span.masked))
    }

    /// The text with what `spelling` gives for each number, masked where it gives none.
    pub fn filled<'a>(&'a self, spelling: impl Fn(&'a Span) -> Option<&'a str>) -> String {
        let mut out = String::with_capacity(self.text.len() + self.spans.len() * 16);
        let mut from = 0;
        for span in &self.spans {
            let at = span.at as usize;
            out.push_str(&self.text[from..at]);
            out.push_str(spelling(span).unwrap_or(&span.masked));
            from = at + crate::block::TOKEN.len_utf8();
        }
        out.push_str(&self.text[from..]);
        out
    }
}

impl Reader {
    /// One record.
    pub fn record(&self, record: RecordId) -> Result<Record> {
        let _ = (record);
        Err(crate::Error::Database("not there yet"))
    }

    /// Messages of a conversation that count, in order, from a place on.
    pub fn messages(&self, conversation: ConversationId, from: u64, limit: u32) -> Result<Vec<Record>> {
        let _ = (conversation, from, limit);
        Err(crate::Error::Database("not there yet"))
    }

    /// A record with the `around` messages before and after it in its conversation. A record that is no message of a
    /// conversation comes alone.
    pub fn context(&self, record: RecordId, around: u32) -> Result<Vec<Record>> {
        let _ = (record, around);
        Err(crate::Error::Database("not there yet"))
    }

    /// Places, from 0, of the messages of a conversation with a mention; at most `limit`.
    pub fn mentioned_at(&self, conversation: ConversationId, limit: u32) -> Result<Vec<u64>> {
        let _ = (conversation, limit);
        Err(crate::Error::Database("not there yet"))
    }

    /// Records of a type that are no messages (accounts, contact cards, conversations' own texts, participants) and count.
    pub fn records_of(
        &self,
        record_type: RecordType,
        conversation: Option<ConversationId>,
        page: Page,
    ) -> Result<Rows<Record>> {
        let _ = (record_type, conversation, page);
        Err(crate::Error::Database("not there yet"))
    }
}
