//! Zips read from their first byte, header by header: where the directory is missing, or cannot be reached.

use crate::body::{Body, DEFLATED, Recorded, STORED, read_descriptor};
use crate::entries::{Claims, Flow, Reading, joined};
use crate::name::{member_name, shortened};
use crate::{Failure, Limit, Ordinal, Passed, Trouble};
use std::io::{self, BufRead, Read};
use teltale_model::SkipReason;

const MEMBER: [u8; 4] = *b"PK\x03\x04";

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

    fn recorded(&self) -> Recorded {
        let (checksum, length) = (self.checksum, self.length());
        Recorded {
            method: self.method,
            checksum,
            length,
            descriptor: self.descriptor,
        }
    }
}

/// Sizes of four bytes, or of eight from the extra field where the four are all ones.
fn wide_sizes(size: u32, compressed: u32, mut extra: &[u8]) -> (u64, u64) {
    let (mut size, mut compressed) = (u64::from(size), u64::from(compressed));
    while let [a, b, c, d, rest @ ..] = extra {
        let (id, length) = (
            u16::from_le_bytes([*a, *b]),
            usize::from(u16::from_le_bytes([*c, *d])),
        );
        let field = &rest[..length.min(rest.len())];
        extra = &rest[field.len()..];
        if id == 1 {
            let mut eights = field.chunks_exact(8).map(|eight| {
                eight
                    .iter()
                    .rev()
                    .fold(0, |value, byte| value << 8 | u64::from(*byte))
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
    pub fn zip_from_start(
        &mut self,
        at: &Ordinal,
        path: &str,
        stream: &mut dyn BufRead,
        trouble: Trouble,
    ) -> Flow {
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
                // Where a member of no recorded length ends, only its bytes could tell.
                let Some(length) = header.length() else { break };
                // A stream that ends early ends the reading at the next header.
                let _ = io::copy(&mut stream.take(length), &mut io::sink());
                if header.descriptor {
                    read_descriptor(stream, header.compressed as u32, header.size as u32);
                }
                continue;
            }
            let mut body = Body::new(stream, header.recorded());
            if wanted {
                let size = header
                    .length()
                    .map(|_| header.size)
                    .filter(|size| *size != 0 || !header.descriptor);
                let claims = Claims {
                    size,
                    compressed: header.length(),
                    ..Claims::default()
                };
                self.content(&member, &member_path, &claims, &mut body)?;
            }
            if !body.finish() {
                break;
            }
        }
        if index == 0 {
            return self.pass(at, path, None, Passed::Failed(Failure::CutOff));
        }
        self.trouble(at, path, trouble)
    }
}
