//! One message or notice.

use super::card;
use crate::cut::json::{Kind, Value};
use crate::tell::{self, Speakers};
use crate::{Emit, Halt, gather, instant, media};
use teltale_model::{
    Attachment, Key, Media, Message, Part, Participant, Place, ReadAs, Role, SentAt, Text, Unread, UnreadKind,
};

/// The members that every message has, gathered in one pass: chats are millions of small messages.
#[derive(Default)]
struct Facts<'t> {
    id: Option<Value<'t>>,
    service: bool,
    /// `from`, or `actor` of a notice. Deleted accounts have no name.
    name: Option<Value<'t>>,
    author: Option<Value<'t>>,
    date: Option<Value<'t>>,
    date_unixtime: Option<Value<'t>>,
    edited: Option<Value<'t>>,
    edited_unixtime: Option<Value<'t>>,
    text: Option<Value<'t>>,
    entities: Option<Value<'t>>,
    forwarded: bool,
    /// True where there are members beyond these.
    more: bool,
}

impl<'t> Facts<'t> {
    fn of(value: Value<'t>) -> Self {
        let mut facts = Self::default();
        for (name, member) in value.entries() {
            let there = Some(member).filter(|member| member.kind() != Kind::Null);
            match &*name.text_or_empty() {
                "id" => facts.id = there,
                "type" => facts.service = member.is("service"),
                "from" | "actor" => facts.name = there.filter(|name| name.is_string()),
                "from_id" | "actor_id" => facts.author = there,
                "date" => facts.date = there,
                "date_unixtime" => facts.date_unixtime = there,
                "edited" => facts.edited = there,
                "edited_unixtime" => facts.edited_unixtime = there,
                "text" => facts.text = there,
                "text_entities" => facts.entities = there,
                "reply_to_message_id" => {}
                "forwarded_from" | "forwarded_from_id" => {
                    facts.forwarded = true;
                    facts.more = true;
                }
                _ => facts.more = true,
            }
        }
        facts
    }

    /// Who wrote it or did it: an id since 2019, else the name.
    fn author_key(&self) -> Option<Key<'t>> {
        let id = self.author.and_then(Value::as_key).map(with_kind);
        id.or_else(|| self.name.map(|name| Key(name.text_or_empty())))
            .filter(|key| !key.is_empty())
    }

    fn sent_at(&self) -> Option<SentAt> {
        let instant = self
            .date_unixtime
            .and_then(Value::whole)
            .and_then(|seconds| instant::from_millis(seconds.saturating_mul(1000)));
        instant.or_else(|| instant::from_iso(&self.date?.text()?))
    }

    /// A time of edit in 1970 means that it never was.
    fn is_edited(&self) -> bool {
        match (self.edited_unixtime, self.edited) {
            (Some(at), _) => at.whole().is_some_and(|seconds| seconds > 0),
            (None, Some(at)) => at.text().is_some_and(|at| !at.starts_with("1970-01-01")),
            (None, None) => false,
        }
    }
}

/// Tells the message, and its author when he speaks for the first time.
pub(super) fn read(
    value: Value<'_>,
    chat: &Key<'_>,
    owner: &Key<'_>,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let facts = Facts::of(value);
    let author = facts.author_key();
    if let Some(author) = &author
        && !speakers.know(author)
    {
        speakers.tell(
            emit,
            Participant {
                conversation: chat.borrowed(),
                key: author.borrowed(),
                name: Text(facts.name.map(Value::text_or_empty).unwrap_or_default()),
                role: Role::Person,
                owner: !owner.is_empty() && **author == **owner,
                parts: facts
                    .name
                    .and_then(|name| name.part(Place::Author))
                    .into_iter()
                    .collect(),
            },
        )?;
    }
    let mut message = Message {
        conversation: chat.borrowed(),
        key: facts.id.and_then(Value::as_key).unwrap_or_default(),
        author: author.unwrap_or_default(),
        role: if facts.service { Role::System } else { Role::Person },
        sent_at: facts.sent_at(),
        forwarded: facts.forwarded,
        edited: facts.is_edited(),
        ..Message::default()
    };
    text(&facts, &mut message);
    if facts.more {
        files(value, &mut message);
        for (name, rest) in value.entries() {
            member(&name.text_or_empty(), rest, facts.service, &mut message);
        }
    }
    tell::message(emit, message)?;
    Ok(())
}

/// Exports before 2021 wrote a bare number where later ones say `user…`; channels had numbers above 32 bits.
fn with_kind(id: Key<'_>) -> Key<'_> {
    match id.parse::<u32>() {
        Ok(_) => Key::from(format!("user{}", &*id)),
        Err(_) => id,
    }
}

/// A string, or pieces of which some are marked. `text_entities` says the same again.
fn text<'t>(facts: &Facts<'t>, message: &mut Message<'t>) {
    let place = if facts.service {
        Place::SystemNotice
    } else {
        Place::Body
    };
    let filled =
        |text: &Value<'_>| !text.raw().is_empty() && (text.is_string() || text.items().next().is_some());
    let Some(text) = facts.text.filter(filled).or(facts.entities) else {
        return;
    };
    if text.is_string() {
        message.parts.extend(text.part(place));
    }
    for piece in text.items() {
        if piece.is_string() {
            message.parts.extend(piece.part(place));
        } else {
            entity(piece, place, message);
        }
    }
}

/// A marked piece of text.
fn entity<'t>(piece: Value<'t>, place: Place, message: &mut Message<'t>) {
    let kind = piece.get("type").map(Value::text_or_empty).unwrap_or_default();
    let (place, read_as) = match &*kind {
        "phone" => (place, ReadAs::Number),
        "link" => (Place::Link, ReadAs::Text),
        "mention" | "mention_name" => (Place::AtMention, ReadAs::Text),
        "email" | "bank_card" => (place, ReadAs::Opaque),
        _ => (place, ReadAs::Text),
    };
    for (name, value) in piece.entries() {
        match &*name.text_or_empty() {
            "text" => {
                let label = if matches!(place, Place::Body | Place::SystemNotice) && *kind != *"phone" {
                    Text::default()
                } else {
                    Text(kind.clone())
                };
                message.parts.extend(value.part(place).map(|part| Part {
                    read_as,
                    label,
                    ..part
                }));
            }
            "href" => message
                .parts
                .extend(tell::labelled(value.part(Place::Link), kind.clone())),
            "type" | "user_id" | "document_id" | "language" | "collapsed" => {}
            _ => gather::words(value, Place::OtherField, &mut message.parts),
        }
    }
}

/// Files: each is named by its path, or by a sentence in brackets that says why it is not there.
fn files<'t>(value: Value<'t>, message: &mut Message<'t>) {
    let mime = value.get("mime_type").map(Value::text_or_empty);
    let kind = value
        .get("media_type")
        .map(Value::text_or_empty)
        .unwrap_or_default();
    for (member, known) in [
        ("photo", Some(Media::Image)),
        ("file", None),
        ("contact_vcard", Some(Media::Contact)),
    ] {
        let Some(path) = value.get(member) else { continue };
        let name = path.text_or_empty();
        let media = known.unwrap_or_else(|| match &*kind {
            "voice_message" | "audio_file" => Media::Audio,
            "video_message" | "video_file" => Media::Video,
            "sticker" | "animation" => Media::Image,
            _ => media::of(&name, mime.as_deref()),
        });
        let there = path.is_string() && !name.starts_with('(');
        // A card that is there is read as an entry of its own.
        if !(there && media == Media::Contact) {
            message.unread.push(Unread {
                kind: media::unread(media),
                at: path.locator(),
            });
        }
        if there {
            message.attachments.push(Attachment {
                name: Text(name),
                media,
            });
        }
    }
    if value.get("self_destruct_period_seconds").is_some() {
        message.unread.push(Unread {
            kind: UnreadKind::ViewOnce,
            at: value.locator(),
        });
    }
}

/// Any other member.
fn member<'t>(name: &str, value: Value<'t>, service: bool, message: &mut Message<'t>) {
    let notice = if service {
        Place::SystemNotice
    } else {
        Place::OtherField
    };
    let single = |place: Place| tell::labelled(value.part(place), name.to_owned());
    match name {
        "text" => {}
        "action" => message.parts.extend(single(Place::SystemNotice)),
        "contact_information" => {
            let name = super::full_name(value);
            card(value, &name, &mut message.parts);
        }
        "file_name" => message.parts.extend(single(Place::FileName)),
        "forwarded_from" | "saved_from" | "via_bot" | "author" | "inviter" => {
            message.parts.extend(single(Place::Author))
        }
        "members" => gather::searched(value, Place::Recipient, &mut message.parts),
        "title" if service => message.parts.extend(single(Place::Title)),
        "poll" | "todo_list" => gather::words(value, Place::Body, &mut message.parts),
        "inline_bot_buttons" => gather::words(value, Place::Link, &mut message.parts),
        "reactions" => {
            let recent = value
                .items()
                .flat_map(|reaction| reaction.get("recent").into_iter().flat_map(Value::items));
            for reaction in recent {
                message.parts.extend(
                    reaction
                        .get("from")
                        .and_then(|from| tell::labelled(from.part(Place::OtherField), "reaction")),
                );
            }
        }
        silent if is_silent(silent) => {}
        _ => gather::words(value, notice, &mut message.parts),
    }
}

/// True for members that are ids, sizes and marks, and hold no words.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "id" | "type"
            | "date"
            | "date_unixtime"
            | "edited"
            | "edited_unixtime"
            | "from"
            | "from_id"
            | "actor"
            | "actor_id"
            | "reply_to_message_id"
            | "reply_to_peer_id"
            | "message_id"
            | "forwarded_from_id"
            | "saved_from_id"
            | "media_type"
            | "mime_type"
            | "width"
            | "height"
            | "duration_seconds"
            | "duration"
            | "photo"
            | "file"
            | "thumbnail"
            | "thumbnail_file_size"
            | "file_size"
            | "photo_file_size"
            | "contact_vcard"
            | "contact_vcard_file_size"
            | "discard_reason"
            | "location_information"
            | "live_location_period_seconds"
            | "sticker_emoji"
            | "text_entities"
            | "media_spoiler"
    )
}
