//! An open case.

use crate::{NewSlot, Reader, Result, Unlock, Writer};
use std::path::Path;
use std::sync::Arc;

/// An open, unlocked case. `Send + Sync`; readers and the writer it gives may live on other threads and keep it open.
pub struct Case {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {}

/// Named values that belong to the case: regions in play, for instance. Keys are the caller's.
pub type Settings = std::collections::BTreeMap<String, String>;

impl Case {
    /// Makes a case in a new or empty folder.
    pub fn create(folder: &Path, slot: NewSlot<'_>) -> Result<Self> {
        let _ = (folder, slot);
        Err(crate::Error::Database("not there yet"))
    }

    /// Opens a case. A second opening, from any process, is [`Error::OpenElsewhere`](crate::Error::OpenElsewhere).
    pub fn open(folder: &Path, unlock: Unlock<'_>) -> Result<Self> {
        let _ = (folder, unlock);
        Err(crate::Error::Database("not there yet"))
    }

    /// Makes a case whose key is in memory only, in a private folder of its own that is removed when it is closed.
    /// Leftovers of ephemeral cases that were killed are swept first; without their key they were unreadable already.
    pub fn ephemeral() -> Result<Self> {
        Err(crate::Error::Database("not there yet"))
    }

    /// The folder; for an ephemeral case a private one.
    pub fn folder(&self) -> &Path {
        Path::new("")
    }

    /// True where closing erases it.
    pub fn is_ephemeral(&self) -> bool {
        false
    }

    /// A reader, from a pool of connections.
    pub fn reader(&self) -> Result<Reader> {
        Err(crate::Error::Database("not there yet"))
    }

    /// The writer. There is one at a time: otherwise [`Error::WriterBusy`](crate::Error::WriterBusy).
    pub fn writer(&self) -> Result<Writer> {
        Err(crate::Error::Database("not there yet"))
    }

    /// Drops the number key: from now on nothing can be revealed, searched by digits or written until the case is
    /// opened again. Masked screens go on.
    pub fn lock_numbers(&self) {}

    /// Closes it: waits for nobody, wipes the keys with the last reader or writer, folds the write-ahead log into the database.
    pub fn close(self) -> Result<()> {
        Ok(())
    }

    /// The case's settings.
    pub fn settings(&self) -> Result<Settings> {
        Err(crate::Error::Database("not there yet"))
    }

    /// Sets one, or removes it.
    pub fn set_setting(&self, key: &str, value: Option<&str>) -> Result<()> {
        let _ = (key, value);
        Err(crate::Error::Database("not there yet"))
    }

    /// A digest of every fact of the case and every counter drawn from them, in canonical order: the same for the same
    /// content whatever the order of import, timing, batches and interruptions. Ids of rows, times of adding, the
    /// log and settings are left out. Needs the number key.
    pub fn digest(&self) -> Result<[u8; 32]> {
        Err(crate::Error::Database("not there yet"))
    }
}
