//! What stands beside a message: attachments, citations and search results, older custom instructions, memory
//! that is about to be written.

use super::conversation::Author;
use crate::cut::json::Value;
use crate::field::is_plumbing;
use crate::{gather, media, tell};
use teltale_model::{Attachment, Message, Part, Place, ReadAs, Role, Text, Unread};

/// True for members that hold settings of the service and no words of anybody.
fn is_setting(name: &str) -> bool {
    matches!(
        name,
        "message_type"
            | "model_slug"
            | "default_model_slug"
            | "parent_id"
            | "request_id"
            | "turn_exchange_id"
            | "timestamp_"
            | "finish_details"
            | "is_complete"
            | "message_locale"
            | "resolved_model_slug"
            | "citation_format"
            | "status"
            | "serialization_metadata"
            | "gizmo_id"
            | "safe_urls"
            | "voice_mode_message"
            | "model_switcher_deny"
            | "sonic_classification_result"
    )
}

/// True where nothing in it is anybody's word.
pub(super) fn is_settings(metadata: Value<'_>) -> bool {
    metadata.entries().all(|(name, _)| is_setting(&name.text_or_empty()))
}

/// Puts what a message's metadata says into `message`.
pub(super) fn read<'t>(metadata: Value<'t>, author: &Author<'_>, message: &mut Message<'t>) {
    for (name, value) in metadata.entries() {
        let name = name.text_or_empty();
        match &*name {
            "attachments" => value.items().for_each(|file| attachment(file, message)),
            "user_context_message_data" => fresh(value, |_| Place::CustomInstructions, message),
            "citations"
            | "_cite_metadata"
            | "search_result_groups"
            | "content_references"
            | "image_results"
            | "aggregate_result"
            | "jit_plugin_data"
            | "retrieval_results" => found(value, message),
            "search_queries" | "command" | "args" | "invoked_plugin" => {
                gather::words(value, Place::ToolCall, &mut message.parts);
            }
            "dalle" => gather::words(value, Place::ToolCall, &mut message.parts),
            "canvas" => gather::words(value, Place::Artifact, &mut message.parts),
            name if is_setting(name) => {}
            _ => rest(value, author, message),
        }
    }
}

/// What a search or a page gave.
fn found<'t>(value: Value<'t>, message: &mut Message<'t>) {
    fresh(value, |_| Place::ToolResult, message);
}

/// The words inside that the message does not hold yet: a page, an instruction or a memory often stands in the
/// content already, and counts once. The place of each goes by its member's name.
fn fresh<'t>(value: Value<'t>, place: impl Fn(&str) -> Place, message: &mut Message<'t>) {
    let content = message.parts.len().min(COPIES_LOOKED_AT);
    for leaf in value.leaves() {
        let name = leaf.key.map(Value::text_or_empty).unwrap_or_default();
        // The piece of the answer that a reference belongs to.
        if name == "matched_text" {
            continue;
        }
        let place = place(&name);
        let Some(part) = gather::part(leaf, place) else {
            continue;
        };
        let said = part.read_as == ReadAs::Number || part.read_as == ReadAs::Text && !is_plumbing(&part.text);
        let copies = |known: &Part<'_>| known.place == place && known.text.contains(&*part.text);
        if said && !message.parts[..content].iter().any(copies) {
            message.parts.push(part);
        }
    }
}

/// A message's first parts are its content; what is quoted again is looked for among these.
const COPIES_LOOKED_AT: usize = 4;

fn attachment<'t>(file: Value<'t>, message: &mut Message<'t>) {
    let Some(name) = file.get("name").or_else(|| file.get("id")) else {
        return;
    };
    message
        .parts
        .extend(tell::labelled(name.part(Place::FileName), "attachment"));
    let text = name.text_or_empty();
    let kind = media::of(&text, file.get("mime_type").map(Value::text_or_empty).as_deref());
    message.attachments.push(Attachment {
        name: Text(text),
        media: kind,
    });
    message.unread.push(Unread {
        kind: media::unread(kind),
        at: file.locator(),
    });
}

/// A member that is not known: memory about to be written is told from the rest.
fn rest<'t>(value: Value<'t>, author: &Author<'_>, message: &mut Message<'t>) {
    let place = match author.role {
        Role::Tool => Place::ToolResult,
        Role::Person | Role::Assistant | Role::System | Role::Account => Place::OtherField,
    };
    fresh(
        value,
        |name| {
            if name == "pending_memory_content" {
                Place::Memory
            } else {
                place
            }
        },
        message,
    );
}
