//! Altered copies: a number that is another one with one digit changed, or two neighbours swapped.

use std::ops::Range;
use teltale_model::E164;

/// The numbers of a conversation, so that those near one are found without looking at all of them.
///
/// Numbers that differ in one digit are equal once that digit is hidden: each number stands here once for each of its
/// digits, sorted by what is left of it.
pub(super) struct Near {
    hidden: Vec<(u64, i64)>,
}

impl Near {
    /// Of numbers with their digits; those without digits are near nothing.
    pub fn of<'a>(numbers: impl Iterator<Item = (i64, &'a str)>) -> Self {
        let mut hidden: Vec<(u64, i64)> = numbers
            .flat_map(|(number, digits)| {
                places(digits).map(move |at| (without(digits.as_bytes(), at), number))
            })
            .collect();
        hidden.sort_unstable();
        Self { hidden }
    }

    /// Numbers that may be altered copies of this one, or it of them, and all those that are.
    pub fn to(&self, digits: &str) -> impl Iterator<Item = i64> {
        let mut near = Vec::new();
        for at in places(digits) {
            near.extend(self.alike(without(digits.as_bytes(), at)));
            let mut swapped = digits.as_bytes().to_vec();
            if at + 1 < swapped.len() {
                swapped.swap(at, at + 1);
                near.extend(self.alike(without(&swapped, 0)));
            }
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter()
    }

    fn alike(&self, key: u64) -> impl Iterator<Item = i64> {
        let from = self.hidden.partition_point(|(other, _)| *other < key);
        let behind = self.hidden[from..].iter();
        behind
            .take_while(move |(other, _)| *other == key)
            .map(|(_, number)| *number)
    }
}

/// The places of the digits, where there are enough of them and no more than a number has.
fn places(digits: &str) -> Range<usize> {
    0..if (SHORTEST..=E164::MOST_DIGITS).contains(&digits.len()) {
        digits.len()
    } else {
        0
    }
}

/// Strings of fewer digits are too short to say.
const SHORTEST: usize = 8;

/// The digits with one hidden: 50 bits of digits, which one is hidden, and how many there are.
fn without(digits: &[u8], hidden: usize) -> u64 {
    let value = digits.iter().enumerate().fold(0, |value, (at, digit)| {
        value * 10 + if at == hidden { 0 } else { u64::from(digit - b'0') }
    });
    value | (hidden as u64) << 50 | (digits.len() as u64) << 54
}

/// True where the digit strings have the same length and differ by one digit or by one swap of neighbours.
/// Equal strings are no altered copy.
pub(super) fn is_altered(one: &str, other: &str) -> bool {
    if one.len() != other.len() || one.len() < SHORTEST {
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
    use super::{Near, is_altered};

    #[test]
    fn what_is_near_is_found_as_by_looking_at_all() {
        // Many short steps from few numbers, so that there are copies of copies.
        let mut numbers = vec![
            "447700900123".to_owned(),
            "12025550143".to_owned(),
            "1234567".to_owned(),
        ];
        let mut dice = 1_u64;
        let mut roll = |sides: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (dice >> 33) as usize % sides
        };
        while numbers.len() < 400 {
            let mut digits = numbers[roll(numbers.len())].clone().into_bytes();
            let at = 1 + roll(digits.len() - 2);
            match roll(3) {
                0 => digits.swap(at, at + 1),
                1 => digits[at] = b'0' + roll(10) as u8,
                _ => digits[at..].reverse(),
            }
            numbers.push(String::from_utf8(digits).expect("digits"));
        }
        let near = Near::of(
            numbers
                .iter()
                .map(String::as_str)
                .enumerate()
                .map(|(id, digits)| (id as i64, digits)),
        );
        for one in &numbers {
            let found: Vec<i64> = near
                .to(one)
                .filter(|id| is_altered(&numbers[*id as usize], one))
                .collect();
            let all = numbers
                .iter()
                .enumerate()
                .filter(|(_, other)| is_altered(other, one));
            assert_eq!(found, all.map(|(id, _)| id as i64).collect::<Vec<_>>());
        }
    }

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
