//! The headers of a mail: fields, their parameters, addresses and dates.

use std::ops::Range;
use teltale_model::{SentAt, Zone};

/// One field of a block of headers.
pub(super) struct Header<'b> {
    pub(super) name: &'b str,
    /// Its value in the block, folds included, without blanks around it.
    pub(super) value: Range<usize>,
}

impl Header<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The fields of a block, and whether a line among them is none.
pub(super) fn headers(block: &[u8]) -> (Vec<Header<'_>>, bool) {
    let mut found: Vec<Header<'_>> = Vec::new();
    let (mut at, mut malformed) = (0, false);
    for line in block.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let end = start + line.trim_ascii_end().len();
        if start >= end {
            continue;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            match found.last_mut() {
                Some(last) => last.value.end = end,
                None => malformed = true,
            }
            continue;
        }
        match name(line) {
            Some(name) => {
                let after = start + name.len() + line[name.len()..].iter().position(|byte| *byte == b':').unwrap_or(0) + 1;
                let blanks = block[after..end.max(after)].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                found.push(Header { name, value: after + blanks..end.max(after + blanks) });
            }
            None => malformed = true,
        }
    }
    (found, malformed)
}

/// The name of the field that a line starts.
pub(super) fn name(line: &[u8]) -> Option<&str> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_name = !name.is_empty() && name.len() <= 76 && name.iter().all(letter);
    is_name.then(|| std::str::from_utf8(name).ok())?
}

/// Where a parameter of a value stands in it: `charset=utf-8`, `filename="a b.pdf"`.
pub(super) fn parameter(value: &str, wanted: &str) -> Option<Range<usize>> {
    let mut at = value.find(';')? + 1;
    loop {
        let piece = &value[at..];
        let start = at + piece.len() - piece.trim_start().len();
        let equals = start + value[start..].find('=')?;
        let name = value[start..equals].trim();
        let after = equals + 1 + (value[equals + 1..].len() - value[equals + 1..].trim_start().len());
        let (inner, next) = match value[after..].strip_prefix('"') {
            Some(quoted) => {
                let end = after + 1 + quoted.find('"').unwrap_or(quoted.len());
                (after + 1..end, value[end..].find(';').map(|gap| end + gap))
            }
            None => {
                let next = value[after..].find(';').map(|gap| after + gap);
                let end = next.unwrap_or(value.len());
                (after..after + value[after..end].trim_end().len(), next)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return (!inner.is_empty()).then_some(inner);
        }
        at = next? + 1;
    }
}

/// The address in `Anna <anna@mail.example>` or alone.
pub(super) fn address(value: &str) -> Option<&str> {
    let inner = match (value.rfind('<'), value.rfind('>')) {
        (Some(open), Some(close)) if open < close => &value[open + 1..close],
        _ => value,
    };
    let inner = inner.trim();
    (inner.contains('@') && !inner.contains([' ', ','])).then_some(inner)
}

/// The name in `"Anna Example" <anna@mail.example>`; empty if none.
pub(super) fn display_name(value: &str) -> &str {
    value.rfind('<').map_or("", |open| value[..open].trim().trim_matches('"'))
}

/// `Fri, 21 Nov 1997 09:55:06 -0600`, with or without the weekday, seconds and zone.
pub(super) fn date(value: &str) -> Option<SentAt> {
    // Comments say the zone's name once more.
    let value = value.split('(').next().unwrap_or(value);
    let value = value.split_once(',').map_or(value, |(_, rest)| rest);
    let mut words = value.split_ascii_whitespace();
    let day: i64 = words.next()?.parse().ok()?;
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let year: i64 = words.next()?.parse().ok()?;
    let year = match year {
        0..50 => year + 2000,
        50..1000 => year + 1900,
        year => year,
    };
    let mut clock = words.next()?.split(':').map(|number| number.parse::<i64>().ok());
    let (hour, minute) = (clock.next()??, clock.next()??);
    let second = clock.next().flatten().unwrap_or(0);
    if !(1900..=9999).contains(&year) || !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..61).contains(&second) {
        return None;
    }
    let wall = crate::civil::days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
    let offset = words.next().and_then(offset);
    Some(SentAt {
        unix_ms: (wall - offset.unwrap_or(0)) * 1000,
        zone: if offset.is_some() { Zone::Utc } else { Zone::Unknown },
    })
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Seconds that a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    let hours = match zone {
        "GMT" | "UT" | "UTC" | "Z" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => {
            let ahead = match zone.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits: i64 = zone.get(1..5).filter(|_| zone.len() == 5)?.parse().ok()?;
            return Some(ahead * (digits / 100 * 3600 + digits % 100 * 60));
        }
    };
    Some(hours * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let seconds = |text: &str| date(text).map(|at| (at.unix_ms / 1000, at.zone));
        assert_eq!(seconds("Fri, 21 Nov 1997 09:55:06 -0600"), Some((880_127_706, Zone::Utc)));
        assert_eq!(seconds("21 Nov 97 15:55 GMT (comment)"), Some((880_127_700, Zone::Utc)));
        assert_eq!(seconds("Fri, 21 Nov 1997 15:55:06"), Some((880_127_706, Zone::Unknown)));
        assert_eq!(seconds("yesterday"), None);
    }

    #[test]
    fn parameters() {
        let value = "text/plain; Charset=\"utf-8\"; name=a b.txt ; x";
        let get = |name: &str| parameter(value, name).map(|range| &value[range]);
        assert_eq!((get("charset"), get("name"), get("boundary")), (Some("utf-8"), Some("a b.txt"), None));
    }
}
