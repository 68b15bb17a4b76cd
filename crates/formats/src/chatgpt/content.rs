//! What a message says: every content type that the export is known to hold, and those it is not.

use super::conversation::{Author, label};
use crate::cut::json::Value;
use crate::gather;
use teltale_model::{Attachment, Media, Message, Part, Place, Role, Text, Unread, UnreadKind};

/// Puts what a message's content says into `message`.
pub(super) fn read<'t>(content: Value<'t>, author: &Author<'_>, message: &mut Message<'t>) {
    let kind = content
        .get("content_type")
        .map(Value::text_or_empty)
        .unwrap_or_default();
    let Some(place) = place(&kind, author) else {
        message.unread.push(Unread {
            kind: UnreadKind::UnknownBlock,
            at: content.locator(),
        });
        return members(content, spoken(author), &author_label(author), message);
    };
    members(content, place, &author_label(author), message);
}

/// Where the words of a content type stand; none for a type that is not known.
fn place(kind: &str, author: &Author<'_>) -> Option<Place> {
    Some(match kind {
        "text" | "multimodal_text" | "" => spoken(author),
        "code" if author.role == Role::Assistant && author.to_tool.is_none() && !author.thinks => {
            Place::ToolCall
        }
        "code" => spoken(author),
        "execution_output"
        | "tether_browsing_display"
        | "tether_browsing_code"
        | "tether_quote"
        | "sonic_webpage"
        | "citable_code_output"
        | "computer_output"
        | "system_error"
        | "app_pairing_content" => Place::ToolResult,
        "thoughts" | "reasoning_recap" => Place::Reasoning,
        "user_editable_context" => Place::CustomInstructions,
        "model_editable_context" => Place::Memory,
        _ => return None,
    })
}

/// Where words stand by who speaks to whom.
fn spoken(author: &Author<'_>) -> Place {
    match (author.role, author.to_tool.as_deref()) {
        // What it tells this tool, it will be told again in other conversations.
        (Role::Assistant, Some("bio")) => Place::Memory,
        (Role::Assistant, Some(tool)) if tool.starts_with("canmore") => Place::Artifact,
        (Role::Assistant, Some(_)) => Place::ToolCall,
        (Role::Assistant, None) if author.thinks => Place::Reasoning,
        (Role::Assistant | Role::Person, None) | (Role::Person, Some(_)) => Place::Body,
        (Role::Tool, _) => Place::ToolResult,
        (Role::System | Role::Account, _) => Place::SystemPrompt,
    }
}

/// The tool that is spoken to or speaks.
fn author_label(author: &Author<'_>) -> Text<'static> {
    match (&author.to_tool, author.role) {
        (Some(tool), _) => label(tool),
        (None, Role::Tool) => label(&author.key),
        (None, Role::Person | Role::Assistant | Role::System | Role::Account) => Text::default(),
    }
}

fn members<'t>(content: Value<'t>, place: Place, tool: &Text<'t>, message: &mut Message<'t>) {
    for (name, value) in content.entries() {
        match &*name.text_or_empty() {
            "content_type" | "language" | "response_format_name" | "encoding_version" => {}
            "parts" => {
                for part in value.items() {
                    match part.is_string() {
                        true => words(part, place, tool, message),
                        false => pointer(part, place, message),
                    }
                }
            }
            "thoughts" => value.items().for_each(|thought| self::thought(thought, message)),
            "text" => words(value, place, tool, message),
            "screenshot" => pointer(value, place, message),
            // Numbers stand in any member of a page, a quotation or a card.
            _ => gather::searched(value, place, &mut message.parts),
        }
    }
}

/// A string that somebody said; what is said to a tool is often JSON, and is read as such.
fn words<'t>(value: Value<'t>, place: Place, tool: &Text<'t>, message: &mut Message<'t>) {
    let first = message.parts.len();
    match place {
        Place::ToolCall | Place::Artifact => gather::nested(value, place, &mut message.parts),
        _ => message.parts.extend(value.part(place)),
    }
    for part in &mut message.parts[first..] {
        part.label = tool.clone();
    }
}

fn thought<'t>(thought: Value<'t>, message: &mut Message<'t>) {
    let whole = thought
        .get("content")
        .is_some_and(|content| !content.raw().is_empty());
    for (name, value) in thought.entries() {
        // The chunks are the content once more.
        if !(whole && name.is("chunks")) {
            gather::words(value, Place::Reasoning, &mut message.parts);
        }
    }
}

/// An object among a message's parts: most point to a file.
fn pointer<'t>(value: Value<'t>, place: Place, message: &mut Message<'t>) {
    let kind = value
        .get("content_type")
        .map(Value::text_or_empty)
        .unwrap_or_default();
    match &*kind {
        "image_asset_pointer" => {
            file(value, Media::Image, UnreadKind::Image, message);
            if let Some(prompt) = value.find(&["metadata", "dalle", "prompt"]) {
                let part = prompt.part(Place::ToolCall);
                message.parts.extend(part.map(|part| Part {
                    label: label("dalle"),
                    ..part
                }));
            }
        }
        "audio_transcription" => message
            .parts
            .extend(value.get("text").and_then(|text| text.part(Place::Transcript))),
        "audio_asset_pointer" => file(value, Media::Audio, UnreadKind::Audio, message),
        "real_time_user_audio_video_asset_pointer" => {
            file(
                value.get("audio_asset_pointer").unwrap_or(value),
                Media::Audio,
                UnreadKind::Audio,
                message,
            );
        }
        "video_container_asset_pointer" => file(value, Media::Video, UnreadKind::Video, message),
        _ => {
            message.unread.push(Unread {
                kind: UnreadKind::UnknownBlock,
                at: value.locator(),
            });
            gather::words(value, place, &mut message.parts);
        }
    }
}

/// A file that is named by a pointer such as `file-service://file-…`; the bytes are another entry, if at all.
fn file<'t>(value: Value<'t>, media: Media, unread: UnreadKind, message: &mut Message<'t>) {
    if let Some(pointer) = value.get("asset_pointer").and_then(Value::text) {
        let name = pointer
            .rsplit_once("://")
            .map_or(pointer.to_string(), |(_, name)| name.to_owned());
        message.attachments.push(Attachment {
            name: Text::from(name),
            media,
        });
    }
    message.unread.push(Unread {
        kind: unread,
        at: value.locator(),
    });
}
