//! Codex's session logs: one record a line; what is shown is logged a second time as events.

use crate::blocks;
use crate::cut::json::{Record, Sketch, Value};
use crate::cut::jsonl;
use crate::entry_name::EntryName;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, gather, instant};
use teltale_model::{Conversation, ConversationKind, Key, Message, Place, RecordKind, Role, SkipReason};

/// Codex's logs.
pub(crate) const FORMAT: &dyn Format = &Codex;

struct Codex;

static ABOUT: About = About {
    id: "codex",
    name: "Codex session",
    service: "Codex",
    version: 1,
    how_to_export: "Nothing to export: each session is a file below ~/.codex/sessions on the computer it ran on.",
};

impl Format for Codex {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &["\"payload\"", "\"type\"", "\"timestamp\""]) else {
            return Recognition::No;
        };
        match sketch
            .lines(LINES_LOOKED_AT)
            .iter()
            .any(|line| is_item(line.record().root()))
        {
            true => Recognition::Yes("lines with a time, a type that Codex writes, and a payload"),
            false => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        // The file's name ends with the session's id; the first line has it too.
        let mut log = Log {
            session: EntryName::of(entry).stem().to_owned(),
            told: false,
            speakers: Speakers::default(),
        };
        jsonl::lines(entry, RecordKind::Message, emit, |record, _, emit| {
            log.line(record, emit)
        })
    }
}

const LINES_LOOKED_AT: usize = 20;

fn is_item(root: Value<'_>) -> bool {
    let types = [
        "session_meta",
        "response_item",
        "event_msg",
        "turn_context",
        "compacted",
    ];
    root.get("payload").is_some_and(Value::is_object)
        && root
            .get("type")
            .is_some_and(|kind| types.iter().any(|known| kind.is(known)))
}

/// What has been told of a log.
struct Log {
    session: String,
    told: bool,
    speakers: Speakers,
}

impl Log {
    fn line(&mut self, record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let root = record.root();
        let kind = root.get("type").map(Value::text_or_empty).unwrap_or_default();
        let payload = root.get("payload").unwrap_or(root);
        let inner = payload.get("type").map(Value::text_or_empty).unwrap_or_default();
        if kind == "session_meta"
            && let Some(id) = payload.get("id").and_then(Value::text)
        {
            self.session = id.into_owned();
        }
        let repeats = [
            "user_message",
            "agent_message",
            "agent_reasoning",
            "agent_reasoning_raw_content",
            "token_count",
        ];
        if kind == "event_msg" && repeats.contains(&&*inner) {
            tell::skipped(emit, RecordKind::Message, SkipReason::Repeats);
            return Ok(());
        }
        let mut message = Message {
            key: payload.get("id").and_then(Value::as_key).unwrap_or_default(),
            role: Role::System,
            sent_at: root
                .get("timestamp")
                .and_then(|at| instant::from_iso(&at.text()?)),
            ..Message::default()
        };
        match &*kind {
            "session_meta" => setting(payload, &mut message),
            "turn_context" => setting(payload, &mut message),
            "response_item" => item(payload, &inner, &mut message),
            // The history that it replaces has been read.
            "compacted" => message
                .parts
                .extend(payload.get("message").and_then(|text| text.part(Place::Summary))),
            _ => gather::words(payload, Place::OtherField, &mut message.parts),
        }
        self.tell(message, emit)
    }

    fn tell(&mut self, message: Message<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let key = Key::from(&*self.session);
        if !std::mem::replace(&mut self.told, true) {
            emit.event(Event::Conversation(Conversation {
                key: key.borrowed(),
                kind: ConversationKind::Assistant,
                // What its web search found is not kept.
                omits_tool_data: true,
                ..Conversation::default()
            }))?;
        }
        let (author, name) = match message.role {
            Role::Person => ("user", ""),
            Role::Assistant => ("assistant", "Codex"),
            Role::Tool => ("tool", ""),
            Role::System | Role::Account => ("system", ""),
        };
        self.speakers.tell_role(emit, &key, author, name, message.role)?;
        tell::message(
            emit,
            Message {
                conversation: key.borrowed(),
                author: Key::from(author),
                ..message
            },
        )?;
        Ok(())
    }
}

/// Instructions and settings that the model is given.
fn setting<'t>(payload: Value<'t>, message: &mut Message<'t>) {
    message.hidden = true;
    for (name, value) in payload.entries() {
        match &*name.text_or_empty() {
            "id" | "timestamp" | "cwd" | "git" | "originator" | "cli_version" | "model"
            | "sandbox_policy" => {}
            _ => gather::words(value, Place::SystemPrompt, &mut message.parts),
        }
    }
}

/// What was said, thought, called or returned.
fn item<'t>(payload: Value<'t>, kind: &str, message: &mut Message<'t>) {
    match kind {
        "message" => {
            let role = payload.get("role").map(Value::text_or_empty).unwrap_or_default();
            let Some(content) = payload.get("content") else {
                return;
            };
            match &*role {
                "user" => {
                    let seen = blocks::read(content, Place::Body, message);
                    message.role = blocks::tell_injected(message, seen);
                }
                "assistant" => {
                    message.role = Role::Assistant;
                    blocks::read(content, Place::Body, message);
                }
                _ => {
                    message.hidden = true;
                    blocks::read(content, Place::SystemPrompt, message);
                }
            }
        }
        "reasoning" => {
            message.role = Role::Assistant;
            for name in ["summary", "content"] {
                if let Some(text) = payload.get(name) {
                    gather::words(text, Place::Reasoning, &mut message.parts);
                }
            }
        }
        kind if kind.ends_with("_output") => {
            message.role = Role::Tool;
            if let Some(output) = payload.get("output") {
                blocks::outcome(output, message);
            }
        }
        kind if kind.ends_with("_call") => {
            message.role = Role::Assistant;
            blocks::call(payload, message);
        }
        _ => gather::words(payload, Place::OtherField, &mut message.parts),
    }
}
