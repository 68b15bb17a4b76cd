//! The X (Twitter) archive: files of JavaScript that each assign one array, `window.YTD.direct_messages.part0 = [ … ]`.

use crate::cut::HeadText;
use crate::cut::json::{Cursor, Kind, Value};
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, gather, instant};
use teltale_model::{
    Account, Contact, Conversation, ConversationKind, Key, Message, Part, Participant, Place, ReadAs,
    RecordKind, Role, Unread, UnreadKind,
};

/// The archive of X, which was Twitter.
pub(crate) const FORMAT: &dyn Format = &Twitter;

struct Twitter;

static ABOUT: About = About {
    id: "twitter",
    name: "X (Twitter) archive",
    service: "X",
    version: 1,
    how_to_export: "In X open Settings, Your account, Download an archive of your data, and confirm. The zip is ready \
                    after a day or so.",
};

/// How every file begins; what follows names the list.
const BEGINS: &str = "window.YTD.";

impl Format for Twitter {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let assigned = text
            .text()
            .trim_start()
            .strip_prefix(BEGINS)
            .and_then(|rest| rest.split_once('='));
        match assigned {
            Some((name, value)) if is_name(name) && value.trim_start().starts_with('[') => {
                Recognition::Yes("a list assigned to window.YTD, the way X writes its archive")
            }
            Some(_) | None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        json.pass_assignment()?;
        if json.kind()? == Some(Kind::Array) {
            json.enter();
            while json.item()? {
                json.record(RecordKind::Row, emit, |record, emit| {
                    let root = record.root();
                    let one = |name: &str| root.get(name).filter(|value| value.is_object());
                    if let Some(conversation) = one("dmConversation") {
                        return self::conversation(conversation, emit);
                    }
                    if let Some(contact) = one("contact") {
                        return self::contact(contact, emit);
                    }
                    for name in ["account", "device", "phoneNumber"] {
                        if let Some(value) = one(name) {
                            return account(value, emit);
                        }
                    }
                    rows.parts(row(root), emit)
                })?;
            }
        }
        json.finish(emit)
    }
}

/// Every string of a record of any other list. Ids stand in it twice, once as `id_str`.
fn row(value: Value<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    gather::words(value, Place::OtherField, &mut parts);
    parts.retain(|part| !part.label.ends_with("id_str"));
    parts
}

fn is_name(name: &str) -> bool {
    let name = name.trim_end();
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// A card of the address book that the app uploaded.
fn contact(value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "id" => {}
            "phoneNumbers" => parts.extend(member.items().filter_map(|number| {
                Some(Part {
                    read_as: ReadAs::Number,
                    ..number.part(Place::ContactCard)?
                })
            })),
            _ => gather::words(member, Place::ContactCard, &mut parts),
        }
    }
    tell::contact(
        emit,
        Contact {
            key: value.get("id").and_then(Value::as_key).unwrap_or_default(),
            name: value
                .get("name")
                .map(Value::text_or_empty)
                .unwrap_or_default()
                .into(),
            owner: false,
            parts,
        },
    )
}

/// The owner's own files: the account, its number.
fn account(value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    gather::words(value, Place::AccountField, &mut parts);
    tell::account(
        emit,
        Account {
            key: value.get("accountId").and_then(Value::as_key).unwrap_or_default(),
            name: value
                .get("accountDisplayName")
                .map(Value::text_or_empty)
                .unwrap_or_default()
                .into(),
            parts,
        },
    )
}

/// The members of each list of a conversation hold one object, whose name says what happened.
fn conversation(value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let key = value
        .get("conversationId")
        .and_then(Value::as_key)
        .unwrap_or_default();
    // Two ids joined by a hyphen for two people; one id for a group.
    let kind = if key.contains('-') {
        ConversationKind::Direct
    } else {
        ConversationKind::Group
    };
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: key.borrowed(),
        kind,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    let mut speakers = Speakers::default();
    // Newest first in the file.
    let events: Vec<Value<'_>> = value.get("messages").into_iter().flat_map(Value::items).collect();
    for event in events.into_iter().rev() {
        for (name, happened) in event.entries() {
            if happened.is_object() {
                message(&name.text_or_empty(), happened, &key, &mut speakers, emit)?;
            }
        }
    }
    Ok(())
}

fn message(
    name: &str,
    value: Value<'_>,
    conversation: &Key<'_>,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let said = matches!(name, "messageCreate" | "welcomeMessageCreate");
    let author = value.first_key(&["senderId", "initiatingUserId", "userId"])
        .unwrap_or_default();
    if !author.is_empty() {
        speakers.tell(
            emit,
            Participant {
                conversation: conversation.borrowed(),
                key: author.borrowed(),
                ..Participant::default()
            },
        )?;
    }
    let mut message = Message {
        conversation: conversation.borrowed(),
        key: value.get("id").and_then(Value::as_key).unwrap_or_default(),
        author,
        role: if said { Role::Person } else { Role::System },
        sent_at: value
            .get("createdAt")
            .and_then(|at| instant::from_iso(&at.text()?)),
        ..Message::default()
    };
    let place = if said { Place::Body } else { Place::SystemNotice };
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "text" | "name" => message.parts.extend(member.part(place)),
            // The links of the text, at full length.
            "urls" => {
                for url in member.items() {
                    message
                        .parts
                        .extend(url.get("expanded").and_then(|url| url.part(Place::Link)));
                }
            }
            "mediaUrls" => {
                for url in member.items() {
                    message.unread.push(Unread {
                        kind: UnreadKind::Media,
                        at: url.locator(),
                    });
                }
            }
            "editHistory" => {
                for edit in member.items() {
                    message.edited = true;
                    message.parts.extend(
                        edit.get("editedText")
                            .and_then(|text| text.part(Place::EarlierVersion)),
                    );
                }
            }
            "id"
            | "senderId"
            | "recipientId"
            | "createdAt"
            | "reactions"
            | "initiatingUserId"
            | "userId"
            | "userIds"
            | "participantsSnapshot" => {}
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
    tell::message(emit, message)?;
    Ok(())
}
