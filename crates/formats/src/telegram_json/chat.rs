//! One chat: its name, type and id stand before its messages, which go by one at a time.

use super::message;
use crate::cut::json::{Cursor, Kind, Value};
use crate::rows::Rows;
use crate::tell::Speakers;
use crate::{Emit, Event, Halt};
use teltale_model::{Conversation, ConversationKind, Key, Part, Place, RecordKind, Text};

/// The types of chats, and what kind of gathering each is.
const TYPES: &[(&str, ConversationKind)] = &[
    ("personal_chat", ConversationKind::Direct),
    ("bot_chat", ConversationKind::Direct),
    ("saved_messages", ConversationKind::Direct),
    ("replies", ConversationKind::Direct),
    ("verification_codes", ConversationKind::Direct),
    ("private_group", ConversationKind::Group),
    ("private_supergroup", ConversationKind::Group),
    ("public_supergroup", ConversationKind::Group),
    ("private_channel", ConversationKind::Channel),
    ("public_channel", ConversationKind::Channel),
];

fn kind(name: &str) -> Option<ConversationKind> {
    TYPES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| *kind)
}

/// True for an object that is a chat by itself.
pub(super) fn is_chat(root: Value<'_>) -> bool {
    let known = root
        .get("type")
        .and_then(Value::text)
        .is_some_and(|name| kind(&name).is_some());
    known && root.get("messages").is_some_and(Value::is_array)
}

/// What is known of a chat before its messages.
#[derive(Default)]
struct Facts {
    id: String,
    name: Option<Part<'static>>,
    kind: ConversationKind,
    told: bool,
}

impl Facts {
    /// The id; a chat without one goes by its name or type.
    fn key(&self) -> Key<'_> {
        match (&self.name, self.id.as_str()) {
            (Some(name), "") => Key::from(&*name.text),
            (_, id) => Key::from(id),
        }
    }

    fn tell(&mut self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        if std::mem::replace(&mut self.told, true) {
            return Ok(());
        }
        emit.seen(RecordKind::Conversation);
        emit.event(Event::Conversation(Conversation {
            key: self.key(),
            title: self
                .name
                .as_ref()
                .map(|name| name.text.borrowed())
                .unwrap_or_default(),
            kind: self.kind,
            parts: self.name.iter().cloned().collect(),
            ..Conversation::default()
        }))?;
        emit.read(RecordKind::Conversation);
        Ok(())
    }
}

/// Reads the chat at hand.
pub(super) fn read(
    json: &mut Cursor<'_>,
    emit: &mut Emit<'_>,
    owner: &Key<'_>,
    rows: &mut Rows,
) -> Result<(), Halt> {
    let mut facts = Facts::default();
    json.enter();
    while let Some(name) = json.key()? {
        match (name.as_str(), json.kind()?) {
            ("messages", Some(Kind::Array)) => {
                facts.tell(emit)?;
                messages(json, emit, &facts.key(), owner)?;
            }
            ("name", Some(Kind::String)) => json.record(RecordKind::Conversation, emit, |record, _| {
                facts.name = record.root().part(Place::Title).map(owned);
                Ok(())
            })?,
            ("id", Some(Kind::String | Kind::Number)) => {
                json.record(RecordKind::Conversation, emit, |record, _| {
                    facts.id = record
                        .root()
                        .as_key()
                        .map(|id| id.to_string())
                        .unwrap_or_default();
                    Ok(())
                })?
            }
            ("type", Some(Kind::String)) => json.record(RecordKind::Conversation, emit, |record, _| {
                facts.kind = kind(&record.root().text_or_empty()).unwrap_or_default();
                Ok(())
            })?,
            _ => json.record(RecordKind::Row, emit, |record, emit| rows.read(record, emit))?,
        }
    }
    facts.tell(emit)
}

fn messages(json: &mut Cursor<'_>, emit: &mut Emit<'_>, chat: &Key<'_>, owner: &Key<'_>) -> Result<(), Halt> {
    let mut speakers = Speakers::default();
    json.enter();
    while json.item()? {
        json.record(RecordKind::Message, emit, |record, emit| {
            message::read(record.root(), chat, owner, &mut speakers, emit)
        })?;
    }
    Ok(())
}

/// A part that outlives its record.
fn owned(part: Part<'_>) -> Part<'static> {
    Part {
        place: part.place,
        read_as: part.read_as,
        text: part.text.into_owned(),
        label: Text::default(),
        at: part.at,
    }
}
