//! Masks: the calling code and the last two digits stay, whatever is between is replaced, never blurred.

use teltale_model::{E164, Match};

/// `+44 •••• ••••23`: the same width for every number, so that the mask does not tell its length.
pub fn mask_number(number: &E164) -> String {
    let digits = number.digits();
    let code = calling_code(digits);
    format!("+{code} •••• ••••{}", &digits[digits.len() - 2..])
}

/// What a match may show: the mask of its number; while the region is open only the ending, and of a number of
/// four characters or fewer (a short code) nothing, as its ending would give it away.
pub fn mask_match(found: &Match, raw: &str) -> String {
    if let Some(number) = &found.number {
        return mask_number(number);
    }
    let digits: Vec<char> = raw.chars().filter(|c| c.is_numeric()).collect();
    if digits.len() <= 4 {
        return "••••".to_owned();
    }
    let ending: String = digits[digits.len() - 2..].iter().collect();
    format!("•••• ••••{ending}")
}

/// The calling code at the start of international digits. The codes are prefix-free: +1 and +7 have one
/// digit, the listed ones two, every other three.
pub(crate) fn calling_code(digits: &str) -> &str {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    let length = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    };
    &digits[..length.min(digits.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use teltale_model::{Certainty, Class, LineType, Reason};

    #[test]
    fn a_number_keeps_its_code_and_ending() {
        let masked = |number| mask_number(&E164::new(number).expect("a number"));
        assert_eq!(masked("+447700900123"), "+44 •••• ••••23");
        assert_eq!(masked("+12025550142"), "+1 •••• ••••42");
        assert_eq!(masked("+353209134567"), "+353 •••• ••••67");
    }

    #[test]
    fn an_open_number_keeps_its_ending_and_a_short_code_nothing() {
        let open = Match {
            start: 0,
            end: 12,
            number: None,
            candidates: Vec::new(),
            region: None,
            line_type: LineType::CannotTell,
            class: Class::Ordinary,
            certainty: Certainty::Likely,
            reasons: vec![Reason::RegionOpen],
            other_form: None,
        };
        assert_eq!(mask_match(&open, "07700 900123"), "•••• ••••23");
        assert_eq!(mask_match(&open, "999"), "••••");
    }
}
