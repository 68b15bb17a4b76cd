//! A design chat: a conversation whose messages keep everything under `content`.

use super::message::attachment;
use crate::cut::json::Value;
use crate::tell::{self, Speakers};
use crate::{Emit, Event, Halt, blocks, gather, instant};
use teltale_model::{Conversation, ConversationKind, Key, Message, Place, RecordKind, Role};

pub(super) fn read(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let key = root
        .get("uuid")
        .or_else(|| root.get("id"))
        .and_then(Value::as_key)
        .unwrap_or_default();
    let title = ["title", "name"].iter().find_map(|name| root.get(name));
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "title" | "name" => parts.extend(value.part(Place::Title)),
            "messages" | "uuid" | "id" => {}
            _ => gather::words(value, Place::OtherField, &mut parts),
        }
    }
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        title: title.map(Value::text_or_empty).unwrap_or_default().into(),
        kind: ConversationKind::Assistant,
        parts,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let mut speakers = Speakers::default();
    for value in root.get("messages").into_iter().flat_map(Value::items) {
        let (author, role) = match value.get("role").map(Value::text_or_empty).as_deref() {
            Some("user" | "human") => ("user", Role::Person),
            Some("assistant") => ("assistant", Role::Assistant),
            Some(_) | None => ("system", Role::System),
        };
        speakers.tell_role(
            emit,
            &key,
            author,
            if role == Role::Assistant { "Claude" } else { "" },
            role,
        )?;
        tell::message(emit, message(value, &key, author, role))?;
    }
    Ok(())
}

fn message<'t>(value: Value<'t>, conversation: &Key<'t>, author: &'static str, role: Role) -> Message<'t> {
    let content = value.get("content").unwrap_or(value);
    let sent = content.get("timestamp").or_else(|| value.get("created_at"));
    let mut message = Message {
        conversation: conversation.clone(),
        key: value
            .get("uuid")
            .or_else(|| value.get("id"))
            .and_then(Value::as_key)
            .unwrap_or_default(),
        author: Key::from(author),
        role,
        sent_at: sent.and_then(|at| match at.text() {
            Some(text) => instant::from_iso(&text),
            None => instant::from_epoch(at.number()?),
        }),
        ..Message::default()
    };
    // The blocks hold what the plain content repeats.
    if let Some(blocks) = content.get("contentBlocks") {
        blocks::read(blocks, Place::Body, &mut message);
    }
    if message.parts.is_empty()
        && let Some(text) = content.get("content")
    {
        blocks::read(text, Place::Body, &mut message);
    }
    for file in content.get("attachments").into_iter().flat_map(Value::items) {
        attachment(file, &mut message);
    }
    for (name, rest) in content.entries() {
        if ![
            "content",
            "contentBlocks",
            "attachments",
            "timestamp",
            "id",
            "role",
        ]
        .iter()
        .any(|known| name.is(known))
        {
            gather::words(
                rest,
                if name.is("authorName") {
                    Place::Author
                } else {
                    Place::OtherField
                },
                &mut message.parts,
            );
        }
    }
    message
}
