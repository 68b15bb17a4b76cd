//! What belongs to a conversation and was not searched: a reason why an origin may be missing.

use serde::Serialize;
use std::fmt::{self, Display, Formatter};
use teltale_index::ConversationRow;
use teltale_model::UnreadKind;
use ts_rs::TS;

/// Something that was not read. Ordered as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NotRead {
    /// Something that belongs to a message near by.
    Unread {
        /// Which kind.
        kind: UnreadKind,
    },
    /// What tools returned, in the whole conversation.
    ToolData,
    /// The start of the conversation.
    Start,
    /// Attachments of the conversation.
    Attachments {
        /// How many.
        count: u64,
    },
}

impl NotRead {
    /// What the export of a conversation leaves out.
    pub(crate) fn left_out(conversation: &ConversationRow) -> impl Iterator<Item = Self> {
        let tool_data = conversation.omits_tool_data.then_some(Self::ToolData);
        let start = conversation.truncated_start.then_some(Self::Start);
        tool_data.into_iter().chain(start)
    }
}

impl Display for NotRead {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread { kind } => f.write_str(crate::words::unread(*kind)),
            Self::ToolData => f.write_str("What tools returned: exports of this kind leave it out."),
            Self::Start => f.write_str("The start of this conversation: the export does not hold it."),
            Self::Attachments { count } => write!(
                f,
                "{} in this conversation: pictures, voice notes and the like are not searched.",
                crate::words::count(*count, "attachment", "attachments")
            ),
        }
    }
}
