//! Facebook and Instagram "Download your information": message threads, and the account files that hold numbers.

mod account;
mod text;
mod thread;

use crate::cut::json::{Cursor, Kind, Sketch};
use crate::entry_name::EntryName;
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition};
use teltale_model::RecordKind;

/// Meta's exports.
pub(crate) const FORMAT: &dyn Format = &Meta;

struct Meta;

static ABOUT: About = About {
    id: "meta",
    name: "Facebook or Instagram export (JSON)",
    service: "Meta",
    version: 1,
    how_to_export: "In Facebook or Instagram open Accounts Center, Your information and permissions, Download your \
                    information, and choose JSON. A mail says when the zip is ready.",
};

impl Format for Meta {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        match (thread::is_thread(root), account::reason(root)) {
            (true, _) => {
                Recognition::Yes("messages with a sender's name and milliseconds, as Meta writes them")
            }
            (false, Some(reason)) => Recognition::Yes(reason),
            (false, None) => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        if json.kind()? == Some(Kind::Object) {
            json.record(RecordKind::Conversation, emit, |record, emit| {
                let root = record.root();
                if thread::is_thread(root) {
                    return thread::read(root, &name, emit);
                }
                account::read(record, &mut rows, emit)
            })?;
        }
        json.finish(emit)
    }
}
