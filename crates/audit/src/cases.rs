//! Cases on this computer: those in the program's own folder, and a list of folders elsewhere.

use crate::open_case::{is_case, locks};
use crate::show::{CaseRow, Settings, visible_line};
use crate::{Error, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Cases that are remembered; the oldest are dropped.
const MOST: usize = 100;

/// Where a person's programs keep their data, by the system's custom. None where the system names no such folder.
pub fn data_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let data = if cfg!(windows) {
        variable("APPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join("teltale"))
}

/// Where new cases are made that are given a name and no folder: where the user says, else the program's own folder.
pub fn cases_folder() -> Option<PathBuf> {
    Settings::load()
        .cases_folder
        .map(PathBuf::from)
        .or_else(own_folder)
}

fn own_folder() -> Option<PathBuf> {
    data_folder().map(|data| data.join("cases"))
}

/// Folders in the places where cases are made.
fn made() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = cases_folder().into_iter().chain(own_folder()).collect();
    places.dedup();
    let listings = places.into_iter().filter_map(|place| fs::read_dir(place).ok());
    let mut made: Vec<PathBuf> = listings.flatten().flatten().map(|entry| entry.path()).collect();
    made.sort();
    made
}

/// Cases on this computer, those used last first. A remembered folder that is not there is told as absent.
pub fn recent() -> Vec<CaseRow> {
    let mut folders = remembered();
    for folder in made().into_iter().filter(|folder| is_case(folder)) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders.iter().map(|folder| row(folder)).collect()
}

/// The folder behind a row's handle.
pub fn folder_of(id: &str) -> Option<PathBuf> {
    remembered()
        .into_iter()
        .chain(made())
        .find(|folder| handle(folder) == id)
}

/// Remembers a case as the one used last. A name in a file is a trace: callers ask the settings first.
pub fn remember(folder: &Path) -> Result<()> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut folders = remembered();
    folders.retain(|known| *known != folder);
    folders.insert(0, folder);
    folders.truncate(MOST);
    keep(&folders)
}

/// Forgets that a case was used; the case stays.
pub fn forget_case(folder: &Path) -> Result<()> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut folders = remembered();
    folders.retain(|known| *known != folder);
    keep(&folders)
}

fn row(folder: &Path) -> CaseRow {
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    CaseRow {
        id: handle(folder),
        name: visible_line(&name),
        folder: visible_line(&folder.to_string_lossy()),
        locks: locks(folder).unwrap_or_default(),
        present: is_case(folder),
    }
}

/// The same for the same folder in every run.
fn handle(folder: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn list_file() -> Option<PathBuf> {
    data_folder().map(|data| data.join("cases.json"))
}

fn remembered() -> Vec<PathBuf> {
    let text = list_file()
        .and_then(|file| fs::read_to_string(file).ok())
        .unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn keep(folders: &[PathBuf]) -> Result<()> {
    let Some(file) = list_file() else { return Ok(()) };
    // A folder whose name is no text cannot be kept in a text, and is not remembered.
    let folders: Vec<&str> = folders.iter().filter_map(|folder| folder.to_str()).collect();
    let text = serde_json::to_string_pretty(&folders).expect("strings become JSON");
    write_private(&file, text.as_bytes())
}

/// Writes a file of the program's own: whole or not at all, for its owner's eyes.
pub(crate) fn write_private(file: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::Own {
        what: "cannot write",
        path: file.to_owned(),
        source,
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let draft = file.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&draft).map_err(failed)?;
    written
        .write_all(bytes)
        .and_then(|()| written.sync_all())
        .map_err(failed)?;
    fs::rename(&draft, file).map_err(failed)
}
