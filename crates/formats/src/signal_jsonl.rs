//! Signal's plain export: JSON Lines, each frame an account, a recipient, a chat, or an item of a chat.

use crate::cut::json::{Record, Sketch, Value};
use crate::cut::jsonl;
use crate::field::Field;
use crate::rows::Rows;
use crate::tell;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, blocks, gather, instant};
use std::collections::{HashMap, HashSet};
use teltale_model::{
    Account, Contact, Conversation, ConversationKind, Key, Locator, Message, Part, Participant, Place,
    ReadAs, RecordKind, Role, SkipReason, Text, Unread, UnreadKind,
};

/// Signal's plain export.
pub(crate) const FORMAT: &dyn Format = &SignalJsonl;

struct SignalJsonl;

static ABOUT: About = About {
    id: "signal-jsonl",
    name: "Signal export",
    service: "Signal",
    version: 1,
    how_to_export: "In Signal open Settings, Chats or Backups, and export the chat history without encryption.",
};

impl Format for SignalJsonl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &["\"backupTimeMs\"", "\"version\""]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        match record.root().get("backupTimeMs") {
            Some(_) => Recognition::Yes("a first line with the time of Signal's backup"),
            None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut frames = Frames {
            rows: Rows::of(entry),
            recipients: HashMap::new(),
            told: HashSet::new(),
        };
        jsonl::lines(entry, RecordKind::Row, emit, |record, _, emit| {
            frames.read(record, emit)
        })
    }
}

/// Somebody or something that can be written to.
struct Recipient {
    name: String,
    name_part: Option<Part<'static>>,
    phone: Option<Part<'static>>,
    kind: ConversationKind,
    owner: bool,
}

/// What earlier frames said: recipients come before chats, chats before their items.
struct Frames {
    rows: Rows,
    recipients: HashMap<String, Recipient>,
    /// Members told, by chat and recipient.
    told: HashSet<(String, String)>,
}

impl Frames {
    fn read(&mut self, record: &Record<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let root = record.root();
        let frame = |name: &str| root.get(name).filter(|frame| frame.is_object());
        if root.get("backupTimeMs").is_some() {
            // Holds a key.
            tell::skipped(emit, RecordKind::Row, SkipReason::Secret);
            return Ok(());
        }
        if let Some(account) = frame("account") {
            return self::account(account, emit);
        }
        if let Some(recipient) = frame("recipient") {
            return self.recipient(recipient, emit);
        }
        if let Some(chat) = frame("chat") {
            return self.chat(chat, emit);
        }
        if let Some(item) = frame("chatItem") {
            return self.item(item, emit);
        }
        self.rows.read(record, emit)
    }

    fn recipient(&mut self, value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let id = value
            .get("id")
            .and_then(Value::as_key)
            .unwrap_or_default()
            .into_owned();
        let contact = value.get("contact");
        let group = value.get("group");
        let name = contact
            .and_then(contact_name)
            .or_else(|| group.and_then(|group| group.find(&["snapshot", "title", "title"])));
        let phone = contact
            .and_then(|contact| contact.get("e164"))
            .and_then(|e164| e164.part(Place::ContactCard));
        // Written as a whole number without its plus.
        let phone = phone.map(|part| Part {
            read_as: ReadAs::Digits,
            label: Text::from("e164"),
            ..part
        });
        let recipient = Recipient {
            name: name
                .map(|name| name.text_or_empty().into_owned())
                .unwrap_or_default(),
            name_part: name.and_then(|name| name.part(Place::Author)).map(owned),
            phone: phone.clone().map(owned),
            kind: if group.is_some() {
                ConversationKind::Group
            } else {
                ConversationKind::Direct
            },
            owner: value.get("self").is_some(),
        };
        let title = Text::from(recipient.name.clone());
        self.recipients.insert(id.to_string(), recipient);
        let mut parts: Vec<Part<'_>> = phone.into_iter().collect();
        let Some(inner) = contact.or(group) else {
            let mut parts = Vec::new();
            gather::words(value, Place::OtherField, &mut parts);
            return self.rows.parts(without_keys(parts), emit);
        };
        for (member, inner) in inner.entries() {
            if !member.is("e164") {
                gather::words(inner, Place::ContactCard, &mut parts);
            }
        }
        tell::contact(
            emit,
            Contact {
                key: id,
                name: title,
                owner: false,
                parts: without_keys(parts),
            },
        )
    }

    fn chat(&mut self, value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let recipient = value
            .get("recipientId")
            .and_then(Value::as_key)
            .unwrap_or_default();
        let recipient = self.recipients.get(&*recipient);
        emit.seen(RecordKind::Conversation);
        emit.event(Event::Conversation(Conversation {
            key: value.get("id").and_then(Value::as_key).unwrap_or_default(),
            title: Text::from(
                recipient
                    .map(|recipient| recipient.name.clone())
                    .unwrap_or_default(),
            ),
            kind: recipient.map(|recipient| recipient.kind).unwrap_or_default(),
            ..Conversation::default()
        }))?;
        emit.read(RecordKind::Conversation);
        Ok(())
    }

    fn item(&mut self, value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let chat = value.get("chatId").and_then(Value::as_key).unwrap_or_default();
        let author = value.get("authorId").and_then(Value::as_key).unwrap_or_default();
        if let Some(recipient) = self.recipients.get(&*author)
            && self.told.insert((chat.to_string(), author.to_string()))
        {
            emit.event(Event::Participant(Participant {
                conversation: chat.borrowed(),
                key: author.borrowed(),
                name: Text::from(&*recipient.name),
                role: Role::Person,
                owner: recipient.owner,
                parts: recipient
                    .name_part
                    .iter()
                    .chain(&recipient.phone)
                    .cloned()
                    .collect(),
            }))?;
        }
        let notice = value.get("updateMessage").is_some();
        let mut message = Message {
            conversation: chat,
            key: Key::default(),
            author,
            role: if notice { Role::System } else { Role::Person },
            sent_at: value
                .get("dateSent")
                .and_then(Value::number)
                .and_then(|ms| instant::from_seconds(ms / 1000.0)),
            edited: value.get("revisions").is_some(),
            ..Message::default()
        };
        item_parts(value, &mut message);
        message.parts = without_keys(std::mem::take(&mut message.parts));
        tell::message(emit, message)?;
        Ok(())
    }
}

fn account(account: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for name in ["givenName", "familyName", "username", "e164"] {
        if let Some(value) = account.get(name) {
            gather::searched(value, Place::AccountField, &mut parts);
        }
    }
    let name = |member: &str| account.get(member).map(Value::text_or_empty).unwrap_or_default();
    let name = format!("{} {}", name("givenName"), name("familyName"))
        .trim()
        .to_owned();
    tell::account(
        emit,
        Account {
            key: Key::default(),
            name: Text::from(name),
            parts,
        },
    )
}

/// The name under which the owner knows somebody, else the one they gave themselves.
fn contact_name(contact: Value<'_>) -> Option<Value<'_>> {
    let filled = |value: &Value<'_>| value.is_string() && !value.raw().is_empty();
    [
        &["nickname", "given"][..],
        &["systemGivenName"],
        &["profileGivenName"],
        &["username"],
    ]
    .iter()
    .find_map(|path| contact.find(path).filter(filled))
}

/// A shared card: its numbers stand under `value`.
fn card<'t>(card: Value<'t>, message: &mut Message<'t>) {
    for leaf in card.leaves() {
        let Some(part) = gather::part(leaf, Place::ContactCard) else {
            continue;
        };
        let number =
            leaf.key.is_some_and(|key| key.is("value")) && Field::of("phone", &part.text) == Field::Phone;
        let read_as = if number { ReadAs::Number } else { part.read_as };
        if read_as != ReadAs::Opaque {
            message.parts.push(Part { read_as, ..part });
        }
    }
}

/// What an item says.
fn item_parts<'t>(value: Value<'t>, message: &mut Message<'t>) {
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "chatId" | "authorId" | "dateSent" | "incoming" | "outgoing" | "directionless" => {}
            "standardMessage" => standard(member, Place::Body, message),
            "contactMessage" => card(member, message),
            "updateMessage" => {
                for leaf in member.leaves() {
                    let number = leaf
                        .key
                        .is_some_and(|key| key.is("e164") || key.is("previousE164"));
                    if let Some(part) =
                        gather::part(leaf, Place::SystemNotice).filter(|part| part.read_as != ReadAs::Opaque)
                    {
                        message.parts.push(if number {
                            Part {
                                read_as: ReadAs::Digits,
                                ..part
                            }
                        } else {
                            part
                        });
                    }
                }
            }
            "revisions" => {
                for revision in member.items() {
                    if let Some(earlier) = revision.get("standardMessage") {
                        standard(earlier, Place::EarlierVersion, message);
                    }
                }
            }
            "remoteDeletedMessage" => message.unread.push(Unread {
                kind: UnreadKind::DeletedMessage,
                at: member.locator(),
            }),
            "viewOnceMessage" => message.unread.push(Unread {
                kind: UnreadKind::ViewOnce,
                at: member.locator(),
            }),
            "stickerMessage" => message.unread.push(Unread {
                kind: UnreadKind::Image,
                at: member.locator(),
            }),
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
}

fn standard<'t>(value: Value<'t>, place: Place, message: &mut Message<'t>) {
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "text" => message
                .parts
                .extend(member.get("body").and_then(|body| body.part(place))),
            "quote" => gather::words(member, Place::Quote, &mut message.parts),
            "linkPreview" => gather::words(member, Place::Link, &mut message.parts),
            "attachments" => {
                for file in member.items() {
                    let pointer = file.get("pointer").unwrap_or(file);
                    let kind = match pointer.get("fileName") {
                        Some(name) => blocks::file_name(name, pointer.get("contentType"), message),
                        None => UnreadKind::Document,
                    };
                    message.unread.push(Unread {
                        kind,
                        at: file.locator(),
                    });
                    message
                        .parts
                        .extend(pointer.get("caption").and_then(|caption| caption.part(place)));
                }
            }
            "reactions" => {}
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
}

/// Keys and identities are bytes in base64, and say nothing.
fn without_keys(mut parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let silent = |label: &str| {
        ["Key", "aci", "pni", "entropy", "Id", "digest", "mac"]
            .iter()
            .any(|end| label.ends_with(end))
    };
    parts.retain(|part| part.read_as != ReadAs::Text || !silent(&part.label));
    parts
}

/// A part that outlives its record.
fn owned(part: Part<'_>) -> Part<'static> {
    let at: Locator = part.at;
    Part {
        place: part.place,
        read_as: part.read_as,
        text: part.text.into_owned(),
        label: part.label.into_owned(),
        at,
    }
}
