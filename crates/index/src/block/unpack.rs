//! Blocks taken apart. What does not add up is damage, never a panic.

use super::{COLUMNS, Column, Packed, PackedPart, RECORDS, RecordKey, State};
use crate::codes::Code;
use crate::{Error, Result};
use std::cell::RefCell;
use std::ops::Range;
use teltale_model::{
    Branch, Encoding, Escape, Locator, Media, Place, Role, SentAt, Unread, UnreadKind, Zone,
};

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Something does not add up. An [`Error`] is large, and has to be dropped: too much for what each number of a column may
/// end in.
struct Damage;

impl From<Damage> for Error {
    fn from(Damage: Damage) -> Self {
        Self::Damaged
    }
}

type Taken<T> = Result<T, Damage>;

/// A cursor in a column.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn get(&mut self) -> Taken<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let Some((&byte, rest)) = self.0.split_first() else {
                return Err(Damage);
            };
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damage)
    }

    fn signed(&mut self) -> Taken<i64> {
        self.get().map(unzigzag)
    }

    fn bytes(&mut self, count: usize) -> Taken<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(Damage)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn word<T: Code>(code: u64) -> Taken<T> {
        i64::try_from(code).ok().and_then(T::of_code).ok_or(Damage)
    }

    fn string(&mut self) -> Taken<&'a str> {
        let length = self.get()? as usize;
        std::str::from_utf8(self.bytes(length)?).map_err(|_| Damage)
    }
}

/// No block is larger: a record is capped far below it before it comes here.
const CEILING: usize = 1 << 31;

/// The texts of a block.
pub(crate) fn texts(packed: &[u8], size: usize) -> Result<String> {
    String::from_utf8(decompressed(packed, size)?).map_err(|_| Error::Damaged)
}

/// The columns of a block, not yet taken apart.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<u8>> {
    let mut head = Cursor(packed);
    let size = head.get()? as usize;
    decompressed(head.0, size)
}

/// What one takes is made once a thread: it is some hundred KiB, and blocks are small.
fn decompressed(packed: &[u8], size: usize) -> Result<Vec<u8>> {
    thread_local! {
        static DECOMPRESSOR: RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { RefCell::new(None) };
    }
    if size > CEILING {
        return Err(Error::Damaged);
    }
    DECOMPRESSOR.with_borrow_mut(|kept| {
        let decompressor = match kept {
            Some(ready) => ready,
            None => kept.insert(zstd::bulk::Decompressor::new().map_err(|_| Error::Damaged)?),
        };
        decompressor.decompress(packed, size).map_err(|_| Error::Damaged)
    })
}

/// The records of a block, in the order of their ordinals.
pub(crate) fn records(packed: &[u8], first_ordinal: u32, count: u32) -> Result<Vec<Packed>> {
    taken_apart(packed, first_ordinal, count, |unpacker| unpacker.record())
}

/// A record without its texts, its names and its ways back: the columns of those are not gone through.
pub(crate) struct Outlined {
    pub(crate) ordinal: u32,
    pub(crate) role: Role,
    pub(crate) hidden: bool,
    pub(crate) by_owner: bool,
    pub(crate) sent_at: Option<SentAt>,
    pub(crate) author: Option<i64>,
    pub(crate) key: RecordKey,
    pub(crate) parent: RecordKey,
    /// Up to the last part that has one.
    pub(crate) labels: Vec<String>,
    pub(crate) files: Vec<Media>,
    pub(crate) unread: Vec<UnreadKind>,
}

/// The records of a block in outline, in the order of their ordinals.
pub(crate) fn outlines(packed: &[u8], first_ordinal: u32, count: u32) -> Result<Vec<Outlined>> {
    taken_apart(packed, first_ordinal, count, |unpacker| unpacker.outline())
}

/// The places of each record's parts, in the order of their ordinals.
pub(crate) fn places(packed: &[u8], count: u32) -> Result<Vec<Vec<Place>>> {
    taken_apart(packed, 0, count, |unpacker| unpacker.places())
}

/// Which of a block's texts are whose.
pub(crate) struct Cuts {
    /// Each record's ordinal, in order, and its parts among all.
    records: Vec<(u32, Range<usize>)>,
    /// What each part is, and where its text stands among the block's.
    parts: Vec<(Place, Range<usize>)>,
}

impl Cuts {
    /// The parts of a record; none where the block does not hold it.
    pub(crate) fn of(&self, ordinal: u32) -> Option<&[(Place, Range<usize>)]> {
        let at = self.records.binary_search_by_key(&ordinal, |(of, _)| *of).ok()?;
        self.parts.get(self.records[at].1.clone())
    }
}

/// Which of a block's texts are whose: only the columns that tell are gone through.
pub(crate) fn cuts(packed: &[u8], first_ordinal: u32, count: u32) -> Result<Cuts> {
    let mut parts = Vec::new();
    let records = taken_apart(packed, first_ordinal, count, |unpacker| {
        let ordinal = unpacker.ordinal()?;
        let from = parts.len();
        unpacker.cuts(&mut parts)?;
        Ok((ordinal, from..parts.len()))
    })?;
    Ok(Cuts { records, parts })
}

fn taken_apart<T>(
    packed: &[u8],
    first_ordinal: u32,
    count: u32,
    mut next: impl FnMut(&mut Unpacker<'_>) -> Taken<T>,
) -> Result<Vec<T>> {
    let bytes = unpacked(packed)?;
    let mut lengths = Cursor(&bytes);
    let mut sizes = [0; COLUMNS];
    for size in &mut sizes {
        *size = lengths.get()? as usize;
    }
    let mut all = Cursor(lengths.0);
    let mut columns = Vec::with_capacity(COLUMNS);
    for size in sizes {
        columns.push(Cursor(all.bytes(size)?));
    }
    let mut unpacker = Unpacker::new(columns, first_ordinal)?;
    let mut records = Vec::with_capacity(count.min(RECORDS as u32) as usize);
    for _ in 0..count {
        records.push(next(&mut unpacker)?);
    }
    Ok(records)
}

/// What every record begins with.
struct Head {
    ordinal: u32,
    kind: u64,
    flags: u64,
    sent_at: Option<SentAt>,
    author: Option<i64>,
    key: RecordKey,
    parent: RecordKey,
}

impl Head {
    fn flag(&self, bit: u32) -> bool {
        self.flags >> bit & 1 == 1
    }
}

struct Unpacker<'a> {
    columns: Vec<Cursor<'a>>,
    strings: Vec<&'a str>,
    authors: Vec<i64>,
    last: State,
    text: usize,
}

impl<'a> Unpacker<'a> {
    fn new(mut columns: Vec<Cursor<'a>>, first_ordinal: u32) -> Taken<Self> {
        let (mut strings, mut authors) = (Vec::new(), Vec::new());
        let column = &mut columns[Column::Strings as usize];
        while !column.0.is_empty() {
            strings.push(column.string()?);
        }
        let column = &mut columns[Column::Authors as usize];
        while !column.0.is_empty() {
            authors.push(column.signed()?);
        }
        let last = State {
            ordinal: first_ordinal,
            ..State::default()
        };
        Ok(Self {
            columns,
            strings,
            authors,
            last,
            text: 0,
        })
    }

    fn get(&mut self, column: Column) -> Taken<u64> {
        self.columns[column as usize].get()
    }

    fn string(&mut self, column: Column) -> Taken<&'a str> {
        match self.get(column)? {
            0 => Ok(""),
            index => self.strings.get(index as usize - 1).copied().ok_or(Damage),
        }
    }

    fn key(&mut self, column: Column) -> Taken<RecordKey> {
        match self.get(column)? {
            0 => Ok(None),
            1 => {
                let bytes = self.columns[column as usize].bytes(8)?;
                Ok(Some(u64::from_le_bytes(bytes.try_into().expect("eight bytes"))))
            }
            small => {
                self.last.key = self.last.key.wrapping_add(unzigzag(small - 2) as u64);
                Ok(Some(self.last.key))
            }
        }
    }

    fn locator(&mut self, text: u64) -> Taken<Locator> {
        match self.get(Column::At)? {
            0 => {
                let (table, column) = (
                    self.string(Column::At)?.to_owned(),
                    self.string(Column::At)?.to_owned(),
                );
                self.last.row = self.last.row.wrapping_add(unzigzag(self.get(Column::At)?));
                Ok(Locator::Row {
                    table,
                    rowid: self.last.row,
                    column,
                })
            }
            kind => {
                let encoding: Encoding = Cursor::word((kind - 1) / 16)?;
                let escape: Escape = Cursor::word((kind - 1) % 16)?;
                let start = self.last.end.wrapping_add(unzigzag(self.get(Column::At)?) as u64);
                let end = start
                    .wrapping_add(text)
                    .wrapping_add(unzigzag(self.get(Column::At)?) as u64);
                self.last.end = end;
                Ok(Locator::Bytes {
                    start,
                    end,
                    encoding,
                    escape,
                })
            }
        }
    }

    fn ordinal(&mut self) -> Taken<u32> {
        let step = u32::try_from(self.get(Column::Ordinal)?).map_err(|_| Damage)?;
        self.last.ordinal = self.last.ordinal.checked_add(step).ok_or(Damage)?;
        Ok(self.last.ordinal)
    }

    fn head(&mut self) -> Taken<Head> {
        let ordinal = self.ordinal()?;
        let kind = self.get(Column::Kind)?;
        let flags = self.get(Column::Flags)?;
        let flag = |bit: u32| flags >> bit & 1 == 1;
        let sent_at = if flag(5) {
            self.last.time = self.last.time.wrapping_add(unzigzag(self.get(Column::Time)?));
            Some(SentAt {
                unix_ms: self.last.time,
                zone: if flag(6) { Zone::Unknown } else { Zone::Utc },
            })
        } else {
            None
        };
        let author = match self.get(Column::Author)? {
            0 => None,
            index => Some(*self.authors.get(index as usize - 1).ok_or(Damage)?),
        };
        Ok(Head {
            ordinal,
            kind,
            flags,
            sent_at,
            author,
            key: self.key(Column::Key)?,
            parent: self.key(Column::Parent)?,
        })
    }

    fn record(&mut self) -> Taken<Packed> {
        let head = self.head()?;
        let name = self.string(Column::Name)?.to_owned();
        let mut parts = Vec::new();
        for _ in 0..self.get(Column::Parts)? {
            let place = self.get(Column::Place)?;
            let length = self.get(Column::Length)? as usize;
            let end = self.text.checked_add(length).ok_or(Damage)?;
            let label = self.string(Column::Label)?.to_owned();
            parts.push(PackedPart {
                place: Cursor::word(place / 4)?,
                read_as: Cursor::word(place % 4)?,
                label,
                text: self.text..end,
                at: self.locator(length as u64)?,
            });
            self.text = end;
        }
        let mut attachments = Vec::new();
        for _ in 0..self.get(Column::Attachments)? {
            let (media, name) = self.attachment()?;
            attachments.push((media, name.to_owned()));
        }
        let mut unread = Vec::new();
        for _ in 0..self.get(Column::Unread)? {
            let kind: UnreadKind = Cursor::word(self.get(Column::Unread)?)?;
            unread.push(Unread {
                kind,
                at: self.locator(0)?,
            });
        }
        Ok(Packed {
            ordinal: head.ordinal,
            record_type: Cursor::word(head.kind / 8)?,
            role: Cursor::word(head.kind % 8)?,
            branch: if head.flag(0) {
                Branch::OffPath
            } else {
                Branch::Shown
            },
            hidden: head.flag(1),
            forwarded: head.flag(2),
            edited: head.flag(3),
            by_owner: head.flag(4),
            sent_at: head.sent_at,
            author: head.author,
            name,
            key: head.key,
            parent: head.parent,
            parts,
            attachments,
            unread,
        })
    }

    fn outline(&mut self) -> Taken<Outlined> {
        let head = self.head()?;
        let mut labels = Vec::new();
        for part in 0..self.get(Column::Parts)? as usize {
            let label = self.string(Column::Label)?;
            if !label.is_empty() {
                labels.resize(part, String::new());
                labels.push(label.to_owned());
            }
        }
        let mut files = Vec::new();
        for _ in 0..self.get(Column::Attachments)? {
            files.push(self.attachment()?.0);
        }
        let mut unread = Vec::new();
        for _ in 0..self.get(Column::Unread)? {
            unread.push(Cursor::word(self.get(Column::Unread)?)?);
        }
        Ok(Outlined {
            ordinal: head.ordinal,
            role: Cursor::word(head.kind % 8)?,
            hidden: head.flag(1),
            by_owner: head.flag(4),
            sent_at: head.sent_at,
            author: head.author,
            key: head.key,
            parent: head.parent,
            labels,
            files,
            unread,
        })
    }

    fn cuts(&mut self, cuts: &mut Vec<(Place, Range<usize>)>) -> Taken<()> {
        for _ in 0..self.get(Column::Parts)? {
            let place = Cursor::word(self.get(Column::Place)? / 4)?;
            let length = self.get(Column::Length)? as usize;
            let end = self.text.checked_add(length).ok_or(Damage)?;
            cuts.push((place, self.text..end));
            self.text = end;
        }
        Ok(())
    }

    fn places(&mut self) -> Taken<Vec<Place>> {
        let mut places = Vec::new();
        for _ in 0..self.get(Column::Parts)? {
            places.push(Cursor::word(self.get(Column::Place)? / 4)?);
        }
        Ok(places)
    }

    fn attachment(&mut self) -> Taken<(Media, &'a str)> {
        let media = Cursor::word(self.get(Column::Attachments)?)?;
        Ok((media, self.columns[Column::Attachments as usize].string()?))
    }
}
