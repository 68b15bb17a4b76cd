//! WebVTT and SubRip: captions of a recording, or a meeting's transcript.

use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition};
use std::collections::HashSet;
use std::ops::Range;
use teltale_model::{
    Conversation, ConversationKind, Escape, Message, Part, Participant, Place, ReadAs, RecordKind, SkipReason, Text,
};

pub(crate) const FORMAT: &dyn Format = &Subtitles;

struct Subtitles;

static ABOUT: About = About {
    id: "subtitles",
    name: "Captions or meeting transcript",
    service: "",
    version: 1,
    how_to_export: "Download the transcript of a meeting (.vtt) or the captions of a recording (.vtt, .srt).",
};

impl Format for Subtitles {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let mut lines = text.text().lines().map(str::trim).filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return Recognition::No };
        if first == "WEBVTT" || first.starts_with("WEBVTT ") || first.starts_with("WEBVTT\t") {
            return Recognition::Yes("begins with WEBVTT");
        }
        let counted = first.bytes().all(|byte| byte.is_ascii_digit());
        if counted && lines.next().is_some_and(|line| is_timing(line.as_bytes())) {
            return Recognition::Yes("numbered captions with their times");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        emit.event(Event::Conversation(Conversation {
            key: name.key().into(),
            title: name.stem().into(),
            kind: ConversationKind::Document,
            parts: name.parts(name.stem()),
            ..Conversation::default()
        }))?;
        let mut records: Records<'_, ()> = Records::new(entry, Cap::MESSAGE);
        let mut speakers = HashSet::new();
        let mut after_blank = true;
        while let Some(record) = records.next(|line, _| {
            let blank = line.trim_ascii().is_empty();
            let starts = !blank && after_blank;
            after_blank = blank;
            starts.then_some(())
        })? {
            block(&record, name.key(), &mut speakers, emit)?;
        }
        Ok(())
    }
}

/// `00:00:00.500 --> 00:00:07,000`, hours optional.
fn is_timing(line: &[u8]) -> bool {
    let Some(arrow) = memchr::memmem::find(line, b"-->") else { return false };
    let clock = |text: &[u8]| {
        let text = text.trim_ascii();
        text.len() >= 5
            && text[0].is_ascii_digit()
            && text.contains(&b':')
            && text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b','))
    };
    let after = line[arrow + 3..].trim_ascii();
    let until = after.iter().position(u8::is_ascii_whitespace).unwrap_or(after.len());
    clock(&line[..arrow]) && clock(&after[..until])
}

/// The lines of a record as ranges without their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let text = line.trim_ascii_end().len();
        let range = start..start + text;
        start += line.len();
        range
    })
}

/// A block between blank lines: a cue, a note, the header.
fn block(
    record: &Record<'_, ()>,
    conversation: &str,
    speakers: &mut HashSet<String>,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let end = record.bytes.trim_ascii_end().len();
    if end == 0 {
        return Ok(());
    }
    let timing = lines(record.bytes).take(2).find(|line| is_timing(&record.bytes[line.clone()]));
    let Some(timing) = timing else { return other_block(record, conversation, emit) };
    emit.seen(RecordKind::Passage);
    let after = &record.bytes[timing.end.min(end)..end];
    let start = timing.end.min(end) + (after.len() - after.trim_ascii_start().len());
    if start >= end {
        emit.skip(RecordKind::Passage, SkipReason::Empty);
        return Ok(());
    }
    let (voice, words) = voice(record.bytes, start..end);
    let mut author = String::new();
    if let Some(voice) = voice {
        let (name, at) = record.text(voice);
        author = name.to_string();
        if speakers.insert(author.clone()) {
            let text = Text::from(name);
            emit.event(Event::Participant(Participant {
                conversation: conversation.into(),
                key: author.as_str().into(),
                name: text.clone(),
                parts: vec![Part { place: Place::Author, read_as: ReadAs::Text, text, label: Text::default(), at }],
                ..Participant::default()
            }))?;
        }
    }
    emit.event(Event::Message(Message {
        conversation: conversation.into(),
        author: author.as_str().into(),
        parts: vec![part(record, words, Place::Transcript)],
        ..Message::default()
    }))?;
    record.report(emit)?;
    emit.read(RecordKind::Passage);
    Ok(())
}

/// The header, a note, a style sheet, the rest of a cue with a blank line in it: kept, as words of nobody.
fn other_block(record: &Record<'_, ()>, conversation: &str, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let end = record.bytes.trim_ascii_end().len();
    if record.bytes[..end].trim_ascii() == b"WEBVTT" {
        return Ok(());
    }
    emit.seen(RecordKind::Passage);
    let start = end - record.bytes[..end].trim_ascii_start().len();
    emit.event(Event::Message(Message {
        conversation: conversation.into(),
        parts: vec![part(record, start..end, Place::OtherField)],
        ..Message::default()
    }))?;
    record.report(emit)?;
    emit.read(RecordKind::Passage);
    Ok(())
}

fn part<'b>(record: &Record<'b, ()>, range: Range<usize>, place: Place) -> Part<'b> {
    let escaped = memchr::memchr(b'&', &record.bytes[range.clone()]).is_some();
    let (text, at) = if escaped {
        let (text, _) = record.text(range.clone());
        (crate::unescape(teltale_model::Encoding::Utf8, Escape::Xml, text.as_bytes()).into(), record.locator(range, Escape::Xml))
    } else {
        record.lines_text(range)
    };
    Part { place, read_as: ReadAs::Text, text: text.into(), label: Text::default(), at }
}

/// The name in `<v Name>`, and the words without the tag.
fn voice(bytes: &[u8], cue: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let text = &bytes[cue.clone()];
    let tagged = text.starts_with(b"<v ") || text.starts_with(b"<v.");
    let close = memchr::memchr(b'>', text).filter(|_| tagged);
    let blank = memchr::memchr(b' ', text);
    let (Some(close), Some(blank)) = (close, blank) else { return (None, cue) };
    if blank >= close || memchr::memchr(b'<', &text[1..]).is_some_and(|next| next + 1 < close) {
        return (None, cue);
    }
    let words = cue.start + close + 1..cue.end;
    let tail = &bytes[words.clone()];
    let trimmed = tail.strip_suffix(b"</v>").unwrap_or(tail);
    let end = words.start + trimmed.trim_ascii_end().len();
    let start = words.start + (trimmed.len() - trimmed.trim_ascii_start().len());
    if start >= end || memchr::memmem::find(trimmed, b"<v").is_some() {
        return (None, cue);
    }
    (Some(cue.start + blank + 1..cue.start + close), start..end)
}
