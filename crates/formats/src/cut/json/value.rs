//! A record's values, seen through its tape: names, texts, numbers, and the way back to their bytes.

use super::tape::{Kind, Node};
use super::unescape;
use crate::cut::utf8::original_length;
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::str;
use teltale_model::{Encoding, Escape, Key, Locator, Part, Place, ReadAs, Text};

/// One JSON value cut from an entry.
pub(crate) struct Record<'w> {
    bytes: &'w [u8],
    /// The same as text, where all of it is UTF-8.
    utf8: Option<&'w str>,
    nodes: &'w [Node],
    at: u64,
    encoding: Encoding,
    replaced: Cell<bool>,
}

impl<'w> Record<'w> {
    /// `bytes` begin at `at` in the entry; `nodes` are theirs and not empty.
    pub(super) fn new(bytes: &'w [u8], nodes: &'w [Node], at: u64, encoding: Encoding) -> Self {
        Self {
            bytes,
            utf8: simdutf8::basic::from_utf8(bytes).ok(),
            nodes,
            at,
            encoding,
            replaced: Cell::new(false),
        }
    }

    /// True where a string or name reads `text`. Most do not even have its length.
    #[inline]
    fn reads(&self, node: &Node, text: &str) -> bool {
        let (start, end) = (node.start as usize, node.end as usize);
        if node.escaped {
            return unescape(&String::from_utf8_lossy(&self.bytes[start..end])).text == text;
        }
        end - start == text.len() && &self.bytes[start..end] == text.as_bytes()
    }

    /// The way back to bytes of the record.
    fn locator(&self, start: usize, end: usize, escape: Escape) -> Locator {
        let from = self.at + original_length(self.encoding, &self.bytes[..start]);
        let to = from + original_length(self.encoding, &self.bytes[start..end]);
        Locator::Bytes {
            start: from,
            end: to,
            encoding: self.encoding,
            escape,
        }
    }

    /// The whole value.
    pub(crate) fn root(&self) -> Value<'_> {
        Value {
            record: self,
            index: 0,
        }
    }

    /// Where the record begins in the entry.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// True once a text was given in which something that is not text was replaced.
    pub(crate) fn replaced(&self) -> bool {
        self.replaced.get()
    }
}

/// A value inside a record.
#[derive(Clone, Copy)]
pub(crate) struct Value<'t> {
    record: &'t Record<'t>,
    index: u32,
}

/// A string or number inside a value, with the name of the nearest member that holds it.
#[derive(Clone, Copy)]
pub(crate) struct Leaf<'t> {
    pub(crate) key: Option<Value<'t>>,
    pub(crate) value: Value<'t>,
}

impl<'t> Value<'t> {
    fn node(self) -> Node {
        self.record.nodes[self.index as usize]
    }

    fn at_index(self, index: u32) -> Self {
        Self {
            record: self.record,
            index,
        }
    }

    pub(crate) fn kind(self) -> Kind {
        self.node().kind
    }

    pub(crate) fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    pub(crate) fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    pub(crate) fn is_string(self) -> bool {
        self.kind() == Kind::String
    }

    /// The bytes as they stand; of a string, inside its quotes.
    pub(crate) fn raw(self) -> &'t [u8] {
        let node = self.node();
        &self.record.bytes[node.start as usize..node.end as usize]
    }

    /// Where `raw` stands in the record.
    pub(super) fn range(self) -> Range<usize> {
        let node = self.node();
        node.start as usize..node.end as usize
    }

    /// The way back to the bytes `from..to` of `raw`.
    pub(super) fn locator_of(self, from: usize, to: usize, escape: Escape) -> Locator {
        let start = self.node().start as usize;
        self.record.locator(start + from, start + to, escape)
    }

    /// True for a string or name that reads `text`.
    pub(crate) fn is(self, text: &str) -> bool {
        self.record.reads(&self.record.nodes[self.index as usize], text)
    }

    /// The members of an object; none of anything else.
    pub(crate) fn entries(self) -> impl Iterator<Item = (Value<'t>, Value<'t>)> {
        let node = self.node();
        let end = if node.kind == Kind::Object { node.next } else { 0 };
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            // A name without its value stands only at the end of a value that was cut off.
            if index + 1 >= end {
                return None;
            }
            let (key, value) = (self.at_index(index), self.at_index(index + 1));
            index = value.node().next;
            Some((key, value))
        })
    }

    /// The elements of an array; none of anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Value<'t>> {
        let node = self.node();
        let end = if node.kind == Kind::Array { node.next } else { 0 };
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            if index >= end {
                return None;
            }
            let value = self.at_index(index);
            index = value.node().next;
            Some(value)
        })
    }

    /// The member `name`, unless it is null.
    pub(crate) fn get(self, name: &str) -> Option<Value<'t>> {
        let nodes = self.record.nodes;
        let object = &nodes[self.index as usize];
        if object.kind != Kind::Object {
            return None;
        }
        let mut index = self.index + 1;
        while index + 1 < object.next {
            let value = &nodes[index as usize + 1];
            if self.record.reads(&nodes[index as usize], name) {
                return (value.kind != Kind::Null).then(|| self.at_index(index + 1));
            }
            index = value.next;
        }
        None
    }

    /// The member of a member.
    pub(crate) fn find(self, path: &[&str]) -> Option<Value<'t>> {
        path.iter().try_fold(self, |value, name| value.get(name))
    }

    /// The first of these members that is a text, for a fact that has had several names.
    pub(crate) fn first_text(self, names: &[&str]) -> Option<Cow<'t, str>> {
        names.iter().find_map(|name| self.get(name)?.text())
    }

    /// The first of these members that can be a key.
    pub(crate) fn first_key(self, names: &[&str]) -> Option<Key<'t>> {
        names.iter().find_map(|name| self.get(name)?.as_key())
    }

    /// A string's text; none for anything else.
    pub(crate) fn text(self) -> Option<Cow<'t, str>> {
        matches!(self.kind(), Kind::String | Kind::Key).then(|| self.decoded())
    }

    /// A string's text, or the empty text.
    pub(crate) fn text_or_empty(self) -> Cow<'t, str> {
        self.text().unwrap_or_default()
    }

    /// The text of a string or the digits of a number, for joining facts.
    pub(crate) fn as_key(self) -> Option<Key<'t>> {
        match self.kind() {
            Kind::String | Kind::Key | Kind::Number => Some(Key(self.decoded())),
            Kind::Object | Kind::Array | Kind::True | Kind::False | Kind::Null => None,
        }
    }

    /// A number, also one that is written as a string.
    pub(crate) fn number(self) -> Option<f64> {
        match self.kind() {
            Kind::Number | Kind::String => str::from_utf8(self.raw()).ok()?.trim().parse().ok(),
            Kind::Object | Kind::Array | Kind::Key | Kind::True | Kind::False | Kind::Null => None,
        }
    }

    /// A whole number, also one that is written as a string.
    pub(crate) fn whole(self) -> Option<i64> {
        match self.kind() {
            Kind::Number | Kind::String => str::from_utf8(self.raw()).ok()?.trim().parse().ok(),
            Kind::Object | Kind::Array | Kind::Key | Kind::True | Kind::False | Kind::Null => None,
        }
    }

    /// True where both are one value of one record.
    pub(crate) fn same(self, other: Value<'_>) -> bool {
        self.index == other.index && std::ptr::eq(self.record.nodes, other.record.nodes)
    }

    /// True only for `true`.
    pub(crate) fn is_true(self) -> bool {
        self.kind() == Kind::True
    }

    /// Where the value stands in the entry: a string's inside, anything else as a whole.
    pub(crate) fn locator(self) -> Locator {
        let node = self.node();
        let escape = match node.kind {
            Kind::String | Kind::Key => Escape::Json,
            Kind::Object | Kind::Array | Kind::Number | Kind::True | Kind::False | Kind::Null => Escape::None,
        };
        self.record
            .locator(node.start as usize, node.end as usize, escape)
    }

    /// A string's text by another of JSON's escapes.
    pub(crate) fn unescaped(self, escape: Escape) -> Cow<'t, str> {
        if !self.node().escaped {
            return self.decoded();
        }
        Cow::Owned(crate::unescape(Encoding::Utf8, escape, self.raw()))
    }

    /// The way back to a string's inside by another of JSON's escapes.
    pub(crate) fn locator_as(self, escape: Escape) -> Locator {
        let escape = if self.node().escaped { escape } else { Escape::Json };
        self.locator_of(0, self.raw().len(), escape)
    }

    /// A part of a string that is not empty, or of a number.
    pub(crate) fn part(self, place: Place) -> Option<Part<'t>> {
        let text = match self.kind() {
            Kind::String | Kind::Key | Kind::Number => self.decoded(),
            Kind::Object | Kind::Array | Kind::True | Kind::False | Kind::Null => return None,
        };
        (!text.is_empty()).then(|| Part {
            place,
            read_as: ReadAs::Text,
            text: Text(text),
            label: Text::default(),
            at: self.locator(),
        })
    }

    /// A part of the bytes `from..to` of a string's raw inside; they must not cut through an escape.
    pub(crate) fn piece(self, place: Place, from: usize, to: usize) -> Option<Part<'t>> {
        let node = self.node();
        let (start, end) = (node.start as usize + from, node.start as usize + to);
        let text = self.decode(start, end, node.escaped);
        (!text.is_empty()).then(|| Part {
            place,
            read_as: ReadAs::Text,
            text: Text(text),
            label: Text::default(),
            at: self.record.locator(start, end, Escape::Json),
        })
    }

    /// Every string and number inside, in the order of the bytes.
    pub(crate) fn leaves(self) -> impl Iterator<Item = Leaf<'t>> {
        let end = self.node().next;
        let mut index = self.index;
        // A member's name is the node before its value.
        let before = self.index.checked_sub(1).map(|index| self.at_index(index));
        let mut key = before.filter(|node| node.kind() == Kind::Key);
        // Arrays around the place we are at: where each ends, and the name that it stands under.
        let mut under: Vec<(u32, Option<Value<'t>>)> = Vec::new();
        std::iter::from_fn(move || {
            while index < end {
                while let Some((_, outer)) = under.pop_if(|(close, _)| *close <= index) {
                    key = outer;
                }
                let value = self.at_index(index);
                index += 1;
                match value.kind() {
                    Kind::Key => key = Some(value),
                    Kind::Array | Kind::Object => under.push((value.node().next, key)),
                    Kind::String | Kind::Number => return Some(Leaf { key, value }),
                    Kind::True | Kind::False | Kind::Null => {}
                }
            }
            None
        })
    }

    fn decoded(self) -> Cow<'t, str> {
        let node = self.node();
        self.decode(node.start as usize, node.end as usize, node.escaped)
    }

    fn decode(self, start: usize, end: usize, escaped: bool) -> Cow<'t, str> {
        let raw = match self.record.utf8.and_then(|text| text.get(start..end)) {
            Some(text) => Cow::Borrowed(text),
            None => {
                let text = String::from_utf8_lossy(&self.record.bytes[start..end]);
                if matches!(text, Cow::Owned(_)) {
                    self.record.replaced.set(true);
                }
                text
            }
        };
        if !escaped {
            return raw;
        }
        let unescaped = unescape(&raw);
        if unescaped.replaced {
            self.record.replaced.set(true);
        }
        Cow::Owned(unescaped.text)
    }
}
