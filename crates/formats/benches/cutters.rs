#![allow(clippy::print_stdout)] // a bench that prints

//! Reads generated data with the line-based formats, or files, and prints MB/s of processor time, best of some rounds:
//! for a receiver of all events, and for one with no use for any message.
//! `cargo xtask bench cutters [MEGABYTES [KIND] | FILE…]`

use std::fmt::Write as _;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use teltale_formats::{Emit, Entry, Event, Head, recognise};
use teltale_model::Ledger;

struct Made<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl Read for Made<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(out)
    }
}

impl Entry for Made<'_> {
    fn name(&self) -> &str {
        self.name
    }
    fn size(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }
}

const WORDS: [&str; 16] = [
    "the",
    "train",
    "leaves",
    "at",
    "nine",
    "and",
    "we",
    "should",
    "bring",
    "bread",
    "because",
    "everybody",
    "likes",
    "it",
    "very",
    "much",
];

/// A few words, the same for the same seed; now and then a number.
fn words(seed: usize, count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        text.push_str(WORDS[(seed * 7 + at * 5 + at * at) % WORDS.len()]);
        text.push(' ');
    }
    if seed.is_multiple_of(40) {
        let _ = write!(text, "+44 7700 900{:03}", seed % 1000);
    }
    text
}

fn whatsapp(at: usize, out: &mut String) {
    let (day, hour, minute) = (1 + at / 1440 % 28, at / 60 % 24, at % 60);
    let sender = ["Anna Example", "Ben", "+44 7700 900123", "Carl from work"][at % 4];
    let _ = writeln!(
        out,
        "{day:02}/03/2024, {hour:02}:{minute:02} - {sender}: {}",
        words(at, 4 + at % 17)
    );
    if at.is_multiple_of(9) {
        let _ = writeln!(out, "{}", words(at + 1, 8));
    }
}

fn ios(at: usize, out: &mut String) {
    let (day, hour, minute) = (1 + at / 1440 % 28, at / 60 % 24, at % 60);
    let sender = ["Anna Example", "Ben", "+44 7700 900123", "Jörg"][at % 4];
    let _ = write!(
        out,
        "[{day:02}.03.24, {hour:02}:{minute:02}:07] {sender}: {} grüße\r\n",
        words(at, 4 + at % 17)
    );
}

fn card(at: usize, out: &mut String) {
    let _ = write!(
        out,
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Anna {at};;;\r\nFN:Anna {at} Example\r\nTEL;TYPE=CELL:+44 7700 900{:03}\r\nNOTE:{}\r\nEND:VCARD\r\n",
        at % 1000,
        words(at, 9)
    );
}

fn table(at: usize, out: &mut String) {
    let _ = writeln!(
        out,
        "2024-03-01T10:00:00Z,Anna,+44 7700 900{:03},\"{}, quoted\"",
        at % 1000,
        words(at, 12)
    );
}

fn turn(at: usize, out: &mut String) {
    let _ = writeln!(
        out,
        "{}: {}\n\n{}\n",
        if at.is_multiple_of(2) {
            "Human"
        } else {
            "Assistant"
        },
        words(at, 20),
        words(at + 3, 30)
    );
}

fn paragraph(at: usize, out: &mut String) {
    let _ = writeln!(out, "{}\n{}\n", words(at, 14), words(at + 1, 9));
}

/// Time this thread has run, where the system tells, so that a busy machine gives the same figures.
fn spent(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told
        .as_deref()
        .and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// Writes the record of this number behind a text.
type Write = fn(usize, &mut String);

fn main() {
    let begun = Instant::now();
    // Cargo adds flags of its own.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let kinds: [(&str, &str, Write); 6] = [
        ("whatsapp Android", "", whatsapp),
        ("whatsapp iOS", "", ios),
        ("vcard", "", card),
        ("csv", "date,from,number,message\n", table),
        ("transcript", "", turn),
        ("plain text", "", paragraph),
    ];
    let first = arguments.first().map_or("64", String::as_str);
    let Ok(megabytes) = first.parse::<usize>() else {
        for path in &arguments {
            match std::fs::read(path) {
                Ok(bytes) => measure(path, &bytes, begun),
                Err(error) => println!("{path}: {error}"),
            }
        }
        return;
    };
    let only = arguments.get(1).cloned().unwrap_or_default();
    for (kind, header, make) in kinds.into_iter().filter(|(kind, ..)| kind.contains(&only)) {
        let mut text = header.to_owned();
        let mut at = 1;
        while text.len() < megabytes << 20 {
            make(at, &mut text);
            at += 1;
        }
        measure(kind, text.as_bytes(), begun);
    }
}

fn measure(kind: &str, bytes: &[u8], begun: Instant) {
    let head = Head {
        name: "",
        bytes: &bytes[..Head::SIZE.min(bytes.len())],
        whole: false,
    };
    let Some((format, _)) = recognise(&head) else {
        println!("{kind}: no format");
        return;
    };
    let about = format.about();
    let megabytes = bytes.len() as f64 / 1e6;
    for (receiver, wants) in [("all", None), ("none", Some(&|_: &str| false))] {
        let mut best = f64::MAX;
        let mut events = 0u64;
        for _ in 0..5 {
            events = 0;
            let mut ledger = Ledger::default();
            let mut sink = |event: Event<'_>| {
                events += u64::from(!matches!(event, Event::Problem(_)));
                ControlFlow::Continue(())
            };
            let mut emit = Emit::new(&mut sink, &mut ledger);
            if let Some(wants) = wants {
                emit = emit.wanting(wants);
            }
            let start = spent(begun);
            let read = format.read(&mut Made { name: "made", bytes }, &mut emit);
            best = best.min((spent(begun) - start).as_secs_f64());
            assert!(read.is_ok() && ledger.sums());
        }
        println!(
            "{kind:17} {:20} {receiver:4} {:6.0} MB/s ({events} events, {megabytes:.0} MB)",
            about.id,
            megabytes / best,
        );
    }
}
