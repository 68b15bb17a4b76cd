//! Where in a record a text stands, which decides what a number there means.

use serde::{Deserialize, Serialize};

/// The place of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// What was typed or answered.
    Body,
    /// A sender's name or id.
    Author,
    /// A recipient, or a member named by a record.
    Recipient,
    /// Somebody mentioned with `@`.
    AtMention,
    /// A conversation's title: where a model wrote it, a copy and never a first appearance.
    Title,
    /// A summary that a model wrote: a copy.
    Summary,
    /// The name of an attached file.
    FileName,
    /// A contact card, shared or from an address book.
    ContactCard,
    /// A field of the owner's account or profile.
    AccountField,
    /// A link, its target.
    Link,
    /// What the assistant wrote to a tool.
    ToolCall,
    /// What a tool returned: pages, snippets, citations, cards.
    ToolResult,
    /// Text extracted from an attachment that the user gave.
    AttachmentText,
    /// Custom instructions, personas.
    CustomInstructions,
    /// A project's prompt.
    ProjectPrompt,
    /// A project's document.
    ProjectDocument,
    /// What an assistant wrote down about the user.
    Memory,
    /// A prompt of the service or injected context.
    SystemPrompt,
    /// An assistant's hidden reasoning.
    Reasoning,
    /// A document, canvas or code that the assistant made.
    Artifact,
    /// Speech turned into text: digits may be wrong.
    Transcript,
    /// A notice of the service: joined, left, changed number.
    SystemNotice,
    /// A copy of another message inside a reply.
    Quote,
    /// An earlier version of an edited message.
    EarlierVersion,
    /// A call record.
    Call,
    /// Any other string of a record.
    OtherField,
}
