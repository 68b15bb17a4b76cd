//! One conversation: its facts, the branch of each message, and the messages.

use super::message;
use crate::cut::json::{Record, Value};
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, gather, instant};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use teltale_model::{
    Branch, Conversation, ConversationKind, Key, Part, Place, Problem, ProblemKind, RecordKind,
};

pub(super) fn read(record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    // A shared conversation's snapshot has an id of its own.
    let key = root.first_key(&["conversation_uuid", "uuid"])
        .unwrap_or_default();
    let title = root.first_text(&["name", "snapshot_name"])
        .unwrap_or_default();
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: title.into(),
        kind: ConversationKind::Assistant,
        parts: conversation_parts(root),
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let list = root.get("chat_messages").or_else(|| root.get("messages"));
    let messages: Vec<Value<'_>> = list.into_iter().flat_map(Value::items).collect();
    let branches = Branches::of(root, &messages);
    if branches.broken {
        emit.event(Event::Problem(Problem {
            kind: ProblemKind::BrokenTree,
            at: record.at(),
            line: None,
        }))?;
    }
    let mut speakers = Speakers::default();
    // Messages that say nothing, with their parents, so that what follows them still hangs together.
    let mut silent: HashMap<String, String> = HashMap::new();
    for (index, value) in messages.into_iter().enumerate() {
        let mut message = message::read(value, &key);
        let name = if message.author.0 == "assistant" {
            "Claude"
        } else {
            ""
        };
        speakers.tell_role(emit, &key, &message.author, name, message.role)?;
        message.branch = if branches.shown[index] {
            Branch::Shown
        } else {
            Branch::OffPath
        };
        while let Some(above) = silent.get(&*message.parent) {
            message.parent = Key::from(above.clone());
        }
        let (id, above) = (message.key.to_string(), message.parent.to_string());
        if !tell::message(emit, message)? && id != above {
            silent.insert(id, above);
        }
    }
    Ok(())
}

/// Which messages are on the path shown last. The export does not say; the newest message is taken for its end.
struct Branches {
    shown: Vec<bool>,
    /// True where a message names a parent that is not there.
    broken: bool,
}

/// The parent of first messages.
const ROOT: &str = "00000000-0000-4000-8000-000000000000";

fn id<'t>(message: Value<'t>) -> Option<Cow<'t, str>> {
    message.get("uuid").and_then(Value::text)
}

fn parent<'t>(message: Value<'t>) -> Option<Cow<'t, str>> {
    message.get("parent_message_uuid").and_then(Value::text)
}

impl Branches {
    fn of(root: Value<'_>, messages: &[Value<'_>]) -> Self {
        if messages.iter().all(|message| parent(*message).is_none()) {
            return Self {
                shown: vec![true; messages.len()],
                broken: false,
            };
        }
        let places: HashMap<_, _> = messages
            .iter()
            .enumerate()
            .filter_map(|(index, message)| Some((id(*message)?, index)))
            .collect();
        let broken = messages
            .iter()
            .filter_map(|message| parent(*message))
            .any(|parent| parent != ROOT && !places.contains_key(&parent));
        let said = root
            .get("current_leaf_message_uuid")
            .and_then(Value::text)
            .and_then(|leaf| places.get(&leaf).copied());
        let time = |message: &Value<'_>| {
            let at = message
                .get("created_at")
                .and_then(|at| instant::from_iso(&at.text()?));
            at.map_or(i64::MIN, |at| at.unix_ms)
        };
        let newest = messages
            .iter()
            .enumerate()
            .max_by_key(|(index, message)| (time(message), *index))
            .map(|(index, _)| index);
        let mut path = HashSet::new();
        let mut at = said.or(newest);
        while let Some(index) = at
            && path.insert(index)
        {
            at = parent(messages[index]).and_then(|parent| places.get(&parent).copied());
        }
        Self {
            shown: (0..messages.len()).map(|index| path.contains(&index)).collect(),
            broken,
        }
    }
}

fn conversation_parts(root: Value<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "name" | "snapshot_name" => parts.extend(value.part(Place::Title)),
            "summary" => parts.extend(value.part(Place::Summary)),
            "chat_messages" | "messages" | "account" | "settings" | "uuid" | "conversation_uuid" => {}
            "project" => gather::words(value, Place::ProjectPrompt, &mut parts),
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    parts
}
