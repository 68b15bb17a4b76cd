//! Sends a record's event and counts it, for the formats whose records are one event each.

use crate::{Emit, Event, Halt};
use std::borrow::Cow;
use std::collections::HashSet;
use teltale_model::{Account, Contact, Key, Message, Part, Participant, RecordKind, Role, SkipReason, Text};

/// A message, unless it says nothing and names nothing; true where it went out.
pub(crate) fn message(emit: &mut Emit<'_>, message: Message<'_>) -> Result<bool, Halt> {
    counted_message(emit, RecordKind::Message, message)
}

/// A message that is counted as a record of another kind: a memory, a row.
pub(crate) fn counted_message(
    emit: &mut Emit<'_>,
    kind: RecordKind,
    message: Message<'_>,
) -> Result<bool, Halt> {
    emit.seen(kind);
    if message.parts.is_empty() && message.attachments.is_empty() && message.unread.is_empty() {
        emit.skip(kind, SkipReason::Empty);
        return Ok(false);
    }
    emit.event(Event::Message(message))?;
    emit.read(kind);
    Ok(true)
}

/// A contact.
pub(crate) fn contact(emit: &mut Emit<'_>, contact: Contact<'_>) -> Result<(), Halt> {
    emit.seen(RecordKind::Contact);
    emit.event(Event::Contact(contact))?;
    emit.read(RecordKind::Contact);
    Ok(())
}

/// The owner's account.
pub(crate) fn account(emit: &mut Emit<'_>, account: Account<'_>) -> Result<(), Halt> {
    emit.seen(RecordKind::Account);
    emit.event(Event::Account(account))?;
    emit.read(RecordKind::Account);
    Ok(())
}

/// A record that is passed over on purpose.
pub(crate) fn skipped(emit: &mut Emit<'_>, kind: RecordKind, reason: SkipReason) {
    emit.seen(kind);
    emit.skip(kind, reason);
}

/// The participants of one conversation that were told already.
#[derive(Default)]
pub(crate) struct Speakers {
    /// The first ones, which are found faster in a row.
    few: Vec<String>,
    many: HashSet<String>,
}

/// So many speakers stand in a row.
const FEW: usize = 8;

impl Speakers {
    /// True where a participant with this key was told.
    pub(crate) fn know(&self, key: &str) -> bool {
        self.few.iter().any(|known| known == key) || !self.many.is_empty() && self.many.contains(key)
    }

    /// Tells a participant once.
    pub(crate) fn tell(&mut self, emit: &mut Emit<'_>, speaker: Participant<'_>) -> Result<(), Halt> {
        if self.know(&speaker.key) {
            return Ok(());
        }
        if self.few.len() < FEW {
            self.few.push(speaker.key.to_string());
        } else {
            self.many.insert(speaker.key.to_string());
        }
        emit.event(Event::Participant(speaker))
    }

    /// Tells somebody in an assistant's transcript, known by a role: the one who typed is the export's owner.
    pub(crate) fn tell_role(
        &mut self,
        emit: &mut Emit<'_>,
        conversation: &Key<'_>,
        key: &str,
        name: &str,
        role: Role,
    ) -> Result<(), Halt> {
        self.tell(
            emit,
            Participant {
                conversation: conversation.borrowed(),
                key: Key::from(key),
                name: Text::from(name),
                role,
                owner: role == Role::Person,
                parts: Vec::new(),
            },
        )
    }
}

/// A part with a label.
pub(crate) fn labelled<'t>(part: Option<Part<'t>>, label: impl Into<Cow<'t, str>>) -> Option<Part<'t>> {
    part.map(|part| Part {
        label: Text(label.into()),
        ..part
    })
}
