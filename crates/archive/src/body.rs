//! The bytes of one zip member: unpacked, and checked at their end against what the archive recorded.

use crate::Failure;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufRead, Read, Take};

/// As they stand.
pub(crate) const STORED: u16 = 0;
/// By deflate.
pub(crate) const DEFLATED: u16 = 8;

const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// What is recorded about a member's bytes, in the directory or in front of them.
#[derive(Clone, Copy)]
pub(crate) struct Recorded {
    /// [`STORED`] or [`DEFLATED`].
    pub method: u16,
    /// CRC-32; of no meaning with a descriptor.
    pub checksum: u32,
    /// Bytes in the archive; none where only the bytes themselves tell.
    pub length: Option<u64>,
    /// Checksum and sizes follow the bytes, and the next member follows them.
    pub descriptor: bool,
}

/// A member's bytes, from a stream that stands at the first of them.
pub(crate) struct Body<'s> {
    decoder: Decoder<'s>,
    crc: Crc,
    recorded: Recorded,
    /// Once ended: whether the stream stands where the next member begins.
    ended: Option<bool>,
}

enum Decoder<'s> {
    Stored(Take<&'s mut dyn BufRead>),
    Deflated(Box<DeflateDecoder<Take<&'s mut dyn BufRead>>>),
}

impl<'s> Decoder<'s> {
    fn stream(&mut self) -> &mut Take<&'s mut dyn BufRead> {
        match self {
            Self::Stored(stream) => stream,
            Self::Deflated(decoder) => decoder.get_mut(),
        }
    }
}

impl<'s> Body<'s> {
    pub fn new(stream: &'s mut dyn BufRead, recorded: Recorded) -> Self {
        let stream = stream.take(recorded.length.unwrap_or(u64::MAX));
        let decoder = match recorded.method {
            DEFLATED => Decoder::Deflated(Box::new(DeflateDecoder::new(stream))),
            _ => Decoder::Stored(stream),
        };
        Self {
            decoder,
            crc: Crc::new(),
            recorded,
            ended: None,
        }
    }

    /// Takes what was left; true where the next member can be found.
    pub fn finish(mut self) -> bool {
        let mut rest = vec![0; 64 << 10];
        while self.ended.is_none() {
            // What is wrong with the rest of a member that nobody wants is of no interest.
            let _ = self.read(&mut rest);
        }
        self.ended == Some(true)
    }

    /// The last byte came: what was recorded about all of them must agree.
    fn end(&mut self) -> io::Result<()> {
        let (compressed, size) = match &self.decoder {
            Decoder::Stored(stream) if stream.limit() > 0 => {
                self.ended = Some(false);
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            Decoder::Stored(_) => (self.crc.amount(), self.crc.amount()),
            Decoder::Deflated(decoder) => (decoder.total_in() as u32, decoder.total_out() as u32),
        };
        self.step_over();
        self.ended = Some(true);
        let checksum = if self.recorded.descriptor {
            read_descriptor(&mut **self.decoder.stream().get_mut(), compressed, size)
        } else {
            Some(self.recorded.checksum)
        };
        match checksum {
            Some(checksum) if checksum == self.crc.sum() => Ok(()),
            Some(_) => Err(Failure::Checksum.into()),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Leaves behind what a recorded length holds beyond the last byte.
    fn step_over(&mut self) {
        if self.recorded.length.is_some() {
            // A stream that ends early ends the reading at the next header.
            let _ = io::copy(self.decoder.stream(), &mut io::sink());
        }
    }
}

impl Read for Body<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.ended.is_some() || to.is_empty() {
            return Ok(0);
        }
        let answer = match &mut self.decoder {
            Decoder::Stored(bytes) => bytes.read(to),
            Decoder::Deflated(decoder) => decoder.read(to),
        };
        match answer {
            Ok(0) => self.end().map(|()| 0),
            Ok(count) => {
                self.crc.update(&to[..count]);
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.step_over();
                self.ended = Some(self.recorded.length.is_some());
                Err(error)
            }
        }
    }
}

/// The checksum that follows a member's bytes. The sizes after it take four or eight bytes each, as only they tell:
/// both are compared by their lower halves.
pub(crate) fn read_descriptor(stream: &mut dyn BufRead, compressed: u32, size: u32) -> Option<u32> {
    let mut four = [0; 4];
    stream.read_exact(&mut four).ok()?;
    if four == DESCRIPTOR {
        stream.read_exact(&mut four).ok()?;
    }
    let mut sizes = [0; 8];
    stream.read_exact(&mut sizes).ok()?;
    let narrow = [compressed, size].map(u32::to_le_bytes).concat();
    if sizes[..] != narrow[..] && sizes[..4] == compressed.to_le_bytes() {
        stream.read_exact(&mut sizes).ok()?;
    }
    Some(u32::from_le_bytes(four))
}
