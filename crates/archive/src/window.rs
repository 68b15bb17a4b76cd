//! A stretch of a file or of memory, read by position: no cursor is shared, nothing is mapped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Small reads, of which an archive's directory takes millions, are served from a block of this size.
const BLOCK: usize = 16 << 10;

#[derive(Clone, Copy)]
enum Base<'a> {
    File(&'a File),
    Memory(&'a [u8]),
}

/// A stretch of bytes with a cursor of its own.
pub(crate) struct Window<'a> {
    base: Base<'a>,
    start: u64,
    length: u64,
    cursor: u64,
    block: Vec<u8>,
    block_at: u64,
}

impl<'a> Window<'a> {
    pub fn file(file: &'a File, length: u64) -> Self {
        Self::new(Base::File(file), 0, length)
    }

    pub fn memory(bytes: &'a [u8]) -> Self {
        Self::new(Base::Memory(bytes), 0, bytes.len() as u64)
    }

    fn new(base: Base<'a>, start: u64, length: u64) -> Self {
        Self {
            base,
            start,
            length,
            cursor: 0,
            block: Vec::new(),
            block_at: 0,
        }
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    /// Another cursor over the same stretch, at its first byte.
    pub fn again(&self) -> Self {
        Self::new(self.base, self.start, self.length)
    }

    /// A stretch of this stretch; what lies outside is left out.
    pub fn part(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.length);
        Self::new(self.base, self.start + start, length.min(self.length - start))
    }

    /// As many bytes as there are from `at`, up to the length of `to`.
    pub fn read_at(&self, to: &mut [u8], at: u64) -> io::Result<usize> {
        let left = self.length.saturating_sub(at);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(to.len());
        if wanted == 0 {
            return Ok(0);
        }
        let (to, at) = (&mut to[..wanted], self.start + at);
        match self.base {
            Base::File(file) => loop {
                match file_read_at(file, to, at) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    answer => return answer,
                }
            },
            Base::Memory(bytes) => {
                // A window never reaches outside its base, so the position fits in memory.
                let at = at as usize;
                to.copy_from_slice(&bytes[at..at + wanted]);
                Ok(wanted)
            }
        }
    }
}

#[cfg(unix)]
fn file_read_at(file: &File, to: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, to, at)
}
#[cfg(windows)]
fn file_read_at(file: &File, to: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, to, at)
}

impl Read for Window<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.len() >= BLOCK {
            let count = self.read_at(to, self.cursor)?;
            self.cursor += count as u64;
            return Ok(count);
        }
        let inside = self
            .cursor
            .checked_sub(self.block_at)
            .filter(|skip| *skip < self.block.len() as u64);
        let skip = match inside {
            Some(skip) => skip as usize,
            None => {
                let mut block = std::mem::take(&mut self.block);
                block.resize(BLOCK, 0);
                let count = self.read_at(&mut block, self.cursor)?;
                block.truncate(count);
                self.block = block;
                self.block_at = self.cursor;
                0
            }
        };
        let count = to.len().min(self.block.len() - skip);
        to[..count].copy_from_slice(&self.block[skip..skip + count]);
        self.cursor += count as u64;
        Ok(count)
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.cursor.checked_add_signed(offset),
        };
        self.cursor = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.cursor)
    }
}
