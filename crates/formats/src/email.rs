//! Electronic mail: one message (`.eml`) or a mailbox of many (`.mbox`).

mod headers;
mod mime;

use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::field::Field;
use crate::text_chat::trimmed;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, media, unescape};
use headers::{Header, headers, parameter};
use mime::{Body, BodyKind, Mime, Start, unfolded};
use std::collections::HashSet;
use std::ops::Range;
use teltale_model::{
    Attachment, Conversation, Encoding, Escape, Key, Locator, Media, Message, Part, Participant, Place, ProblemKind,
    ReadAs, RecordKind, Role, SentAt, SkipReason, Text, Unread,
};

pub(crate) const FORMAT: &dyn Format = &Email;

struct Email;

static ABOUT: About = About {
    id: "email",
    name: "E-mail",
    service: "E-mail",
    version: 2,
    how_to_export: "At takeout.google.com choose Mail (.mbox); in a mail program save a message as .eml or export a folder as mbox.",
};

impl Format for Email {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let mut lines = text.lines().peekable();
        let mailbox = lines.next_if(|line| line.starts_with("From ")).is_some();
        let block: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).collect();
        let field = |line: &&str| line.starts_with([' ', '\t', '>']) || headers::name(line.as_bytes()).is_some();
        let has = |names: &[&str]| {
            let named = |line: &&str| headers::name(line.as_bytes()).is_some_and(|name| names.iter().any(|one| name.eq_ignore_ascii_case(one)));
            block.iter().any(named)
        };
        let sent = has(&["From", "Sender", "Return-Path", "Delivered-To"]);
        let carried = has(&["Date", "Message-ID", "Received", "MIME-Version", "X-GM-THRID", "Content-Type", "Subject"]);
        let parts = has(&["Content-Type"]) && block.join(" ").contains("boundary=");
        match (block.iter().all(field) && (sent && carried || parts), mailbox) {
            (true, true) => Recognition::Yes("a line that begins with From, then the headers of a mail"),
            (true, false) => Recognition::Yes("begins with the headers of a mail"),
            (false, _) => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, Start> = Records::new(entry, Cap::MESSAGE);
        let mut mime = Mime::new();
        let mut mailbox = Mailbox {
            entry: name.key().to_owned(),
            told: HashSet::new(),
            mail: None,
            after: None,
            count: 0,
        };
        while let Some(record) = records.next(|line, _| mime.starts(line))? {
            mailbox.record(&record, emit)?;
        }
        mailbox.close(emit)?;
        if mime.is_open() {
            emit.event(Event::Problem(records.cut_off()))?;
        }
        Ok(())
    }
}

/// The mails of one entry while they are read.
struct Mailbox {
    entry: String,
    /// Conversations and participants that went out.
    told: HashSet<String>,
    /// The mail whose parts are being read.
    mail: Option<Mail>,
    /// The body that goes on in the next record, above the cap.
    after: Option<Body>,
    count: u64,
}

/// A mail as far as it was read.
struct Mail {
    conversation: String,
    key: String,
    author: String,
    sent_at: Option<SentAt>,
    parts: Vec<Part<'static>>,
    /// Parts from the headers, which come behind the body.
    headers: Vec<Part<'static>>,
    attachments: Vec<Attachment<'static>>,
    unread: Vec<Unread>,
    /// Bytes of its parts.
    held: usize,
}

/// Conversations and participants remembered so that each is introduced once.
const MOST_NAMES: usize = 200_000;
/// A mail of more parts or more bytes goes out in several messages.
const MOST_PARTS: usize = 4096;
const MOST_HELD: usize = 4 << 20;

impl Mailbox {
    fn record(&mut self, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        match record.head {
            Some(Start::Separator | Start::Boundary) => {}
            Some(Start::Mail { inside: false }) => self.mail(record, emit)?,
            // A mail inside of another is an attachment of it.
            Some(Start::Mail { inside: true } | Start::Part) => self.part(record, emit)?,
            Some(Start::Body(body)) => {
                self.after = Some(body);
                self.body(body, record, emit)?;
            }
            None => match self.after.filter(|_| record.continues) {
                Some(body) => self.body(body, record, emit)?,
                None => self.body(Body { kind: BodyKind::Around, escape: Escape::None, encoding: Some(Encoding::Utf8) }, record, emit)?,
            },
        }
        // A body in a character set that it names was told to be damaged where that does not read it.
        let named = match record.head {
            Some(Start::Body(body)) => body.encoding,
            _ => self.after.filter(|_| record.continues).and_then(|body| body.encoding),
        };
        record.report_in(named.unwrap_or_default(), emit)
    }

    /// The headers of a mail.
    fn mail(&mut self, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.close(emit)?;
        emit.seen(RecordKind::Message);
        let block = record.bytes;
        let (fields, malformed) = headers(block);
        if malformed {
            emit.event(Event::Problem(record.problem(ProblemKind::Malformed)))?;
        }
        let first = |name: &str| fields.iter().find(|field| field.is(name));
        let said = |name: &str| first(name).map(|field| part(record, field, Place::Body).text).unwrap_or_default();
        let id = |name: &str| first(name).map(|field| unfolded(block, field.value.clone())).unwrap_or_default();
        self.count += 1;
        let key = bare_id(&id("Message-ID")).to_owned();
        // A thread is known by the mail that began it.
        let references = [id("References"), id("In-Reply-To")];
        let root = references.iter().find_map(|ids| ids.split_ascii_whitespace().next());
        let conversation = match (id("X-GM-THRID").trim(), root.map_or(key.as_str(), bare_id)) {
            ("", "") => format!("{} {}", self.entry, self.count),
            ("", root) => root.to_owned(),
            (thread, _) => thread.to_owned(),
        };
        if self.is_new(conversation.clone()) {
            emit.event(Event::Conversation(Conversation {
                key: Key::from(&*conversation),
                title: Text::from(bare_subject(&said("Subject")).to_owned()),
                ..Conversation::default()
            }))?;
        }
        let from = first("From").or_else(|| first("Sender"));
        let author = self.author(&conversation, from, record, emit)?;
        let date = first("Date").map(|field| unfolded(block, field.value.clone()));
        let sent_at = date.as_deref().and_then(headers::date);
        if date.is_some() && sent_at.is_none() {
            emit.event(Event::Problem(record.problem(ProblemKind::BadDate)))?;
        }
        let mut mail = Mail {
            conversation,
            key,
            author,
            sent_at,
            parts: Vec::new(),
            headers: Vec::new(),
            attachments: Vec::new(),
            unread: Vec::new(),
            held: 0,
        };
        for field in &fields {
            mail.field(field, record);
        }
        self.mail = Some(mail);
        self.attached(&fields, record);
        Ok(())
    }

    /// Tells the sender once a conversation, and gives the key.
    fn author(
        &mut self,
        conversation: &str,
        from: Option<&Header<'_>>,
        record: &Record<'_, Start>,
        emit: &mut Emit<'_>,
    ) -> Result<String, Halt> {
        let Some(from) = from else {
            return Ok(String::new());
        };
        let part = part(record, from, Place::Author);
        let (name, address) = (headers::display_name(&part.text).to_owned(), headers::address(&part.text));
        let key = address.map_or_else(|| part.text.to_string(), str::to_ascii_lowercase);
        if !key.is_empty() && self.is_new(format!("{conversation}\n{key}")) {
            let mut parts = gateway(record, from, Place::Author);
            parts.insert(0, part);
            emit.event(Event::Participant(Participant {
                conversation: conversation.into(),
                key: Key::from(&*key),
                name: name.into(),
                role: Role::Person,
                owner: false,
                parts,
            }))?;
        }
        Ok(key)
    }

    /// The headers of a part, or of a mail inside of the mail.
    fn part(&mut self, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let (fields, malformed) = headers(record.bytes);
        if malformed {
            emit.event(Event::Problem(record.problem(ProblemKind::Malformed)))?;
        }
        let inside = matches!(record.head, Some(Start::Mail { inside: true }));
        if let Some(mail) = self.mail.as_mut().filter(|_| inside) {
            for field in &fields {
                if field.is("From") {
                    mail.headers.push(labelled(record, field, Place::OtherField));
                }
                mail.field(field, record);
            }
        }
        self.attached(&fields, record);
        Ok(())
    }

    /// The file that headers name.
    fn attached(&mut self, fields: &[Header<'_>], record: &Record<'_, Start>) {
        let Some(mail) = &mut self.mail else { return };
        let value = |name: &str| fields.iter().find(|field| field.is(name));
        let content_type = value("Content-Type").map(|field| unfolded(record.bytes, field.value.clone())).unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let named = [("Content-Disposition", "filename"), ("Content-Type", "name")];
        let found = named.iter().find_map(|(header, name)| {
            let field = value(header)?;
            let text = std::str::from_utf8(&record.bytes[field.value.clone()]).ok()?;
            let range = parameter(text, name)?;
            Some(field.value.start + range.start..field.value.start + range.end)
        });
        let Some(range) = found else { return };
        let name = in_header(record, range, Place::FileName);
        let media = match kind.contains("vcard") {
            true => Media::Contact,
            false => media::of(&name.text, Some(&kind)),
        };
        mail.attachments.push(Attachment { name: name.text.clone(), media });
        mail.parts.push(name);
    }

    fn body(&mut self, body: Body, record: &Record<'_, Start>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let words = trimmed(record.bytes, 0..record.bytes.len());
        let Some(mail) = &mut self.mail else {
            // Lines before any header.
            return Ok(());
        };
        if words.is_empty() {
            return Ok(());
        }
        let place = match body.kind {
            BodyKind::Words => Place::Body,
            BodyKind::Card => Place::ContactCard,
            BodyKind::Attached => Place::AttachmentText,
            BodyKind::Around => Place::OtherField,
            BodyKind::Repeats => return Ok(()),
            BodyKind::File(media) => {
                if !record.continues {
                    let at = record.locator(words, Escape::None);
                    mail.unread.push(Unread { kind: media::unread(media), at });
                }
                return Ok(());
            }
        };
        let encoding = body.encoding.unwrap_or_default();
        let in_words = matches!(encoding, Encoding::Utf8 | Encoding::Windows1252);
        let new = match body.escape {
            Escape::None if !in_words => vec![hidden(record, words, Escape::CrLf, encoding, place)],
            Escape::None if place == Place::Body => quoted_apart(record, words),
            Escape::None => vec![plain(record, words, place)],
            escape => vec![hidden(record, words, escape, encoding, place)],
        };
        mail.held += new.iter().map(|part| part.text.len()).sum::<usize>();
        let replaced = !in_words && new.iter().any(|part| part.text.contains('\u{FFFD}'));
        mail.parts.extend(new);
        if replaced || body.encoding.is_none() && !record.continues {
            emit.event(Event::Problem(record.problem(ProblemKind::BadEncoding)))?;
        }
        if mail.held > MOST_HELD || mail.parts.len() > MOST_PARTS {
            mail.tell(emit)?;
        }
        Ok(())
    }

    /// Tells the mail that is open.
    fn close(&mut self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.after = None;
        let Some(mut mail) = self.mail.take() else {
            return Ok(());
        };
        mail.parts.append(&mut mail.headers);
        if mail.parts.is_empty() && mail.unread.is_empty() {
            emit.skip(RecordKind::Message, SkipReason::Empty);
            return Ok(());
        }
        mail.tell(emit)?;
        emit.read(RecordKind::Message);
        Ok(())
    }

    fn is_new(&mut self, name: String) -> bool {
        self.told.len() < MOST_NAMES && self.told.insert(name)
    }
}

impl Mail {
    /// Takes what a field says, where it is of a kind that people write or that holds numbers.
    fn field(&mut self, field: &Header<'_>, record: &Record<'_, Start>) {
        let recipient = ["To", "Cc", "Bcc", "Reply-To"].iter().any(|name| field.is(name));
        let new = if recipient {
            self.headers.extend(gateway(record, field, Place::Recipient));
            labelled(record, field, Place::Recipient)
        } else if field.is("Subject") {
            labelled(record, field, Place::Body)
        } else if ["Comments", "Keywords", "Organization"].iter().any(|name| field.is(name)) {
            labelled(record, field, Place::OtherField)
        } else {
            let part = labelled(record, field, Place::OtherField);
            let number = field.is("X-smssync-address") || Field::of(field.name, &part.text) == Field::Phone;
            if !number {
                return;
            }
            Part { read_as: ReadAs::Number, ..part }
        };
        if !new.text.is_empty() {
            self.headers.push(new);
        }
    }

    fn tell(&mut self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.held = 0;
        emit.event(Event::Message(Message {
            conversation: Key::from(&*self.conversation),
            key: Key::from(&*self.key),
            author: Key::from(&*self.author),
            sent_at: self.sent_at,
            parts: std::mem::take(&mut self.parts),
            attachments: std::mem::take(&mut self.attachments),
            unread: std::mem::take(&mut self.unread),
            ..Message::default()
        }))
    }
}

/// `<id@host>` without its brackets.
fn bare_id(id: &str) -> &str {
    id.trim().trim_matches(['<', '>'])
}

/// A subject without what answers and forwards put before it.
fn bare_subject(subject: &str) -> &str {
    let mut subject = subject.trim();
    while let Some((prefix, rest)) = subject.split_once(':') {
        if !["re", "fwd", "fw", "aw", "wg", "sv", "tr"].contains(&prefix.to_ascii_lowercase().as_str()) {
            break;
        }
        subject = rest.trim_start();
    }
    subject
}

/// A header's value as a part.
fn part(record: &Record<'_, Start>, field: &Header<'_>, place: Place) -> Part<'static> {
    in_header(record, field.value.clone(), place)
}

fn labelled(record: &Record<'_, Start>, field: &Header<'_>, place: Place) -> Part<'static> {
    Part { label: Text::from(field.name.to_owned()), ..part(record, field, place) }
}

/// A piece of a header as a part.
fn in_header(record: &Record<'_, Start>, range: Range<usize>, place: Place) -> Part<'static> {
    let bytes = &record.bytes[range.clone()];
    let escaped = memchr::memmem::find(bytes, b"=?").is_some() || bytes.contains(&b'\n');
    if !escaped {
        return plain(record, range, place);
    }
    hidden(record, range, Escape::MailHeader, in_words(record), place)
}

/// The encoding of characters that stand in the entry as they are.
fn in_words(record: &Record<'_, Start>) -> Encoding {
    match record.encoding() {
        utf16 if utf16.is_utf16() => Encoding::Utf8,
        encoding => encoding,
    }
}

/// Characters that stand in the entry as they are.
fn plain(record: &Record<'_, Start>, range: Range<usize>, place: Place) -> Part<'static> {
    let (text, at) = record.lines_text(range);
    Part { place, read_as: ReadAs::Text, text: text.into_owned().into(), label: Text::default(), at }
}

/// Characters behind an escape.
fn hidden(record: &Record<'_, Start>, range: Range<usize>, escape: Escape, encoding: Encoding, place: Place) -> Part<'static> {
    let text = unescape(encoding, escape, &record.bytes[range.clone()]);
    let mut at = record.locator(range, escape);
    if let Locator::Bytes { encoding: of_entry, .. } = &mut at
        && !of_entry.is_utf16()
    {
        *of_entry = encoding;
    }
    Part { place, read_as: ReadAs::Text, text: text.into(), label: Text::default(), at }
}

/// A body with what it quotes of other mails apart: lines that begin with `>`.
fn quoted_apart(record: &Record<'_, Start>, words: Range<usize>) -> Vec<Part<'static>> {
    let mut parts: Vec<Part<'static>> = Vec::new();
    let (mut from, mut at, mut quoted) = (words.start, words.start, record.bytes[words.start] == b'>');
    let mut push = |range: Range<usize>, quoted: bool| {
        let range = trimmed(record.bytes, range);
        if !range.is_empty() {
            parts.push(plain(record, range, if quoted { Place::Quote } else { Place::Body }));
        }
    };
    for line in record.bytes[words.clone()].split_inclusive(|byte| *byte == b'\n') {
        let blank = line.trim_ascii().is_empty();
        if !blank && line.starts_with(b">") != quoted {
            push(from..at, quoted);
            (from, quoted) = (at, !quoted);
        }
        at += line.len();
    }
    push(from..words.end, quoted);
    parts
}

/// Hosts that carry mail to and from phones: what stands before them is a number, or two.
const GATEWAYS: &[&str] = &[
    "txt.voice.google.com",
    "vtext.com",
    "vzwpix.com",
    "txt.att.net",
    "mms.att.net",
    "tmomail.net",
    "messaging.sprintpcs.com",
    "pm.sprint.com",
    "sms.mycricket.com",
    "email.uscc.net",
    "msg.fi.google.com",
];

/// The numbers before a gateway's host: `12025550143.12025550144.k3v@txt.voice.google.com`.
fn gateway(record: &Record<'_, Start>, field: &Header<'_>, place: Place) -> Vec<Part<'static>> {
    let value = &record.bytes[field.value.clone()];
    let mut parts = Vec::new();
    for at in memchr::memchr_iter(b'@', value) {
        let host = &value[at + 1..];
        let is_gateway = |known: &&str| host.get(..known.len()).is_some_and(|host| host.eq_ignore_ascii_case(known.as_bytes()));
        if !GATEWAYS.iter().any(is_gateway) {
            continue;
        }
        let local = value[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+')).count();
        let mut start = field.value.start + at - local;
        for piece in record.bytes[start..field.value.start + at].split(|byte| *byte == b'.') {
            let number = (10..=15).contains(&piece.len()) && piece.iter().all(u8::is_ascii_digit);
            if number {
                // Ten digits are a number of the gateway's country.
                let read_as = if piece.len() == 10 { ReadAs::Number } else { ReadAs::Digits };
                parts.push(Part { read_as, ..plain(record, start..start + piece.len(), place) });
            }
            start += piece.len() + 1;
        }
    }
    parts
}
