//! One conversation: its facts, and every message of its tree, also those on paths no longer shown.

use super::tree::Tree;
use super::{content, metadata};
use crate::cut::json::{Record, Value};
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, gather, instant};
use teltale_model::{
    Branch, Conversation, ConversationKind, Key, Message, Part, Place, Problem, ProblemKind, RecordKind,
    Role, Text,
};

pub(super) fn read(record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    let key = ["conversation_id", "id"]
        .iter()
        .find_map(|name| root.get(name)?.as_key())
        .unwrap_or_default();
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: root
            .get("title")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind: ConversationKind::Assistant,
        parts: conversation_parts(root),
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let Some(mapping) = root.get("mapping").filter(|mapping| mapping.is_object()) else {
        return Ok(());
    };
    let current = root.get("current_node").and_then(Value::text);
    let mut tree = Tree::of(mapping, current.as_deref());
    if tree.broken {
        emit.event(Event::Problem(Problem {
            kind: ProblemKind::BrokenTree,
            at: record.at(),
            line: None,
        }))?;
    }
    let mut speakers = Speakers::default();
    for index in std::mem::take(&mut tree.order) {
        let node = &tree.nodes[index];
        let Some(value) = node.message else { continue };
        let author = Author::of(value);
        speakers.tell_role(emit, &key, &author.key, author.name(), author.role)?;
        let mut message = Message {
            conversation: key.borrowed(),
            key: Key::from(&*node.id),
            parent: tree
                .parent_of(index)
                .map(|parent| Key::from(&*parent.id))
                .unwrap_or_default(),
            author: Key::from(author.key.clone()),
            role: author.role,
            sent_at: value
                .get("create_time")
                .and_then(Value::number)
                .and_then(instant::from_seconds),
            branch: if node.shown {
                Branch::Shown
            } else {
                Branch::OffPath
            },
            hidden: is_hidden(value),
            ..Message::default()
        };
        content::read(value, &author, &mut message);
        metadata::read(value, &author, &mut message);
        for (name, rest) in value.entries() {
            if !is_known(&name.text_or_empty()) {
                gather::words(rest, Place::OtherField, &mut message.parts);
            }
        }
        tree.nodes[index].told = tell::message(emit, message)?;
    }
    Ok(())
}

/// True for members of a message that are read by name or say nothing.
fn is_known(name: &str) -> bool {
    matches!(
        name,
        "id" | "author"
            | "create_time"
            | "update_time"
            | "content"
            | "status"
            | "end_turn"
            | "weight"
            | "metadata"
            | "recipient"
            | "channel"
    )
}

/// Who speaks in a message, and to whom.
pub(super) struct Author {
    /// The role's name, or the tool's.
    pub(super) key: String,
    pub(super) role: Role,
    /// The tool that the assistant speaks to; none where it speaks to the user.
    pub(super) to_tool: Option<String>,
    /// True where the assistant thinks aloud.
    pub(super) thinks: bool,
}

impl Author {
    fn of(message: Value<'_>) -> Self {
        let author = message.get("author");
        let role = author
            .and_then(|author| author.get("role"))
            .map(Value::text_or_empty)
            .unwrap_or_default();
        let name = author
            .and_then(|author| author.get("name"))
            .map(Value::text_or_empty)
            .unwrap_or_default();
        let content_type = message
            .find(&["content", "content_type"])
            .map(Value::text_or_empty)
            .unwrap_or_default();
        // Custom instructions and memory are put before the chat in the user's or the service's name.
        let injected = matches!(&*content_type, "user_editable_context" | "model_editable_context")
            || message
                .find(&["metadata", "is_user_system_message"])
                .is_some_and(Value::is_true);
        let recipient = message
            .get("recipient")
            .map(Value::text_or_empty)
            .unwrap_or_default();
        let (key, role) = match &*role {
            _ if injected => ("system".to_owned(), Role::System),
            "user" => ("user".to_owned(), Role::Person),
            "assistant" => ("assistant".to_owned(), Role::Assistant),
            "tool" | "function" if name.is_empty() => ("tool".to_owned(), Role::Tool),
            "tool" | "function" => (name.into_owned(), Role::Tool),
            "system" | "" => ("system".to_owned(), Role::System),
            other => (other.to_owned(), Role::System),
        };
        let to_tool = role == Role::Assistant && !recipient.is_empty() && recipient != "all";
        Self {
            key,
            role,
            to_tool: to_tool.then(|| recipient.into_owned()),
            thinks: role == Role::Assistant
                && message
                    .get("channel")
                    .is_some_and(|channel| channel.is("analysis")),
        }
    }

    fn name(&self) -> &str {
        match self.role {
            Role::Assistant => "ChatGPT",
            Role::Tool => &self.key,
            Role::Person | Role::System | Role::Account => "",
        }
    }
}

/// True where ChatGPT does not show the message: injected context, and what it marks as hidden itself.
fn is_hidden(message: Value<'_>) -> bool {
    let flag = |name: &str| message.find(&["metadata", name]).is_some_and(Value::is_true);
    let content_type = message.find(&["content", "content_type"]);
    let injected = content_type
        .is_some_and(|kind| kind.is("user_editable_context") || kind.is("model_editable_context"));
    let system = message
        .find(&["author", "role"])
        .is_some_and(|role| role.is("system"));
    injected || system || flag("is_visually_hidden_from_conversation") || flag("is_user_system_message")
}

/// Title and links of the conversation itself, and whatever it holds that is not known.
fn conversation_parts(root: Value<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "title" => parts.extend(value.part(Place::Title)),
            "safe_urls" | "blocked_urls" => {
                for url in value.items() {
                    parts.extend(tell::labelled(url.part(Place::Link), name.text_or_empty()));
                }
            }
            "mapping" | "id" | "conversation_id" | "current_node" => {}
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    parts
}

/// A label that owns its characters, for parts that outlive the author.
pub(super) fn label(text: &str) -> Text<'static> {
    Text::from(text.to_owned())
}
