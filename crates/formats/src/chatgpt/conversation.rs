//! One conversation: its facts, and every message of its tree, also those on paths no longer shown.

use super::tree::Tree;
use super::{content, metadata};
use crate::cut::json::{Kind, Record, Value};
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, gather, instant};
use std::borrow::Cow;
use teltale_model::{
    Branch, Conversation, ConversationKind, Key, Message, Part, Place, Problem, ProblemKind, RecordKind,
    Role, Text,
};

pub(super) fn read(record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    let key = root.first_key(&["conversation_id", "id"])
        .unwrap_or_default();
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: root
            .get("title")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind: ConversationKind::Assistant,
        parts: conversation_parts(root),
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let Some(mapping) = root.get("mapping").filter(|mapping| mapping.is_object()) else {
        return Ok(());
    };
    let current = root.get("current_node").and_then(Value::text);
    let mut tree = Tree::of(mapping, current.as_deref());
    if tree.broken {
        emit.event(Event::Problem(Problem {
            kind: ProblemKind::BrokenTree,
            at: record.at(),
            line: None,
        }))?;
    }
    let mut speakers = Speakers::default();
    for index in std::mem::take(&mut tree.order) {
        let node = &tree.nodes[index];
        let Some(value) = node.message else { continue };
        let members = Members::of(value);
        let author = Author::of(&members);
        speakers.tell_role(emit, &key, &author.key, author.name(), author.role)?;
        if emit.is_choosy() && members.are_plain() && author.to_tool.is_none() && !members.are_wanted(emit) {
            emit.read_all(RecordKind::Message, 1);
            tree.nodes[index].told = true;
            continue;
        }
        let mut message = Message {
            conversation: key.borrowed(),
            key: Key::from(&*node.id),
            parent: tree
                .parent_of(index)
                .map(|parent| Key::from(&*parent.id))
                .unwrap_or_default(),
            author: Key::from(&*author.key),
            role: author.role,
            sent_at: members
                .create_time
                .and_then(Value::number)
                .and_then(instant::from_seconds),
            branch: if node.shown {
                Branch::Shown
            } else {
                Branch::OffPath
            },
            hidden: members.is_hidden(),
            ..Message::default()
        };
        if let Some(content) = members.content {
            content::read(content, &author, &mut message);
        }
        if let Some(metadata) = members.metadata {
            metadata::read(metadata, &author, &mut message);
        }
        if members.others {
            for (name, rest) in value.entries() {
                if member(name).is_none() {
                    gather::words(rest, Place::OtherField, &mut message.parts);
                }
            }
        }
        tree.nodes[index].told = tell::message(emit, message)?;
    }
    Ok(())
}

/// A member of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Author,
    CreateTime,
    Content,
    Metadata,
    Recipient,
    Channel,
    /// Says nothing.
    Plumbing,
}

/// The member of this name; none if it is not known.
fn member(name: Value<'_>) -> Option<Member> {
    Some(match &*name.text_or_empty() {
        "author" => Member::Author,
        "create_time" => Member::CreateTime,
        "content" => Member::Content,
        "metadata" => Member::Metadata,
        "recipient" => Member::Recipient,
        "channel" => Member::Channel,
        "id" | "update_time" | "status" | "end_turn" | "weight" => Member::Plumbing,
        _ => return None,
    })
}

/// A message's members, found in one pass; those that are null are not there.
#[derive(Default)]
struct Members<'t> {
    author: Option<Value<'t>>,
    create_time: Option<Value<'t>>,
    content: Option<Value<'t>>,
    metadata: Option<Value<'t>>,
    recipient: Option<Value<'t>>,
    channel: Option<Value<'t>>,
    /// Holds members that are not known.
    others: bool,
}

impl<'t> Members<'t> {
    fn of(message: Value<'t>) -> Self {
        let mut members = Self::default();
        for (name, value) in message.entries() {
            let place = match member(name) {
                Some(Member::Author) => &mut members.author,
                Some(Member::CreateTime) => &mut members.create_time,
                Some(Member::Content) => &mut members.content,
                Some(Member::Metadata) => &mut members.metadata,
                Some(Member::Recipient) => &mut members.recipient,
                Some(Member::Channel) => &mut members.channel,
                Some(Member::Plumbing) => continue,
                None => {
                    members.others = true;
                    continue;
                }
            };
            if place.is_none() && value.kind() != Kind::Null {
                *place = Some(value);
            }
        }
        members
    }

    /// True where all that the message says are strings of text beside settings of the service.
    fn are_plain(&self) -> bool {
        let is_text = |(name, value): (Value<'_>, Value<'_>)| match value.kind() {
            Kind::String => name.is("content_type") && value.is("text"),
            Kind::Array => name.is("parts") && value.items().all(Value::is_string),
            _ => false,
        };
        !self.others
            && self.content.is_some_and(|content| content.entries().all(is_text))
            && self.metadata.is_none_or(metadata::is_settings)
    }

    /// True where the receiver wants one of those strings, or where there is none.
    fn are_wanted(&self, emit: &Emit<'_>) -> bool {
        let members = self.content.into_iter().flat_map(Value::entries);
        let mut texts = members.flat_map(|(_, value)| value.items()).map(Value::text_or_empty);
        let mut says = false;
        texts.any(|text| {
            says |= !text.is_empty();
            emit.wants(&text)
        }) || !says
    }

    fn flag(&self, name: &str) -> bool {
        self.metadata
            .and_then(|metadata| metadata.get(name))
            .is_some_and(Value::is_true)
    }

    /// Custom instructions and memory, put before the chat in the user's or the service's name.
    fn is_injected(&self) -> bool {
        let content_type = self.content.and_then(|content| content.get("content_type"));
        content_type.is_some_and(|kind| kind.is("user_editable_context") || kind.is("model_editable_context"))
    }

    /// True where ChatGPT does not show the message: injected context, and what it marks as hidden itself.
    fn is_hidden(&self) -> bool {
        let role = self.author.and_then(|author| author.get("role"));
        self.is_injected()
            || role.is_some_and(|role| role.is("system"))
            || self.flag("is_visually_hidden_from_conversation")
            || self.flag("is_user_system_message")
    }
}

/// Who speaks in a message, and to whom.
pub(super) struct Author<'t> {
    /// The role's name, or the tool's.
    pub(super) key: Cow<'t, str>,
    pub(super) role: Role,
    /// The tool that the assistant speaks to; none where it speaks to the user.
    pub(super) to_tool: Option<Cow<'t, str>>,
    /// True where the assistant thinks aloud.
    pub(super) thinks: bool,
}

impl<'t> Author<'t> {
    fn of(message: &Members<'t>) -> Self {
        let word = |name: &str| {
            let member = message.author.and_then(|author| author.get(name));
            member.map(Value::text_or_empty).unwrap_or_default()
        };
        let role = word("role");
        let injected = message.is_injected() || message.flag("is_user_system_message");
        let (key, role) = match &*role {
            _ if injected => (Cow::Borrowed("system"), Role::System),
            "user" => (Cow::Borrowed("user"), Role::Person),
            "assistant" => (Cow::Borrowed("assistant"), Role::Assistant),
            "tool" | "function" => match word("name") {
                name if name.is_empty() => (Cow::Borrowed("tool"), Role::Tool),
                name => (name, Role::Tool),
            },
            "system" | "" => (Cow::Borrowed("system"), Role::System),
            _ => (role, Role::System),
        };
        let recipient = message.recipient.map(Value::text_or_empty).unwrap_or_default();
        let to_tool = role == Role::Assistant && !recipient.is_empty() && recipient != "all";
        Self {
            key,
            role,
            to_tool: to_tool.then_some(recipient),
            thinks: role == Role::Assistant && message.channel.is_some_and(|channel| channel.is("analysis")),
        }
    }

    fn name(&self) -> &str {
        match self.role {
            Role::Assistant => "ChatGPT",
            Role::Tool => &self.key,
            Role::Person | Role::System | Role::Account => "",
        }
    }
}

/// Title and links of the conversation itself, and whatever it holds that is not known.
fn conversation_parts(root: Value<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "title" => parts.extend(value.part(Place::Title)),
            "safe_urls" | "blocked_urls" => {
                for url in value.items() {
                    parts.extend(tell::labelled(url.part(Place::Link), name.text_or_empty()));
                }
            }
            "mapping" | "id" | "conversation_id" | "current_node" => {}
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    parts
}

/// A label that owns its characters, for parts that outlive the author.
pub(super) fn label(text: &str) -> Text<'static> {
    Text::from(text.to_owned())
}
