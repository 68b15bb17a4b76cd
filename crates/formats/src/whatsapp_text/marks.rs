//! What the app writes inside a body in place of, or beside, somebody's words: attached, left out, deleted,
//! edited, notices, calls. They never decide structure, only what a body means.

use super::characters::{mark, space};
use super::phrases::{
    ATTACHED, CALLS, EDITED, KINDS, LEFT_OUT, LEFT_OUT_ENDS, LONGEST_PHRASE, NOTICES, ends_like_a_phrase, is_deleted, kind_of,
};
use std::ops::Range;
use teltale_model::{Media, UnreadKind};

/// What a body holds besides words.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// Where the words are; may be empty.
    pub(super) words: Range<usize>,
    /// An attached file: where its name is, and what it is.
    pub(super) file: Option<(Range<usize>, Media)>,
    /// Something that the export leaves out, and where that is said.
    pub(super) unread: Option<(UnreadKind, Range<usize>)>,
    /// Its author edited it.
    pub(super) edited: bool,
    /// The app speaks, not the sender.
    pub(super) notice: bool,
    /// It records a call.
    pub(super) call: bool,
    /// It holds a byte that a mark or a mention may begin or end with; most bodies hold none.
    pub(super) signs: bool,
}

const LEFT_TO_RIGHT: &[u8] = "\u{200E}".as_bytes();

/// Reads the marks of a body. `after_sender` is false for a body without a sender, which is a notice whatever it says.
pub(super) fn marks(body: &[u8], after_sender: bool) -> Marks {
    let lead = lead(body);
    let marked = lead >= 3 && body[..lead].windows(3).any(|bytes| bytes == LEFT_TO_RIGHT);
    let end = body.len() - trailing(&body[lead..]);
    let mut found = Marks {
        words: lead..end,
        signs: memchr::memchr3(b')', b'@', LEFT_TO_RIGHT[0], body).is_some(),
        ..Marks::default()
    };
    if !after_sender {
        found.notice = true;
        return found;
    }
    if lead == end || &body[lead..end] == b"null" {
        found.unread = Some((UnreadKind::ViewOnce, lead..end));
        found.words = end..end;
        return found;
    }
    if body[end - 1] == b'>' {
        angle(body, &mut found);
    }
    if found.signs && found.file.is_none() && found.unread.is_none() {
        attached_android(body, &mut found);
    }
    if found.file.is_none() && found.unread.is_none() {
        left_out(body, marked, &mut found);
    }
    let words = &body[found.words.clone()];
    if words.len() <= LONGEST_PHRASE && !words.is_empty() && is_deleted(words) {
        found.unread = Some((UnreadKind::DeletedMessage, found.words.clone()));
    }
    if marked && !words.is_empty() && found.file.is_none() && found.unread.is_none() {
        let first_line = words.split(|byte| *byte == b'\n').next().unwrap_or(words);
        let text = String::from_utf8_lossy(first_line).to_lowercase();
        found.call = first_line.len() <= 80 && CALLS.iter().any(|phrase| text.contains(phrase));
        found.notice = !found.call && NOTICES.iter().any(|phrase| text.contains(phrase));
    }
    found
}

/// Bytes of marks, spaces and line ends at the start.
#[inline]
pub(super) fn lead(body: &[u8]) -> usize {
    match body {
        [b'!'..=b'~', ..] => return 0,
        [b' ', b'!'..=b'~', ..] => return 1,
        _ => {}
    }
    let mut at = 0;
    loop {
        let line_end = usize::from(matches!(body.get(at), Some(b'\n' | b'\r')));
        let step = mark(&body[at..]).max(space(&body[at..])).max(line_end);
        if step == 0 {
            return at;
        }
        at += step;
    }
}

/// Bytes of marks, spaces and line ends at the end.
#[inline]
pub(super) fn trailing(body: &[u8]) -> usize {
    match body {
        [.., b'!'..=b'~'] => return 0,
        [.., b'!'..=b'~', b'\n'] => return 1,
        _ => {}
    }
    let mut end = body.len();
    loop {
        let rest = &body[..end];
        let step = match rest {
            [.., b' ' | b'\t' | b'\n' | b'\r'] => 1,
            [.., 0xC2, 0xA0] => 2,
            [.., a, b, c] if mark(&[*a, *b, *c]) == 3 || space(&[*a, *b, *c]) == 3 => 3,
            _ => return body.len() - end,
        };
        end -= step;
    }
}

/// `<Media omitted>`, `<attached: name>`, `text <This message was edited>`: a body that ends with `>`.
fn angle(body: &[u8], found: &mut Marks) {
    let words = found.words.clone();
    let Some(open) = memchr::memrchr(b'<', &body[words.clone()]).map(|at| words.start + at) else {
        return;
    };
    let inner = open + 1..words.end - 1;
    if body[inner.clone()].contains(&b'\n') {
        return;
    }
    let before = words.start..open - trailing(&body[words.start..open]);
    let marked = body[..open].ends_with(LEFT_TO_RIGHT);
    if let Some(colon) = memchr::memchr(b':', &body[inner.clone()]).map(|at| inner.start + at) {
        let name = colon + 1 + lead(&body[colon + 1..inner.end])..inner.end;
        let verb = &body[inner.start..colon];
        let verb_is_word =
            verb.len() <= 40 && !verb.iter().any(|byte| byte.is_ascii_digit() || *byte == b'/');
        if verb_is_word
            && (marked || before.is_empty() || before.start == words.start)
            && has_extension(&body[name.clone()])
        {
            found.file = Some((name.clone(), media_of(&body[name])));
            found.words = before;
        }
        return;
    }
    let text = String::from_utf8_lossy(&body[inner]).to_lowercase();
    let text = text.trim_matches(|character: char| matches!(character, '.' | ' ' | '\u{200E}' | '\u{200F}'));
    if LEFT_OUT.iter().any(|phrase| text.contains(phrase)) {
        found.unread = Some((kind_of(text), open..words.end));
        found.words = before;
    } else if EDITED.contains(&text) || (marked && !before.is_empty()) {
        found.edited = true;
        found.words = before;
    }
}

/// `IMG-20240101-WA0001.jpg (file attached)` with the caption on the next line.
fn attached_android(body: &[u8], found: &mut Marks) {
    let words = found.words.clone();
    let line_end = memchr::memchr(b'\n', &body[words.clone()]).map_or(words.end, |at| words.start + at);
    let line = words.start..line_end - trailing(&body[words.start..line_end]);
    if body[line.clone()].last() != Some(&b')') {
        return;
    }
    let Some(open) = memchr::memmem::rfind(&body[line.clone()], b" (").map(|at| line.start + at) else {
        return;
    };
    let name = line.start..open;
    let said = String::from_utf8_lossy(&body[open + 2..line.end - 1]).to_lowercase();
    if has_extension(&body[name.clone()])
        && (is_app_name(&body[name.clone()]) || ATTACHED.contains(&said.as_str()))
    {
        found.file = Some((name.clone(), media_of(&body[name])));
        let caption = line_end + lead_lines(&body[line_end..words.end]);
        found.words = caption.min(words.end)..words.end;
    }
}

fn lead_lines(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .count()
}

/// `‎image omitted`, alone or after a caption.
fn left_out(body: &[u8], marked: bool, found: &mut Marks) {
    let words = found.words.clone();
    let text = &body[words.clone()];
    let inner_mark = if found.signs {
        memchr::memrchr_iter(LEFT_TO_RIGHT[0], text).find(|at| text[*at..].starts_with(LEFT_TO_RIGHT))
    } else {
        None
    };
    let (start, set_off) = match inner_mark {
        Some(at) => (words.start + at + 3, true),
        None => (words.start, marked),
    };
    let tail = &body[start..words.end];
    if tail.is_empty() || tail.len() > LONGEST_PHRASE {
        return;
    }
    let phrase_alone =
        || ends_like_a_phrase(tail) && LEFT_OUT_ENDS.iter().any(|end| ends_with_caseless(tail, end));
    if !(set_off || phrase_alone()) {
        return;
    }
    if tail.contains(&b'\n') {
        return;
    }
    let said = String::from_utf8_lossy(tail).to_lowercase();
    let left_out = LEFT_OUT.iter().any(|phrase| said.contains(phrase));
    let words_count = said.split_whitespace().count();
    if left_out && words_count <= 5 && (set_off || KINDS.iter().any(|(kind, _)| said.starts_with(kind))) {
        found.unread = Some((kind_of(&said), start..words.end));
        found.words = match inner_mark {
            Some(at) => {
                let before = words.start + at;
                words.start..before - trailing(&body[words.start..before])
            }
            None => words.end..words.end,
        };
    }
}

fn ends_with_caseless(text: &[u8], end: &str) -> bool {
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// A name with a short extension and no line end.
fn has_extension(name: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', name) else {
        return false;
    };
    let extension = &name[dot + 1..];
    (2..=5).contains(&extension.len())
        && extension.iter().all(u8::is_ascii_alphanumeric)
        && !name.contains(&b'\n')
}

/// True for names that the app itself gives, whose digits are a date and a counter: `IMG-20240101-WA0001.jpg`,
/// `00000003-PHOTO-2022-12-31-14-17-51.jpg`.
pub(super) fn is_app_name(name: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let capitals = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let kind = capitals(name);
    if kind >= 3 && name.get(kind) == Some(&b'-') {
        let rest = &name[kind + 1..];
        return digits(rest) == 8 && rest[8..].starts_with(b"-WA");
    }
    if digits(name) == 8 && name.get(8) == Some(&b'-') {
        let rest = &name[9..];
        let kind = capitals(rest);
        return kind >= 3 && rest.get(kind) == Some(&b'-') && digits(&rest[kind + 1..]) == 4;
    }
    false
}

fn media_of(name: &[u8]) -> Media {
    crate::media::of(&String::from_utf8_lossy(name), None)
}
