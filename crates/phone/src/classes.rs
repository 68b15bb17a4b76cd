//! Reserved ranges: numbers of fiction, tests and placeholders, told before a plan is asked.
//!
//! The ranges are data with a source each, in `data/classes.tsv`.

use teltale_model::{Class, LineType, Region};

const TABLE: &str = include_str!("../data/classes.tsv");

/// A range of numbers with one class.
struct Range {
    /// Digits in E.164 without plus; `x` any, `n` two to nine.
    pattern: &'static [u8],
    reserved: Reserved,
}

/// What a range says of its numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reserved {
    /// Fiction, placeholder, test or service.
    pub(crate) class: Class,
    /// The region that reserved it.
    pub(crate) region: Region,
    /// What the range says of the line.
    pub(crate) line_type: LineType,
}

/// All reserved ranges.
pub(crate) struct Classes {
    ranges: Vec<Range>,
    /// Per first three digits where the ranges that have them start and end in `places`.
    beginnings: Vec<(u16, u16)>,
    /// Places of ranges, in the order of the table.
    places: Vec<u16>,
}

impl Classes {
    /// Reads the table.
    pub(crate) fn new() -> Self {
        let ranges: Vec<Range> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let pattern = fields.next()?.as_bytes();
                let region = Region::new(fields.next()?)?;
                let class = match fields.next()? {
                    "fiction" => Class::Fiction,
                    "test" => Class::Test,
                    "service" => Class::Service,
                    _ => Class::Placeholder,
                };
                let line_type = match fields.next()? {
                    "mobile" => LineType::Mobile,
                    "fixed" => LineType::Fixed,
                    "toll_free" => LineType::TollFree,
                    "premium" => LineType::Premium,
                    "uan" => LineType::Uan,
                    "personal" => LineType::Personal,
                    _ => LineType::CannotTell,
                };
                Some(Range {
                    pattern,
                    reserved: Reserved {
                        class,
                        region,
                        line_type,
                    },
                })
            })
            .collect();
        let (mut beginnings, mut places) = (Vec::with_capacity(1000), Vec::new());
        for number in 0..1000_u16 {
            let digits = [number / 100, number / 10 % 10, number % 10].map(|digit| b'0' + digit as u8);
            let start = places.len() as u16;
            places.extend(
                (0_u16..)
                    .zip(&ranges)
                    .filter(|(_, range)| fits(&range.pattern[..3], &digits))
                    .map(|(place, _)| place),
            );
            beginnings.push((start, places.len() as u16));
        }
        Self {
            ranges,
            beginnings,
            places,
        }
    }

    /// The ranges: digits, `x` and `n`.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &'static [u8]> {
        self.ranges.iter().map(|range| range.pattern)
    }

    /// The range of a number, from its digits in E.164 without the plus.
    pub(crate) fn of(&self, digits: &[u8]) -> Option<Reserved> {
        let [a, b, c, ..] = digits else { return None };
        let number = 100 * (a - b'0') as usize + 10 * (b - b'0') as usize + (c - b'0') as usize;
        let (start, end) = self.beginnings[number];
        self.places[start as usize..end as usize]
            .iter()
            .map(|place| &self.ranges[*place as usize])
            .find(|range| fits(range.pattern, digits))
            .map(|range| range.reserved)
    }
}

fn fits(pattern: &[u8], digits: &[u8]) -> bool {
    pattern.len() == digits.len()
        && pattern.iter().zip(digits).all(|(sign, digit)| match sign {
            b'x' => true,
            b'n' => *digit >= b'2',
            sign => sign == digit,
        })
}

/// True for digits that people type to fill a field: one digit repeated, or counting up or down.
pub(crate) fn fills_a_field(digits: &[u8]) -> bool {
    let steps = |step: i16| {
        digits
            .windows(2)
            .all(|pair| (i16::from(pair[1]) - i16::from(pair[0])).rem_euclid(10) == step)
    };
    digits.len() >= 7 && (steps(0) || steps(1) || steps(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_has_a_source() {
        let rows = TABLE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        for row in rows.clone() {
            let fields: Vec<_> = row.split('\t').collect();
            assert_eq!(fields.len(), 5, "{row}");
            assert!(
                fields[0]
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b == b'x' || b == b'n'),
                "{row}"
            );
            assert!(fields[4].len() > 10, "{row}");
        }
        assert_eq!(Classes::new().ranges.len(), rows.count());
    }

    #[test]
    fn ranges_end_where_they_say() {
        let classes = Classes::new();
        let class = |digits: &str| classes.of(digits.as_bytes()).map(|reserved| reserved.class);
        assert_eq!(class("12025550143"), Some(Class::Fiction));
        assert_eq!(class("12025550200"), None);
        assert_eq!(class("447700900999"), Some(Class::Fiction));
        assert_eq!(class("447700901000"), None);
        assert_eq!(class("15555555555"), Some(Class::Placeholder));
        assert_eq!(class("15005550006"), Some(Class::Test));
    }

    #[test]
    fn filling_digits_are_seen() {
        for (digits, fills) in [
            ("1234567890", true),
            ("5555555", true),
            ("9876543210", true),
            ("2025550143", false),
            ("0123456789", true),
        ] {
            assert_eq!(fills_a_field(digits.as_bytes()), fills, "{digits}");
        }
    }
}
