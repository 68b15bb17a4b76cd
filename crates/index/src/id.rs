//! Ids of rows. They hold inside one case and say nothing outside it; what must outlive re-reading hangs on a
//! [`Subject`](crate::Subject) instead.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )*};
}

ids! {
    /// What the user added: a file, folder or archive.
    SourceId,
    /// One file inside a source.
    EntryId,
    /// A conversation, over all entries that hold some of it.
    ConversationId,
    /// Somebody in a conversation.
    ParticipantId,
    /// A message, or another record with parts: `entry << 32 | ordinal of the event`.
    RecordId,
    /// A stretch of records, stored together.
    BlockId,
    /// One line, or a set of candidates while the region is open.
    NumberId,
    /// One number at one exact place.
    MentionId,
    /// A rule's result.
    FindingId,
}

impl RecordId {
    /// The record of an event.
    pub fn new(entry: EntryId, ordinal: u32) -> Self {
        Self(entry.0 << 32 | i64::from(ordinal))
    }

    /// The entry that holds it.
    pub fn entry(self) -> EntryId {
        EntryId(self.0 >> 32)
    }

    /// Its place among the events of the entry, from 0.
    pub fn ordinal(self) -> u32 {
        (self.0 & 0xffff_ffff) as u32
    }
}
