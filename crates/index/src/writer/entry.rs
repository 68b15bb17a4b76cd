//! Sources and entries: begun, gone on with, finished.

use super::batch::Progress;
use super::count::Counters;
use super::open_entry::OpenEntry;
use super::{
    Begin, Finish, Known, NewEntry, NewSource, Outcome, ReadBy, Stamp, Writer, forget, resolve, take,
};
use crate::codes::Code;
use crate::kept::{Sealed, guarded};
use crate::{EntryId, Error, Result, SourceId};
use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;
use teltale_model::{Ledger, SkipReason};

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
        if self
            .batch
            .entries
            .iter()
            .any(|new| new.source == entry.source && new.identity == identity)
        {
            self.flush()?;
        }
        let mut replaces = false;
        for stored in self.stored(entry.source, &identity)? {
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
            Some(hash) => self.twin(&hash, entry.read_by, None)?,
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
        self.batch.entries.push(NewEntryRow {
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

    /// An entry with these bytes that was read by the same versions.
    fn twin(&self, hash: &[u8; 32], by: &ReadBy, not: Option<i64>) -> Result<Option<i64>> {
        let mut select = self.db.prepare_cached(include_str!("twin.sql"))?;
        let twin = select.query_row(
            params![
                hash.as_slice(),
                by.format,
                by.version,
                by.service,
                by.detector,
                by.metadata,
                by.options,
                not
            ],
            |row| row.get(0),
        );
        Ok(twin.optional()?)
    }

    /// Ends an entry. Copies of records that other entries also hold are settled here. The end is committed with its
    /// batch: call [`Writer::commit`] when there is nothing more to read.
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
        if self
            .batch
            .finished
            .iter()
            .any(|other| other.hash.is_some() && other.hash == finish.hash)
        {
            self.flush()?;
        }
        let twin = match (finish.hash, &finish.outcome) {
            (Some(hash), Outcome::Read) => self.twin(&hash, &open.by, Some(id.0))?,
            _ => None,
        };
        // Of two copies the one whose path comes first is kept, so that timing cannot show.
        let later = match twin {
            Some(twin) if self.comes_first(id.0, twin)? => Some(twin),
            _ => None,
        };
        let finished = Finished::new(id.0, finish, twin.filter(|_| later.is_none()));
        let mut waiting: BTreeSet<i64> = open.waiting().collect();
        if open.replaces {
            waiting.extend(self.shared(id.0)?);
        }
        if twin.is_none() && waiting.is_empty() && !open.replaces {
            self.batch.finished.push(finished);
            return self.commit_if_full();
        }
        self.flush()?;
        self.finish_and_settle(&finished, later, finish.hash, waiting)
    }

    /// True where the entry's place comes before that of a copy which is not kept as an earlier state of its file.
    fn comes_first(&mut self, id: i64, twin: i64) -> Result<bool> {
        self.flush()?;
        let mut select = self.db.prepare_cached(include_str!("comes_first.sql"))?;
        Ok(select.query_row(params![id, twin, state::READ], |row| row.get(0))?)
    }

    /// All in one transaction: an entry that says that it was read has its copies settled.
    fn finish_and_settle(
        &mut self,
        finished: &Finished,
        later: Option<i64>,
        hash: Option<[u8; 32]>,
        waiting: BTreeSet<i64>,
    ) -> Result<()> {
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut conversations = waiting;
        if finished.same_as.is_some() {
            conversations.extend(of_entry(&db, finished.id)?);
            forget::remove_content(&db, finished.id)?;
        }
        finished.write(&db)?;
        if let Some(later) = later {
            conversations.extend(of_entry(&db, later)?);
            forget::remove_content(&db, later)?;
            db.execute(
                "update entry set same_as = ?2 where same_as = ?1",
                [later, finished.id],
            )?;
            db.execute(
                "update entry set state = ?3, same_as = ?2 where id = ?1",
                [later, finished.id, state::SAME_AS],
            )?;
        }
        conversations.extend(retire(&db, finished.id, hash)?);
        settle_all(&db, &conversations)?;
        db.commit()?;
        self.known = Known::default();
        for other in self.open.values_mut() {
            for conversation in &conversations {
                other.wait_in(*conversation);
            }
        }
        Ok(())
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

    /// Conversations of an entry that other entries hold some of, too.
    fn shared(&self, id: i64) -> Result<Vec<i64>> {
        let mut select = self.db.prepare_cached(
            "select conversation from conversation_in as this where entry = ?1 and exists (
                select 1 from conversation_in as other
                where other.conversation = this.conversation and other.entry <> this.entry)",
        )?;
        Ok(select
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
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

/// Settles conversations after some of their content came or went.
fn settle_all(db: &Transaction<'_>, conversations: &BTreeSet<i64>) -> Result<()> {
    let mut counters = Counters::default();
    for conversation in conversations {
        resolve::settle(db, *conversation, &mut counters)?;
    }
    counters.apply(db)?;
    forget::remove_unmentioned(db)
}

/// Conversations that an entry holds some of.
pub(super) fn of_entry(db: &Transaction<'_>, entry: i64) -> Result<BTreeSet<i64>> {
    let mut select = db.prepare_cached("select conversation from conversation_in where entry = ?1")?;
    Ok(select
        .query_map([entry], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// What was read from the same path before gives way: the same bytes read by other versions are replaced, other bytes
/// stay as an earlier state of the file, so that nothing is lost that a newer export no longer has.
fn retire(db: &Transaction<'_>, id: i64, hash: Option<[u8; 32]>) -> Result<BTreeSet<i64>> {
    let mut select = db.prepare_cached(include_str!("others_of_path.sql"))?;
    let others = select.query_map([id], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, Option<[u8; 32]>>(1)?,
            row.get::<_, i64>(2)?,
            row.get::<_, i64>(3)?,
        ))
    })?;
    let others = others.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut conversations = BTreeSet::new();
    for (other, other_hash, records, other_state) in others {
        if records == 0 || other_state == state::SAME_AS || (hash.is_some() && other_hash == hash) {
            conversations.extend(of_entry(db, other)?);
            db.execute("update entry set same_as = ?2 where same_as = ?1", [other, id])?;
            forget::remove_entry(db, other)?;
        } else {
            db.execute(
                "update entry set state = ?2 where id = ?1",
                [other, state::EARLIER],
            )?;
        }
    }
    Ok(conversations)
}

/// A row of `entry`.
pub(super) struct NewEntryRow {
    id: i64,
    source: SourceId,
    identity: [u8; 16],
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

/// The end of an entry, on its way into the database.
pub(super) struct Finished {
    id: i64,
    state: i64,
    hash: Option<[u8; 32]>,
    size: u64,
    skipped: Option<SkipReason>,
    why: String,
    same_as: Option<i64>,
    ledger: Ledger,
}

impl Finished {
    fn new(id: i64, finish: &Finish<'_>, twin: Option<i64>) -> Self {
        let (state, skipped, why) = match &finish.outcome {
            Outcome::Read if twin.is_some() => (state::SAME_AS, None, ""),
            Outcome::Read => (state::READ, None, ""),
            Outcome::Skipped(reason) => (state::SKIPPED, Some(*reason), ""),
            Outcome::Failed(why) => (state::FAILED, None, why.as_str()),
        };
        Self {
            id,
            state,
            hash: finish.hash,
            size: finish.size,
            skipped,
            why: guarded(why),
            same_as: twin,
            ledger: finish.ledger.clone(),
        }
    }

    pub(super) fn write(&self, db: &Transaction<'_>) -> Result<()> {
        db.prepare_cached(
            "update entry set state = ?2, hash = ?3, size = ?4, skipped = ?5, why = ?6, same_as = ?7 where id = ?1",
        )?
        .execute(params![
            self.id,
            self.state,
            self.hash.as_ref().map(|hash| hash.as_slice()),
            self.size as i64,
            self.skipped.map(Code::code),
            self.why,
            self.same_as
        ])?;
        for (kind, tally) in &self.ledger.0 {
            db.prepare_cached("insert into tally values (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    self.id,
                    kind.code(),
                    tally.seen as i64,
                    tally.read as i64,
                    tally.failed as i64
                ])?;
            for (reason, records) in &tally.skipped {
                db.prepare_cached("insert into skip values (?1, ?2, ?3, ?4)")?
                    .execute(params![self.id, kind.code(), reason.code(), *records as i64])?;
            }
        }
        Ok(())
    }
}
