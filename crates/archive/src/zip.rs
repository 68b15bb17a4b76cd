//! Zips with a directory: every record of it, those hidden behind a later one of the same name included.

use crate::body::{Body, DEFLATED, Recorded, STORED};
use crate::bytes::proportionate;
use crate::entries::{Claims, Flow, Next, Reading, joined};
use crate::name::{member_name, shortened};
use crate::window::Window;
use crate::{Failure, Limit, MAX_ENTRIES, Ordinal, Passed, Trouble};
use ::zip::read::{Config, OwnedZipFileEntry};
use ::zip::result::{ZipError, ZipResult};
use ::zip::unstable::read::ZipIterable;
use ::zip::{CompressionMethod, SUPPORTED_COMPRESSION_METHODS, ZipReadOptions};
use std::collections::HashMap;
use std::io::{self, BufReader, Read};
use teltale_model::SkipReason;

/// Fixed bytes before each member's name.
const LOCAL_HEADER: u64 = 30;
/// The flag by which a member promises that its name is UTF-8.
const UTF8_NAME: u16 = 0x800;
/// A password is believed once so much comes out well-formed: its own check lets one wrong one in 256 pass.
const TRIAL: u64 = 1 << 20;

/// What a first pass over the directory learns of each record, kept small: there may be a million.
struct Listed {
    start: u64,
    /// One past the last byte that it claims, but for what only its local header tells.
    end: u64,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// To be read.
    Read,
    /// Hidden behind a later record of the same name, with other content: the n-th of its name.
    Hidden(u32),
    /// Hidden behind a later record with the same name, size and checksum.
    Repeats,
    /// Claims bytes of another member.
    Overlaps,
}

struct Listing {
    records: Vec<Listed>,
    /// Where the directory starts.
    directory: u64,
    /// Not all of the directory could be read.
    broken: bool,
}

impl Reading<'_> {
    /// Reads a zip by its directory; from its start where it has none.
    pub fn zip(&mut self, at: &Ordinal, path: &str, window: &Window<'_>) -> Flow {
        let Ok(mut archive) = ZipIterable::try_new(window.again(), Config::default()) else {
            let mut stream = BufReader::with_capacity(64 << 10, window.again());
            return self.zip_from_start(at, path, &mut stream, Trouble::NoDirectory);
        };
        let listing = match list(&mut archive) {
            Ok(listing) => listing,
            Err(_) => return self.trouble(at, path, Trouble::BrokenDirectory),
        };
        if listing.records.is_empty() {
            let why = if listing.broken {
                Passed::Failed(Failure::Damaged)
            } else {
                Passed::Skipped(SkipReason::Empty)
            };
            return self.pass(at, path, Some(window.length()), why);
        }
        if let Ok(files) = archive.files() {
            for (index, (entry, listed)) in files.zip(&listing.records).enumerate() {
                let Ok(entry) = entry else { break };
                self.zip_member(&at.member(index as u32), path, window, &entry.into(), listed)?;
            }
        }
        if listing.broken {
            self.trouble(at, path, Trouble::BrokenDirectory)?;
        }
        match unlisted(window, listing) {
            0 => Flow::Continue(()),
            count => self.trouble(at, path, Trouble::UnlistedBytes(count)),
        }
    }

    fn zip_member(
        &mut self,
        at: &Ordinal,
        archive: &str,
        window: &Window<'_>,
        entry: &OwnedZipFileEntry,
        listed: &Listed,
    ) -> Flow {
        let size = Some(entry.size());
        if entry.is_dir() && entry.size() == 0 {
            return Flow::Continue(());
        }
        let name = member_name(entry.name_raw(), entry.flags().as_u16() & UTF8_NAME != 0);
        let path = match (shortened(&name), listed.standing) {
            (Some(short), _) => {
                let path = joined(archive, short);
                if self.open(at, &path)? {
                    self.pass(at, &path, size, Passed::Limit(Limit::Name))?;
                }
                return Flow::Continue(());
            }
            (None, Standing::Hidden(copy)) => joined(archive, &format!("{name} (hidden copy {copy})")),
            (None, Standing::Read | Standing::Repeats | Standing::Overlaps) => joined(archive, &name),
        };
        if !self.open(at, &path)? {
            return Flow::Continue(());
        }
        let why = match listed.standing {
            Standing::Repeats => Some(Passed::Skipped(SkipReason::Shadowed)),
            Standing::Overlaps => Some(Passed::Limit(Limit::Overlap)),
            Standing::Read | Standing::Hidden(_) if entry.is_symlink() => {
                Some(Passed::Skipped(SkipReason::NotAFile))
            }
            Standing::Read | Standing::Hidden(_) => {
                (entry.size() > proportionate(entry.compressed_size())).then_some(Passed::Limit(Limit::Ratio))
            }
        };
        if let Some(why) = why {
            return self.pass(at, &path, size, why);
        }
        loop {
            match self.zip_content(at, &path, window, entry) {
                Flow::Continue(Ok(Next::Again)) => {}
                Flow::Continue(Ok(Next::GoOn | Next::PassOver | Next::Stop)) => return Flow::Continue(()),
                Flow::Continue(Err(why)) => return self.pass(at, &path, size, why),
                Flow::Break(()) => return Flow::Break(()),
            }
        }
    }

    fn zip_content(
        &mut self,
        at: &Ordinal,
        path: &str,
        window: &Window<'_>,
        entry: &OwnedZipFileEntry,
    ) -> Flow<Result<Next, Passed>> {
        let (size, compressed) = (Some(entry.size()), Some(entry.compressed_size()));
        let claims = Claims {
            size,
            compressed,
            repeatable: true,
            ..Claims::default()
        };
        let method = match entry.compression() {
            CompressionMethod::Stored if !entry.encrypted() => STORED,
            CompressionMethod::Deflated if !entry.encrypted() => DEFLATED,
            _ => return self.zip_content_by_crate(at, path, window, entry, &claims),
        };
        let start = entry.header_start();
        let Some(header) = local_header(window, start) else {
            return Flow::Continue(Err(Passed::Failed(Failure::Damaged)));
        };
        let first = start + LOCAL_HEADER + variable_length(&header);
        let stretch = window.part(first, entry.compressed_size());
        let claims = Claims {
            stretch: (method == STORED).then_some(&stretch),
            ..claims
        };
        let mut stream = BufReader::with_capacity(64 << 10, stretch.again());
        let (checksum, length) = (entry.crc32(), compressed);
        let mut body = Body::new(
            &mut stream,
            Recorded {
                method,
                checksum,
                length,
                descriptor: false,
            },
        );
        self.content(at, path, &claims, &mut body).map_continue(Ok)
    }

    /// What the plain path does not know: passwords, and methods that few programs write.
    fn zip_content_by_crate(
        &mut self,
        at: &Ordinal,
        path: &str,
        window: &Window<'_>,
        entry: &OwnedZipFileEntry,
        claims: &Claims<'_>,
    ) -> Flow<Result<Next, Passed>> {
        let password = match entry
            .encrypted()
            .then(|| self.password_for(window, entry))
            .transpose()
        {
            Ok(password) => password,
            Err(why) => return Flow::Continue(Err(why)),
        };
        if !SUPPORTED_COMPRESSION_METHODS.contains(&entry.compression()) {
            let why = local_header(window, entry.header_start()).map_or(Failure::Damaged, |header| {
                Failure::Method(u16::from_le_bytes([header[8], header[9]]))
            });
            return Flow::Continue(Err(Passed::Failed(why)));
        }
        let mut body = window.again();
        match entry.as_ref().with_reader(&mut body, options_for(password)) {
            Ok(mut file) => self.content(at, path, claims, &mut file).map_continue(Ok),
            Err(error) => Flow::Continue(Err(Passed::Failed(failure(&error)))),
        }
    }

    /// The first password under which the member begins well-formed.
    fn password_for(&self, window: &Window<'_>, entry: &OwnedZipFileEntry) -> Result<&str, Passed> {
        let mut why = Passed::Skipped(SkipReason::Encrypted);
        for password in self.options.passwords {
            match try_password(window, entry, password) {
                Ok(()) => return Ok(password),
                Err(failure) => why = Passed::Failed(failure),
            }
        }
        Err(why)
    }
}

fn options_for(password: Option<&str>) -> ZipReadOptions<'_> {
    ZipReadOptions::new().password(password.map(str::as_bytes))
}

fn try_password(window: &Window<'_>, entry: &OwnedZipFileEntry, password: &str) -> Result<(), Failure> {
    let trial = if entry.compression() == CompressionMethod::Stored {
        u64::MAX
    } else {
        TRIAL
    };
    let mut body = window.again();
    let file = entry
        .as_ref()
        .with_reader(&mut body, options_for(Some(password)))
        .map_err(|error| failure(&error))?;
    match io::copy(&mut file.take(trial), &mut io::sink()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::WrongPassword),
    }
}

fn failure(error: &ZipError) -> Failure {
    match error {
        ZipError::InvalidPassword => Failure::WrongPassword,
        ZipError::CompressionMethodNotSupported(method) => Failure::Method(*method),
        ZipError::Io(error) => crate::bytes::failure_of(error),
        _ => Failure::Damaged,
    }
}

/// The first pass: who overlaps whom, who hides whom, and whether the directory can be believed to its end.
fn list(archive: &mut ZipIterable<Window<'_>>) -> ZipResult<Listing> {
    let mut records = Vec::new();
    let mut broken = false;
    let mut directory = None;
    // By the first half of the name's hash: names themselves could fill the memory.
    let mut last_of_name: HashMap<[u8; 16], u32> = HashMap::new();
    let mut contents: Vec<(u32, u64)> = Vec::new();
    for (index, entry) in archive.files()?.enumerate() {
        let Ok(entry) = entry else {
            broken = true;
            break;
        };
        if index as u64 > MAX_ENTRIES {
            break;
        }
        directory.get_or_insert(entry.central_header_start());
        let start = entry.header_start();
        let end = start
            .saturating_add(LOCAL_HEADER + entry.name_raw().len() as u64)
            .saturating_add(entry.compressed_size());
        records.push(Listed {
            start,
            end,
            standing: Standing::Read,
        });
        contents.push((entry.crc32(), entry.size()));
        let mut name = [0; 16];
        name.copy_from_slice(&blake3::hash(entry.name_raw()).as_bytes()[..16]);
        if let Some(hidden) = last_of_name.insert(name, index as u32) {
            let hidden = hidden as usize;
            records[hidden].standing = if contents[hidden] == contents[index] {
                Standing::Repeats
            } else {
                Standing::Hidden(0)
            };
        }
    }
    number_hidden(archive, &mut records)?;
    mark_overlaps(&mut records);
    Ok(Listing {
        records,
        directory: directory.unwrap_or(u64::MAX),
        broken,
    })
}

/// Numbers the hidden copies of each name from 1, so that their paths differ. A third pass, but only where any are.
fn number_hidden(archive: &mut ZipIterable<Window<'_>>, records: &mut [Listed]) -> ZipResult<()> {
    if !records
        .iter()
        .any(|record| matches!(record.standing, Standing::Hidden(_)))
    {
        return Ok(());
    }
    let mut copies: HashMap<Vec<u8>, u32> = HashMap::new();
    for (entry, record) in archive.files()?.zip(records) {
        if let (Ok(entry), Standing::Hidden(_)) = (entry, record.standing) {
            let count = copies.entry(entry.name_raw().to_vec()).or_default();
            *count += 1;
            record.standing = Standing::Hidden(*count);
        }
    }
    Ok(())
}

/// Of members that claim the same bytes the first keeps them.
fn mark_overlaps(records: &mut [Listed]) {
    let mut order: Vec<u32> = (0..records.len() as u32).collect();
    order.sort_by_key(|index| (records[*index as usize].start, *index));
    let mut reach = 0;
    for index in order {
        let record = &mut records[index as usize];
        if record.start < reach {
            if record.standing != Standing::Repeats {
                record.standing = Standing::Overlaps;
            }
        } else {
            reach = record.end;
        }
    }
}

/// Bytes in front of the directory that no member claims.
fn unlisted(window: &Window<'_>, listing: Listing) -> u64 {
    let mut ranges: Vec<(u64, u64)> = listing
        .records
        .iter()
        .map(|record| (record.start, record.end))
        .collect();
    ranges.sort_unstable();
    let mut total = 0;
    let mut reach = 0;
    for (start, end) in ranges.into_iter().chain([(listing.directory, listing.directory)]) {
        if start == u64::MAX {
            break;
        }
        if start > reach {
            total += start - reach;
        }
        // What a member really takes is longer by its local extra field and a trailing descriptor.
        if end > reach {
            reach = end.saturating_add(tail(window, start, end));
        }
    }
    total
}

/// The fixed part of a member's own header.
fn local_header(window: &Window<'_>, start: u64) -> Option<[u8; LOCAL_HEADER as usize]> {
    let mut header = [0; LOCAL_HEADER as usize];
    let whole = window.read_at(&mut header, start).unwrap_or(0) == header.len();
    (whole && header.starts_with(b"PK\x03\x04")).then_some(header)
}

/// Bytes of name and extra field that follow it.
fn variable_length(header: &[u8; LOCAL_HEADER as usize]) -> u64 {
    let two = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
    two(26) + two(28)
}

/// Bytes that belong to the member claiming `start..end` beyond that claim.
fn tail(window: &Window<'_>, start: u64, end: u64) -> u64 {
    let Some(header) = local_header(window, start) else {
        return 0;
    };
    let extra = u64::from(u16::from_le_bytes([header[28], header[29]]));
    let mut descriptor = 0;
    if header[6] & 8 != 0 {
        let mut after = [0; 28];
        let count = window.read_at(&mut after, end.saturating_add(extra)).unwrap_or(0);
        let after = &after[..count];
        // With or without a signature, with sizes of four or eight bytes; whatever follows begins with `PK`.
        descriptor = [16, 12, 24, 20]
            .into_iter()
            .find(|length| after.get(*length..*length + 2) == Some(b"PK"))
            .unwrap_or(0);
    }
    extra + descriptor as u64
}
