//! One message of a list.

use super::speaker;
use crate::blocks;
use crate::cut::json::{Kind, Value};
use crate::tell::{self, Speakers};
use crate::{Emit, Halt, gather, instant};
use teltale_model::{Branch, Key, Message, Participant, Place, Role, SentAt, Text};

/// Members that hold what was said, the likeliest first.
const SAID: &[&str] = &[
    "content",
    "parts",
    "text",
    "value",
    "message",
    "mes",
    "body",
    "fragments",
    "response",
    "msg",
];

/// True for a record that names a speaker and holds a text, or wraps one that does.
pub(super) fn is_message(value: Value<'_>) -> bool {
    value.is_object() && (has_both(value) || wrapped(value).is_some())
}

fn has_both(value: Value<'_>) -> bool {
    let said = || {
        SAID.iter().any(|name| {
            value
                .get(name)
                .is_some_and(|said| said.is_string() || said.is_array() || has_text(said))
        })
    };
    let calls = || value.get("tool_calls").is_some() || value.get("function_call").is_some();
    speaker::of(value).is_some() && (said() || calls())
}

/// True for content that is an object with a text or parts of its own.
fn has_text(value: Value<'_>) -> bool {
    ["text", "parts", "content", "value"]
        .iter()
        .any(|name| value.get(name).is_some())
}

/// The message inside of a record such as `{"type":"message","message":{"role":…}}`.
fn wrapped(value: Value<'_>) -> Option<Value<'_>> {
    ["message", "payload", "data"]
        .iter()
        .filter_map(|name| value.get(name))
        .find(|inner| inner.is_object() && has_both(*inner))
}

/// True where an assistant speaks.
pub(super) fn is_by_assistant(value: Value<'_>) -> bool {
    let inner = wrapped(value).filter(|_| !has_both(value)).unwrap_or(value);
    speaker::of(inner).is_some_and(|speaker| speaker.role == Role::Assistant)
}

/// The record's own id.
pub(super) fn id(value: Value<'_>) -> Option<Key<'_>> {
    value.first_key(&["id", "uuid", "message_id", "messageId", "_id"])
}

/// Tells the message and, when new, its speaker.
pub(super) fn tell(
    value: Value<'_>,
    conversation: &Key<'_>,
    branch: Branch,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let inner = wrapped(value).filter(|_| !has_both(value)).unwrap_or(value);
    let Some(speaker) = speaker::of(inner) else {
        let mut parts = Vec::new();
        gather::all(value, Place::OtherField, &mut parts);
        let message = Message {
            conversation: conversation.borrowed(),
            role: Role::System,
            branch,
            parts,
            ..Message::default()
        };
        tell::message(emit, message)?;
        return Ok(());
    };
    speakers.tell(
        emit,
        Participant {
            conversation: conversation.borrowed(),
            key: Key::from(&*speaker.key),
            name: Text(speaker.name.map(Value::text_or_empty).unwrap_or_default()),
            role: speaker.role,
            owner: false,
            parts: speaker
                .name
                .and_then(|name| name.part(Place::Author))
                .into_iter()
                .collect(),
        },
    )?;
    let parent = [
        "parent_id",
        "parentId",
        "parentMessageId",
        "parent_message_id",
        "parentUuid",
        "parent",
    ];
    let mut message = Message {
        conversation: conversation.borrowed(),
        key: id(inner).or_else(|| id(value)).unwrap_or_default(),
        parent: value.first_key(&parent).unwrap_or_default(),
        author: Key(speaker.key.clone()),
        role: speaker.role,
        sent_at: sent_at(inner).or_else(|| sent_at(value)),
        branch,
        ..Message::default()
    };
    let said = said(inner, &speaker, &mut message);
    for (name, member) in inner.entries() {
        beside(&name.text_or_empty(), member, said, &mut message);
    }
    if !inner.same(value) {
        for (name, member) in value.entries() {
            if !member.same(inner) && (member.is_object() || !is_silent(&name.text_or_empty())) {
                gather::words(member, Place::OtherField, &mut message.parts);
            }
        }
    }
    tell::message(emit, message)?;
    Ok(())
}

/// Reads what was said; the member it stood in.
fn said<'t>(
    value: Value<'t>,
    speaker: &speaker::Speaker<'t>,
    message: &mut Message<'t>,
) -> Option<Value<'t>> {
    let filled =
        |said: &Value<'_>| !said.raw().is_empty() && (!said.is_array() || said.items().next().is_some());
    let holds = SAID.iter().filter_map(|name| value.get(name));
    let content = holds
        .filter(|said| said.is_string() || said.is_array() || said.is_object())
        .find(filled)?;
    let place = match speaker.role {
        Role::Person | Role::Assistant => Place::Body,
        Role::Tool => Place::ToolResult,
        Role::System | Role::Account => Place::SystemPrompt,
    };
    if speaker.calls {
        blocks::arguments(content, "", message);
    } else if speaker.role == Role::Tool {
        blocks::outcome(content, message);
    } else {
        let seen = blocks::read(content, place, message);
        // Tool results come back in the user's name.
        if speaker.role == Role::Person && seen.results && !seen.words {
            message.role = Role::Tool;
            message.author = Key::from("tool");
        }
    }
    Some(content)
}

/// A member other than what was said.
fn beside<'t>(name: &str, member: Value<'t>, said: Option<Value<'t>>, message: &mut Message<'t>) {
    match name {
        _ if said.is_some_and(|said| said.same(member)) => {}
        "tool_calls" => member.items().for_each(|call| blocks::call(call, message)),
        "function_call" if member.is_object() => blocks::call(member, message),
        "reasoning_content" | "reasoning" | "thinking" | "thoughts" | "thought" | "reasoningContent" => {
            gather::words(member, Place::Reasoning, &mut message.parts);
        }
        // Ids, or messages that are told by themselves.
        "children" if member.items().all(|child| child.is_string() || is_message(child)) => {}
        "toolCalls" => member.items().for_each(|call| tool_call(call, message)),
        "error" | "errorMessage" => gather::words(member, Place::SystemNotice, &mut message.parts),
        silent if is_silent(silent) && !member.is_object() => {}
        _ => {
            let mut parts = Vec::new();
            gather::words(member, Place::OtherField, &mut parts);
            // The same text under another name.
            parts.retain(|part| !message.parts.iter().take(4).any(|known| known.text == part.text));
            message.parts.append(&mut parts);
        }
    }
}

/// A call with its result beside it.
fn tool_call<'t>(call: Value<'t>, message: &mut Message<'t>) {
    for (name, member) in call.entries() {
        let place = match &*name.text_or_empty() {
            "result" | "resultDisplay" | "output" | "response" => Place::ToolResult,
            "id" | "status" | "timestamp" => continue,
            _ => Place::ToolCall,
        };
        match member.kind() {
            Kind::String => gather::nested(member, place, &mut message.parts),
            _ => gather::searched(member, place, &mut message.parts),
        }
    }
}

/// True for members that say who, when and how, which were read by name.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "role"
            | "from"
            | "author"
            | "sender"
            | "speaker"
            | "type"
            | "id"
            | "uuid"
            | "parentId"
            | "parent_id"
            | "parentMessageId"
            | "parentUuid"
            | "timestamp"
            | "time"
            | "created_at"
            | "createdAt"
            | "create_time"
            | "updated_at"
            | "updatedAt"
            | "date"
            | "model"
            | "is_user"
            | "isCreatedByUser"
            | "childrenIds"
            | "_id"
            | "__v"
            | "user"
            | "sessionId"
            | "session_id"
    )
}

/// A time under any of its usual names.
fn sent_at(value: Value<'_>) -> Option<SentAt> {
    let names = [
        "timestamp",
        "created_at",
        "createdAt",
        "create_time",
        "createTime",
        "time",
        "date",
        "timestamp_ms",
        "ts",
        "send_date",
        "inserted_at",
    ];
    names.iter().find_map(|name| {
        let at = value.get(name)?;
        match at.kind() {
            Kind::Number => instant::from_epoch(at.number()?),
            Kind::String => instant::from_iso(&at.text()?).or_else(|| instant::from_epoch(at.number()?)),
            Kind::Object | Kind::Array | Kind::Key | Kind::True | Kind::False | Kind::Null => None,
        }
    })
}
