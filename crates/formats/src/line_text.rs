//! LINE's chat history as text: a line for each day, below it lines of a time, a sender and a text between tabs.

use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::text_chat::{Heading, Said, TextChat, trimmed};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, civil, clock};
use std::ops::Range;
use std::str;
use teltale_model::{ConversationKind, Place, ProblemKind, UnreadKind};

pub(crate) const FORMAT: &dyn Format = &LineText;

struct LineText;

static ABOUT: About = About {
    id: "line-text",
    name: "LINE chat",
    service: "LINE",
    version: 1,
    how_to_export: "In the chat open the menu, Settings (Other settings), Export chat history, and save the text file.",
};

impl Format for LineText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let Some(first) = lines.next() else {
            return Recognition::No;
        };
        let under_day = |line: &str| start(line.as_bytes()).is_some_and(|start| matches!(start, Start::Message { tab: true, .. }));
        if first.starts_with(MARK) {
            let dated = lines.by_ref().take(4).any(|line| day(line).is_some());
            if dated && lines.next().is_none_or(|line| start(line.as_bytes()).is_some()) {
                return Recognition::Yes("begins with [LINE], a chat's name and a day");
            }
        } else if day(first).is_some() && lines.next().is_some_and(under_day) {
            return Recognition::Yes("days, and below them lines of a time, a sender and a text between tabs");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, Start> = Records::new(entry, Cap::MESSAGE);
        let mut quoted = false;
        let mut chat = None;
        let mut today = None;
        while let Some(record) = records.next(|line, length| {
            if quoted && length <= LONGEST_TEXT {
                quoted = !line.ends_with(b"\"");
                return None;
            }
            let start = start(line)?;
            quoted = start.opens_quote(line);
            Some(start)
        })? {
            let above = record.head.is_none() && chat.is_none();
            let heading = if above { heading(record.bytes) } else { Heading::default() };
            let chat = match &mut chat {
                Some(chat) => chat,
                none => none.insert(TextChat::open(&name, MARK, &heading, &record, emit)?),
            };
            let whole = 0..record.bytes.len();
            match record.head {
                None if record.continues => chat.goes_on(&record, emit)?,
                None => {
                    // What stands round the name says nothing more.
                    let below_title = heading.title.map_or(0, |_| line_end(record.bytes));
                    chat.passage(&record, trimmed(record.bytes, below_title..whole.end), emit)?;
                }
                Some(Start::Day { day, length }) => {
                    today = day;
                    if day.is_none() {
                        emit.event(Event::Problem(record.problem(ProblemKind::BadDate)))?;
                    }
                    chat.passage(&record, trimmed(record.bytes, usize::from(length)..whole.end), emit)?;
                }
                Some(Start::Message { time, from, tab }) => {
                    let said = said(&record, usize::from(from), tab, today.map(|day| day * 86_400 + i64::from(time)));
                    chat.said(said, &record, emit)?;
                }
            }
        }
        if quoted {
            emit.event(Event::Problem(records.cut_off()))?;
        }
        Ok(())
    }
}

/// What a file that names itself begins with, and its name too.
const MARK: &str = "[LINE]";

/// A text longer than any the app lets people type: what looks like an opening quote before it was none.
const LONGEST_TEXT: usize = 64 * 1024;

/// What a line starts.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// Another day, none for a date that does not exist; and how long its line is.
    Day { day: Option<i64>, length: u8 },
    /// A message or notice.
    Message {
        /// Seconds since midnight.
        time: u32,
        /// Where the line goes on behind the time and its tab.
        from: u8,
        /// A tab stands there; some versions write spaces, which do not tell where a name ends.
        tab: bool,
    },
}

impl Start {
    /// True where a text in quotation marks goes on in the next line: the app puts them round texts of several lines.
    fn opens_quote(self, line: &[u8]) -> bool {
        let Self::Message { from, tab: true, .. } = self else {
            return false;
        };
        let text = line[usize::from(from)..].splitn(2, |byte| *byte == b'\t').nth(1);
        text.is_some_and(|text| text.starts_with(b"\"") && (text.len() == 1 || !text.ends_with(b"\"")))
    }
}

/// The longest line that names a day, and the longest time.
const LONGEST_DAY: usize = 48;

fn start(line: &[u8]) -> Option<Start> {
    if line.len() <= LONGEST_DAY
        && let Some(day) = str::from_utf8(line).ok().and_then(day)
    {
        return Some(Start::Day { day, length: line.len() as u8 });
    }
    let reach = line.len().min(LONGEST_DAY);
    let text = match str::from_utf8(&line[..reach]) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&line[..error.valid_up_to()]).unwrap_or_default(),
    };
    let (time, length) = clock::time(text)?;
    let tab = match line.get(length)? {
        b'\t' => true,
        b' ' => false,
        _ => return None,
    };
    Some(Start::Message { time, from: length as u8 + 1, tab })
}

/// The day that a line names: `2024/08/01(木)`, `2026/1/30周五`, `2025.12.10 Wednesday`, `Fri, 1/30/2026`. The inner
/// none is a date that does not exist.
fn day(line: &str) -> Option<Option<i64>> {
    let line = line.trim();
    let word = |text: &str| text.chars().count() <= 12 && text.chars().all(char::is_alphabetic);
    let first = line.find(|character: char| character.is_ascii_digit())?;
    let before = line[..first].trim_end_matches([' ', ',']);
    let numbers_end = first
        + line[first..]
            .find(|character: char| !(character.is_ascii_digit() || matches!(character, '/' | '.' | '-')))
            .unwrap_or(line.len() - first);
    let after = line[numbers_end..].trim_matches([' ', '(', ')', '（', '）']);
    // A date alone stands in texts too; the app always names the weekday.
    if !word(before) || !word(after) || before.is_empty() == after.is_empty() {
        return None;
    }
    let mut numbers = line[first..numbers_end].split(['/', '.', '-']);
    let mut next = || -> Option<(i64, usize)> {
        let digits = numbers.next()?;
        ((1..=4).contains(&digits.len())).then_some((digits.parse().ok()?, digits.len()))
    };
    let [(a, width), (b, _), (c, last)] = [next()?, next()?, next()?];
    if numbers.next().is_some() {
        return None;
    }
    match (width, last) {
        (4, 1 | 2) => Some(civil::days(a, b, c)),
        (1 | 2, 4) => Some(civil::days(c, a, b).or_else(|| civil::days(c, b, a))),
        _ => None,
    }
}

/// The end of the first line.
fn line_end(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())
}

/// What the lines above the first day say: whose chat it is, and when it was saved.
fn heading(bytes: &[u8]) -> Heading {
    let line = trimmed(bytes, 0..line_end(bytes));
    let Some(said) = bytes[line.clone()].strip_prefix(MARK.as_bytes()) else {
        return Heading::default();
    };
    let title = trimmed(bytes, line.end - said.len()..line.end);
    for (before, behind, kind) in TITLES {
        let inner = bytes[title.clone()]
            .strip_prefix(before.as_bytes())
            .and_then(|text| text.strip_suffix(behind.as_bytes()));
        if let Some(inner) = inner.filter(|inner| !inner.trim_ascii().is_empty()) {
            let start = title.start + before.len();
            return Heading { title: Some(trimmed(bytes, start..start + inner.len())), kind: *kind };
        }
    }
    Heading { title: (!title.is_empty()).then_some(title), kind: ConversationKind::Unknown }
}

/// What stands round a chat's name. The group's forms end as the direct ones do, so they come behind.
const TITLES: &[(&str, &str, ConversationKind)] = &[
    ("", "とのトーク履歴", ConversationKind::Direct),
    ("", "のトーク履歴", ConversationKind::Group),
    ("Chat history with ", "", ConversationKind::Direct),
    ("Chat history in ", "", ConversationKind::Group),
    ("與", "的聊天記錄", ConversationKind::Direct),
    ("与", "的聊天记录", ConversationKind::Direct),
    ("", "的聊天記錄", ConversationKind::Group),
    ("", "的聊天记录", ConversationKind::Group),
];

/// What stands behind the time.
fn said(record: &Record<'_, Start>, from: usize, tab: bool, seconds: Option<i64>) -> Said {
    let bytes = record.bytes;
    let end = bytes.len();
    let author_end = memchr::memchr(b'\t', &bytes[from..]).filter(|_| tab).map(|tab| from + tab);
    let (author, words) = match author_end {
        Some(tab) => (Some(trimmed(bytes, from..tab)), tab + 1..end),
        None => (None, from..end),
    };
    let author = author.filter(|name| !name.is_empty() && !bytes[name.clone()].contains(&b'\n'));
    let words = unquoted(bytes, trimmed(bytes, words));
    let text = &bytes[words.clone()];
    let place = match author {
        // Without tabs the sender stands in the words.
        None if tab => Place::SystemNotice,
        Some(_) if text.starts_with("☎".as_bytes()) => Place::Call,
        None | Some(_) => Place::Body,
    };
    let unread = PLACEHOLDERS
        .iter()
        .find(|(placeholder, _)| placeholder.as_bytes() == text)
        .map(|(_, kind)| *kind);
    Said { author, words, seconds, place, unread, owner: false }
}

/// Inside the quotation marks that the app puts round a text of several lines.
fn unquoted(bytes: &[u8], words: Range<usize>) -> Range<usize> {
    let text = &bytes[words.clone()];
    let wrapped = text.len() >= 2 && text.starts_with(b"\"") && text.ends_with(b"\"") && text.contains(&b'\n');
    if wrapped { trimmed(bytes, words.start + 1..words.end - 1) } else { words }
}

/// What stands for a thing that the export leaves out.
const PLACEHOLDERS: &[(&str, UnreadKind)] = &[
    ("[スタンプ]", UnreadKind::Image),
    ("[写真]", UnreadKind::Image),
    ("[動画]", UnreadKind::Video),
    ("[ボイスメッセージ]", UnreadKind::Audio),
    ("[ファイル]", UnreadKind::Document),
    ("[連絡先]", UnreadKind::ContactCard),
    ("[Sticker]", UnreadKind::Image),
    ("[Photo]", UnreadKind::Image),
    ("[Video]", UnreadKind::Video),
    ("[Voice message]", UnreadKind::Audio),
    ("[File]", UnreadKind::Document),
    ("[Contact]", UnreadKind::ContactCard),
    ("[貼圖]", UnreadKind::Image),
    ("[照片]", UnreadKind::Image),
    ("[影片]", UnreadKind::Video),
    ("[語音訊息]", UnreadKind::Audio),
    ("[檔案]", UnreadKind::Document),
    ("[聯絡資訊]", UnreadKind::ContactCard),
];
