//! An open case, as the doors hold it: every screen is a question to it.

use crate::Result;
use crate::masking::Masker;
use crate::show::{Digits, LockKind, visible_line};
use std::path::Path;
use teltale_index::{Case, CaseFolder, KdfCost, Kept, NewSlot, Passphrase, Reader, SlotKind, Unlock};
use teltale_phone::Finder;

/// An open, unlocked case. Share it between threads: questions are answered while a scan writes.
pub struct OpenCase {
    pub(crate) case: Case,
    pub(crate) finder: Finder,
}

impl OpenCase {
    /// Makes a case in a new or empty folder, unlocked by a passphrase.
    pub fn create(folder: &Path, passphrase: &Passphrase) -> Result<Self> {
        Ok(Self::from(Case::create(
            folder,
            NewSlot::Passphrase(passphrase, KdfCost::Calibrated),
        )?))
    }

    /// Opens a case with its passphrase.
    pub fn open(folder: &Path, passphrase: &Passphrase) -> Result<Self> {
        Ok(Self::from(Case::open(folder, Unlock::Passphrase(passphrase))?))
    }

    /// Opens a case with this computer's keychain.
    pub fn open_with_keychain(folder: &Path) -> Result<Self> {
        Ok(Self::from(Case::open(folder, Unlock::Keychain)?))
    }

    /// Makes a case that closing erases.
    pub fn ephemeral() -> Result<Self> {
        Ok(Self::from(Case::ephemeral()?))
    }

    /// Wipes the keys and closes; an ephemeral case is gone.
    pub fn close(self) -> Result<()> {
        Ok(self.case.close()?)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        self.case.folder()
    }

    /// True where closing erases it.
    pub fn is_ephemeral(&self) -> bool {
        self.case.is_ephemeral()
    }

    /// A digest of every fact in the case: equal for equal content, whatever the order and the interruptions.
    pub fn digest(&self) -> Result<String> {
        Ok(hex(&self.case.digest()?))
    }

    /// A name, title or path with its numbers masked.
    pub(crate) fn masked_words(&self, text: &str) -> String {
        Masker::new(&self.finder, &[], Digits::Masked)
            .words(text)
            .into_owned()
    }

    pub(crate) fn reader(&self) -> Result<Reader> {
        Ok(self.case.reader()?)
    }
}

impl From<Case> for OpenCase {
    fn from(case: Case) -> Self {
        Self {
            case,
            finder: Finder::new(),
        }
    }
}

/// How the case in a folder can be unlocked, without unlocking it.
pub fn locks(folder: &Path) -> Result<Vec<LockKind>> {
    let slots = CaseFolder::look(folder)?.slots;
    Ok(slots
        .into_iter()
        .map(|slot| match slot.kind {
            SlotKind::Passphrase => LockKind::Passphrase,
            SlotKind::Keychain => LockKind::Keychain,
        })
        .collect())
}

/// True where the folder holds a case.
pub fn is_case(folder: &Path) -> bool {
    teltale_index::is_case(folder)
}

/// A kept string as a screen may show it on one line.
pub(crate) fn shown(kept: &Kept) -> String {
    visible_line(&kept.masked)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that [`hex`] wrote; none where it did not.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
