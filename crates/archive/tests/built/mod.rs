//! Archives, sound and otherwise, built from their bytes.

use flate2::Compression;
use std::io::{Cursor, Write};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

type Members<'a> = &'a [(&'a str, &'a [u8])];

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn written(members: Members<'_>, options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        match name.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*name, options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

pub fn zip(members: Members<'_>) -> Vec<u8> {
    written(members, deflated())
}

pub fn zip_stored(members: Members<'_>) -> Vec<u8> {
    written(
        members,
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
    )
}

/// With sizes of eight bytes.
pub fn zip_wide(members: Members<'_>) -> Vec<u8> {
    written(members, deflated().large_file(true))
}

/// As a program writes that cannot go back: sizes and checksum behind each member.
pub fn zip_streamed(members: Members<'_>) -> Vec<u8> {
    let mut writer = ZipWriter::new_stream(Vec::new());
    for (name, content) in members {
        writer.start_file(*name, deflated()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn cut_by(bytes: &[u8], count: usize) -> Vec<u8> {
    bytes[..bytes.len() - count].to_vec()
}

/// Text that does not compress to nothing.
fn prose(length: usize) -> Vec<u8> {
    let mut state = 1u64;
    let word = |_| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        b"etaoin shrdlu\n"[(state >> 40) as usize % 14]
    };
    (0..length).map(word).collect()
}

pub fn cut_in_a_member() -> Vec<u8> {
    let whole = zip(&[("chat.txt", b"hello"), ("long.txt", &prose(20_000))]);
    whole[..whole.len() / 2].to_vec()
}

pub fn nested(depth: usize) -> Vec<u8> {
    let mut inner = zip(&[("deepest.txt", b"never reached")]);
    for level in (1..depth).rev() {
        let beside = format!("beside-{level}.txt");
        inner = zip(&[("inner.zip", &inner), (&beside, b"reached")]);
    }
    inner
}

pub fn too_large_to_hold() -> Vec<u8> {
    let large = zip_stored(&[("first.txt", &prose(17 << 20)), ("second.txt", b"after it")]);
    zip(&[("large.zip", &large), ("third.txt", b"beside it")])
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut add = |name: &str, content: &[u8], kind| {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_entry_type(kind);
        header.set_mode(0o644);
        if kind == tar::EntryType::Symlink {
            header.set_link_name("/etc/passwd").unwrap();
        }
        builder.append_data(&mut header, name, content).unwrap();
    };
    add(
        "messages.json",
        b"{\"conversations\":[]}",
        tar::EntryType::Regular,
    );
    add("link", b"", tar::EntryType::Symlink);
    add(&"long/".repeat(40), b"", tar::EntryType::Directory);
    add(
        &format!("{}name.txt", "long/".repeat(40)),
        b"found",
        tar::EntryType::Regular,
    );
    builder.into_inner().unwrap()
}

/// A zip from nothing: local parts, then a record each of the directory.
struct Raw {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

struct Record<'a> {
    name: &'a str,
    checksum: u32,
    compressed: u32,
    size: u32,
    at: u32,
    method: u16,
}

impl Record<'_> {
    fn local(&self) -> Vec<u8> {
        let mut header = b"PK\x03\x04\x14\0\0\0".to_vec();
        header.extend(self.method.to_le_bytes());
        header.extend([0; 4]);
        header.extend(
            [self.checksum, self.compressed, self.size]
                .map(u32::to_le_bytes)
                .concat(),
        );
        header.extend((self.name.len() as u16).to_le_bytes());
        header.extend([0; 2]);
        header.extend(self.name.as_bytes());
        header
    }
}

impl Raw {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            directory: Vec::new(),
            count: 0,
        }
    }

    fn list(&mut self, record: &Record<'_>) {
        self.directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        self.directory.extend(record.method.to_le_bytes());
        self.directory.extend([0; 4]);
        self.directory.extend(
            [record.checksum, record.compressed, record.size]
                .map(u32::to_le_bytes)
                .concat(),
        );
        self.directory.extend((record.name.len() as u16).to_le_bytes());
        self.directory.extend([0; 12]);
        self.directory.extend(record.at.to_le_bytes());
        self.directory.extend(record.name.as_bytes());
        self.count += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let at = self.bytes.len() as u32;
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes
            .extend([self.count.to_le_bytes(), self.count.to_le_bytes()].concat());
        self.bytes.extend((self.directory.len() as u32).to_le_bytes());
        self.bytes.extend(at.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn squeezed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One member of 16 MiB under many names: 256 of them unpack to 4 GiB.
pub fn shared_bomb(names: u32) -> Vec<u8> {
    let content = vec![b'0'; 16 << 20];
    let kernel = squeezed(&content);
    let name = |index: u32| format!("{index:04}.txt");
    let mut raw = Raw::new();
    for index in 0..names {
        let name = name(index);
        let (compressed, size) = (kernel.len() as u32, content.len() as u32);
        let record = Record {
            name: &name,
            checksum: crc(&content),
            compressed,
            size,
            at: 0,
            method: 8,
        };
        if index == 0 {
            raw.bytes = record.local();
            raw.bytes.extend(&kernel);
        }
        raw.list(&record);
    }
    raw.finish()
}

/// Each member quotes the header of the next as literal bytes and then runs on into the same squeezed kernel.
pub fn quoted_bomb(members: usize) -> Vec<u8> {
    let kernel_content = vec![b'0'; 16 << 20];
    let mut content = kernel_content.clone();
    let mut tail = squeezed(&kernel_content);
    let names: Vec<String> = (0..members).map(|index| format!("{index:04}.txt")).collect();
    let mut described = Vec::new();
    for name in names.iter().rev() {
        let (compressed, size) = (tail.len() as u32, content.len() as u32);
        let record = Record {
            name,
            checksum: crc(&content),
            compressed,
            size,
            at: 0,
            method: 8,
        };
        let local = record.local();
        described.push((record, tail.len() + local.len()));
        let length = local.len() as u16;
        let quote = [&[0][..], &length.to_le_bytes(), &(!length).to_le_bytes(), &local].concat();
        content = [&local[..], &content].concat();
        tail = [&quote[..], &tail].concat();
    }
    let mut raw = Raw::new();
    // The first header stands outside any quote.
    raw.bytes = tail[5..].to_vec();
    let total = raw.bytes.len();
    for (mut record, from_end) in described.into_iter().rev() {
        record.at = (total - from_end) as u32;
        raw.list(&record);
    }
    raw.finish()
}

pub fn honest_bomb() -> Vec<u8> {
    zip(&[
        ("before.txt", b"read"),
        ("zeros.txt", &vec![0; 80 << 20]),
        ("after.txt", b"read"),
    ])
}

pub fn lying_bomb() -> Vec<u8> {
    let content = vec![b'0'; 80 << 20];
    let kernel = squeezed(&content);
    let compressed = kernel.len() as u32;
    let record = Record {
        name: "small.txt",
        checksum: crc(&content),
        compressed,
        size: 100,
        at: 0,
        method: 8,
    };
    let mut raw = Raw::new();
    raw.bytes = [record.local(), kernel].concat();
    raw.list(&record);
    raw.finish()
}

fn stored_member<'a>(raw: &mut Raw, name: &'a str, content: &[u8]) -> Record<'a> {
    let size = content.len() as u32;
    let at = raw.bytes.len() as u32;
    let record = Record {
        name,
        checksum: crc(content),
        compressed: size,
        size,
        at,
        method: 0,
    };
    raw.bytes.extend(record.local());
    raw.bytes.extend(content);
    record
}

pub fn duplicates() -> Vec<u8> {
    let mut raw = Raw::new();
    for content in [&b"the first"[..], b"the second", b"the last one", b"the last one"] {
        let record = stored_member(&mut raw, "chat.txt", content);
        raw.list(&record);
    }
    raw.finish()
}

pub fn unlisted() -> Vec<u8> {
    let mut raw = Raw::new();
    let record = stored_member(&mut raw, "shown.txt", b"listed");
    raw.list(&record);
    stored_member(&mut raw, "hidden.txt", b"in no directory");
    raw.finish()
}

pub fn wrong_checksum() -> Vec<u8> {
    let mut raw = Raw::new();
    for name in ["bad.txt", "good.txt"] {
        let mut record = stored_member(&mut raw, name, b"content");
        record.checksum ^= u32::from(name == "bad.txt");
        raw.list(&record);
    }
    raw.finish()
}

/// Both members claim 7 bytes; the first has more, the second less.
pub fn wrong_size() -> Vec<u8> {
    let mut raw = Raw::new();
    for (name, content) in [("more.txt", &b"more than seven"[..]), ("less.txt", b"less")] {
        let kernel = squeezed(content);
        let (compressed, at) = (kernel.len() as u32, raw.bytes.len() as u32);
        let record = Record {
            name,
            checksum: crc(content),
            compressed,
            size: 7,
            at,
            method: 8,
        };
        raw.bytes.extend(record.local());
        raw.bytes.extend(kernel);
        raw.list(&record);
    }
    raw.finish()
}

pub fn damaged() -> Vec<u8> {
    let mut whole = zip(&[("long.txt", &prose(200_000)), ("b.txt", b"goes on")]);
    whole[40_000..40_050].fill(0xff);
    whole
}

pub fn unknown_method() -> Vec<u8> {
    let mut raw = Raw::new();
    let record = Record {
        name: "packed.txt",
        checksum: 0,
        compressed: 7,
        size: 7,
        at: 0,
        method: 97,
    };
    raw.bytes = [&record.local()[..], b"content"].concat();
    raw.list(&record);
    let record = stored_member(&mut raw, "b.txt", b"goes on");
    raw.list(&record);
    raw.finish()
}

pub fn with_link() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("link.txt", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    writer.finish().unwrap().into_inner()
}

/// One member in the clear, one under the older encryption, one under the newer.
pub fn encrypted() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("clear.txt", deflated()).unwrap();
    writer.write_all(b"no password").unwrap();
    writer
        .start_file("old.txt", deflated().with_deprecated_encryption(b"old").unwrap())
        .unwrap();
    writer.write_all(b"the older encryption").unwrap();
    writer
        .start_file("new.txt", deflated().with_aes_encryption(AesMode::Aes256, "new"))
        .unwrap();
    writer.write_all(b"the newer encryption").unwrap();
    writer.finish().unwrap().into_inner()
}

/// A zip whose only name is replaced by bytes of the same length.
pub fn renamed(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = zip(&[(std::str::from_utf8(from).unwrap(), b"content")]);
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    bytes
}
