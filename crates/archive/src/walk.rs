//! What files a folder holds, in a fixed order, without following a link or opening a file.

use crate::Refusal;
use std::fs::FileType;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The file that marks a folder as a case of Teltale's own: such a folder is never a source.
pub const CASE_MARKER: &str = "teltale-case";

/// One thing that a walk came upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Walked {
    /// A file to be opened by [`crate::Root::open`].
    File {
        /// Relative to where the walk began; empty where that is the file itself. Bytes, not text.
        path: PathBuf,
        /// Its size when it was listed.
        size: u64,
    },
    /// Something that is not read.
    Refused {
        /// Relative to where the walk began.
        path: PathBuf,
        /// Why.
        why: Refusal,
    },
}

/// Lists everything under `root`, which may be a file: sorted by the bytes of the names within each folder, so that
/// the same tree always gives the same list. Folders themselves are not told, unless they are refused.
///
/// A symbolic link given as `root` was chosen by the user and is followed; none is below it.
pub fn walk(root: &Path, visit: &mut dyn FnMut(Walked) -> ControlFlow<()>) {
    if root.parent().is_some_and(is_case) && !root.is_dir() {
        let _ = visit(Walked::Refused {
            path: PathBuf::new(),
            why: Refusal::OwnFile,
        });
        return;
    }
    let mut walk = WalkDir::new(root)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter();
    while let Some(item) = walk.next() {
        let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
        let walked = match item {
            Err(error) => {
                let path = error.path().map(relative).unwrap_or_default();
                let cause = error.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
                Walked::Refused {
                    path,
                    why: Refusal::Unreadable(cause),
                }
            }
            Ok(item) if item.file_type().is_dir() => {
                if !is_case(item.path()) {
                    continue;
                }
                walk.skip_current_dir();
                Walked::Refused {
                    path: relative(item.path()),
                    why: Refusal::OwnFile,
                }
            }
            Ok(item) => {
                let path = relative(item.path());
                match (not_a_file(item.file_type()), item.metadata()) {
                    (Some(kind), _) => Walked::Refused {
                        path,
                        why: Refusal::NotAFile(kind),
                    },
                    (None, Ok(status)) => Walked::File {
                        path,
                        size: status.len(),
                    },
                    (None, Err(error)) => {
                        let cause = error.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
                        Walked::Refused {
                            path,
                            why: Refusal::Unreadable(cause),
                        }
                    }
                }
            }
        };
        if visit(walked).is_break() {
            return;
        }
    }
}

fn is_case(folder: &Path) -> bool {
    folder.join(CASE_MARKER).symlink_metadata().is_ok()
}

/// What something is instead of a file.
pub(crate) fn not_a_file(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        } else if kind.is_socket() {
            return Some("a socket");
        } else if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some(if kind.is_symlink() {
        "a symbolic link, which is not followed"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "nothing that can be read"
    })
}
