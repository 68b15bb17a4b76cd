//! The Grok export: conversations with their responses, projects, and the account.

use crate::cut::json::{Cursor, Kind, Record, Sketch, Value};
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, blocks, gather, instant};
use teltale_model::{Conversation, ConversationKind, Key, Message, Place, RecordKind, Role, SentAt, Unread};

/// Grok's export.
pub(crate) const FORMAT: &dyn Format = &Grok;

struct Grok;

static ABOUT: About = About {
    id: "grok",
    name: "Grok export",
    service: "Grok",
    version: 1,
    how_to_export: "At accounts.x.ai, or in Grok's settings under Data, choose to download your account's data.",
};

impl Format for Grok {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &["\"conversations\"", "\"responses\""]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let first = record
            .root()
            .get("conversations")
            .into_iter()
            .flat_map(Value::items)
            .take(5);
        match first.into_iter().any(is_conversation) {
            true => Recognition::Yes("conversations with their responses beside them"),
            false => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        if json.kind()? == Some(Kind::Object) {
            json.enter();
            while let Some(name) = json.key()? {
                if name == "conversations" && json.kind()? == Some(Kind::Array) {
                    json.enter();
                    while json.item()? {
                        json.record(RecordKind::Conversation, emit, |found, emit| {
                            conversation(found, &mut rows, emit)
                        })?;
                    }
                } else {
                    json.record(RecordKind::Row, emit, |found, emit| rows.read(found, emit))?;
                }
            }
        }
        json.finish(emit)
    }
}

fn is_conversation(value: Value<'_>) -> bool {
    value.get("conversation").is_some_and(Value::is_object)
        && value.get("responses").is_some_and(Value::is_array)
}

fn conversation(record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    let (Some(facts), true) = (root.get("conversation"), is_conversation(root)) else {
        return rows.read(record, emit);
    };
    let key = facts.get("id").and_then(Value::as_key).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in facts.entries() {
        let place = if name.is("title") {
            Place::Title
        } else {
            Place::OtherField
        };
        match place {
            Place::Title => parts.extend(value.part(place)),
            _ => gather::words(value, place, &mut parts),
        }
    }
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: facts
            .get("title")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind: ConversationKind::Assistant,
        parts,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let mut speakers = Speakers::default();
    for item in root.get("responses").into_iter().flat_map(Value::items) {
        let value = item
            .get("response")
            .filter(|inner| inner.is_object())
            .unwrap_or(item);
        // Models answer under their own names.
        let human = value
            .get("sender")
            .is_some_and(|sender| sender.is("human") || sender.is("user"));
        let (author, name, role) = if human {
            ("user", "", Role::Person)
        } else {
            ("assistant", "Grok", Role::Assistant)
        };
        speakers.tell_role(emit, &key, author, name, role)?;
        let mut message = Message {
            conversation: key.borrowed(),
            key: value.get("_id").and_then(Value::as_key).unwrap_or_default(),
            parent: value
                .get("parent_response_id")
                .and_then(Value::as_key)
                .unwrap_or_default(),
            author: Key::from(author),
            role,
            sent_at: value.get("create_time").and_then(time),
            ..Message::default()
        };
        response(value, &mut message);
        tell::message(emit, message)?;
    }
    Ok(())
}

/// `{"$date":{"$numberLong":"…"}}`, or ISO 8601.
fn time(value: Value<'_>) -> Option<SentAt> {
    let ms = value
        .find(&["$date", "$numberLong"])
        .or_else(|| value.get("$date"))
        .and_then(Value::whole);
    ms.and_then(instant::from_millis)
        .or_else(|| instant::from_iso(&value.text()?))
}

fn response<'t>(value: Value<'t>, message: &mut Message<'t>) {
    message
        .parts
        .extend(value.get("message").and_then(|text| text.part(Place::Body)));
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "message" | "_id" | "conversation_id" | "parent_response_id" | "sender" | "create_time"
            | "model" | "partial" => {}
            "web_search_results"
            | "cited_web_search_results"
            | "xpost_ids"
            | "webpage_urls"
            | "steps"
            | "card_attachments_json" => {
                gather::words(member, Place::ToolResult, &mut message.parts);
            }
            "thinking_trace" | "agent_thinking_traces" => {
                gather::words(member, Place::Reasoning, &mut message.parts)
            }
            "query" => gather::words(member, Place::ToolCall, &mut message.parts),
            "file_attachments" => {
                for file in member.items() {
                    let name = file.get("name").or_else(|| file.get("file_name")).unwrap_or(file);
                    if name.is_string() {
                        let kind = blocks::file_name(name, None, message);
                        message.unread.push(Unread {
                            kind,
                            at: name.locator(),
                        });
                    }
                }
            }
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
}
