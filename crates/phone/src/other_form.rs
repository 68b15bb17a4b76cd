//! Older and newer forms of one line: linked so that a search for one finds the other, never merged.

use teltale_model::E164;

/// The other form of a number, from its digits in E.164 without the plus.
pub(crate) fn of(digits: &[u8]) -> Option<E164> {
    let text = std::str::from_utf8(digits).ok()?;
    let other = match digits {
        // Brazil put a 9 before eight-digit mobiles: 55, area, [9], eight digits that start with 6 to 9.
        [b'5', b'5', _, _, b'9', b'6'..=b'9', ..] if digits.len() == 13 => {
            format!("+{}{}", &text[..4], &text[5..])
        }
        [b'5', b'5', _, _, b'6'..=b'9', ..] if digits.len() == 12 => {
            format!("+{}9{}", &text[..4], &text[4..])
        }
        // Argentina writes a 9 before mobiles from abroad, nothing (or a 15 inside) at home.
        [b'5', b'4', b'9', ..] if digits.len() == 13 => format!("+54{}", &text[3..]),
        [b'5', b'4', b'1'..=b'3', ..] if digits.len() == 12 => format!("+549{}", &text[2..]),
        // Mexico wrote a 1 before mobiles from abroad until 2019.
        [b'5', b'2', b'1', ..] if digits.len() == 13 => format!("+52{}", &text[3..]),
        [b'5', b'2', b'2'..=b'9', ..] if digits.len() == 12 => format!("+521{}", &text[2..]),
        _ => return None,
    };
    E164::new(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_linked_both_ways() {
        for (one, other) in [
            ("5511961234567", "551161234567"),
            ("5491123456789", "541123456789"),
            ("5215512345678", "525512345678"),
        ] {
            assert_eq!(of(one.as_bytes()).expect("other form").digits(), other);
            assert_eq!(of(other.as_bytes()).expect("other form").digits(), one);
        }
        assert_eq!(of(b"551134567890"), None, "a fixed line has one form");
        assert_eq!(of(b"12025550143"), None);
    }
}
