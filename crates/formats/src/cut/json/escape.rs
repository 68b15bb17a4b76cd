//! The inside of a JSON string as text, read leniently.

use memchr::memchr;

/// Text made from the inside of a JSON string.
pub(crate) struct Unescaped {
    /// The text.
    pub(crate) text: String,
    /// True where something could not be text and U+FFFD stands for it.
    pub(crate) replaced: bool,
}

/// Un-escapes `raw`. A lone surrogate becomes U+FFFD; `\xHH`, which Telegram writes for control characters,
/// is U+00HH; a backslash before anything unknown stands for itself.
pub(crate) fn unescape(raw: &str) -> Unescaped {
    told(raw, |_, _| {})
}

/// Text made from the inside of a JSON string that can tell where each of its bytes came from.
pub(super) struct Mapped {
    pub(super) text: String,
    /// Behind each escape: its end in the text, its end in the raw string.
    ends: Vec<(usize, usize)>,
}

impl Mapped {
    pub(super) fn of(raw: &str) -> Self {
        let mut ends = Vec::new();
        let text = told(raw, |end, raw_end| ends.push((end, raw_end))).text;
        Self { text, ends }
    }

    /// Where a character boundary of the text stands in the raw string.
    pub(super) fn raw(&self, at: usize) -> usize {
        let behind = self.ends.partition_point(|(end, _)| *end <= at);
        let (end, raw_end) = behind.checked_sub(1).map_or((0, 0), |index| self.ends[index]);
        raw_end + (at - end)
    }
}

/// Un-escapes, telling the end of each escape in the text and in the raw string.
fn told(raw: &str, mut tell: impl FnMut(usize, usize)) -> Unescaped {
    let mut text = String::with_capacity(raw.len());
    let mut replaced = false;
    let mut at = 0;
    while let Some(plain) = memchr(b'\\', &raw.as_bytes()[at..]) {
        text.push_str(&raw[at..at + plain]);
        at += plain;
        let (character, length) = escape(&raw.as_bytes()[at..]);
        replaced |= character.is_none();
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        at += length;
        tell(text.len(), at);
    }
    text.push_str(&raw[at..]);
    Unescaped { text, replaced }
}

/// The character that the escape at the start of `bytes` stands for, none for half of a surrogate pair; and
/// the escape's length.
fn escape(bytes: &[u8]) -> (Option<char>, usize) {
    let simple = |character| (Some(character), 2);
    match bytes.get(1) {
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'/') => simple('/'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => match hex(bytes.get(2..6)) {
            None => (Some('\\'), 1),
            Some(high @ 0xd800..0xdc00) => match (bytes.get(6..8), hex(bytes.get(8..12))) {
                (Some(br"\u"), Some(low @ 0xdc00..0xe000)) => (
                    char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)),
                    12,
                ),
                _ => (None, 6),
            },
            Some(code) => (char::from_u32(code), 6),
        },
        Some(b'x') => match hex(bytes.get(2..4)) {
            Some(code) => (char::from_u32(code), 4),
            None => (Some('\\'), 1),
        },
        _ => (Some('\\'), 1),
    }
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |code, digit| {
        Some(code << 4 | char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, text: &str, replaced: bool) {
        let got = unescape(raw);
        assert_eq!((got.text.as_str(), got.replaced), (text, replaced), "{raw}");
    }

    #[test]
    fn every_escape() {
        check(r#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{c}\n\r\tz", false);
        check(r"\u00e9\u0041\ud83d\ude00", "\u{e9}A\u{1f600}", false);
    }

    #[test]
    fn lenient_where_exports_are_wrong() {
        check(r"\ud83d!", "\u{fffd}!", true);
        check(r"\ude00\ud83d", "\u{fffd}\u{fffd}", true);
        check(r"\ud83dA", "\u{fffd}A", true);
        check(r"\x1b[0m", "\u{1b}[0m", false);
        check(r"\q\u12", r"\q\u12", false);
        check(r"\", r"\", false);
    }
}
