//! A header in any of the languages and digits of the app: slower than the plain one, and asked only where that is none.

use super::characters::{digit, mark, space};
use super::header::{Family, Header, Shape, Style};

/// A header ends within this many bytes, else it is none.
const LONGEST: usize = 120;

/// Whether a time is of the first or second half of the day.
#[derive(Debug, Clone, Copy)]
enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// A header in any of the languages and digits of the app.
pub(super) fn any(line: &[u8]) -> Option<Header> {
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
