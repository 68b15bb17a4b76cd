//! Sources and entries: begun, gone on with, left, ended.

use super::batch::Progress;
use super::ending::{self, Ending, of_entry, retire, settle_all};
use super::open_entry::OpenEntry;
use super::{Begin, Finish, Known, NewEntry, NewSource, ReadBy, Stamp, Writer, forget, take};
use crate::codes::Code;
use crate::kept::Sealed;
use crate::{EntryId, Error, Result, SourceId};
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};

/// Codes of `entry.state`.
pub(crate) mod state {
    pub(crate) const READING: i64 = 0;
    pub(crate) const READ: i64 = 1;
    pub(crate) const FAILED: i64 = 2;
    pub(crate) const SKIPPED: i64 = 3;
    pub(crate) const SAME_AS: i64 = 4;
    pub(crate) const EARLIER: i64 = 5;
}

/// An entry of the database, as far as a new reading of the same path cares.
struct Stored {
    id: i64,
    state: i64,
    stamp: Stamp,
    hash: Option<[u8; 32]>,
    read_by: ReadBy,
    progress: Progress,
}

impl Stored {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            state: row.get(1)?,
            stamp: Stamp {
                size: row.get::<_, i64>(2)? as u64,
                modified_ns: row.get(3)?,
                file: row.get::<_, i64>(4)? as u64,
            },
            hash: row.get(5)?,
            read_by: ReadBy {
                format: row.get(6)?,
                version: row.get(7)?,
                service: row.get(8)?,
                reason: row.get(9)?,
                detector: row.get(10)?,
                metadata: row.get(11)?,
                options: row.get(12)?,
            },
            progress: Progress {
                events: row.get(13)?,
                records: row.get(14)?,
                messages: row.get(15)?,
                unread: row.get(16)?,
                problems: row.get(17)?,
            },
        })
    }

    /// The same bytes, as far as can be told without reading them.
    fn is_as(&self, entry: &NewEntry<'_>) -> bool {
        self.stamp == entry.stamp || (entry.hash.is_some() && self.hash == entry.hash)
    }
}

/// The reason is for people and decides nothing.
fn reads_alike(one: &ReadBy, other: &ReadBy) -> bool {
    let ReadBy {
        format,
        version,
        service,
        reason: _,
        detector,
        metadata,
        options,
    } = one;
    (format, version, service, detector, metadata, options)
        == (
            &other.format,
            &other.version,
            &other.service,
            &other.detector,
            &other.metadata,
            &other.options,
        )
}

impl Writer {
    /// Adds a source, or finds it again.
    pub fn begin_source(&mut self, source: &NewSource<'_>) -> Result<SourceId> {
        self.commit()?;
        let identity = self.case.identity("source", &[source.identity]);
        let identity = &identity.as_bytes()[..16];
        let key = self.case.number_key()?;
        let path = Sealed::words(source.path, &key);
        // Without a transaction the row would be told before it is kept, and a full disk thereafter by nobody.
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let id = transaction.query_row(
            "insert into source (identity, path, path_sealed, kind, size, added_at) values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict do update set kind = excluded.kind, size = excluded.size returning id",
            params![identity, path.masked, path.sealed, source.kind.code(), source.size as i64, source.added_at],
            |row| row.get(0),
        )?;
        transaction.commit()?;
        Ok(SourceId(id))
    }

    /// Begins an entry, or goes on with it. Several entries may be open at once.
    pub fn begin_entry(&mut self, entry: &NewEntry<'_>) -> Result<Begin> {
        self.usable()?;
        self.begin(entry)
            .inspect_err(|error| self.failed = !matches!(error, Error::OutOfOrder(_) | Error::NotFound(_)))
    }

    fn begin(&mut self, entry: &NewEntry<'_>) -> Result<Begin> {
        let source: Vec<u8> = self
            .db
            .prepare_cached("select identity from source where id = ?1")?
            .query_row([entry.source], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound("source"))?;
        let identity = self.case.identity("entry", &[entry.path.text.as_bytes()]);
        let identity: [u8; 16] = identity.as_bytes()[..16].try_into().expect("16 of 32 bytes");
        let scope = match entry.read_by.service.as_str() {
            "" => [b"entry".as_slice(), &source, &identity].concat(),
            service => [b"service".as_slice(), service.as_bytes()].concat(),
        };
        if self.batch.begins(entry.source, &identity) {
            self.flush()?;
        }
        let mut before = self.stored(entry.source, &identity)?;
        if before.iter().any(|stored| self.batch.ends(stored.id)) {
            self.flush()?;
            before = self.stored(entry.source, &identity)?;
        }
        let mut replaces = false;
        for stored in before {
            if self.open.contains_key(&stored.id) {
                return Err(Error::OutOfOrder("this entry is being read already"));
            }
            let alike = reads_alike(&stored.read_by, entry.read_by) && stored.is_as(entry);
            match stored.state {
                state::READING if alike => return Ok(self.resume(&stored, scope, entry.read_by)),
                state::READING => self.remove(stored.id)?,
                state::READ | state::SKIPPED | state::SAME_AS if alike => {
                    self.restamp(stored.id, entry.stamp)?;
                    return Ok(Begin::Unchanged(EntryId(stored.id)));
                }
                _ => replaces = true,
            }
        }
        let twin = match entry.hash {
            Some(hash) => ending::twin(&self.db, &hash, entry.read_by, None)?,
            None => None,
        };
        let id = self.add(entry, identity, twin)?;
        if let Some(twin) = twin {
            if replaces {
                self.flush()?;
                self.retire_others(id, entry.hash)?;
            }
            self.commit_if_full()?;
            return Ok(Begin::SameAs(EntryId(twin)));
        }
        self.open.insert(
            id,
            OpenEntry::new(scope, entry.read_by, Progress::default(), replaces),
        );
        Ok(Begin::Read {
            entry: EntryId(id),
            events_done: 0,
        })
    }

    fn stored(&self, source: SourceId, identity: &[u8; 16]) -> Result<Vec<Stored>> {
        let mut select = self.db.prepare_cached(include_str!("stored_entries.sql"))?;
        let rows = select.query_map(params![source, identity.as_slice()], Stored::of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn resume(&mut self, stored: &Stored, scope: Vec<u8>, by: &ReadBy) -> Begin {
        // What an interrupted reading replaces is looked up again when it is finished.
        self.open
            .insert(stored.id, OpenEntry::new(scope, by, stored.progress, true));
        Begin::Read {
            entry: EntryId(stored.id),
            events_done: stored.progress.events as u64,
        }
    }

    /// The same bytes under a new stamp: a copy, a touched file.
    fn restamp(&mut self, id: i64, stamp: Stamp) -> Result<()> {
        self.db.execute(
            "update entry set stamp_size = ?2, stamp_modified = ?3, stamp_file = ?4
             where id = ?1 and (stamp_size, stamp_modified, stamp_file) <> (?2, ?3, ?4)",
            params![id, stamp.size as i64, stamp.modified_ns, stamp.file as i64],
        )?;
        Ok(())
    }

    fn add(&mut self, entry: &NewEntry<'_>, identity: [u8; 16], twin: Option<i64>) -> Result<i64> {
        let key = self.case.number_key()?;
        let id = take(&mut self.next.entry);
        if id > i64::from(i32::MAX) {
            return Err(Error::TooLarge("more than two thousand million entries"));
        }
        self.batch.add_entry(NewEntryRow {
            id,
            source: entry.source,
            identity,
            path: Sealed::words(entry.path, &key),
            stamp: entry.stamp,
            by: entry.read_by.clone(),
            hash: twin.and(entry.hash),
            size: entry.size,
            state: if twin.is_some() {
                state::SAME_AS
            } else {
                state::READING
            },
            same_as: twin,
        });
        self.batch.events += 1;
        Ok(id)
    }

    /// Stops reading an entry; it stays half read and goes on another time.
    pub fn leave_entry(&mut self, entry: EntryId) -> Result<()> {
        if !self.open.contains_key(&entry.0) {
            return Err(Error::OutOfOrder("no such entry is being read"));
        }
        self.commit()?;
        self.open.remove(&entry.0);
        Ok(())
    }

    /// Ends an entry. Copies of records that other entries also hold are settled with the batch that says that it was
    /// read: call [`Writer::commit`] when there is nothing more to read.
    pub fn finish_entry(&mut self, entry: EntryId, finish: &Finish<'_>) -> Result<()> {
        self.usable()?;
        self.finish(entry, finish).inspect_err(|_| self.failed = true)
    }

    fn finish(&mut self, id: EntryId, finish: &Finish<'_>) -> Result<()> {
        let mut open = self
            .open
            .remove(&id.0)
            .ok_or(Error::OutOfOrder("no such entry is being read"))?;
        for problem in finish.problems {
            self.problem(id.0, &mut open, problem);
        }
        self.close_blocks_of(id.0, &mut open)?;
        self.note_progress_of(id.0, &mut open);
        self.batch.events += 1;
        self.batch.end_entry(Ending::new(id.0, finish, *open));
        self.commit_if_full()
    }

    /// Removes what a reading left that cannot be gone on with.
    fn remove(&mut self, id: i64) -> Result<()> {
        self.flush()?;
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let conversations = of_entry(&db, id)?;
        forget::remove_entry(&db, id)?;
        settle_all(&db, &conversations)?;
        db.commit()?;
        self.known = Known::default();
        Ok(())
    }

    fn retire_others(&mut self, id: i64, hash: Option<[u8; 32]>) -> Result<()> {
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let conversations = retire(&db, id, hash)?;
        settle_all(&db, &conversations)?;
        db.commit()?;
        self.known = Known::default();
        Ok(())
    }
}

/// A row of `entry`.
pub(super) struct NewEntryRow {
    id: i64,
    pub(super) source: SourceId,
    pub(super) identity: [u8; 16],
    path: Sealed,
    stamp: Stamp,
    by: ReadBy,
    hash: Option<[u8; 32]>,
    size: u64,
    state: i64,
    same_as: Option<i64>,
}

impl NewEntryRow {
    pub(super) fn write(&self, db: &Transaction<'_>) -> Result<()> {
        let (by, stamp) = (&self.by, self.stamp);
        db.prepare_cached(include_str!("new_entry.sql"))?
            .execute(params![
                self.id,
                self.source,
                self.identity.as_slice(),
                self.path.masked,
                self.path.sealed,
                stamp.size as i64,
                stamp.modified_ns,
                stamp.file as i64,
                by.format,
                by.version,
                by.service,
                by.reason,
                by.detector,
                by.metadata,
                by.options,
                self.hash.as_ref().map(|hash| hash.as_slice()),
                self.size as i64,
                self.state,
                self.same_as,
            ])?;
        Ok(())
    }
}
