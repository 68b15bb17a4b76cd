//! Ways into a case that is kept: its passphrase, and this computer's keychain beside it.

use crate::Result;
use crate::open_case::OpenCase;
use crate::show::LockKind;
use teltale_index::{KdfCost, NewSlot, Passphrase, SlotKind, Unlock};

impl OpenCase {
    /// How the case is unlocked.
    pub fn ways_in(&self) -> Result<Vec<LockKind>> {
        if self.is_ephemeral() {
            return Ok(vec![LockKind::Ephemeral]);
        }
        let slots = self.case.slots()?;
        Ok(slots
            .into_iter()
            .map(|slot| match slot.kind {
                SlotKind::Passphrase => LockKind::Passphrase,
                SlotKind::Keychain => LockKind::Keychain,
            })
            .collect())
    }

    /// Lets this computer's keychain open the case, beside the passphrase.
    pub fn add_keychain(&self, passphrase: &Passphrase) -> Result<()> {
        if !self.ways_in()?.contains(&LockKind::Keychain) {
            self.case
                .add_slot(Unlock::Passphrase(passphrase), NewSlot::Keychain)?;
        }
        Ok(())
    }

    /// From now on the keychain does not open the case; its key is taken out of it.
    pub fn remove_keychain(&self) -> Result<()> {
        for slot in self.case.slots()? {
            if slot.kind == SlotKind::Keychain {
                self.case.remove_slot(slot.id)?;
            }
        }
        Ok(())
    }

    /// Another passphrase opens the case from now on. Copies of its folder made before open with the old one.
    pub fn change_passphrase(&self, old: &Passphrase, new: &Passphrase) -> Result<()> {
        Ok(self.case.change_passphrase(old, new, KdfCost::Calibrated)?)
    }

    /// True where the passphrase is this case's: asked again before digits leave in bulk.
    pub fn check_passphrase(&self, passphrase: &Passphrase) -> Result<bool> {
        Ok(self.case.check_passphrase(passphrase)?)
    }
}
