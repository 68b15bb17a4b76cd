//! Cuts text into records of one or more lines: a chat's messages, cards, paragraphs.
//!
//! The format says which lines start a record. One buffer slides over the entry and each record is lent from
//! it, so memory is bounded by the cap however long the entry is. A record above the cap is lent in pieces,
//! cut between two words where possible so that no number is torn, else overlapping.

use super::held::Held;
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
const BLOCK: usize = 32 * 1024;

/// A stream of records; `H` is what the format learns from the line that starts one.
pub(crate) struct Records<'e, H> {
    input: Utf8<'e>,
    cap: Cap,
    encoding: Encoding,
    held: Held,
    /// What one read of the entry gives; empty until the first.
    block: Vec<u8>,
    ended: bool,
    /// Start of the record being cut, in what is held and in the entry.
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
    /// The line at `next`, or its start, was shown to the format already.
    asked: bool,
    /// A line from `from` to `next` ends with CRLF.
    returns: bool,
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
    /// False where no line of it ends with CRLF.
    returns: bool,
    /// Where the entry ends, as far as it is known.
    entry_end: u64,
}

/// A record that lies whole in memory and is text, before it is lent.
pub(crate) struct Whole<'b, H> {
    /// What its first line said.
    pub(crate) head: &'b H,
    text: &'b str,
    /// False where no line of it ends with CRLF.
    returns: bool,
}

impl<'b, H> Whole<'b, H> {
    /// The text from `start` on without the last line's end, if no other line ends with CRLF.
    #[inline]
    pub(crate) fn plain(&self, start: usize) -> Option<&'b str> {
        let text = self.text.get(start..)?;
        let within = text.strip_suffix("\r\n").unwrap_or(text);
        (!self.returns || !within.contains("\r\n")).then_some(within)
    }

    /// All of it.
    #[inline]
    pub(crate) fn bytes(&self) -> &'b [u8] {
        self.text.as_bytes()
    }
}

impl<'e, H> Records<'e, H> {
    /// Nothing is read yet.
    pub(crate) fn new(entry: &'e mut dyn Read, cap: Cap) -> Self {
        Self {
            input: Utf8::new(entry),
            cap,
            encoding: Encoding::Utf8,
            held: Held::new(),
            block: Vec::new(),
            ended: false,
            from: 0,
            at: 0,
            line: 1,
            next: 0,
            searched: 0,
            lines: 0,
            head: None,
            continues: false,
            asked: false,
            returns: false,
        }
    }

    /// The first bytes of the text, up to `most` of them and whole lines only unless the text ends here, without
    /// taking them. To be called before the first record is asked for.
    pub(crate) fn peek(&mut self, most: usize) -> io::Result<&[u8]> {
        while self.held.bytes().len() < most && !self.ended {
            self.fill()?;
        }
        let held = self.held.bytes();
        let seen = &held[..held.len().min(most)];
        if self.ended && held.len() <= most {
            return Ok(seen);
        }
        Ok(&seen[..memchr::memrchr(b'\n', seen).map_or(seen.len(), |end| end + 1)])
    }

    /// The next record. `starts` is asked once for every line, without its end and with the length of the record
    /// so far, and answers what it learnt where the line starts a record.
    pub(crate) fn next(
        &mut self,
        starts: impl FnMut(&[u8], usize) -> Option<H>,
    ) -> io::Result<Option<Record<'_, H>>> {
        self.next_but(starts, |_| false)
    }

    /// As [`Records::next`], but for records that `passes` is content to have seen. It may not be shown all: not those in
    /// pieces, those that are no text, and the last.
    pub(crate) fn next_but(
        &mut self,
        mut starts: impl FnMut(&[u8], usize) -> Option<H>,
        mut passes: impl FnMut(&Whole<'_, H>) -> bool,
    ) -> io::Result<Option<Record<'_, H>>> {
        loop {
            let held = self.held.bytes();
            let end = memchr::memchr(b'\n', &held[self.searched..]);
            let end = end.map(|length| self.searched + length + 1);
            self.searched = end.map_or(held.len(), |after| after - 1);
            let reach = end.unwrap_or(held.len());
            if end.is_none() && !self.ended && reach - self.next <= self.cap.0 {
                self.fill()?;
                continue;
            }
            if !self.asked && self.next < reach {
                self.asked = true;
                // The same piece of an endless line is shown however much of it has been read.
                let line = &held[self.next..reach.min(self.next + self.cap.0)];
                let begins = starts(without_end(line), self.next - self.from);
                let returns = line.ends_with(b"\r\n");
                let within = self.next > self.from;
                let goes_on = begins.is_none();
                if within && (!goes_on || reach - self.from > self.cap.0) {
                    let before = std::mem::replace(&mut self.head, begins);
                    let lent_returns = std::mem::replace(&mut self.returns, returns);
                    if !goes_on
                        && !self.continues
                        && let Some(head) = &before
                        && let Some(text) = self.held.text(self.from..self.next)
                        && passes(&Whole {
                            head,
                            text,
                            returns: lent_returns,
                        })
                    {
                        self.pass(self.next);
                        self.continues = false;
                    } else {
                        return Ok(Some(self.lend(
                            self.next,
                            self.next,
                            before,
                            goes_on,
                            lent_returns,
                        )));
                    }
                } else {
                    self.head = begins.or(self.head.take());
                    self.returns |= returns;
                }
            }
            if reach - self.from > self.cap.0 {
                return Ok(Some(self.lend_piece()));
            }
            let Some(after) = end else {
                if self.from == reach {
                    return Ok(None);
                }
                let head = self.head.take();
                return Ok(Some(self.lend(reach, reach, head, false, self.returns)));
            };
            self.lines += 1;
            self.asked = false;
            (self.next, self.searched) = (after, after);
        }
    }

    /// The problem of an entry that ended inside of a record, where the last one was lent.
    pub(crate) fn cut_off(&self) -> Problem {
        Problem {
            kind: ProblemKind::CutOff,
            at: self.at,
            line: Some(self.line),
        }
    }

    /// Lends `from..to` with the lines counted so far; the next record starts at `resume`.
    #[inline]
    fn lend(
        &mut self,
        to: usize,
        resume: usize,
        head: Option<H>,
        goes_on: bool,
        returns: bool,
    ) -> Record<'_, H> {
        let (from, at, line, continues) = (self.from, self.at, self.line, self.continues);
        self.pass(resume);
        self.continues = goes_on;
        let bytes = &self.held.bytes()[from..to];
        let text = self.held.text(from..to);
        let encoding = match self.encoding {
            Encoding::Utf8 if text.is_none() && windows1252::is_likely(bytes) => Encoding::Windows1252,
            encoding => encoding,
        };
        Record {
            head,
            bytes,
            at,
            line,
            continues,
            goes_on,
            last: self.ended && to == self.held.bytes().len(),
            encoding,
            text,
            returns,
            entry_end: if self.ended { self.input.total() } else { u64::MAX },
        }
    }

    /// The next record starts at `resume`.
    #[inline]
    fn pass(&mut self, resume: usize) {
        self.at += original_length(self.encoding, &self.held.bytes()[self.from..resume]);
        self.line += std::mem::take(&mut self.lines);
        self.from = resume;
    }

    /// Lends the start of a line that is above the cap; the record starts with it.
    fn lend_piece(&mut self) -> Record<'_, H> {
        let start = self.from;
        let (length, resume) = piece_end(&self.held.bytes()[start..start + self.cap.0]);
        self.next = start + resume;
        self.searched = self.searched.max(self.next);
        let head = self.head.take();
        // What follows of the line may be more than has been read.
        self.lend(start + length, start + resume, head, true, true)
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            let (encoding, start) = self.input.begin()?;
            self.encoding = encoding;
            self.at = start;
            self.block = vec![0; BLOCK];
        }
        if self.from > 0 {
            self.held.drop_first(self.from);
            self.next -= self.from;
            self.searched -= self.from;
            self.from = 0;
        }
        loop {
            match self.input.read(&mut self.block) {
                Ok(0) => {
                    self.ended = true;
                    self.held.end();
                }
                Ok(count) => self.held.add(&self.block[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

/// Where a piece of an endless line ends and where the next one starts: after a space between two letters, else
/// overlapping at a character's start. `bytes` is as long as a piece may be; the next starts after its first byte.
fn piece_end(bytes: &[u8]) -> (usize, usize) {
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    let search_from = bytes.len() - GAP_SEARCH.min(bytes.len() / 2);
    for end in (search_from.max(2)..bytes.len()).rev() {
        if bytes[end - 1] == b' ' && letter(bytes[end]) && letter(bytes[end - 2]) {
            return (end, end);
        }
    }
    // A character has at most three bytes after its first.
    let boundary = |index: usize| {
        (index.saturating_sub(3).max(1)..=index)
            .rev()
            .find(|at| bytes[*at] & 0xC0 != 0x80)
            .unwrap_or(index)
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
    /// The text of a range of `bytes`.
    #[inline]
    pub(crate) fn words(&self, range: Range<usize>) -> Cow<'b, str> {
        if let Some(text) = self.text.and_then(|text| text.get(range.clone())) {
            return Cow::Borrowed(text);
        }
        let bytes = &self.bytes[range];
        match self.encoding {
            Encoding::Windows1252 => windows1252::decode(bytes),
            _ => String::from_utf8_lossy(bytes),
        }
    }

    /// The text of a range of `bytes`, and the way back to it.
    #[inline(always)]
    pub(crate) fn text(&self, range: Range<usize>) -> (Cow<'b, str>, Locator) {
        (self.words(range.clone()), self.locator(range, Escape::None))
    }

    /// As [`Record::text`], with CRLF written as LF.
    #[inline(always)]
    pub(crate) fn lines_text(&self, range: Range<usize>) -> (Cow<'b, str>, Locator) {
        let (text, at) = self.text(range.clone());
        if self.returns && text.contains("\r\n") {
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
            utf16 if utf16.is_utf16() => memchr::memmem::find(self.bytes, "\u{FFFD}".as_bytes()).is_some(),
            _ => false,
        }
    }

    /// Says what was lost or done to this record beyond reading it: replaced bytes, a cut into pieces.
    pub(crate) fn report(&self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        self.report_in(Encoding::Utf8, emit)
    }

    /// As [`Record::report`], for bytes that were read in `encoding`; what it replaces is told by whoever read them.
    pub(crate) fn report_in(&self, encoding: Encoding, emit: &mut Emit<'_>) -> Result<(), Halt> {
        if self.goes_on && !self.continues {
            emit.event(Event::Problem(self.problem(ProblemKind::RecordTooLarge)))?;
        }
        let is_default = matches!(encoding, Encoding::Utf8 | Encoding::Windows1252);
        if is_default && self.is_damaged() {
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

#[cfg(test)]
mod tests {
    use super::super::steps::Steps;
    use super::*;

    /// Cuts `text` where lines start with `>`, under a small cap: each record as `line:at` of its start, `+` for a
    /// piece that continues, and its bytes.
    fn cut_in_steps(text: &str, cap: usize, step: usize) -> Vec<String> {
        let mut entry = Steps(text.as_bytes(), step);
        let mut records: Records<'_, ()> = Records::new(&mut entry, Cap(cap));
        let mut asked = Vec::new();
        let mut found = Vec::new();
        while let Some(record) = records
            .next(|line, _| {
                asked.push(line.to_vec());
                line.starts_with(b">").then_some(())
            })
            .unwrap()
        {
            let mark = if record.continues { "+" } else { "" };
            assert_eq!(
                record.bytes,
                &text.as_bytes()[record.at as usize..][..record.bytes.len()],
                "a record's bytes stand where it says"
            );
            let words = String::from_utf8_lossy(record.bytes).into_owned();
            found.push(format!("{}:{}{mark} {words}", record.line, record.at));
        }
        asked.sort();
        asked.dedup();
        assert!(
            asked.len() <= text.lines().count(),
            "no piece of a line is asked about"
        );
        found
    }

    /// The same however many bytes are read at a time.
    fn cut(text: &str, cap: usize) -> Vec<String> {
        let found = cut_in_steps(text, cap, usize::MAX);
        for step in [1, 3, 50] {
            assert_eq!(cut_in_steps(text, cap, step), found, "{step} bytes at a time");
        }
        found
    }

    fn check(text: &str, cap: usize, expected: &[&str]) {
        assert_eq!(cut(text, cap), expected);
    }

    #[test]
    fn lines_before_the_first_start_and_no_line_end_at_the_end() {
        check("a\n>b\nc\n>d", 100, &["1:0 a\n", "2:2 >b\nc\n", "4:7 >d"]);
        check("", 100, &[]);
        check("\n", 100, &["1:0 \n"]);
    }

    #[test]
    fn a_record_of_many_lines_is_cut_between_lines() {
        let found = cut(">a\nbbbbbb\ncccccc\ndddddd\n>e\n", 16);
        assert_eq!(found, ["1:0 >a\nbbbbbb\n", "3:10+ cccccc\ndddddd\n", "5:24 >e\n"]);
    }

    #[test]
    fn an_endless_line_is_cut_between_words() {
        let found = cut(">one two 020 7946 0123 three four five six\n>next", 32);
        assert_eq!(found.concat().matches("020 7946 0123").count(), 1);
        assert!(
            found
                .iter()
                .all(|piece| !piece.ends_with("020 ") && !piece.ends_with("7946 "))
        );
        assert_eq!(found.last().map(String::as_str), Some("2:43 >next"));
    }

    #[test]
    fn without_a_gap_pieces_overlap() {
        let digits: String = (0..400).map(|at| char::from(b'0' + (at % 10) as u8)).collect();
        let found = cut(&digits, 100);
        let mut covered = 0;
        for piece in &found {
            let (at, words) = piece.split_once(' ').unwrap();
            let start: usize = at
                .trim_end_matches('+')
                .split_once(':')
                .unwrap()
                .1
                .parse()
                .unwrap();
            assert!(start <= covered, "nothing is lost");
            covered = start + words.len();
        }
        assert_eq!(covered, digits.len());
    }

    #[test]
    fn characters_are_not_torn() {
        let text = "é".repeat(300);
        for piece in cut(&text, 101) {
            assert!(!piece.contains('\u{FFFD}'), "{piece}");
        }
    }
}
