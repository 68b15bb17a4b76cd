//! One chat of a text file whose format knows who speaks in each record and when.

use crate::cut::Record;
use crate::entry_name::EntryName;
use crate::tell::Speakers;
use crate::{Emit, Event, Halt};
use std::ops::Range;
use teltale_model::{
    Conversation, ConversationKind, Escape, Message, Part, Participant, Place, ReadAs, RecordKind, Role,
    SentAt, SkipReason, Text, Unread, UnreadKind, Zone,
};

/// The chat while its file is read.
pub(crate) struct TextChat {
    key: String,
    speakers: Speakers,
    /// Who spoke last and when: for the rest of a message that comes in pieces.
    author: String,
    sent_at: Option<SentAt>,
}

/// What the lines above the first message say of the chat.
#[derive(Default)]
pub(crate) struct Heading {
    /// Where the chat's name stands.
    pub(crate) title: Option<Range<usize>>,
    pub(crate) kind: ConversationKind,
}

/// What a record says.
pub(crate) struct Said {
    /// Where the sender's name stands; a notice has none.
    pub(crate) author: Option<Range<usize>>,
    /// The sender is the export's owner.
    pub(crate) owner: bool,
    pub(crate) words: Range<usize>,
    /// Seconds of the wall clock since 1970.
    pub(crate) seconds: Option<i64>,
    pub(crate) place: Place,
    /// What the words stand for, where they are the app's.
    pub(crate) unread: Option<UnreadKind>,
}

impl TextChat {
    /// Tells the conversation: by its heading, else by the name of the file without `prefix`.
    pub(crate) fn open<H>(
        name: &EntryName,
        prefix: &str,
        heading: &Heading,
        record: &Record<'_, H>,
        emit: &mut Emit<'_>,
    ) -> Result<Self, Halt> {
        let (title, parts) = match &heading.title {
            Some(range) => {
                let part = part(record, range.clone(), Place::Title);
                (part.text.to_string(), vec![part])
            }
            None => {
                let stem = name.stem();
                let title = stem.strip_prefix(prefix).unwrap_or(stem).trim();
                (title.to_owned(), name.parts(title))
            }
        };
        let key = if title.is_empty() { name.key() } else { &title };
        emit.event(Event::Conversation(Conversation {
            key: key.into(),
            title: title.as_str().into(),
            kind: heading.kind,
            parts,
            ..Conversation::default()
        }))?;
        Ok(Self {
            key: key.to_owned(),
            speakers: Speakers::default(),
            author: String::new(),
            sent_at: None,
        })
    }

    /// Tells a message or a notice, and its sender once.
    pub(crate) fn said<H>(
        &mut self,
        said: Said,
        record: &Record<'_, H>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        emit.seen(RecordKind::Message);
        self.sent_at = said.seconds.map(|seconds| SentAt {
            unix_ms: seconds * 1000,
            zone: Zone::Unknown,
        });
        self.author.clear();
        if let Some(range) = said.author {
            let name = part(record, range, Place::Author);
            self.author.push_str(&name.text);
            if !self.speakers.know(&self.author) {
                let speaker = Participant {
                    conversation: self.key.as_str().into(),
                    key: self.author.as_str().into(),
                    name: name.text.clone(),
                    owner: said.owner,
                    parts: vec![name],
                    ..Participant::default()
                };
                self.speakers.tell(emit, speaker)?;
            }
        }
        if said.words.is_empty() {
            emit.skip(RecordKind::Message, SkipReason::Empty);
            return record.report(emit);
        }
        let unread = said.unread.map(|kind| Unread {
            kind,
            at: record.locator(said.words.clone(), Escape::None),
        });
        let parts = vec![part(record, said.words, said.place)];
        self.message(parts, unread, said.place == Place::SystemNotice, emit)?;
        emit.read(RecordKind::Message);
        record.report(emit)
    }

    /// Tells the rest of a message that comes in pieces.
    pub(crate) fn goes_on<H>(&mut self, record: &Record<'_, H>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let parts = vec![part(record, 0..record.bytes.len(), Place::Body)];
        self.message(parts, None, false, emit)?;
        record.report(emit)
    }

    /// Tells lines that are nobody's message.
    pub(crate) fn passage<H>(
        &mut self,
        record: &Record<'_, H>,
        words: Range<usize>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        if words.is_empty() {
            return record.report(emit);
        }
        emit.seen(RecordKind::Passage);
        self.author.clear();
        self.sent_at = None;
        self.message(vec![part(record, words, Place::OtherField)], None, true, emit)?;
        emit.read(RecordKind::Passage);
        record.report(emit)
    }

    fn message(
        &self,
        parts: Vec<Part<'_>>,
        unread: Option<Unread>,
        by_app: bool,
        emit: &mut Emit<'_>,
    ) -> Result<(), Halt> {
        emit.event(Event::Message(Message {
            conversation: self.key.as_str().into(),
            author: self.author.as_str().into(),
            role: if by_app { Role::System } else { Role::Person },
            sent_at: self.sent_at,
            parts,
            unread: unread.into_iter().collect(),
            ..Message::default()
        }))
    }
}

fn part<'b, H>(record: &Record<'b, H>, range: Range<usize>, place: Place) -> Part<'b> {
    let (text, at) = record.lines_text(range);
    Part {
        place,
        read_as: ReadAs::Text,
        text: text.into(),
        label: Text::default(),
        at,
    }
}

/// `range` of `bytes` without blanks and line ends around it.
pub(crate) fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &bytes[range.clone()];
    let start = range.start + text.len() - text.trim_ascii_start().len();
    start..(range.start + text.trim_ascii_end().len()).max(start)
}
