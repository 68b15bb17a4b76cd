//! Lists of messages as programs without a common standard write them: arrays of objects that name a speaker and
//! hold a text. Whatever stands beside them goes out too, as fields of the conversation or as rows.

mod dialogue;
mod message;
mod speaker;

use crate::cut::json::{Record, Value};
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, gather};
use message::is_message;
use std::collections::HashSet;
use teltale_model::{Branch, Conversation, ConversationKind, Key, Part, Place, RecordKind, SkipReason};

/// True where a value is or holds a list of messages, or is a message itself.
pub(crate) fn holds_messages(value: Value<'_>) -> bool {
    is_message(value)
        || messages_of(value).is_some()
        || dialogue::is_pair(value)
        || value.items().take(5).any(holds_messages)
        || value
            .entries()
            .any(|(_, member)| (member.is_array() || member.is_object()) && holds_messages(member))
}

/// Reads the records of one entry.
pub(crate) struct Reader {
    rows: Rows,
    /// Messages that stand in the entry by themselves make one conversation.
    speakers: Speakers,
    told: bool,
    /// Conversations without an id are numbered.
    ordinal: u64,
}

impl Reader {
    pub(crate) fn new(rows: Rows) -> Self {
        Self {
            rows,
            speakers: Speakers::default(),
            told: false,
            ordinal: 0,
        }
    }

    /// Reads one record: a message, a conversation, or anything.
    pub(crate) fn read(&mut self, record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let root = record.root();
        if is_message(root) {
            let conversation = Key::from(self.rows.key().to_string());
            if !std::mem::replace(&mut self.told, true) {
                tell_conversation(
                    emit,
                    Conversation {
                        key: conversation.borrowed(),
                        kind: ConversationKind::Unknown,
                        ..Conversation::default()
                    },
                )?;
            }
            let mut speakers = std::mem::take(&mut self.speakers);
            message::tell(root, &conversation, Branch::Shown, &mut speakers, emit)?;
            self.speakers = speakers;
            return Ok(());
        }
        let mut loose = Vec::new();
        let before = self.ordinal;
        let mut told = HashSet::new();
        self.value(root, &mut loose, &mut told, emit)?;
        if self.ordinal == before || !loose.is_empty() {
            return self.rows.parts(loose, emit);
        }
        Ok(())
    }

    /// Tells the conversations inside of a value; every other string of it goes to `loose`.
    fn value<'t>(
        &mut self,
        value: Value<'t>,
        loose: &mut Vec<Part<'t>>,
        told: &mut HashSet<String>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        if messages_of(value).is_some() {
            return self.conversation(None, &[value], Vec::new(), told, emit);
        }
        if dialogue::is_pair(value) {
            return self.pair(value, emit);
        }
        if value.is_array() && value.items().any(|item| item.is_array() || item.is_object()) {
            for item in value.items() {
                self.value(item, loose, told, emit)?;
            }
            return Ok(());
        }
        if !value.is_object() {
            gather::all(value, Place::OtherField, loose);
            return Ok(());
        }
        let lists: Vec<Value<'t>> = value
            .entries()
            .map(|(_, member)| member)
            .filter(|member| messages_of(*member).is_some())
            .collect();
        let mut parts = Vec::new();
        for (name, member) in value.entries() {
            if messages_of(member).is_some() {
                continue;
            }
            match place(&name.text_or_empty()) {
                Some(place) if !lists.is_empty() => gather::searched(member, place, &mut parts),
                Some(_) | None => self.value(member, &mut parts, told, emit)?,
            }
        }
        if lists.is_empty() {
            loose.append(&mut parts);
            return Ok(());
        }
        self.conversation(Some(value), &lists, parts, told, emit)
    }

    /// Tells a conversation: `around` is the object that holds its lists.
    fn conversation(
        &mut self,
        around: Option<Value<'_>>,
        lists: &[Value<'_>],
        parts: Vec<Part<'_>>,
        told: &mut HashSet<String>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        let mut items = Vec::new();
        for list in lists {
            let rejected = around
                .and_then(|around| around.get("rejected"))
                .is_some_and(|rejected| rejected.same(*list));
            let branch = if rejected { Branch::OffPath } else { Branch::Shown };
            for item in with_replies(*list) {
                // One file may hold a conversation twice: as a tree and as the path through it.
                let id = message::id(item)
                    .map(|id| id.to_string())
                    .filter(|id| id.len() >= TELLING_ID);
                if id.is_none_or(|id| told.insert(id)) {
                    items.push((item, branch));
                } else {
                    tell::skipped(emit, RecordKind::Message, SkipReason::Repeats);
                }
            }
        }
        if items.is_empty() && parts.is_empty() {
            return Ok(());
        }
        let key = self.key(around);
        let assistant = items
            .iter()
            .take(8)
            .any(|(item, _)| message::is_by_assistant(*item));
        let title = around
            .and_then(|around| TITLES.iter().find_map(|name| around.get(name)?.text()))
            .unwrap_or_default();
        tell_conversation(
            emit,
            Conversation {
                key: key.borrowed(),
                title: title.into(),
                kind: if assistant {
                    ConversationKind::Assistant
                } else {
                    ConversationKind::Unknown
                },
                parts,
                ..Conversation::default()
            },
        )?;
        let mut speakers = Speakers::default();
        for (item, branch) in items {
            message::tell(item, &key, branch, &mut speakers, emit)?;
        }
        Ok(())
    }

    /// A question and its answer, or two dialogues to choose from.
    fn pair(&mut self, value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let key = self.key(Some(value));
        let mut parts = Vec::new();
        dialogue::beside(value, &mut parts);
        tell_conversation(
            emit,
            Conversation {
                key: key.borrowed(),
                kind: ConversationKind::Assistant,
                parts,
                ..Conversation::default()
            },
        )?;
        dialogue::tell(value, &key, emit)
    }

    /// The conversation's id, or the entry's name and a running number.
    fn key(&mut self, around: Option<Value<'_>>) -> Key<'static> {
        self.ordinal += 1;
        let id = around.and_then(|around| IDS.iter().find_map(|name| around.get(name)?.as_key()));
        match id.filter(|id| !id.is_empty()) {
            Some(id) => id.into_owned(),
            None => Key::from(format!("{} {}", &*self.rows.key(), self.ordinal)),
        }
    }
}

/// Ids shorter than this are numbers in a row, which different conversations share.
const TELLING_ID: usize = 10;

const IDS: &[&str] = &[
    "conversation_id",
    "conversationId",
    "chat_id",
    "chatId",
    "session_id",
    "sessionId",
    "thread_id",
    "threadId",
    "uuid",
    "id",
    "conversation_hash",
];

const TITLES: &[&str] = &["title", "name", "chat_title", "thread_title", "subject", "topic"];

/// The place of a conversation's own member, for those whose names are common.
fn place(name: &str) -> Option<Place> {
    match name {
        "title" | "chat_title" | "thread_title" | "subject" | "topic" | "name" => Some(Place::Title),
        "summary" => Some(Place::Summary),
        "system" | "systemInstruction" | "system_instruction" | "system_prompt" | "systemPrompt"
        | "instructions" | "promptPrefix" => Some(Place::SystemPrompt),
        "memory" | "memoryPrompt" => Some(Place::Memory),
        _ => None,
    }
}

/// The messages of an array or of an object that keeps them by id; none where most elements are no messages.
fn messages_of(value: Value<'_>) -> Option<Vec<Value<'_>>> {
    let by_id = || value.entries().map(|(_, member)| member);
    let (mut messages, mut looked) = (0, 0);
    let first: Vec<Value<'_>> = if value.is_array() {
        value.items().take(8).collect()
    } else {
        by_id().take(8).collect()
    };
    for item in first {
        looked += 1;
        messages += usize::from(is_message(item));
    }
    // An object with one member that looks like a message is a record that holds one.
    let enough = messages * 2 > looked && (value.is_array() || messages > 1 && messages == looked);
    enough.then(|| {
        if value.is_array() {
            value.items().collect()
        } else {
            by_id().collect()
        }
    })
}

/// The messages of a list, each followed by those that it holds as its `children`.
fn with_replies(list: Value<'_>) -> Vec<Value<'_>> {
    let mut open: Vec<Value<'_>> = messages_of(list).unwrap_or_default();
    open.reverse();
    let mut messages = Vec::new();
    while let Some(message) = open.pop() {
        messages.push(message);
        let replies = message.get("children").and_then(messages_of).unwrap_or_default();
        open.extend(replies.into_iter().rev());
    }
    messages
}

fn tell_conversation(emit: &mut Emit<'_>, conversation: Conversation<'_>) -> Result<(), Halt> {
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(conversation))?;
    emit.read(RecordKind::Conversation);
    Ok(())
}
