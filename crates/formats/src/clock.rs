//! A time of day as chat programs print it: 24 hours, or twelve with the half of the day before or behind.

/// Words for the halves of the day, and whether noon is past.
const HALVES: &[(&str, bool)] = &[
    ("AM", false),
    ("PM", true),
    ("午前", false),
    ("午後", true),
    ("上午", false),
    ("下午", true),
    ("오전", false),
    ("오후", true),
];

/// The time at the start of `text`: seconds since midnight, and its length in bytes.
pub(crate) fn time(text: &str) -> Option<(u32, usize)> {
    let (before, rest) = match half(text) {
        Some((past_noon, length)) => (Some(past_noon), text[length..].trim_start()),
        None => (None, text),
    };
    let (hour, rest) = number(rest, 1)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':').and_then(|rest| number(rest, 2)) {
        Some((second, rest)) => (second, rest),
        None => (0, rest),
    };
    let behind = half(rest.trim_start_matches([' ', '\u{A0}', '\u{202F}'])).filter(|_| before.is_none());
    let rest = match behind {
        Some((_, length)) => &rest.trim_start_matches([' ', '\u{A0}', '\u{202F}'])[length..],
        None => rest,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let hour = match before.or(behind.map(|(past_noon, _)| past_noon)) {
        Some(false) if hour == 12 => 0,
        Some(true) if hour < 12 => hour + 12,
        Some(_) | None => hour,
    };
    Some((hour * 3600 + minute * 60 + second, text.len() - rest.len()))
}

/// The half of the day at the start of `text`, and its length.
fn half(text: &str) -> Option<(bool, usize)> {
    HALVES.iter().find_map(|(word, past_noon)| {
        let start = text.get(..word.len())?;
        let ends = !text[word.len()..].starts_with(char::is_alphabetic);
        (start.eq_ignore_ascii_case(word) && ends).then_some((*past_noon, word.len()))
    })
}

/// A number of at least `least` and at most two digits, and what follows.
pub(crate) fn number(text: &str, least: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = (least..=2)
        .contains(&digits)
        .then(|| text[..digits].parse().ok())??;
    Some((value, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::time;

    fn check(text: &str, clock: &str, rest: &str) {
        let (seconds, length) = time(text).expect(text);
        let got = format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        assert_eq!((got.as_str(), &text[length..]), (clock, rest), "{text}");
    }

    #[test]
    fn every_spelling() {
        check("13:00\tAnna", "13:00:00", "\tAnna");
        check("午後7:04\tAnna", "19:04:00", "\tAnna");
        check("上午07:04\tAnna", "07:04:00", "\tAnna");
        check("오전 12:33, Anna", "00:33:00", ", Anna");
        check("오후 12:33:07", "12:33:07", "");
        check("7:04PM\tAnna", "19:04:00", "\tAnna");
        check("2:33 AM, you : hi", "02:33:00", ", you : hi");
        for none in ["7:4", "24:00", "007:04", "7.04", "PM", "noon"] {
            assert_eq!(time(none), None, "{none}");
        }
    }
}
