//! Tells the records of the export's files apart, and reads all but conversations.

use super::conversation;
use crate::cut::json::{Record, Value};
use crate::rows::Rows;
use crate::{Emit, Halt, gather, instant, tell};
use teltale_model::{Account, Key, Message, Place, RecordKind, Role, SkipReason};

/// What an element of one of the files is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Conversation,
    Account,
    Feedback,
    Shared,
    CodexTask,
}

fn kind(value: Value<'_>) -> Option<Kind> {
    let has = |name: &str| value.entries().any(|(key, _)| key.is(name));
    if has("mapping")
        && !has("inserted_at")
        && (has("create_time") || has("current_node") || has("conversation_id"))
    {
        return Some(Kind::Conversation);
    }
    if has("chatgpt_plus_user") || has("phone_number") && has("email") && has("id") && !has("uuid") {
        return Some(Kind::Account);
    }
    if has("conversation_id") && has("rating") {
        return Some(Kind::Feedback);
    }
    if has("conversation_id") && has("is_anonymous") {
        return Some(Kind::Shared);
    }
    let task = value.get("id").is_some_and(|id| id.raw().starts_with(b"task_e_"));
    (task && has("turns")).then_some(Kind::CodexTask)
}

/// Why a value belongs to this export; none if it does not.
pub(super) fn reason(value: Value<'_>) -> Option<&'static str> {
    kind(value).map(|kind| match kind {
        Kind::Conversation => "conversations whose messages stand in a mapping of nodes",
        Kind::Account => "an account record with the fields of ChatGPT's user file",
        Kind::Feedback => "ratings of ChatGPT's answers",
        Kind::Shared => "a list of shared ChatGPT conversations",
        Kind::CodexTask => "Codex tasks with their turns",
    })
}

/// Reads one element of any of the files.
pub(super) fn read(record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    match kind(root) {
        Some(Kind::Conversation) => conversation::read(record, emit),
        Some(Kind::Account) => account(root, emit),
        Some(Kind::Feedback) => feedback(root, emit),
        Some(Kind::Shared) => {
            tell::skipped(emit, RecordKind::Conversation, SkipReason::Repeats);
            Ok(())
        }
        Some(Kind::CodexTask) | None => rows.read(record, emit),
    }
}

fn account(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "id" => {}
            "email" => parts.extend(gather::mail_address(value)),
            _ => gather::all(value, Place::AccountField, &mut parts),
        }
    }
    tell::account(
        emit,
        Account {
            key: root.get("id").and_then(Value::as_key).unwrap_or_default(),
            name: root
                .get("name")
                .map(Value::text_or_empty)
                .unwrap_or_default()
                .into(),
            parts,
        },
    )
}

/// What the user wrote to OpenAI about an answer: JSON inside of a string.
fn feedback(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    if let Some(content) = root.get("content") {
        gather::nested(content, Place::OtherField, &mut parts);
    }
    tell::counted_message(
        emit,
        RecordKind::Row,
        Message {
            conversation: root
                .get("conversation_id")
                .and_then(Value::as_key)
                .unwrap_or_default(),
            key: root.get("id").and_then(Value::as_key).unwrap_or_default(),
            author: Key::from("user"),
            role: Role::Person,
            sent_at: root
                .get("create_time")
                .and_then(|at| instant::from_iso(&at.text()?)),
            parts,
            ..Message::default()
        },
    )?;
    Ok(())
}
