//! Made-up exports for tests: deterministic, with reserved numbers only.
#![allow(dead_code)] // Each test binary uses its part.

use std::path::Path;
use teltale_index::{
    Begin, Case, EntryId, Finish, KdfCost, NewEntry, NewSlot, NewSource, Outcome, Passphrase, ReadBy,
    SourceId, SourceKind, Stamp, Unlock, Words, Writer,
};
use teltale_model::{
    Account, Attachment, Candidate, Certainty, Class, Contact, Conversation, ConversationKind, E164, Event,
    Key, Ledger, LineType, Locator, Match, Media, Message, Part, Participant, Place, Problem, ProblemKind,
    ReadAs, Reason, RecordKind, Region, Role, SentAt, Text, Unread, UnreadKind, Zone,
};

pub const MINUTE: i64 = 60_000;
pub const START: i64 = 1_700_000_000_000;

pub fn passphrase() -> Passphrase {
    Passphrase::new("correct horse".into())
}

pub fn create(folder: &Path) -> Case {
    Case::create(folder, NewSlot::Passphrase(&passphrase(), KdfCost::ForTests)).expect("a new case")
}

pub fn open(folder: &Path) -> Case {
    Case::open(folder, Unlock::Passphrase(&passphrase())).expect("the case opens")
}

/// A case in a temporary folder that lives as long as the value.
pub struct Temporary {
    case: Case,
    _folder: tempfile::TempDir,
}

impl std::ops::Deref for Temporary {
    type Target = Case;
    fn deref(&self) -> &Case {
        &self.case
    }
}

pub fn case() -> Temporary {
    let folder = tempfile::tempdir().expect("a folder");
    Temporary {
        case: create(&folder.path().join("case")),
        _folder: folder,
    }
}

/// Numbers in a text, for tests: `+` and digits with single spaces; `07700 900xxx` with the region open.
pub fn find(text: &str) -> Vec<Match> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let open = bytes[at..].starts_with(b"07700 900");
        if bytes[at] != b'+' && !open {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < bytes.len()
            && (bytes[end].is_ascii_digit()
                || (bytes[end] == b' ' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)))
        {
            end += 1;
        }
        let digits: String = text[at..end].chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 8 {
            at = end;
            continue;
        }
        let number = if open {
            None
        } else {
            E164::new(&format!("+{digits}"))
        };
        let candidate = |region: &str, code: &str| Candidate {
            region: Region::new(region).expect("a region"),
            number: E164::new(&format!("+{code}{}", &digits[1..])).expect("a number"),
            line_type: LineType::Mobile,
            class: Class::Fiction,
        };
        found.push(Match {
            start: at as u32,
            end: end as u32,
            region: number.as_ref().map(|number| {
                Region::new(if number.as_str().starts_with("+1") {
                    "US"
                } else {
                    "GB"
                })
                .expect("a region")
            }),
            candidates: if open {
                vec![candidate("GB", "44"), candidate("IE", "353")]
            } else {
                Vec::new()
            },
            number,
            line_type: LineType::Mobile,
            class: Class::Fiction,
            certainty: if open { Certainty::Likely } else { Certainty::Sure },
            reasons: vec![
                if open { Reason::RegionOpen } else { Reason::Plus },
                Reason::Reserved,
            ],
            other_form: None,
        });
        at = end;
    }
    found
}

pub fn part(place: Place, read_as: ReadAs, text: &str, at: u64) -> Part<'static> {
    Part {
        place,
        read_as,
        text: Text::from(text.to_owned()),
        label: Text::default(),
        at: Locator::plain(at, at + text.len() as u64),
    }
}

pub fn body(text: &str) -> Vec<Part<'static>> {
    vec![part(Place::Body, ReadAs::Text, text, 0)]
}

fn key(text: &str) -> Key<'static> {
    Key::from(text.to_owned())
}

pub fn at(minute: i64) -> Option<SentAt> {
    Some(SentAt {
        unix_ms: START + minute * MINUTE,
        zone: Zone::Unknown,
    })
}

pub fn message(conversation: &str, author: &str, minute: i64, text: &str) -> Event<'static> {
    Event::Message(Message {
        conversation: key(conversation),
        author: key(author),
        sent_at: at(minute),
        parts: body(text),
        ..Message::default()
    })
}

pub fn keyed(
    conversation: &str,
    id: &str,
    author: &str,
    role: Role,
    minute: i64,
    text: &str,
) -> Event<'static> {
    Event::Message(Message {
        conversation: key(conversation),
        key: key(id),
        author: key(author),
        role,
        sent_at: at(minute),
        parts: body(text),
        ..Message::default()
    })
}

pub fn conversation(id: &str, title: &str, kind: ConversationKind) -> Event<'static> {
    Event::Conversation(Conversation {
        key: key(id),
        title: Text::from(title.to_owned()),
        kind,
        parts: vec![part(Place::Title, ReadAs::Text, title, 0)],
        ..Conversation::default()
    })
}

pub fn participant(conversation: &str, id: &str, name: &str, owner: bool) -> Event<'static> {
    Event::Participant(Participant {
        conversation: key(conversation),
        key: key(id),
        name: Text::from(name.to_owned()),
        owner,
        parts: vec![part(Place::Author, ReadAs::Number, id, 0)],
        ..Participant::default()
    })
}

pub fn contact(id: &str, name: &str, number: &str) -> Event<'static> {
    Event::Contact(Contact {
        key: key(id),
        name: Text::from(name.to_owned()),
        parts: vec![part(Place::ContactCard, ReadAs::Number, number, 40)],
        ..Contact::default()
    })
}

pub fn account(number: &str) -> Event<'static> {
    Event::Account(Account {
        key: key("me"),
        name: Text::from("Me".to_owned()),
        parts: vec![part(Place::AccountField, ReadAs::Number, number, 7)],
    })
}

pub fn problem(at: u64) -> Event<'static> {
    Event::Problem(Problem {
        kind: ProblemKind::Malformed,
        at,
        line: Some(3),
    })
}

/// What one file says.
#[derive(Clone)]
pub struct Export {
    pub path: String,
    pub service: String,
    pub events: Vec<Event<'static>>,
}

impl Export {
    pub fn new(path: &str, service: &str, events: Vec<Event<'static>>) -> Self {
        Self {
            path: path.into(),
            service: service.into(),
            events,
        }
    }

    pub fn hash(&self) -> [u8; 32] {
        *blake3::hash(
            format!(
                "{} {}",
                self.service,
                serde_json::to_string(&self.events).expect("JSON")
            )
            .as_bytes(),
        )
        .as_bytes()
    }

    pub fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::default();
        for event in &self.events {
            match event {
                Event::Message(_) => {
                    ledger.of(RecordKind::Message).seen += 1;
                    ledger.of(RecordKind::Message).read += 1;
                }
                Event::Problem(_) => {
                    ledger.of(RecordKind::Message).seen += 1;
                    ledger.of(RecordKind::Message).failed += 1;
                }
                Event::Account(_) | Event::Contact(_) | Event::Conversation(_) | Event::Participant(_) => {}
            }
        }
        ledger
    }

    pub fn read_by(&self) -> ReadBy {
        ReadBy {
            format: "made-up".into(),
            version: 1,
            service: self.service.clone(),
            reason: "made for a test".into(),
            detector: 1,
            metadata: "9.0".into(),
            options: String::new(),
        }
    }
}

pub fn source(writer: &mut Writer, path: &str) -> SourceId {
    writer
        .begin_source(&NewSource {
            path: Words {
                text: path,
                matches: &find(path),
            },
            kind: SourceKind::File,
            size: 1,
            identity: path.as_bytes(),
            added_at: START,
        })
        .expect("a source")
}

pub fn begin(writer: &mut Writer, source: SourceId, export: &Export, by: &ReadBy) -> Begin {
    writer
        .begin_entry(&NewEntry {
            source,
            path: Words {
                text: &export.path,
                matches: &find(&export.path),
            },
            size: 1,
            read_by: by,
            stamp: Stamp {
                size: export.events.len() as u64,
                modified_ns: i64::from(export.hash()[0]),
                file: 1,
            },
            hash: None,
        })
        .expect("an entry begins")
}

/// Matches of every part of an event that is to be searched.
pub fn matches(event: &Event<'_>) -> Vec<(usize, Vec<Match>)> {
    let parts = match event {
        Event::Account(account) => &account.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => return Vec::new(),
    };
    let found = parts
        .iter()
        .enumerate()
        .map(|(index, part)| (index, find(&part.text)));
    found.filter(|(_, found)| !found.is_empty()).collect()
}

pub fn put(writer: &mut Writer, entry: EntryId, ordinal: usize, event: &Event<'_>) {
    writer
        .put(entry, ordinal as u64, event, &matches(event))
        .expect("an event is taken");
}

pub fn finish(writer: &mut Writer, entry: EntryId, export: &Export) {
    writer
        .finish_entry(
            entry,
            &Finish {
                hash: Some(export.hash()),
                size: 1000,
                ledger: &export.ledger(),
                problems: &[],
                outcome: Outcome::Read,
            },
        )
        .expect("an entry ends");
}

/// Reads an export into a case as a source of its own.
pub fn import(case: &Case, export: &Export) -> Begin {
    import_as(case, &format!("/exports/{}", export.path), export)
}

pub fn import_as(case: &Case, place: &str, export: &Export) -> Begin {
    let mut writer = case.writer().expect("a writer");
    let source = source(&mut writer, place);
    let begin = begin(&mut writer, source, export, &export.read_by());
    if let Begin::Read { entry, events_done } = begin {
        for (ordinal, event) in export.events.iter().enumerate().skip(events_done as usize) {
            put(&mut writer, entry, ordinal, event);
        }
        finish(&mut writer, entry, export);
    }
    writer.commit().expect("committed");
    begin
}

/// A chat in a group; each message has something of its own and some have numbers.
pub fn chat(path: &str, messages: std::ops::Range<i64>) -> Export {
    let mut events = vec![
        conversation("group", "Garden group", ConversationKind::Group),
        participant("group", "+44 7700 900101", "+44 7700 900101", false),
        participant("group", "Ann", "Ann", true),
    ];
    for minute in messages {
        let author = ["+44 7700 900101", "Ann", "Ben"][minute as usize % 3];
        let text = match minute % 10 {
            3 => format!("Call me on +44 7700 9002{:02} about bed {minute}", minute % 40),
            7 => format!("or 07700 9003{:02}, ask for Zoë", minute % 20),
            9 => "ok".to_owned(),
            _ => format!("The tomatoes in row {minute} need water, 番茄 {minute}"),
        };
        events.push(message("group", author, minute / 2, &text));
    }
    Export::new(path, "WhatsApp", events)
}

/// A transcript with an assistant, ids and branches.
pub fn transcript(path: &str, turns: i64) -> Export {
    let mut events = vec![account("+1 202 555 0100")];
    for number in 0..3 {
        let id = format!("c{number}");
        events.push(conversation(
            &id,
            &format!("About number {number}"),
            ConversationKind::Assistant,
        ));
        for turn in 0..turns {
            let (author, role) = if turn % 2 == 0 {
                ("user", Role::Person)
            } else {
                ("assistant", Role::Assistant)
            };
            let text = if turn % 5 == 1 {
                format!(
                    "Their helpline is +1 202 555 01{:02}, open all day",
                    (turn + number) % 60
                )
            } else {
                format!("turn {turn} of talk {number}")
            };
            events.push(keyed(
                &id,
                &format!("m{number}-{turn}"),
                author,
                role,
                turn,
                &text,
            ));
        }
    }
    events.push(problem(999));
    Export::new(path, "ChatGPT", events)
}

pub fn with_attachment(conversation: &str, minute: i64) -> Event<'static> {
    Event::Message(Message {
        conversation: key(conversation),
        author: key("Ann"),
        sent_at: at(minute),
        parts: body("<attached>"),
        attachments: vec![Attachment {
            name: Text::from("card +44 7700 900155.vcf".to_owned()),
            media: Media::Contact,
        }],
        unread: vec![Unread {
            kind: UnreadKind::ContactCard,
            at: Locator::plain(5, 9),
        }],
        ..Message::default()
    })
}
