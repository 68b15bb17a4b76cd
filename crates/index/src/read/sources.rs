//! Sources, entries and the coverage ledger.

use crate::codes::Code;
use crate::writer::state;
use crate::{EntryId, Error, Kept, Page, Reader, Result, Rows, SourceId, SourceKind};
use rusqlite::{Row, ToSql, params};
use teltale_model::{Ledger, Problem, ProblemKind, RecordKind, SkipReason};

/// What the user added, by name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceName {
    /// Its id.
    pub id: SourceId,
    /// As added, masked.
    pub path: Kept,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// What the user added.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// As added, masked.
    pub path: Kept,
    /// File, folder or archive.
    pub kind: SourceKind,
    /// Bytes on disk.
    pub size: u64,
    /// When it was added, in milliseconds since 1970.
    pub added_at: i64,
    /// Entries in it.
    pub entries: u64,
    /// Entries by the format they were recognised as.
    pub formats: Vec<(String, u64)>,
    /// Records of all entries.
    pub ledger: Ledger,
    /// Messages read, copies included.
    pub messages: u64,
    /// Mentions that count.
    pub mentions: u64,
    /// Problems noted.
    pub problems: u64,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// Being read, or left half read by an interruption.
    Reading,
    /// Read to its end.
    Read,
    /// Could not be read, in part or at all; what was read is kept.
    Failed,
    /// Passed over.
    Skipped,
    /// Its bytes are those of another entry, which is read in its place.
    SameAs(EntryId),
    /// Read before; the file has changed since, and the newer content is another entry.
    Earlier,
}

/// One file inside a source.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// The source.
    pub source: SourceId,
    /// The path inside the source, masked.
    pub path: Kept,
    /// Unpacked bytes that were read.
    pub size: u64,
    /// BLAKE3 of them; none until it was read.
    pub hash: Option<[u8; 32]>,
    /// The format's id; empty where none was recognised.
    pub format: String,
    /// The format's version.
    pub format_version: u32,
    /// Why it was recognised.
    pub reason: String,
    /// The detector's version.
    pub detector: u32,
    /// The numbering metadata's version.
    pub metadata: String,
    /// What became of it.
    pub state: EntryState,
    /// Why it was skipped.
    pub skipped: Option<SkipReason>,
    /// Why it failed; empty otherwise.
    pub why: String,
    /// Events stored so far.
    pub events: u64,
    /// Counts by kind of record.
    pub ledger: Ledger,
    /// Messages read, copies included.
    pub messages: u64,
    /// Mentions that count.
    pub mentions: u64,
    /// Problems noted.
    pub problems: u64,
}

/// What of an entry that was read to its end tells whether it must be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRead {
    /// Its id.
    pub id: EntryId,
    /// The path inside the source, masked.
    pub path: Kept,
    /// Unpacked bytes that were read.
    pub size: u64,
    /// BLAKE3 of them.
    pub hash: [u8; 32],
    /// The format's id.
    pub format: String,
    /// The format's version.
    pub format_version: u32,
    /// The detector's version.
    pub detector: u32,
    /// The numbering metadata's version.
    pub metadata: String,
}

/// What a ledger is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerOf {
    /// The whole case.
    Case,
    /// One source.
    Source(SourceId),
    /// One entry.
    Entry(EntryId),
}

/// A problem, with the entry it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRow {
    /// The entry.
    pub entry: EntryId,
    /// What and where.
    pub problem: Problem,
}

const SOURCE: &str = include_str!("source.sql");
pub(super) const ENTRY: &str = include_str!("entry.sql");
pub(super) const WITH_HASH: &str = "hash between ?1 and ?2";

impl Reader {
    /// All sources, in the order they were added.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        let mut select = self.db().prepare_cached(SOURCE)?;
        let mut found = select.query([])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let id = row.get(0)?;
            rows.push(SourceRow {
                id,
                path: Kept {
                    masked: row.get(1)?,
                    sealed: row.get(2)?,
                },
                kind: SourceKind::read(row.get(3)?)?,
                size: row.get::<_, i64>(4)? as u64,
                added_at: row.get(5)?,
                entries: row.get::<_, i64>(6)? as u64,
                formats: self.formats(id)?,
                ledger: self.ledger(LedgerOf::Source(id))?,
                messages: row.get::<_, i64>(7)? as u64,
                mentions: row.get::<_, i64>(8)? as u64,
                problems: row.get::<_, i64>(9)? as u64,
            });
        }
        Ok(rows)
    }

    /// What was added, without counting what is in it.
    pub fn source_names(&self) -> Result<Vec<SourceName>> {
        let mut select = self
            .db()
            .prepare_cached("select id, path, path_sealed is not null, added_at from source order by id")?;
        let names = select.query_map([], |row| {
            Ok(SourceName {
                id: row.get(0)?,
                path: Kept {
                    masked: row.get(1)?,
                    sealed: row.get(2)?,
                },
                added_at: row.get(3)?,
            })
        })?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    fn formats(&self, source: SourceId) -> Result<Vec<(String, u64)>> {
        let mut select = self.db().prepare_cached(
            "select format, count(*) from entry where source = ?1 and format <> '' group by format order by 2 desc, 1",
        )?;
        let rows = select.query_map([source], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Entries of a source, in the order of their paths.
    pub fn entries(&self, source: SourceId, page: Page) -> Result<Rows<EntryRow>> {
        let total = self.counter("select count(*) from entry where source = ?1", source.0)?;
        let sql = format!("{ENTRY} where source = ?1 order by path, id limit ?2 offset ?3");
        let mut select = self.db().prepare_cached(&sql)?;
        let mut found = select.query(params![source, page.limit, page.offset as i64])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(self.entry_of(row)?);
        }
        Ok(Rows { rows, total })
    }

    /// Ids of a source's entries, in the order of their paths: of a long list that is then fetched one by one, sorted once.
    pub fn entry_ids(&self, source: SourceId) -> Result<Vec<EntryId>> {
        let sql = "select id from entry where source = ?1 order by path, id";
        let mut select = self.db().prepare_cached(sql)?;
        let ids = select.query_map([source], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The entries of a source that were read to their end, in no order.
    pub fn entries_read(
        &self,
        source: SourceId,
        take: &mut dyn FnMut(EntryRead) -> Result<()>,
    ) -> Result<()> {
        let mut select = self.db().prepare_cached(
            "select id, path, path_sealed is not null, size, hash, format, format_version, detector, metadata
             from entry where source = ?1 and state = ?2 and hash is not null",
        )?;
        let mut found = select.query(params![source, state::READ])?;
        while let Some(row) = found.next()? {
            take(EntryRead {
                id: row.get(0)?,
                path: Kept {
                    masked: row.get(1)?,
                    sealed: row.get(2)?,
                },
                size: row.get::<_, i64>(3)? as u64,
                hash: row.get(4)?,
                format: row.get(5)?,
                format_version: row.get(6)?,
                detector: row.get(7)?,
                metadata: row.get(8)?,
            })?;
        }
        Ok(())
    }

    /// One entry.
    pub fn entry(&self, entry: EntryId) -> Result<EntryRow> {
        let mut select = self.db().prepare_cached(&format!("{ENTRY} where id = ?1"))?;
        let mut found = select.query([entry])?;
        self.entry_of(found.next()?.ok_or(Error::NotFound("entry"))?)
    }

    /// Entries whose hash begins with these bytes, at most 32.
    pub fn entries_with_hash(&self, first: &[u8]) -> Result<Vec<EntryRow>> {
        let mut last = first.to_vec();
        last.resize(blake3::OUT_LEN, 0xff);
        self.entries_where(WITH_HASH, params![first, last])
    }

    /// Entries without a hash: they were not read to their end.
    pub fn entries_without_hash(&self) -> Result<Vec<EntryRow>> {
        self.entries_where("hash is null", params![])
    }

    fn entries_where(&self, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<EntryRow>> {
        let sql = format!("{ENTRY} where {condition}");
        let mut select = self.db().prepare_cached(&sql)?;
        let mut found = select.query(parameters)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(self.entry_of(row)?);
        }
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    fn entry_of(&self, row: &Row<'_>) -> Result<EntryRow> {
        let id = row.get(0)?;
        Ok(EntryRow {
            id,
            source: row.get(1)?,
            path: Kept {
                masked: row.get(2)?,
                sealed: row.get(3)?,
            },
            size: row.get::<_, i64>(4)? as u64,
            hash: row.get(5)?,
            format: row.get(6)?,
            format_version: row.get(7)?,
            reason: row.get(8)?,
            detector: row.get(9)?,
            metadata: row.get(10)?,
            state: match row.get::<_, i64>(11)? {
                state::READING => EntryState::Reading,
                state::READ => EntryState::Read,
                state::FAILED => EntryState::Failed,
                state::SKIPPED => EntryState::Skipped,
                state::SAME_AS => EntryState::SameAs(row.get(12)?),
                state::EARLIER => EntryState::Earlier,
                _ => return Err(Error::Damaged),
            },
            skipped: row.get::<_, Option<i64>>(13)?.map(SkipReason::read).transpose()?,
            why: row.get(14)?,
            events: row.get::<_, i64>(15)? as u64,
            ledger: self.ledger(LedgerOf::Entry(id))?,
            messages: row.get::<_, i64>(16)? as u64,
            mentions: row.get::<_, i64>(17)? as u64,
            problems: row.get::<_, i64>(18)? as u64,
        })
    }

    /// Counts by kind of record.
    pub fn ledger(&self, of: LedgerOf) -> Result<Ledger> {
        let (source, entry) = of.ids();
        let mut ledger = Ledger::default();
        let mut select = self.db().prepare_cached(include_str!("ledger.sql"))?;
        let mut found = select.query([source, entry])?;
        while let Some(row) = found.next()? {
            let tally = ledger.of(RecordKind::read(row.get(0)?)?);
            tally.seen = row.get::<_, i64>(1)? as u64;
            tally.read = row.get::<_, i64>(2)? as u64;
            tally.failed = row.get::<_, i64>(3)? as u64;
        }
        let mut select = self.db().prepare_cached(include_str!("skips.sql"))?;
        let mut found = select.query([source, entry])?;
        while let Some(row) = found.next()? {
            let tally = ledger.of(RecordKind::read(row.get(0)?)?);
            tally
                .skipped
                .insert(SkipReason::read(row.get(1)?)?, row.get::<_, i64>(2)? as u64);
        }
        Ok(ledger)
    }

    /// Problems, in the order of their places.
    pub fn problems(&self, of: LedgerOf, page: Page) -> Result<Rows<ProblemRow>> {
        let (source, entry) = of.ids();
        let mut count = self.db().prepare_cached(include_str!("problem_count.sql"))?;
        let total = count.query_row([source, entry], |row| row.get::<_, i64>(0))? as u64;
        let mut select = self.db().prepare_cached(include_str!("problems.sql"))?;
        let mut found = select.query(params![source, entry, page.limit, page.offset as i64])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(ProblemRow {
                entry: row.get(0)?,
                problem: Problem {
                    kind: ProblemKind::read(row.get(1)?)?,
                    at: row.get::<_, i64>(2)? as u64,
                    line: row.get::<_, Option<i64>>(3)?.map(|line| line as u64),
                },
            });
        }
        Ok(Rows { rows, total })
    }
}

impl LedgerOf {
    /// Source and entry that are asked for; null for all.
    fn ids(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Case => (None, None),
            Self::Source(source) => (Some(source.0), None),
            Self::Entry(entry) => (None, Some(entry.0)),
        }
    }
}
