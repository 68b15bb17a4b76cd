//! The stretch of an entry that a cutter holds in memory.
//!
//! It is held as text for as long as it is text, so that the question is asked of a whole stretch at once and not of
//! every record. Where bytes come that are no text, bytes are held until they have passed by.

use std::ops::Range;

/// What was taken from an entry and is not done with.
pub(super) struct Held {
    kept: Kept,
    /// The first bytes of a character whose others have not come.
    torn: Vec<u8>,
}

enum Kept {
    Text(String),
    Bytes(Vec<u8>),
}

impl Held {
    /// Nothing.
    pub(super) fn new() -> Self {
        Self {
            kept: Kept::Text(String::new()),
            torn: Vec::new(),
        }
    }

    /// All of it.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.kept {
            Kept::Text(text) => text.as_bytes(),
            Kept::Bytes(bytes) => bytes,
        }
    }

    /// A range of it, if that is text.
    #[inline]
    pub(super) fn text(&self, range: Range<usize>) -> Option<&str> {
        match &self.kept {
            Kept::Text(text) => text.get(range),
            Kept::Bytes(bytes) => std::str::from_utf8(&bytes[range]).ok(),
        }
    }

    /// Adds what comes next. A character that is not whole yet is held back until [`Held::end`] at the latest.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        if self.torn.is_empty() {
            let (whole, torn) = bytes.split_at(bytes.len() - torn_off(bytes));
            self.torn.extend_from_slice(torn);
            self.push(whole);
        } else {
            self.torn.extend_from_slice(bytes);
            let joined = std::mem::take(&mut self.torn);
            self.add(&joined);
        }
    }

    /// Nothing comes any more.
    pub(super) fn end(&mut self) {
        let torn = std::mem::take(&mut self.torn);
        self.push(&torn);
    }

    /// Lets go of the first `count` bytes.
    pub(super) fn drop_first(&mut self, count: usize) {
        match &mut self.kept {
            Kept::Text(text) => drop(text.drain(..count)),
            Kept::Bytes(bytes) => {
                bytes.drain(..count);
                self.kept = match String::from_utf8(std::mem::take(bytes)) {
                    Ok(text) => Kept::Text(text),
                    Err(error) => Kept::Bytes(error.into_bytes()),
                };
            }
        }
    }

    fn push(&mut self, whole: &[u8]) {
        match &mut self.kept {
            Kept::Text(text) => match simdutf8::basic::from_utf8(whole) {
                Ok(more) => text.push_str(more),
                Err(_) => {
                    let mut bytes = std::mem::take(text).into_bytes();
                    bytes.extend_from_slice(whole);
                    self.kept = Kept::Bytes(bytes);
                }
            },
            Kept::Bytes(bytes) => bytes.extend_from_slice(whole),
        }
    }
}

/// How many bytes at the end begin a character that has more.
fn torn_off(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(3).enumerate();
    for (after, byte) in last {
        let length = match byte {
            0x80..0xC0 => continue,
            0xC2..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0..0xF5 => 4,
            _ => 1,
        };
        return if after + 1 < length { after + 1 } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is held of `pieces`, and whether it is held as text.
    fn held(pieces: &[&[u8]]) -> (Vec<u8>, bool) {
        let mut held = Held::new();
        pieces.iter().for_each(|piece| held.add(piece));
        held.end();
        (held.bytes().to_vec(), matches!(held.kept, Kept::Text(_)))
    }

    #[test]
    fn text_is_held_as_text_wherever_it_is_torn() {
        let text = "aé明😀b".as_bytes();
        for first in 0..=text.len() {
            for second in first..=text.len() {
                let pieces = [&text[..first], &text[first..second], &text[second..]];
                assert_eq!(held(&pieces), (text.to_vec(), true), "{first} {second}");
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_held_as_they_are_until_they_pass() {
        for bad in [&b"\xFF"[..], b"\xE2\x82", b"\xC0\x80", b"\x80", b"\xF0\x9F\x98a"] {
            let whole = [&b"ab"[..], bad].concat();
            for cut in 0..=whole.len() {
                assert_eq!(
                    held(&[&whole[..cut], &whole[cut..]]),
                    (whole.clone(), false),
                    "{bad:?}"
                );
            }
        }
        let mut held = Held::new();
        held.add(b"a\xFFbc");
        assert_eq!((held.text(0..2), held.text(2..4)), (None, Some("bc")));
        held.drop_first(2);
        assert!(matches!(&held.kept, Kept::Text(text) if text == "bc"));
    }
}
