//! Packing full blocks beside the writer. To compress a block and to draw its signature takes longer than to write it,
//! and depends on nothing but the block: whoever has a core to spare may do it.

use crate::block::{Builder, Closed};
use crate::{Error, Result};
use std::sync::mpsc::{self, Receiver, SyncSender};

/// A full block that is to be packed, by whom it was handed to.
pub struct Packing {
    block: Builder,
    packed: SyncSender<Closed>,
}

/// A block on its way back.
pub(super) struct Packed(Receiver<Closed>);

/// Whom full blocks are handed to; each must be packed sooner or later, in any order.
pub(super) type Hand = Box<dyn Fn(Packing) + Send>;

impl Packing {
    pub(super) fn of(block: Builder) -> (Self, Packed) {
        let (packed, coming) = mpsc::sync_channel(1);
        (Self { block, packed }, Packed(coming))
    }

    /// Packs it. The writer waits for it at the latest when the batch is written.
    pub fn pack(self) {
        // A writer that is gone wants nothing any more.
        let _ = self.packed.send(self.block.close());
    }
}

impl Packed {
    /// Waits for it.
    pub(super) fn take(&self) -> Result<Closed> {
        // Who was to pack it came to grief: the batch cannot be written.
        self.0.recv().map_err(|_| Error::WriterFailed)
    }
}
