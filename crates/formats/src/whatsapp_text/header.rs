//! The start of a message: a date, a time and what sets them off from the body.
//!
//! Read byte by byte, because every line of a chat is asked whether it starts with one.

use std::ops::Range;

/// How a header is set off from the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// Android: `date, time - body`.
    Dash,
    /// iOS: `[date, time] body`.
    Bracket,
    /// Before 2013: `date time: sender: text`.
    Colon,
}

/// Whether a time is of the first or second half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// What the lines of one export have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Style {
    pub(super) family: Family,
    /// The time has seconds.
    pub(super) seconds: bool,
    /// The time has twelve hours.
    pub(super) halves: bool,
}

/// How a date is written, by which its order can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// What stands between its numbers.
    pub(super) separator: u8,
    /// The first number has four digits.
    pub(super) year_first: bool,
    /// The last number has four digits.
    pub(super) year_last: bool,
}

/// A header as it stands; `D` date numbers in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    pub(super) style: Style,
    pub(super) shape: Shape,
    /// The three numbers of the date.
    pub(super) date: [u16; 3],
    /// The first number is below ten and written with one digit.
    pub(super) unpadded: bool,
    /// A number below ten is written with two digits.
    pub(super) padded: bool,
    /// `AM` or `PM` in capitals.
    pub(super) capitals: bool,
    /// Seconds since midnight.
    pub(super) time: u32,
    /// Where the date stands in the line.
    pub(super) date_start: u8,
    pub(super) date_end: u8,
    /// Where the body starts in the line.
    pub(super) body: u8,
}

impl Header {
    /// Where the date stands in the line.
    pub(super) fn date_range(&self) -> Range<usize> {
        usize::from(self.date_start)..usize::from(self.date_end)
    }
}

/// A header ends within this many bytes, else it is none.
const LONGEST: usize = 120;

/// The header at the start of a line, if there is one.
#[inline]
pub(super) fn header(line: &[u8]) -> Option<Header> {
    match line.first()? {
        b'0'..=b'9' | b'[' => plain(line).or_else(|| any(line)),
        0x80.. => any(line),
        _ => None,
    }
}

/// Reads the headers of one chat after the other. Most have the date of the one before, byte for byte, so that only
/// the time has to be read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The date read last, with what stands between it and the time.
    last: Option<(u128, Dated)>,
}

/// What a [`Reader`] compares at once: longer than any date that [`dated`] reads.
const DATE_WINDOW: usize = 16;

impl Reader {
    /// The header at the start of a line, if there is one.
    #[inline]
    pub(super) fn header(&mut self, line: &[u8]) -> Option<Header> {
        if !matches!(line.first()?, b'0'..=b'9' | b'[') {
            return header(line);
        }
        let Some(start) = line.first_chunk::<DATE_WINDOW>() else {
            return header(line);
        };
        let start = u128::from_le_bytes(*start);
        if let Some((last, date)) = &self.last
            && (start ^ last) & date.mask() == 0
            && let Some(header) = timed(line, date)
        {
            return Some(header);
        }
        let date = dated(line);
        if let Some(date) = date
            && let Some(header) = timed(line, &date)
        {
            self.last = Some((start, date));
            return Some(header);
        }
        any(line)
    }
}

/// A header in ASCII with a time of 24 hours, which most are: what [`any`] finds, found faster.
fn plain(line: &[u8]) -> Option<Header> {
    timed(line, &dated(line)?)
}

/// The date of a plain header.
#[derive(Debug, Clone, Copy)]
struct Dated {
    bracket: bool,
    shape: Shape,
    date: [u16; 3],
    unpadded: bool,
    padded: bool,
    end: u8,
    /// Where the time starts.
    time: u8,
}

impl Dated {
    /// The bits of a line's first bytes that stand before the time.
    #[inline]
    fn mask(&self) -> u128 {
        (1 << (8 * u32::from(self.time))) - 1
    }
}

fn dated(line: &[u8]) -> Option<Dated> {
    let bracket = *line.first()? == b'[';
    let (first, first_width, at) = ascii_number(line, usize::from(bracket), 4)?;
    let separator = *line.get(at)?;
    let (second, second_width, at) = ascii_number(line, at + 1, 2)?;
    if !matches!(separator, b'/' | b'.' | b'-') || *line.get(at)? != separator {
        return None;
    }
    let (third, third_width, end) = ascii_number(line, at + 1, 4)?;
    if first_width == 3 || third_width == 3 || (first_width == 4 && third_width == 4) {
        return None;
    }
    let time = match *line.get(end..)? {
        [b',', b' ', ..] => end + 2,
        [b' ', ..] => end + 1,
        _ => return None,
    };
    Some(Dated {
        bracket,
        shape: Shape { separator, year_first: first_width == 4, year_last: third_width == 4 },
        date: [first, second, third],
        unpadded: (first < 10 && first_width == 1) || (second < 10 && second_width == 1),
        padded: (first < 10 && first_width == 2) || (second < 10 && second_width == 2),
        end: end as u8,
        time: time as u8,
    })
}

/// The plain header of a line that begins with this date.
#[inline(always)]
fn timed(line: &[u8], date: &Dated) -> Option<Header> {
    let at = usize::from(date.time);
    let digit = |byte: u8| u32::from(byte - b'0');
    let (hour, at) = match *line.get(at..)? {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b':', ..] => (digit(tens) * 10 + digit(ones), at + 2),
        [ones @ b'0'..=b'9', b':', ..] => (digit(ones), at + 1),
        _ => return None,
    };
    let (minute, at) = colon_and_two(line, at)?;
    let second = colon_and_two(line, at);
    let at = second.map_or(at, |(_, after)| after);
    let (family, body) = match (date.bracket, line.get(at..)?) {
        (true, [b']', b' ', ..]) => (Family::Bracket, at + 2),
        (false, [b' ', b'-', b' ', ..]) => (Family::Dash, at + 3),
        _ => return None,
    };
    let second = second.map(|(second, _)| second);
    if hour > 23 || minute > 59 || second.is_some_and(|second| second > 59) {
        return None;
    }
    Some(Header {
        style: Style { family, seconds: second.is_some(), halves: false },
        shape: date.shape,
        date: date.date,
        unpadded: date.unpadded,
        padded: date.padded,
        capitals: false,
        time: hour * 3600 + u32::from(minute) * 60 + u32::from(second.unwrap_or(0)),
        date_start: u8::from(date.bracket),
        date_end: date.end,
        body: body as u8,
    })
}

/// A number of one to `most` digits at `at`, how many digits, and what follows them.
#[inline]
fn ascii_number(line: &[u8], at: usize, most: usize) -> Option<(u16, u8, usize)> {
    let mut value = 0;
    let mut end = at;
    while let Some(byte @ b'0'..=b'9') = line.get(end) {
        if end - at == most {
            return None;
        }
        value = value * 10 + u16::from(byte - b'0');
        end += 1;
    }
    (end > at).then_some((value, (end - at) as u8, end))
}

/// `:` and two digits at `at`, and what follows them.
#[inline]
fn colon_and_two(line: &[u8], at: usize) -> Option<(u16, usize)> {
    match *line.get(at..)? {
        [b':', tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => {
            Some((u16::from(tens - b'0') * 10 + u16::from(ones - b'0'), at + 3))
        }
        _ => None,
    }
}

/// A header in any of the languages and digits of the app.
fn any(line: &[u8]) -> Option<Header> {
    let mut scan = Scan {
        bytes: &line[..line.len().min(LONGEST)],
        at: 0,
    };
    scan.marks();
    let bracket = scan.take(b'[');
    if bracket {
        scan.marks();
    }
    let date_start = scan.at;
    let (first, first_width) = scan.number(4)?;
    let separator = scan.separator(0)?;
    let (second, second_width) = scan.number(2)?;
    if scan.separator(1)? != separator {
        return None;
    }
    let (third, third_width) = scan.number(4)?;
    if first_width == 3 || third_width == 3 || (first_width == 4 && third_width == 4) {
        return None;
    }
    let date_end = scan.at;
    let between = scan.until_digit()?;
    let (hour, _) = scan.number(2)?;
    let minute = scan.sixtieths()?;
    let second_of_minute = scan.sixtieths();
    let (family, after) = scan.close(bracket)?;
    let (before_half, after_half) = (half(between)?, half(after)?);
    let half = before_half.or(after_half);
    if hour > 24 || minute > 59 || second_of_minute.is_some_and(|second| second > 59) {
        return None;
    }
    let hour = match half {
        Some((Half::Am, _)) if hour == 12 => 0,
        Some((Half::Pm, _)) if hour < 12 => hour + 12,
        Some(_) | None => hour % 24,
    };
    let below_ten = |value: u16, width: u8, digits: u8| value < 10 && width == digits;
    Some(Header {
        style: Style {
            family,
            seconds: second_of_minute.is_some(),
            halves: half.is_some(),
        },
        shape: Shape {
            separator,
            year_first: first_width == 4,
            year_last: third_width == 4,
        },
        date: [first, second, third],
        unpadded: below_ten(first, first_width, 1) || below_ten(second, second_width, 1),
        padded: below_ten(first, first_width, 2) || below_ten(second, second_width, 2),
        capitals: half.is_some_and(|(_, capitals)| capitals),
        time: u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second_of_minute.unwrap_or(0)),
        date_start: date_start as u8,
        date_end: date_end as u8,
        body: scan.at as u8,
    })
}

/// The length of the invisible mark at the start of `bytes`: direction marks and isolates, byte order mark. 0 if none.
pub(super) fn mark(bytes: &[u8]) -> usize {
    match bytes {
        [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..]
        | [0xE2, 0x81, 0xA6..=0xA9, ..]
        | [0xEF, 0xBB, 0xBF, ..] => 3,
        _ => 0,
    }
}

/// The length of the space at the start of `bytes`: ASCII, no-break, narrow no-break. 0 if none.
pub(super) fn space(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | b'\t', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF | 0x89, ..] => 3,
        _ => 0,
    }
}

/// Zeros of the decimal digits that phones write dates in, apart from ASCII's.
const ZEROS: [u32; 17] = [
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040,
    0x17E0, 0xFF10,
];

/// The value and length of the decimal digit at the start of `bytes`.
pub(super) fn digit(bytes: &[u8]) -> Option<(u16, usize)> {
    match *bytes.first()? {
        byte @ b'0'..=b'9' => Some((u16::from(byte - b'0'), 1)),
        0xD9..=0xDB | 0xE0..=0xEF => {
            let length = if bytes[0] < 0xE0 { 2 } else { 3 };
            let character = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
            let zero = ZEROS
                .iter()
                .find(|zero| (**zero..**zero + 10).contains(&u32::from(character)))?;
            Some(((u32::from(character) - zero) as u16, length))
        }
        _ => None,
    }
}

struct Scan<'l> {
    bytes: &'l [u8],
    at: usize,
}

impl<'l> Scan<'l> {
    fn rest(&self) -> &'l [u8] {
        &self.bytes[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn take_text(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text.as_bytes());
        self.at += if found { text.len() } else { 0 };
        found
    }

    #[inline]
    fn marks(&mut self) {
        while matches!(self.peek(), Some(0xE2 | 0xEF)) && mark(self.rest()) > 0 {
            self.at += 3;
        }
    }

    fn spaces(&mut self) {
        loop {
            self.marks();
            match space(self.rest()) {
                0 => return,
                length => self.at += length,
            }
        }
    }

    /// A number of one to `most` digits, and how many.
    #[inline]
    fn number(&mut self, most: u8) -> Option<(u16, u8)> {
        let (mut value, mut width) = (0, 0);
        while let Some((digit, length)) = self.digit() {
            if width == most {
                return None;
            }
            value = value * 10 + digit;
            width += 1;
            self.at += length;
        }
        (width > 0).then_some((value, width))
    }

    /// The digit here; ASCII's are told without decoding.
    #[inline]
    fn digit(&self) -> Option<(u16, usize)> {
        match self.peek()? {
            byte @ b'0'..=b'9' => Some((u16::from(byte - b'0'), 1)),
            0..=0x7F => None,
            _ => digit(self.rest()),
        }
    }

    /// What separates the numbers of a date; the first of two if `place` is 0.
    fn separator(&mut self, place: usize) -> Option<u8> {
        self.marks();
        match self.peek()? {
            byte @ (b'/' | b'-') => {
                self.at += 1;
                self.marks();
                Some(byte)
            }
            b'.' => {
                self.at += 1;
                self.spaces();
                Some(b'.')
            }
            0xE5 | 0xE6 => {
                let sign = ["年", "月"][place];
                let found = self.take_text(sign);
                self.spaces();
                found.then_some(b'Y')
            }
            0xEB | 0xEC => {
                let sign = ["년", "월"][place];
                let found = self.take_text(sign);
                self.spaces();
                found.then_some(b'Y')
            }
            _ => None,
        }
    }

    /// What stands between date and time, up to the first digit.
    fn until_digit(&mut self) -> Option<&'l [u8]> {
        let start = self.at;
        while self.digit().is_none() {
            self.at += 1;
            if self.at - start > 32 || self.at >= self.bytes.len() {
                return None;
            }
        }
        let between = &self.bytes[start..self.at];
        // Date and time are two words at least.
        if between.is_empty() { None } else { Some(between) }
    }

    /// Minutes or seconds: a separator and two digits.
    fn sixtieths(&mut self) -> Option<u16> {
        let start = self.at;
        // Nearly always `:` and two digits of ASCII.
        if let [b':', tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] = *self.rest() {
            self.at += 3;
            if self.digit().is_some() {
                self.at = start;
                return None;
            }
            return Some(u16::from(tens - b'0') * 10 + u16::from(ones - b'0'));
        }
        self.marks();
        let hours_word = |scan: &mut Self| {
            scan.spaces();
            let found = scan.take(b'h') || scan.take(b'H');
            scan.spaces();
            found
        };
        let separated = self.take(b':') || self.take(b'.') || hours_word(self);
        if separated {
            self.marks();
            if let Some((value, 2)) = self.number(2) {
                return Some(value);
            }
        }
        self.at = start;
        None
    }

    /// The end of the header, and what stands between it and the time.
    fn close(&mut self, bracket: bool) -> Option<(Family, &'l [u8])> {
        let start = self.at;
        let rest = self.rest();
        if bracket {
            let end = rest.iter().take(32).position(|byte| *byte == b']')?;
            self.at += end + 1;
            if self.peek() == Some(b' ') {
                self.at += 1;
            }
            return Some((Family::Bracket, &rest[..end]));
        }
        if rest.starts_with(b" - ") {
            self.at += 3;
            return Some((Family::Dash, b""));
        }
        if rest.starts_with(b": ") {
            self.at += 2;
            return Some((Family::Colon, b""));
        }
        while self.at < self.bytes.len() && self.at - start <= 32 {
            let after = &rest[..self.at - start];
            let gap = space(self.rest());
            if gap > 0 {
                let tail = &self.rest()[gap..];
                let dash = if tail.starts_with(b"-") {
                    1
                } else if tail.starts_with("–".as_bytes()) {
                    3
                } else {
                    0
                };
                let then = space(&tail[dash..]);
                if dash > 0 && (then > 0 || tail.len() == dash) {
                    self.at += gap + dash + then;
                    return Some((Family::Dash, after));
                }
            }
            self.at += 1;
        }
        None
    }
}

/// Words for the halves of the day, without dots, spaces and case.
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Am),
    ("pm", Half::Pm),
    ("上午", Half::Am),
    ("下午", Half::Pm),
    ("凌晨", Half::Am),
    ("清晨", Half::Am),
    ("早上", Half::Am),
    ("中午", Half::Pm),
    ("晚上", Half::Pm),
    ("午前", Half::Am),
    ("午後", Half::Pm),
    ("오전", Half::Am),
    ("오후", Half::Pm),
    ("ص", Half::Am),
    ("م", Half::Pm),
    ("قظ", Half::Am),
    ("بظ", Half::Pm),
    ("πμ", Half::Am),
    ("μμ", Half::Pm),
    ("öö", Half::Am),
    ("ös", Half::Pm),
    ("sa", Half::Am),
    ("ch", Half::Pm),
    ("pg", Half::Am),
    ("ptg", Half::Pm),
    ("de", Half::Am),
    ("du", Half::Pm),
    ("fm", Half::Am),
    ("em", Half::Pm),
    ("ap", Half::Am),
    ("ip", Half::Pm),
    ("vm", Half::Am),
    ("nm", Half::Pm),
    ("pd", Half::Am),
    ("md", Half::Pm),
    ("पूर्वाह्न", Half::Am),
    ("अपराह्न", Half::Pm),
    ("मपू", Half::Am),
    ("मउ", Half::Pm),
    ("পূর্বাহ্ণ", Half::Am),
    ("অপরাহ্ণ", Half::Pm),
    ("முற்பகல்", Half::Am),
    ("பிற்பகல்", Half::Pm),
    ("ก่อนเที่ยง", Half::Am),
    ("หลังเที่ยง", Half::Pm),
    ("លព្រឹក", Half::Am),
    ("លល្ងាច", Half::Pm),
];

/// Other words beside a date or time, in the same spelling.
const GLUE: &[&str] = &[
    "", "klo", "kl", "at", "um", "om", "a", "à", "alas", "às", "г", "гв", "в", "ч", "h", "u", "uhr", "น",
    "日", "日の", "일",
];

/// The half of the day that a text beside the time names, and whether in capitals. None if it is no such text at
/// all, so that this is no header.
fn half(beside: &[u8]) -> Option<Option<(Half, bool)>> {
    if matches!(beside, b"" | b" " | b", ") {
        return Some(None);
    }
    let text = std::str::from_utf8(beside).ok()?;
    let is_word = |character: &char| {
        !character.is_whitespace()
            && !matches!(character, '.' | ',' | '،' | '、' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let word: String = text.chars().filter(is_word).collect();
    let small = word.to_lowercase();
    let small = small.strip_prefix(['日', '일']).unwrap_or(&small);
    if GLUE.contains(&small) {
        return Some(None);
    }
    let half = HALVES
        .iter()
        .find(|(spelling, _)| *spelling == small)
        .map(|(_, half)| *half)?;
    Some(Some((half, matches!(word.as_str(), "AM" | "PM"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_headers_are_read_as_any_other() {
        for line in [
            "01/02/24, 09:05 - Anna: hi",
            "1/2/24, 9:05 - Anna: hi",
            "2024-02-01 09:05 - Anna: hi",
            "[01.02.24, 09:05:59] Anna: hi",
            "[2024/02/01 09:05:59] Anna: hi",
            "01/02/24, 24:05 - Anna: hi",
            "01/02/24, 23:60 - Anna: hi",
            "01/02.24, 23:00 - Anna: hi",
            "01/02/24, 9:05 PM - Anna: hi",
            "001/02/24, 09:05 - Anna: hi",
            "01/02/24: Arrival",
            "[28/11, 18:02] Carl: copied",
        ] {
            if let Some(plain) = plain(line.as_bytes()) {
                assert_eq!(any(line.as_bytes()), Some(plain), "{line}");
            }
            // The same line after itself, and after one of another date.
            let mut reader = Reader::default();
            for line in [line, line, "[3/4/2023, 1:02:03] Ben: before", line] {
                assert_eq!(reader.header(line.as_bytes()), header(line.as_bytes()), "{line}");
            }
        }
        assert!(plain(b"01/02/24, 09:05 - Anna: hi").is_some());
        assert!(plain(b"[01.02.24, 09:05:59] Anna: hi").is_some());
        assert_eq!(header(b"01/02/24: Arrival"), None);
    }
}
