//! Any entry as a stream of UTF-8, with the way back to its own bytes.
//!
//! UTF-8 and the encodings that contain ASCII pass through untouched. UTF-16 (by its byte order mark, or by
//! every second byte being zero) is rewritten while it is read, so that every cutter sees ASCII delimiters as
//! single bytes. The original offset of a place in the stream is found again by counting UTF-16 units.

use std::io::{self, Read};
use teltale_model::Encoding;

/// An entry's bytes as UTF-8, without its leading byte order mark. Bytes that are not text pass through as they are.
pub(crate) struct Utf8<'e> {
    entry: &'e mut dyn Read,
    /// None until the first bytes have been seen.
    encoding: Option<Encoding>,
    start: u64,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    ended: bool,
    total: u64,
}

/// How many bytes decide the encoding, and the size of one read of UTF-16.
const PROBE: usize = 4096;

impl<'e> Utf8<'e> {
    /// Nothing is read yet.
    pub(crate) fn new(entry: &'e mut dyn Read) -> Self {
        Self {
            entry,
            encoding: None,
            start: 0,
            raw: Vec::new(),
            ready: Vec::new(),
            taken: 0,
            ended: false,
            total: 0,
        }
    }

    /// Reads the first bytes if that has not been done, and tells the encoding and where the text starts in the
    /// entry: after its byte order mark.
    pub(crate) fn begin(&mut self) -> io::Result<(Encoding, u64)> {
        if let Some(encoding) = self.encoding {
            return Ok((encoding, self.start));
        }
        while self.raw.len() < PROBE && !self.ended {
            self.read_raw(PROBE)?;
        }
        let (encoding, mark) = encoding_of(&self.raw);
        self.encoding = Some(encoding);
        self.start = mark as u64;
        self.raw.drain(..mark);
        if encoding == Encoding::Utf8 {
            self.ready = std::mem::take(&mut self.raw);
        }
        Ok((encoding, self.start))
    }

    /// Bytes read from the entry so far, its size once the stream has ended.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    fn read_raw(&mut self, most: usize) -> io::Result<()> {
        let before = self.raw.len();
        self.raw.resize(before.max(most), 0);
        let got = loop {
            match self.entry.read(&mut self.raw[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let count = *got.as_ref().unwrap_or(&0);
        self.raw.truncate(before + count);
        self.total += count as u64;
        self.ended |= got? == 0;
        Ok(())
    }

    /// Rewrites what is in `raw` up to the last whole character.
    fn rewrite(&mut self, encoding: Encoding) {
        let unit = |pair: &[u8]| match encoding {
            Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        };
        let mut whole = self.raw.len() & !1;
        if !self.ended && whole >= 2 && (0xD800..0xDC00).contains(&unit(&self.raw[whole - 2..])) {
            whole -= 2;
        }
        self.ready.clear();
        self.taken = 0;
        let units = self.raw[..whole].chunks_exact(2).map(unit);
        let mut buffer = [0; 4];
        for character in char::decode_utf16(units) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready
                .extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
        self.raw.drain(..whole);
        if self.ended && !self.raw.is_empty() {
            self.raw.clear();
            self.ready.extend_from_slice("\u{FFFD}".as_bytes());
        }
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (encoding, _) = self.begin()?;
        loop {
            if self.taken < self.ready.len() {
                let count = out.len().min(self.ready.len() - self.taken);
                out[..count].copy_from_slice(&self.ready[self.taken..self.taken + count]);
                self.taken += count;
                return Ok(count);
            }
            if !encoding.is_utf16() {
                let count = self.entry.read(out)?;
                self.total += count as u64;
                return Ok(count);
            }
            if self.ended && self.raw.is_empty() {
                return Ok(0);
            }
            let most = self.raw.len() + PROBE;
            self.read_raw(most)?;
            self.rewrite(encoding);
        }
    }
}

/// How many bytes of an entry in `encoding` this piece of its UTF-8 stream takes.
#[inline]
pub(crate) fn original_length(encoding: Encoding, piece: &[u8]) -> u64 {
    if !encoding.is_utf16() {
        return piece.len() as u64;
    }
    // One unit per character, two per character of four bytes.
    let units: usize = piece
        .iter()
        .map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0))
        .sum();
    2 * units as u64
}

/// The encoding that the first bytes of an entry show, and the length of the byte order mark.
pub(crate) fn encoding_of(first: &[u8]) -> (Encoding, usize) {
    match first {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
        unmarked => {
            let probe = &unmarked[..unmarked.len().min(PROBE) & !1];
            let zeros = |offset: usize| {
                probe
                    .iter()
                    .skip(offset)
                    .step_by(2)
                    .filter(|byte| **byte == 0)
                    .count()
            };
            let (even, odd, half) = (zeros(0), zeros(1), probe.len() / 2);
            if half >= 4 && even == 0 && odd * 10 > half * 7 {
                (Encoding::Utf16Le, 0)
            } else if half >= 4 && odd == 0 && even * 10 > half * 7 {
                (Encoding::Utf16Be, 0)
            } else {
                (Encoding::Utf8, 0)
            }
        }
    }
}

/// True where a piece of the UTF-8 stream looks like text rather than binary data.
pub(crate) fn is_text(piece: &[u8]) -> bool {
    let control = |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let controls = piece.iter().filter(control).count();
    !piece.is_empty() && !piece.contains(&0) && controls * 50 <= piece.len()
}
