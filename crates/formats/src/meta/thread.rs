//! One file of a thread: its messages stand newest first.

use super::text::{part, text, words};
use crate::cut::json::Value;
use crate::entry_name::EntryName;
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, instant, media};
use teltale_model::{
    Attachment, Conversation, ConversationKind, Key, Media, Message, Part, Participant, Place, RecordKind,
    Role, Text, Unread, UnreadKind,
};

/// True for a thread of either export: the ordinary one, or that of end-to-end encrypted chats.
pub(super) fn is_thread(root: Value<'_>) -> bool {
    let messages = || root.get("messages").into_iter().flat_map(Value::items).take(5);
    let ordinary =
        |message: Value<'_>| message.get("sender_name").is_some() && message.get("timestamp_ms").is_some();
    let encrypted =
        |message: Value<'_>| message.get("senderName").is_some() && message.get("timestamp").is_some();
    messages().any(ordinary) || root.get("threadName").is_some() && messages().any(encrypted)
}

/// Tells the thread and its messages, oldest first.
pub(super) fn read(root: Value<'_>, name: &EntryName, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let title = ["title", "threadName"].iter().find_map(|name| root.get(name));
    // The files of a thread share its path.
    let path = root.get("thread_path").map(text).filter(|path| !path.is_empty());
    let key = path
        .or_else(|| title.map(text).filter(|title| !title.is_empty()))
        .unwrap_or_else(|| name.key().to_owned().into());
    let key = Key(key);
    let people: Vec<Value<'_>> = root
        .get("participants")
        .into_iter()
        .flat_map(Value::items)
        .filter_map(|person| {
            person
                .get("name")
                .or(Some(person).filter(|name| name.is_string()))
        })
        .collect();
    let mut parts: Vec<Part<'_>> = title
        .and_then(|title| part(title, Place::Title))
        .into_iter()
        .collect();
    for (name, value) in root.entries() {
        if !["participants", "messages", "title", "threadName", "thread_path"]
            .iter()
            .any(|known| name.is(known))
        {
            words(value, Place::OtherField, &mut parts);
        }
    }
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: title.map(text).unwrap_or_default().into(),
        kind: if people.len() > 2 {
            ConversationKind::Group
        } else {
            ConversationKind::Direct
        },
        parts,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let mut speakers = Speakers::default();
    for person in people {
        speaker(person, &key, &mut speakers, emit)?;
    }
    let messages: Vec<Value<'_>> = root.get("messages").into_iter().flat_map(Value::items).collect();
    for value in messages.into_iter().rev() {
        let sender = value.get("sender_name").or_else(|| value.get("senderName"));
        if let Some(sender) = sender {
            speaker(sender, &key, &mut speakers, emit)?;
        }
        tell::message(emit, message(value, sender, &key))?;
    }
    Ok(())
}

/// People are names only.
fn speaker(
    name: Value<'_>,
    thread: &Key<'_>,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let key = text(name);
    speakers.tell(
        emit,
        Participant {
            conversation: thread.borrowed(),
            role: role(&key),
            name: Text(key.clone()),
            key: Key(key),
            owner: false,
            parts: part(name, Place::Author).into_iter().collect(),
        },
    )
}

/// The assistant's name is a brand and not translated.
fn role(name: &str) -> Role {
    if name == "Meta AI" {
        Role::Assistant
    } else {
        Role::Person
    }
}

/// Members with files, and what these are.
const FILES: &[(&str, Media)] = &[
    ("photos", Media::Image),
    ("gifs", Media::Image),
    ("sticker", Media::Image),
    ("videos", Media::Video),
    ("audio_files", Media::Audio),
    ("files", Media::Document),
    ("media", Media::Image),
];

fn message<'t>(value: Value<'t>, sender: Option<Value<'t>>, thread: &Key<'t>) -> Message<'t> {
    let author = sender.map(text).unwrap_or_default();
    let time = value
        .get("timestamp_ms")
        .or_else(|| value.get("timestamp"))
        .and_then(Value::number);
    let mut message = Message {
        conversation: thread.clone(),
        role: role(&author),
        author: Key(author),
        sent_at: time.and_then(|ms| instant::from_seconds(ms / 1000.0)),
        ..Message::default()
    };
    for (name, member) in value.entries() {
        let name = name.text_or_empty();
        match &*name {
            "content" | "text" => message.parts.extend(part(member, Place::Body)),
            "sender_name" | "senderName" | "timestamp_ms" | "timestamp" | "type" | "ip"
            | "sender_id_INTERNAL" => {}
            "share" => share(member, &mut message),
            "users" => words(member, Place::Recipient, &mut message.parts),
            "reactions" => {
                let actors = member.items().filter_map(|reaction| reaction.get("actor"));
                message.parts.extend(
                    actors.filter_map(|actor| tell::labelled(part(actor, Place::OtherField), "reaction")),
                );
            }
            "is_unsent" | "isUnsent" if member.is_true() => {
                message.unread.push(Unread {
                    kind: UnreadKind::DeletedMessage,
                    at: value.locator(),
                });
            }
            other => match FILES.iter().find(|(known, _)| *known == other) {
                Some((_, kind)) => files(member, *kind, &mut message),
                None => words(member, Place::OtherField, &mut message.parts),
            },
        }
    }
    message
}

fn share<'t>(share: Value<'t>, message: &mut Message<'t>) {
    for (name, member) in share.entries() {
        let place = if name.is("link") {
            Place::Link
        } else {
            Place::Quote
        };
        words(member, place, &mut message.parts);
    }
}

fn files<'t>(member: Value<'t>, kind: Media, message: &mut Message<'t>) {
    let single = Some(member).filter(|file| file.is_object());
    for file in member.items().chain(single) {
        if let Some(path) = file.get("uri") {
            message.attachments.push(Attachment {
                name: Text(text(path)),
                media: kind,
            });
        }
        message.unread.push(Unread {
            kind: media::unread(kind),
            at: file.locator(),
        });
        for (name, value) in file.entries() {
            if !name.is("uri") {
                words(value, Place::OtherField, &mut message.parts);
            }
        }
    }
}
