//! Every case of `tests/data/cases.jsonl`: the text, the region and the numbers that must be found in it.
//!
//! The environment variable `TELTALE_CASES` may name another file of the same shape.

use serde::Deserialize;
use std::fmt::Write as _;
use teltale_model::{Certainty, Match, Region};
use teltale_phone::Finder;

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    default_region: Option<String>,
    expected: Vec<Expected>,
    category: String,
    /// The certainty of every expected number, where the case fixes it.
    certainty: Option<Certainty>,
}

#[derive(Deserialize)]
struct Expected {
    raw: String,
    start_char: usize,
    end_char: usize,
    e164: Option<String>,
}

/// What is wrong with the finder's answer; empty if nothing.
fn check(finder: &Finder, case: &Case) -> String {
    let regions: Vec<Region> = case
        .default_region
        .iter()
        .filter_map(|code| Region::new(code))
        .collect();
    let mut found = Vec::new();
    finder.find(&case.text, &regions, &mut found);
    let mut wrong = String::new();
    let offset = |char: usize| {
        case.text
            .char_indices()
            .map(|(n, _)| n)
            .chain([case.text.len()])
            .nth(char)
            .unwrap_or(usize::MAX)
    };
    let mut used = vec![false; found.len()];
    for expected in &case.expected {
        let (start, end) = (offset(expected.start_char), offset(expected.end_char));
        assert_eq!(
            case.text.get(start..end),
            Some(expected.raw.as_str()),
            "case {} contradicts itself",
            case.id
        );
        let hit = found
            .iter()
            .position(|m| (m.start as usize, m.end as usize) == (start, end));
        match hit {
            None => _ = write!(wrong, " misses {}..{};", expected.start_char, expected.end_char),
            Some(n) => {
                used[n] = true;
                let number = found[n].number.as_ref().map(|number| number.as_str().to_owned());
                if number != expected.e164 {
                    _ = write!(wrong, " reads {number:?} for {:?};", expected.e164);
                }
                if let Some(certainty) = case.certainty
                    && certainty != found[n].certainty
                {
                    _ = write!(wrong, " is {:?}, not {certainty:?};", found[n].certainty);
                }
            }
        }
    }
    for (m, _) in found
        .iter()
        .zip(&used)
        .filter(|(m, used)| !**used && m.certainty > Certainty::Maybe)
    {
        _ = write!(wrong, " finds {} at {:?};", describe(&case.text, m), m.certainty);
    }
    if !wrong.is_empty() {
        _ = write!(
            wrong,
            " found {:?}",
            found
                .iter()
                .map(|m| format!("{} {:?} {:?}", describe(&case.text, m), m.certainty, m.reasons))
                .collect::<Vec<_>>()
        );
        _ = write!(
            wrong,
            " removed {:?}",
            finder
                .rejections(&case.text, &regions)
                .iter()
                .map(|r| r.rule.clone())
                .collect::<Vec<_>>()
        );
    }
    wrong
}

fn describe(text: &str, m: &Match) -> String {
    format!(
        "{:?} as {:?}",
        &text[m.start as usize..m.end as usize],
        m.number.as_ref().map(|number| number.as_str())
    )
}

#[test]
fn cases() {
    let own = include_str!("data/cases.jsonl").to_owned();
    let more = std::env::var_os("TELTALE_CASES")
        .map(|path| std::fs::read_to_string(path).expect("TELTALE_CASES names a file"));
    let finder = Finder::new();
    let (mut count, mut wrong, mut soft) = (0, Vec::new(), 0);
    for line in own
        .lines()
        .chain(more.iter().flat_map(|text| text.lines()))
        .filter(|line| !line.trim().is_empty())
    {
        let case: Case = serde_json::from_str(line).expect("a case a line");
        count += 1;
        let regions: Vec<Region> = case
            .default_region
            .iter()
            .filter_map(|code| Region::new(code))
            .collect();
        let mut found = Vec::new();
        finder.find(&case.text, &regions, &mut found);
        soft += usize::from(found.iter().any(|m| m.certainty == Certainty::Maybe));
        let fault = check(&finder, &case);
        if !fault.is_empty() {
            wrong.push(format!(
                "{} ({}, {:?}) {:?}:{fault}",
                case.id, case.category, case.default_region, case.text
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} cases are wrong ({soft} cases have a maybe):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
