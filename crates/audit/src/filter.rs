//! The filter behind `teltale match`: JSON lines with texts in, one JSON line with matches out for each.

use crate::show::{Digits, MatchLine, write_json};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
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
    input: impl Read,
    output: impl Write + Send,
    regions: &[Region],
    digits: Digits,
) -> io::Result<Filtered> {
    let finder = Finder::new();
    finder.warm_up(regions);
    let workers = thread::available_parallelism().map_or(2, usize::from);
    // Blocks go to whichever worker is free; the answers are awaited in the order of the blocks.
    let (to_workers, blocks) = sync_channel::<(Vec<u8>, SyncSender<Answer>)>(workers);
    let (to_writer, answers) = sync_channel::<Receiver<Answer>>(workers * 2);
    let blocks = Arc::new(Mutex::new(blocks));
    thread::scope(|scope| {
        for _ in 0..workers {
            let (blocks, finder) = (Arc::clone(&blocks), &finder);
            scope.spawn(move || {
                loop {
                    let next = blocks
                        .lock()
                        .expect("no worker panics while it holds the queue")
                        .recv();
                    let Ok((block, reply)) = next else { break };
                    // A writer that went away has its own error to tell.
                    let _ = reply.send(answer(&block, finder, regions, digits));
                }
            });
        }
        // The workers alone hold the queue now: once the input ends they see it closed.
        drop(blocks);
        let writer = scope.spawn(move || write(answers, output));
        let read = cut(input, |block| {
            let (reply, answer) = sync_channel(1);
            to_workers.send((block, reply)).is_ok() && to_writer.send(answer).is_ok()
        });
        drop(to_workers);
        drop(to_writer);
        let written = writer.join().expect("the writer does not panic");
        // A reader that was stopped because nobody reads the output is not the cause.
        written.and_then(|counts| read.map(|()| counts))
    })
}

/// Cuts the input into blocks of whole lines until it ends or `give` says stop.
fn cut(mut input: impl Read, mut give: impl FnMut(Vec<u8>) -> bool) -> io::Result<()> {
    let mut pending = Vec::new();
    let mut too_long = false;
    let mut buffer = vec![0; BLOCK];
    loop {
        let length = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = &buffer[..length];
        let Some(last) = bytes.iter().rposition(|byte| *byte == b'\n') else {
            // One byte above the limit is kept, so that the line is known to be too long.
            too_long |= pending.len() + length > LONGEST_LINE;
            let room = (LONGEST_LINE + 1).saturating_sub(pending.len());
            pending.extend_from_slice(&bytes[..length.min(room)]);
            continue;
        };
        if too_long {
            let first = bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .expect("a line ends here");
            pending.push(b'\n');
            pending.extend_from_slice(&bytes[first + 1..=last]);
            too_long = false;
        } else {
            pending.extend_from_slice(&bytes[..=last]);
        }
        if !give(std::mem::take(&mut pending)) {
            return Ok(());
        }
        pending.extend_from_slice(&bytes[last + 1..]);
    }
    if !pending.is_empty() {
        give(pending);
    }
    Ok(())
}

struct Answer {
    bytes: Vec<u8>,
    counts: Filtered,
}

fn write(answers: Receiver<Receiver<Answer>>, mut output: impl Write) -> io::Result<Filtered> {
    let mut total = Filtered::default();
    for answer in answers {
        let answer = answer.recv().expect("every block is answered");
        output.write_all(&answer.bytes)?;
        output.flush()?;
        total.lines += answer.counts.lines;
        total.bad += answer.counts.bad;
        total.matches += answer.counts.matches;
    }
    Ok(total)
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
