//! Messages without their words: who spoke, when and in answer to what, for whoever goes through a whole conversation.

use super::stretch::{Messages, in_order};
use crate::block::{self, Outlined};
use crate::{ConversationId, EntryId, Error, ParticipantId, Reader, RecordId, Result};
use std::collections::HashMap;
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
        let mut owners = HashMap::new();
        let mut next = self.stretch_at(conversation, 0, true)?;
        while let Some(position) = next {
            self.go_on()?;
            let found = self.blocks_at(conversation, position)?;
            let mut blocks = Vec::with_capacity(found.len());
            for (id, _) in &found {
                blocks.push(self.skimmed(*id)?);
            }
            let begin = found.iter().map(|(_, first_at)| *first_at);
            for (block, slot) in in_order(blocks.iter().zip(begin)) {
                let block = &mut blocks[block];
                let outlined = block.records.get_mut(slot).ok_or(Error::Damaged)?;
                let by_owner = outlined.by_owner
                    || match outlined.author {
                        Some(author) => self.is_owner(author, &mut owners)?,
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
            next = self.stretch_at(conversation, position, false)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn skimmed(&self, block: i64) -> Result<Skimmed> {
        let mut select = self.db().prepare_cached(
            "select entry, skips, first_ordinal, records, columns from block where id = ?1",
        )?;
        let mut found = select.query([block])?;
        let row = found.next()?.ok_or(Error::NotFound("record"))?;
        Ok(Skimmed {
            entry: row.get(0)?,
            skips: row.get(1)?,
            records: block::outlines(&row.get::<_, Vec<u8>>(4)?, row.get(2)?, row.get(3)?)?,
        })
    }

    fn is_owner(&self, author: i64, known: &mut HashMap<i64, bool>) -> Result<bool> {
        if let Some(owner) = known.get(&author) {
            return Ok(*owner);
        }
        let owner = self.author(author)?.is_some_and(|(_, owner)| owner);
        known.insert(author, owner);
        Ok(owner)
    }
}
