//! A multimedia message: its own tag, then tags for its parts and for the addresses of everybody in it.

use super::{Backup, ME, UNKNOWN, address_part, key, labelled, name_part, others, part, said, sent_at};
use crate::cut::xml::{Attribute, Tag};
use crate::{Emit, Event, Halt, media, unescape};
use teltale_model::{
    Attachment, ConversationKind, Encoding, Escape, Key, Locator, Media, Message, Part, Place, ReadAs, RecordKind,
    SkipReason, Text, Unread,
};

/// The message as far as it was read.
pub(super) struct Multimedia {
    tag: Tag,
    parts: Vec<Tag>,
    addresses: Vec<Tag>,
}

/// More parts than any phone sends; further ones go unread, one block each.
const MOST_PARTS: usize = 1000;

/// The kinds of `addr`, as the standard numbers them.
const FROM: &str = "137";

/// Stands for the phone's own number.
const OWN_ADDRESS: &str = "insert-address-token";

/// True for a part whose `data` are words: a card, a plain text.
pub(super) fn is_text(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    kind.starts_with("text/") || kind.contains("vcard")
}

impl Multimedia {
    pub(super) fn of(tag: Tag) -> Self {
        Self {
            tag,
            parts: Vec::new(),
            addresses: Vec::new(),
        }
    }

    /// Takes a `part` or an `addr`.
    pub(super) fn add(&mut self, tag: Tag) {
        let list = if tag.name == "part" { &mut self.parts } else { &mut self.addresses };
        if list.len() < MOST_PARTS {
            list.push(tag);
        }
    }

    pub(super) fn tell(self, backup: &mut Backup, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let tag = &self.tag;
        let address = said(tag, "address");
        let conversation = key(address.map_or("", |address| &address.text));
        let people = address.map(pieces).unwrap_or_default();
        let kind = if people.len() > 1 { ConversationKind::Group } else { ConversationKind::Direct };
        let name = said(tag, "contact_name").filter(|name| name.text != UNKNOWN);
        let title = name.or(address).map_or("", |title| &title.text);
        let conversation = match address.is_some_and(|address| address.text.contains('~')) {
            true => people.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join("~"),
            false => conversation,
        };
        backup.conversation(&conversation, title, kind, emit)?;
        let alone = people.len() == 1;
        for (person, part) in people {
            // The name of a group is all of theirs together.
            let name = name.filter(|_| alone);
            let parts = std::iter::once(part).chain(name.map(name_part)).collect();
            backup.participant(&conversation, &person, name.map_or("", |name| &name.text), false, parts, emit)?;
        }
        let received = tag.get("msg_box").is_none_or(|of| of.text == "1");
        let mut author = if received { String::new() } else { ME.to_owned() };
        for person in &self.addresses {
            let Some(address) = said(person, "address").filter(|address| address.text != OWN_ADDRESS) else {
                continue;
            };
            let from = person.get("type").is_some_and(|kind| kind.text == FROM);
            let parts = vec![address_part(address)];
            if from && !received {
                backup.participant(&conversation, ME, "", true, parts, emit)?;
                continue;
            }
            let person = key(&address.text);
            backup.participant(&conversation, &person, "", false, parts, emit)?;
            if from {
                author = person;
            }
        }
        if !received {
            backup.participant(&conversation, ME, "", true, Vec::new(), emit)?;
        }
        if author.is_empty() && alone {
            author.clone_from(&conversation);
        }
        let mut message = Message {
            conversation: Key::from(&*conversation),
            author: Key::from(&*author),
            sent_at: sent_at(tag),
            ..Message::default()
        };
        for part in &self.parts {
            content(part, &mut message);
        }
        message.parts.extend(said(tag, "sub").map(|subject| labelled(subject, Place::Body)));
        message.parts.extend(others(tag).filter(|part| !SETTINGS.contains(&&*part.label)));
        if message.parts.is_empty() && message.unread.is_empty() {
            emit.skip(RecordKind::Message, SkipReason::Empty);
            return Ok(());
        }
        emit.event(Event::Message(message))?;
        emit.read(RecordKind::Message);
        Ok(())
    }
}

/// What only tells how the message travelled.
const SETTINGS: &[&str] = &["m_id", "tr_id", "ct_l", "ct_t", "ct_cls", "creator", "m_cls", "tid"];

/// The addresses of a group, which are joined with `~`, each with its place.
fn pieces(address: &Attribute) -> Vec<(String, Part<'_>)> {
    let Locator::Bytes { escape: Escape::None, encoding: Encoding::Utf8, .. } = address.locator else {
        return vec![(key(&address.text), address_part(address))];
    };
    let mut from = 0;
    let mut pieces = Vec::new();
    for piece in address.text.split('~') {
        let range = (from, from + piece.len());
        from = range.1 + 1;
        if !piece.trim().is_empty() {
            let read_as = match piece.contains(char::is_alphabetic) {
                true => ReadAs::Text,
                false => ReadAs::Number,
            };
            let part = Part {
                place: Place::Author,
                read_as,
                text: Text::from(piece),
                label: Text::default(),
                at: address.locator.narrowed(address.text.len(), range.0, range.1),
            };
            pieces.push((key(piece), part));
        }
    }
    pieces
}

/// Puts a `part` into the message.
fn content<'t>(tag: &'t Tag, message: &mut Message<'t>) {
    let kind = tag.get("ct").map_or("", |kind| kind.text.as_str());
    // How a slide show is laid out.
    if kind == "application/smil" {
        return;
    }
    let card = kind.to_ascii_lowercase().contains("vcard");
    let place = if card { Place::ContactCard } else { Place::Body };
    let file = ["cl", "name", "fn"].iter().find_map(|name| said(tag, name));
    let text = said(tag, "text");
    message.parts.extend(text.map(|text| part(text, place)));
    let hidden = said(tag, "data").filter(|_| text.is_none()).and_then(|data| decoded(data, place));
    let words = text.is_some() || hidden.is_some();
    message.parts.extend(hidden);
    if words && !card {
        return;
    }
    message.parts.extend(file.map(|file| part(file, Place::FileName)));
    let media = media_of(kind, file.map_or("", |file| &file.text));
    if let Some(file) = file {
        message.attachments.push(Attachment { name: Text::from(file.text.as_str()), media });
    }
    if !words {
        let at = tag.get("data").map_or(Locator::plain(tag.at, tag.at), |data| data.locator.clone());
        message.unread.push(Unread { kind: media::unread(media), at });
    }
}

fn media_of(kind: &str, name: &str) -> Media {
    match kind.to_ascii_lowercase().contains("vcard") {
        true => Media::Contact,
        false => media::of(name, Some(kind)),
    }
}

/// The words behind base64.
fn decoded(data: &Attribute, place: Place) -> Option<Part<'_>> {
    let Locator::Bytes { start, end, encoding, escape: Escape::None } = data.locator else {
        return None;
    };
    let text = unescape(Encoding::Utf8, Escape::Base64, data.text.as_bytes());
    let at = Locator::Bytes { start, end, encoding, escape: Escape::Base64 };
    (!text.trim().is_empty()).then(|| Part {
        place,
        read_as: ReadAs::Text,
        text: Text::from(text),
        label: Text::default(),
        at,
    })
}
