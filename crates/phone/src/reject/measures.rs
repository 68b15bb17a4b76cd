//! Money, measures, coordinates, arithmetic, scores and lists.

use super::{Rule, Subject};
use crate::groups::{Gap, Group};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "money",
        rejects: money,
        examples: &[
            ("$2025550143", "US"),
            ("€ 202 555 0143", "US"),
            ("2025550143 €", "US"),
            ("2025550143,00 zł", "US"),
        ],
    },
    Rule {
        name: "decimal",
        rejects: decimal,
        examples: &[
            ("3.1415926535", "IN"),
            ("0.7123456789", "IN"),
            ("61.23456789", "SG"),
        ],
    },
    Rule {
        name: "coordinates",
        rejects: coordinates,
        examples: &[
            ("40.71277 -74.00597", "US"),
            ("35.208 31.5354", "IN"),
            ("61234567\u{b0}", "SG"),
        ],
    },
    Rule {
        name: "thousands",
        rejects: thousands,
        examples: &[
            ("1.202.555.014", "TR"),
            ("2 025 550 143", "US"),
            ("1'2025550143", "US"),
        ],
    },
    Rule {
        name: "number-with-commas",
        rejects: number_with_commas,
        examples: &[("2025550143,5", "US"), ("1,2025550143", "US")],
    },
    Rule {
        name: "arithmetic",
        rejects: arithmetic,
        examples: &[
            ("2025550143 = x", "US"),
            ("x = 2025550143;", "US"),
            ("2 * 2025550143", "US"),
            ("2025550143 / 5", "US"),
            ("5 + 2025550143", "US"),
            ("2025550143 > 5", "US"),
            ("1+2025550143", "US"),
        ],
    },
    Rule {
        name: "percent",
        rejects: percent,
        examples: &[("2025550143%", "US")],
    },
    Rule {
        name: "score",
        rejects: score,
        examples: &[("6-4 3-6 7-6 1-6", "SG"), ("21-19 18-21 25-23 18-25", "NL")],
    },
    Rule {
        name: "counting",
        rejects: counting,
        examples: &[
            ("2 3 4 5 6 7 8 9 10 11", "DE"),
            ("61 62 63 64", "SG"),
            ("10 20 30 40 50", "IN"),
        ],
    },
    Rule {
        name: "ratio",
        rejects: ratio,
        examples: &[
            ("2025550143:1", "US"),
            ("1:2025550143", "US"),
            ("16:9:2025550143", "US"),
        ],
    },
    Rule {
        name: "zip-code",
        rejects: zip_code,
        examples: &[("Springfield 62704-1234", "ES")],
    },
];

/// Most marks before a line that is quoted: `> > | `.
const MOST_QUOTE_MARKS: usize = 15;

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{ff04}' | '\u{ffe1}' | '\u{ffe5}' | '\u{e3f}')
}

fn money(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let cents = subject.after() == Some(',')
        && subject.nth_after(1).is_some_and(|c| c.is_ascii_digit())
        && subject.nth_after(2).is_some_and(|c| c.is_ascii_digit())
        && subject.nth_after(3).is_none_or(|c| !c.is_ascii_digit());
    subject.before_space().is_some_and(is_currency)
        || subject.after_space().is_some_and(is_currency)
        || (cents
            && subject.text[subject.end..]
                .chars()
                .skip(3)
                .take(4)
                .any(char::is_alphabetic))
}

/// A whole number and its fraction; an area code starts with a zero that no fraction's whole number has.
fn is_decimal(subject: &Subject<'_>, whole: &Group, fraction: &Group) -> bool {
    fraction.gap.is_only(Gap::DOT)
        && whole.len() <= 3
        && fraction.len() >= 3
        && (whole.len() == 1 || subject.of(whole)[0] != b'0')
}

fn decimal(subject: &Subject<'_>) -> bool {
    let (from, to) = subject.tight_run();
    let (whole, fraction) = (&subject.groups[from], &subject.groups[to]);
    !subject.international
        && to == from + 1
        && is_decimal(subject, whole, fraction)
        && subject.bare_run(from, to)
        // `call 202.5550143`: an area code and a number of North America.
        && !((whole.len(), fraction.len()) == (3, 7) && subject.of(whole)[0] > b'1' && subject.phone_word())
}

fn coordinates(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    if matches!(subject.after(), Some('\u{b0}' | '\u{2032}' | '\u{2033}')) {
        return true;
    }
    let own = subject.own();
    own.len() == 4
        && own[2].gap.parts_words()
        && is_decimal(subject, &own[0], &own[1])
        && is_decimal(subject, &own[2], &own[3])
}

fn thousands(subject: &Subject<'_>) -> bool {
    if subject.international || subject.trunk {
        return false;
    }
    // An apostrophe ends a number, so that only a part of such a number is a candidate.
    if subject.before() == Some('\'') && subject.nth_before(1).is_some_and(|c| c.is_ascii_digit())
        || subject.after() == Some('\'') && subject.nth_after(1).is_some_and(|c| c.is_ascii_digit())
    {
        return true;
    }
    let own = subject.own();
    let gap = match own.get(1) {
        Some(second) if second.gap.is_only(Gap::DOT) || second.gap.is_only(Gap::SPACE) => second.gap,
        _ => return false,
    };
    own.len() >= 3
        && own[0].len() < 3
        && own[1..].iter().all(|group| group.len() == 3 && group.gap == gap)
        && (own.len() >= 4 || gap.is_only(Gap::DOT))
}

fn number_with_commas(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let digits_behind = |from: usize| {
        subject.text[from..]
            .bytes()
            .take(10)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let digits_before = |to: usize| {
        subject.text[..to]
            .bytes()
            .rev()
            .take(10)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let before = subject.before() == Some(',') && (1..7).contains(&digits_before(subject.before_start()));
    let after = subject.after() == Some(',') && (1..7).contains(&digits_behind(subject.after_end()));
    // "202-555-0147,148" is a list in short; bare digits with a comma are a number.
    (before || after) && subject.bare()
}

fn arithmetic(subject: &Subject<'_>) -> bool {
    let sign = |c: char| {
        matches!(
            c,
            '=' | '\u{d7}' | '\u{f7}' | '^' | '<' | '>' | '\u{2248}' | '\u{2264}' | '\u{2265}' | '\u{2211}'
        )
    };
    if subject.international {
        return false;
    }
    let before = subject.before_space();
    // Angle brackets enclose a number in mail; one alone compares.
    let enclosed = subject.before() == Some('<') || subject.before() == Some('>') || subject.is_quoted();
    if subject.after_space().is_some_and(sign) && !(matches!(subject.after(), Some('<' | '>'))) {
        return true;
    }
    if before.is_some_and(|c| sign(c) && c != '=') && !enclosed {
        return true;
    }
    if before == Some('=') && subject.bare() && !subject.phone_word() {
        return true;
    }
    // `2 * …` and `… / 5`, with spaces: without, they are separators or emphasis.
    let operator = |sign: Option<char>, beside: Option<char>, beyond: Option<char>| {
        matches!(sign, Some('*' | '/')) && beside == Some(' ') && beyond.is_some_and(|c| c.is_ascii_digit())
    };
    let far_before = subject.text[..subject.start]
        .chars()
        .rev()
        .filter(|c| *c != ' ')
        .nth(1);
    let far_after = subject.text[subject.end..].chars().filter(|c| *c != ' ').nth(1);
    // Numbers that are reckoned with do not begin with a zero.
    if subject.bare()
        && subject.digits()[0] != b'0'
        && (operator(before, subject.before(), far_before)
            || operator(subject.after_space(), subject.after(), far_after))
    {
        return true;
    }
    let plus_before = before == Some('+')
        && subject.text[..subject.start]
            .trim_end()
            .trim_end_matches('+')
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_digit());
    let plus_after = subject.after_space() == Some('+')
        && subject.text[subject.end..]
            .trim_start()
            .strip_prefix('+')
            .is_some_and(|rest| {
                rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
            });
    plus_before || plus_after
}

fn percent(subject: &Subject<'_>) -> bool {
    matches!(subject.after(), Some('%' | '\u{2030}' | '\u{ff05}'))
        && !subject.text[subject.end..].starts_with("%2")
        && !subject.international
}

fn score(subject: &Subject<'_>) -> bool {
    let own = subject.own();
    own.len() >= 6
        && own.len().is_multiple_of(2)
        && own.chunks(2).enumerate().all(|(n, pair)| {
            pair.iter().all(|group| group.len() <= 2)
                && pair[1].gap.is_only(Gap::HYPHEN)
                && (n == 0 || pair[0].gap.is_only(Gap::SPACE))
                && (pair[0].len() == 1 || subject.of(&pair[0])[0] != b'0')
        })
}

/// Groups that go up or down by equal steps.
fn counting(subject: &Subject<'_>) -> bool {
    let own = subject.own();
    if own.len() < 4
        || (own.len() < 5 && own.iter().any(|group| group.len() > 2))
        || subject.international
        || own.iter().all(|group| group.len() == 1) && own.len() < 8
    {
        return false;
    }
    let values: Option<Vec<i64>> = own
        .iter()
        .map(|group| subject.value(group).map(i64::from))
        .collect();
    values.is_some_and(|values| {
        let step = values[1] - values[0];
        step != 0 && values.windows(2).all(|pair| pair[1] - pair[0] == step)
    })
}

fn ratio(subject: &Subject<'_>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !subject.international
        && ((subject.before() == Some(':') && digit(subject.nth_before(1)))
            || (subject.after() == Some(':') && digit(subject.nth_after(1))))
}

fn zip_code(subject: &Subject<'_>) -> bool {
    let own = subject.own();
    own.len() == 2
        && own[0].len() == 5
        && own[1].len() == 4
        && own[1].gap.is_only(Gap::HYPHEN)
        && !subject.trunk
        && !subject.international
}

impl Subject<'_> {
    /// Nothing but the marks of a quote stands before the candidate on its line, which may be long: no more is looked at
    /// than a quote has marks.
    fn is_quoted(&self) -> bool {
        let near = &self.text.as_bytes()[self.start.saturating_sub(MOST_QUOTE_MARKS + 1)..self.start];
        let line = near.rsplit(|b| *b == b'\n').next().unwrap_or_default();
        line.len() <= MOST_QUOTE_MARKS
            && line.contains(&b'>')
            && line.iter().all(|b| matches!(b, b'>' | b' ' | b'|'))
    }

    /// The candidate is exactly the run of groups.
    fn bare_run(&self, from: usize, to: usize) -> bool {
        self.first == from && self.last == to
    }
}
