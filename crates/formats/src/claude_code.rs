//! Claude Code's session logs: one record a line, with tool results and injected texts in the user's name.

use crate::blocks;
use crate::cut::json::{Record, Sketch, Value};
use crate::cut::jsonl;
use crate::entry_name::EntryName;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, gather, instant};
use std::collections::{HashMap, HashSet};
use teltale_model::{
    Conversation, ConversationKind, Key, Message, Part, Place, RecordKind, Role, SkipReason,
};

/// Claude Code's logs.
pub(crate) const FORMAT: &dyn Format = &ClaudeCode;

struct ClaudeCode;

static ABOUT: About = About {
    id: "claude-code",
    name: "Claude Code session",
    service: "Claude Code",
    version: 1,
    how_to_export: "Nothing to export: each session is a file below ~/.claude/projects on the computer it ran on.",
};

impl Format for ClaudeCode {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &["\"sessionId\"", "\"uuid\"", "\"type\""]) else {
            return Recognition::No;
        };
        match sketch
            .lines(LINES_LOOKED_AT)
            .iter()
            .any(|line| is_turn(line.record().root()))
        {
            true => Recognition::Yes("lines with a session, a turn's id and its parent"),
            false => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut log = Log::new(EntryName::of(entry));
        jsonl::lines(entry, RecordKind::Message, emit, |record, _, emit| {
            log.line(record, emit)
        })
    }
}

const LINES_LOOKED_AT: usize = 50;

fn is_turn(root: Value<'_>) -> bool {
    let turn = root
        .get("type")
        .is_some_and(|kind| kind.is("user") || kind.is("assistant") || kind.is("system"));
    turn && ["sessionId", "uuid"].iter().all(|name| root.get(name).is_some())
}

/// What has been told of a log.
struct Log {
    name: EntryName,
    sessions: HashMap<String, Speakers>,
    /// Resumed sessions repeat the lines they go on from.
    lines: HashSet<String>,
}

impl Log {
    fn new(name: EntryName) -> Self {
        Self {
            name,
            sessions: HashMap::new(),
            lines: HashSet::new(),
        }
    }

    fn line(&mut self, record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let root = record.root();
        let id = root.get("uuid").and_then(Value::as_key).unwrap_or_default();
        if !id.is_empty() && !self.lines.insert(id.to_string()) {
            tell::skipped(emit, RecordKind::Message, SkipReason::Repeats);
            return Ok(());
        }
        let session = root.get("sessionId").and_then(Value::text);
        // The file is named by its session.
        let session = session.map_or_else(|| self.name.stem().to_owned(), |session| session.into_owned());
        let key = Key::from(session.clone());
        let mut message = Message {
            conversation: key.borrowed(),
            key: id,
            parent: root.get("parentUuid").and_then(Value::as_key).unwrap_or_default(),
            role: Role::System,
            sent_at: root
                .get("timestamp")
                .and_then(|at| instant::from_iso(&at.text()?)),
            ..Message::default()
        };
        turn(root, &mut message);
        let (author, name) = match message.role {
            Role::Person => ("user", ""),
            Role::Assistant => ("assistant", "Claude"),
            Role::Tool => ("tool", ""),
            Role::System | Role::Account => ("system", ""),
        };
        message.author = Key::from(author);
        if !self.sessions.contains_key(&session) {
            emit.event(Event::Conversation(Conversation {
                key: key.borrowed(),
                kind: ConversationKind::Assistant,
                // What its web search found is not kept.
                omits_tool_data: true,
                ..Conversation::default()
            }))?;
        }
        let role = message.role;
        self.sessions
            .entry(session)
            .or_default()
            .tell_role(emit, &key, author, name, role)?;
        tell::message(emit, message)?;
        Ok(())
    }
}

/// Reads one line by its type.
fn turn<'t>(root: Value<'t>, message: &mut Message<'t>) {
    let flag = |name: &str| root.get(name).is_some_and(Value::is_true);
    let kind = root.get("type").map(Value::text_or_empty).unwrap_or_default();
    let content = root.find(&["message", "content"]);
    match (&*kind, content) {
        ("user", Some(content)) if flag("isCompactSummary") => {
            blocks::read(content, Place::Summary, message);
        }
        ("user", Some(content)) if flag("isMeta") => {
            message.hidden = true;
            blocks::read(content, Place::SystemPrompt, message);
        }
        ("user", Some(content)) => {
            let seen = blocks::read(content, Place::Body, message);
            message.role = blocks::tell_injected(message, seen);
        }
        ("assistant", Some(content)) => {
            message.role = Role::Assistant;
            blocks::read(content, Place::Body, message);
        }
        ("summary", _) => message.parts.extend(
            root.get("summary")
                .and_then(|summary| summary.part(Place::Summary)),
        ),
        ("system", _) => message.parts.extend(
            root.get("content")
                .and_then(|content| content.part(Place::SystemNotice)),
        ),
        _ => {}
    }
    for (name, value) in root.entries() {
        if !is_known(&name.text_or_empty()) {
            let place = if name.is("toolUseResult") {
                Place::ToolResult
            } else {
                Place::OtherField
            };
            fresh(value, place, message);
        }
    }
}

/// The words that the message does not hold yet: a tool's result stands in most lines twice.
fn fresh<'t>(value: Value<'t>, place: Place, message: &mut Message<'t>) {
    let told = message.parts.len().min(8);
    let mut parts: Vec<Part<'t>> = Vec::new();
    gather::words(value, place, &mut parts);
    parts.retain(|part| {
        !message.parts[..told]
            .iter()
            .any(|known| known.text.contains(&*part.text))
    });
    message.parts.append(&mut parts);
}

/// True for members that were read by name, and those that say where and with what the session ran.
fn is_known(name: &str) -> bool {
    matches!(
        name,
        "type"
            | "uuid"
            | "parentUuid"
            | "sessionId"
            | "timestamp"
            | "cwd"
            | "gitBranch"
            | "version"
            | "isMeta"
            | "isSidechain"
            | "isCompactSummary"
            | "message"
            | "userType"
            | "requestId"
            | "summary"
            | "leafUuid"
            | "content"
            | "level"
            | "subtype"
            | "slug"
            | "agentId"
            | "logicalParentUuid"
            | "toolUseID"
            | "parentToolUseID"
    )
}
