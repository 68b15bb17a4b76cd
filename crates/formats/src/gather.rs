//! Collects every string of a value as parts, for the members that a format does not know one by one.

use crate::cut::json::{Kind, Leaf, Value, nested as json_inside};
use crate::field::{Field, is_plumbing};
use teltale_model::{Part, Place, ReadAs, Text};

/// Every string inside as a part; ids are kept but not searched.
pub(crate) fn all<'t>(value: Value<'t>, place: Place, parts: &mut Vec<Part<'t>>) {
    for leaf in value.leaves() {
        if let Some(part) = part(leaf, place) {
            parts.push(part);
        }
    }
}

/// Every string inside that can hold words or a number: ids, dates and single machine's words stay out.
pub(crate) fn words<'t>(value: Value<'t>, place: Place, parts: &mut Vec<Part<'t>>) {
    for leaf in value.leaves() {
        if let Some(part) = part(leaf, place)
            && part.read_as != ReadAs::Opaque
            && !is_plumbing(&part.text)
        {
            parts.push(part);
        }
    }
}

/// An account's mail address, which is kept but not searched.
pub(crate) fn mail_address(value: Value<'_>) -> Option<Part<'_>> {
    value.part(Place::AccountField).map(|part| Part {
        read_as: ReadAs::Opaque,
        label: Text::from("email"),
        ..part
    })
}

/// Every string inside but ids: what stands in a field that holds words.
pub(crate) fn searched<'t>(value: Value<'t>, place: Place, parts: &mut Vec<Part<'t>>) {
    let leaves = value.leaves().filter_map(|leaf| part(leaf, place));
    parts.extend(leaves.filter(|part| part.read_as != ReadAs::Opaque));
}

/// A leaf as a part labelled with its member's name. A number is one only where its name says phone.
pub(crate) fn part<'t>(leaf: Leaf<'t>, place: Place) -> Option<Part<'t>> {
    let name = leaf.key.map(Value::text_or_empty).unwrap_or_default();
    let part = leaf.value.part(place)?;
    let field = Field::of(&name, &part.text);
    if leaf.value.kind() == Kind::Number && field != Field::Phone {
        return None;
    }
    Some(Part {
        read_as: field.read_as(),
        label: Text(name),
        ..part
    })
}

/// A string as one part; where it holds JSON, every string of that, so that escapes inside of escapes do not
/// stand between digits.
pub(crate) fn nested<'t>(value: Value<'t>, place: Place, parts: &mut Vec<Part<'t>>) {
    let Some(leaves) = json_inside(value) else {
        parts.extend(value.part(place));
        return;
    };
    for leaf in leaves {
        let field = Field::of(&leaf.name, &leaf.text);
        let searched = field == Field::Phone || leaf.kind == Kind::String && field == Field::Words;
        if searched && !leaf.text.is_empty() {
            let (text, label) = (Text::from(leaf.text), Text::from(leaf.name));
            parts.push(Part {
                place,
                read_as: field.read_as(),
                text,
                label,
                at: leaf.at,
            });
        }
    }
}
