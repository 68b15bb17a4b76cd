//! Any text without a known shape: each paragraph is a passage by nobody in particular.

use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition};
use teltale_model::{Conversation, ConversationKind, Key, Message, Part, Place, ReadAs, RecordKind};

pub(crate) const FORMAT: &dyn Format = &PlainText;

struct PlainText;

static ABOUT: About = About { id: "plain-text", name: "Text", service: "", version: 1, how_to_export: "" };

/// A passage is closed at the next line end once it is this long, so that a log without blank lines comes in
/// passages that a screen can show.
const LONG_PASSAGE: usize = 4 * 1024;

impl Format for PlainText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        if HeadText::new(head).text().is_empty() {
            return Recognition::No;
        }
        Recognition::Yes("text in no layout we know, read paragraph by paragraph")
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        emit.event(Event::Conversation(Conversation {
            key: Key::from(name.key()),
            title: name.file().into(),
            kind: ConversationKind::Document,
            parts: name.parts(name.file()),
            ..Conversation::default()
        }))?;
        let mut records = Records::new(entry, Cap::MESSAGE);
        let mut after_blank = true;
        while let Some(record) = records.next(|line, length| {
            let blank = line.trim_ascii().is_empty();
            let starts = !blank && (after_blank || length > LONG_PASSAGE);
            after_blank = blank;
            starts.then_some(())
        })? {
            passage(&record, name.key(), emit)?;
        }
        Ok(())
    }
}

fn passage(record: &Record<'_, ()>, conversation: &str, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let lead = record.bytes.len() - record.bytes.trim_ascii_start().len();
    let end = record.bytes.trim_ascii_end().len();
    if lead >= end {
        return Ok(());
    }
    if !record.continues {
        emit.seen(RecordKind::Passage);
    }
    let (text, at) = record.lines_text(lead..end);
    emit.event(Event::Message(Message {
        conversation: conversation.into(),
        parts: vec![Part { place: Place::Body, read_as: ReadAs::Text, text: text.into(), label: "".into(), at }],
        ..Message::default()
    }))?;
    record.report(emit)?;
    if !record.goes_on {
        emit.read(RecordKind::Passage);
    }
    Ok(())
}
