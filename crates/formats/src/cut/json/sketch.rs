//! The beginning of a JSON text as far as it is there: what recognition looks at.

use super::tape::{Fed, Tape};
use super::{Record, Value};
use crate::Head;
use crate::cut::HeadText;
use crate::cut::utf8::encoding_of;
use memchr::memmem;
use std::borrow::Cow;
use teltale_model::Encoding;

/// A value whose end may be missing.
pub(crate) struct Sketch<'h> {
    bytes: Cow<'h, [u8]>,
    tape: Tape,
    /// How many bytes the value takes, where all of it is there.
    length: Option<usize>,
}

impl<'h> Sketch<'h> {
    /// Of an entry's head; none if it does not begin as an object or an array, or if it lacks one of `words`,
    /// which spares building anything for the many files that are something else.
    pub(crate) fn of(head: &Head<'h>, words: &[&str]) -> Option<Self> {
        let bytes = match encoding_of(head.bytes) {
            (Encoding::Utf8 | Encoding::Windows1252, mark) => {
                Cow::Borrowed(head.bytes[mark..].trim_ascii_start())
            }
            (Encoding::Utf16Le | Encoding::Utf16Be, _) => {
                Cow::Owned(HeadText::new(head).text().trim_ascii_start().as_bytes().to_vec())
            }
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
        let length = match tape.feed(&bytes, false) {
            Fed::Whole(length) => Some(length),
            Fed::More | Fed::Bad(_) => None,
        };
        tape.close();
        (!tape.nodes.is_empty()).then_some(Self { bytes, tape, length })
    }

    /// True where the whole value is there and well-formed.
    pub(crate) fn is_whole(&self) -> bool {
        self.length.is_some()
    }

    /// What stands behind the value.
    pub(crate) fn rest(&self) -> &[u8] {
        self.length.map_or(b"", |length| &self.bytes[length..])
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
