//! Which line of a mail starts what: headers, bodies, and the parts between boundaries.

use super::headers::{Header, headers, parameter};
use crate::unescape::charset;
use std::ops::Range;
use teltale_model::{Encoding, Escape, Media};

/// What a line starts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// The line between two mails of a mailbox.
    Separator,
    /// The headers of a mail, or of a mail inside of it.
    Mail {
        /// The mail stands inside of another.
        inside: bool,
    },
    /// The headers of a part.
    Part,
    /// A boundary between parts.
    Boundary,
    /// What headers announced.
    Body(Body),
}

/// A body.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub(super) kind: BodyKind,
    pub(super) escape: Escape,
    /// None for a character set that is not read here.
    pub(super) encoding: Option<Encoding>,
}

/// What a body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// What was written.
    Words,
    /// What was written, once more as HTML.
    Repeats,
    /// A contact card.
    Card,
    /// An attached text.
    Attached,
    /// Around the parts.
    Around,
    /// A file of this kind, which is not read.
    File(Media),
}

/// Boundaries nested deeper than this are text.
const MOST_BOUNDARIES: usize = 32;
/// Headers above this many bytes say nothing more about the body.
const BLOCK_LIMIT: usize = 64 * 1024;

/// Parts that are open.
struct Open {
    boundary: Vec<u8>,
    /// The parts say the same in several forms.
    alternative: bool,
    /// One of them was words already.
    told: bool,
}

enum State {
    /// In headers; what they say so far.
    Headers(Vec<u8>),
    /// In a body.
    Body,
    /// The next line starts something.
    Next(Next),
}

#[derive(Clone, Copy)]
enum Next {
    Part,
    Body(Body),
    InnerMail,
}

/// A mail, or a mailbox, while its lines go by.
pub(super) struct Mime {
    state: State,
    open: Vec<Open>,
    after_blank: bool,
    /// The entry begins with a separator.
    mailbox: bool,
    first: bool,
}

impl Mime {
    pub(super) fn new() -> Self {
        Self {
            state: State::Headers(Vec::new()),
            open: Vec::new(),
            after_blank: true,
            mailbox: false,
            first: true,
        }
    }

    /// True where the mail ended before its last boundary.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// What `line`, the next one, starts.
    pub(super) fn starts(&mut self, line: &[u8]) -> Option<Start> {
        let after_blank = std::mem::replace(&mut self.after_blank, line.trim_ascii().is_empty());
        let first = std::mem::take(&mut self.first);
        if line.starts_with(b"From ") && after_blank && (first || self.mailbox) {
            self.mailbox = true;
            self.open.clear();
            self.state = State::Headers(Vec::new());
            self.after_blank = false;
            self.first = true;
            return Some(Start::Separator);
        }
        if first {
            self.state = State::Headers(Vec::new());
            self.header(line);
            return Some(Start::Mail { inside: false });
        }
        if let Some(start) = self.boundary(line) {
            return Some(start);
        }
        match &self.state {
            State::Headers(_) => {
                self.header(line);
                None
            }
            State::Body => None,
            State::Next(next) => {
                let next = *next;
                self.state = match next {
                    Next::Body(_) => State::Body,
                    Next::Part | Next::InnerMail => State::Headers(Vec::new()),
                };
                if !matches!(next, Next::Body(_)) {
                    self.header(line);
                }
                Some(match next {
                    Next::Part => Start::Part,
                    Next::InnerMail => Start::Mail { inside: true },
                    Next::Body(body) => Start::Body(body),
                })
            }
        }
    }

    /// A line of headers; a blank one ends them.
    fn header(&mut self, line: &[u8]) {
        let State::Headers(block) = &mut self.state else {
            return;
        };
        if !line.trim_ascii().is_empty() {
            if block.len() + line.len() < BLOCK_LIMIT {
                block.extend_from_slice(line);
                block.push(b'\n');
            }
            return;
        }
        let block = std::mem::take(block);
        let next = self.announced(&block);
        self.state = State::Next(next);
    }

    /// What a block of headers announces.
    fn announced(&mut self, block: &[u8]) -> Next {
        let (fields, _) = headers(block);
        let value = |name: &str| field(block, &fields, name);
        let content_type = value("Content-Type").unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let disposition = value("Content-Disposition").unwrap_or_default();
        let attached = disposition.trim_start().get(..10).is_some_and(|word| word.eq_ignore_ascii_case("attachment"));
        let boundary = parameter(&content_type, "boundary").map(|range| content_type[range].as_bytes().to_vec());
        if kind.starts_with("multipart/")
            && let Some(boundary) = boundary
            && self.open.len() < MOST_BOUNDARIES
        {
            let alternative = kind == "multipart/alternative";
            self.open.push(Open { boundary, alternative, told: false });
            return Next::Body(Body::plain(BodyKind::Around));
        }
        if kind == "message/rfc822" {
            return Next::InnerMail;
        }
        let escape = match value("Content-Transfer-Encoding").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "quoted-printable" => Escape::VCardQuotedPrintable,
            "base64" => Escape::Base64,
            _ => Escape::None,
        };
        let named = parameter(&content_type, "charset").map(|range| charset::of(&content_type[range]));
        let kind = match kind.as_str() {
            "text/vcard" | "text/x-vcard" | "text/directory" => BodyKind::Card,
            text if text.starts_with("text/") || text.is_empty() => {
                let alternative = self.open.iter_mut().rev().find(|open| open.alternative);
                match alternative.filter(|_| !attached) {
                    _ if attached => BodyKind::Attached,
                    Some(open) => match std::mem::replace(&mut open.told, true) {
                        true => BodyKind::Repeats,
                        false => BodyKind::Words,
                    },
                    None => BodyKind::Words,
                }
            }
            "message/delivery-status" | "message/disposition-notification" => BodyKind::Attached,
            other => BodyKind::File(crate::media::of("", Some(other))),
        };
        Next::Body(Body { kind, escape, encoding: named.unwrap_or(Some(Encoding::Utf8)) })
    }

    /// A boundary of a part that is open: what stood in it ends.
    fn boundary(&mut self, line: &[u8]) -> Option<Start> {
        let said = line.strip_prefix(b"--")?.trim_ascii_end();
        let (level, last) = self.open.iter().enumerate().rev().find_map(|(level, open)| {
            let rest = said.strip_prefix(&open.boundary[..])?;
            matches!(rest, b"" | b"--").then_some((level, !rest.is_empty()))
        })?;
        self.open.truncate(if last { level } else { level + 1 });
        self.state = State::Next(match last {
            true => Next::Body(Body::plain(BodyKind::Around)),
            false => Next::Part,
        });
        Some(Start::Boundary)
    }
}

impl Body {
    fn plain(kind: BodyKind) -> Self {
        Self { kind, escape: Escape::None, encoding: Some(Encoding::Utf8) }
    }
}

/// The un-folded value of the first field of this name.
pub(super) fn field(block: &[u8], fields: &[Header<'_>], name: &str) -> Option<String> {
    let header = fields.iter().find(|field| field.is(name))?;
    Some(unfolded(block, header.value.clone()))
}

/// A value on one line.
pub(super) fn unfolded(block: &[u8], value: Range<usize>) -> String {
    String::from_utf8_lossy(&block[value]).replace(['\r', '\n'], "")
}
