//! One JSON value as a flat list of nodes, built in one pass over its bytes and resumed when more arrive.

use super::{DEPTH_LIMIT, VALUE_LIMIT};
use memchr::memchr2;
use teltale_model::ProblemKind;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    /// A member's name; the node after it is its value.
    Key,
    String,
    Number,
    True,
    False,
    /// `null`, and Python's `NaN` and `Infinity`.
    Null,
}

/// A value or a member's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// First byte in the record; of a string, the first inside its quotes.
    pub(super) start: u32,
    /// One past the last byte; of a string, its closing quote.
    pub(super) end: u32,
    /// The node after this one and all it holds.
    pub(super) next: u32,
    pub(super) kind: Kind,
    /// True where a string holds a backslash.
    pub(super) escaped: bool,
}

/// What must come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// How far a feed came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fed {
    /// The value is complete and so many bytes long.
    Whole(usize),
    /// The bytes ended first.
    More,
    /// It cannot be understood.
    Bad(ProblemKind),
}

/// The nodes of one value, in the order of their bytes. One tape serves a whole entry.
pub(super) struct Tape {
    pub(super) nodes: Vec<Node>,
    /// Containers not yet closed.
    open: Vec<u32>,
    at: usize,
    expect: Expect,
}

impl Tape {
    pub(super) fn new() -> Self {
        Self {
            nodes: Vec::new(),
            open: Vec::new(),
            at: 0,
            expect: Expect::Value,
        }
    }

    /// Ready for another value.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.open.clear();
        self.at = 0;
        self.expect = Expect::Value;
    }

    /// Closes what is open, so that a value whose end is not there can be looked at.
    pub(super) fn close(&mut self) {
        let (end, next) = (self.at as u32, self.nodes.len() as u32);
        for index in self.open.drain(..) {
            let node = &mut self.nodes[index as usize];
            (node.end, node.next) = (end, next);
        }
    }

    /// Goes on over `bytes`, which begin at the value's first byte and hold at least what they held before.
    /// `ended` says that no more will come.
    pub(super) fn feed(&mut self, bytes: &[u8], ended: bool) -> Fed {
        let mut at = self.at;
        loop {
            while let Some(byte) = bytes.get(at)
                && *byte <= b' '
            {
                at += 1;
            }
            self.at = at;
            let Some(&byte) = bytes.get(at) else {
                return Fed::More;
            };
            match (self.expect, byte) {
                (Expect::CommaOrEnd, b',') => {
                    at += 1;
                    self.expect = self.after_comma();
                    continue;
                }
                (Expect::Colon, b':') => {
                    at += 1;
                    self.expect = Expect::Value;
                    continue;
                }
                (Expect::KeyOrEnd, b'"') => {
                    let Some((end, escaped)) = string(bytes, at + 1) else {
                        return Fed::More;
                    };
                    self.push(Kind::Key, at + 1, end, escaped);
                    at = end + 1;
                    self.expect = Expect::Colon;
                    if bytes.get(at) == Some(&b':') {
                        at += 1;
                        self.expect = Expect::Value;
                    }
                    continue;
                }
                (Expect::Value | Expect::ValueOrEnd, b'"') => {
                    let Some((end, escaped)) = string(bytes, at + 1) else {
                        return Fed::More;
                    };
                    self.push(Kind::String, at + 1, end, escaped);
                    at = end + 1;
                }
                (Expect::Value | Expect::ValueOrEnd, b'{' | b'[') => {
                    if self.open.len() == DEPTH_LIMIT {
                        return Fed::Bad(ProblemKind::TooDeep);
                    }
                    self.open.push(self.nodes.len() as u32);
                    let object = byte == b'{';
                    self.push(if object { Kind::Object } else { Kind::Array }, at, at, false);
                    at += 1;
                    self.expect = if object {
                        Expect::KeyOrEnd
                    } else {
                        Expect::ValueOrEnd
                    };
                    continue;
                }
                (Expect::KeyOrEnd | Expect::CommaOrEnd, b'}') if self.innermost() == Kind::Object => {
                    at += 1;
                    self.pop(at);
                }
                (Expect::ValueOrEnd | Expect::CommaOrEnd, b']') if self.innermost() == Kind::Array => {
                    at += 1;
                    self.pop(at);
                }
                (Expect::Value | Expect::ValueOrEnd, _) => {
                    let length = scalar(&bytes[at..]);
                    if at + length == bytes.len() && !ended {
                        return Fed::More;
                    }
                    let Some(kind) = scalar_kind(&bytes[at..at + length]) else {
                        return Fed::Bad(ProblemKind::Malformed);
                    };
                    self.push(kind, at, at + length, false);
                    at += length;
                }
                (Expect::KeyOrEnd | Expect::Colon | Expect::CommaOrEnd, _) => {
                    return Fed::Bad(ProblemKind::Malformed);
                }
            }
            // A value has just ended.
            if self.open.is_empty() {
                self.at = at;
                return Fed::Whole(at);
            }
            if self.nodes.len() > VALUE_LIMIT {
                return Fed::Bad(ProblemKind::RecordTooLarge);
            }
            self.expect = Expect::CommaOrEnd;
            if bytes.get(at) == Some(&b',') {
                at += 1;
                self.expect = self.after_comma();
            }
        }
    }

    #[inline]
    fn after_comma(&self) -> Expect {
        match self.innermost() {
            Kind::Object => Expect::KeyOrEnd,
            _ => Expect::ValueOrEnd,
        }
    }

    /// The kind of the innermost open container; only asked inside of one.
    fn innermost(&self) -> Kind {
        self.open
            .last()
            .map_or(Kind::Null, |index| self.nodes[*index as usize].kind)
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, escaped: bool) {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            next,
            kind,
            escaped,
        });
    }

    fn pop(&mut self, end: usize) {
        let next = self.nodes.len() as u32;
        if let Some(index) = self.open.pop() {
            let node = &mut self.nodes[index as usize];
            (node.end, node.next) = (end as u32, next);
        }
    }
}

/// The closing quote of a string whose inside begins at `from`, and whether a backslash stands before it.
#[inline]
fn string(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    // Names, ids and single words end before a call of memchr has got going.
    let mut at = from;
    for _ in 0..SHORT_STRING / 8 {
        let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        let word = u64::from_le_bytes(*word);
        let found = equal_bytes(word, b'"') | equal_bytes(word, b'\\');
        if found != 0 {
            at += found.trailing_zeros() as usize / 8;
            if bytes[at] == b'"' {
                return Some((at, false));
            }
            break;
        }
        at += 8;
    }
    long_string(bytes, at)
}

/// Strings up to this length are looked through in words of eight bytes; an id has 36.
const SHORT_STRING: usize = 40;

/// The highest bit of each byte of `word` that equals `byte`; above the lowest of these, perhaps of others.
#[inline]
fn equal_bytes(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let zero = word ^ (ONES * u64::from(byte));
    zero.wrapping_sub(ONES) & !zero & (ONES << 7)
}

/// As [`string`], looked through from `from` on, with no backslash before.
fn long_string(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut escaped = false;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some((at, escaped));
        }
        escaped = true;
        at += 2;
    }
}

/// The length of a number or a word.
fn scalar(bytes: &[u8]) -> usize {
    let ends = |byte: &u8| *byte <= b' ' || matches!(byte, b',' | b']' | b'}' | b':' | b'"' | b'{' | b'[');
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

fn scalar_kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        b"true" => Some(Kind::True),
        b"false" => Some(Kind::False),
        b"null" | b"NaN" | b"Infinity" | b"-Infinity" => Some(Kind::Null),
        [b'-' | b'0'..=b'9', rest @ ..] => {
            let digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
            rest.iter().all(digit).then_some(Kind::Number)
        }
        _ => None,
    }
}
