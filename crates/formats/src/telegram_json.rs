//! Telegram Desktop's `result.json`: one chat, or everything with contacts and the account.

mod chat;
mod message;

use crate::cut::json::{Cursor, Kind, Sketch, Value};
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition, gather, tell};
use teltale_model::{Account, Contact, Key, Part, Place, ReadAs, RecordKind, SkipReason, Text};

/// Telegram Desktop's JSON export.
pub(crate) const FORMAT: &dyn Format = &TelegramJson;

struct TelegramJson;

static ABOUT: About = About {
    id: "telegram-json",
    name: "Telegram export (JSON)",
    service: "Telegram",
    version: 1,
    how_to_export: "In Telegram Desktop open Settings, Advanced, Export Telegram data, and choose \
                    \"Machine-readable JSON\"; or open one chat's menu and choose Export chat history.",
};

impl Format for TelegramJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        if chat::is_chat(root) {
            return Recognition::Yes("one chat with a type that only Telegram has");
        }
        let part = |name: &str, member: &str| root.find(&[name, member]).is_some();
        let account = part("personal_information", "user_id") || part("personal_information", "phone_number");
        let chats = part("chats", "list") || part("left_chats", "list");
        let contacts = root.find(&["contacts", "about"]).is_some() && part("contacts", "list");
        if account || chats && root.get("about").is_some() || contacts {
            return Recognition::Yes("Telegram's sections: personal information, contacts, chats");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        let single = json
            .sketch()?
            .is_some_and(|sketch| chat::is_chat(sketch.record().root()));
        match json.kind()? {
            Some(Kind::Object) if single => chat::read(&mut json, emit, &Key::default(), &mut rows)?,
            Some(Kind::Object) => everything(&mut json, emit, &mut rows)?,
            Some(_) => json.record(RecordKind::Row, emit, |record, emit| rows.read(record, emit))?,
            None => {}
        }
        json.finish(emit)
    }
}

/// The sections of a whole account.
fn everything(json: &mut Cursor<'_>, emit: &mut Emit<'_>, rows: &mut Rows) -> Result<(), Halt> {
    let mut owner = Key::default();
    json.enter();
    while let Some(name) = json.key()? {
        match (name.as_str(), json.kind()?) {
            ("personal_information", Some(Kind::Object)) => {
                json.record(RecordKind::Account, emit, |record, emit| {
                    owner = owner_key(record.root());
                    account(record.root(), &owner, emit)
                })?
            }
            ("contacts", Some(Kind::Object)) => list(json, emit, rows, &mut |json, emit, _| {
                json.record(RecordKind::Contact, emit, |record, emit| {
                    contact(record.root(), emit)
                })
            })?,
            ("chats" | "left_chats", Some(Kind::Object)) => {
                list(json, emit, rows, &mut |json, emit, rows| match json.kind()? {
                    Some(Kind::Object) => chat::read(json, emit, &owner, rows),
                    Some(_) | None => json.record(RecordKind::Conversation, emit, |record, emit| {
                        rows.read(record, emit)
                    }),
                })?
            }
            // Addresses and devices of the owner's logins.
            ("sessions" | "web_sessions", Some(Kind::Object)) => {
                list(json, emit, rows, &mut |json, emit, _| {
                    json.record(RecordKind::Row, emit, |_, emit| {
                        tell::skipped(emit, RecordKind::Row, SkipReason::Secret);
                        Ok(())
                    })
                })?
            }
            // Telegram's own words about the export.
            ("about", Some(Kind::String)) => json.skip()?,
            _ => json.record(RecordKind::Row, emit, |record, emit| rows.read(record, emit))?,
        }
    }
    Ok(())
}

/// Reads the elements of a section's `list`; anything else in the section is a row, but for its `about`.
fn list<'r>(
    json: &mut Cursor<'r>,
    emit: &mut Emit<'_>,
    rows: &mut Rows,
    element: &mut dyn FnMut(&mut Cursor<'r>, &mut Emit<'_>, &mut Rows) -> Result<(), Halt>,
) -> Result<(), Halt> {
    json.enter();
    while let Some(name) = json.key()? {
        match (name.as_str(), json.kind()?) {
            ("list", Some(Kind::Array)) => {
                json.enter();
                while json.item()? {
                    element(json, emit, rows)?;
                }
            }
            ("about", Some(Kind::String)) => json.skip()?,
            _ => json.record(RecordKind::Row, emit, |record, emit| rows.read(record, emit))?,
        }
    }
    Ok(())
}

/// The owner's id as it stands in messages.
fn owner_key(information: Value<'_>) -> Key<'static> {
    let id = information.get("user_id").and_then(Value::as_key);
    Key::from(id.map_or(String::new(), |id| format!("user{}", &*id)))
}

fn account(root: Value<'_>, owner: &Key<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts = Vec::new();
    for (name, value) in root.entries() {
        if !name.is("user_id") {
            gather::all(value, Place::AccountField, &mut parts);
        }
    }
    tell::account(
        emit,
        Account {
            key: owner.borrowed(),
            name: full_name(root),
            parts,
        },
    )
}

/// A row of the address book that Telegram keeps.
fn contact(root: Value<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let name = full_name(root);
    let mut parts = Vec::new();
    card(root, &name, &mut parts);
    let id = root
        .get("user_id")
        .and_then(Value::as_key)
        .filter(|id| &**id != "0");
    let key = id.unwrap_or_else(|| Key::from(name.0.clone()));
    tell::contact(
        emit,
        Contact {
            key,
            name,
            owner: false,
            parts,
        },
    )
}

/// First and last name in one.
fn full_name(root: Value<'_>) -> Text<'static> {
    let name = |member: &str| root.get(member).map(Value::text_or_empty).unwrap_or_default();
    Text::from(
        format!("{} {}", name("first_name"), name("last_name"))
            .trim()
            .to_owned(),
    )
}

/// The members of a contact card: numbers with the card's name beside them, and the names.
fn card<'t>(root: Value<'t>, name: &Text<'t>, parts: &mut Vec<Part<'t>>) {
    for (member, value) in root.entries() {
        match &*member.text_or_empty() {
            "phone_number" => parts.extend(value.part(Place::ContactCard).map(|part| Part {
                read_as: ReadAs::Number,
                label: name.clone(),
                ..part
            })),
            "date" | "date_unixtime" | "user_id" => {}
            _ => gather::searched(value, Place::ContactCard, parts),
        }
    }
}
