//! The content of a turn as assistants' interfaces write it: a string, or blocks of text, reasoning, tool calls,
//! tool results and files. Claude's export, agents' logs and message lists of many programs share them.

use crate::cut::json::Value;
use crate::{gather, media};
use teltale_model::{Attachment, Message, Part, Place, Role, Text, Unread, UnreadKind};

/// What a turn was found to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Words of the one who speaks.
    pub(crate) words: bool,
    /// What a tool returned.
    pub(crate) results: bool,
}

/// Puts a turn's content into `message`; `body` is where the words of the one who speaks stand.
pub(crate) fn read<'t>(content: Value<'t>, body: Place, message: &mut Message<'t>) -> Seen {
    let mut seen = Seen::default();
    if content.is_array() {
        for item in content.items() {
            one(item, body, message, &mut seen);
        }
    } else {
        one(content, body, message, &mut seen);
    }
    seen
}

/// Texts that agents show to the model in the user's name, by how they begin.
const INJECTED: &[&str] = &[
    "<system-reminder>",
    "<command-name>",
    "<command-message>",
    "<command-args>",
    "<local-command-stdout>",
    "<local-command-caveat>",
    "<bash-input>",
    "<bash-stdout>",
    "<bash-stderr>",
    "<environment_context>",
    "<user_instructions>",
    "<environment_details>",
    "<permissions instructions>",
    "# AGENTS.md instructions",
    "Caveat: The messages below were generated",
];

/// Sets apart what a program put into a turn of the user's: injected texts become prompts. The turn's role
/// afterwards: a person's only where a person's words are left.
pub(crate) fn tell_injected(message: &mut Message<'_>, seen: Seen) -> Role {
    let mut words = false;
    let mut injected = false;
    for part in message.parts.iter_mut().filter(|part| part.place == Place::Body) {
        let text = part.text.trim_start();
        if INJECTED.iter().any(|start| text.starts_with(start)) {
            part.place = Place::SystemPrompt;
            injected = true;
        } else {
            words |= !text.is_empty();
        }
    }
    match (words, seen.results, injected) {
        (true, _, _) => Role::Person,
        (false, true, _) => Role::Tool,
        (false, false, true) => {
            message.hidden = true;
            Role::System
        }
        (false, false, false) => Role::Person,
    }
}

fn one<'t>(block: Value<'t>, body: Place, message: &mut Message<'t>, seen: &mut Seen) {
    if block.is_string() {
        return words(block, body, message, seen);
    }
    if !block.is_object() {
        return;
    }
    let kind = block.get("type").map(Value::text_or_empty).unwrap_or_default();
    match &*kind {
        "text" | "input_text" | "output_text" | "refusal" => {
            let text = block
                .get("text")
                .or_else(|| block.get("refusal"))
                .or_else(|| block.get("content"));
            match text {
                Some(text) if text.is_object() => words_of(text.get("value"), body, message, seen),
                text => words_of(text, body, message, seen),
            }
            rest(
                block,
                &["type", "text", "refusal", "content"],
                Place::ToolResult,
                message,
            );
        }
        "thinking" | "redacted_thinking" | "reasoning" | "think" | "summary_text" => {
            rest(
                block,
                &["type", "signature", "data", "encrypted_content", "summaries"],
                Place::Reasoning,
                message,
            );
            // Summaries are the model's own copy of what it thought.
            if let Some(summaries) = block.get("summaries") {
                gather::words(summaries, Place::Summary, &mut message.parts);
            }
        }
        "tool_use" | "server_tool_use" | "mcp_tool_use" | "tool_call" | "tool-call" | "function_call"
        | "custom_tool_call" | "local_shell_call" | "web_search_call" | "function" | "toolCall" => {
            call(block, message)
        }
        "tool_result" | "function_call_output" | "custom_tool_call_output" | "tool-result" | "toolResult" => {
            result(block, message, seen);
        }
        kind if kind.ends_with("_tool_result") => result(block, message, seen),
        "image" | "image_url" | "input_image" => file(block, UnreadKind::Image, message),
        "audio" | "input_audio" => file(block, UnreadKind::Audio, message),
        "video" | "input_video" => file(block, UnreadKind::Video, message),
        "document" | "file" | "input_file" => document(block, message),
        "voice_note" => gather::words(block, Place::Transcript, &mut message.parts),
        // Accounting, not words.
        "token_budget" | "step-start" | "step-finish" => {}
        "" => untyped(block, body, message, seen),
        _ => unknown(block, message),
    }
}

/// A block without a type: Gemini's, and the plainest of all.
fn untyped<'t>(block: Value<'t>, body: Place, message: &mut Message<'t>, seen: &mut Seen) {
    let body = if block.get("thought").is_some_and(Value::is_true) {
        Place::Reasoning
    } else {
        body
    };
    let mut known = false;
    for (name, value) in block.entries() {
        known = true;
        match &*name.text_or_empty() {
            "text" | "value" | "content" if value.is_string() => words(value, body, message, seen),
            "functionCall" | "function_call" => call(value, message),
            "functionResponse" | "function_response" | "codeExecutionResult" => result(value, message, seen),
            "executableCode" => gather::searched(value, Place::Artifact, &mut message.parts),
            "inlineData" | "inline_data" | "fileData" | "file_data" => {
                file(value, UnreadKind::Document, message)
            }
            "thought" | "thoughtSignature" => {}
            _ => gather::searched(value, Place::OtherField, &mut message.parts),
        }
    }
    if !known {
        unknown(block, message);
    }
}

fn unknown<'t>(block: Value<'t>, message: &mut Message<'t>) {
    message.unread.push(Unread {
        kind: UnreadKind::UnknownBlock,
        at: block.locator(),
    });
    gather::searched(block, Place::OtherField, &mut message.parts);
}

fn words<'t>(value: Value<'t>, body: Place, message: &mut Message<'t>, seen: &mut Seen) {
    if let Some(part) = value.part(body) {
        seen.words |= !part.text.trim().is_empty();
        message.parts.push(part);
    }
}

fn words_of<'t>(value: Option<Value<'t>>, body: Place, message: &mut Message<'t>, seen: &mut Seen) {
    if let Some(value) = value {
        words(value, body, message, seen);
    }
}

/// Everything of a block but `known` members.
fn rest<'t>(block: Value<'t>, known: &[&str], place: Place, message: &mut Message<'t>) {
    for (name, value) in block.entries() {
        if !known.iter().any(|known| name.is(known)) {
            gather::words(value, place, &mut message.parts);
        }
    }
}

/// What the assistant wrote to a tool. What it wrote into a document stands there, not only in the call.
pub(crate) fn call<'t>(block: Value<'t>, message: &mut Message<'t>) {
    let block = block
        .get("function")
        .filter(|function| function.is_object())
        .unwrap_or(block);
    let tool = block
        .get("name")
        .or_else(|| block.get("toolName"))
        .map(Value::text_or_empty)
        .unwrap_or_default();
    for (name, value) in block.entries() {
        match &*name.text_or_empty() {
            "type" | "id" | "name" | "toolName" | "call_id" | "tool_use_id" | "toolCallId" | "status"
            | "caller" => {}
            "input" | "arguments" | "args" | "action" | "params" | "rawArgs" | "parameters" => {
                arguments(value, &tool, message);
            }
            _ => gather::words(value, Place::ToolCall, &mut message.parts),
        }
    }
}

/// What goes to a tool: a value, or JSON in a string.
pub(crate) fn arguments<'t>(value: Value<'t>, tool: &str, message: &mut Message<'t>) {
    let first = message.parts.len();
    if value.is_string() {
        gather::nested(value, Place::ToolCall, &mut message.parts);
    } else {
        gather::searched(value, Place::ToolCall, &mut message.parts);
    }
    for part in &mut message.parts[first..] {
        if writes_document(tool, &part.label) {
            part.place = Place::Artifact;
        }
        part.label = Text::from(tool.to_owned());
    }
}

/// True for an argument that is a document or code which the assistant makes.
fn writes_document(tool: &str, argument: &str) -> bool {
    let tools = [
        "artifacts",
        "create_file",
        "str_replace",
        "str_replace_based_edit_tool",
        "str_replace_editor",
        "repl",
        "analysis",
        "Write",
        "Edit",
        "MultiEdit",
        "NotebookEdit",
        "apply_patch",
        "write_file",
        "edit_file",
    ];
    let arguments = [
        "content",
        "old_str",
        "new_str",
        "file_text",
        "code",
        "old_string",
        "new_string",
        "new_source",
        "patch",
        "title",
        "input",
        "",
    ];
    tools.contains(&tool) && arguments.contains(&argument)
}

/// What a tool returned. A table or text for display is the content once more.
pub(crate) fn result<'t>(block: Value<'t>, message: &mut Message<'t>, seen: &mut Seen) {
    seen.results = true;
    let tool = block.get("name").map(Value::text_or_empty).unwrap_or_default();
    let first = message.parts.len();
    for (name, value) in block.entries() {
        match &*name.text_or_empty() {
            "type" | "tool_use_id" | "call_id" | "id" | "name" | "is_error" | "status" | "toolCallId" => {}
            "content" | "output" | "result" | "response" | "value" => outcome(value, message),
            _ => {
                let content = first..message.parts.len().min(first + COPIES_LOOKED_AT);
                let mut more = Vec::new();
                gather::words(value, Place::ToolResult, &mut more);
                more.retain(|part| {
                    !message.parts[content.clone()]
                        .iter()
                        .any(|known| known.text.contains(&*part.text))
                });
                message.parts.append(&mut more);
            }
        }
    }
    for part in &mut message.parts[first..] {
        if part.label.is_empty() {
            part.label = Text::from(tool.to_string());
        }
    }
}

/// A copy for display is looked for among so many parts of a result.
const COPIES_LOOKED_AT: usize = 8;

/// A result's content: text, blocks, or any value.
pub(crate) fn outcome<'t>(value: Value<'t>, message: &mut Message<'t>) {
    if value.is_string() {
        return gather::nested(value, Place::ToolResult, &mut message.parts);
    }
    if !value.is_array() {
        return gather::searched(value, Place::ToolResult, &mut message.parts);
    }
    for item in value.items() {
        match item.get("type").map(Value::text_or_empty).as_deref() {
            Some("image" | "image_url") => file(item, UnreadKind::Image, message),
            Some("text" | "output_text") => {
                if let Some(part) = item.get("text").and_then(|text| text.part(Place::ToolResult)) {
                    message.parts.push(part);
                }
                rest(item, &["type", "text"], Place::ToolResult, message);
            }
            Some(_) | None if item.is_object() => rest(item, &["type"], Place::ToolResult, message),
            Some(_) | None => gather::searched(item, Place::ToolResult, &mut message.parts),
        }
    }
}

/// A picture or sound; its bytes, if they are in the block, are not read.
fn file<'t>(block: Value<'t>, kind: UnreadKind, message: &mut Message<'t>) {
    for name in ["transcript", "transcription"] {
        message
            .parts
            .extend(block.get(name).and_then(|text| text.part(Place::Transcript)));
    }
    named(block, message);
    message.unread.push(Unread {
        kind,
        at: block.locator(),
    });
}

/// A document: its text if it is there, else its name.
fn document<'t>(block: Value<'t>, message: &mut Message<'t>) {
    named(block, message);
    let source = block.get("source");
    let plain = source.is_some_and(|source| {
        source
            .get("type")
            .is_some_and(|kind| kind.is("text") || kind.is("content"))
    });
    match source.filter(|_| plain) {
        Some(source) => {
            for name in ["data", "content"] {
                if let Some(text) = source.get(name) {
                    gather::searched(text, Place::AttachmentText, &mut message.parts);
                }
            }
        }
        None => message.unread.push(Unread {
            kind: UnreadKind::Document,
            at: block.locator(),
        }),
    }
    if let Some(context) = block.get("context") {
        message.parts.extend(context.part(Place::AttachmentText));
    }
}

/// The name of a file that a block stands for.
fn named<'t>(block: Value<'t>, message: &mut Message<'t>) {
    let inner = block.get("file").filter(|file| file.is_object()).unwrap_or(block);
    for name in ["filename", "file_name", "title", "name"] {
        if let Some(value) = inner.get(name).filter(|value| value.is_string()) {
            file_name(value, None, message);
            return;
        }
    }
}

/// A file's name as a part and as an attachment.
pub(crate) fn file_name<'t>(
    name: Value<'t>,
    mime: Option<Value<'t>>,
    message: &mut Message<'t>,
) -> UnreadKind {
    let text = name.text_or_empty();
    let kind = media::of(&text, mime.map(Value::text_or_empty).as_deref());
    message.parts.extend(name.part(Place::FileName).map(|part| Part {
        label: Text::from("attachment"),
        ..part
    }));
    message.attachments.push(Attachment {
        name: Text(text),
        media: kind,
    });
    media::unread(kind)
}
