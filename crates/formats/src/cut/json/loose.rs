//! The strings of a value that is too large, too deep, damaged or cut off: they lose their meaning but are
//! still searched, in pieces, in constant memory.

use super::unescape;
use crate::cut::Window;
use crate::field::{Field, is_plumbing};
use crate::{Emit, Halt};
use memchr::memchr2;
use teltale_model::{
    Conversation, ConversationKind, Escape, Event, Key, Locator, Message, Part, Place, Text,
};
use teltale_model::{Unread, UnreadKind};

/// The most bytes of one string that go out as one part.
const LOOSE_PART_LIMIT: usize = 64 * 1024;

/// A longer string is cut before a word within so many bytes of the limit, so that few numbers are cut in two.
const CUT_SEARCH: usize = 1024;

/// So many parts, or so many bytes, make one message.
const PARTS_PER_MESSAGE: usize = 1024;
const BYTES_PER_MESSAGE: usize = 1024 * 1024;

/// Sends out the strings of the value at hand and passes over it.
pub(super) fn strings(window: &mut Window<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let conversation = Key::from(window.name().key().to_owned());
    let start = window.at();
    let mut parts: Vec<Part<'static>> = Vec::new();
    let mut any = false;
    let mut send = |parts: Vec<Part<'static>>| -> Result<(), Halt> {
        if parts.is_empty() {
            return Ok(());
        }
        if !std::mem::replace(&mut any, true) {
            emit.event(Event::Conversation(Conversation {
                key: conversation.borrowed(),
                kind: ConversationKind::Document,
                ..Conversation::default()
            }))?;
        }
        let unread = Unread {
            kind: UnreadKind::UnknownBlock,
            at: Locator::plain(start, start),
        };
        emit.event(Event::Message(Message {
            conversation: conversation.borrowed(),
            parts,
            unread: vec![unread],
            ..Message::default()
        }))
    };
    let mut bytes = 0;
    walk(window, &mut |part| {
        bytes += part.text.len();
        parts.push(part);
        if parts.len() < PARTS_PER_MESSAGE && bytes < BYTES_PER_MESSAGE {
            return Ok(());
        }
        bytes = 0;
        send(std::mem::take(&mut parts))
    })?;
    send(parts)
}

impl Window<'_> {
    /// Sends out the strings of the next `length` bytes, which must be in memory, or else of the value at hand;
    /// passes over them.
    pub(crate) fn loose_strings(&mut self, length: Option<usize>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.set_fence(length);
        strings(self, emit)?;
        while length.is_some() && self.peek()?.is_some() {
            strings(self, emit)?;
        }
        self.set_fence(None);
        Ok(())
    }
}

/// Passes over the value at hand.
pub(super) fn pass(window: &mut Window<'_>) -> Result<(), Halt> {
    let mut depth = 0_u64;
    loop {
        match window.peek()? {
            None => return Ok(()),
            Some(b'"') => {
                window.advance(1);
                while !Piece::next(window)?.last {}
            }
            Some(byte) => {
                window.advance(1);
                depth = deeper(depth, byte);
                if !matches!(byte, b'{' | b'[' | b'}' | b']' | b',' | b':') {
                    pass_scalar(window)?;
                }
            }
        }
        if depth == 0 {
            return Ok(());
        }
    }
}

/// Tells each string of the value at hand, however broken it is: only quotes and brackets count.
fn walk(
    window: &mut Window<'_>,
    tell: &mut dyn FnMut(Part<'static>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let mut depth = 0_u64;
    let mut name = String::new();
    loop {
        match window.peek()? {
            None => return Ok(()),
            Some(b'"') => {
                window.advance(1);
                let mut piece = Piece::next(window)?;
                if piece.last && window.peek()? == Some(b':') {
                    window.advance(1);
                    name = piece.text;
                    continue;
                }
                loop {
                    let last = piece.last;
                    if let Some(part) = piece.part(&name) {
                        tell(part)?;
                    }
                    if last {
                        break;
                    }
                    piece = Piece::next(window)?;
                }
            }
            Some(byte) => {
                window.advance(1);
                depth = deeper(depth, byte);
                if !matches!(byte, b'{' | b'[' | b'}' | b']' | b',' | b':') {
                    pass_scalar(window)?;
                }
            }
        }
        if depth == 0 {
            return Ok(());
        }
    }
}

fn deeper(depth: u64, byte: u8) -> u64 {
    match byte {
        b'{' | b'[' => depth + 1,
        b'}' | b']' => depth.saturating_sub(1),
        _ => depth,
    }
}

fn pass_scalar(window: &mut Window<'_>) -> Result<(), Halt> {
    loop {
        let ends = |byte: &u8| *byte <= b' ' || b",:\"{}[]".contains(byte);
        match window.bytes().iter().position(ends) {
            Some(length) => {
                window.advance(length);
                return Ok(());
            }
            None => {
                window.advance(window.bytes().len());
                if !window.more()? {
                    return Ok(());
                }
            }
        }
    }
}

/// As much of a string as goes out at once.
struct Piece {
    text: String,
    at: Locator,
    /// True where the string ends with it.
    last: bool,
}

impl Piece {
    /// The next piece of the string that the window stands in; passes over it, and over the closing quote.
    fn next(window: &mut Window<'_>) -> Result<Self, Halt> {
        let (length, last) = measure(window)?;
        let text = unescape(&String::from_utf8_lossy(&window.bytes()[..length])).text;
        let start = window.at();
        window.advance(length);
        let at = Locator::Bytes {
            start,
            end: window.at(),
            encoding: window.encoding(),
            escape: Escape::Json,
        };
        if last && !window.bytes().is_empty() {
            window.advance(1);
        }
        Ok(Self { text, at, last })
    }

    fn part(self, name: &str) -> Option<Part<'static>> {
        let field = Field::of(name, &self.text);
        let said = field != Field::Id && !is_plumbing(&self.text);
        said.then(|| Part {
            place: Place::OtherField,
            read_as: field.read_as(),
            text: Text::from(self.text),
            label: Text::from(name.to_owned()),
            at: self.at,
        })
    }
}

/// The length of the next piece, and whether the string ends with it.
fn measure(window: &mut Window<'_>) -> Result<(usize, bool), Halt> {
    let mut at = 0;
    let mut ended = false;
    loop {
        let bytes = window.bytes();
        match bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            Some(found) if at + found > LOOSE_PART_LIMIT => break,
            Some(found) if bytes[at + found] == b'"' => return Ok((at + found, true)),
            Some(found) => at += found + 2,
            None if bytes.len() > LOOSE_PART_LIMIT + 2 => break,
            None if ended => return Ok((bytes.len(), true)),
            None => ended = !window.more()?,
        }
    }
    Ok((cut_before_limit(window.bytes()), false))
}

/// Where to cut a string longer than the limit: before a word if one begins near, and never inside an escape or
/// a character.
fn cut_before_limit(bytes: &[u8]) -> usize {
    // A number goes on behind its blanks, but not with a word.
    let word = |at: &usize| bytes[*at] == b' ' && bytes[*at + 1].is_ascii_alphabetic();
    if let Some(blank) = (LOOSE_PART_LIMIT - CUT_SEARCH..LOOSE_PART_LIMIT).rev().find(word) {
        return blank + 1;
    }
    let mut at = 0;
    let mut last = 0;
    while at < LOOSE_PART_LIMIT {
        last = at;
        at += match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'u') => 6,
            b'\\' if bytes.get(at + 1) == Some(&b'x') => 4,
            b'\\' => 2,
            _ => 1,
        };
        while bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
            at += 1;
        }
    }
    last.max(1)
}
