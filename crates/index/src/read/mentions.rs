//! Mentions: lists, filters, counts.

use crate::{
    ConversationId, EntryId, Kept, MentionId, NumberId, Page, ParticipantId, Reader, RecordId, RecordType,
    Result, Rows, SourceId,
};
use teltale_model::{
    Certainty, Class, ConversationKind, LineType, Locator, Place, Reason, Region, Role, SentAt,
};

/// One number at one exact place.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionRow {
    /// Its id.
    pub id: MentionId,
    /// What it is by content alone: the same after re-reading and in every order of import.
    pub identity: u64,
    /// Which number.
    pub number: NumberId,
    /// `+44 •••• ••••23`.
    pub masked: String,
    /// The record it stands in.
    pub record: RecordId,
    /// What kind of record that is.
    pub record_type: RecordType,
    /// The conversation. Accounts and contact cards have none.
    pub conversation: Option<ConversationId>,
    /// The entry.
    pub entry: EntryId,
    /// The source.
    pub source: SourceId,
    /// Which part of the record, from 0.
    pub part: u32,
    /// First character (Unicode scalar) in the part's text as it was read.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// When.
    pub sent_at: Option<SentAt>,
    /// How sure.
    pub certainty: Certainty,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// Ordinary, fiction …
    pub class: Class,
    /// What the plan tells.
    pub line_type: LineType,
    /// None while open.
    pub region: Option<Region>,
    /// The user's decision on this mention or its number.
    pub set_aside: bool,
}

/// Where mentions stand, as a box: each non-empty list narrows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// In one of these places.
    pub places: Vec<Place>,
    /// By one of these roles.
    pub roles: Vec<Role>,
    /// In a conversation of one of these kinds.
    pub kinds: Vec<ConversationKind>,
    /// In a record of one of these types.
    pub record_types: Vec<RecordType>,
    /// Written by the export's owner, or by somebody else.
    pub by_owner: Option<bool>,
}

/// Which mentions are wanted. Empty fields do not filter. Copies that do not count are never listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MentionFilter {
    /// Of this number.
    pub number: Option<NumberId>,
    /// Of numbers of one of these owners.
    pub owners: Vec<crate::Ownership>,
    /// In any of these settings.
    pub settings: Vec<Setting>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// Of this class.
    pub class: Option<Class>,
    /// In this source.
    pub source: Option<SourceId>,
    /// In this conversation.
    pub conversation: Option<ConversationId>,
    /// Of this service, as [`ConversationRow::service`](crate::ConversationRow::service) says it.
    pub service: Option<String>,
    /// From this moment, in milliseconds since 1970.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
    /// Set aside (itself or its number), or not.
    pub set_aside: Option<bool>,
}

/// How mentions are ordered. Those without a time come last, in the order of their entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MentionOrder {
    /// Newest first.
    #[default]
    Latest,
    /// Oldest first.
    Earliest,
}

/// How many mentions share these facts. Sums over any field give that field's counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The conversation; none for accounts and contact cards.
    pub conversation: Option<ConversationId>,
    /// Its kind.
    pub kind: ConversationKind,
    /// The service.
    pub service: String,
    /// The source.
    pub source: SourceId,
    /// The type of record.
    pub record_type: RecordType,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// Written by the export's owner.
    pub by_owner: bool,
    /// Year × 12 + month − 1; none without a time.
    pub month: Option<i32>,
    /// How many.
    pub mentions: u64,
}

impl Reader {
    /// Mentions, a page of them.
    pub fn mentions(
        &self,
        filter: &MentionFilter,
        order: MentionOrder,
        page: Page,
    ) -> Result<Rows<MentionRow>> {
        let _ = (filter, order, page);
        Err(crate::Error::Database("not there yet"))
    }

    /// One mention.
    pub fn mention(&self, mention: MentionId) -> Result<MentionRow> {
        let _ = (mention);
        Err(crate::Error::Database("not there yet"))
    }

    /// The mention with this identity, if it is there.
    pub fn mention_by_identity(&self, identity: u64) -> Result<Option<MentionRow>> {
        let _ = (identity);
        Err(crate::Error::Database("not there yet"))
    }

    /// The way back to the mention's part, or to the mention itself where its text stands byte for byte.
    pub fn locator(&self, mention: MentionId) -> Result<Locator> {
        let _ = (mention);
        Err(crate::Error::Database("not there yet"))
    }

    /// Counts of mentions that pass the filter, by all their facts. Only fields of the filter that are counted are used:
    /// number, owners, settings, source, conversation, service.
    pub fn facets(&self, filter: &MentionFilter) -> Result<Vec<FacetCount>> {
        let _ = (filter);
        Err(crate::Error::Database("not there yet"))
    }
}
