//! Who speaks in a chat: the senders introduced so far, and what tells a name from other words before a colon.

use super::characters;
use super::style::ends_a_name;
use std::collections::HashSet;
use std::ops::Range;
use teltale_model::Role;

/// The senders introduced so far. Most chats have few, which are found faster in a row.
#[derive(Default)]
pub(super) struct Senders {
    few: Vec<Known>,
    many: HashSet<Box<str>>,
}

/// A sender who was introduced.
pub(super) struct Known {
    name: Box<str>,
    /// Where the name stands in what the app wrote before the colon.
    pub(super) at: Range<usize>,
    /// What the app wrote before the colon, …
    pub(super) written: Box<[u8]>,
    /// … and its first bytes as a number, by which nearly all others are told from it.
    start: Start,
    pub(super) role: Role,
}

/// The first eight bytes at most.
#[derive(Clone, Copy)]
struct Start {
    bytes: u64,
    mask: u64,
}

impl Start {
    fn of(written: &[u8]) -> Self {
        let mut eight = [0; 8];
        let length = written.len().min(8);
        eight[..length].copy_from_slice(&written[..length]);
        let mask = if length == 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
        Self { bytes: u64::from_le_bytes(eight), mask }
    }
}

impl Senders {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.few.iter().any(|known| *known.name == *name)
            || (!self.many.is_empty() && self.many.contains(name))
    }

    /// The sender who was written like this before, to the byte.
    #[inline]
    pub(super) fn written(&self, written: &[u8]) -> Option<&Known> {
        self.few.iter().find(|known| *known.written == *written)
    }

    /// The sender whose name, written as before, a body begins with; a colon and a space or the line's end follow.
    #[inline]
    pub(super) fn speaking(&self, body: &[u8]) -> Option<&Known> {
        let start = u64::from_le_bytes(*body.first_chunk()?);
        self.few.iter().find(|known| {
            let end = known.written.len();
            (start ^ known.start.bytes) & known.start.mask == 0
                && body.get(end) == Some(&b':')
                && ends_a_name(body, end)
                && body.starts_with(&known.written)
        })
    }

    pub(super) fn insert(&mut self, name: &str, at: Range<usize>, written: &[u8], role: Role) {
        if self.few.len() < 16 {
            self.few.push(Known {
                name: name.into(),
                at,
                written: written.into(),
                start: Start::of(written),
                role,
            });
        } else {
            self.many.insert(name.into());
        }
    }

    pub(super) fn len(&self) -> usize {
        self.few.len() + self.many.len()
    }
}

/// A quotation mark that is opened and not closed: the colon stands inside a quoted group name.
pub(super) fn has_open_quote(name: &[u8]) -> bool {
    if !name.iter().any(|byte| *byte == b'"' || *byte >= 0x80) {
        return false;
    }
    let text = String::from_utf8_lossy(name);
    let count = |quote: char| text.matches(quote).count();
    count('"') % 2 == 1
        || count('«') > count('»')
        || (count('“') > count('”') && count('„') == 0)
        || count('„') > count('“') + count('”')
        || count('「') > count('」')
}

/// True where a sender is a phone number as the app prints it for somebody who is not a contact.
pub(super) fn is_number(name: &[u8]) -> bool {
    let (mut digits, mut at) = (0, 0);
    while at < name.len() {
        if let Some((_, length)) = characters::digit(&name[at..]) {
            digits += 1;
            at += length;
            continue;
        }
        let gap = characters::space(&name[at..]).max(characters::mark(&name[at..]));
        match (gap, name[at]) {
            (0, b'+' | b'-' | b'(' | b')' | b'.' | b'/') => at += 1,
            (0, 0xE2) if matches!(name.get(at + 1..at + 3), Some([0x80, 0x90..=0x95])) => at += 3,
            (0, _) => return false,
            (gap, _) => at += gap,
        }
    }
    digits >= 7
}
