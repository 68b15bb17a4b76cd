//! Opens a user's file for reading, and nothing but a file, and nothing outside the folder it was found in.

use crate::walk::not_a_file;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Why something was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It is this instead of a file.
    NotAFile(&'static str),
    /// A case of Teltale's own, or a file in one.
    OwnFile,
    /// The system refuses.
    Unreadable(io::ErrorKind),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile(kind) => write!(f, "not read: it is {kind}"),
            Self::OwnFile => f.write_str("not read: it belongs to a case of Teltale's own"),
            Self::Unreadable(cause) => write!(f, "cannot be read: {cause}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Where a walk began, held open so that files below it are reached through it and through nothing else.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    #[cfg(unix)]
    folder: Option<std::os::fd::OwnedFd>,
}

impl Root {
    /// A folder or a file. A symbolic link given here was chosen by the user and is followed.
    pub fn new(path: &Path) -> Result<Self, Refusal> {
        let path = path.canonicalize().map_err(refused)?;
        #[cfg(unix)]
        {
            let folder = if path.is_dir() {
                Some(unix::folder(&path).map_err(refused)?)
            } else {
                None
            };
            Ok(Self { path, folder })
        }
        #[cfg(not(unix))]
        Ok(Self { path })
    }

    /// Opens the file at `relative`, as a walk gave it; empty for the root itself. Never waits (a pipe would make it),
    /// never follows a link, never leaves the root, and leaves no trace of the reading where the system allows that.
    pub fn open(&self, relative: &Path) -> Result<File, Refusal> {
        #[cfg(unix)]
        let file = match (&self.folder, relative.as_os_str().is_empty()) {
            (Some(folder), false) => unix::beneath(folder, relative),
            // Joined with nothing, a path would end in a slash.
            (Some(_) | None, true) => unix::itself(&self.path),
            (None, false) => return Err(Refusal::Unreadable(io::ErrorKind::NotADirectory)),
        };
        #[cfg(not(unix))]
        let file = if relative.as_os_str().is_empty() {
            File::open(&self.path)
        } else {
            File::open(self.path.join(relative))
        };
        let file = file.map_err(refused)?;
        match not_a_file(file.metadata().map_err(refused)?.file_type()) {
            Some(kind) => Err(Refusal::NotAFile(kind)),
            None => Ok(file),
        }
    }
}

fn refused(error: io::Error) -> Refusal {
    #[cfg(unix)]
    match rustix::io::Errno::from_io_error(&error) {
        // What a link gives when none may be followed.
        Some(rustix::io::Errno::LOOP) => return Refusal::NotAFile("a symbolic link, which is not followed"),
        // What a socket gives.
        Some(rustix::io::Errno::NXIO) => return Refusal::NotAFile("a socket"),
        _ => {}
    }
    Refusal::Unreadable(error.kind())
}

#[cfg(unix)]
mod unix {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::io::Errno;
    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    fn for_reading() -> OFlags {
        OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
    }

    pub fn folder(path: &Path) -> io::Result<OwnedFd> {
        Ok(openat(
            CWD,
            path,
            OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC,
            Mode::empty(),
        )?)
    }

    pub fn itself(path: &Path) -> io::Result<File> {
        without_trace(|flags| openat(CWD, path, flags, Mode::empty()))
    }

    #[cfg(target_os = "linux")]
    pub fn beneath(folder: &OwnedFd, relative: &Path) -> io::Result<File> {
        use rustix::fs::{ResolveFlags, openat2};
        let only = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        without_trace(
            |flags| match openat2(folder, relative, flags, Mode::empty(), only) {
                // A kernel before 5.6: the last name at least is no link.
                Err(Errno::NOSYS) => openat(folder, relative, flags, Mode::empty()),
                // A rename elsewhere in the tree at this very moment; asked again, it is answered.
                Err(Errno::AGAIN) => openat2(folder, relative, flags, Mode::empty(), only),
                answer => answer,
            },
        )
    }

    #[cfg(not(target_os = "linux"))]
    pub fn beneath(folder: &OwnedFd, relative: &Path) -> io::Result<File> {
        without_trace(|flags| openat(folder, relative, flags, Mode::empty()))
    }

    /// On Linux the time of the last access stays as it was, where the file is the user's own.
    fn without_trace(open: impl Fn(OFlags) -> Result<OwnedFd, Errno>) -> io::Result<File> {
        #[cfg(target_os = "linux")]
        match open(for_reading() | OFlags::NOATIME) {
            Err(Errno::PERM) => {}
            answer => return Ok(File::from(answer?)),
        }
        Ok(File::from(open(for_reading())?))
    }
}
