//! Altered copies: a number that is another one with one digit changed, or two neighbours swapped.

/// True where the digit strings have the same length and differ by one digit or by one swap of neighbours.
/// Equal strings are no altered copy; strings under eight digits are too short to say.
pub(super) fn is_altered(one: &str, other: &str) -> bool {
    if one.len() != other.len() || one.len() < 8 {
        return false;
    }
    let (a, b) = (one.as_bytes(), other.as_bytes());
    let mut differing = (0..a.len()).filter(|&at| a[at] != b[at]);
    match (differing.next(), differing.next(), differing.next()) {
        (Some(_), None, _) => true,
        (Some(first), Some(second), None) => {
            second == first + 1 && a[first] == b[second] && a[second] == b[first]
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_altered;

    #[test]
    fn one_digit_or_one_swap() {
        for (one, other, expected) in [
            ("447700900123", "447700900123", false),
            ("447700900123", "447700900124", true),
            ("447700900123", "447700900132", true),
            ("447700900123", "447700900321", false),
            ("447700900123", "44770090012", false),
            ("447700900123", "447700901923", false),
            ("1234567", "1234568", false),
        ] {
            assert_eq!(
                is_altered(one, other),
                expected,
                "{} and {} digits",
                one.len(),
                other.len()
            );
        }
    }
}
