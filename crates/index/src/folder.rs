//! The case folder: which files it has, who may open it, how it is erased.

use crate::{Result, SlotInfo};
use std::path::{Path, PathBuf};

/// True where the folder is a case, by its marker file. Opens nothing else.
pub fn is_case(folder: &Path) -> bool {
    folder.join("teltale-case").is_file()
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
        let _ = folder;
        Err(crate::Error::Database("not there yet"))
    }

    /// Erases the case: first the slots, so that nothing can be decrypted any more, then every file of it. Files that
    /// are not Teltale's stay, and then so does the folder. A case that is open elsewhere is refused.
    pub fn erase(folder: &Path) -> Result<()> {
        let _ = folder;
        Err(crate::Error::Database("not there yet"))
    }
}
