//! The filter behind `teltale match`: JSON lines with texts in, one JSON line with matches out for each.

use crate::ordered::ordered;
use crate::show::{Digits, MatchLine, write_json};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::thread;
use teltale_model::{Match, Region};
use teltale_phone::Finder;

/// A longer line is refused: it is not a message.
pub const LONGEST_LINE: usize = 64 << 20;

/// How many bytes are read at once. A pipe gives fewer, and what it gives is answered at once.
const BLOCK: usize = 1 << 20;

/// What the filter counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filtered {
    /// Lines read, and lines written.
    pub lines: u64,
    /// Lines that were not understood; each was answered with an `error`.
    pub bad: u64,
    /// Matches found.
    pub matches: u64,
}

/// Answers each line of `input` by one line in `output`, in the same order, with the finder on every core.
///
/// A line is `{"id", "text", "region"}`: the id is any JSON value and comes back as it was, the region may be
/// null or missing; `regions` are in play for every line.
pub fn filter(
    input: impl Read + Send,
    mut output: impl Write,
    regions: &[Region],
    digits: Digits,
) -> io::Result<Filtered> {
    let finder = Finder::new();
    finder.warm_up(regions);
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let mut total = Filtered::default();
    let mut trouble = Ok(());
    ordered(
        Blocks {
            input,
            pending: Vec::new(),
            buffer: vec![0; BLOCK],
            ended: false,
        },
        workers,
        1,
        || (),
        |(), block, results| {
            let _ = results.give(block.map(|block| answer(&block, &finder, regions, digits)));
        },
        |answer| {
            let written = answer.and_then(|answer| {
                total.add(answer.counts);
                output.write_all(&answer.bytes)?;
                output.flush()
            });
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    trouble = Err(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    trouble.map(|()| total)
}

impl Filtered {
    fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.bad += other.bad;
        self.matches += other.matches;
    }
}

/// Cuts the input into blocks of whole lines. What a pipe gives at once becomes a block at once, so that a program
/// that asks line by line is answered line by line.
struct Blocks<R> {
    input: R,
    pending: Vec<u8>,
    buffer: Vec<u8>,
    ended: bool,
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let length = match self.input.read(&mut self.buffer) {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            };
            if length == 0 {
                self.ended = true;
                let rest = std::mem::take(&mut self.pending);
                return (!rest.is_empty()).then_some(Ok(rest));
            }
            let bytes = &self.buffer[..length];
            let whole = bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |last| last + 1);
            if whole > 0 {
                let first = bytes
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .expect("a line ends here");
                self.pending_up_to_the_limit(0, first);
                self.pending.extend_from_slice(&self.buffer[first..whole]);
                let block = std::mem::take(&mut self.pending);
                self.pending_up_to_the_limit(whole, length);
                return Some(Ok(block));
            }
            self.pending_up_to_the_limit(0, length);
        }
        None
    }
}

impl<R> Blocks<R> {
    /// Keeps a piece of an unfinished line; one byte above the limit is enough to know that it is too long.
    fn pending_up_to_the_limit(&mut self, from: usize, to: usize) {
        let room = (LONGEST_LINE + 1).saturating_sub(self.pending.len());
        self.pending
            .extend_from_slice(&self.buffer[from..to.min(from + room)]);
    }
}

struct Answer {
    bytes: Vec<u8>,
    counts: Filtered,
}

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    region: Option<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Reply<'a> {
    id: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<&'a [MatchLine<'a>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

fn answer(block: &[u8], finder: &Finder, regions: &[Region], digits: Digits) -> Answer {
    let mut answer = Answer {
        bytes: Vec::with_capacity(block.len()),
        counts: Filtered::default(),
    };
    let mut matches = Vec::new();
    for line in block
        .strip_suffix(b"\n")
        .unwrap_or(block)
        .split(|byte| *byte == b'\n')
    {
        matches.clear();
        answer_line(line, finder, regions, digits, &mut matches, &mut answer);
        answer.bytes.push(b'\n');
    }
    answer
}

fn answer_line(
    line: &[u8],
    finder: &Finder,
    regions: &[Region],
    digits: Digits,
    matches: &mut Vec<Match>,
    answer: &mut Answer,
) {
    answer.counts.lines += 1;
    let mended;
    let read = if line.len() > LONGEST_LINE {
        Err("the line is longer than 64 MiB")
    } else {
        match serde_json::from_slice::<Question<'_>>(line) {
            Ok(question) => Ok(question),
            // A lone half of a surrogate pair is a flaw of one character, not of the message.
            Err(_) => {
                mended = without_lone_surrogates(line);
                serde_json::from_slice(&mended).map_err(|_| "not a JSON object with a string \"text\"")
            }
        }
    };
    let (id, outcome) = match read {
        Err(error) => (None, Err(error)),
        Ok(question) => match question.region.as_deref().map(Region::new) {
            Some(None) => (question.id, Err("\"region\" is not a two-letter country code")),
            Some(Some(region)) if !regions.contains(&region) => {
                let mut in_play = vec![region];
                in_play.extend_from_slice(regions);
                finder.find(&question.text, &in_play, matches);
                (question.id, Ok(question.text))
            }
            _ => {
                finder.find(&question.text, regions, matches);
                (question.id, Ok(question.text))
            }
        },
    };
    let reply = |matches, error| Reply { id, matches, error };
    let written = match &outcome {
        Err(error) => {
            answer.counts.bad += 1;
            write_json(&mut answer.bytes, &reply(None, Some(error)))
        }
        Ok(text) => {
            answer.counts.matches += matches.len() as u64;
            let mut at = Characters::new(text);
            let lines: Vec<_> = matches
                .iter()
                .map(|found| MatchLine::new(found, text, at.span(found.start, found.end), digits))
                .collect();
            write_json(&mut answer.bytes, &reply(Some(&lines), None))
        }
    };
    written.expect("strings and numbers always become JSON");
}

/// Turns byte offsets, asked for in rising order, into counts of Unicode scalar values.
pub(crate) struct Characters<'a> {
    text: &'a str,
    byte: usize,
    character: u64,
}

impl<'a> Characters<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            character: 0,
        }
    }

    fn at(&mut self, byte: usize) -> u64 {
        if byte < self.byte {
            *self = Self::new(self.text);
        }
        self.character += self.text[self.byte..byte].chars().count() as u64;
        self.byte = byte;
        self.character
    }

    /// First character and one past the last one of a byte span.
    pub(crate) fn span(&mut self, start: u32, end: u32) -> (u64, u64) {
        let start = self.at(start as usize);
        (start, self.at(end as usize))
    }
}

/// The line with `\ud800`–`\udfff` escapes that have no partner replaced by `\ufffd`.
fn without_lone_surrogates(line: &[u8]) -> Vec<u8> {
    let unit = |at: usize| -> Option<u16> {
        let escape = line.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut mended = Vec::with_capacity(line.len());
    let mut at = 0;
    while at < line.len() {
        match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => {
                mended.extend_from_slice(&line[at..at + 12]);
                at += 12;
            }
            Some(0xd800..=0xdfff) => {
                mended.extend_from_slice(b"\\ufffd");
                at += 6;
            }
            // A backslash takes the next byte along, so that an escaped backslash before `u` is not read as an escape.
            _ if line[at] == b'\\' => {
                mended.extend_from_slice(&line[at..(at + 2).min(line.len())]);
                at += 2;
            }
            _ => {
                mended.push(line[at]);
                at += 1;
            }
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8], digits: Digits) -> (String, Filtered) {
        let mut output = Vec::new();
        let counts = filter(input, &mut output, &[], digits).unwrap();
        (String::from_utf8(output).unwrap(), counts)
    }

    #[test]
    fn each_line_has_one_answer_in_order() {
        let input: String = (0..50_000)
            .map(|id| format!("{{\"id\":{id},\"text\":\"no number\"}}\n"))
            .collect();
        let (output, counts) = run(input.as_bytes(), Digits::Masked);
        assert_eq!(
            counts,
            Filtered {
                lines: 50_000,
                bad: 0,
                matches: 0
            }
        );
        assert!(
            output
                .lines()
                .enumerate()
                .all(|(id, line)| line == format!("{{\"id\":{id},\"matches\":[]}}"))
        );
    }

    #[test]
    fn offsets_count_characters() {
        let line = "{\"id\":\"a\",\"text\":\"📞 über +1 202 555 0142\"}";
        let (output, _) = run(line.as_bytes(), Digits::Revealed);
        assert!(output.contains("\"number\":\"+12025550142\""), "{output}");
        assert!(output.contains("\"start\":7,\"end\":22"), "{output}");
    }

    #[test]
    fn digits_are_masked_by_default() {
        let (output, _) = run(b"{\"id\":1,\"text\":\"+1 202 555 0142\"}", Digits::Masked);
        assert!(output.contains("\"number\":\"+1 •••• ••••42\""), "{output}");
        assert!(!output.contains("555"), "{output}");
    }

    #[test]
    fn bad_lines_are_answered_and_the_rest_goes_on() {
        let (output, counts) = run(
            b"oops\n\n{\"id\":7}\n{\"id\":8,\"text\":\"\",\"region\":\"USA\"}\n{\"id\":9,\"text\":\"\"}",
            Digits::Masked,
        );
        let lines: Vec<_> = output.lines().collect();
        assert_eq!(
            counts,
            Filtered {
                lines: 5,
                bad: 4,
                matches: 0
            }
        );
        assert_eq!(
            lines[1],
            "{\"id\":null,\"error\":\"not a JSON object with a string \\\"text\\\"\"}"
        );
        assert_eq!(
            lines[3],
            "{\"id\":8,\"error\":\"\\\"region\\\" is not a two-letter country code\"}"
        );
        assert_eq!(lines[4], "{\"id\":9,\"matches\":[]}");
    }

    #[test]
    fn a_lone_surrogate_costs_one_character() {
        let (output, _) = run(
            br#"{"id":1,"text":"\ud83d +1 202 555 0142 \\ud800"}"#,
            Digits::Revealed,
        );
        assert!(output.contains("\"start\":2,\"end\":17"), "{output}");
    }
}
