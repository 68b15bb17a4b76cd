//! The beginning of a JSON text as far as it is there: what recognition looks at.

use super::tape::{Fed, Tape};
use super::{Record, Value};
use crate::Head;
use crate::cut::HeadText;
use crate::cut::utf8::encoding_of;
use memchr::memmem;
use std::borrow::Cow;
use teltale_model::Encoding;

/// After so many values, something that is no JSON is damage.
const PLAINLY_JSON: usize = 16;

/// A value whose end may be missing.
pub(crate) struct Sketch<'h> {
    bytes: Cow<'h, [u8]>,
    tape: Tape,
    fed: Fed,
}

impl<'h> Sketch<'h> {
    /// Of an entry's head; none if it does not begin as an object or an array, or if it lacks one of `words`,
    /// which spares building anything for the many files that are something else.
    pub(crate) fn of(head: &Head<'h>, words: &[&str]) -> Option<Self> {
        let bytes = match encoding_of(head.bytes) {
            (encoding, _) if encoding.is_utf16() => {
                Cow::Owned(HeadText::new(head).text().trim_ascii_start().as_bytes().to_vec())
            }
            (_, mark) => Cow::Borrowed(head.bytes[mark..].trim_ascii_start()),
        };
        let opens = matches!(bytes.first(), Some(b'{' | b'['));
        let holds = |word: &&str| memmem::find(&bytes, word.as_bytes()).is_some();
        (opens && words.iter().all(holds))
            .then(|| Self::of_bytes(bytes))
            .flatten()
    }

    /// Of the bytes of a value, as many as there are.
    pub(crate) fn of_bytes(bytes: impl Into<Cow<'h, [u8]>>) -> Option<Self> {
        let bytes = bytes.into();
        let mut tape = Tape::new();
        let fed = tape.feed(&bytes, false);
        tape.close();
        (!tape.nodes.is_empty()).then_some(Self { bytes, tape, fed })
    }

    /// True where the bytes are JSON as far as they go: texts begin with brackets too.
    pub(crate) fn is_json(&self) -> bool {
        match self.fed {
            Fed::Whole(length) => matches!(
                self.bytes[length..].trim_ascii_start().first(),
                None | Some(b'{' | b'[')
            ),
            Fed::More => self.tape.nodes.len() > 1,
            Fed::Bad(_) => self.tape.nodes.len() > PLAINLY_JSON,
        }
    }

    /// True where the value fills a line and another one begins in the next line.
    pub(crate) fn is_line(&self) -> bool {
        let Fed::Whole(length) = self.fed else {
            return false;
        };
        let rest = &self.bytes[length..];
        let next = rest.trim_ascii_start();
        !self.bytes[..length].contains(&b'\n')
            && rest[..rest.len() - next.len()].contains(&b'\n')
            && matches!(next.first(), Some(b'{' | b'['))
    }

    /// The lines' values, up to `most`, where each value fills a line.
    pub(crate) fn lines(&self, most: usize) -> Vec<Sketch<'_>> {
        let lines = self
            .bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty());
        lines
            .take(most)
            .filter_map(|line| Sketch::of_bytes(line.trim_ascii()))
            .collect()
    }

    /// The values as a record, to be looked at.
    pub(crate) fn record(&self) -> Record<'_> {
        Record::new(&self.bytes, &self.tape.nodes, 0, Encoding::Utf8)
    }
}

/// The first few values to judge a list by: an export may begin with an empty or damaged one.
pub(crate) fn first_items<'t>(value: Value<'t>) -> impl Iterator<Item = Value<'t>> {
    value.items().take(5)
}
