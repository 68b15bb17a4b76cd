//! Packing full blocks beside the writer. To compress a block and to draw its signature takes longer than to write it,
//! and depends on nothing but the block: whoever has a core to spare may do it.

use super::open_entry::OPEN_BLOCKS;
use crate::block::{Builder, Closed};
use crate::{Error, Result};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};

/// A full block that is to be packed, by whom it was handed to.
pub struct Packing {
    block: Builder,
    packed: SyncSender<Closed>,
    back: Blanks,
}

/// A block on its way back.
pub(super) struct Packed(Receiver<Closed>);

/// Whom full blocks are handed to; each must be packed sooner or later, in any order.
pub(super) type Hand = Box<dyn Fn(Packing) + Send>;

/// Packed blocks, to be filled again. Were their memory given back where it was packed, the allocator would have the
/// writer wait for it, and each new block would grow from nothing.
#[derive(Clone, Default)]
pub(super) struct Blanks(Arc<Mutex<Vec<Builder>>>);

impl Blanks {
    /// An empty block.
    pub(super) fn take(&self) -> Builder {
        let used = self.0.lock().ok().and_then(|mut blanks| blanks.pop());
        match used {
            Some(mut block) => {
                block.clear();
                block
            }
            None => Builder::new(),
        }
    }

    fn give(&self, block: Builder) {
        if let Ok(mut blanks) = self.0.lock()
            && blanks.len() < OPEN_BLOCKS
        {
            blanks.push(block);
        }
    }
}

impl Packing {
    pub(super) fn of(block: Builder, back: &Blanks) -> (Self, Packed) {
        let (packed, coming) = mpsc::sync_channel(1);
        let back = back.clone();
        (Self { block, packed, back }, Packed(coming))
    }

    /// Packs it. The writer waits for it at the latest when the batch is written.
    pub fn pack(self) {
        // A writer that is gone wants nothing any more.
        let _ = self.packed.send(self.block.close());
        self.back.give(self.block);
    }
}

impl Packed {
    /// Waits for it.
    pub(super) fn take(&self) -> Result<Closed> {
        // Who was to pack it came to grief: the batch cannot be written.
        self.0.recv().map_err(|_| Error::WriterFailed)
    }
}
