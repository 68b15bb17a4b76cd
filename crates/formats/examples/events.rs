//! Prints what the formats make of files, without any of their content:
//! `cargo run -p teltale-formats --example events -- FILE…`

#![allow(clippy::print_stdout)] // an example that prints

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use teltale_formats::{Emit, Entry, Event, Head, recognise};
use teltale_model::Ledger;

struct Opened {
    name: String,
    bytes: Box<dyn Read>,
}

impl Read for Opened {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(out)
    }
}

impl Entry for Opened {
    fn name(&self) -> &str {
        &self.name
    }
    fn size(&self) -> Option<u64> {
        None
    }
}

fn main() -> io::Result<()> {
    for path in std::env::args().skip(1) {
        let mut file = File::open(&path)?;
        let mut start = Vec::new();
        file.by_ref().take(Head::SIZE as u64).read_to_end(&mut start)?;
        let head = Head {
            name: &path,
            bytes: &start,
            whole: start.len() < Head::SIZE,
        };
        let Some((format, _)) = recognise(&head) else {
            println!("{path}\n  no format");
            continue;
        };
        let mut ledger = Ledger::default();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let mut sink = |event: Event<'_>| {
            let kind = match &event {
                Event::Account(_) => "account".to_owned(),
                Event::Conversation(_) => "conversation".to_owned(),
                Event::Participant(_) => "participant".to_owned(),
                Event::Contact(_) => "contact".to_owned(),
                Event::Message(_) => "message".to_owned(),
                Event::Problem(problem) => format!("problem {:?}", problem.kind),
            };
            *kinds.entry(kind).or_default() += 1;
            ControlFlow::Continue(())
        };
        let bytes: Box<dyn Read> = Box::new(io::Cursor::new(start).chain(file));
        let outcome = format.read(
            &mut Opened {
                name: path.clone(),
                bytes,
            },
            &mut Emit::new(&mut sink, &mut ledger),
        );
        let sums = if ledger.sums() { "sums" } else { "DOES NOT SUM" };
        println!(
            "{path}\n  {}: {kinds:?}, ledger {sums}: {:?}",
            format.about().id,
            ledger.0
        );
        if let Err(halt) = outcome {
            println!("  halted: {halt:?}");
        }
    }
    Ok(())
}
