//! Messages without their words: who spoke, when and in answer to what, for whoever goes through a whole conversation.

use super::stretch::{Messages, in_order};
use crate::block::{self, Outlined};
use crate::{ConversationId, EntryId, Error, ParticipantId, Reader, RecordId, Result};
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;
use teltale_model::{Media, Role, SentAt, UnreadKind};

/// A message as far as it can be told without unpacking a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its id.
    pub id: RecordId,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// Who speaks.
    pub role: Role,
    /// When.
    pub sent_at: Option<SentAt>,
    /// Hidden by the app.
    pub hidden: bool,
    /// True where the export says that this is (or was written by) its owner.
    pub by_owner: bool,
    /// Stands for the service's own id, as [`Record::key`](crate::Record::key).
    pub key: Option<u64>,
    /// The `key` of the message this one answers; none where linear.
    pub parent: Option<u64>,
    /// The labels beside its texts, masked, up to the last text that has one.
    pub labels: Vec<String>,
    /// Kinds of the files it names.
    pub files: Vec<Media>,
    /// Kinds of what belongs to it and could not be read.
    pub unread: Vec<UnreadKind>,
}

/// A block of messages in outline.
struct Skimmed {
    entry: EntryId,
    skips: Option<Vec<u8>>,
    records: Vec<Outlined>,
}

/// The blocks of one position that were skimmed so far, and the times they begin at.
#[derive(Default)]
struct Stretch {
    position: i64,
    blocks: Vec<Skimmed>,
    begin: Vec<i64>,
}

impl Messages for Skimmed {
    fn entry(&self) -> EntryId {
        self.entry
    }

    fn count(&self) -> usize {
        self.records.len()
    }

    fn counts(&self, slot: usize) -> bool {
        block::counts(self.skips.as_deref(), slot)
    }

    fn sent_ms(&self, slot: usize) -> Option<i64> {
        self.records[slot].sent_at.map(|at| at.unix_ms)
    }
}

impl Reader {
    /// Hands out every message of a conversation that counts, in order, until told to break off.
    pub fn outlines(
        &self,
        conversation: ConversationId,
        each: &mut dyn FnMut(Outline) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let mut owners = FxHashMap::default();
        let mut select = self.db().prepare_cached(include_str!("outlines.sql"))?;
        let mut found = select.query([conversation])?;
        let mut stretch = Stretch::default();
        while let Some(row) = found.next()? {
            self.go_on()?;
            let position: i64 = row.get(0)?;
            if position != stretch.position {
                if self.hand_out(&mut stretch, &mut owners, each)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                stretch.position = position;
            }
            let columns = row.get_ref(6)?.as_blob().map_err(|_| Error::Damaged)?;
            stretch.begin.push(row.get(1)?);
            stretch.blocks.push(Skimmed {
                entry: row.get(2)?,
                skips: row.get(3)?,
                records: block::outlines(columns, row.get(4)?, row.get(5)?)?,
            });
        }
        self.hand_out(&mut stretch, &mut owners, each)
    }

    /// Empties a stretch.
    fn hand_out(
        &self,
        stretch: &mut Stretch,
        owners: &mut FxHashMap<i64, bool>,
        each: &mut dyn FnMut(Outline) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        let mut blocks = std::mem::take(&mut stretch.blocks);
        let begin = std::mem::take(&mut stretch.begin);
        let begin = begin.iter().copied();
        for (block, slot) in in_order(blocks.iter().zip(begin)) {
            let block = &mut blocks[block];
            let outlined = block.records.get_mut(slot).ok_or(Error::Damaged)?;
            let by_owner = outlined.by_owner
                || match outlined.author {
                    Some(author) => self.is_owner(author, owners)?,
                    None => false,
                };
            let outline = Outline {
                id: RecordId::new(block.entry, outlined.ordinal),
                author: outlined.author.map(ParticipantId),
                role: outlined.role,
                sent_at: outlined.sent_at,
                hidden: outlined.hidden,
                by_owner,
                key: outlined.key,
                parent: outlined.parent,
                labels: std::mem::take(&mut outlined.labels),
                files: std::mem::take(&mut outlined.files),
                unread: std::mem::take(&mut outlined.unread),
            };
            if each(outline).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn is_owner(&self, author: i64, known: &mut FxHashMap<i64, bool>) -> Result<bool> {
        if let Some(owner) = known.get(&author) {
            return Ok(*owner);
        }
        let owner = self.author(author)?.is_some_and(|(_, owner)| owner);
        known.insert(author, owner);
        Ok(owner)
    }
}
