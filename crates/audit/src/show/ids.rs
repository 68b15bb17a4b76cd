//! Opaque handles of what is in a case: good for asking again, meaningless otherwise.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub i64);
    )*};
}

ids! {
    /// A number of the case.
    NumberId,
    /// A mention of the case.
    MentionId,
    /// A message, or another record that carries parts (a contact card, an account record).
    MessageId,
    /// A conversation.
    ConversationId,
    /// A source the user added.
    SourceId,
    /// An entry of a source.
    EntryId,
}

macro_rules! same_as_in_the_case {
    ($($shown:ident = $stored:ident),* $(,)?) => {$(
        impl From<teltale_index::$stored> for $shown {
            fn from(id: teltale_index::$stored) -> Self {
                Self(id.0)
            }
        }
        impl From<$shown> for teltale_index::$stored {
            fn from(id: $shown) -> Self {
                Self(id.0)
            }
        }
    )*};
}
same_as_in_the_case! {
    NumberId = NumberId, MentionId = MentionId, MessageId = RecordId, ConversationId = ConversationId,
    SourceId = SourceId, EntryId = EntryId,
}
