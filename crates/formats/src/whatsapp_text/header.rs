//! The start of a message: a date, a time and what sets them off from the body.
//!
//! Read byte by byte, because every line of a chat is asked whether it starts with one.

use super::localised::any;
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
