//! The one value of a line.

use super::Record;
use super::tape::{Fed, Tape};
use crate::cut::Window;
use teltale_model::ProblemKind;

/// Reads lines as values, one after the other.
pub(crate) struct LineReader {
    tape: Tape,
}

impl Default for LineReader {
    fn default() -> Self {
        Self { tape: Tape::new() }
    }
}

impl LineReader {
    /// The value that fills the next `length` bytes, which must be in memory; none if they are blank.
    pub(crate) fn cut<'w>(
        &'w mut self,
        window: &'w Window<'_>,
        length: usize,
    ) -> Result<Option<Record<'w>>, ProblemKind> {
        let bytes = &window.bytes()[..length];
        let blank = |bytes: &[u8]| bytes.iter().all(|byte| *byte <= b' ');
        if blank(bytes) {
            return Ok(None);
        }
        self.tape.clear();
        match self.tape.feed(bytes, true) {
            Fed::Whole(end) if blank(&bytes[end..]) => Ok(Some(Record::new(
                &bytes[..end],
                &self.tape.nodes,
                window.at(),
                window.encoding(),
            ))),
            Fed::Whole(_) => Err(ProblemKind::Malformed),
            Fed::More => Err(ProblemKind::CutOff),
            Fed::Bad(problem) => Err(problem),
        }
    }
}
