//! Cuts text into records of one or more lines: a chat's messages, cards, paragraphs.
//!
//! The format says which lines start a record. One buffer slides over the entry and each record is lent from
//! it, so memory is bounded by the cap however long the entry is. A record above the cap is lent in pieces,
//! cut between two words where possible so that no number is torn, else overlapping.

use super::utf8::{Utf8, original_length};
use super::windows1252;
use crate::{Emit, Event, Halt};
use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;
use teltale_model::{Encoding, Escape, Locator, Problem, ProblemKind};

/// The largest record that is lent in one piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cap(pub(crate) usize);

impl Cap {
    /// Enough for any message that an app lets people type.
    pub(crate) const MESSAGE: Self = Self(1 << 20);
    /// Enough for a card with a photograph.
    pub(crate) const CARD: Self = Self(16 << 20);
}

/// Two pieces share this many bytes where no gap between words was near.
const OVERLAP: usize = 256;
/// How far back from the cap a gap between words is looked for.
const GAP_SEARCH: usize = 64 * 1024;
/// Bytes asked from the entry at a time.
const BLOCK: usize = 128 * 1024;

/// A stream of records; `H` is what the format learns from the line that starts one.
pub(crate) struct Records<'e, H> {
    input: Utf8<'e>,
    cap: Cap,
    encoding: Encoding,
    buffer: Vec<u8>,
    filled: usize,
    ended: bool,
    /// Start of the record being cut, in `buffer` and in the entry.
    from: usize,
    at: u64,
    line: u64,
    /// Start of the line to look at next, and how far it has been searched for its end.
    next: usize,
    searched: usize,
    /// Line ends between `from` and `next`.
    lines: u64,
    /// What the line at `from` said.
    head: Option<H>,
    /// The record at `from` continues one that was lent in part.
    continues: bool,
    /// The line at `next` is the rest of a line whose start was lent already.
    inside_line: bool,
}

/// One record, or a piece of one, lent until the next is asked for.
#[derive(Debug)]
pub(crate) struct Record<'b, H> {
    /// What its first line said; None for lines before the first start, and for later pieces.
    pub(crate) head: Option<H>,
    /// UTF-8 as far as the entry is well-formed, with its line ends.
    pub(crate) bytes: &'b [u8],
    /// Byte in the entry where it starts.
    pub(crate) at: u64,
    /// Line number from 1.
    pub(crate) line: u64,
    /// True for every piece but the first.
    pub(crate) continues: bool,
    /// True for every piece but the last.
    pub(crate) goes_on: bool,
    /// True where the entry ends with this record.
    pub(crate) last: bool,
    encoding: Encoding,
    /// `bytes` as text, where they are UTF-8.
    text: Option<&'b str>,
    /// Where the entry ends, as far as it is known.
    entry_end: u64,
}

impl<'e, H> Records<'e, H> {
    /// Nothing is read yet.
    pub(crate) fn new(entry: &'e mut dyn Read, cap: Cap) -> Self {
        Self {
            input: Utf8::new(entry),
            cap,
            encoding: Encoding::Utf8,
            buffer: Vec::new(),
            filled: 0,
            ended: false,
            from: 0,
            at: 0,
            line: 1,
            next: 0,
            searched: 0,
            lines: 0,
            head: None,
            continues: false,
            inside_line: false,
        }
    }

    /// The first bytes of the text, up to `most` of them and whole lines only unless the text ends here, without
    /// taking them. To be called before the first record is asked for.
    pub(crate) fn peek(&mut self, most: usize) -> io::Result<&[u8]> {
        while self.filled < most && !self.ended {
            self.fill()?;
        }
        let seen = &self.buffer[..self.filled.min(most)];
        if self.ended && self.filled <= most {
            return Ok(seen);
        }
        Ok(&seen[..memchr::memrchr(b'\n', seen).map_or(seen.len(), |end| end + 1)])
    }

    /// The next record. `starts` is asked once for every line, without its end and with the length of the record
    /// so far, and answers what it learnt where the line starts a record.
    pub(crate) fn next(
        &mut self,
        mut starts: impl FnMut(&[u8], usize) -> Option<H>,
    ) -> io::Result<Option<Record<'_, H>>> {
        loop {
            let Some(end) = memchr::memchr(b'\n', &self.buffer[self.searched..self.filled]) else {
                self.searched = self.filled;
                if self.filled - self.from > self.cap.0 {
                    return Ok(Some(self.lend_piece()));
                }
                if !self.ended {
                    self.fill()?;
                    continue;
                }
                if self.next < self.filled && !self.inside_line {
                    let line = without_end(&self.buffer[self.next..self.filled]);
                    if let Some(head) = starts(line, self.next - self.from) {
                        let (to, first) = (self.next, self.next == self.from);
                        let before = self.head.replace(head);
                        if !first {
                            self.inside_line = true;
                            return Ok(Some(self.lend(to, before, false)));
                        }
                    }
                    self.inside_line = true;
                }
                if self.from == self.filled {
                    return Ok(None);
                }
                let head = self.head.take();
                return Ok(Some(self.lend(self.filled, head, false)));
            };
            let (line, after) = (self.next, self.searched + end + 1);
            if self.inside_line {
                self.inside_line = false;
            } else if let Some(head) = starts(without_end(&self.buffer[line..after]), line - self.from) {
                let before = self.head.replace(head);
                if line > self.from {
                    let lent_lines = self.lines;
                    self.lines = 1;
                    (self.next, self.searched) = (after, after);
                    return Ok(Some(self.lend_range(line, line, before, false, lent_lines)));
                }
            } else if after - self.from > self.cap.0 && line > self.from {
                // Whole lines fit below the cap: cut there.
                let head = self.head.take();
                let lent_lines = self.lines;
                self.lines = 1;
                (self.next, self.searched) = (after, after);
                return Ok(Some(self.lend_range(line, line, head, true, lent_lines)));
            }
            self.lines += 1;
            (self.next, self.searched) = (after, after);
        }
    }

    /// Lends `from..to` with all lines counted so far.
    fn lend(&mut self, to: usize, head: Option<H>, goes_on: bool) -> Record<'_, H> {
        let lines = std::mem::take(&mut self.lines);
        self.lend_range(to, to, head, goes_on, lines)
    }

    /// Lends `from..to`; the next record starts at `resume`.
    fn lend_range(
        &mut self,
        to: usize,
        resume: usize,
        head: Option<H>,
        goes_on: bool,
        lines: u64,
    ) -> Record<'_, H> {
        let bytes = &self.buffer[self.from..to];
        let text = std::str::from_utf8(bytes).ok();
        let encoding = match self.encoding {
            Encoding::Utf8 if text.is_none() && windows1252::is_likely(bytes) => Encoding::Windows1252,
            encoding => encoding,
        };
        let record = Record {
            head,
            bytes,
            at: self.at,
            line: self.line,
            continues: self.continues,
            goes_on,
            last: self.ended && to == self.filled,
            encoding,
            text,
            entry_end: if self.ended { self.input.total() } else { u64::MAX },
        };
        self.at += original_length(self.encoding, &self.buffer[self.from..resume]);
        self.line += lines;
        self.from = resume;
        self.continues = goes_on;
        record
    }

    /// Lends the start of a record that is above the cap and has no line end in reach.
    fn lend_piece(&mut self) -> Record<'_, H> {
        let head = self.head.take();
        if self.next > self.from {
            return self.lend(self.next, head, true);
        }
        let limit = self.from + self.cap.0;
        let (to, resume) = piece_end(
            &self.buffer[..limit],
            limit.saturating_sub(GAP_SEARCH.min(self.cap.0 / 2)),
        );
        self.next = resume;
        self.inside_line = true;
        let lines = std::mem::take(&mut self.lines);
        self.lend_range(to, resume, head, true, lines)
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            let (encoding, start) = self.input.begin()?;
            self.encoding = encoding;
            self.at = start;
        }
        if self.from > 0 && self.filled + BLOCK > self.buffer.len() {
            self.buffer.copy_within(self.from..self.filled, 0);
            self.filled -= self.from;
            self.next -= self.from;
            self.searched -= self.from;
            self.from = 0;
        }
        if self.filled + BLOCK > self.buffer.len() {
            self.buffer.resize((2 * self.buffer.len()).max(4 * BLOCK), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

/// Where a piece of an endless line ends and where the next one starts: after a space between two letters, else
/// overlapping at a character's start.
fn piece_end(bytes: &[u8], search_from: usize) -> (usize, usize) {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    for end in (search_from.max(1)..bytes.len()).rev() {
        if bytes[end - 1] == b' ' && letter(bytes[end]) && end >= 2 && letter(bytes[end - 2]) {
            return (end, end);
        }
    }
    let boundary = |mut index: usize| {
        while index > 1 && bytes[index] & 0xC0 == 0x80 {
            index -= 1;
        }
        index
    };
    let last = bytes.len() - 1;
    (boundary(last), boundary(last - OVERLAP.min(last / 2)))
}

/// The line without LF, CRLF.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

impl<'b, H> Record<'b, H> {
    /// The text of a range of `bytes`, and the way back to it.
    #[inline]
    pub(crate) fn text(&self, range: Range<usize>) -> (Cow<'b, str>, Locator) {
        let bytes = &self.bytes[range.clone()];
        let text = match (self.text.and_then(|text| text.get(range.clone())), self.encoding) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Encoding::Windows1252) => windows1252::decode(bytes),
            (None, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be) => String::from_utf8_lossy(bytes),
        };
        (text, self.locator(range, Escape::None))
    }

    /// As [`Record::text`], with CRLF written as LF.
    #[inline]
    pub(crate) fn lines_text(&self, range: Range<usize>) -> (Cow<'b, str>, Locator) {
        let (text, at) = self.text(range.clone());
        if memchr::memchr(b'\r', &self.bytes[range.clone()]).is_some() && text.contains("\r\n") {
            return (
                Cow::Owned(text.replace("\r\n", "\n")),
                self.locator(range, Escape::CrLf),
            );
        }
        (text, at)
    }

    /// The way back to a range of `bytes`.
    #[inline]
    pub(crate) fn locator(&self, range: Range<usize>, escape: Escape) -> Locator {
        let start = self.at + original_length(self.encoding, &self.bytes[..range.start]);
        let end = (start + original_length(self.encoding, &self.bytes[range])).min(self.entry_end);
        Locator::Bytes {
            start,
            end,
            encoding: self.encoding,
            escape,
        }
    }

    /// How its bytes are read: the entry's encoding, or Windows-1252 where that is likelier for this record.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// True where some bytes were no text and were replaced.
    pub(crate) fn is_damaged(&self) -> bool {
        match self.encoding {
            Encoding::Utf8 => self.text.is_none(),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                memchr::memmem::find(self.bytes, "\u{FFFD}".as_bytes()).is_some()
            }
            Encoding::Windows1252 => false,
        }
    }

    /// Says what was lost or done to this record beyond reading it: replaced bytes, a cut into pieces.
    pub(crate) fn report(&self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        if self.goes_on && !self.continues {
            emit.event(Event::Problem(self.problem(ProblemKind::RecordTooLarge)))?;
        }
        if self.is_damaged() {
            emit.event(Event::Problem(self.problem(ProblemKind::BadEncoding)))?;
        }
        Ok(())
    }

    /// A problem at the start of this record.
    pub(crate) fn problem(&self, kind: ProblemKind) -> Problem {
        Problem {
            kind,
            at: self.at,
            line: Some(self.line),
        }
    }
}
