//! Dates, times, stamps and seconds since 1970.

use super::{Rule, Subject};
use crate::groups::{Gap, Group};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "date-range",
        rejects: date_range,
        examples: &[("03.06-07.06.2015", "US"), ("22.06-27.06.2015", "IN")],
    },
    Rule {
        name: "date",
        rejects: date,
        examples: &[
            ("2024-05-17 20 25", "US"),
            ("12.05.2024", "NO"),
            ("seen 17/05/2024 18 00", "NO"),
            ("20. 12. 1998", "NO"),
        ],
    },
    Rule {
        name: "time",
        rejects: time,
        examples: &[
            ("2024 0517 20:25:55", "NO"),
            ("open 21.30-23.00", "NO"),
            ("23 45 67 89:30", "NO"),
        ],
    },
    Rule {
        name: "compact-date",
        rejects: compact_date,
        examples: &[("born 21121984", "NO"), ("backup 20250517", "SG")],
    },
    Rule {
        name: "epoch",
        rejects: epoch,
        examples: &[("1512345678", "CN"), ("ts 1612345678901", "DE")],
    },
    Rule {
        name: "year-range",
        rejects: year_range,
        examples: &[("2019-2024", "SG")],
    },
];

fn is_day(value: u32) -> bool {
    (1..=31).contains(&value)
}

fn is_month(value: u32) -> bool {
    (1..=12).contains(&value)
}

fn is_year(value: u32) -> bool {
    (1900..=2100).contains(&value)
}

/// Three groups in any order of day, month and year; two-digit years only where `short` allows them.
fn is_date(subject: &Subject<'_>, groups: &[Group], short: bool) -> bool {
    let [a, b, c] = groups else { return false };
    let (Some(x), Some(y), Some(z)) = (subject.value(a), subject.value(b), subject.value(c)) else {
        return false;
    };
    let day_month =
        a.len() <= 2 && b.len() <= 2 && ((is_day(x) && is_month(y)) || (is_month(x) && is_day(y)));
    let month_day = b.len() <= 2 && c.len() <= 2 && is_month(y) && is_day(z);
    (day_month && ((c.len() == 4 && is_year(z)) || (short && c.len() == 2)))
        || (month_day && ((a.len() == 4 && is_year(x)) || (short && a.len() == 2)))
}

fn date(subject: &Subject<'_>) -> bool {
    let (from, to) = if subject.international {
        (subject.first, subject.last)
    } else {
        subject.tight_run()
    };
    let joins = |gap: Gap| {
        gap.is_only(Gap::DOT)
            || gap.is_only(Gap::HYPHEN)
            || gap.is_only(Gap::SLASH)
            || gap.is_only(Gap::DOT.and(Gap::SPACE))
    };
    for at in from..(to + 1).saturating_sub(2).max(from) {
        let three = &subject.groups[at..at + 3];
        let gap = three[1].gap;
        if !joins(gap) || three[2].gap != gap {
            continue;
        }
        let alone = (at == from || subject.groups[at].gap != gap)
            && (at + 3 > to || subject.groups[at + 3].gap != gap);
        // A date of two-digit parts alone is no candidate; beside a time it is.
        if alone
            && is_date(subject, three, to > at + 2 || subject.last > at + 2)
            && at + 2 >= subject.first
            && at <= subject.last
        {
            return true;
        }
    }
    let own = subject.own();
    own.len() == 3
        && subject.gaps().all(|gap| gap.is_only(Gap::SPACE))
        && is_date(subject, own, false)
        && own[0].len() == 2
}

fn date_range(subject: &Subject<'_>) -> bool {
    let (from, to) = subject.tight_run();
    let run = &subject.groups[from..=to];
    match run.len() {
        5 => {
            is_date(subject, &run[2..], true)
                && run[0].len() <= 2
                && run[1].len() <= 2
                && run[1].gap == run[3].gap
                && run[2].gap != run[3].gap
        }
        6 => {
            is_date(subject, &run[..3], true)
                && is_date(subject, &run[3..], true)
                && run[1].gap == run[4].gap
                && run[3].gap != run[1].gap
        }
        4 => {
            let short = |pair: &[Group]| matches!((subject.value(&pair[0]), subject.value(&pair[1])), (Some(d), Some(m)) if is_day(d) && is_month(m));
            run.iter().all(|group| group.len() == 2)
                && run[1].gap.is_only(Gap::DOT)
                && run[3].gap.is_only(Gap::DOT)
                && run[2].gap.is_only(Gap::HYPHEN)
                && short(&run[..2])
                && short(&run[2..])
        }
        _ => false,
    }
}

fn time(subject: &Subject<'_>) -> bool {
    if subject.after() == Some(':')
        && subject.nth_after(1).is_some_and(|c| c.is_ascii_digit())
        && subject.groups[subject.last].len() <= 2
    {
        return true;
    }
    if !subject.international
        && subject.before() == Some(':')
        && subject.nth_before(1).is_some_and(|c| c.is_ascii_digit())
        && subject.groups[subject.first].len() <= 2
    {
        return true;
    }
    let (from, to) = subject.tight_run();
    let run = &subject.groups[from..=to];
    let clock = |pair: &[Group]| matches!((subject.value(&pair[0]), subject.value(&pair[1])), (Some(h), Some(m)) if h < 25 && m < 60);
    run.len() == 4
        && run[1].gap.is_only(Gap::DOT)
        && run[3].gap.is_only(Gap::DOT)
        && run[2].gap.is_only(Gap::HYPHEN)
        && run.iter().all(|g| g.len() == 2)
        && clock(&run[..2])
        && clock(&run[2..])
}

fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, d| sum * 10 + u32::from(d - b'0'))
}

fn is_stamp(digits: &[u8]) -> bool {
    let year_first =
        is_year(number(&digits[..4])) && is_month(number(&digits[4..6])) && is_day(number(&digits[6..8]));
    let year_last = digits.len() == 8
        && is_year(number(&digits[4..]))
        && ((is_day(number(&digits[..2])) && is_month(number(&digits[2..4])))
            || (is_month(number(&digits[..2])) && is_day(number(&digits[2..4]))));
    year_first || year_last
}

/// True where groups begin with a year, a month and a day: `20240517`, `2024-05-17`, `240517_202555`.
pub(crate) fn begin_with_date(groups: &[Group], all_digits: &[u8]) -> bool {
    let Some(year) = groups.first() else { return false };
    let lengths: [usize; 3] = std::array::from_fn(|n| groups.get(n).map_or(0, Group::len));
    let written = match lengths {
        [8 | 12 | 14, _, _] => year.len(),
        [4, 2, 2] => 8,
        // Two digits of a year only where a time follows.
        [6, 6, _] => {
            let century = [b"20", &all_digits[year.from..year.to]].concat();
            return is_stamp(&century);
        }
        _ => return false,
    };
    is_stamp(&all_digits[year.from..year.from + written])
}

fn compact_date(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let own = subject.own();
    let stamp = |group: &Group| matches!(group.len(), 8 | 12 | 14) && is_stamp(subject.of(group));
    stamp(&own[0])
        && (own.len() == 1 || (own.len() == 2 && own[0].len() == 8 && matches!(own[1].len(), 4 | 6)))
        && !subject.phone_word()
}

fn epoch(subject: &Subject<'_>) -> bool {
    if subject.international || !subject.bare() || subject.own()[0].disguised {
        return false;
    }
    let digits = subject.digits();
    let seconds = match digits.len() {
        10 | 13 | 16 => &digits[..10],
        _ => return false,
    };
    (1_000_000_000..2_000_000_000_u64).contains(
        &seconds
            .iter()
            .fold(0_u64, |sum, d| sum * 10 + u64::from(d - b'0')),
    ) && !crate::classes::fills_a_field(digits)
        && !subject.phone_word()
}

fn year_range(subject: &Subject<'_>) -> bool {
    let own = subject.own();
    own.len() == 2
        && own
            .iter()
            .all(|group| group.len() == 4 && subject.value(group).is_some_and(is_year))
        && subject.gaps().all(|gap| gap.has(Gap::HYPHEN.and(Gap::SLASH)))
}
