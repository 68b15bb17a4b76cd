//! Slots: each wraps the case key in another way.

use crate::{Case, Passphrase, Result};
use serde::{Deserialize, Serialize};

/// One way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// How a slot wraps the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// This computer's keychain.
    Keychain,
}

/// What can be told of a slot without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its id.
    pub id: SlotId,
    /// Its kind.
    pub kind: SlotKind,
}

/// How slow a passphrase is to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KdfCost {
    /// As much memory as takes about a second here; never under 64 MiB and three passes.
    Calibrated,
    /// The floor: 64 MiB, three passes.
    Floor,
    /// Milliseconds, for tests of other things: cases made with it say so in their slots file and open with a warning to no one.
    #[doc(hidden)]
    ForTests,
}

/// A slot to be made.
#[derive(Clone, Copy)]
pub enum NewSlot<'a> {
    /// A passphrase.
    Passphrase(&'a Passphrase, KdfCost),
    /// This computer's keychain. Any program of the same user may ask for it; always keep a passphrase too.
    Keychain,
}

/// How a case is to be unlocked.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// With its passphrase.
    Passphrase(&'a Passphrase),
    /// With this computer's keychain.
    Keychain,
}

impl Case {
    /// True where the passphrase opens this case: asked again before digits leave in bulk.
    pub fn check_passphrase(&self, passphrase: &Passphrase) -> Result<bool> {
        let _ = passphrase;
        Err(crate::Error::Database("not there yet"))
    }

    /// The ways in; none for an ephemeral case.
    pub fn slots(&self) -> Result<Vec<SlotInfo>> {
        Err(crate::Error::Database("not there yet"))
    }

    /// Adds a way in.
    pub fn add_slot(&self, slot: NewSlot<'_>) -> Result<SlotId> {
        let _ = slot;
        Err(crate::Error::Database("not there yet"))
    }

    /// Removes a way in; the last one is refused.
    pub fn remove_slot(&self, slot: SlotId) -> Result<()> {
        let _ = slot;
        Err(crate::Error::Database("not there yet"))
    }

    /// Replaces every passphrase slot by one for the new passphrase.
    pub fn change_passphrase(&self, old: &Passphrase, new: &Passphrase, cost: KdfCost) -> Result<()> {
        let _ = (old, new, cost);
        Err(crate::Error::Database("not there yet"))
    }
}
