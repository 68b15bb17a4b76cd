//! Who supplied a number first, as far as the export can bear.

use serde::{Deserialize, Serialize};

/// The first supplier of a number that stands in an assistant's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The user of the transcript typed it before.
    TypedByYou,
    /// Another person in the chat typed it before.
    TypedByAnother,
    /// It stands in something a person attached before: a document's text, a contact card, a file name.
    Attached,
    /// A tool returned it: a page, a search result, a business card.
    ToolResult,
    /// One of the user's own connectors returned it: mail, contacts, calendar, drive.
    ConnectorResult,
    /// Custom instructions, memory, a project, a profile or another injected context held it.
    ServiceContext,
    /// The chat's own records held it: a sender, a member, a notice, a mention.
    ChatRecord,
    /// The assistant itself had said it before.
    Repeated,
    /// A number that was in context, with one digit changed or two neighbours swapped.
    AlteredCopy,
    /// It is the number of the export's own account.
    AccountNumber,
    /// Nothing in this export supplied it.
    Volunteered,
    /// Stands for a number: a fiction range, 555, counting digits.
    Placeholder,
    /// The export does not hold all that was in context, so nothing stronger can be said.
    NotRecorded,
}

impl Origin {
    /// Every origin, in the order of the catalogue.
    pub const ALL: [Self; 13] = [
        Self::TypedByYou,
        Self::TypedByAnother,
        Self::Attached,
        Self::ToolResult,
        Self::ConnectorResult,
        Self::ServiceContext,
        Self::ChatRecord,
        Self::Repeated,
        Self::AlteredCopy,
        Self::AccountNumber,
        Self::Volunteered,
        Self::Placeholder,
        Self::NotRecorded,
    ];
}

/// What else is true of a number in an assistant's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum OriginFlag {
    /// The person had asked for a number.
    AskedFor,
    /// The user asked whether the number is right, and the assistant said it is.
    Endorsed,
    /// The words urge the reader to call or write to it.
    UrgesContact,
    /// The assistant speaks as if the number were its own.
    SpeaksAsOwner,
    /// A helpline was asked for, and a mobile came without a tool's result.
    HelplineTurnedMobile,
    /// The assistant wrote it to a tool, so it left the chat.
    SentToTool,
    /// It stands where the app does not show it to the user.
    HiddenContext,
    /// It fills a slot of a draft or of code.
    SlotFiller,
    /// Later turns speak about it.
    SaidAfterwards,
    /// The supplier stands on another branch than the answer.
    OtherBranch,
    /// The supplier stands in another conversation of the same export.
    OtherConversation,
    /// Supplier and answer cannot be put in order, for want of times or zones.
    OrderUncertain,
}

impl OriginFlag {
    /// Every flag, in the order of the catalogue; its position is its bit where flags are stored as a number.
    pub const ALL: [Self; 12] = [
        Self::AskedFor,
        Self::Endorsed,
        Self::UrgesContact,
        Self::SpeaksAsOwner,
        Self::HelplineTurnedMobile,
        Self::SentToTool,
        Self::HiddenContext,
        Self::SlotFiller,
        Self::SaidAfterwards,
        Self::OtherBranch,
        Self::OtherConversation,
        Self::OrderUncertain,
    ];
}
