//! Tells the records of the export's files apart; reads accounts, memories and projects.

use super::{conversation, design};
use crate::cut::json::{Record, Value};
use crate::rows::Rows;
use crate::{Emit, Event, Halt, gather, instant, tell};
use teltale_model::{
    Account, Conversation, ConversationKind, Key, Message, Part, Place, ReadAs, RecordKind, Role, Text,
};

/// What an element of one of the files is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Conversation,
    DesignChat,
    Account,
    Memories,
    /// A memory of its own, as older exports have them.
    Memory,
    Project,
}

fn kind(value: Value<'_>) -> Option<Kind> {
    let has = |name: &str| value.entries().any(|(key, _)| key.is(name));
    let sender = |message: Value<'_>| {
        message
            .get("sender")
            .is_some_and(|sender| sender.is("human") || sender.is("assistant"))
    };
    if let Some(messages) = value.get("chat_messages").filter(|messages| messages.is_array()) {
        let mut items = messages.items().peekable();
        return (items.peek().is_none() && has("uuid") || items.take(5).any(sender))
            .then_some(Kind::Conversation);
    }
    if let Some(messages) = value.get("messages").filter(|messages| messages.is_array()) {
        let blocks = |message: Value<'_>| message.find(&["content", "contentBlocks"]).is_some();
        if messages.items().take(5).any(blocks) {
            return Some(Kind::DesignChat);
        }
        return (has("uuid") && messages.items().take(5).any(sender)).then_some(Kind::Conversation);
    }
    if has("conversations_memory") || has("project_memories") || has("memory_files") {
        return Some(Kind::Memories);
    }
    if has("uuid") && has("full_name") && has("email_address") {
        return Some(Kind::Account);
    }
    if has("uuid") && has("prompt_template") && has("docs") {
        return Some(Kind::Project);
    }
    (has("uuid") && has("memory") && has("created_at")).then_some(Kind::Memory)
}

/// Why a value belongs to this export; none if it does not.
pub(super) fn reason(value: Value<'_>) -> Option<&'static str> {
    kind(value).map(|kind| match kind {
        Kind::Conversation => "conversations whose messages name a human or assistant sender",
        Kind::DesignChat => "a design chat with content blocks",
        Kind::Account => "an account record with the fields of Claude's user file",
        Kind::Memories | Kind::Memory => "what Claude remembers about its user",
        Kind::Project => "a project with its prompt and documents",
    })
}

/// Reads one element of any of the files.
pub(super) fn read(record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    match kind(root) {
        Some(Kind::Conversation) => conversation::read(record, emit),
        Some(Kind::DesignChat) => design::read(root, emit),
        Some(Kind::Account) => account(root, emit),
        Some(Kind::Memories) => memories(root, emit),
        Some(Kind::Memory) => {
            let owner = begin_memories(root, emit)?;
            memory(root, &owner, Key::default(), emit)
        }
        Some(Kind::Project) => project(root, emit),
        None => rows.read(record, emit),
    }
}

fn account(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "uuid" => {}
            "email_address" => parts.extend(value.part(Place::AccountField).map(|part| Part {
                read_as: ReadAs::Opaque,
                label: Text::from("email_address"),
                ..part
            })),
            _ => gather::all(value, Place::AccountField, &mut parts),
        }
    }
    tell::account(
        emit,
        Account {
            key: root.get("uuid").and_then(Value::as_key).unwrap_or_default(),
            name: root
                .get("full_name")
                .map(Value::text_or_empty)
                .unwrap_or_default()
                .into(),
            parts,
        },
    )
}

/// Tells the conversation that holds an account's memories; its key.
fn begin_memories(root: Value<'_>, emit: &mut Emit<'_>) -> Result<Key<'static>, Halt> {
    let account = root
        .get("account_uuid")
        .map(Value::text_or_empty)
        .unwrap_or_default();
    let key = Key::from(format!("memories {account}").trim_end().to_owned());
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        kind: ConversationKind::Document,
        ..Conversation::default()
    }))?;
    Ok(key)
}

/// The newer shape: one memory of all conversations, one a project, and files.
fn memories(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let conversation = begin_memories(root, emit)?;
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "project_memories" if value.is_object() => {
                for (project, value) in value.entries() {
                    memory(value, &conversation, Key::from(project.text_or_empty()), emit)?;
                }
            }
            "memory_files" if value.is_array() => {
                for file in value.items() {
                    let path = file.get("path").and_then(Value::as_key).unwrap_or_default();
                    memory(file, &conversation, path, emit)?;
                }
            }
            "account_uuid" => {}
            name => memory(value, &conversation, Key::from(name.to_owned()), emit)?,
        }
    }
    Ok(())
}

/// One memory. The assistant wrote it, but not to the user: it is put before other conversations.
fn memory(value: Value<'_>, conversation: &Key<'_>, key: Key<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let own = value.get("uuid").and_then(Value::as_key);
    let mut parts = Vec::new();
    gather::words(value, Place::Memory, &mut parts);
    let written = ["updated_at", "created_at"]
        .iter()
        .find_map(|name| instant::from_iso(&value.get(name)?.text()?));
    tell::counted_message(
        emit,
        RecordKind::Document,
        Message {
            conversation: conversation.borrowed(),
            key: own.unwrap_or(key),
            role: Role::System,
            sent_at: written,
            hidden: true,
            parts,
            ..Message::default()
        },
    )?;
    Ok(())
}

fn project(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let key = root.get("uuid").and_then(Value::as_key).unwrap_or_default();
    let mut parts = Vec::new();
    let mut documents = 0;
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "uuid" | "creator" => {}
            "name" => parts.extend(value.part(Place::Title)),
            "prompt_template" => parts.extend(tell::labelled(
                value.part(Place::ProjectPrompt),
                "prompt_template",
            )),
            "description" => parts.extend(tell::labelled(value.part(Place::ProjectPrompt), "description")),
            "docs" => {
                for document in value.items() {
                    documents += 1;
                    self::document(document, &mut parts);
                }
            }
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    if let Some(creator) = root.find(&["creator", "full_name"]) {
        parts.extend(tell::labelled(creator.part(Place::Author), "creator"));
    }
    for _ in 0..=documents {
        emit.seen(RecordKind::Document);
    }
    emit.event(Event::Conversation(Conversation {
        key,
        title: root
            .get("name")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind: ConversationKind::Document,
        parts,
        ..Conversation::default()
    }))?;
    for _ in 0..=documents {
        emit.read(RecordKind::Document);
    }
    Ok(())
}

fn document<'t>(document: Value<'t>, parts: &mut Vec<Part<'t>>) {
    let name = ["filename", "file_name", "name"]
        .iter()
        .find_map(|name| document.get(name));
    let label = name.map(Value::text_or_empty).unwrap_or_default();
    parts.extend(name.and_then(|name| tell::labelled(name.part(Place::FileName), "document")));
    for (member, value) in document.entries() {
        match &*member.text_or_empty() {
            "content" => parts.extend(tell::labelled(value.part(Place::ProjectDocument), label.clone())),
            "uuid" | "filename" | "file_name" | "name" | "created_at" => {}
            _ => gather::words(value, Place::ProjectDocument, parts),
        }
    }
}
