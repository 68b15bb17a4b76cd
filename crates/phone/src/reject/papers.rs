//! Numbers of papers and goods that carry their own checksum.

use super::{Rule, Subject};
use crate::groups::{Gap, Group};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "card",
        rejects: card,
        examples: &[
            ("4111 1111 1111 1111", "NO"),
            ("5555-5555-5555-4444", "SG"),
            ("3782 822463 10005", "DE"),
        ],
    },
    Rule {
        name: "tracking-number",
        rejects: tracking_number,
        examples: &[
            ("9400 1118 9956 1234 5678 90", "US"),
            ("1341 4172 1895 7342 6305 49", "GB"),
        ],
    },
    Rule {
        name: "iban",
        rejects: iban,
        examples: &[
            ("GB29 NWBK 6016 1331 9268 19", "NO"),
            ("DE89 3704 0044 0532 0130 00", "NO"),
        ],
    },
    Rule {
        name: "isbn",
        rejects: isbn,
        examples: &[("978-3-16-148410-0", "DE"), ("0-306-40615-2", "DE")],
    },
    Rule {
        name: "barcode",
        rejects: barcode,
        examples: &[("4006381333931", "AT"), ("036000291452", "AT")],
    },
    Rule {
        name: "imei",
        rejects: imei,
        examples: &[("49 015420 323751 8", "DE")],
    },
    Rule {
        name: "ssn",
        rejects: ssn,
        examples: &[("612-34-5678", "ES")],
    },
    Rule {
        name: "tax-id",
        rejects: tax_id,
        examples: &[("529.982.247-25", "BR"), ("526-104-08-28", "US")],
    },
    Rule {
        name: "birth-number",
        rejects: birth_number,
        examples: &[
            ("811218-9876", "US"),
            ("44051401359", "BR"),
            ("900101-1234568", "AT"),
        ],
    },
    Rule {
        name: "aadhaar",
        rejects: aadhaar,
        examples: &[("2341 2341 2346", "AT")],
    },
    Rule {
        name: "social-security-france",
        rejects: social_security_france,
        examples: &[("2 55 08 14 168 025 38", "AT")],
    },
];

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let value = u32::from(digit - b'0');
            match n % 2 {
                0 => value,
                _ if value > 4 => 2 * value - 9,
                _ => 2 * value,
            }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != b'0')
}

/// Lengths of groups; of more than eight only the first eight, since no paper has so many.
struct Lengths([usize; 8], usize);

impl Lengths {
    fn as_slice(&self) -> &[usize] {
        &self.0[..self.1]
    }
}

fn lengths(groups: &[Group]) -> Lengths {
    let mut lengths = [0; 8];
    for (length, group) in lengths.iter_mut().zip(groups) {
        *length = group.len();
    }
    Lengths(lengths, groups.len().min(8))
}

fn card(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let (from, to) = subject.loose_run(4);
    for first in from..=subject.last {
        for last in first.max(subject.first)..=to {
            let groups = &subject.groups[first..=last];
            let digits = &subject.all_digits[groups[0].from..groups[groups.len() - 1].to];
            let shaped = match lengths(groups).as_slice() {
                [n] => (13..=19).contains(n) && digits[0] != b'0',
                [4, 4, 4, n] => (1..=4).contains(n),
                [4, 4, 4, 4, n] => (1..=3).contains(n),
                [4, 6, 4 | 5] => true,
                _ => false,
            };
            if shaped && is_issued(digits) && luhn(digits) {
                return true;
            }
        }
    }
    false
}

/// First digits and lengths of the cards that are issued (ISO/IEC 7812); other digits may pass the checksum by chance.
fn is_issued(digits: &[u8]) -> bool {
    let first = two(digits);
    match digits.len() {
        13 => digits[0] == b'4',
        14 => matches!(first, 30 | 36 | 38 | 39),
        15 => matches!(first, 34 | 37) || digits.starts_with(b"2131") || digits.starts_with(b"1800"),
        16 => matches!(first, 22..=27 | 35 | 36 | 40..=69 | 81 | 82 | 97),
        17..=19 => matches!(first, 40..=69),
        _ => false,
    }
}

/// Five or more groups of which all have four digits but the last, which has fewer.
fn tracking_number(subject: &Subject<'_>) -> bool {
    let (from, to) = subject.loose_run(6);
    let [fours @ .., last] = &subject.groups[from..=to] else {
        return false;
    };
    !subject.international && fours.len() >= 4 && last.len() < 4 && fours.iter().all(|group| group.len() == 4)
}

fn iban(subject: &Subject<'_>) -> bool {
    let bytes = subject.text.as_bytes();
    let part = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b' ';
    let back = bytes[..subject.start]
        .iter()
        .rev()
        .take(40)
        .take_while(|b| part(b))
        .count();
    for start in subject.start - back..subject.start {
        let free = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
        if !free
            || bytes.len() < start + 4
            || !bytes[start..start + 2].iter().all(u8::is_ascii_uppercase)
            || !bytes[start + 2..start + 4].iter().all(u8::is_ascii_digit)
        {
            continue;
        }
        let account: Vec<u8> = bytes[start..]
            .iter()
            .take(44)
            .take_while(|b| part(b))
            .filter(|b| **b != b' ')
            .copied()
            .collect();
        for length in 15..=account.len().min(34) {
            let remainder = account[4..length]
                .iter()
                .chain(&account[..4])
                .fold(0_u32, |rest, b| {
                    if b.is_ascii_digit() {
                        (rest * 10 + u32::from(b - b'0')) % 97
                    } else {
                        (rest * 100 + u32::from(b - b'A') + 10) % 97
                    }
                });
            if remainder == 1 {
                return true;
            }
        }
    }
    false
}

/// The checksum of ISBN-13, EAN and UPC.
fn gs1(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(n, d)| u32::from(d - b'0') * if n % 2 == 0 { 1 } else { 3 })
        .sum();
    sum.is_multiple_of(10)
}

fn isbn(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let (from, to) = subject.loose_run(5);
    for first in from..=subject.first {
        for last in subject.last..=to {
            let groups = &subject.groups[first..=last];
            let digits = &subject.all_digits[groups[0].from..groups[groups.len() - 1].to];
            let thirteen = digits.len() == 13
                && (digits.starts_with(b"978") || digits.starts_with(b"979"))
                && gs1(digits);
            let ten = digits.len() == 10
                && groups.len() == 4
                && groups[3].len() == 1
                && digits
                    .iter()
                    .enumerate()
                    .map(|(n, d)| (10 - n as u32) * u32::from(d - b'0'))
                    .sum::<u32>()
                    .is_multiple_of(11);
            if thirteen || ten {
                return true;
            }
        }
    }
    false
}

fn barcode(subject: &Subject<'_>) -> bool {
    let digits = subject.digits();
    !subject.international
        && subject.bare()
        && matches!(digits.len(), 12 | 13)
        && gs1(digits)
        && !subject.phone_word()
}

fn imei(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let (from, to) = subject.loose_run(3);
    let groups = &subject.groups[from..=to];
    let digits = &subject.all_digits[groups[0].from..groups[groups.len() - 1].to];
    digits.len() == 15
        && luhn(digits)
        && matches!(
            lengths(groups).as_slice(),
            [15] | [2, 6, 6, 1] | [6, 2, 6, 1] | [8, 6, 1]
        )
}

fn ssn(subject: &Subject<'_>) -> bool {
    subject.own().len() == 3
        && lengths(subject.own()).as_slice() == [3, 2, 4]
        && subject.gaps().all(|gap| gap.is_only(Gap::HYPHEN))
        && !subject.international
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum()
}

/// Brazil's CPF in its punctuation and Poland's NIP in its two.
fn tax_id(subject: &Subject<'_>) -> bool {
    let own = subject.own();
    let digits = subject.digits();
    match lengths(own).as_slice() {
        [3, 3, 3, 2] if own[1].gap.is_only(Gap::DOT) && own[3].gap.is_only(Gap::HYPHEN) => {
            let check = |n: u32| {
                let sum: u32 = digits[..n as usize]
                    .iter()
                    .enumerate()
                    .map(|(at, d)| u32::from(d - b'0') * (n + 1 - at as u32))
                    .sum();
                u32::from(digits[n as usize] - b'0') == sum * 10 % 11 % 10
            };
            check(9) && check(10)
        }
        [3, 3, 2, 2] | [3, 2, 2, 3] if subject.gaps().all(|gap| gap.is_only(Gap::HYPHEN)) => {
            weighted(digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == u32::from(digits[9] - b'0')
        }
        _ => false,
    }
}

fn two(digits: &[u8]) -> u32 {
    u32::from(digits[0] - b'0') * 10 + u32::from(digits[1] - b'0')
}

/// Numbers that start with a birth date: Sweden's and Denmark's (6-4), Korea's (6-7), Poland's PESEL (11 digits).
fn birth_number(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let own = subject.own();
    let digits = subject.digits();
    let hyphen = subject.gaps().all(|gap| gap.is_only(Gap::HYPHEN));
    let year_first =
        |digits: &[u8]| (1..=12).contains(&two(&digits[2..])) && (1..=31).contains(&two(&digits[4..]));
    match lengths(own).as_slice() {
        [6, 4] if hyphen => {
            (year_first(digits) && luhn(digits))
                || ((1..=31).contains(&two(digits))
                    && (1..=12).contains(&two(&digits[2..]))
                    && weighted(digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))
        }
        [8, 4] if hyphen => year_first(&digits[2..]) && luhn(&digits[2..]),
        [6, 7] if hyphen => year_first(digits),
        [11] => {
            // Months of PESEL carry the century in steps of twenty.
            let month = two(&digits[2..]) % 20;
            (1..=12).contains(&month)
                && (1..=31).contains(&two(&digits[4..]))
                && (10 - weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10
                    == u32::from(digits[10] - b'0')
                && !subject.phone_word()
        }
        _ => false,
    }
}

/// India's twelve digits in fours with Verhoeff's check digit.
fn aadhaar(subject: &Subject<'_>) -> bool {
    const DIHEDRAL: [[u8; 10]; 10] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
        [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
        [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
        [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
        [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
        [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
        [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
        [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ];
    const SHIFT: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    if lengths(subject.own()).as_slice() != [4, 4, 4] || subject.international {
        return false;
    }
    let mut check = 0;
    for (n, digit) in subject.digits().iter().rev().enumerate() {
        let mut value = digit - b'0';
        for _ in 0..n % 8 {
            value = SHIFT[value as usize];
        }
        check = DIHEDRAL[check as usize][value as usize];
    }
    check == 0
}

fn social_security_france(subject: &Subject<'_>) -> bool {
    let (from, to) = subject.loose_run(6);
    for first in from..=subject.first {
        let groups = &subject.groups[first..=to];
        let shape = lengths(groups);
        if !shape.as_slice().starts_with(&[1, 2, 2, 2, 3, 3, 2]) || first + 6 < subject.last {
            continue;
        }
        let digits = &subject.all_digits[groups[0].from..groups[6].to];
        let number = digits[..13]
            .iter()
            .fold(0_u64, |sum, d| sum * 10 + u64::from(d - b'0'));
        if 97 - number % 97 == u64::from(two(&digits[13..])) {
            return true;
        }
    }
    false
}
