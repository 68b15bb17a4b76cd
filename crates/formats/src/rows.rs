//! Records without a shape of their own: every string of each goes out in one document that the entry is.

use crate::cut::json::Record;
use crate::entry_name::EntryName;
use crate::{Emit, Entry, Event, Halt, gather, tell};
use teltale_model::{Conversation, ConversationKind, Key, Message, Part, Place, RecordKind, Role};

/// Reads records as rows, and tells their document once.
pub(crate) struct Rows {
    name: EntryName,
    told: bool,
}

impl Rows {
    /// The rows of `entry`.
    pub(crate) fn of(entry: &dyn Entry) -> Self {
        Self {
            name: EntryName::of(entry),
            told: false,
        }
    }

    /// The key of the document.
    pub(crate) fn key(&self) -> Key<'_> {
        Key::from(self.name.key())
    }

    /// Reads a record of which only its strings matter.
    pub(crate) fn read(&mut self, record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut parts = Vec::new();
        gather::words(record.root(), Place::OtherField, &mut parts);
        self.parts(parts, emit)
    }

    /// Tells the strings that stand in no message as a row.
    pub(crate) fn parts(&mut self, parts: Vec<Part<'_>>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.tell(
            RecordKind::Row,
            Message {
                role: Role::System,
                parts,
                ..Message::default()
            },
            emit,
        )
    }

    /// Tells a message of the document, counted as a record of `kind`.
    pub(crate) fn tell(
        &mut self,
        kind: RecordKind,
        message: Message<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        if !self.told && !message.parts.is_empty() {
            self.told = true;
            emit.event(Event::Conversation(Conversation {
                key: self.key(),
                kind: ConversationKind::Document,
                ..Conversation::default()
            }))?;
        }
        tell::counted_message(
            emit,
            kind,
            Message {
                conversation: self.key(),
                ..message
            },
        )?;
        Ok(())
    }
}
