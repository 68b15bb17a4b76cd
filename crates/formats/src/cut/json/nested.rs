//! JSON inside of a JSON string, such as the arguments of a tool: its strings, with the way back to their bytes.

use super::tape::{Fed, Tape};
use super::{Kind, Record, Value, escape};
use std::str;
use teltale_model::{Encoding, Escape, Locator};

/// A string or a number of the inner JSON.
pub(crate) struct NestedLeaf {
    /// The name of the nearest member that holds it; empty if none.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) kind: Kind,
    pub(crate) at: Locator,
}

/// The leaves of the object or array that the string `value` holds; none if it holds anything else.
pub(crate) fn nested(value: Value<'_>) -> Option<Vec<NestedLeaf>> {
    let raw = str::from_utf8(value.raw()).ok()?;
    if !value.is_string() || !matches!(raw.trim_start().as_bytes().first(), Some(b'{' | b'[')) {
        return None;
    }
    let inner = escape::Mapped::of(raw);
    let mut tape = Tape::new();
    let Fed::Whole(length) = tape.feed(inner.text.as_bytes(), true) else {
        return None;
    };
    if !inner.text[length..].trim().is_empty() {
        return None;
    }
    let record = Record::new(inner.text.as_bytes(), &tape.nodes, 0, Encoding::Utf8);
    let leaf = |leaf: super::Leaf<'_>| {
        let range = leaf.value.range();
        let escape = if leaf.value.is_string() {
            Escape::JsonTwice
        } else {
            Escape::Json
        };
        NestedLeaf {
            name: leaf
                .key
                .map(|key| key.text_or_empty().into_owned())
                .unwrap_or_default(),
            text: leaf.value.as_key().map(|key| key.to_string()).unwrap_or_default(),
            kind: leaf.value.kind(),
            at: value.locator_of(inner.raw(range.start), inner.raw(range.end), escape),
        }
    };
    Some(record.root().leaves().map(leaf).collect())
}
