//! KakaoTalk's chat as text, from Android, iOS and Windows, in Korean and English.

use crate::cut::{Cap, HeadText, Records};
use crate::entry_name::EntryName;
use crate::text_chat::{Heading, Said, TextChat, trimmed};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, civil, clock};
use std::ops::Range;
use std::str;
use teltale_model::{ConversationKind, Place, ProblemKind, UnreadKind};

pub(crate) const FORMAT: &dyn Format = &KakaoTalkText;

struct KakaoTalkText;

static ABOUT: About = About {
    id: "kakaotalk-text",
    name: "KakaoTalk chat",
    service: "KakaoTalk",
    version: 1,
    how_to_export: "In the chat room open the menu, Settings, Export chat messages, and save the text.",
};

impl Format for KakaoTalkText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let saved = lines.iter().take(4).any(|line| SAVED.iter().any(|word| line.starts_with(word)));
        let starts = lines.iter().filter(|line| start(line.as_bytes(), false).is_some()).count();
        if saved && (starts > 0 || head.whole && lines.len() <= 4) {
            return Recognition::Yes("says when the chat was saved, the way KakaoTalk does");
        }
        // Later parts of a chat that was saved in several files.
        let ruled = lines.iter().any(|line| ruled_day(line).is_some());
        if ruled && lines.first().is_some_and(|line| ruled_day(line).is_some()) && starts >= 2 && starts * 5 > lines.len() {
            return Recognition::Yes("days between rules, and lines of a name and a time in brackets");
        }
        Recognition::No
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, Start> = Records::new(entry, Cap::MESSAGE);
        let mut chat = None;
        let mut today = None;
        let mut brackets = false;
        while let Some(record) = records.next(|line, _| {
            let start = start(line, brackets);
            brackets |= matches!(start, Some(Start::Bracketed { .. }));
            start
        })? {
            let above = record.head.is_none() && chat.is_none();
            let heading = if above { heading(record.bytes) } else { Heading::default() };
            let chat = match &mut chat {
                Some(chat) => chat,
                none => none.insert(TextChat::open(&name, "", &heading, &record, emit)?),
            };
            let end = record.bytes.len();
            match record.head {
                None if record.continues => chat.goes_on(&record, emit)?,
                None => {
                    let below_title = line_end(record.bytes, heading.title.map_or(0, |title| title.end));
                    chat.passage(&record, trimmed(record.bytes, below_title..end), emit)?;
                }
                Some(Start::Day { day }) => {
                    today = day;
                    if day.is_none() {
                        emit.event(Event::Problem(record.problem(ProblemKind::BadDate)))?;
                    }
                    chat.passage(&record, trimmed(record.bytes, line_end(record.bytes, 0)..end), emit)?;
                }
                Some(Start::Dated { seconds, from }) => {
                    if seconds.is_none() {
                        emit.event(Event::Problem(record.problem(ProblemKind::BadDate)))?;
                    }
                    let (author, words) = dated(record.bytes, usize::from(from));
                    chat.said(said(record.bytes, author, words, seconds), &record, emit)?;
                }
                Some(Start::Bracketed { name, time, from }) => {
                    let seconds = today.map(|day| day * 86_400 + i64::from(time));
                    let author = Some(1..usize::from(name));
                    chat.said(said(record.bytes, author, usize::from(from)..end, seconds), &record, emit)?;
                }
                Some(Start::Notice) => chat.said(said(record.bytes, None, 0..end, None), &record, emit)?,
            }
        }
        Ok(())
    }
}

/// How the line begins that says when the chat was saved.
const SAVED: &[&str] = &["저장한 날짜 :", "Date Saved :"];

/// What a line starts.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// A line that only names a day; none for a date that does not exist.
    Day { day: Option<i64> },
    /// A message or notice behind its date and time.
    Dated {
        /// Of the wall clock since 1970; none for a date that does not exist.
        seconds: Option<i64>,
        /// Where the line goes on.
        from: u8,
    },
    /// A message behind a name and a time in brackets.
    Bracketed {
        /// Where the name ends.
        name: u8,
        /// Seconds since midnight.
        time: u32,
        /// Where the line goes on.
        from: u8,
    },
    /// A notice, which files with brackets do not date.
    Notice,
}

/// A name, or a date with its time, is within so many bytes.
const REACH: usize = 200;

fn start(line: &[u8], brackets: bool) -> Option<Start> {
    match line.first()? {
        b'[' | b'-' | b'0'..=b'9' | b'A'..=b'Z' => {}
        _ if brackets => {}
        _ => return None,
    }
    let reach = &line[..line.len().min(REACH)];
    let text = match str::from_utf8(reach) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&reach[..error.valid_up_to()]).unwrap_or_default(),
    };
    if text.starts_with('[') {
        return bracketed(text);
    }
    if let Some(day) = ruled_day(text) {
        return Some(Start::Day { day });
    }
    if brackets {
        let said = text.trim_end();
        return NOTICES.iter().any(|end| said.ends_with(end)).then_some(Start::Notice);
    }
    let (day, length) = date(text)?;
    let rest = &text[length..];
    // `2025년 10월 23일 목요일`, between the days on iOS.
    let alone = rest.trim();
    if alone.ends_with("요일") && !alone.contains(' ') {
        return Some(Start::Day { day });
    }
    let gap = rest.len() - rest.trim_start_matches([' ', ',']).len();
    let at = rest[gap..].strip_prefix("at ").map_or(0, |_| 3);
    let (time, clock) = clock::time(&rest[gap + at..])?;
    let from = length + gap + at + clock;
    let seconds = day.map(|day| day * 86_400 + i64::from(time));
    match &text.as_bytes()[from..] {
        [b',', b' ', ..] | [b':', b' ', ..] => Some(Start::Dated { seconds, from: from as u8 + 2 }),
        [] | [b'\r', ..] => Some(Start::Day { day }),
        _ => None,
    }
}

/// `[Anna] [오전 1:01] text`. The time is looked for, since a name may hold brackets.
fn bracketed(text: &str) -> Option<Start> {
    let mut from = 1;
    while let Some(at) = text[from..].find("] [") {
        let name = from + at;
        let inner = name + 3;
        if let Some((time, length)) = clock::time(&text[inner..])
            && text[inner + length..].starts_with(']')
        {
            let after = inner + length + 1;
            let blank = usize::from(text[after..].starts_with(' '));
            return Some(Start::Bracketed { name: name as u8, time, from: (after + blank) as u8 });
        }
        from = inner;
    }
    None
}

/// `--------------- 2020년 6월 28일 일요일 ---------------`, `--------------- Sunday, June 28, 2020 ---------------`.
fn ruled_day(line: &str) -> Option<Option<i64>> {
    let inner = line.trim().strip_prefix("-----")?.strip_suffix("-----")?.trim_matches(['-', ' ']);
    let (day, _) = date(inner).or_else(|| date(inner.split_once(", ")?.1))?;
    Some(day)
}

/// The date at the start of `text`, and its length: `2016년 2월 5일`, `2025. 10. 23.`, `February 10, 2016`. The inner none
/// is a date that does not exist.
fn date(text: &str) -> Option<(Option<i64>, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 {
        let year: i64 = text[..4].parse().ok()?;
        for signs in [["년 ", "월 ", "일"], [". ", ". ", "."]] {
            let Some(rest) = text[4..].strip_prefix(signs[0]) else { continue };
            let (month, rest) = clock::number(rest, 1)?;
            let (day, rest) = clock::number(rest.strip_prefix(signs[1])?, 1)?;
            let rest = rest.strip_prefix(signs[2])?;
            return Some((civil::days(year, month.into(), day.into()), text.len() - rest.len()));
        }
        return None;
    }
    let (word, rest) = text.split_once(' ')?;
    let month = MONTHS.iter().position(|month| *month == word)? as i64 + 1;
    let (day, rest) = clock::number(rest, 1)?;
    let rest = rest.strip_prefix(", ")?;
    let year: i64 = rest.get(..4)?.parse().ok()?;
    Some((civil::days(year, month, day.into()), text.len() - rest.len() + 4))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What the lines above the first message say: whose chat it is.
fn heading(bytes: &[u8]) -> Heading {
    let line = trimmed(bytes, 0..line_end(bytes, 0));
    for (before, behind) in TITLES {
        let inner = bytes[line.clone()]
            .strip_prefix(before.as_bytes())
            .and_then(|text| text.strip_suffix(behind.as_bytes()));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            let start = line.start + before.len();
            return Heading {
                title: Some(start..start + inner.len()),
                kind: ConversationKind::Unknown,
            };
        }
    }
    Heading::default()
}

const TITLES: &[(&str, &str)] = &[
    ("", " 님과 카카오톡 대화"),
    ("", "님과 카카오톡 대화"),
    ("", " 카카오톡 대화"),
    ("KakaoTalk Chats with ", ""),
];

/// The end of the line that `from` stands in.
fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |end| from + end)
}

/// The sender and the words behind a date: `name : text`, else a notice.
fn dated(bytes: &[u8], from: usize) -> (Option<Range<usize>>, Range<usize>) {
    let first_line = from..line_end(bytes, from);
    match memchr::memmem::find(&bytes[first_line], b" : ") {
        Some(colon) if colon > 0 => (Some(from..from + colon), from + colon + 3..bytes.len()),
        Some(_) | None => (None, from..bytes.len()),
    }
}

fn said(bytes: &[u8], author: Option<Range<usize>>, words: Range<usize>, seconds: Option<i64>) -> Said {
    let author = author.map(|name| trimmed(bytes, name));
    let words = trimmed(bytes, words);
    let text = &bytes[words.clone()];
    let is = |word: &&str| word.as_bytes() == text;
    let unread = PLACEHOLDERS
        .iter()
        .find(|(words, _)| words.iter().any(is))
        .map(|(_, kind)| *kind)
        .or_else(|| text.starts_with("연락처: ".as_bytes()).then_some(UnreadKind::ContactCard));
    Said {
        owner: author.as_ref().is_some_and(|name| OWNER.iter().any(|own| own.as_bytes() == &bytes[name.clone()])),
        place: if author.is_none() { Place::SystemNotice } else { Place::Body },
        author,
        words,
        seconds,
        unread,
    }
}

/// How some Android exports call the one who exported.
const OWNER: &[&str] = &["회원님", "you"];

/// What stands for a thing that the export leaves out, or that its author took back.
const PLACEHOLDERS: &[(&[&str], UnreadKind)] = &[
    (&["사진", "이모티콘", "Photo", "Emoticons"], UnreadKind::Image),
    (&["동영상", "Video"], UnreadKind::Video),
    (&["음성메시지", "Voice Note"], UnreadKind::Audio),
    (&["삭제된 메시지입니다.", "메시지가 삭제되었습니다.", "This message was deleted."], UnreadKind::DeletedMessage),
];

/// How notices end: who joined, left, was invited or was sent out.
const NOTICES: &[&str] = &[
    "님이 들어왔습니다.",
    "님이 나갔습니다.",
    "님을 초대했습니다.",
    "님을 초대하였습니다.",
    "님을 내보냈습니다.",
    "메시지가 삭제되었습니다.",
    " joined this chatroom.",
    " left this chatroom.",
];
