//! Laws about reading in small steps, in part, and stopping.

use crate::fixture::Fixture;
use serde_json::Value;
use teltale_formats::Halt;

pub fn one_byte_reads(fixture: &Fixture) -> Result<(), String> {
    let whole = fixture.read_all();
    for step in [1, 7] {
        let stepped = fixture.read(&fixture.bytes, step, usize::MAX);
        if whole.events != stepped.events || whole.ledger != stepped.ledger {
            return Err(format!("reading {step} bytes at a time gives other events"));
        }
    }
    Ok(())
}

/// Fixtures whose layout is told from the whole file, so that a part of it may read differently: only that they
/// can be cut anywhere without harm is asked of them.
const TOLD_FROM_THE_WHOLE: &[&str] = &[
    // Which colon ends the sender's name is told by how often each candidate occurs.
    "whatsapp-text/ok/colons-in-sender-names.txt",
    // Which lines are headers is told by the style that most of them have.
    "whatsapp-text/ok/quoted-export.txt",
    // Whether lines are a table at all, and with which delimiter, is told by the first rows.
    "csv-table/",
    // Which lines name a speaker is told by the look that most of them share.
    "markdown-transcript/",
];

/// The same records up to the last, which may be incomplete. Times are left out of the comparison: the order of
/// day and month may be told from a later line.
pub fn cut_anywhere(fixture: &Fixture) -> Result<(), String> {
    let whole = records(fixture.read_all().events);
    let length = fixture.bytes.len();
    let step = (length / 160).max(1);
    for end in (0..length).step_by(step) {
        let reading = fixture.read(&fixture.bytes[..end], usize::MAX, usize::MAX);
        if !matches!(reading.outcome, Ok(())) {
            return Err(format!("cut at {end}: ended with {:?}", reading.outcome));
        }
        if !reading.ledger.sums() {
            return Err(format!(
                "cut at {end}: the ledger does not sum: {:?}",
                reading.ledger
            ));
        }
        if TOLD_FROM_THE_WHOLE
            .iter()
            .any(|told| fixture.name.starts_with(told))
        {
            continue;
        }
        let mut part = records(reading.events);
        part.pop();
        if !whole.starts_with(&part) {
            let at = part
                .iter()
                .zip(&whole)
                .position(|(part, whole)| part != whole)
                .unwrap_or(whole.len());
            return Err(format!("cut at {end}: record {at} differs: {}", part[at]));
        }
    }
    Ok(())
}

/// Messages, contacts and accounts without their times.
fn records(events: Vec<Value>) -> Vec<Value> {
    let is_record = |event: &Value| {
        ["Message", "Contact", "Account"]
            .iter()
            .any(|kind| event.get(*kind).is_some())
    };
    let mut records: Vec<Value> = events.into_iter().filter(is_record).collect();
    for record in &mut records {
        if let Some(message) = record.get_mut("Message").and_then(Value::as_object_mut) {
            message.remove("sent_at");
        }
    }
    records
}

pub fn stop_at_every_event(fixture: &Fixture) -> Result<(), String> {
    let whole = fixture.read_all().events;
    for stop_at in 1..=whole.len().min(60) {
        let reading = fixture.read(&fixture.bytes, usize::MAX, stop_at);
        if reading.events.len() != stop_at || !matches!(reading.outcome, Err(Halt::Stopped)) {
            return Err(format!(
                "told to stop at event {stop_at}: {} came",
                reading.events.len()
            ));
        }
        if reading.events != whole[..stop_at] {
            return Err(format!("stopped at event {stop_at}: other events came"));
        }
    }
    Ok(())
}
