//! Laws about the events of a whole file.

use crate::fixture::{Fixture, parts};
use crate::ordered::Ordered;
use std::fs;
use std::path::PathBuf;
use teltale_model::{Event, Locator, Place};

/// The events, one a line without the fields that say nothing, then the ledger.
pub fn are_as_expected(fixture: &Fixture) -> Result<(), String> {
    let mut lines = Vec::new();
    let reading = fixture.read_with(&fixture.bytes, usize::MAX, usize::MAX, &mut |event| {
        lines.push(without_empty(Ordered::of(event)).to_string());
    });
    reading.outcome.map_err(|halt| format!("{halt:?}"))?;
    lines.push(format!("ledger {}", without_empty(Ordered::of(&reading.ledger))));
    let got = lines.join("\n") + "\n";
    let path = PathBuf::from(format!("{}.events", fixture.path.display()));
    if std::env::var_os("TELTALE_BLESS").is_some() {
        return fs::write(&path, got).map_err(|error| error.to_string());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differs = got
        .lines()
        .zip(expected.lines())
        .position(|(got, expected)| got != expected);
    let shorter = got.lines().count().min(expected.lines().count());
    if got == expected {
        return Ok(());
    }
    let line = differs.unwrap_or(shorter);
    Err(format!(
        "{} differs in line {}:\n  expected {}\n  got      {}\nIf the new events are right: TELTALE_BLESS=1 cargo test -p teltale-formats, or cargo xtask bless",
        path.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(end)"),
        got.lines().nth(line).unwrap_or("(end)"),
    ))
}

fn without_empty(value: Ordered) -> Ordered {
    let empty = |value: &Ordered| match value {
        Ordered::Null | Ordered::Bool(false) => true,
        Ordered::Text(text) => text.is_empty(),
        Ordered::List(items) => items.is_empty(),
        Ordered::Fields(fields) => fields.is_empty(),
        Ordered::Bool(true) | Ordered::Number(_) => false,
    };
    let usual = |name: &str, value: &Ordered| match name {
        "branch" => value.is_text("shown"),
        "read_as" => value.is_text("text"),
        "role" => value.is_text("person"),
        _ => false,
    };
    match value {
        Ordered::Fields(fields) => match &fields[..] {
            [(name, range)] if name == "bytes" => Ordered::Text(short(range)),
            _ => Ordered::Fields(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, without_empty(value)))
                    .filter(|(name, value)| !empty(value) && !usual(name, value))
                    .collect(),
            ),
        },
        Ordered::List(items) => Ordered::List(items.into_iter().map(without_empty).collect()),
        other => other,
    }
}

/// A byte range with its encoding and escape, as `3..40 utf8 cr_lf`.
fn short(range: &Ordered) -> String {
    let word = |name: &str| match range.field(name) {
        Some(Ordered::Text(word)) => word.clone(),
        Some(Ordered::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let escape = match word("escape").as_str() {
        "none" => String::new(),
        escape => format!(" {escape}"),
    };
    format!("{}..{} {}{escape}", word("start"), word("end"), word("encoding"))
}

/// The bytes at a part's locator, un-escaped, are its text. A part made from the entry's own name has the
/// empty range at the start.
pub fn locators_lead_back(fixture: &Fixture) -> Result<(), String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    fixture.read_with(&fixture.bytes, usize::MAX, usize::MAX, &mut |event: &Event<
        '_,
    >| {
        for part in parts(event) {
            count += 1;
            let Locator::Bytes {
                start,
                end,
                encoding,
                escape,
            } = &part.at
            else {
                continue;
            };
            if part.place == Place::FileName && (*start, *end) == (0, 0) {
                continue;
            }
            let bytes = fixture.bytes.get(*start as usize..*end as usize);
            let found = bytes.map(|bytes| teltale_formats::unescape(*encoding, *escape, bytes));
            if found.as_deref() != Some(&*part.text) {
                wrong.push(format!(
                    "part {count} {:?}: {found:?} at {:?} is not {:?}",
                    part.place, part.at, &*part.text
                ));
            }
        }
    });
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Whoever wants digits only is told the same as others, less messages without any.
pub fn only_unwanted_messages_are_left_out(fixture: &Fixture) -> Result<(), String> {
    let has_digits = |text: &str| text.chars().any(char::is_numeric);
    let all = fixture.read_all();
    let wanted = fixture.read_wanting(&has_digits);
    if wanted.ledger != all.ledger {
        return Err(format!("{:?} is not {:?}", wanted.ledger, all.ledger));
    }
    let mut told = wanted.events.iter().peekable();
    for event in &all.events {
        if told.next_if_eq(&event).is_some() {
            continue;
        }
        let parts = event.pointer("/Message/parts").and_then(|parts| parts.as_array());
        let has_words = |part: &serde_json::Value| part["text"].as_str().is_some_and(has_digits);
        if parts.is_none_or(|parts| parts.iter().any(has_words)) {
            return Err(format!("left out: {event}"));
        }
    }
    told.next()
        .map_or(Ok(()), |more| Err(format!("told besides: {more}")))
}

pub fn ledger_sums(fixture: &Fixture) -> Result<(), String> {
    let ledger = fixture.read_all().ledger;
    if ledger.sums() {
        Ok(())
    } else {
        Err(format!("{ledger:?}"))
    }
}

pub fn problems_where_expected(fixture: &Fixture) -> Result<(), String> {
    let problems: Vec<_> = fixture
        .read_all()
        .events
        .into_iter()
        .filter(|event| event.get("Problem").is_some())
        .collect();
    match (fixture.damaged, problems.is_empty()) {
        (true, true) => Err("a fixture in err/ must have a problem".to_owned()),
        (false, false) => Err(format!("a fixture in ok/ must have none: {problems:?}")),
        (true, false) | (false, true) => Ok(()),
    }
}
