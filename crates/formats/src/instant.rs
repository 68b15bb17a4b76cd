//! Times as services write them: ISO 8601, and seconds or milliseconds since 1970.

use teltale_model::{SentAt, Zone};

/// The widest time that is kept, so that a wild number cannot overflow: the year 9999.
const LAST_MS: i64 = 253_402_300_799_999;

/// Seconds since 1970, with a fraction. Zero means "no time" in exports.
pub(crate) fn from_seconds(seconds: f64) -> Option<SentAt> {
    let ms = (seconds * 1000.0).round();
    (ms.is_finite() && ms > 0.0 && ms <= LAST_MS as f64).then_some(SentAt {
        unix_ms: ms as i64,
        zone: Zone::Utc,
    })
}

/// Milliseconds since 1970.
pub(crate) fn from_millis(ms: i64) -> Option<SentAt> {
    (ms > 0 && ms <= LAST_MS).then_some(SentAt {
        unix_ms: ms,
        zone: Zone::Utc,
    })
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their size.
pub(crate) fn from_epoch(value: f64) -> Option<SentAt> {
    match value {
        v if v < 1e11 => from_seconds(v),
        v if v < 1e14 => from_seconds(v / 1e3),
        v => from_seconds(v / 1e6),
    }
}

/// `2025-04-03T08:00:00.000Z`, `2025-04-03 08:00:00+08:00`, `2025-04-03T08:00:00` (zone unknown).
pub(crate) fn from_iso(text: &str) -> Option<SentAt> {
    let bytes = text.trim().as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'))
        })
    };
    let separator = |at: usize, any: &[u8]| bytes.get(at).is_some_and(|byte| any.contains(byte));
    if !separator(4, b"-/") || !separator(7, b"-/") || !separator(10, b"Tt ") || !separator(13, b":") {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute) = (number(11, 13)?, number(14, 16)?);
    let (second, mut at) = if separator(16, b":") {
        (number(17, 19)?, 19)
    } else {
        (0, 16)
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut ms = (days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * 1000;
    if separator(at, b".,") {
        let digits = bytes[at + 1..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        ms += (0..3)
            .map(|place| {
                if place < digits {
                    number(at + 1 + place, at + 2 + place).unwrap_or(0)
                } else {
                    0
                }
            })
            .fold(0, |sum, digit| sum * 10 + digit);
        at += 1 + digits;
    }
    while separator(at, b" ") {
        at += 1;
    }
    let rest = &bytes[at.min(bytes.len())..];
    let offset = match rest {
        [] => {
            return Some(SentAt {
                unix_ms: ms,
                zone: Zone::Unknown,
            });
        }
        b"Z" | b"z" | b"UTC" | b"GMT" => 0,
        [sign @ (b'+' | b'-'), clock @ ..] => {
            let digit = |byte: &u8| i64::from(byte - b'0');
            let digits: Vec<i64> = clock
                .iter()
                .filter(|byte| byte.is_ascii_digit())
                .map(digit)
                .collect();
            let minutes = match digits[..] {
                [a, b] => (a * 10 + b) * 60,
                [a, b, c, d] => (a * 10 + b) * 60 + c * 10 + d,
                _ => return None,
            };
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => return None,
    };
    Some(SentAt {
        unix_ms: ms - offset * 60_000,
        zone: Zone::Utc,
    })
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Hinnant's method: years begin in March).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(i64, Zone)>) {
        assert_eq!(from_iso(text).map(|at| (at.unix_ms, at.zone)), expected, "{text}");
    }

    #[test]
    fn iso_in_its_styles() {
        check("1970-01-01T00:00:00Z", Some((0, Zone::Utc)));
        check("2024-02-29T12:00:00.5Z", Some((1_709_208_000_500, Zone::Utc)));
        check(
            "2024-02-29T12:00:00.123456+02:00",
            Some((1_709_200_800_123, Zone::Utc)),
        );
        check("2024-02-29 12:00:00 UTC", Some((1_709_208_000_000, Zone::Utc)));
        check("2024-02-29T12:00", Some((1_709_208_000_000, Zone::Unknown)));
        check("29.02.2024", None);
        check("2024-13-01T00:00:00Z", None);
    }

    #[test]
    fn epochs_by_their_size() {
        let expected = Some(SentAt {
            unix_ms: 1_709_208_000_000,
            zone: Zone::Utc,
        });
        assert_eq!(from_epoch(1_709_208_000.0), expected);
        assert_eq!(from_epoch(1_709_208_000_000.0), expected);
        assert_eq!(from_epoch(1_709_208_000_000_000.0), expected);
        assert_eq!(from_epoch(0.0), None);
    }
}
