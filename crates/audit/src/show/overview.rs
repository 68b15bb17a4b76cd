//! The Overview: sentences whose every count is a link, cards, and the coverage bar.

use super::{
    ConversationId, CountryQuestion, FindingFilter, MentionFilter, MessageId, NumberFilter, NumberId,
    ScanRow, Sentence, SourceId,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The first screen of a case.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Overview {
    /// What was found, in order: the user's own numbers, what assistants wrote, what was handed over. Where
    /// nothing was found: what was and what was not read. Never empty.
    pub sentences: Vec<Sentence>,
    /// "Nothing was sent. 4 files read, 0 changed."
    pub last_line: Sentence,
    /// Counts worth a card, each a link.
    pub cards: Vec<Card>,
    /// How much of what was seen could be read.
    pub coverage: Coverage,
    /// The one question about the country of open numbers, if it is worth asking.
    pub country: Option<CountryQuestion>,
    /// The latest scan, where it brought something to a case that held something: what it changed is told on a screen
    /// of its own, and compared only there.
    pub changed: Option<ScanRow>,
}

/// Where a click leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// A number's page.
    Number {
        /// Which.
        number: NumberId,
    },
    /// A filtered list of numbers.
    Numbers {
        /// The filter.
        filter: NumberFilter,
    },
    /// A filtered list of mentions.
    Mentions {
        /// The filter.
        filter: MentionFilter,
    },
    /// A filtered list of findings.
    Findings {
        /// The filter.
        filter: FindingFilter,
    },
    /// A conversation, at a message if one is given.
    Conversation {
        /// Which.
        conversation: ConversationId,
        /// The message to show first.
        message: Option<MessageId>,
    },
    /// The Sources screen, at one source if one is given.
    Sources {
        /// The source to show first.
        source: Option<SourceId>,
    },
    /// The Whose numbers screen.
    Owners,
    /// The Proof screen.
    Proof,
}

/// In what way a number appears: whose hand put it there, as far as the export tells. Each mention has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// Typed or attached by the user in a conversation with an assistant.
    ByYouToAssistant,
    /// Typed by the user in any other conversation.
    ByYou,
    /// Typed by somebody else in a group or channel.
    ByOthersInGroup,
    /// Typed by somebody else elsewhere.
    ByOthers,
    /// Written by an assistant, its reasoning, titles and artifacts included.
    ByAssistant,
    /// Sent to a tool by an assistant.
    ToTool,
    /// Returned by a tool.
    ByTool,
    /// In custom instructions, memory, project documents, system prompts.
    InContext,
    /// In a profile or account record.
    InAccountRecord,
    /// On a contact card.
    OnContactCard,
    /// As the sender, recipient or member of a conversation.
    AsMember,
    /// In a notice of the service, or a call record.
    InNotice,
    /// In a text without known shape.
    InDocument,
}

/// What a card counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CardId {
    /// Different numbers.
    Numbers,
    /// Of the user.
    Mine,
    /// Of contacts.
    Contacts,
    /// Written by assistants.
    Assistants,
    /// Without a country.
    Open,
    /// Conversations read.
    Conversations,
    /// Messages read.
    Messages,
}

/// A count that is worth a card.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Card {
    /// What is counted.
    pub id: CardId,
    /// How many.
    pub count: u64,
    /// Where a click leads.
    pub target: Target,
}

/// How much of what was seen could be read. Sums: `seen = read + skipped + failed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
pub struct Coverage {
    /// Records cut from the sources.
    pub seen: u64,
    /// Turned into messages, cards and the like.
    pub read: u64,
    /// Passed over, each with a reason.
    pub skipped: u64,
    /// Could not be read.
    pub failed: u64,
    /// Things that belong to messages and cannot be searched: pictures, voice notes, omitted tool results.
    pub unread: u64,
}
