//! Discord: the files of its data package, and chats saved by DiscordChatExporter.

use crate::cut::json::{Cursor, Kind, Record, Sketch, Value, first_items};
use crate::entry_name::EntryName;
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, blocks, gather, instant};
use teltale_model::{
    Account, Conversation, ConversationKind, Key, Message, Part, Participant, Place, RecordKind,
    Role, SentAt, Unread,
};

/// Discord's package, and what a well-known exporter writes.
pub(crate) const FORMAT: &dyn Format = &Discord;

struct Discord;

static ABOUT: About = About {
    id: "discord",
    name: "Discord export",
    service: "Discord",
    version: 1,
    how_to_export: "In Discord open User Settings, Data and Privacy, Request all of my data. The package holds your own \
                    messages only.",
};

impl Format for Discord {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        if is_exported(root) {
            return Recognition::Yes("a guild, a channel and its messages");
        }
        if first_items(root).any(is_own_message) {
            return Recognition::Yes("messages with the four fields of Discord's package");
        }
        if is_account(root) {
            return Recognition::Yes("an account record with the fields of Discord's user file");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        match json.kind()? {
            Some(Kind::Array) => {
                let channel = Key::from(channel_of(&name));
                let mut told = false;
                json.enter();
                while json.item()? {
                    json.record(RecordKind::Message, emit, |found, emit| {
                        own_message(found, &channel, &mut told, &mut rows, emit)
                    })?;
                }
            }
            Some(Kind::Object)
                if json
                    .sketch()?
                    .is_some_and(|sketch| is_exported(sketch.record().root())) =>
            {
                exported(&mut json, &mut rows, emit)?;
            }
            Some(_) => json.record(RecordKind::Account, emit, |found, emit| {
                match is_account(found.root()) {
                    true => account(found.root(), emit),
                    false => rows.read(found, emit),
                }
            })?,
            None => {}
        }
        json.finish(emit)
    }
}

fn is_exported(root: Value<'_>) -> bool {
    root.get("guild").is_some_and(Value::is_object) && root.find(&["channel", "id"]).is_some()
}

fn is_own_message(value: Value<'_>) -> bool {
    ["ID", "Timestamp", "Contents"]
        .iter()
        .all(|name| value.get(name).is_some())
}

fn is_account(root: Value<'_>) -> bool {
    let has = |name: &str| root.entries().any(|(key, _)| key.is(name));
    has("username") && has("phone") && has("discriminator")
}

fn account(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "id" | "ip" => {}
            "email" => parts.extend(gather::mail_address(value)),
            _ => gather::words(value, Place::AccountField, &mut parts),
        }
    }
    let name = root.first_text(&["global_name", "username"])
        .unwrap_or_default();
    tell::account(
        emit,
        Account {
            key: root.get("id").and_then(Value::as_key).unwrap_or_default(),
            name: name.into(),
            parts,
        },
    )
}

/// The folder of a channel in the package is `c` and its id.
fn channel_of(name: &EntryName) -> String {
    let folder = name
        .key()
        .rsplit(['/', '\\'])
        .nth(1)
        .filter(|folder| !folder.is_empty())
        .unwrap_or(name.stem());
    folder
        .strip_prefix('c')
        .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(folder)
        .to_owned()
}

/// A message of the package: all of them are the owner's.
fn own_message(
    record: &Record<'_>,
    channel: &Key<'_>,
    told: &mut bool,
    rows: &mut Rows,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let value = record.root();
    if !is_own_message(value) {
        return rows.read(record, emit);
    }
    if !std::mem::replace(told, true) {
        emit.event(Event::Conversation(Conversation {
            key: channel.borrowed(),
            ..Conversation::default()
        }))?;
        emit.event(Event::Participant(Participant {
            conversation: channel.borrowed(),
            key: Key::from("owner"),
            owner: true,
            ..Participant::default()
        }))?;
    }
    let mut message = Message {
        conversation: channel.borrowed(),
        key: value.get("ID").and_then(Value::as_key).unwrap_or_default(),
        author: Key::from("owner"),
        sent_at: value.get("Timestamp").and_then(time),
        ..Message::default()
    };
    message
        .parts
        .extend(value.get("Contents").and_then(|text| text.part(Place::Body)));
    for (name, member) in value.entries() {
        if !["ID", "Timestamp", "Contents"].iter().any(|known| name.is(known)) {
            let place = if name.is("Attachments") {
                Place::Link
            } else {
                Place::OtherField
            };
            gather::words(member, place, &mut message.parts);
        }
    }
    tell::message(emit, message)?;
    Ok(())
}

fn time(value: Value<'_>) -> Option<SentAt> {
    instant::from_iso(&value.text()?)
}

/// A chat saved by the exporter: guild and channel stand before the messages.
fn exported(json: &mut Cursor<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut key = Key::default();
    let mut speakers = Speakers::default();
    json.enter();
    while let Some(name) = json.key()? {
        match (name.as_str(), json.kind()?) {
            ("channel", Some(Kind::Object)) => {
                json.record(RecordKind::Conversation, emit, |found, emit| {
                    key = found
                        .root()
                        .get("id")
                        .and_then(Value::as_key)
                        .unwrap_or_default()
                        .into_owned();
                    channel(found.root(), emit)
                })?
            }
            ("messages", Some(Kind::Array)) => {
                json.enter();
                while json.item()? {
                    json.record(RecordKind::Message, emit, |found, emit| {
                        message(found.root(), &key, &mut speakers, emit)
                    })?;
                }
            }
            _ => json.record(RecordKind::Row, emit, |found, emit| rows.read(found, emit))?,
        }
    }
    Ok(())
}

fn channel(value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let kind = match value.get("type").map(Value::text_or_empty).as_deref() {
        Some("DirectTextChat") => ConversationKind::Direct,
        Some(_) | None => ConversationKind::Group,
    };
    let mut parts: Vec<Part<'_>> = Vec::new();
    parts.extend(value.get("name").and_then(|name| name.part(Place::Title)));
    parts.extend(
        value
            .get("topic")
            .and_then(|topic| tell::labelled(topic.part(Place::OtherField), "topic")),
    );
    emit.seen(RecordKind::Conversation);
    emit.event(Event::Conversation(Conversation {
        key: value.get("id").and_then(Value::as_key).unwrap_or_default(),
        title: value
            .get("name")
            .map(Value::text_or_empty)
            .unwrap_or_default()
            .into(),
        kind,
        parts,
        ..Conversation::default()
    }))?;
    emit.read(RecordKind::Conversation);
    Ok(())
}

fn message(
    value: Value<'_>,
    channel: &Key<'_>,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let author = value.get("author");
    let key = author
        .and_then(|author| author.get("id"))
        .and_then(Value::as_key)
        .unwrap_or_default();
    if let Some(author) = author.filter(|_| !speakers.know(&key)) {
        let names = ["nickname", "name"].iter().filter_map(|name| author.get(name));
        speakers.tell(
            emit,
            Participant {
                conversation: channel.borrowed(),
                key: key.borrowed(),
                name: names
                    .clone()
                    .next()
                    .map(Value::text_or_empty)
                    .unwrap_or_default()
                    .into(),
                // A bot may be anything, not only an assistant.
                role: Role::Person,
                owner: false,
                parts: names.filter_map(|name| name.part(Place::Author)).collect(),
            },
        )?;
    }
    let talk = value
        .get("type")
        .is_none_or(|kind| kind.is("Default") || kind.is("Reply"));
    let mut message = Message {
        conversation: channel.borrowed(),
        key: value.get("id").and_then(Value::as_key).unwrap_or_default(),
        author: key,
        role: if talk { Role::Person } else { Role::System },
        sent_at: value.get("timestamp").and_then(time),
        edited: value.get("timestampEdited").is_some(),
        forwarded: value.get("forwardedMessage").is_some(),
        ..Message::default()
    };
    let place = if talk { Place::Body } else { Place::SystemNotice };
    message
        .parts
        .extend(value.get("content").and_then(|text| text.part(place)));
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "content" | "id" | "type" | "timestamp" | "timestampEdited" | "callEndedTimestamp" | "author"
            | "reactions" | "inlineEmojis" | "isPinned" | "reference" => {}
            "attachments" => {
                for file in member.items() {
                    let Some(name) = file.get("fileName") else {
                        continue;
                    };
                    let kind = blocks::file_name(name, None, &mut message);
                    message.unread.push(Unread {
                        kind,
                        at: file.locator(),
                    });
                }
            }
            "mentions" => {
                for person in member.items() {
                    message
                        .parts
                        .extend(person.get("name").and_then(|name| name.part(Place::AtMention)));
                }
            }
            "embeds" | "forwardedMessage" => gather::words(member, Place::Quote, &mut message.parts),
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
    tell::message(emit, message)?;
    Ok(())
}
