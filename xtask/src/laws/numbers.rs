//! Fixtures, tests and documents hold only numbers that are reserved for fiction or tests.
//!
//! A plain scan for what people would read as a phone number, not a detector: `+` and digits, a grouped North
//! American number, a number with its leading zero, and the digits of WhatsApp links and ids.

use super::Tree;

/// Where other numbers may stand, each with its reason: read in review.
const ALLOWED: &str = include_str!("numbers-allowed.txt");

/// By calling code; `x` is any digit.
const RESERVED: &[&str] = &[
    // North America: exchange 555-01xx of every area; area 555 and 500 are nobody's.
    "1 xxx 555 01xx",
    "1 555 xxx xxxx",
    "1 500 555 00xx",
    // United Kingdom: Ofcom's numbers for drama.
    "44 7700 900xxx",
    "44 1632 960xxx",
    "44 20 7946 0xxx",
    "44 1xx 496 0xxx",
    "44 191 498 0xxx",
    "44 28 9649 6xxx",
    "44 29 2018 0xxx",
    "44 30 6999 0xxx",
    "44 808 157 0xxx",
    "44 909 879 0xxx",
    // Australia: ACMA's.
    "61 491 570 006",
    "61 491 570 156",
    "61 491 570 157",
    "61 491 570 158",
    "61 491 570 159",
    "61 491 570 110",
    "61 x 5550 xxxx",
    "61 x 7010 xxxx",
    "61 1800 160 401",
    "61 1800 975 7xx",
    // Ireland: ComReg's.
    "353 20 91x xxxx",
    // Germany: the network agency's numbers for media.
    "49 30 23125 xxx",
    "49 40 66969 xxx",
    "49 69 90009 xxx",
    "49 89 99998 xxx",
    "49 221 4710 xxx",
    "49 171 39200 xx",
    "49 176 040690 xx",
    // France: Arcep's.
    "33 6 39 98 xx xx",
    "33 1 99 00 xx xx",
    "33 2 61 91 xx xx",
    "33 3 53 01 xx xx",
    "33 4 65 71 xx xx",
    "33 5 36 49 xx xx",
    // Sweden: PTS's.
    "46 70 174 06 xx",
    "46 31 390 06 xx",
    "46 8 465 004 xx",
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let allowed: Vec<&str> = ALLOWED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let read = |path: &str| {
        ![".svg", ".css", "-lock.json", ".lock", ".icns"]
            .iter()
            .any(|ending| path.ends_with(ending))
            && !allowed.iter().any(|prefix| path.starts_with(prefix))
    };
    tree.files()
        .filter(|file| read(&file.path))
        .filter_map(|file| Some((&file.path, file.text.as_deref()?)))
        .flat_map(|(path, text)| {
            text.lines().enumerate().flat_map(move |(at, line)| {
                unreserved(line).into_iter().map(move |end| {
                    format!("{path}:{}: a number ending {end} that may be somebody's", at + 1)
                })
            })
        })
        .collect()
}

/// The last two digits of each number in the line that is reserved nowhere.
fn unreserved(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = line[from..].find(|c: char| c.is_ascii_digit() || c == '+' || c == '(') {
        let start = from + offset;
        let end = start + length(&line[start..]);
        let run = &line[start..end];
        // `07700 900xxx` and `+44 7700 900{tail}` stand for a whole range.
        let open = line[end..].trim_start_matches([' ', '-']).starts_with(['x', '{']);
        if let Some(readings) = readings(&line[..start], run, open)
            && !readings.iter().any(|digits| is_reserved(digits))
        {
            found.push(&run[run.len() - 2..]);
        }
        from = end.max(start + 1);
    }
    found
}

/// How far digits go on, single separators between them included.
fn length(text: &str) -> usize {
    let (mut end, mut gap, mut digits) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => (end, gap, digits) = (at + 1, 0, digits + 1),
            '+' if at == 0 => {}
            // An area code in brackets stands near the front; what comes behind a number is a remark.
            '(' if digits > 3 => break,
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '\u{2011}' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    end
}

/// The run as international digits, in every way people would read it; none where nobody would.
fn readings(before: &str, run: &str, open: bool) -> Option<Vec<String>> {
    let digits: String = run
        .replace("(0)", "")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let linked = ["wa.me/", "waid=", "phone="]
        .iter()
        .any(|link| before.ends_with(link));
    // No calling code begins with 0: `+0000 2024` is a zone and a year.
    if run.starts_with("+0") {
        return None;
    }
    if run.starts_with('+') || linked {
        return (7..=15).contains(&digits.len()).then(|| vec![digits]);
    }
    if before.ends_with(|c: char| c.is_alphanumeric() || "_.-/:#=%&\\".contains(c)) {
        return None;
    }
    let shape: String = run
        .chars()
        .map(|c| if c.is_ascii_digit() { 'd' } else { c })
        .collect();
    let american = [
        "ddd-ddd-dddd",
        "(ddd) ddd-dddd",
        "ddd.ddd.dddd",
        "(ddd)ddd-dddd",
        "1-ddd-ddd-dddd",
        "d-ddd-ddd-dddd",
    ];
    if american.contains(&shape.as_str()) {
        return Some(vec![format!("1{}", &digits[digits.len() - 10..])]);
    }
    let length = if open { 7..=10 } else { 10..=11 };
    let national = run.starts_with('0')
        && !run.starts_with("00")
        && !run.starts_with("0.")
        && length.contains(&digits.len());
    national.then(|| {
        ["44", "49", "33", "61", "46", "353"]
            .iter()
            .map(|code| format!("{code}{}", &digits[1..]))
            .collect()
    })
}

/// True for the first seven digits or more of a reserved number: what is cut short is reserved as well. And for a
/// reserved national number read with another country's code, as candidates are.
fn is_reserved(digits: &str) -> bool {
    RESERVED.iter().any(|pattern| {
        let (_, national) = pattern.split_once(' ').expect("a code, a space, the number");
        let cut_short = digits.len() >= 7 && begins(pattern, digits);
        let abroad = (1..=3).any(|code| {
            digits
                .get(code..)
                .is_some_and(|rest| rest.len() == length_of(national) && begins(national, rest))
        });
        cut_short || abroad
    })
}

fn length_of(pattern: &str) -> usize {
    pattern.bytes().filter(|byte| *byte != b' ').count()
}

fn begins(pattern: &str, digits: &str) -> bool {
    let fits = |(p, d): (u8, u8)| p == b'x' || p == d;
    digits.len() <= length_of(pattern)
        && pattern
            .bytes()
            .filter(|byte| *byte != b' ')
            .zip(digits.bytes())
            .all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_in_every_spelling() {
        for line in [
            "+44 7700 900123, 07700 900123, 020 7946 0184",
            "+1 202-555-0143 or (202) 555-0143 or 202.555.0143",
            "+44 (0)20 7946 0184",
            "https://wa.me/447700900732",
            "+86 20 7946 0018 or +353 7700 900307",
            "06 39 98 12 34",
            "+44 7700 900xxx, 020 7946 0xxx, +1 202-555-01{tail:02}, +33 6 39 98 xx xx",
            "+1 202 555 0123 (2 votes), 05/06/2024 14:33",
            "Fri Mar 01 10:00:00 +0000 2024",
            "2026-05-21T18:30:02, 1780427520, 6a1d40c2-5b7e-4d10-9c3a-000000000012",
            "0.1234567890 and 192.168.0.1 and #0123456789",
        ] {
            assert_eq!(unreserved(line), Vec::<&str>::new(), "{line}");
        }
    }

    #[test]
    fn numbers_that_may_be_somebodys() {
        // Put together here, so that this file keeps the law itself.
        for (front, back) in [
            ("+44 20 79", "47 0184"),
            ("(202) 55", "6-0143"),
            ("wa.me/4477", "01900732"),
            ("0770", "1 900123"),
        ] {
            let line = format!("call {front}{back} now");
            assert_eq!(unreserved(&line).len(), 1, "{line}");
        }
    }
}
