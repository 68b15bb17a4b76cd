//! One message: its blocks, or in exports that have none its text, and what was attached.

use crate::blocks;
use crate::cut::json::Value;
use crate::{gather, instant, tell};
use memchr::memmem;
use teltale_model::{Key, Message, Place, Role, Text, Unread};

/// True for members that are read by name or say nothing.
fn is_known(name: &str) -> bool {
    matches!(
        name,
        "uuid"
            | "text"
            | "content"
            | "sender"
            | "created_at"
            | "updated_at"
            | "attachments"
            | "files"
            | "files_v2"
            | "parent_message_uuid"
            | "index"
            | "truncated"
            | "stop_reason"
            | "sync_sources"
    )
}

pub(super) fn read<'t>(value: Value<'t>, conversation: &Key<'t>) -> Message<'t> {
    let sender = value
        .get("sender")
        .or_else(|| value.get("role"))
        .map(Value::text_or_empty)
        .unwrap_or_default();
    let (author, role) = match &*sender {
        "human" | "user" => ("user", Role::Person),
        "assistant" => ("assistant", Role::Assistant),
        _ => ("system", Role::System),
    };
    let mut message = Message {
        conversation: conversation.clone(),
        key: value.get("uuid").and_then(Value::as_key).unwrap_or_default(),
        parent: value
            .get("parent_message_uuid")
            .and_then(Value::as_key)
            .unwrap_or_default(),
        author: Key::from(author),
        role,
        sent_at: value
            .get("created_at")
            .and_then(|at| instant::from_iso(&at.text()?)),
        ..Message::default()
    };
    body(value, &mut message);
    for file in value.get("attachments").into_iter().flat_map(Value::items) {
        attachment(file, &mut message);
    }
    for name in ["files", "files_v2"] {
        for file in value.get(name).into_iter().flat_map(Value::items) {
            attachment(file, &mut message);
        }
    }
    for (name, rest) in value.entries() {
        if !is_known(&name.text_or_empty()) {
            gather::words(rest, Place::OtherField, &mut message.parts);
        }
    }
    message
}

/// Blocks say more than the text, which leaves placeholders where tools and thinking stood. Never both: that
/// would count everything twice.
fn body<'t>(value: Value<'t>, message: &mut Message<'t>) {
    let said = if message.role == Role::System {
        Place::SystemPrompt
    } else {
        Place::Body
    };
    if let Some(content) = value.get("content") {
        blocks::read(content, said, message);
    }
    let nothing = message.parts.iter().all(|part| part.text.trim().is_empty()) && message.unread.is_empty();
    if nothing && let Some(text) = value.get("text") {
        message.parts.clear();
        tagged(text, message);
    }
}

/// The tags that exports of 2024 hold inside of the text, and where what they hold stands.
const TAGS: &[(&[u8], &[u8], Place)] = &[
    (b"<antThinking", b"</antThinking>", Place::Reasoning),
    (b"<antArtifact", b"</antArtifact>", Place::Artifact),
];

/// Splits a text at its tags.
fn tagged<'t>(text: Value<'t>, message: &mut Message<'t>) {
    let raw = if text.is_string() { text.raw() } else { return };
    let mut at = 0;
    while at < raw.len() {
        let first = TAGS
            .iter()
            .filter_map(|tag| Some((at + memmem::find(&raw[at..], tag.0)?, tag)))
            .min_by_key(|(start, _)| *start);
        let Some((start, (_, closing, place))) = first else {
            break;
        };
        let inside = start + memchr::memchr(b'>', &raw[start..]).map_or(raw.len() - start, |end| end + 1);
        let end = memmem::find(&raw[inside..], closing).map_or(raw.len(), |end| inside + end);
        let behind = raw.len().min(end + closing.len());
        message.parts.extend(text.piece(Place::Body, at, start));
        message.parts.extend(
            tell::labelled(text.piece(*place, start, inside), "tag")
                .filter(|part| part.text.contains("title=")),
        );
        message.parts.extend(text.piece(*place, inside, end));
        at = behind;
    }
    message.parts.extend(text.piece(Place::Body, at, raw.len()));
}

/// A file that the user gave: its name, and its text where the export has it.
pub(super) fn attachment<'t>(file: Value<'t>, message: &mut Message<'t>) {
    let name = ["file_name", "filename", "name"]
        .iter()
        .find_map(|name| file.get(name))
        .filter(|name| name.is_string());
    let mime = file.get("file_type").filter(|kind| kind.raw().contains(&b'/'));
    let kind = name.map(|name| blocks::file_name(name, mime, message));
    let mut read = false;
    for member in ["extracted_content", "content"] {
        if let Some(part) = file.get(member).and_then(|text| text.part(Place::AttachmentText)) {
            read = true;
            let label = Text(name.map(Value::text_or_empty).unwrap_or_default());
            message.parts.push(teltale_model::Part { label, ..part });
        }
    }
    if !read {
        let kind = kind.unwrap_or(teltale_model::UnreadKind::Document);
        message.unread.push(Unread {
            kind,
            at: file.locator(),
        });
    }
}
