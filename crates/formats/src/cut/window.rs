//! A window that slides over an entry: as much of it in memory as one record needs, and no more.

use super::json::RECORD_LIMIT;
use super::utf8::{Utf8, original_length};
use crate::Entry;
use crate::entry_name::EntryName;
use std::io::{self, ErrorKind, Read};
use teltale_model::Encoding;

/// How much is read at once.
const STEP: usize = 64 * 1024;

/// What the buffer shrinks to after a record that needed more.
const ROOM: usize = 4 * STEP;

/// The part of an entry that is in memory now, as UTF-8.
pub(crate) struct Window<'r> {
    name: EntryName,
    input: Utf8<'r>,
    encoding: Encoding,
    buffer: Vec<u8>,
    /// The next byte, in the buffer and in the entry.
    start: usize,
    at: u64,
    /// One past the last byte read.
    end: usize,
    ended: bool,
    /// How large a record may be.
    limit: usize,
    /// Where the entry is made to end for a while, in the buffer.
    fence: Option<usize>,
}

impl<'r> Window<'r> {
    /// At the entry's first byte, past a byte-order mark.
    pub(crate) fn new(entry: &'r mut dyn Entry) -> io::Result<Self> {
        let name = EntryName::of(entry);
        // Most entries are small: one byte more than the size lets the first read meet the end.
        let size = entry
            .size()
            .map_or(ROOM, |size| usize::try_from(size).unwrap_or(ROOM));
        let mut input = Utf8::new(entry);
        let (encoding, at) = input.begin()?;
        let buffer = vec![0; size.saturating_add(1).min(ROOM)];
        let mut window = Self {
            name,
            input,
            encoding,
            buffer,
            start: 0,
            at,
            end: 0,
            ended: false,
            limit: RECORD_LIMIT,
            fence: None,
        };
        window.more()?;
        Ok(window)
    }

    /// The entry's name.
    pub(crate) fn name(&self) -> &EntryName {
        &self.name
    }

    /// How the entry's bytes become characters.
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What is in memory from the next byte on.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.fence.unwrap_or(self.end)]
    }

    /// Where the next byte stands in the entry.
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// True once nothing comes after what is in memory.
    pub(crate) fn ended(&self) -> bool {
        self.ended || self.fence.is_some()
    }

    /// True where as much is in memory as one record may take.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes().len() >= self.limit
    }

    /// True where a record of so many bytes is too large.
    pub(crate) fn is_too_large(&self, length: usize) -> bool {
        length >= self.limit
    }

    /// Lets records be of another size.
    #[cfg(test)]
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Makes the entry end `length` bytes from here, which must be in memory, until the fence is taken away.
    pub(crate) fn set_fence(&mut self, length: Option<usize>) {
        self.fence = length.map(|length| self.start + length);
    }

    /// Passes over `count` bytes, which must be in memory.
    pub(crate) fn advance(&mut self, count: usize) {
        self.at += original_length(self.encoding, &self.buffer[self.start..self.start + count]);
        self.start += count;
    }

    /// Brings more of the entry into memory behind what is there. False at its end.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        if self.ended() {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() > ROOM && self.end < STEP {
            self.buffer.truncate(ROOM);
            self.buffer.shrink_to_fit();
        } else if self.buffer.len() - self.end < STEP {
            // Not beyond what one record may take.
            let room = (self.end * 2).clamp(ROOM, (self.limit + STEP).max(ROOM));
            self.buffer.resize(room.max(self.end + STEP), 0);
        }
        let before = self.end;
        while self.end < self.buffer.len() {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(count) => self.end += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.end > before)
    }

    /// Passes over blanks; the next byte after them, or none at the end.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.bytes().iter().position(|byte| *byte > b' ') {
                Some(blanks) => {
                    self.advance(blanks);
                    return Ok(Some(self.buffer[self.start]));
                }
                None => {
                    self.advance(self.bytes().len());
                    if !self.more()? {
                        return Ok(None);
                    }
                }
            }
        }
    }
}
