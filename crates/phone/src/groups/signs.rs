//! What a sign between groups is: plain, escaped, or written as a word.

use super::Gap;
use crate::characters::Kind;

/// What the sign at a byte is in a gap, and how long it is.
pub(super) fn gap_bits(text: &str, at: usize, kind: Kind, length: usize) -> (Gap, usize) {
    let bits = match kind {
        Kind::Space => Gap::SPACE,
        Kind::Newline => Gap::NEWLINE,
        Kind::Hyphen => Gap::HYPHEN,
        Kind::Dot => Gap::DOT,
        Kind::Slash => Gap::SLASH,
        Kind::Open => match spelled_separator(text, at) {
            Some(end) => return (Gap::SPELLED, end - at),
            None => Gap::OPEN,
        },
        Kind::Letter => match spelled_separator(text, at) {
            Some(end) => return (Gap::SPELLED, end - at),
            None => Gap::LETTER,
        },
        Kind::Close => Gap::CLOSE,
        Kind::Plus => Gap::PLUS,
        Kind::Star => Gap::STAR,
        Kind::Mask => Gap::MASK,
        Kind::Underscore => Gap::UNDERSCORE,
        Kind::Comma => Gap::COMMA,
        Kind::Colon => Gap::COLON,
        Kind::Other | Kind::Digit(_) | Kind::Invisible => Gap::OTHER,
    };
    // Windows ends a line with two characters.
    let taken = if kind == Kind::Newline && text[at..].starts_with("\r\n") {
        2
    } else {
        length
    };
    (bits, taken)
}

/// What an ASCII sign is in a gap; nothing for digits, and for signs that may begin an escape, a word or a line break.
const PLAIN: [Gap; 256] = {
    let mut gaps = [Gap(0); 256];
    let mut code = 0;
    while code < 128 {
        let byte = code as u8;
        gaps[code] = match byte {
            b'0'..=b'9' | b'%' | b'\\' | b'&' | b'(' | b'[' | b'\r' | b'\n' => Gap(0),
            b'a'..=b'z' | b'A'..=b'Z' => Gap::LETTER,
            b' ' | b'\t' => Gap::SPACE,
            b'-' | b'~' => Gap::HYPHEN,
            b'.' => Gap::DOT,
            b'/' | b'|' => Gap::SLASH,
            b')' | b']' => Gap::CLOSE,
            b'+' => Gap::PLUS,
            b'*' => Gap::STAR,
            b'_' => Gap::UNDERSCORE,
            b',' => Gap::COMMA,
            b':' => Gap::COLON,
            _ => Gap::OTHER,
        };
        code += 1;
    }
    gaps
};

/// [`PLAIN`], and nothing for a letter that may begin the word of a separator.
#[inline]
pub(super) fn plain_gap(bytes: &[u8], at: usize) -> Gap {
    let byte = bytes[at];
    let gap = PLAIN[byte as usize];
    if gap == Gap::LETTER && begins_separator(bytes, at) {
        return Gap::default();
    }
    gap
}

/// True where the word of a separator may begin with this letter or bracket.
#[inline]
fn begins_separator(bytes: &[u8], at: usize) -> bool {
    let second = || bytes.get(at + 1).map_or(0, |byte| byte | 0x20);
    match bytes[at] | 0x20 {
        b'd' | b'h' | b's' | b'm' | b'p' | b't' | b'g' => {
            matches!(second(), b'a' | b'i' | b'o' | b'p' | b't' | b'u' | b'y')
                && !(at > 0 && bytes[at - 1].is_ascii_alphabetic())
        }
        b'(' | b'{' => !(at > 0 && bytes[at - 1].is_ascii_alphabetic()),
        _ => false,
    }
}

/// Separators that people write as words, with or without brackets.
const SPELLED: [&str; 12] = [
    "dot", "dash", "hyphen", "space", "minus", "punkt", "strich", "punto", "ponto", "point", "tiret", "guion",
];

/// Where a spelled separator ends that starts at a bracket or letter.
#[inline]
fn spelled_separator(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !begins_separator(bytes, at) {
        return None;
    }
    spelled_word(bytes, at)
}

/// Where the word and its brackets end, if it is the name of a separator.
fn spelled_word(bytes: &[u8], at: usize) -> Option<usize> {
    let bracket = matches!(bytes[at], b'(' | b'[' | b'{');
    let word = at + usize::from(bracket);
    let end = word
        + bytes[word..]
            .iter()
            .take(8)
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
    if end == word
        || !SPELLED
            .iter()
            .any(|known| known.as_bytes().eq_ignore_ascii_case(&bytes[word..end]))
    {
        return None;
    }
    match (bracket, bytes.get(end)) {
        (true, Some(b')' | b']' | b'}')) => Some(end + 1),
        (false, Some(next)) if !next.is_ascii_alphanumeric() => Some(end),
        _ => None,
    }
}

/// A sign that stands escaped at a byte: percent escapes of links, a JSON or HTML plus that was never un-escaped.
pub(super) fn escaped(bytes: &[u8], at: usize) -> Option<(Kind, usize)> {
    let rest = &bytes[at..];
    match rest.first()? {
        b'%' => {
            let kind = match rest.get(1..3)? {
                b"20" => Kind::Space,
                b"2B" | b"2b" => Kind::Plus,
                b"28" => Kind::Open,
                b"29" => Kind::Close,
                b"2D" | b"2d" => Kind::Hyphen,
                b"2E" | b"2e" => Kind::Dot,
                _ => return None,
            };
            Some((kind, 3))
        }
        b'\\' if rest.len() >= 6 && rest[..6].eq_ignore_ascii_case(b"\\u002b") => Some((Kind::Plus, 6)),
        b'&' if rest.starts_with(b"&#43;") => Some((Kind::Plus, 5)),
        b'&' if rest.starts_with(b"&nbsp;") => Some((Kind::Space, 6)),
        _ => None,
    }
}

/// How many bytes of an escape stand before its own first digit.
pub(super) fn escape_before(bytes: &[u8], start: usize) -> usize {
    for back in [1, 2] {
        if start >= back && escaped(bytes, start - back).is_some() {
            return back;
        }
    }
    0
}
