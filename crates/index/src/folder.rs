//! The case folder: which files it has, who may open it, how it is erased.

use crate::hex::hex;
use crate::slots::Slots;
use crate::{Error, Result, SlotInfo};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

const MARKER: &str = "teltale-case";
const SLOTS: &str = "slots.json";
const SLOTS_BESIDE: &str = "slots.json.new";
const DATABASE: &str = "case.db";
const DATABASE_WAL: &str = "case.db-wal";
const DATABASE_SHM: &str = "case.db-shm";
const LOCK: &str = "case.lock";
/// One byte for every wrong passphrase since the last right one.
const TRIES: &str = "case.tries";
/// Every file that Teltale makes in a case folder; the marker is made last and removed last.
const OURS: [&str; 8] = [
    SLOTS,
    SLOTS_BESIDE,
    DATABASE,
    DATABASE_WAL,
    DATABASE_SHM,
    LOCK,
    TRIES,
    MARKER,
];

/// Of the folder's layout; the database has a version of its own.
const FORMAT: i64 = 1;

/// How long a lock is waited for: a program that is being started holds, for a moment, what its parent had open, also
/// when the parent let go of the case meanwhile.
const LET_GO: Duration = Duration::from_millis(500);
const ASK_AGAIN: Duration = Duration::from_millis(10);

const MARKER_TEXT: &str = "\n\
    This folder is a case of Teltale. All it holds is encrypted, this page excepted.\n\
    \n\
    slots.json   the key of the case, wrapped once for each way to unlock it\n\
    case.db      the database\n\
    case.lock    held while the case is open\n\
    \n\
    Copy the folder as a whole, while the case is closed. To erase it, use Teltale, or delete slots.json first.\n";

/// True where the folder is a case, by its marker file. Opens nothing else.
pub fn is_case(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

/// A case that is not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFolder {
    /// The folder.
    pub path: PathBuf,
    /// Its ways in.
    pub slots: Vec<SlotInfo>,
}

impl CaseFolder {
    /// Looks at a folder without unlocking it.
    pub fn look(folder: &Path) -> Result<Self> {
        let files = Files::of_case(folder)?;
        Ok(Self {
            path: folder.to_owned(),
            slots: Slots::read(&files)?.infos(),
        })
    }

    /// Erases the case: first the slots, so that nothing can be decrypted any more, then every file of it. Files that
    /// are not Teltale's stay, and then so does the folder. A case that is open elsewhere is refused.
    pub fn erase(folder: &Path) -> Result<()> {
        if !is_case(folder) {
            return Err(Error::NotACase(folder.to_owned()));
        }
        let files = Files {
            folder: folder.to_owned(),
        };
        let lock = files.lock()?;
        if let Ok(slots) = Slots::read(&files) {
            slots.forget_keychain(None);
        }
        files.destroy_slots()?;
        drop(lock);
        files.remove_all()
    }
}

/// The files of a case.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    /// Of a folder that is a case of a format that we know.
    pub(crate) fn of_case(folder: &Path) -> Result<Self> {
        let path = folder.join(MARKER);
        if !path.is_file() {
            return Err(Error::NotACase(folder.to_owned()));
        }
        let mut text = Vec::new();
        let marker = File::open(&path).map_err(|source| Error::io("cannot read", &path, source))?;
        marker
            .take(4096)
            .read_to_end(&mut text)
            .map_err(|source| Error::io("cannot read", &path, source))?;
        let format = std::str::from_utf8(&text)
            .ok()
            .and_then(|text| {
                text.lines()
                    .next()?
                    .strip_prefix("Teltale case, format ")?
                    .parse::<i64>()
                    .ok()
            })
            .ok_or_else(|| Error::NotACase(folder.to_owned()))?;
        match format {
            FORMAT => Ok(Self {
                folder: folder.to_owned(),
            }),
            found if found > FORMAT => Err(Error::Newer { found, known: FORMAT }),
            _ => Err(Error::NotACase(folder.to_owned())),
        }
    }

    /// Makes the folder, readable by the user alone. What an interrupted creation left is removed.
    pub(crate) fn prepare(folder: &Path) -> Result<Self> {
        let failed = |source| Error::io("cannot create", folder, source);
        let files = Self {
            folder: folder.to_owned(),
        };
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(folder) {
            Ok(()) => return Ok(files),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                builder.recursive(true).create(folder).map_err(failed)?;
                return Ok(files);
            }
            Err(error) => return Err(failed(error)),
        }
        let mut left = Vec::new();
        for found in std::fs::read_dir(folder).map_err(failed)? {
            let name = found.map_err(failed)?.file_name();
            match OURS.iter().find(|ours| name == ***ours) {
                Some(&ours) if ours != MARKER => left.push(ours),
                _ => return Err(Error::NotEmpty(folder.to_owned())),
            }
        }
        if !left.is_empty() {
            // Held by a creation that is still going on?
            drop(files.lock()?);
            for name in left {
                std::fs::remove_file(folder.join(name)).map_err(failed)?;
            }
        }
        Ok(files)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
    pub(crate) fn slots(&self) -> PathBuf {
        self.folder.join(SLOTS)
    }
    pub(crate) fn slots_beside(&self) -> PathBuf {
        self.folder.join(SLOTS_BESIDE)
    }
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// Locks the case for this process; the system takes the lock back when the process ends, however it ends.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.folder.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options
            .open(&path)
            .map_err(|source| Error::io("cannot open", &path, source))?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if since.elapsed() < LET_GO => thread::sleep(ASK_AGAIN),
                Err(TryLockError::WouldBlock) => return Err(Error::OpenElsewhere(self.folder.clone())),
                Err(TryLockError::Error(source)) => return Err(Error::io("cannot lock", &path, source)),
            }
        }
    }

    /// Makes the folder a case. Last step of a creation.
    pub(crate) fn mark(&self) -> Result<()> {
        let path = self.folder.join(MARKER);
        let failed = |source| Error::io("cannot write", &path, source);
        let mut file = File::create(&path).map_err(failed)?;
        let text = format!("Teltale case, format {FORMAT}\n{MARKER_TEXT}");
        std::io::Write::write_all(&mut file, text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        self.sync_folder()
    }

    /// Counts a wrong passphrase, for the log of the next unlocking. Who may write to the folder may also undo this.
    pub(crate) fn note_failed_unlock(&self) -> Result<()> {
        let path = self.folder.join(TRIES);
        let failed = |source| Error::io("cannot write", &path, source);
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .map_err(failed)?;
        std::io::Write::write_all(&mut file, b".").map_err(failed)
    }

    pub(crate) fn failed_unlocks(&self) -> Result<u64> {
        Ok(std::fs::metadata(self.folder.join(TRIES)).map_or(0, |tries| tries.len()))
    }

    pub(crate) fn clear_failed_unlocks(&self) -> Result<()> {
        let path = self.folder.join(TRIES);
        std::fs::remove_file(&path).map_err(|source| Error::io("cannot remove", &path, source))
    }

    /// Makes names of files durable.
    pub(crate) fn sync_folder(&self) -> Result<()> {
        #[cfg(unix)]
        File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| Error::io("cannot write", &self.folder, source))?;
        Ok(())
    }

    fn destroy_slots(&self) -> Result<()> {
        let path = self.slots();
        match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file
                .set_len(0)
                .and_then(|()| file.sync_all())
                .map_err(|source| Error::io("cannot erase", &path, source)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(Error::io("cannot erase", &path, source)),
        }
    }

    /// Removes our files, and the folder where nothing else is in it.
    pub(crate) fn remove_all(&self) -> Result<()> {
        for name in OURS {
            let path = self.folder.join(name);
            match std::fs::remove_file(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(source) => return Err(Error::io("cannot erase", &path, source)),
            }
        }
        match std::fs::remove_dir(&self.folder) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
            Err(source) => Err(Error::io("cannot erase", &self.folder, source)),
        }
    }
}

const EPHEMERAL: &str = "teltale-ephemeral-";

/// A new private folder, after those of ephemeral cases that were killed are removed.
pub(crate) fn ephemeral() -> Result<(Files, File)> {
    // On disk as well as in memory: without the key, which is in memory only, its bytes say nothing.
    let place = std::env::temp_dir();
    sweep(&place);
    let name = hex(&crate::keys::random::<8>());
    let files = Files::prepare(&place.join(format!("{EPHEMERAL}{name}")))?;
    let lock = files.lock()?;
    Ok((files, lock))
}

fn sweep(place: &Path) {
    let Ok(found) = std::fs::read_dir(place) else {
        return;
    };
    for folder in found.flatten() {
        let ours = folder
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(EPHEMERAL));
        if ours && folder.file_type().is_ok_and(|kind| kind.is_dir()) {
            let files = Files {
                folder: folder.path(),
            };
            // One that is open is locked; one of another user may not be opened. Both stay.
            if files.folder.join(LOCK).is_file() && files.lock().is_ok() {
                let _ = files.remove_all();
            }
        }
    }
}
