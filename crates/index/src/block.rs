//! Blocks: records packed together, their texts compressed in one piece, their other facts in columns.
//!
//! A block holds records of one conversation and one entry, in the order of their ordinals. Facts stand in columns
//! (all times, then all authors, …) because neighbours in a column resemble each other, which is what a compressor
//! lives on. Sums over a block (times, positions) are stored as differences to the record before.

mod unpack;

#[cfg(test)]
pub(crate) use unpack::unpacked;
pub(crate) use unpack::{Cuts, Outlined, cuts, outlines, places, records, texts};

use crate::RecordType;
use crate::codes::Code;
use crate::words;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use teltale_model::{Branch, Locator, Media, Place, ReadAs, Role, SentAt, Unread, Zone};

/// Stands for a number in a stored text.
pub(crate) const TOKEN: char = '\u{fffc}';

/// A block is closed when its texts reach this size: a page of the reader, and small enough to search in 0.1 ms.
const TEXT: usize = 16 * 1024;
/// … or when it has this many records.
const RECORDS: usize = 1024;
const LEVEL: i32 = 3;

/// What stands for the service's own id of a message.
///
/// Small whole numbers as they are, so that they pack well; anything else as a keyed digest with its top bit set.
pub(crate) type RecordKey = Option<u64>;

/// A record, as it is packed and unpacked.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Packed {
    pub(crate) ordinal: u32,
    pub(crate) record_type: RecordType,
    pub(crate) role: Role,
    pub(crate) branch: Branch,
    pub(crate) hidden: bool,
    pub(crate) forwarded: bool,
    pub(crate) edited: bool,
    pub(crate) by_owner: bool,
    pub(crate) sent_at: Option<SentAt>,
    /// The participant.
    pub(crate) author: Option<i64>,
    /// The name on a card, account, participant or conversation; empty for messages.
    pub(crate) name: String,
    pub(crate) key: RecordKey,
    pub(crate) parent: RecordKey,
    pub(crate) parts: Vec<PackedPart>,
    pub(crate) attachments: Vec<(Media, String)>,
    pub(crate) unread: Vec<Unread>,
}

/// A part; its text is a range of the block's texts.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct PackedPart {
    pub(crate) place: Place,
    pub(crate) read_as: ReadAs,
    pub(crate) label: String,
    pub(crate) text: Range<usize>,
    pub(crate) at: Locator,
}

/// A string of a record that is masked in the columns and whole in the silo.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hidden {
    pub(crate) ordinal: u32,
    pub(crate) masked: String,
    pub(crate) whole: String,
}

/// True where a record of a block counts: `skips` has a bit set for those that do not, and is none where all do.
pub(crate) fn counts(skips: Option<&[u8]>, slot: usize) -> bool {
    skips.is_none_or(|skips| {
        skips
            .get(slot / 8)
            .is_some_and(|byte| byte >> (slot % 8) & 1 == 0)
    })
}

/// A block ready to be stored.
pub(crate) struct Closed {
    pub(crate) records: u32,
    pub(crate) first_ordinal: u32,
    pub(crate) last_ordinal: u32,
    pub(crate) digests: Vec<u8>,
    pub(crate) columns: Vec<u8>,
    pub(crate) texts: Vec<u8>,
    pub(crate) text_size: usize,
    /// Names, labels and file names that were masked.
    pub(crate) names: Vec<Hidden>,
    /// What the search for words looks at.
    pub(crate) signature: Vec<u8>,
}

/// Columns, in the order in which they are stored.
#[derive(Clone, Copy)]
enum Column {
    Ordinal,
    Kind,
    Flags,
    Time,
    Author,
    Name,
    Key,
    Parent,
    Parts,
    Place,
    Length,
    Label,
    At,
    Attachments,
    Unread,
    /// Strings that occur in this block, each once.
    Strings,
    Authors,
}
const COLUMNS: usize = Column::Authors as usize + 1;

/// A block being filled.
pub(crate) struct Builder {
    columns: [Vec<u8>; COLUMNS],
    texts: String,
    digests: Vec<u8>,
    names: Vec<Hidden>,
    records: u32,
    first_ordinal: u32,
    last: State,
    strings: HashMap<String, u64>,
    authors: FxHashMap<i64, u64>,
}

/// What differences are taken to.
#[derive(Default)]
struct State {
    ordinal: u32,
    time: i64,
    key: u64,
    end: u64,
    row: i64,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            columns: Default::default(),
            texts: String::with_capacity(TEXT + TEXT / 4),
            digests: Vec::new(),
            names: Vec::new(),
            records: 0,
            first_ordinal: 0,
            last: State::default(),
            strings: HashMap::new(),
            authors: FxHashMap::default(),
        }
    }

    /// Empties it for another block, which needs about as much memory as most. What a single record out of the ordinary took
    /// is not kept.
    pub(crate) fn clear(&mut self) {
        for column in &mut self.columns {
            column.clear();
            column.shrink_to(2 * TEXT);
        }
        self.texts.clear();
        self.texts.shrink_to(2 * TEXT);
        self.digests.clear();
        self.names = Vec::new();
        self.records = 0;
        self.last = State::default();
        self.strings.clear();
        self.authors.clear();
    }

    pub(crate) fn records(&self) -> u32 {
        self.records
    }

    pub(crate) fn is_full(&self) -> bool {
        self.texts.len() >= TEXT || self.records as usize >= RECORDS
    }

    /// Where the next text of a part goes; its range is the part's.
    pub(crate) fn texts(&mut self) -> &mut String {
        &mut self.texts
    }

    /// Adds a record whose texts were written to [`Builder::texts`]; `names` are its strings that were masked.
    pub(crate) fn push(&mut self, record: &Packed, digest: u64, names: Vec<Hidden>) {
        if self.records == 0 {
            self.first_ordinal = record.ordinal;
            self.last.ordinal = record.ordinal;
        }
        self.records += 1;
        self.digests.extend_from_slice(&digest.to_le_bytes());
        self.names.extend(names);
        self.put(Column::Ordinal, u64::from(record.ordinal - self.last.ordinal));
        self.last.ordinal = record.ordinal;
        self.put(
            Column::Kind,
            (record.record_type.code() * 8 + record.role.code()) as u64,
        );
        let zone = record.sent_at.map(|at| at.zone);
        let flags = [
            record.branch == Branch::OffPath,
            record.hidden,
            record.forwarded,
            record.edited,
            record.by_owner,
            zone.is_some(),
            zone == Some(Zone::Unknown),
        ];
        self.put(
            Column::Flags,
            flags
                .iter()
                .rev()
                .fold(0, |bits, flag| bits << 1 | u64::from(*flag)),
        );
        if let Some(at) = record.sent_at {
            self.put(Column::Time, zigzag(at.unix_ms.wrapping_sub(self.last.time)));
            self.last.time = at.unix_ms;
        }
        let author = record.author.map_or(0, |author| {
            let next = self.authors.len() as u64 + 1;
            let index = *self.authors.entry(author).or_insert(next);
            if index == next {
                self.columns[Column::Authors as usize].put(zigzag(author));
            }
            index
        });
        self.put(Column::Author, author);
        self.put_string(Column::Name, &record.name);
        self.put_key(Column::Key, record.key);
        self.put_key(Column::Parent, record.parent);
        self.put(Column::Parts, record.parts.len() as u64);
        for part in &record.parts {
            self.put(
                Column::Place,
                (part.place.code() * 4 + part.read_as.code()) as u64,
            );
            self.put(Column::Length, part.text.len() as u64);
            self.put_string(Column::Label, &part.label);
            self.put_locator(&part.at, part.text.len() as u64);
        }
        self.put(Column::Attachments, record.attachments.len() as u64);
        for (media, name) in &record.attachments {
            self.put(Column::Attachments, media.code() as u64);
            self.put(Column::Attachments, name.len() as u64);
            self.columns[Column::Attachments as usize].extend_from_slice(name.as_bytes());
        }
        self.put(Column::Unread, record.unread.len() as u64);
        for unread in &record.unread {
            self.put(Column::Unread, unread.kind.code() as u64);
            self.put_locator(&unread.at, 0);
        }
    }

    /// Packs all that was put in.
    pub(crate) fn close(&self) -> Closed {
        let mut columns = Vec::new();
        for column in &self.columns {
            columns.put(column.len() as u64);
        }
        for column in &self.columns {
            columns.extend_from_slice(column);
        }
        let mut packed = Vec::new();
        packed.put(columns.len() as u64);
        packed.extend_from_slice(&compress(&columns));
        Closed {
            records: self.records,
            first_ordinal: self.first_ordinal,
            last_ordinal: self.last.ordinal,
            digests: self.digests.clone(),
            columns: packed,
            texts: compress(self.texts.as_bytes()),
            text_size: self.texts.len(),
            names: self.names.clone(),
            signature: words::signature(&self.texts),
        }
    }

    fn put(&mut self, column: Column, value: u64) {
        self.columns[column as usize].put(value);
    }

    fn put_string(&mut self, column: Column, string: &str) {
        if string.is_empty() {
            return self.put(column, 0);
        }
        let index = match self.strings.get(string) {
            Some(index) => *index,
            None => {
                let index = self.strings.len() as u64 + 1;
                self.strings.insert(string.to_owned(), index);
                self.put(Column::Strings, string.len() as u64);
                self.columns[Column::Strings as usize].extend_from_slice(string.as_bytes());
                index
            }
        };
        self.put(column, index);
    }

    /// 0 none; 1 a digest, eight bytes; else a small number as a difference.
    fn put_key(&mut self, column: Column, key: RecordKey) {
        match key {
            None => self.put(column, 0),
            Some(digest) if digest >> 63 == 1 => {
                self.put(column, 1);
                self.columns[column as usize].extend_from_slice(&digest.to_le_bytes());
            }
            Some(small) => {
                self.put(column, 2 + zigzag(small.wrapping_sub(self.last.key) as i64));
                self.last.key = small;
            }
        }
    }

    fn put_locator(&mut self, at: &Locator, text: u64) {
        match at {
            Locator::Bytes {
                start,
                end,
                encoding,
                escape,
            } => {
                self.put(Column::At, 1 + (encoding.code() * 16 + escape.code()) as u64);
                self.put(Column::At, zigzag(start.wrapping_sub(self.last.end) as i64));
                self.put(
                    Column::At,
                    zigzag(end.wrapping_sub(*start).wrapping_sub(text) as i64),
                );
                self.last.end = *end;
            }
            Locator::Row { table, rowid, column } => {
                self.put(Column::At, 0);
                self.put_string(Column::At, table);
                self.put_string(Column::At, column);
                self.put(Column::At, zigzag(rowid.wrapping_sub(self.last.row)));
                self.last.row = *rowid;
            }
        }
    }
}

trait Put {
    fn put(&mut self, value: u64);
}

impl Put for Vec<u8> {
    /// Seven bits a byte, least significant first.
    fn put(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.push(value as u8);
    }
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        // Made once: it has tables of its own, which a block of 16 KiB does not pay for.
        static COMPRESSOR: RefCell<zstd::bulk::Compressor<'static>> = RefCell::new(
            zstd::bulk::Compressor::new(LEVEL).expect("the level is one of zstd's"),
        );
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor
            .compress(bytes)
            .expect("the compressor sizes its own output")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use teltale_model::{Escape, UnreadKind};

    fn record(ordinal: u32, builder: &mut Builder, text: &str) -> Packed {
        let start = builder.texts.len();
        builder.texts().push_str(text);
        Packed {
            ordinal,
            record_type: RecordType::Message,
            role: Role::Tool,
            branch: Branch::OffPath,
            hidden: ordinal.is_multiple_of(2),
            forwarded: true,
            edited: false,
            by_owner: true,
            sent_at: (ordinal != 3).then_some(SentAt {
                unix_ms: 1_700_000_000_000 - i64::from(ordinal),
                zone: Zone::Unknown,
            }),
            author: (ordinal != 4).then_some(i64::from(ordinal % 3) - 1),
            name: if ordinal == 5 { "Ann".into() } else { String::new() },
            key: [None, Some(17), Some(1 << 63 | 99), Some(3)][ordinal as usize % 4],
            parent: [Some(u64::MAX), None, Some(0)][ordinal as usize % 3],
            parts: vec![
                PackedPart {
                    place: Place::OtherField,
                    read_as: ReadAs::Opaque,
                    label: "label".into(),
                    text: start..builder.texts.len(),
                    at: Locator::escaped(50_000 - u64::from(ordinal) * 10, 9000, Escape::Json),
                },
                PackedPart {
                    place: Place::Body,
                    read_as: ReadAs::Text,
                    label: String::new(),
                    text: builder.texts.len()..builder.texts.len(),
                    at: Locator::Row {
                        table: "message".into(),
                        rowid: -7,
                        column: "text".into(),
                    },
                },
            ],
            attachments: vec![(Media::Audio, "PTT.opus".into())],
            unread: vec![Unread {
                kind: UnreadKind::Audio,
                at: Locator::plain(1, 2),
            }],
        }
    }

    fn block() -> (Vec<Packed>, Closed) {
        let mut builder = Builder::new();
        let mut records = Vec::new();
        for ordinal in [1, 2, 3, 4, 5, 900] {
            let record = record(ordinal, &mut builder, "wörter");
            builder.push(
                &record,
                u64::from(ordinal),
                vec![Hidden {
                    ordinal,
                    masked: "•".into(),
                    whole: format!("name {ordinal}"),
                }],
            );
            records.push(record);
        }
        (records, builder.close())
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let (packed, closed) = block();
        assert_eq!(
            (closed.records, closed.first_ordinal, closed.last_ordinal),
            (6, 1, 900)
        );
        assert!(records(&closed.columns, 1, 6).expect("unpacks") == packed);
        assert_eq!(
            texts(&closed.texts, closed.text_size).expect("unpacks"),
            "wörter".repeat(6)
        );
        assert_eq!(closed.digests.len(), 48);
        assert_eq!(closed.names[5].whole, "name 900");
    }

    #[test]
    fn an_outline_says_what_the_record_says() {
        let (packed, closed) = block();
        let outlined = outlines(&closed.columns, 1, 6).expect("unpacks");
        let places = places(&closed.columns, 6).expect("unpacks");
        assert_eq!((outlined.len(), places.len()), (6, 6));
        for ((record, outline), places) in packed.iter().zip(&outlined).zip(&places) {
            assert_eq!(
                (outline.ordinal, outline.hidden, outline.by_owner, outline.sent_at),
                (record.ordinal, record.hidden, record.by_owner, record.sent_at)
            );
            assert_eq!(
                (outline.role, outline.author, outline.key, outline.parent),
                (record.role, record.author, record.key, record.parent)
            );
            assert_eq!(outline.labels, ["label"], "up to the last part that has one");
            assert_eq!(
                (&*outline.files, &*outline.unread),
                (&[Media::Audio][..], &[UnreadKind::Audio][..])
            );
            assert_eq!(**places, [Place::OtherField, Place::Body]);
        }
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        let (_, closed) = block();
        for cut in 0..closed.columns.len() {
            assert!(records(&closed.columns[..cut], 1, 6).is_err());
        }
        for byte in 0..closed.columns.len() {
            for bit in 0..8 {
                let mut damaged = closed.columns.clone();
                damaged[byte] ^= 1 << bit;
                let _ = records(&damaged, 1, 6);
                let _ = outlines(&damaged, 1, 6);
                let _ = places(&damaged, 6);
            }
        }
        assert!(
            records(&closed.columns, 1, 7).is_err(),
            "more records than are there"
        );
        assert!(texts(&closed.texts, 3).is_err());
    }

    #[test]
    fn a_block_closes_at_its_size() {
        let mut builder = Builder::new();
        builder.texts().push_str(&"x".repeat(TEXT - 1));
        assert!(!builder.is_full());
        builder.texts().push('x');
        assert!(builder.is_full());
    }
}
