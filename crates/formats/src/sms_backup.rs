//! "SMS Backup & Restore" for Android: text messages, multimedia messages and calls as XML attributes. Many other
//! programs write the same layout.

mod multimedia;

use crate::cut::HeadText;
use crate::cut::xml::{Attribute, Kind, Tag, Tags};
use crate::entry_name::EntryName;
use crate::field::{Field, is_plumbing};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, instant};
use multimedia::Multimedia;
use std::collections::HashSet;
use teltale_model::{
    Conversation, ConversationKind, Key, Message, Part, Participant, Place, Problem, ProblemKind, ReadAs, RecordKind,
    Role, SentAt, SkipReason, Text,
};

pub(crate) const FORMAT: &dyn Format = &SmsBackup;

struct SmsBackup;

static ABOUT: About = About {
    id: "sms-backup",
    name: "SMS Backup & Restore",
    service: "SMS",
    version: 1,
    how_to_export: "In the Android app SMS Backup & Restore: Back up now, with messages and call logs, then take the .xml files.",
};

impl Format for SmsBackup {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        if !head.bytes.contains(&b'<') {
            return Recognition::No;
        }
        let text = HeadText::new(head);
        let holds = |piece: &str| text.text().contains(piece);
        match root(text.text()) {
            Some("smses") => Recognition::Yes("XML of text messages, as SMS Backup & Restore writes them"),
            Some("calls") if holds("<call ") || holds(" backup_set=") => {
                Recognition::Yes("XML of calls, as SMS Backup & Restore writes them")
            }
            Some("CallLog") if holds("<CALL_RECORDS ") => Recognition::Yes("XML of calls, as a phone's clone program writes them"),
            Some(_) | None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut backup = Backup {
            entry: name.key().to_owned(),
            told: HashSet::new(),
            open: None,
            depth: 0,
        };
        let mut tags = Tags::new(entry)?;
        let mut last_at = 0;
        while let Some(tag) = tags.next(wanted)? {
            last_at = tag.at;
            backup.tag(tag, emit)?;
        }
        backup.finish(last_at, emit)
    }
}

/// The name of the root element, behind prolog, comments and stylesheet.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let (skipped, end) = match rest {
            _ if rest.starts_with("<?") => ("<?", "?>"),
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ if rest.starts_with("<!") => ("<!", ">"),
            _ => break,
        };
        rest = rest[skipped.len()..].split_once(end)?.1.trim_start();
    }
    let inner = rest.strip_prefix('<')?;
    Some(&inner[..inner.find([' ', '\t', '\r', '\n', '>', '/'])?])
}

/// Pictures and sounds stand in values, too: only a card or a text is worth holding.
fn wanted(tag: &Tag, name: &str) -> bool {
    name != "data" || tag.get("ct").is_some_and(|kind| multimedia::is_text(&kind.text))
}

/// The backup while it is read.
struct Backup {
    entry: String,
    /// Conversations and participants that went out.
    told: HashSet<String>,
    /// The multimedia message whose parts are being read.
    open: Option<Multimedia>,
    /// Elements that are open.
    depth: usize,
}

/// Conversations and participants remembered so that each is introduced once.
const MOST_NAMES: usize = 200_000;

/// The participant who the phone belongs to.
const ME: &str = "me";

impl Backup {
    fn tag(&mut self, tag: Tag, emit: &mut Emit<'_>) -> Result<(), Halt> {
        match tag.kind {
            Kind::Open => self.depth += 1,
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            Kind::Empty | Kind::Words => {}
        }
        match (tag.kind, tag.name.as_str()) {
            (Kind::Open | Kind::Empty, "smses" | "calls" | "CallLog" | "parts" | "addrs") => damage(&tag, emit),
            (Kind::Open | Kind::Empty, "sms") => self.text_message(&tag, emit),
            (Kind::Open | Kind::Empty, "mms") => {
                self.close(emit)?;
                emit.seen(RecordKind::Message);
                damage(&tag, emit)?;
                let whole = tag.kind == Kind::Empty;
                self.open = Some(Multimedia::of(tag));
                if whole { self.close(emit) } else { Ok(()) }
            }
            (Kind::Open | Kind::Empty, "part" | "addr") if self.open.is_some() => {
                damage(&tag, emit)?;
                if let Some(open) = &mut self.open {
                    open.add(tag);
                }
                Ok(())
            }
            (Kind::Open | Kind::Empty, "call" | "CALL_RECORDS") => self.call(&tag, emit),
            (Kind::Close, "mms") => self.close(emit),
            (Kind::Close, _) => Ok(()),
            (Kind::Open | Kind::Empty | Kind::Words, _) => self.other(&tag, emit),
        }
    }

    fn finish(mut self, at: u64, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.close(emit)?;
        match self.depth {
            0 => Ok(()),
            _ => emit.event(Event::Problem(Problem { kind: ProblemKind::CutOff, at, line: None })),
        }
    }

    fn text_message(&mut self, tag: &Tag, emit: &mut Emit<'_>) -> Result<(), Halt> {
        emit.seen(RecordKind::Message);
        if tag.damage == Some(ProblemKind::CutOff) {
            return emit.fail(RecordKind::Message, problem(tag, ProblemKind::CutOff));
        }
        let address = said(tag, "address");
        let key = key(address.map_or("", |address| &address.text));
        let name = said(tag, "contact_name").filter(|name| name.text != UNKNOWN);
        let title = name.or(address).map_or("", |title| &title.text);
        self.conversation(&key, title, ConversationKind::Direct, emit)?;
        let parts: Vec<Part<'_>> = address.map(address_part).into_iter().chain(name.map(name_part)).collect();
        self.participant(&key, &key, name.map_or("", |name| &name.text), false, parts, emit)?;
        let received = tag.get("type").is_none_or(|kind| kind.text == "1");
        let author = if received { key.as_str() } else { ME };
        if !received {
            self.participant(&key, ME, "", true, Vec::new(), emit)?;
        }
        let mut parts: Vec<Part<'_>> = Vec::new();
        parts.extend(said(tag, "body").map(|body| part(body, Place::Body)));
        parts.extend(said(tag, "subject").map(|subject| labelled(subject, Place::Body)));
        parts.extend(others(tag));
        if parts.is_empty() {
            emit.skip(RecordKind::Message, SkipReason::Empty);
            return damage(tag, emit);
        }
        emit.event(Event::Message(Message {
            conversation: Key::from(&*key),
            author: author.into(),
            sent_at: sent_at(tag),
            parts,
            ..Message::default()
        }))?;
        emit.read(RecordKind::Message);
        damage(tag, emit)
    }

    /// A call: all of them are one list.
    fn call(&mut self, tag: &Tag, emit: &mut Emit<'_>) -> Result<(), Halt> {
        emit.seen(RecordKind::Call);
        if tag.damage == Some(ProblemKind::CutOff) {
            return emit.fail(RecordKind::Call, problem(tag, ProblemKind::CutOff));
        }
        let list = self.entry.clone();
        self.conversation(&list, "", ConversationKind::CallLog, emit)?;
        let number = said(tag, "number");
        let key = key(number.map_or("", |number| &number.text));
        let name = ["contact_name", "name"].iter().find_map(|name| said(tag, name));
        let name = name.filter(|name| name.text != UNKNOWN);
        self.participant(&list, &key, name.map_or("", |name| &name.text), false, name.map(name_part).into_iter().collect(), emit)?;
        let kind = tag.get("type").map_or("", |kind| call_kind(&kind.text));
        let made = kind == "outgoing";
        if made {
            self.participant(&list, ME, "", true, Vec::new(), emit)?;
        }
        let mut parts: Vec<Part<'_>> = Vec::new();
        parts.extend(number.map(|number| Part {
            place: Place::Call,
            label: kind.into(),
            ..address_part(number)
        }));
        parts.extend(others(tag));
        if parts.is_empty() {
            emit.skip(RecordKind::Call, SkipReason::Empty);
            return damage(tag, emit);
        }
        emit.event(Event::Message(Message {
            conversation: Key::from(&*list),
            author: if made { ME.into() } else { Key::from(&*key) },
            role: Role::Person,
            sent_at: sent_at(tag),
            parts,
            ..Message::default()
        }))?;
        emit.read(RecordKind::Call);
        damage(tag, emit)
    }

    /// An element or words that the layout does not have: their strings are searched.
    fn other(&mut self, tag: &Tag, emit: &mut Emit<'_>) -> Result<(), Halt> {
        emit.seen(RecordKind::Row);
        let parts: Vec<Part<'_>> = others(tag).collect();
        if parts.is_empty() {
            emit.skip(RecordKind::Row, SkipReason::Empty);
            return damage(tag, emit);
        }
        let entry = self.entry.clone();
        self.conversation(&entry, "", ConversationKind::Document, emit)?;
        emit.event(Event::Message(Message {
            conversation: Key::from(&*entry),
            role: Role::System,
            parts,
            ..Message::default()
        }))?;
        emit.read(RecordKind::Row);
        damage(tag, emit)
    }

    /// Tells the multimedia message that is open.
    fn close(&mut self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        match self.open.take() {
            Some(open) => open.tell(self, emit),
            None => Ok(()),
        }
    }

    fn conversation(&mut self, key: &str, title: &str, kind: ConversationKind, emit: &mut Emit<'_>) -> Result<(), Halt> {
        if !self.is_new(key.to_owned()) {
            return Ok(());
        }
        emit.event(Event::Conversation(Conversation {
            key: key.into(),
            title: title.into(),
            kind,
            ..Conversation::default()
        }))
    }

    fn participant(
        &mut self,
        conversation: &str,
        key: &str,
        name: &str,
        owner: bool,
        parts: Vec<Part<'_>>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        // A separator that stands in no key.
        if key.is_empty() || !self.is_new(format!("{conversation}\n{key}")) {
            return Ok(());
        }
        emit.event(Event::Participant(Participant {
            conversation: conversation.into(),
            key: key.into(),
            name: name.into(),
            role: Role::Person,
            owner,
            parts,
        }))
    }

    fn is_new(&mut self, name: String) -> bool {
        self.told.len() < MOST_NAMES && self.told.insert(name)
    }
}

/// What the app writes for somebody who is no contact.
const UNKNOWN: &str = "(Unknown)";

/// An attribute that says something: missing values are written as `null`.
fn said<'t>(tag: &'t Tag, name: &str) -> Option<&'t Attribute> {
    tag.get(name).filter(|value| {
        let text = value.text.trim();
        !text.is_empty() && text != "null"
    })
}

/// What stands for a number that was not shown.
const WITHHELD: &[&str] = &["-1", "-2", "-3"];

/// The key of whoever has this address: a number in several spellings is one. Empty for a number that was not shown.
fn key(address: &str) -> String {
    if WITHHELD.contains(&address) {
        return String::new();
    }
    let dialled = |character: char| character.is_ascii_digit() || character == '+';
    match address.contains(char::is_alphabetic) {
        true => address.trim().to_owned(),
        false => address.chars().filter(|character| dialled(*character)).collect(),
    }
}

fn part(value: &Attribute, place: Place) -> Part<'_> {
    Part {
        place,
        read_as: ReadAs::Text,
        text: Text::from(value.text.as_str()),
        label: Text::default(),
        at: value.locator.clone(),
    }
}

fn labelled(value: &Attribute, place: Place) -> Part<'_> {
    Part {
        label: Text::from(value.name.as_str()),
        ..part(value, place)
    }
}

/// An address: a number, unless it is a sender's word or a mail address.
fn address_part(value: &Attribute) -> Part<'_> {
    let read_as = match value.text.as_str() {
        text if WITHHELD.contains(&text) => ReadAs::Opaque,
        text if text.contains(char::is_alphabetic) || text.contains('~') => ReadAs::Text,
        _ => ReadAs::Number,
    };
    Part {
        read_as,
        ..part(value, Place::Author)
    }
}

fn name_part(value: &Attribute) -> Part<'_> {
    labelled(value, Place::Author)
}

/// The strings of attributes that the layout does not have, or of words between tags.
fn others(tag: &Tag) -> impl Iterator<Item = Part<'_>> {
    let values = tag.attributes.iter().filter(|value| !KNOWN.contains(&value.name.as_str()));
    values.filter_map(|value| {
        let field = Field::of(&value.name, &value.text);
        let text = value.text.trim();
        let says = field != Field::Id && !text.is_empty() && text != "null" && !is_plumbing(text);
        says.then(|| Part {
            read_as: field.read_as(),
            ..labelled(value, Place::OtherField)
        })
    })
}

/// Attributes that are read by name, or say nothing of anybody: the service centre is the carrier's.
const KNOWN: &[&str] = &[
    "protocol", "address", "date", "type", "subject", "body", "toa", "sc_toa", "service_center", "read", "status",
    "locked", "date_sent", "sub_id", "readable_date", "contact_name", "number", "duration", "presentation",
    "subscription_id", "subscription_component_name", "_id", "name", "numbertype", "numberlabel", "ring_time", "new",
    "features", "countryiso", "count", "backup_set", "backup_date", "callid_package_name",
];

fn sent_at(tag: &Tag) -> Option<SentAt> {
    tag.get("date").and_then(|date| instant::from_epoch(date.text.trim().parse().ok()?))
}

fn call_kind(kind: &str) -> &'static str {
    match kind {
        "1" => "incoming",
        "2" => "outgoing",
        "3" => "missed",
        "4" => "voicemail",
        "5" => "rejected",
        "6" => "blocked",
        _ => "",
    }
}

fn problem(tag: &Tag, kind: ProblemKind) -> Problem {
    Problem { kind, at: tag.at, line: None }
}

/// Says what is wrong with a tag that was read nevertheless.
fn damage(tag: &Tag, emit: &mut Emit<'_>) -> Result<(), Halt> {
    match tag.damage {
        Some(kind) => emit.event(Event::Problem(problem(tag, kind))),
        None => Ok(()),
    }
}
