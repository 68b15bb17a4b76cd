//! WhatsApp's "Export chat": one text file a chat, from Android or iOS.

mod characters;
mod header;
mod localised;
mod marks;
mod phrases;
mod senders;
mod style;
mod title;

use crate::cut::{Cap, HeadText, Record, Records, Whole};
use crate::entry_name::EntryName;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition};
use header::header;
use marks::{Marks, marks};
use senders::{Known, Senders, has_open_quote, is_number};
use std::borrow::Cow;
use std::ops::Range;
use style::{LONGEST_NAME, Layout, accepts, name_ends};
use teltale_model::{
    Attachment, Conversation, ConversationKind, Escape, Key, Locator, Message, Part, Participant, Place, Problem, ProblemKind,
    ReadAs, RecordKind, Role, SentAt, Text, Unread, Zone,
};

pub(crate) const FORMAT: &dyn Format = &WhatsAppText;

struct WhatsAppText;

static ABOUT: About = About {
    id: "whatsapp-text",
    name: "WhatsApp chat",
    service: "WhatsApp",
    version: 3,
    how_to_export: "Open the chat in WhatsApp, then menu, More, Export chat (iPhone: the chat's name, Export Chat). \
                    Choose “with media” to keep shared contact cards.",
};

/// How much of the start is looked at to tell the layout.
const SAMPLE: usize = 256 * 1024;

impl Format for WhatsAppText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let Some(layout) = Layout::of(text.text().as_bytes()) else {
            return Recognition::No;
        };
        let (mut lines, mut headers, mut first, mut spoken) = (0usize, 0usize, false, 0usize);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let found = header(line.as_bytes()).filter(|header| header.style.family == layout.style.family);
            first |= lines == 0 && found.is_some();
            lines += 1;
            headers += usize::from(found.is_some());
            spoken += usize::from(found.is_some_and(|header| {
                name_ends(&line.as_bytes()[usize::from(header.body)..])
                    .next()
                    .is_some()
            }));
        }
        let enough = headers >= 3 || (head.whole && first && headers >= 1);
        // A chat of long messages has few headers, but it begins with one.
        let dense = headers * 10 > lines * 3 || (first && headers * 50 > lines);
        if enough && dense && spoken * 4 >= headers && spoken > 0 {
            return Recognition::Yes(
                "lines begin with a date, a time and a sender, the way WhatsApp exports a chat",
            );
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let title = title::of(&name);
        let key = if title.is_empty() { name.key() } else { title };
        let mut records: Records<'_, Start> = Records::new(entry, Cap::MESSAGE);
        let sample = records.peek(SAMPLE)?;
        let Some(layout) = Layout::of(sample) else {
            return without_headers(records, key, emit);
        };
        let first_date = first_date(sample, &layout);
        let mut chat = Chat {
            key,
            layout,
            seen: Senders::default(),
            last: Author::default(),
            bad_date: false,
            group: false,
            people: 0,
            messages: 0,
            passed: 0,
            files: false,
            begins_spoken: false,
        };
        let mut opening = Some(first_date);
        let mut last_seconds = None;
        let mut clock = chat.layout.clock();
        let mut headers = header::Reader::default();
        loop {
            let (style, clock, headers) = (chat.layout.style, &mut clock, &mut headers);
            let starts = |line: &[u8], _| {
                let header = headers.header(line)?;
                let seconds = clock.seconds(&header);
                if !accepts(style, &header, seconds, last_seconds) {
                    return None;
                }
                last_seconds = seconds.or(last_seconds);
                Some(Start {
                    body: header.body,
                    seconds,
                })
            };
            let next = records.next_but(starts, |record| chat.passes(record, emit))?;
            emit.read_all(RecordKind::Message, std::mem::take(&mut chat.passed));
            let Some(record) = next else { break };
            if let Some(first_date) = opening.take() {
                chat.open(&name, title, first_date, &record, emit)?;
            }
            chat.record(&record, emit)?;
        }
        emit.event(Event::Conversation(Conversation {
            key: key.into(),
            kind: chat.kind(),
            truncated_start: chat.is_cut_off(),
            ..Conversation::default()
        }))
    }
}

/// What the line that starts a message told.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// Where the body starts in the line.
    body: u8,
    /// Of the wall clock; none for a date that is none.
    seconds: Option<i64>,
}

/// A file cut before its first header: what there is, is a passage.
fn without_headers(mut records: Records<'_, Start>, key: &str, emit: &mut Emit<'_>) -> Result<(), Halt> {
    while let Some(record) = records.next(|_, _| None)? {
        passage(&record, key, emit)?;
    }
    Ok(())
}

/// Lines before the first header: words of nobody known.
fn passage(record: &Record<'_, Start>, conversation: &str, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let lead = marks::lead(record.bytes);
    let end = record.bytes.len() - marks::trailing(&record.bytes[lead..]);
    if lead == end {
        return Ok(());
    }
    if !record.continues {
        emit.seen(RecordKind::Passage);
        emit.read(RecordKind::Passage);
    }
    let (text, at) = record.lines_text(lead..end);
    emit.event(Event::Message(Message {
        conversation: conversation.into(),
        parts: vec![Part {
            place: Place::Body,
            read_as: ReadAs::Text,
            text: text.into(),
            label: Text::default(),
            at,
        }],
        ..Message::default()
    }))?;
    record.report(emit)
}

/// Where the first date of the layout's style stands in the sample, to show how it is read.
fn first_date(sample: &[u8], layout: &Layout) -> Range<usize> {
    let mut start = 0;
    for line in sample.split_inclusive(|byte| *byte == b'\n') {
        if let Some(header) = header(line).filter(|header| header.style == layout.style) {
            let range = header.date_range();
            return start + range.start..start + range.end;
        }
        start += line.len();
    }
    0..0
}

/// Who spoke, and when: for the rest of a message that comes in pieces.
#[derive(Default)]
struct Author {
    key: String,
    role: Role,
    sent_at: Option<SentAt>,
}

/// One chat while it is read.
struct Chat<'n> {
    key: &'n str,
    layout: Layout,
    /// Senders of whom a participant went out.
    seen: Senders,
    last: Author,
    bad_date: bool,
    group: bool,
    people: usize,
    /// Messages and notices so far.
    messages: u64,
    /// Messages that nobody wants, since the ledger was told of the last.
    passed: u64,
    /// One of them names an attached file.
    files: bool,
    /// The first of them has a sender.
    begins_spoken: bool,
}

/// The app exports so many of the newest messages without files, and so many with; the older ones are left out, and
/// nothing in the file says so.
const MOST_MESSAGES: u64 = 40_000;
const MOST_WITH_FILES: u64 = 10_000;

/// Senders remembered so that each is introduced once; past these, an export is no chat between people.
const MOST_SENDERS: usize = 100_000;

impl Chat<'_> {
    /// The conversation, and how its dates are read, shown on its first date.
    fn open(
        &mut self,
        name: &EntryName,
        title: &str,
        first_date: Range<usize>,
        record: &Record<'_, Start>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        let mut parts = name.parts(title);
        for part in &mut parts {
            if is_number(part.text.as_bytes()) {
                part.read_as = ReadAs::Number;
            }
        }
        let date = record.bytes.get(first_date.clone()).and_then(header_of_date);
        if let Some(shape) = date.filter(|_| !record.is_damaged()) {
            let (text, at) = record.text(first_date);
            let label = self.layout.order(shape).words().into();
            parts.push(Part {
                place: Place::OtherField,
                read_as: ReadAs::Opaque,
                text: text.into(),
                label,
                at,
            });
        }
        emit.event(Event::Conversation(Conversation {
            key: self.key.into(),
            title: title.into(),
            parts,
            ..Conversation::default()
        }))?;
        if self.layout.ambiguous {
            let problem = Problem {
                kind: ProblemKind::AmbiguousDate,
                at: record.at,
                line: Some(record.line),
            };
            emit.event(Event::Problem(problem))?;
        }
        Ok(())
    }

    /// True for a message that the receiver has no use for, and that says nothing else of the chat: of somebody who
    /// spoke before, without a file, a notice or damage. It is counted.
    #[inline]
    fn passes(&mut self, record: &Whole<'_, Start>, emit: &Emit<'_>) -> bool {
        const FIRST_OF_MARKS: u8 = 0xE2;
        if self.messages == 0 || record.head.seconds.is_none() || !emit.is_choosy() {
            return false;
        }
        let start = usize::from(record.head.body);
        let Some(body) = record.bytes().get(start..) else { return false };
        let known = self.sender(body).filter(|sender| sender.role.is_some());
        let Some(said) = known.and_then(|sender| record.plain(start + sender.colon + 1)) else {
            return false;
        };
        // To the byte what would be searched: a finder may answer otherwise for more than that.
        let lead = marks::lead(said.as_bytes());
        let words = &said[lead..said.len() - marks::trailing(&said.as_bytes()[lead..])];
        let passes = !emit.wants(words) && memchr::memchr3(b')', b'>', FIRST_OF_MARKS, words.as_bytes()).is_none();
        self.messages += u64::from(passes);
        self.passed += u64::from(passes);
        passes
    }

    fn record(&mut self, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        match record.head {
            Some(start) => self.message(&start, record, emit),
            None if record.continues && !self.last.key.is_empty() => self.continuation(record, emit),
            None => passage(record, self.key, emit),
        }
    }

    fn message(
        &mut self,
        begins: &Start,
        record: &Record<'_, Start>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        emit.seen(RecordKind::Message);
        self.messages += 1;
        let sent_at = self.sent_at(begins.seconds, record, emit)?;
        let start = usize::from(begins.body).min(record.bytes.len());
        let body = &record.bytes[start..];
        let sender = self.sender(body);
        let after_sender = sender
            .as_ref()
            .map_or(0, |sender| (sender.colon + 1).min(body.len()));
        let found = marks(&body[after_sender..], sender.is_some());
        let words = shift(&found.words, start + after_sender);

        let (mut author, mut role) = (Cow::Borrowed(""), Role::System);
        if let Some(sender) = &sender {
            author = record.words(shift(&sender.name, start));
            role = sender.role.unwrap_or(match &*author {
                ASSISTANT => Role::Assistant,
                _ => Role::Person,
            });
            // The group itself stands as the sender of some notices; it is no participant.
            let known = sender.role.is_some() || self.seen.contains(&author);
            if !known && !found.notice && self.seen.len() < MOST_SENDERS {
                self.seen
                    .insert(&author, sender.name.clone(), &body[..sender.colon], role);
                self.people += usize::from(role == Role::Person);
                self.introduce(&author, role, record.locator(shift(&sender.name, start), Escape::None), emit)?;
            }
        }
        self.begins_spoken |= self.messages == 1 && !found.notice;
        self.files |= found.file.is_some();
        if found.notice {
            role = Role::System;
            self.group |= is_about_a_group(&record.bytes[words.clone()]);
        }

        let mut message = Message {
            conversation: self.key.into(),
            author: Key::from(&*author),
            role,
            sent_at,
            edited: found.edited,
            ..Message::default()
        };
        if !words.is_empty() {
            message.parts = vec![body_part(&found, words, record)];
        }
        if let Some((range, media)) = &found.file {
            let (text, at) = record.text(shift(range, start + after_sender));
            let read_as = if marks::is_app_name(text.as_bytes()) {
                ReadAs::Opaque
            } else {
                ReadAs::Text
            };
            message.attachments.push(Attachment {
                name: text.clone().into(),
                media: *media,
            });
            message.parts.push(Part {
                place: Place::FileName,
                read_as,
                text: text.into(),
                label: Text::default(),
                at,
            });
        }
        if let Some((kind, range)) = &found.unread {
            let at = record.locator(shift(range, start + after_sender), Escape::None);
            message.unread.push(Unread { kind: *kind, at });
        }
        emit.event(Event::Message(message))?;
        if record.goes_on {
            self.last = Author {
                key: author.into_owned(),
                role,
                sent_at,
            };
        }
        record.report(emit)?;
        emit.read(RecordKind::Message);
        Ok(())
    }

    fn introduce(&self, name: &str, role: Role, at: Locator, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let read_as = if is_number(name.as_bytes()) {
            ReadAs::Number
        } else {
            ReadAs::Text
        };
        emit.event(Event::Participant(Participant {
            conversation: self.key.into(),
            key: name.into(),
            name: name.trim_start_matches(['~', ' ', '\u{A0}', '\u{202F}']).into(),
            role,
            owner: false,
            parts: vec![Part {
                place: Place::Author,
                read_as,
                text: name.into(),
                label: Text::default(),
                at,
            }],
        }))
    }

    /// A later piece of a message above the cap.
    fn continuation(&mut self, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let (text, at) = record.lines_text(0..record.bytes.len());
        emit.event(Event::Message(Message {
            conversation: self.key.into(),
            author: Key::from(self.last.key.as_str()),
            role: self.last.role,
            sent_at: self.last.sent_at,
            parts: vec![Part {
                place: Place::Body,
                read_as: ReadAs::Text,
                text: text.into(),
                label: Text::default(),
                at,
            }],
            ..Message::default()
        }))?;
        record.report(emit)
    }

    fn sent_at(
        &mut self,
        seconds: Option<i64>,
        record: &Record<'_, Start>,
        emit: &mut Emit<'_>,
    ) -> Result<Option<SentAt>, Halt> {
        if seconds.is_none() && !self.bad_date {
            // One calendar that is not ours holds for the whole file: said once.
            self.bad_date = true;
            emit.event(Event::Problem(record.problem(ProblemKind::BadDate)))?;
        }
        Ok(seconds.map(|seconds| SentAt {
            unix_ms: seconds * 1000,
            zone: Zone::Unknown,
        }))
    }

    /// Who the start of a body names, if anybody.
    fn sender(&self, body: &[u8]) -> Option<Sender> {
        // Of names with colons in them the longest decides.
        if self.layout.names_with_colons.is_empty()
            && let Some(known) = self.seen.speaking(body)
        {
            return Some(Sender::known(known, known.written.len()));
        }
        let long = self.layout.names_with_colons.iter();
        let known = long
            .filter(|name| body.starts_with(name))
            .map(|name| name.len())
            .find(|end| body.get(*end) == Some(&b':'));
        let colon = known
            .or_else(|| name_ends(body).next())
            .or_else(|| self.known_sender(body))?;
        let raw = &body[..colon];
        if let Some(known) = self.seen.written(raw) {
            return Some(Sender::known(known, colon));
        }
        let lead = marks::lead(raw);
        let end = raw.len() - marks::trailing(&raw[lead..]);
        let name = &raw[lead..end];
        if name.is_empty() || memchr::memchr(b'\n', raw).is_some() || has_open_quote(name) {
            return None;
        }
        Some(Sender {
            name: lead..end,
            colon,
            role: None,
        })
    }

    /// `Anna:text` without a space counts only for a sender who spoke before.
    fn known_sender(&self, body: &[u8]) -> Option<usize> {
        let colon = memchr::memchr(b':', &body[..body.len().min(LONGEST_NAME)])?;
        let name = std::str::from_utf8(&body[..colon]).ok()?;
        self.seen.contains(name).then_some(colon)
    }

    /// True where the count of messages is the app's limit, give or take lines that were told apart otherwise than the
    /// app counts them. A whole chat begins with a notice.
    fn is_cut_off(&self) -> bool {
        let limit = if self.files { MOST_WITH_FILES } else { MOST_MESSAGES };
        self.begins_spoken && self.messages.abs_diff(limit) <= limit / 200
    }

    fn kind(&self) -> ConversationKind {
        let assistant = self.seen.contains(ASSISTANT);
        match self.people {
            0 => ConversationKind::Unknown,
            _ if self.group => ConversationKind::Group,
            1 if assistant => ConversationKind::Assistant,
            1 | 2 if !assistant => ConversationKind::Direct,
            _ => ConversationKind::Group,
        }
    }
}

struct Sender {
    /// Without marks and spaces around it.
    name: Range<usize>,
    /// Where the colon after it is.
    colon: usize,
    /// Of a sender who was introduced.
    role: Option<Role>,
}

impl Sender {
    /// One who was introduced.
    fn known(known: &Known, colon: usize) -> Self {
        Self {
            name: known.at.clone(),
            colon,
            role: Some(known.role),
        }
    }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn body_part<'b>(found: &Marks, words: Range<usize>, record: &Record<'b, Start>) -> Part<'b> {
    let mentions_assistant =
        found.signs && memchr::memmem::find(&record.bytes[words.clone()], b"@Meta AI").is_some();
    let place = match (found.notice, found.call) {
        (true, _) => Place::SystemNotice,
        (false, true) => Place::Call,
        (false, false) => Place::Body,
    };
    let (text, at) = record.lines_text(words);
    let label = if mentions_assistant { "to Meta AI" } else { "" };
    Part {
        place,
        read_as: ReadAs::Text,
        text: text.into(),
        label: label.into(),
        at,
    }
}

/// The shape of a date that stands alone.
fn header_of_date(date: &[u8]) -> Option<header::Shape> {
    let mut line = date.to_vec();
    line.extend_from_slice(b" 00:00 - ");
    header(&line).map(|header| header.shape)
}

/// The assistant's name is a brand: the same in every language.
const ASSISTANT: &str = "Meta AI";

fn is_about_a_group(notice: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [
        b"group",
        b"Gruppe",
        b"grupo",
        b"groupe",
        b"gruppo",
        b"groep",
        "групп".as_bytes(),
        "群组".as_bytes(),
    ];
    WORDS
        .iter()
        .any(|word| memchr::memmem::find(notice, word).is_some())
}
