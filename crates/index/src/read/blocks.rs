//! Blocks taken apart, and the few of them that were asked for last: the mentions of a page stand close together, and
//! each of them asks for its record, its place and its way back.

use super::records::Span;
use crate::block::{self, Packed};
use crate::codes::Code;
use crate::{ConversationId, EntryId, Error, Reader, RecordId, Result};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use teltale_model::{Certainty, Class};

/// Blocks kept. Each is about 16 KiB of text with what stands beside it.
const KEPT: usize = 16;
/// Bytes of text kept beside the block asked for last: a block of one huge message is far larger than the others.
const KEPT_BYTES: usize = 4 << 20;

/// A block taken apart.
pub(super) struct Block {
    pub id: i64,
    pub entry: EntryId,
    /// None for accounts, contact cards and people of a whole source.
    pub conversation: Option<ConversationId>,
    pub facts: bool,
    pub position: u64,
    skips: Option<Vec<u8>>,
    /// Some of its names, labels or file names are masked.
    pub hides: bool,
    pub records: Vec<Packed>,
    pub texts: String,
}

/// The numbers in a block's texts, by (slot, part).
pub(super) type Spans = BTreeMap<(usize, u32), Vec<Span>>;

impl Block {
    pub fn counts(&self, slot: usize) -> bool {
        block::counts(self.skips.as_deref(), slot)
    }

    pub fn slot_of(&self, record: RecordId) -> Option<usize> {
        self.records
            .binary_search_by_key(&record.ordinal(), |packed| packed.ordinal)
            .ok()
    }
}

/// The blocks asked for last, as the case was at one moment.
#[derive(Default)]
pub(crate) struct Blocks {
    /// SQLite's `data_version`: another one says that the case was written to since.
    moment: i64,
    /// The block asked for last comes last.
    held: VecDeque<Arc<Held>>,
}

/// A block, and its numbers once somebody asked for them.
pub(super) struct Held {
    block: Block,
    spans: OnceLock<Spans>,
}

impl Deref for Held {
    type Target = Block;

    fn deref(&self) -> &Block {
        &self.block
    }
}

impl Blocks {
    /// Forgets everything if the case was written to since.
    fn see(&mut self, moment: i64) {
        if self.moment != moment {
            self.moment = moment;
            self.held.clear();
        }
    }

    fn take(&mut self, id: i64) -> Option<Arc<Held>> {
        let at = self.held.iter().position(|held| held.id == id)?;
        self.held.remove(at)
    }

    fn with(&self, record: RecordId) -> Option<Arc<Held>> {
        let holds = |held: &&Arc<Held>| held.entry == record.entry() && held.slot_of(record).is_some();
        self.held.iter().rev().find(holds).map(Arc::clone)
    }

    fn keep(&mut self, block: &Arc<Held>) {
        self.held.push_back(Arc::clone(block));
        let mut bytes: usize = self.held.iter().map(|held| held.texts.len()).sum();
        while self.held.len() > 1 && (self.held.len() > KEPT || bytes > KEPT_BYTES) {
            bytes -= self.held.pop_front().map_or(0, |held| held.texts.len());
        }
    }
}

impl Reader {
    /// A block, taken apart.
    pub(super) fn block(&self, id: i64) -> Result<Arc<Held>> {
        let mut blocks = self.blocks.borrow_mut();
        blocks.see(self.moment()?);
        let block = match blocks.take(id) {
            Some(block) => block,
            None => self.unpack(id)?,
        };
        blocks.keep(&block);
        Ok(block)
    }

    /// The block with a record, if it is among those asked for last.
    pub(super) fn held(&self, record: RecordId) -> Result<Option<Arc<Held>>> {
        let mut blocks = self.blocks.borrow_mut();
        blocks.see(self.moment()?);
        Ok(blocks.with(record))
    }

    fn moment(&self) -> Result<i64> {
        Ok(self
            .db()
            .prepare_cached("pragma data_version")?
            .query_row([], |row| row.get(0))?)
    }

    fn unpack(&self, id: i64) -> Result<Arc<Held>> {
        let mut select = self.db().prepare_cached(include_str!("block.sql"))?;
        let mut found = select.query([id])?;
        let row = found.next()?.ok_or(Error::NotFound("record"))?;
        let (first, count): (u32, u32) = (row.get(5)?, row.get(6)?);
        let (columns, texts): (Vec<u8>, Vec<u8>) = (row.get(8)?, row.get(9)?);
        let block = Block {
            id: row.get(0)?,
            entry: row.get(1)?,
            conversation: row.get(2)?,
            facts: row.get(3)?,
            position: row.get::<_, i64>(4)? as u64,
            skips: row.get(7)?,
            hides: row.get(11)?,
            records: block::records(&columns, first, count)?,
            texts: block::texts(&texts, row.get::<_, i64>(10)? as usize)?,
        };
        let spans = OnceLock::new();
        Ok(Arc::new(Held { block, spans }))
    }

    /// The numbers in a block's texts.
    pub(super) fn spans<'b>(&self, block: &'b Held) -> Result<&'b Spans> {
        if let Some(spans) = block.spans.get() {
            return Ok(spans);
        }
        let mut spans = Spans::new();
        let mut select = self.db().prepare_cached(include_str!("spans.sql"))?;
        let mut found = select.query([block.id])?;
        while let Some(row) = found.next()? {
            let slot = row.get::<_, i64>(0)? as usize;
            spans.entry((slot, row.get(1)?)).or_default().push(Span {
                at: row.get(2)?,
                mention: row.get(3)?,
                number: row.get(4)?,
                masked: row.get(5)?,
                certainty: Certainty::read(row.get(6)?)?,
                class: Class::read(row.get(7)?)?,
            });
        }
        Ok(block.spans.get_or_init(|| spans))
    }
}
