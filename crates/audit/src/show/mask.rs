//! Masks: the calling code and the last two digits stay, whatever is between is replaced, never blurred.

use teltale_model::{E164, Match};

/// `+44 •••• ••••23`: the same width for every number, so that the mask does not tell its length.
pub fn mask_number(number: &E164) -> String {
    let digits = number.digits();
    let code = number.calling_code();
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
