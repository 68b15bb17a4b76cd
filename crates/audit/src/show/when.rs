//! A time, as words and as a value, with what is known of its zone.

use serde::Serialize;
use teltale_model::{SentAt, Zone};
use ts_rs::TS;

/// A time as the export gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct When {
    /// `2024-03-05 14:02:11 UTC`, or without `UTC` where the export names no zone.
    pub text: String,
    /// Milliseconds since 1970 in `zone`, for sorting.
    pub unix_ms: i64,
    /// Whether this is an instant, or the wall clock of an unnamed place.
    pub zone: Zone,
}

impl From<SentAt> for When {
    fn from(at: SentAt) -> Self {
        let suffix = match at.zone {
            Zone::Utc => " UTC",
            Zone::Unknown => "",
        };
        Self {
            text: format!("{}{suffix}", clock(at.unix_ms, ' ')),
            unix_ms: at.unix_ms,
            zone: at.zone,
        }
    }
}

impl When {
    /// The first millisecond of a month.
    pub(crate) fn start_of_month(year: i64, month: i64) -> i64 {
        // Days from civil, by the inverse of `date`: months are counted from March.
        let (year, month) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * month + 2) / 5;
        (era * 146_097 + day_of_era - 719_468) * 86_400_000
    }

    /// `2024-03`.
    pub fn month(unix_ms: i64) -> String {
        let (year, month, _) = date(unix_ms.div_euclid(86_400_000));
        format!("{year:04}-{month:02}")
    }
}

/// The time in the style of RFC 3339: with `Z` where the zone is known, without where it is not.
pub(crate) fn rfc3339(at: SentAt) -> String {
    let mut text = clock(at.unix_ms, 'T');
    let millis = at.unix_ms.rem_euclid(1000);
    if millis != 0 {
        text.push('.');
        push_digits(&mut text, millis, 3);
    }
    if at.zone == Zone::Utc {
        text.push('Z');
    }
    text
}

fn clock(unix_ms: i64, between: char) -> String {
    let (year, month, day) = date(unix_ms.div_euclid(86_400_000));
    let seconds = unix_ms.rem_euclid(86_400_000) / 1000;
    let mut text = String::with_capacity("2024-03-05T14:02:11.250Z".len());
    match year {
        0..=9999 => push_digits(&mut text, year, 4),
        // No export has such a year: it is shown as it is.
        _ => text = format!("{year:04}"),
    }
    let rest = [
        ('-', month),
        ('-', day),
        (between, seconds / 3600),
        (':', seconds / 60 % 60),
        (':', seconds % 60),
    ];
    for (sign, number) in rest {
        text.push(sign);
        push_digits(&mut text, number, 2);
    }
    text
}

/// Writes a number of at most so many digits with zeros before it: each mention has a time, and the library's formatting of
/// it was a third of what telling a mention took.
fn push_digits(text: &mut String, number: i64, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from(b'0' + (number / 10_i64.pow(place) % 10) as u8));
    }
}

/// Civil date of a day count from 1970-01-01 (Howard Hinnant's algorithm).
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_says_utc_and_a_wall_clock_does_not() {
        let at = |zone| SentAt {
            unix_ms: 1_709_647_331_250,
            zone,
        };
        assert_eq!(When::from(at(Zone::Utc)).text, "2024-03-05 14:02:11 UTC");
        assert_eq!(When::from(at(Zone::Unknown)).text, "2024-03-05 14:02:11");
        assert_eq!(rfc3339(at(Zone::Utc)), "2024-03-05T14:02:11.250Z");
        assert_eq!(When::month(1_709_647_331_250), "2024-03");
    }

    #[test]
    fn leap_days_and_times_before_1970_hold() {
        assert_eq!(clock(951_782_400_000, ' '), "2000-02-29 00:00:00");
        assert_eq!(clock(-1, ' '), "1969-12-31 23:59:59");
        assert_eq!(clock(253_402_300_800_000, 'T'), "10000-01-01T00:00:00");
        assert_eq!(clock(-62_167_219_200_001, 'T'), "-001-12-31T23:59:59");
    }
}
