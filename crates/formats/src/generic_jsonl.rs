//! JSON Lines of no known service: each line a message, a conversation, a pair, or any record.

use crate::cut::json::Sketch;
use crate::cut::jsonl;
use crate::message_list::{Reader, holds_messages};
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition};
use teltale_model::RecordKind;

/// Any JSON Lines.
pub(crate) const FORMAT: &dyn Format = &GenericJsonl;

struct GenericJsonl;

static ABOUT: About = About {
    id: "generic-jsonl",
    name: "JSON Lines",
    service: "",
    version: 1,
    how_to_export: "",
};

impl Format for GenericJsonl {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        match Sketch::of(head, &[]) {
            Some(sketch) if sketch.is_line() && holds_messages(sketch.record().root()) => {
                Recognition::Yes("a JSON value a line, with messages that name their speakers")
            }
            Some(sketch) if sketch.is_line() => Recognition::Yes("a JSON value a line, in no layout we know"),
            Some(_) | None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut reader = Reader::new(Rows::of(entry));
        jsonl::lines(entry, RecordKind::Row, emit, |record, _, emit| {
            reader.read(record, emit)
        })
    }
}
