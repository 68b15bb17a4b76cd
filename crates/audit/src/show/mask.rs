//! Masks: the calling code and the last two digits stay, whatever is between is replaced, never blurred.

use teltale_model::E164;

/// What stands for a hidden digit.
const DOT: char = '•';

/// `+44 •••• ••••23`: the same width for every number, so that the mask does not tell its length.
pub fn mask_number(number: &E164) -> String {
    let digits = number.digits();
    let code = calling_code(digits);
    format!("+{code} •••• ••••{}", &digits[digits.len() - 2..])
}

/// A spelling with its digits and letters replaced, the last two digits excepted where it ends in digits.
pub fn mask_raw(raw: &str) -> String {
    let hidden = raw.chars().filter(|c| c.is_alphanumeric()).count();
    // A spelling of four characters or fewer (a short code) would be given away by its ending.
    let shown = if hidden > 4 { 2 } else { 0 };
    let mut index = 0;
    raw.chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            index += 1;
            if index > hidden - shown && c.is_numeric() {
                c
            } else {
                DOT
            }
        })
        .collect()
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

    #[test]
    fn a_number_keeps_its_code_and_ending() {
        let masked = |number| mask_number(&E164::new(number).expect("a number"));
        assert_eq!(masked("+447700900123"), "+44 •••• ••••23");
        assert_eq!(masked("+12025550142"), "+1 •••• ••••42");
        assert_eq!(masked("+353209134567"), "+353 •••• ••••67");
    }

    #[test]
    fn a_spelling_keeps_its_shape_and_ending() {
        assert_eq!(mask_raw("+44 (0)7700 900-123"), "+•• (•)•••• •••-•23");
        assert_eq!(mask_raw("1-800-FLOWERS"), "•-•••-•••••••");
        assert_eq!(mask_raw("oh seven double seven"), "•• ••••• •••••• •••••");
        assert_eq!(mask_raw("٠٧٧٠٠٩٠٠١٢٣"), "•••••••••٢٣");
        assert_eq!(mask_raw("999"), "•••");
    }
}
