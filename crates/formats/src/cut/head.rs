//! The head of an entry as text, for recognition.

use super::utf8::{Utf8, is_text};
use crate::Head;
use std::io::Read;

/// The first lines of an entry, decoded; empty where the bytes are not text.
pub(crate) struct HeadText {
    text: String,
    whole: bool,
}

impl HeadText {
    /// Decodes the head. A character cut off at its end is dropped.
    pub(crate) fn new(head: &Head<'_>) -> Self {
        let mut bytes = head.bytes;
        let mut stream = Vec::with_capacity(bytes.len());
        let text = match Utf8::new(&mut bytes).read_to_end(&mut stream) {
            Ok(_) if is_text(&stream) => match String::from_utf8(stream) {
                Ok(text) => text,
                Err(error) if !head.whole && error.utf8_error().error_len().is_none() => {
                    let valid = error.utf8_error().valid_up_to();
                    let mut stream = error.into_bytes();
                    stream.truncate(valid);
                    String::from_utf8(stream).expect("valid up to here")
                }
                Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
            Ok(_) | Err(_) => String::new(),
        };
        Self {
            text,
            whole: head.whole,
        }
    }

    /// The text, empty if none.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its lines without their ends; a last line that may be cut off is left out, unless it is the only one.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        let whole_lines = match self.text.rfind('\n') {
            Some(end) if !self.whole => &self.text[..end],
            Some(_) | None => &self.text,
        };
        whole_lines.lines()
    }
}
