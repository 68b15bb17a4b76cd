//! Fixtures, and reading them.

use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use teltale_formats::{Emit, Entry, Event, Format, Halt};
use teltale_model::{Ledger, Part};

/// One input file and the format it belongs to.
#[derive(Clone)]
pub struct Fixture {
    pub name: String,
    pub path: PathBuf,
    pub format: &'static dyn Format,
    pub bytes: Vec<u8>,
    /// True in `err/`.
    pub damaged: bool,
}

/// What came out of one reading.
pub struct Reading {
    /// As JSON, one value an event.
    pub events: Vec<serde_json::Value>,
    pub ledger: Ledger,
    pub outcome: Result<(), Halt>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|item| item.unwrap().path())
        .collect();
    paths.sort();
    paths
}

/// All fixtures, ordered by name.
pub fn all() -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for home in sorted(&folder()) {
        let id = home.file_name().unwrap().to_str().unwrap();
        let format =
            teltale_formats::by_id(id).unwrap_or_else(|| panic!("fixtures/{id}: no format has this id"));
        for (verdict, damaged) in [("ok", false), ("err", true)] {
            for path in sorted(&home.join(verdict)) {
                if path.extension().is_some_and(|extension| extension == "events") {
                    continue;
                }
                let name = format!("{id}/{verdict}/{}", path.file_name().unwrap().to_str().unwrap());
                let bytes = fs::read(&path).unwrap();
                fixtures.push(Fixture {
                    name,
                    path,
                    format,
                    bytes,
                    damaged,
                });
            }
        }
    }
    fixtures
}

pub fn cover_every_format() -> Result<(), String> {
    let without: Vec<_> = teltale_formats::all()
        .iter()
        .map(|format| format.about().id)
        .filter(|id| sorted(&folder().join(id).join("ok")).is_empty())
        .collect();
    if without.is_empty() {
        Ok(())
    } else {
        Err(format!("no fixtures/<id>/ok for {without:?}"))
    }
}

/// Bytes as an entry that gives at most `step` of them at a time.
struct Slice<'a> {
    name: &'a str,
    bytes: &'a [u8],
    step: usize,
}

impl Read for Slice<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(self.step);
        self.bytes.read(&mut out[..most])
    }
}

impl Entry for Slice<'_> {
    fn name(&self) -> &str {
        self.name
    }
    fn size(&self) -> Option<u64> {
        None
    }
}

impl Fixture {
    /// The file's name, given to the format as the entry's.
    pub fn entry_name(&self) -> &str {
        self.path.file_name().unwrap().to_str().unwrap()
    }

    /// Reads `bytes`, at most `step` at a time, until `stop_at` events have come.
    pub fn read(&self, bytes: &[u8], step: usize, stop_at: usize) -> Reading {
        self.read_with(bytes, step, stop_at, &mut |_| {})
    }

    /// Reads everything for a receiver with no use for messages none of whose words it `wants`.
    pub fn read_wanting(&self, wants: &dyn Fn(&str) -> bool) -> Reading {
        let mut events = Vec::new();
        let mut ledger = Ledger::default();
        let mut sink = |event: Event<'_>| {
            events.push(serde_json::to_value(&event).unwrap());
            ControlFlow::Continue(())
        };
        let mut emit = Emit::new(&mut sink, &mut ledger).wanting(wants);
        let outcome = self.drive(&self.bytes, usize::MAX, &mut emit);
        Reading {
            events,
            ledger,
            outcome,
        }
    }

    fn drive(&self, bytes: &[u8], step: usize, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut entry = Slice {
            name: self.entry_name(),
            bytes,
            step,
        };
        self.format.read(&mut entry, emit)
    }

    /// The same, showing each event to `look`.
    pub fn read_with(
        &self,
        bytes: &[u8],
        step: usize,
        stop_at: usize,
        look: &mut dyn FnMut(&Event<'_>),
    ) -> Reading {
        let mut events = Vec::new();
        let mut ledger = Ledger::default();
        let mut sink = |event: Event<'_>| {
            look(&event);
            events.push(serde_json::to_value(&event).unwrap());
            if events.len() >= stop_at {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let outcome = self.drive(bytes, step, &mut Emit::new(&mut sink, &mut ledger));
        Reading {
            events,
            ledger,
            outcome,
        }
    }

    /// Reads the whole fixture as it is.
    pub fn read_all(&self) -> Reading {
        self.read(&self.bytes, usize::MAX, usize::MAX)
    }
}

/// The parts of an event.
pub fn parts<'e>(event: &'e Event<'e>) -> &'e [Part<'e>] {
    match event {
        Event::Account(account) => &account.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => &[],
    }
}
