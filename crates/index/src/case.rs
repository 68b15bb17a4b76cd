//! An open case.

use crate::folder::{self, Files};
use crate::keys::{Keys, NumberKey, Secret};
use crate::log;
use crate::open::{self, Use};
use crate::slots::Slots;
use crate::{Error, LogEvent, NewSlot, Reader, Result, Unlock, Writer};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// An open, unlocked case. `Send + Sync`; readers and the writer it gives may live on other threads and keep it open.
pub struct Case {
    pub(crate) inner: Arc<Inner>,
}

/// What readers and the writer share.
pub(crate) struct Inner {
    files: Files,
    ephemeral: bool,
    pub(crate) keys: Keys,
    number: RwLock<Option<Arc<NumberKey>>>,
    idle: Mutex<Vec<Connection>>,
    /// For short writes beside the writer.
    short: Mutex<Option<Connection>>,
    pub(crate) writing: AtomicBool,
    /// Last: released when all connections are closed.
    _lock: File,
}

/// Connections that are kept for the next reader.
const IDLE: usize = 6;

/// Named values that belong to the case: regions in play, for instance. Keys are the caller's.
pub type Settings = std::collections::BTreeMap<String, String>;

impl Case {
    /// Makes a case in a new or empty folder.
    pub fn create(folder: &Path, slot: NewSlot<'_>) -> Result<Self> {
        let files = Files::prepare(folder)?;
        let lock = files.lock()?;
        let case_key = Secret::random();
        let mut slots = Slots::new();
        slots.add(slot, &case_key)?;
        slots.write(&files)?;
        let case = Self::start(files, lock, &case_key, open::make)?;
        case.log(LogEvent::Created, 1, "")?;
        case.inner.files.mark()?;
        Ok(case)
    }

    /// Opens a case. A second opening, from any process, is [`Error::OpenElsewhere`].
    pub fn open(folder: &Path, unlock: Unlock<'_>) -> Result<Self> {
        let files = Files::of_case(folder)?;
        let lock = files.lock()?;
        let case_key = match Slots::read(&files)?.open(unlock, &files.slots()) {
            Ok(case_key) => case_key,
            Err(error) => {
                if matches!(error, Error::WrongPassphrase) {
                    files.note_failed_unlock()?;
                }
                return Err(error);
            }
        };
        let case = Self::start(files, lock, &case_key, open::open)?;
        let failed = case.inner.files.failed_unlocks()?;
        if failed > 0 {
            case.log(LogEvent::UnlockFailed, failed, "")?;
            case.inner.files.clear_failed_unlocks()?;
        }
        case.log(LogEvent::Unlocked, 1, "")?;
        Ok(case)
    }

    /// Makes a case whose key is in memory only, in a private folder of its own that is removed when it is closed.
    /// Leftovers of ephemeral cases that were killed are swept first; without their key they were unreadable already.
    pub fn ephemeral() -> Result<Self> {
        let (files, lock) = folder::ephemeral()?;
        let mut case = Self::start(files, lock, &Secret::random(), open::make)?;
        Arc::get_mut(&mut case.inner)
            .expect("nobody else has it yet")
            .ephemeral = true;
        case.log(LogEvent::Created, 1, "")?;
        Ok(case)
    }

    fn start(
        files: Files,
        lock: File,
        case_key: &Secret,
        database: fn(&Path, &Secret) -> Result<Connection>,
    ) -> Result<Self> {
        let (keys, number) = Keys::of(case_key);
        let mut connection = database(&files.database(), &keys.database)?;
        log::start(&mut connection, &keys.log)?;
        let inner = Inner {
            files,
            ephemeral: false,
            keys,
            number: RwLock::new(Some(Arc::new(number))),
            idle: Mutex::new(Vec::new()),
            short: Mutex::new(Some(connection)),
            writing: AtomicBool::new(false),
            _lock: lock,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The folder; for an ephemeral case a private one.
    pub fn folder(&self) -> &Path {
        self.inner.files.folder()
    }

    /// True where closing erases it.
    pub fn is_ephemeral(&self) -> bool {
        self.inner.ephemeral
    }

    /// A reader, from a pool of connections.
    pub fn reader(&self) -> Result<Reader> {
        Reader::new(self.inner.clone())
    }

    /// The writer. There is one at a time: otherwise [`Error::WriterBusy`].
    pub fn writer(&self) -> Result<Writer> {
        self.inner.number_key()?;
        if self.inner.writing.swap(true, Ordering::AcqRel) {
            return Err(Error::WriterBusy);
        }
        Writer::new(self.inner.clone()).inspect_err(|_| self.inner.writing.store(false, Ordering::Release))
    }

    /// Drops the number key: from now on nothing can be revealed, searched by digits or written until the case is
    /// opened again. Masked screens go on.
    pub fn lock_numbers(&self) {
        *self.inner.number.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Closes it. The keys are wiped, and the write-ahead log folded into the database, with the last reader or writer.
    pub fn close(self) -> Result<()> {
        let folded = self.inner.write(|transaction| {
            // Pages that deletions freed go back to the file system; a full VACUUM would copy the case through memory.
            transaction.execute_batch("pragma incremental_vacuum")?;
            Ok(())
        });
        drop(self);
        folded
    }

    /// Reads every page of the database and checks that it is as it was written: [`Error::Damaged`] where one is not.
    /// Takes about as long as copying the file. What a question reads is checked without this, too.
    pub fn check(&self) -> Result<()> {
        self.inner.with_short(|connection| {
            // The check looks at the file alone: what a cut left half written there stands whole in the write-ahead log.
            let busy: i64 = connection.query_row("pragma wal_checkpoint(full)", [], |row| row.get(0))?;
            if busy != 0 {
                return Err(Error::Database("it is too busy to be checked; try again"));
            }
            let mut check = connection.prepare("pragma cipher_integrity_check")?;
            if check.query([])?.next()?.is_some() {
                Err(Error::Damaged)
            } else {
                Ok(())
            }
        })
    }

    /// The case's settings.
    pub fn settings(&self) -> Result<Settings> {
        let reader = self.reader()?;
        let mut statement = reader.db().prepare_cached("select name, value from setting")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One of them.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let reader = self.reader()?;
        let mut statement = reader
            .db()
            .prepare_cached("select value from setting where name = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Sets one, or removes it.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<()> {
        self.inner.write(|transaction| {
            match value {
                Some(value) => transaction.execute(
                    "insert into setting (name, value) values (?1, ?2) on conflict do update set value = excluded.value",
                    [key, value],
                )?,
                None => transaction.execute("delete from setting where name = ?1", [key])?,
            };
            log::append(transaction, LogEvent::SettingChanged, 1, key)?;
            Ok(())
        })
    }
}

impl Inner {
    /// The files, where the case has slots.
    pub(crate) fn files(&self) -> Option<&Files> {
        (!self.ephemeral).then_some(&self.files)
    }

    pub(crate) fn is_key(&self, case_key: &Secret) -> bool {
        let (keys, _) = Keys::of(case_key);
        keys.database.bytes() == self.keys.database.bytes()
    }

    pub(crate) fn number_key(&self) -> Result<Arc<NumberKey>> {
        self.number
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(Error::NumbersLocked)
    }

    pub(crate) fn connect(&self, used: Use) -> Result<Connection> {
        open::connect(&self.files.database(), &self.keys.database, used)
    }

    pub(crate) fn borrow_reader(&self) -> Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| self.connect(Use::Read), Ok)
    }

    pub(crate) fn return_reader(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(connection);
        }
    }

    /// A short write, beside the writer: all of it or nothing.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.with_short(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    fn with_short<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut short = self.short.lock().unwrap_or_else(PoisonError::into_inner);
        work(short.as_mut().expect("taken only when the case is dropped"))
    }

    /// A keyed digest of what a thing is.
    pub(crate) fn identity(&self, what: &str, pieces: &[&[u8]]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(self.keys.identity.bytes());
        hasher.update(what.as_bytes());
        for piece in pieces {
            hasher.update(&(piece.len() as u64).to_le_bytes()).update(piece);
        }
        hasher.finalize()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(self.short.lock().unwrap_or_else(PoisonError::into_inner).take());
        if self.ephemeral {
            // What cannot be removed cannot be read either: its key is gone with this value.
            let _ = self.files.remove_all();
        }
    }
}
