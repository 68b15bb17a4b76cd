//! Meta's strings: each byte of their UTF-8 is written as a character of its own.

use crate::cut::json::{Leaf, Value};
use crate::field::{Field, is_plumbing};
use std::borrow::Cow;
use teltale_model::{Escape, Part, Place, ReadAs, Text};

/// A string's text, put together again.
pub(super) fn text<'t>(value: Value<'t>) -> Cow<'t, str> {
    value.unescaped(Escape::JsonMojibake)
}

/// A string that is not empty as a part.
pub(super) fn part<'t>(value: Value<'t>, place: Place) -> Option<Part<'t>> {
    let part = value.part(place)?;
    Some(Part {
        text: Text(text(value)),
        at: value.locator_as(Escape::JsonMojibake),
        ..part
    })
    .filter(|_| value.is_string())
}

/// Every string inside that can hold words or a number.
pub(super) fn words<'t>(value: Value<'t>, place: Place, parts: &mut Vec<Part<'t>>) {
    parts.extend(value.leaves().filter_map(|leaf| leaf_part(leaf, place)));
}

fn leaf_part<'t>(leaf: Leaf<'t>, place: Place) -> Option<Part<'t>> {
    let name = leaf.key.map(text).unwrap_or_default();
    let part = part(leaf.value, place)?;
    let read_as = Field::of(&name, &part.text).read_as();
    let said = read_as == ReadAs::Number || read_as == ReadAs::Text && !is_plumbing(&part.text);
    said.then_some(Part {
        read_as,
        label: Text(name),
        ..part
    })
}
