//! Cuts XML into tags with their attributes, leniently: what phones write is often not well-formed. Nothing is ever
//! expanded or fetched, and a value too large to be held is passed over.

use super::Window;
use super::utf8::original_length;
use crate::Entry;
use std::io;
use teltale_model::{Encoding, Escape, Locator, ProblemKind};

/// A value above this many bytes is passed over; texts are far smaller, pictures often larger.
const VALUE_LIMIT: usize = 1 << 20;
/// A name above this many bytes is none.
const NAME_LIMIT: usize = 256;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Opens an element.
    Open,
    /// Is a whole element.
    Empty,
    /// Closes an element.
    Close,
    /// No tag, but words between tags: its one attribute, without a name.
    Words,
}

/// A tag.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// Where it starts in the entry.
    pub(crate) at: u64,
    pub(crate) attributes: Vec<Attribute>,
    /// What is wrong with it.
    pub(crate) damage: Option<ProblemKind>,
}

/// An attribute and its value.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    /// Un-escaped; empty where it was passed over: not wanted, or too large.
    pub(crate) text: String,
    pub(crate) locator: Locator,
}

impl Tag {
    /// The attribute of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// The tags of an entry, one after the other.
pub(crate) struct Tags<'e> {
    window: Window<'e>,
}

impl<'e> Tags<'e> {
    /// At the entry's first byte, past a byte-order mark.
    pub(crate) fn new(entry: &'e mut dyn Entry) -> io::Result<Self> {
        Ok(Self {
            window: Window::new(entry)?,
        })
    }

    /// The next tag; `wants` tells of which attributes the value is needed, from the tag as far as it is read.
    pub(crate) fn next(&mut self, wants: impl Fn(&Tag, &str) -> bool) -> io::Result<Option<Tag>> {
        loop {
            if self.byte(0)?.is_none() {
                return Ok(None);
            }
            if self.byte(0)? != Some(b'<') {
                if let Some(words) = self.words()? {
                    return Ok(Some(words));
                }
                continue;
            }
            let at = self.window.at();
            match self.byte(1)? {
                Some(b'?') => self.pass(b"?>")?,
                Some(b'!') if self.begins(b"<!--")? => self.pass(b"-->")?,
                Some(b'!') => self.pass(b">")?,
                Some(b'/') => {
                    self.window.advance(2);
                    let name = self.name()?;
                    self.pass(b">")?;
                    return Ok(Some(Tag {
                        kind: Kind::Close,
                        name,
                        at,
                        attributes: Vec::new(),
                        damage: None,
                    }));
                }
                Some(_) => {
                    self.window.advance(1);
                    return self.opened(at, wants).map(Some);
                }
                None => {
                    self.window.advance(1);
                    let tag = self.opened(at, wants)?;
                    return Ok(Some(tag));
                }
            }
        }
    }

    /// Words up to the next tag, unless they are blank; long ones in pieces.
    fn words(&mut self) -> io::Result<Option<Tag>> {
        let at = self.window.at();
        let mut length = 0;
        let end = loop {
            let held = self.window.bytes();
            match memchr::memchr(b'<', &held[length..]) {
                Some(found) => break length + found,
                None if held.len() > VALUE_LIMIT => break before_character(held, VALUE_LIMIT),
                None => length = held.len(),
            }
            if !self.window.more()? {
                break length;
            }
        };
        let (attribute, damage) = self.value(String::new(), end);
        self.window.advance(end);
        let blank = attribute.text.trim().is_empty();
        Ok((!blank).then(|| Tag {
            kind: Kind::Words,
            name: String::new(),
            at,
            attributes: vec![attribute],
            damage,
        }))
    }

    /// The rest of a tag that opens an element.
    fn opened(&mut self, at: u64, wants: impl Fn(&Tag, &str) -> bool) -> io::Result<Tag> {
        let mut tag = Tag {
            kind: Kind::Open,
            name: self.name()?,
            at,
            attributes: Vec::new(),
            damage: None,
        };
        loop {
            self.blanks()?;
            match self.byte(0)? {
                Some(b'>') => {
                    self.window.advance(1);
                    return Ok(tag);
                }
                Some(b'/') if self.byte(1)? == Some(b'>') => {
                    self.window.advance(2);
                    tag.kind = Kind::Empty;
                    return Ok(tag);
                }
                Some(b'<') => {
                    tag.damage = Some(ProblemKind::Malformed);
                    return Ok(tag);
                }
                None => {
                    tag.damage = Some(ProblemKind::CutOff);
                    return Ok(tag);
                }
                Some(_) => self.attribute(&mut tag, &wants)?,
            }
        }
    }

    fn attribute(&mut self, tag: &mut Tag, wants: impl Fn(&Tag, &str) -> bool) -> io::Result<()> {
        let name = self.name()?;
        self.blanks()?;
        if name.is_empty() || self.byte(0)? != Some(b'=') {
            // Not an attribute: a byte is given up, so that there is an end.
            tag.damage = Some(ProblemKind::Malformed);
            if name.is_empty() {
                self.window.advance(1);
            }
            return Ok(());
        }
        self.window.advance(1);
        self.blanks()?;
        let Some(quote @ (b'"' | b'\'')) = self.byte(0)? else {
            // Without quotation marks it goes on to the next blank.
            tag.damage = Some(ProblemKind::Malformed);
            let mut length = 0;
            while self
                .byte(length)?
                .is_some_and(|byte| byte > b' ' && !matches!(byte, b'<' | b'>'))
                && length < NAME_LIMIT
            {
                length += 1;
            }
            tag.attributes.push(self.value(name, length).0);
            self.window.advance(length);
            return Ok(());
        };
        self.window.advance(1);
        let wanted = wants(tag, &name);
        let from = self.window.at();
        let mut searched = 0;
        loop {
            let held = self.window.bytes();
            if let Some(found) = memchr::memchr(quote, &held[searched..]) {
                let end = searched + found;
                if wanted && end <= VALUE_LIMIT && self.window.at() == from {
                    let (attribute, damage) = self.value(name, end);
                    tag.attributes.push(attribute);
                    tag.damage = tag.damage.or(damage);
                } else {
                    tag.damage = tag.damage.or(wanted.then_some(ProblemKind::RecordTooLarge));
                    tag.attributes.push(self.passed_over(name, from, end));
                }
                self.window.advance(end + 1);
                return Ok(());
            }
            searched = held.len();
            if searched > VALUE_LIMIT || !wanted {
                self.window.advance(searched);
                searched = 0;
            }
            if !self.window.more()? {
                // The value's end is missing: what there is of it still counts.
                tag.damage = Some(ProblemKind::CutOff);
                let end = self.window.bytes().len();
                if wanted && self.window.at() == from {
                    tag.attributes.push(self.value(name, end).0);
                }
                self.window.advance(end);
                return Ok(());
            }
        }
    }

    /// The value in the next `length` bytes, which must be in memory.
    fn value(&self, name: String, length: usize) -> (Attribute, Option<ProblemKind>) {
        let bytes = &self.window.bytes()[..length];
        let escape = match memchr::memchr(b'&', bytes) {
            Some(_) => Escape::Xml,
            None => Escape::None,
        };
        let damage = std::str::from_utf8(bytes)
            .is_err()
            .then_some(ProblemKind::BadEncoding);
        let attribute = Attribute {
            name,
            text: crate::unescape(Encoding::Utf8, escape, bytes),
            locator: self.locator(self.window.at(), length, escape),
        };
        (attribute, damage)
    }

    fn passed_over(&self, name: String, from: u64, length: usize) -> Attribute {
        Attribute {
            name,
            text: String::new(),
            locator: self.locator(from, length, Escape::None),
        }
    }

    /// From `from` to the end of the next `length` bytes.
    fn locator(&self, from: u64, length: usize, escape: Escape) -> Locator {
        Locator::Bytes {
            start: from,
            end: self.window.at() + original_length(self.window.encoding(), &self.window.bytes()[..length]),
            encoding: self.window.encoding(),
            escape,
        }
    }

    /// A name as far as it goes; may be empty.
    fn name(&mut self) -> io::Result<String> {
        let mut length = 0;
        while let Some(byte) = self.byte(length)? {
            if byte <= b' '
                || matches!(byte, b'=' | b'/' | b'>' | b'<' | b'"' | b'\'')
                || length == NAME_LIMIT
            {
                break;
            }
            length += 1;
        }
        let name = String::from_utf8_lossy(&self.window.bytes()[..length]).into_owned();
        self.window.advance(length);
        Ok(name)
    }

    fn blanks(&mut self) -> io::Result<()> {
        while self.byte(0)?.is_some_and(|byte| byte <= b' ') {
            self.window.advance(1);
        }
        Ok(())
    }

    fn begins(&mut self, text: &[u8]) -> io::Result<bool> {
        self.byte(text.len() - 1)?;
        Ok(self.window.bytes().starts_with(text))
    }

    /// Passes over everything up to and with `end`.
    fn pass(&mut self, end: &[u8]) -> io::Result<()> {
        loop {
            let held = self.window.bytes();
            if let Some(found) = memchr::memmem::find(held, end) {
                self.window.advance(found + end.len());
                return Ok(());
            }
            let keep = held.len().min(end.len() - 1);
            self.window.advance(held.len() - keep);
            if !self.window.more()? {
                self.window.advance(keep);
                return Ok(());
            }
        }
    }

    /// The byte so far ahead; none behind the end.
    fn byte(&mut self, ahead: usize) -> io::Result<Option<u8>> {
        loop {
            if let Some(byte) = self.window.bytes().get(ahead) {
                return Ok(Some(*byte));
            }
            if !self.window.more()? {
                return Ok(None);
            }
        }
    }
}

/// The last start of a character at or before `at`.
fn before_character(bytes: &[u8], at: usize) -> usize {
    let starts = |at: &usize| bytes[*at] & 0xC0 != 0x80;
    (at.saturating_sub(3)..=at).rev().find(starts).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::super::steps::Steps;
    use super::*;

    fn tags(text: &str, step: usize) -> Vec<String> {
        let mut entry = Steps(text.as_bytes(), step);
        let mut tags = Tags::new(&mut entry).unwrap();
        let mut found = Vec::new();
        while let Some(tag) = tags.next(|_, name| name != "data").unwrap() {
            let attributes: Vec<String> = tag
                .attributes
                .iter()
                .map(|attribute| format!("{}={}", attribute.name, attribute.text))
                .collect();
            let damage = tag.damage.map_or(String::new(), |damage| format!(" {damage:?}"));
            found.push(format!(
                "{:?} {} {}{damage}",
                tag.kind,
                tag.name,
                attributes.join(" ")
            ));
        }
        found
    }

    fn check(text: &str, expected: &[&str]) {
        for step in [1, 3, usize::MAX] {
            assert_eq!(tags(text, step), expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn prolog_and_comments_are_passed_over() {
        check(
            "<?xml version='1.0'?><!-- <a> --><!DOCTYPE a>\n<a b=\"1\"><c d='\"2\"' /></a>",
            &["Open a b=1", "Empty c d=\"2\"", "Close a "],
        );
    }

    #[test]
    fn entities_are_not_expanded_and_surrogates_joined() {
        check(
            "<a b='&amp;&#55357;&#56832;&lol;'/>",
            &["Empty a b=&\u{1F600}&lol;"],
        );
    }

    #[test]
    fn damage_costs_its_tag_only() {
        check(
            "<a b=1><c d='2'><e f<g/>words<h i='",
            &[
                "Open a b=1 Malformed",
                "Open c d=2",
                "Open e  Malformed",
                "Empty g ",
                "Words  =words",
                "Open h i= CutOff",
            ],
        );
    }

    #[test]
    fn what_is_not_wanted_or_too_large_is_not_held() {
        let large = "A".repeat(3 * VALUE_LIMIT);
        let text = format!("<a data='{large}' text='{large}' b='1'/>");
        assert_eq!(tags(&text, 4096), ["Empty a data= text= b=1 RecordTooLarge"]);
    }
}
