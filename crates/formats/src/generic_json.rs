//! JSON of no known service: message lists where there are any, and every string of everything else.

use crate::cut::json::{Cursor, Kind, Sketch};
use crate::message_list::{Reader, holds_messages};
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition};
use teltale_model::RecordKind;

/// Any JSON.
pub(crate) const FORMAT: &dyn Format = &GenericJson;

struct GenericJson;

static ABOUT: About = About {
    id: "generic-json",
    name: "JSON",
    service: "",
    version: 1,
    how_to_export: "",
};

impl Format for GenericJson {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        match Sketch::of(head, &[]) {
            Some(sketch) if sketch.is_json() && holds_messages(sketch.record().root()) => {
                Recognition::Yes("JSON with a list of messages that name their speakers")
            }
            Some(sketch) if sketch.is_json() => {
                Recognition::Yes("JSON in no layout we know, read string by string")
            }
            Some(_) | None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut reader = Reader::new(Rows::of(entry));
        let mut json = Cursor::new(entry)?;
        // One value after the other is read as well: some programs append to a file.
        while json.kind()?.is_some() {
            value(&mut json, &mut reader, emit)?;
        }
        json.finish(emit)
    }
}

/// A list is read element by element, an object as a whole unless it is too large for that.
fn value(json: &mut Cursor<'_>, reader: &mut Reader, emit: &mut Emit<'_>) -> Result<(), Halt> {
    match json.kind()? {
        Some(Kind::Array) => {
            json.enter();
            while json.item()? {
                json.record(RecordKind::Row, emit, |record, emit| reader.read(record, emit))?;
            }
            Ok(())
        }
        Some(Kind::Object) if json.is_too_large()? => {
            json.enter();
            while json.key()?.is_some() {
                value(json, reader, emit)?;
            }
            Ok(())
        }
        Some(_) => json.record(RecordKind::Row, emit, |record, emit| reader.read(record, emit)),
        None => Ok(()),
    }
}
