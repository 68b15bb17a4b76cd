//! Stretches: the blocks of a conversation that share a position, because several entries tell of the same days, and the
//! order in which their messages come.

use super::blocks::{Block, Held};
use crate::{ConversationId, EntryId, Reader, Result};
use rusqlite::{OptionalExtension, params};
use std::collections::VecDeque;
use std::sync::Arc;

/// Blocks that share a position, with their messages in order.
pub(super) struct Stretch {
    pub(super) position: u64,
    pub(super) blocks: Vec<Arc<Held>>,
    /// (block, slot) of each message that counts.
    pub(super) order: Vec<(usize, usize)>,
}

impl Stretch {
    pub(super) fn place_of(&self, block: i64, slot: usize) -> Option<u64> {
        let block = self.blocks.iter().position(|held| held.id == block)?;
        let index = self.order.iter().position(|at| *at == (block, slot))?;
        Some(self.position + index as u64)
    }
}

/// A block as far as the order of messages cares, whatever else is known of it.
pub(super) trait Messages {
    fn entry(&self) -> EntryId;
    fn count(&self) -> usize;
    fn counts(&self, slot: usize) -> bool;
    fn sent_ms(&self, slot: usize) -> Option<i64>;
}

impl Messages for Block {
    fn entry(&self) -> EntryId {
        self.entry
    }

    fn count(&self) -> usize {
        self.records.len()
    }

    fn counts(&self, slot: usize) -> bool {
        self.counts(slot)
    }

    fn sent_ms(&self, slot: usize) -> Option<i64> {
        self.records[slot].sent_at.map(|at| at.unix_ms)
    }
}

/// A message that waits for its turn among those of other entries: (time so far, block, slot).
type Queued = (i64, usize, usize);

/// The messages that count, as (block, slot), of blocks and the times they begin at. Blocks come in the order of their
/// entries, newest first; the messages of an entry stay in its order, and those of several are merged by time.
pub(super) fn in_order<'b, M: Messages + 'b>(
    blocks: impl Iterator<Item = (&'b M, i64)> + Clone,
) -> Vec<(usize, usize)> {
    let mut entries = blocks.clone().map(|(block, _)| block.entry());
    let first = entries.next();
    if entries.all(|entry| Some(entry) == first) {
        let counting = |(index, (block, _)): (usize, (&'b M, i64))| {
            (0..block.count())
                .filter(|slot| block.counts(*slot))
                .map(move |slot| (index, slot))
        };
        return blocks.enumerate().flat_map(counting).collect();
    }
    let mut queues: Vec<(EntryId, VecDeque<Queued>)> = Vec::new();
    for (index, (block, first_at)) in blocks.enumerate() {
        if queues.last().is_none_or(|(entry, _)| *entry != block.entry()) {
            queues.push((block.entry(), VecDeque::new()));
        }
        let (_, queue) = queues.last_mut().expect("pushed above");
        let mut time = queue.back().map_or(first_at, |(time, ..)| (*time).max(first_at));
        for slot in 0..block.count() {
            time = block.sent_ms(slot).map_or(time, |at| at.max(time));
            if block.counts(slot) {
                queue.push_back((time, index, slot));
            }
        }
    }
    let mut order = Vec::new();
    while let Some(first) = (0..queues.len())
        .filter_map(|queue| Some((queues[queue].1.front()?.0, queue)))
        .min()
        .map(|(_, queue)| queue)
    {
        let (_, block, slot) = queues[first].1.pop_front().expect("it has a front");
        order.push((block, slot));
    }
    order
}

impl Reader {
    /// The position of the stretch that holds a place, or of the next one behind a position.
    pub(super) fn stretch_at(
        &self,
        conversation: ConversationId,
        place: u64,
        holding: bool,
    ) -> Result<Option<u64>> {
        let sql = if holding {
            "select position from block where conversation = ?1 and facts = 0 and position <= ?2 and counting > 0
             order by position desc limit 1"
        } else {
            "select position from block where conversation = ?1 and facts = 0 and position > ?2 and counting > 0
             order by position limit 1"
        };
        let mut select = self.db().prepare_cached(sql)?;
        let position = select
            .query_row(params![conversation, place as i64], |row| row.get::<_, i64>(0))
            .optional()?;
        Ok(position.map(|position| position as u64))
    }

    /// The blocks of a stretch and the times they begin at, in the order of their entries.
    pub(super) fn blocks_at(&self, conversation: ConversationId, position: u64) -> Result<Vec<(i64, i64)>> {
        let mut select = self.db().prepare_cached(include_str!("stretch.sql"))?;
        let found = select.query_map(params![conversation, position as i64], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn stretch(&self, conversation: ConversationId, position: u64) -> Result<Stretch> {
        let found = self.blocks_at(conversation, position)?;
        let mut blocks = Vec::with_capacity(found.len());
        for (id, _) in &found {
            blocks.push(self.block(*id)?);
        }
        let begin = found.iter().map(|(_, first_at)| *first_at);
        let order = in_order(blocks.iter().map(|block| &***block).zip(begin));
        Ok(Stretch {
            position,
            blocks,
            order,
        })
    }
}
