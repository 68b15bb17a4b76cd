//! Laws about the events of a whole file.

use crate::fixture::{Fixture, parts};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use teltale_model::{Event, Locator, Place};

/// The events, one a line without the fields that say nothing, then the ledger.
pub fn are_as_expected(fixture: &Fixture) -> Result<(), String> {
    let reading = fixture.read_all();
    reading.outcome.map_err(|halt| format!("{halt:?}"))?;
    let mut lines: Vec<String> = reading
        .events
        .into_iter()
        .map(|event| without_empty(event).to_string())
        .collect();
    lines.push(format!(
        "ledger {}",
        without_empty(serde_json::to_value(&reading.ledger).unwrap())
    ));
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

fn without_empty(value: Value) -> Value {
    let empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    };
    let usual = |name: &str, value: &Value| match name {
        "branch" => value == "shown",
        "read_as" => value == "text",
        "role" => value == "person",
        _ => false,
    };
    match value {
        Value::Object(fields) => match fields.get("bytes") {
            Some(range) if fields.len() == 1 => Value::String(short(range)),
            Some(_) | None => Value::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, without_empty(value)))
                    .filter(|(name, value)| !empty(value) && !usual(name, value))
                    .collect(),
            ),
        },
        Value::Array(items) => Value::Array(items.into_iter().map(without_empty).collect()),
        other => other,
    }
}

/// A byte range with its encoding and escape, as `3..40 utf8 cr_lf`.
fn short(range: &Value) -> String {
    let word = |name: &str| range[name].as_str().unwrap_or_default().to_owned();
    let escape = if word("escape") == "none" {
        String::new()
    } else {
        format!(" {}", word("escape"))
    };
    format!(
        "{}..{} {}{escape}",
        range["start"],
        range["end"],
        word("encoding")
    )
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
