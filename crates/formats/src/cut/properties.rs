//! Cuts a vCard into properties: folded lines joined, name, parameters and value told apart.

use std::ops::Range;

/// One property of a card, as ranges of the card's bytes.
#[derive(Debug)]
pub(crate) struct Property<'c> {
    /// `item1` of `item1.TEL`; empty if none.
    pub(crate) group: &'c [u8],
    /// Its name as written; empty for a line that is no property.
    pub(crate) name: &'c [u8],
    /// What stands between name and value.
    pub(crate) parameters: Vec<Range<usize>>,
    /// Its value, folds and escapes included.
    pub(crate) value: Range<usize>,
    /// The value is quoted-printable.
    pub(crate) quoted_printable: bool,
    /// The value is base64.
    pub(crate) base64: bool,
}

/// The properties of a card, in order. Blank lines are passed over.
pub(crate) struct Properties<'c> {
    card: &'c [u8],
    at: usize,
}

impl<'c> Properties<'c> {
    /// Over all lines of `card`.
    pub(crate) fn new(card: &'c [u8]) -> Self {
        Self { card, at: 0 }
    }

    /// The line that starts at `start` without its end, and where the next one starts. LF, CRLF and CR end lines.
    fn line(&self, start: usize) -> (Range<usize>, usize) {
        let rest = &self.card[start..];
        match memchr::memchr2(b'\n', b'\r', rest) {
            Some(end) if rest[end..].starts_with(b"\r\n") => (start..start + end, start + end + 2),
            Some(end) => (start..start + end, start + end + 1),
            None => (start..self.card.len(), self.card.len()),
        }
    }

    /// The end of a value that starts on the line `first`: as long as folded lines follow.
    fn folded(
        &self,
        first: Range<usize>,
        mut next: usize,
        quoted_printable: bool,
        base64: bool,
    ) -> (usize, usize) {
        let mut end = first.end;
        let mut soft_break = quoted_printable && self.card[first].ends_with(b"=");
        while next < self.card.len() {
            let (line, after) = self.line(next);
            let text = &self.card[line.clone()];
            let blank = text.trim_ascii().is_empty();
            if soft_break {
                soft_break = text.ends_with(b"=");
            } else if blank {
                // Some programs put blank lines between folded lines; else it ends the value.
                let (beyond, _) = self.line(after);
                if !self.card[beyond].starts_with(b" ") {
                    break;
                }
                next = after;
                continue;
            } else if !(text.starts_with(b" ") || text.starts_with(b"\t") || base64 && is_base64(text)) {
                break;
            }
            end = line.end;
            next = after;
        }
        (end, next)
    }
}

impl<'c> Iterator for Properties<'c> {
    type Item = Property<'c>;

    fn next(&mut self) -> Option<Property<'c>> {
        let (line, next) = loop {
            if self.at >= self.card.len() {
                return None;
            }
            let (line, next) = self.line(self.at);
            if !self.card[line.clone()].trim_ascii().is_empty() {
                break (line, next);
            }
            self.at = next;
        };
        // A folded line may hold the colon: names and parameters fold like values.
        let (unit_end, _) = self.folded(line.clone(), next, false, false);
        let Some(colon) = colon(&self.card[line.start..unit_end]).map(|at| line.start + at) else {
            self.at = next;
            let none = Vec::new();
            return Some(Property {
                group: b"",
                name: b"",
                parameters: none,
                value: line,
                quoted_printable: false,
                base64: false,
            });
        };
        let mut pieces = split(self.card, line.start..colon);
        let full_name = &self.card[if pieces.is_empty() {
            line.start..colon
        } else {
            pieces.remove(0)
        }];
        let (group, name) = match full_name.iter().position(|byte| *byte == b'.') {
            Some(dot) => (&full_name[..dot], &full_name[dot + 1..]),
            None => (&b""[..], full_name),
        };
        let says = |words: &[&[u8]]| {
            pieces.iter().any(|piece| {
                let piece = &self.card[piece.clone()];
                let value = piece
                    .rsplit(|byte| *byte == b'=')
                    .next()
                    .unwrap_or(piece)
                    .trim_ascii();
                words.iter().any(|word| value.eq_ignore_ascii_case(word))
            })
        };
        let quoted_printable = says(&[b"quoted-printable"]);
        let base64 = says(&[b"base64", b"b"]);
        let (end, next) = self.folded(line, next, quoted_printable, base64);
        self.at = next;
        Some(Property {
            group,
            name: name.trim_ascii(),
            parameters: pieces,
            value: colon + 1..end.max(colon + 1),
            quoted_printable,
            base64,
        })
    }
}

fn is_base64(line: &[u8]) -> bool {
    line.iter()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

/// The colon between name and value; one inside a quoted parameter is none.
fn colon(line: &[u8]) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted => return Some(at),
            _ => {}
        }
    }
    // An unclosed quote hides no value.
    line.iter().position(|byte| *byte == b':')
}

/// Name and parameters, split at semicolons outside quotes.
fn split(card: &[u8], range: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted) = (range.start, false);
    for at in range.clone() {
        match card[at] {
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                pieces.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(start..range.end);
    pieces
}
