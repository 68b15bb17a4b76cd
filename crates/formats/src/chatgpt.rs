//! The ChatGPT export: `conversations.json` or its shards, `user.json`, and the small files beside them.

mod content;
mod conversation;
mod metadata;
mod record;
mod tree;

use crate::cut::json::{Cursor, Kind, Sketch, Value, first_items};
use crate::rows::Rows;
use crate::{About, Emit, Entry, Format, Halt, Head, Recognition};
use teltale_model::RecordKind;

/// The ChatGPT export.
pub(crate) static FORMAT: &dyn Format = &ChatGpt;

struct ChatGpt;

static ABOUT: About = About {
    id: "chatgpt",
    name: "ChatGPT export",
    service: "ChatGPT",
    version: 1,
    how_to_export: "In ChatGPT open Settings, Data controls, Export data, and confirm. A mail brings a link to a \
                    zip within a few days; the link works for 24 hours.",
};

impl Format for ChatGpt {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &[]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        let root = record.root();
        let items = root.get("conversations").unwrap_or(root);
        match items.is_array() {
            true => first_items(items).find_map(record::reason),
            false => record::reason(root),
        }
        .map_or(Recognition::No, Recognition::Yes)
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut json = Cursor::new(entry)?;
        match json.kind()? {
            Some(Kind::Array) => list(&mut json, &mut rows, emit)?,
            Some(Kind::Object) if wraps_list(&mut json)? => {
                json.enter();
                while let Some(name) = json.key()? {
                    match (name.as_str(), json.kind()?) {
                        ("conversations", Some(Kind::Array)) => list(&mut json, &mut rows, emit)?,
                        _ => json.record(RecordKind::Row, emit, |found, emit| rows.read(found, emit))?,
                    }
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

/// Reads the array at hand, one conversation or row at a time.
fn list(json: &mut Cursor<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    json.enter();
    while json.item()? {
        json.record(RecordKind::Conversation, emit, |found, emit| {
            record::read(found, rows, emit)
        })?;
    }
    Ok(())
}

/// True for an object that is not a conversation itself but holds them under `conversations`.
fn wraps_list(json: &mut Cursor<'_>) -> Result<bool, Halt> {
    let sketch = json.sketch()?;
    let wraps = |root: Value<'_>| root.get("conversations").is_some_and(Value::is_array);
    Ok(sketch.is_some_and(|sketch| wraps(sketch.record().root())))
}
