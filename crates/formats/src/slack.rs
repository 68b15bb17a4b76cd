//! The Slack export: a file a channel and day, and the lists of users and channels.

use crate::cut::json::{Cursor, Kind, Sketch, Value, first_items};
use crate::entry_name::EntryName;
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, blocks, gather, instant};
use teltale_model::{
    Contact, Conversation, ConversationKind, Key, Message, Participant, Place, RecordKind, Role, Text, Unread,
};

/// Slack's export.
pub(crate) const FORMAT: &dyn Format = &Slack;

struct Slack;

static ABOUT: About = About {
    id: "slack",
    name: "Slack export",
    service: "Slack",
    version: 1,
    how_to_export: "An administrator of the workspace opens Settings, Import and export data, Export, and gets a zip.",
};

impl Format for Slack {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let items: Vec<Value<'_>> = first_items(record.root()).collect();
        if items.iter().any(|item| is_message(*item)) {
            return Recognition::Yes("messages whose id is a time with six decimals");
        }
        if items.iter().any(|item| is_user(*item)) {
            return Recognition::Yes("users with a team and a profile");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut channel = Channel {
            key: channel_of(&EntryName::of(entry)),
            told: false,
            speakers: Speakers::default(),
        };
        let mut json = Cursor::new(entry)?;
        if json.kind()? == Some(Kind::Array) {
            json.enter();
            while json.item()? {
                json.record(RecordKind::Message, emit, |record, emit| {
                    let root = record.root();
                    if is_message(root) {
                        return channel.message(root, emit);
                    }
                    if is_user(root) {
                        return user(root, emit);
                    }
                    rows.read(record, emit)
                })?;
            }
        }
        json.finish(emit)
    }
}

fn is_message(value: Value<'_>) -> bool {
    let dotted = value.get("ts").and_then(Value::text).is_some_and(|ts| {
        ts.split_once('.')
            .is_some_and(|(seconds, rest)| seconds.len() >= 9 && rest.len() == 6)
    });
    dotted && value.get("type").is_some_and(|kind| kind.is("message"))
}

fn is_user(value: Value<'_>) -> bool {
    value.get("id").is_some()
        && value.get("team_id").is_some()
        && value.get("profile").is_some_and(Value::is_object)
}

/// The folder that the day's file stands in is the channel's name.
fn channel_of(name: &EntryName) -> String {
    let mut folders = name.key().rsplit(['/', '\\']).skip(1);
    folders
        .next()
        .filter(|folder| !folder.is_empty())
        .unwrap_or(name.stem())
        .to_owned()
}

/// Somebody of the workspace: a card with phone, title and what else the profile holds.
fn user(value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let name = value.first_text(&["real_name", "name"])
        .unwrap_or_default();
    let mut parts = Vec::new();
    for (member, inner) in value.entries() {
        match &*member.text_or_empty() {
            "profile" => {
                for (member, inner) in inner.entries() {
                    let member = member.text_or_empty();
                    // Addresses of pictures, and copies of the names with plain letters.
                    if !member.starts_with("image_") && !member.ends_with("_normalized") && member != "email"
                    {
                        gather::words(inner, Place::ContactCard, &mut parts);
                    }
                }
            }
            "name" | "real_name" => parts.extend(tell::labelled(inner.part(Place::ContactCard), "name")),
            "id" | "team_id" | "color" | "tz" | "tz_label" | "locale" | "enterprise_user" => {}
            _ => gather::words(inner, Place::ContactCard, &mut parts),
        }
    }
    let key = value.get("id").and_then(Value::as_key).unwrap_or_default();
    tell::contact(
        emit,
        Contact {
            key,
            name: name.into(),
            owner: false,
            parts,
        },
    )
}

/// The channel that a file belongs to.
struct Channel {
    key: String,
    told: bool,
    speakers: Speakers,
}

impl Channel {
    fn message(&mut self, value: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let key = Key::from(&*self.key);
        if !std::mem::replace(&mut self.told, true) {
            emit.seen(RecordKind::Conversation);
            emit.event(Event::Conversation(Conversation {
                key: key.borrowed(),
                title: Text::from(&*self.key),
                kind: ConversationKind::Group,
                ..Conversation::default()
            }))?;
            emit.read(RecordKind::Conversation);
        }
        let author = value.first_key(&["user", "bot_id", "username"])
            .unwrap_or_default();
        let names = [
            &["user_profile", "real_name"][..],
            &["user_profile", "name"],
            &["username"],
        ];
        let name = names
            .iter()
            .find_map(|path| value.find(path).filter(|name| name.is_string()));
        if !author.is_empty() {
            self.speakers.tell(
                emit,
                Participant {
                    conversation: key.borrowed(),
                    key: author.borrowed(),
                    name: Text(name.map(Value::text_or_empty).unwrap_or_default()),
                    role: Role::Person,
                    owner: false,
                    parts: name
                        .and_then(|name| name.part(Place::Author))
                        .into_iter()
                        .collect(),
                },
            )?;
        }
        let notice = value.get("subtype").is_some_and(|kind| {
            [
                "channel_join",
                "channel_leave",
                "channel_topic",
                "channel_purpose",
                "channel_name",
            ]
            .iter()
            .any(|known| kind.is(known))
        });
        let mut message = Message {
            conversation: key.borrowed(),
            key: value.get("ts").and_then(Value::as_key).unwrap_or_default(),
            author,
            role: if notice { Role::System } else { Role::Person },
            sent_at: value
                .get("ts")
                .and_then(Value::number)
                .and_then(instant::from_seconds),
            edited: value.get("edited").is_some(),
            ..Message::default()
        };
        body(
            value,
            if notice { Place::SystemNotice } else { Place::Body },
            &mut message,
        );
        tell::message(emit, message)?;
        Ok(())
    }
}

fn body<'t>(value: Value<'t>, place: Place, message: &mut Message<'t>) {
    let text = value
        .get("text")
        .filter(|text| text.is_string() && !text.raw().is_empty());
    message.parts.extend(text.and_then(|text| text.part(place)));
    for (name, member) in value.entries() {
        match &*name.text_or_empty() {
            "text" | "ts" | "type" | "subtype" | "user" | "bot_id" | "username" | "user_profile" | "team"
            | "client_msg_id" | "reply_users" | "reactions" | "thread_ts" | "parent_user_id" | "icons"
            | "edited" => {}
            // Blocks lay the text out once more.
            "blocks" if text.is_some() => {}
            "blocks" => gather::words(member, place, &mut message.parts),
            "files" => {
                for file in member.items() {
                    if let Some(name) = file.get("name").or_else(|| file.get("title")) {
                        let unread = blocks::file_name(name, file.get("mimetype"), message);
                        message.unread.push(Unread {
                            kind: unread,
                            at: file.locator(),
                        });
                    }
                    for preview in ["preview", "plain_text"] {
                        message.parts.extend(
                            file.get(preview)
                                .and_then(|text| text.part(Place::AttachmentText)),
                        );
                    }
                }
            }
            "attachments" => gather::words(member, Place::Quote, &mut message.parts),
            _ => gather::words(member, Place::OtherField, &mut message.parts),
        }
    }
}
