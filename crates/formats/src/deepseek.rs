//! The DeepSeek export: conversations as trees of fragments, and the account with its phone number.

use crate::cut::json::{Cursor, Kind, Record, Sketch, Value, first_items};
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, blocks, gather, instant};
use std::collections::{HashMap, HashSet};
use teltale_model::{
    Account, Branch, Conversation, ConversationKind, Key, Message, Place, RecordKind, Role,
    Text, Unread,
};

/// DeepSeek's export.
pub(crate) const FORMAT: &dyn Format = &DeepSeek;

struct DeepSeek;

static ABOUT: About = About {
    id: "deepseek",
    name: "DeepSeek export",
    service: "DeepSeek",
    version: 1,
    how_to_export: "In DeepSeek on the web open Settings, Data, Export data.",
};

impl Format for DeepSeek {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        if first_items(root).any(is_conversation) || is_conversation(root) {
            return Recognition::Yes("conversations whose nodes hold fragments of requests and responses");
        }
        if is_account(root) {
            return Recognition::Yes("an account record with a mobile number and identity providers");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        match json.kind()? {
            Some(Kind::Array) => {
                json.enter();
                while json.item()? {
                    json.record(RecordKind::Conversation, emit, |found, emit| {
                        read(found, &mut rows, emit)
                    })?;
                }
            }
            Some(_) => json.record(RecordKind::Conversation, emit, |found, emit| {
                read(found, &mut rows, emit)
            })?,
            None => {}
        }
        json.finish(emit)
    }
}

fn is_conversation(value: Value<'_>) -> bool {
    value.get("mapping").is_some_and(Value::is_object) && value.get("inserted_at").is_some()
}

fn is_account(value: Value<'_>) -> bool {
    let has = |name: &str| value.entries().any(|(key, _)| key.is(name));
    has("mobile")
        && has("email")
        && (has("user_id") || has("id"))
        && (has("oauth_profiles") || has("profiles") || has("area_code"))
}

fn read(record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    if is_conversation(root) {
        return conversation(root, emit);
    }
    if is_account(root) {
        return account(root, emit);
    }
    rows.read(record, emit)
}

fn account(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "user_id" | "id" => {}
            "email" => parts.extend(gather::mail_address(value)),
            _ => gather::all(value, Place::AccountField, &mut parts),
        }
    }
    let key = root.first_key(&["user_id", "id"])
        .unwrap_or_default();
    tell::account(
        emit,
        Account {
            key,
            name: Text::default(),
            parts,
        },
    )
}

fn conversation(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let key = root.get("id").and_then(Value::as_key).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "title" => parts.extend(value.part(Place::Title)),
            "mapping" | "id" => {}
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: root
            .get("title")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind: ConversationKind::Assistant,
        parts,
        // Of what a search found, the pages' text is left out.
        omits_tool_data: true,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let nodes: Vec<(Value<'_>, Value<'_>)> =
        root.get("mapping").into_iter().flat_map(Value::entries).collect();
    let shown = shown(&nodes);
    let mut speakers = Speakers::default();
    for (id, node) in nodes {
        let Some(value) = node.get("message") else {
            continue;
        };
        let mut message = Message {
            conversation: key.borrowed(),
            key: Key(id.text_or_empty()),
            parent: node.get("parent").and_then(Value::as_key).unwrap_or_default(),
            sent_at: value
                .get("inserted_at")
                .and_then(|at| instant::from_iso(&at.text()?)),
            branch: if shown.contains(&*id.text_or_empty()) {
                Branch::Shown
            } else {
                Branch::OffPath
            },
            ..Message::default()
        };
        fragments(value, &mut message);
        let (author, name) = match message.role {
            Role::Person => ("user", ""),
            Role::Tool => ("tool", ""),
            Role::Assistant | Role::System | Role::Account => ("assistant", "DeepSeek"),
        };
        message.author = Key::from(author);
        speakers.tell_role(emit, &key, author, name, message.role)?;
        tell::message(emit, message)?;
    }
    Ok(())
}

/// The path to the newest message; the export does not say which was shown.
fn shown(nodes: &[(Value<'_>, Value<'_>)]) -> HashSet<String> {
    let places: HashMap<String, usize> = nodes
        .iter()
        .enumerate()
        .map(|(index, (id, _))| (id.text_or_empty().into_owned(), index))
        .collect();
    let time = |node: Value<'_>| {
        node.find(&["message", "inserted_at"])
            .and_then(|at| instant::from_iso(&at.text()?))
            .map(|at| at.unix_ms)
    };
    let mut at = (0..nodes.len()).max_by_key(|index| (time(nodes[*index].1), *index));
    let mut path = HashSet::new();
    while let Some(index) = at
        && path.insert(nodes[index].0.text_or_empty().into_owned())
    {
        at = nodes[index]
            .1
            .get("parent")
            .and_then(Value::text)
            .and_then(|parent| places.get(&*parent).copied());
    }
    path
}

/// A message has no role: its fragments say what they are.
fn fragments<'t>(value: Value<'t>, message: &mut Message<'t>) {
    message.role = Role::Assistant;
    for fragment in value.get("fragments").into_iter().flat_map(Value::items) {
        let kind = fragment.get("type").map(Value::text_or_empty).unwrap_or_default();
        let place = match &*kind {
            "REQUEST" => {
                message.role = Role::Person;
                Place::Body
            }
            "RESPONSE" => Place::Body,
            "THINK" | "THINKING" => Place::Reasoning,
            "SEARCH" | "READ_LINK" => Place::ToolResult,
            "FILE" => Place::FileName,
            _ => Place::OtherField,
        };
        for (name, member) in fragment.entries() {
            match &*name.text_or_empty() {
                "type" | "id" => {}
                "content" => message.parts.extend(member.part(place)),
                _ => gather::words(
                    member,
                    if place == Place::Body {
                        Place::OtherField
                    } else {
                        place
                    },
                    &mut message.parts,
                ),
            }
        }
    }
    // Older exports have one text instead.
    if let Some(content) = value.get("content").filter(|_| value.get("fragments").is_none()) {
        let asked = value
            .get("role")
            .is_some_and(|role| role.is("USER") || role.is("user"));
        message.role = if asked { Role::Person } else { Role::Assistant };
        message.parts.extend(content.part(Place::Body));
    }
    for file in value.get("files").into_iter().flat_map(Value::items) {
        let Some(name) = file.get("file_name").or_else(|| file.get("name")) else {
            continue;
        };
        let kind = blocks::file_name(name, None, message);
        message.unread.push(Unread {
            kind,
            at: file.locator(),
        });
    }
}
