//! A conversation with an assistant as text: copied, or saved as Markdown, with a line for each speaker.

mod labels;

use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition};
use labels::{Fence, Label, Labels};
use std::collections::HashSet;
use teltale_model::{Conversation, ConversationKind, Message, Part, Participant, Place, ReadAs, RecordKind, Role, Text};

pub(crate) const FORMAT: &dyn Format = &MarkdownTranscript;

struct MarkdownTranscript;

static ABOUT: About = About {
    id: "markdown-transcript",
    name: "Conversation with an assistant, as text",
    service: "",
    version: 1,
    how_to_export: "Copy a conversation into a text file, or save it as Markdown, with the names of the speakers.",
};

/// How much of the start is looked at to tell how speakers are named.
const SAMPLE: usize = 64 * 1024;

impl Format for MarkdownTranscript {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        match Labels::of(HeadText::new(head).text().as_bytes()) {
            Some(_) => Recognition::Yes("lines that name a person and an assistant in turn"),
            None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, Label> = Records::new(entry, Cap::MESSAGE);
        let labels = Labels::of(records.peek(SAMPLE)?);
        emit.event(Event::Conversation(Conversation {
            key: name.key().into(),
            title: name.stem().into(),
            kind: ConversationKind::Assistant,
            parts: name.parts(name.stem()),
            omits_tool_data: true,
            ..Conversation::default()
        }))?;
        let mut fence = Fence::default();
        let mut told = HashSet::new();
        let mut speaker = (String::new(), Role::Person);
        while let Some(record) = records.next(|line, _| {
            let inside = fence.follows(line);
            labels.as_ref().filter(|_| !inside).and_then(|labels| labels.find(line))
        })? {
            turn(&record, name.key(), &mut told, &mut speaker, emit)?;
        }
        Ok(())
    }
}

fn turn(
    record: &Record<'_, Label>,
    conversation: &str,
    told: &mut HashSet<String>,
    speaker: &mut (String, Role),
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let mut start = 0;
    if let Some(label) = &record.head {
        let (name, at) = record.text(label.name.clone());
        *speaker = (name.to_string(), label.role);
        start = label.text;
        if told.insert(name.to_string()) {
            let text = Text::from(name);
            emit.event(Event::Participant(Participant {
                conversation: conversation.into(),
                key: speaker.0.as_str().into(),
                name: text.clone(),
                role: label.role,
                parts: vec![Part { place: Place::Author, read_as: ReadAs::Text, text, label: Text::default(), at }],
                ..Participant::default()
            }))?;
        }
    }
    let words = &record.bytes[start.min(record.bytes.len())..];
    let lead = words.len() - words.trim_ascii_start().len();
    let range = start + lead..start + words.trim_ascii_end().len();
    // Before the first speaker: a title, a summary, words of nobody known.
    let kind = if speaker.0.is_empty() { RecordKind::Passage } else { RecordKind::Message };
    if !record.continues && (record.head.is_some() || range.start < range.end) {
        emit.seen(kind);
        if range.start >= range.end {
            emit.skip(kind, teltale_model::SkipReason::Empty);
            return Ok(());
        }
        emit.read(kind);
    }
    if range.start >= range.end {
        return Ok(());
    }
    let (text, at) = record.lines_text(range);
    emit.event(Event::Message(Message {
        conversation: conversation.into(),
        author: speaker.0.as_str().into(),
        role: speaker.1,
        parts: vec![Part { place: Place::Body, read_as: ReadAs::Text, text: text.into(), label: Text::default(), at }],
        ..Message::default()
    }))?;
    record.report(emit)
}
