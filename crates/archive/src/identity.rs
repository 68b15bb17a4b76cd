//! Whether a file is still the one that was opened.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;

/// What changes when somebody writes to, replaces or renames a file. Two equal identities around a reading mean that
/// nobody did meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// The file system.
    pub device: u64,
    /// The file on it.
    pub inode: u64,
    /// Bytes.
    pub size: u64,
    /// Last change of content, in nanoseconds since 1970.
    pub modified: i128,
    /// Last change of anything, in nanoseconds since 1970.
    pub changed: i128,
}

/// The identity of an open file.
#[cfg(unix)]
pub fn identity(file: &File) -> io::Result<Identity> {
    let status = rustix::fs::fstat(file)?;
    let nanoseconds = |seconds: i64, rest: u64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    // The widths of these fields differ between systems.
    #[allow(clippy::unnecessary_cast)]
    Ok(Identity {
        device: status.st_dev as u64,
        inode: status.st_ino as u64,
        size: status.st_size as u64,
        modified: nanoseconds(status.st_mtime as i64, status.st_mtime_nsec as u64),
        changed: nanoseconds(status.st_ctime as i64, status.st_ctime_nsec as u64),
    })
}

/// The identity of an open file, as far as this system tells: size and time of the last change.
#[cfg(not(unix))]
pub fn identity(file: &File) -> io::Result<Identity> {
    let status = file.metadata()?;
    let modified = status
        .modified()?
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos() as i128);
    Ok(Identity {
        device: 0,
        inode: 0,
        size: status.len(),
        modified,
        changed: modified,
    })
}
