//! The cutter against serde_json, on damage, and on a record that no memory holds.

use super::{Cursor, Sketch};
use crate::{Emit, Entry, Event};
use std::io::{self, Read};
use std::ops::ControlFlow;
use teltale_model::{Ledger, Locator, ProblemKind, RecordKind};

/// Pseudo-random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const STRINGS: &[&str] = &[
    "",
    "plain",
    r#"q\"uote"#,
    r"tab\tline\n",
    r"\u00e9\ud83d\ude80",
    "é🚀",
    r"\\",
    r"a\/b",
    "020 7946 0018",
];
const SCALARS: &[&str] = &["0", "-1.5e+3", "true", "false", "null", "12025550143"];

fn value(dice: &mut Dice, depth: u64, out: &mut String) {
    match dice.roll(if depth == 0 { 2 } else { 4 }) {
        0 => out.push_str(&format!(
            "\"{}\"",
            STRINGS[dice.roll(STRINGS.len() as u64) as usize]
        )),
        1 => out.push_str(SCALARS[dice.roll(SCALARS.len() as u64) as usize]),
        2 => {
            out.push('[');
            for index in 0..dice.roll(4) {
                out.push_str(if index > 0 { " ,\n" } else { "" });
                value(dice, depth - 1, out);
            }
            out.push(']');
        }
        _ => {
            out.push('{');
            for index in 0..dice.roll(4) {
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(&format!(
                    "\"k{index}{}\" : ",
                    STRINGS[dice.roll(STRINGS.len() as u64) as usize]
                ));
                value(dice, depth - 1, out);
            }
            out.push('}');
        }
    }
}

/// Strings in the order of a walk in which an object's members are sorted, as serde_json keeps them.
fn strings(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => out.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        serde_json::Value::Object(members) => members.values().for_each(|member| strings(member, out)),
        _ => {}
    }
}

#[test]
fn what_serde_json_reads_is_read_alike() {
    let mut dice = Dice(1);
    let mut read = 0;
    for round in 0..20_000 {
        let mut text = String::from("[");
        value(&mut dice, 4, &mut text);
        text.push(']');
        let mut bytes = text.into_bytes();
        // Half of the texts are damaged in a byte.
        if round % 2 == 1 {
            let at = dice.roll(bytes.len() as u64) as usize;
            bytes[at] = b"\"\\{}[]:,x0 \x01\xff"[dice.roll(13) as usize];
        }
        let Ok(expected) = serde_json::from_slice::<serde_json::Value>(&bytes) else {
            // Must not panic.
            Sketch::of_bytes(&bytes[..]).map(|sketch| sketch.record().root().leaves().count());
            continue;
        };
        read += 1;
        let sketch = Sketch::of_bytes(&bytes[..]).expect("has nodes");
        assert!(sketch.is_json(), "{}", String::from_utf8_lossy(&bytes));
        let record = sketch.record();
        let mut got: Vec<String> = record
            .root()
            .leaves()
            .filter(|leaf| leaf.value.is_string())
            .map(|leaf| leaf.value.text_or_empty().into_owned())
            .collect();
        let mut wanted = Vec::new();
        strings(&expected, &mut wanted);
        got.sort();
        wanted.sort();
        // Of two members with one name, serde_json keeps the last.
        assert!(
            wanted.iter().all(|text| got.contains(text)),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
    assert!(read > 10_000, "only {read} texts were JSON");
}

/// The largest record of this test.
const LIMIT: usize = 2 * 1024 * 1024;

/// An entry that is made while it is read: a start, a middle many times, an end.
struct Long {
    start: &'static [u8],
    middle: &'static [u8],
    times: usize,
    end: &'static [u8],
    at: usize,
}

impl Long {
    fn len(&self) -> usize {
        self.start.len() + self.middle.len() * self.times + self.end.len()
    }

    fn byte(&self, at: usize) -> u8 {
        let inside = at.wrapping_sub(self.start.len());
        if at < self.start.len() {
            self.start[at]
        } else if inside < self.middle.len() * self.times {
            self.middle[inside % self.middle.len()]
        } else {
            self.end[inside - self.middle.len() * self.times]
        }
    }
}

impl Read for Long {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = out.len().min(self.len() - self.at);
        for (index, byte) in out[..count].iter_mut().enumerate() {
            *byte = self.byte(self.at + index);
        }
        self.at += count;
        Ok(count)
    }
}

impl Entry for Long {
    fn name(&self) -> &str {
        "long.json"
    }
    fn size(&self) -> Option<u64> {
        None
    }
}

#[test]
fn a_record_above_the_limit_is_searched_in_pieces() {
    let middle = br"caf\u00e9 020 7946 0018 ".as_slice();
    let times = LIMIT / middle.len() + 1000;
    let mut entry = Long {
        start: br#"[{"text":""#,
        middle,
        times,
        end: br#""},"after"]"#,
        at: 0,
    };
    let (mut problems, mut numbers, mut at) = (Vec::new(), 0, 0);
    let mut ledger = Ledger::default();
    let mut sink = |event: Event<'_>| {
        match event {
            Event::Problem(problem) => problems.push(problem.kind),
            Event::Message(message) => {
                for part in message.parts {
                    numbers += part.text.matches("020 7946 0018").count();
                    let Locator::Bytes { start, end, .. } = part.at else {
                        panic!("of bytes")
                    };
                    assert!(start >= at, "parts follow each other");
                    at = end;
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    };
    let mut emit = Emit::new(&mut sink, &mut ledger);
    let mut json = Cursor::new(&mut entry).unwrap();
    json.set_limit(LIMIT);
    let mut after = false;
    json.enter();
    while json.item().unwrap() {
        json.record(RecordKind::Row, &mut emit, |record, _| {
            after = record.root().is("after");
            Ok(())
        })
        .unwrap();
    }
    json.finish(&mut emit).unwrap();
    assert_eq!(
        (problems, numbers, after),
        (vec![ProblemKind::RecordTooLarge], times, true)
    );
    assert_eq!(ledger.of(RecordKind::Row).failed, 1);
}
