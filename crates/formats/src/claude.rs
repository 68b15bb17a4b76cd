//! The Claude.ai export: `conversations.json`, `users.json`, `memories.json`, projects and design chats.

mod conversation;
mod design;
mod message;
mod record;

use crate::cut::json::{Cursor, Kind, Sketch, first_items};
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition};
use teltale_model::RecordKind;

/// The Claude.ai export.
pub(crate) const FORMAT: &dyn Format = &Claude;

struct Claude;

static ABOUT: About = About {
    id: "claude",
    name: "Claude export",
    service: "Claude",
    version: 1,
    how_to_export: "In Claude, on the web or in the desktop app, open Settings, Privacy, Export data. A mail brings a \
                    link to a zip; the link works for 24 hours.",
};

impl Format for Claude {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        match root.is_array() {
            true => first_items(root).find_map(record::reason),
            false => record::reason(root),
        }
        .map_or(Recognition::No, Recognition::Yes)
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        match json.kind()? {
            Some(Kind::Array) => {
                json.enter();
                while json.item()? {
                    json.record(RecordKind::Conversation, emit, |found, emit| {
                        record::read(found, &mut rows, emit)
                    })?;
                }
            }
            Some(_) => json.record(RecordKind::Conversation, emit, |found, emit| {
                record::read(found, &mut rows, emit)
            })?,
            None => {}
        }
        json.finish(emit)
    }
}
