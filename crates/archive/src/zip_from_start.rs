//! Zips read from their first byte, header by header: where the directory is missing, or cannot be reached.

use crate::entries::{Claims, Flow, Reading, joined};
use crate::name::{member_name, shortened};
use crate::{Failure, Limit, Ordinal, Passed};
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufRead, Read, Take};
use teltale_model::SkipReason;

const MEMBER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A member's own header.
struct Header {
    raw_name: Vec<u8>,
    promised_utf8: bool,
    encrypted: bool,
    /// Checksum and sizes follow the bytes instead of standing here.
    descriptor: bool,
    method: u16,
    checksum: u32,
    compressed: u64,
    size: u64,
}

impl Header {
    /// None where the members end.
    fn read(stream: &mut dyn BufRead) -> Option<Self> {
        let mut fixed = [0; 30];
        stream.read_exact(&mut fixed).ok()?;
        if fixed[..4] != MEMBER {
            return None;
        }
        let two = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let four = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let flags = two(6);
        let mut raw_name = vec![0; usize::from(two(26))];
        let mut extra = vec![0; usize::from(two(28))];
        stream.read_exact(&mut raw_name).ok()?;
        stream.read_exact(&mut extra).ok()?;
        let (size, compressed) = wide_sizes(four(22), four(18), &extra);
        Some(Self {
            raw_name,
            promised_utf8: flags & 0x800 != 0,
            encrypted: flags & 1 != 0,
            descriptor: flags & 8 != 0,
            method: two(8),
            checksum: four(14),
            compressed,
            size,
        })
    }

    /// How many bytes the member takes, where that is known before they are read.
    fn length(&self) -> Option<u64> {
        (!self.descriptor || self.compressed != 0).then_some(self.compressed)
    }
}

/// Sizes of four bytes, or of eight from the extra field where the four are all ones.
fn wide_sizes(size: u32, compressed: u32, mut extra: &[u8]) -> (u64, u64) {
    let (mut size, mut compressed) = (u64::from(size), u64::from(compressed));
    while let [a, b, c, d, rest @ ..] = extra {
        let (id, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let field = &rest[..length.min(rest.len())];
        extra = &rest[field.len()..];
        if id == 1 {
            let mut eights = field.chunks_exact(8).map(|eight| {
                eight.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
            });
            for value in [&mut size, &mut compressed] {
                if *value == u64::from(u32::MAX) {
                    *value = eights.next().unwrap_or(*value);
                }
            }
        }
    }
    (size, compressed)
}

impl Reading<'_> {
    /// Reads members until there are no more, or until one has no known end.
    pub fn zip_from_start(&mut self, at: &Ordinal, path: &str, stream: &mut dyn BufRead) -> Flow {
        let mut index = 0;
        while let Some(header) = Header::read(stream) {
            let member = at.member(index);
            index += 1;
            let name = member_name(&header.raw_name, header.promised_utf8);
            let long = shortened(&name);
            let member_path = joined(path, long.unwrap_or(&name));
            let is_folder = name.ends_with('/') && header.length() == Some(0);
            let wanted = !is_folder && self.open(&member, &member_path)?;
            let why = if header.encrypted {
                Some(Passed::Skipped(SkipReason::Encrypted))
            } else if long.is_some() {
                Some(Passed::Limit(Limit::Name))
            } else if !matches!(header.method, STORED | DEFLATED) {
                Some(Passed::Failed(Failure::Method(header.method)))
            } else if header.method == STORED && header.length().is_none() {
                Some(Passed::Failed(Failure::CutOff))
            } else {
                None
            };
            if let Some(why) = why {
                let size = header.length().map(|_| header.size);
                if wanted {
                    self.pass(&member, &member_path, size, why)?;
                }
                match header.length() {
                    Some(length) => skip(&mut stream.take(length)),
                    // Where it ends, nobody can tell.
                    None => break,
                }
                if header.descriptor {
                    read_descriptor(stream, header.compressed, header.size);
                }
                continue;
            }
            let mut body = Body::new(stream, &header);
            if wanted {
                let size = header.length().map(|_| header.size).filter(|size| *size != 0 || !header.descriptor);
                let claims = Claims { size, compressed: header.length(), ..Claims::default() };
                self.content(&member, &member_path, &claims, &mut body)?;
            }
            if !body.to_the_end() {
                break;
            }
        }
        Flow::Continue(())
    }
}

/// The bytes of one member, checked against its checksum at the end.
struct Body<'s> {
    decoder: Decoder<'s>,
    crc: Crc,
    checksum: u32,
    descriptor: bool,
    ended: Option<bool>,
}

enum Decoder<'s> {
    Stored(Take<&'s mut dyn BufRead>),
    Deflated(Box<DeflateDecoder<Take<&'s mut dyn BufRead>>>),
}

impl<'s> Body<'s> {
    fn new(stream: &'s mut dyn BufRead, header: &Header) -> Self {
        let bytes = stream.take(header.length().unwrap_or(u64::MAX));
        let decoder = match header.method {
            STORED => Decoder::Stored(bytes),
            _ => Decoder::Deflated(Box::new(DeflateDecoder::new(bytes))),
        };
        Self { decoder, crc: Crc::new(), checksum: header.checksum, descriptor: header.descriptor, ended: None }
    }

    /// Takes what was left; true where the next member can be found.
    fn to_the_end(mut self) -> bool {
        let mut rest = vec![0; 64 << 10];
        while self.ended.is_none() {
            let _ = self.read(&mut rest);
        }
        self.ended == Some(true)
    }

    /// The last byte came: what the archive recorded about all of them must agree.
    fn end(&mut self) -> io::Result<()> {
        let (taken, given) = match &mut self.decoder {
            Decoder::Stored(bytes) => {
                if bytes.limit() > 0 {
                    self.ended = Some(false);
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                (u64::from(self.crc.amount()), u64::from(self.crc.amount()))
            }
            Decoder::Deflated(decoder) => {
                let sizes = (decoder.total_in(), decoder.total_out());
                // Bytes that a claimed length leaves over belong to nobody.
                if !(self.descriptor && decoder.get_ref().limit() > u64::from(u32::MAX) << 8) {
                    skip(decoder.get_mut());
                }
                sizes
            }
        };
        self.ended = Some(true);
        let checksum = if self.descriptor {
            let bytes = match &mut self.decoder {
                Decoder::Stored(bytes) => bytes,
                Decoder::Deflated(decoder) => decoder.get_mut(),
            };
            read_descriptor(&mut **bytes.get_mut(), taken, given)
        } else {
            Some(self.checksum)
        };
        match checksum {
            Some(checksum) if checksum == self.crc.sum() => Ok(()),
            Some(_) => Err(Failure::Checksum.into()),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
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
                // After damage a member of known length can be stepped over.
                let bytes = match &mut self.decoder {
                    Decoder::Stored(bytes) => bytes,
                    Decoder::Deflated(decoder) => decoder.get_mut(),
                };
                let known = bytes.limit() <= u64::from(u32::MAX) << 8;
                if known {
                    skip(bytes);
                }
                self.ended = Some(known);
                Err(error)
            }
        }
    }
}

/// The checksum that follows a member's bytes; the sizes after it take four or eight bytes each, as only they tell.
fn read_descriptor(stream: &mut dyn BufRead, compressed: u64, size: u64) -> Option<u32> {
    let mut four = [0; 4];
    stream.read_exact(&mut four).ok()?;
    if four == DESCRIPTOR {
        stream.read_exact(&mut four).ok()?;
    }
    let mut sizes = [0; 8];
    stream.read_exact(&mut sizes).ok()?;
    let narrow = [compressed as u32, size as u32].map(u32::to_le_bytes).concat();
    if sizes[..] != narrow[..] && sizes == compressed.to_le_bytes() {
        stream.read_exact(&mut sizes).ok()?;
    }
    Some(u32::from_le_bytes(four))
}

fn skip(bytes: &mut impl Read) {
    // A stream that ends early ends the reading at the next header.
    let _ = io::copy(bytes, &mut io::sink());
}
