//! Messages without their words: who spoke, when and in answer to what, for whoever goes through a whole conversation.

use super::blocks::Texts;
use super::records::Stretch;
use crate::{ConversationId, Error, ParticipantId, Reader, RecordId, Result};
use std::collections::HashMap;
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
    /// The labels beside its texts, masked; none at all where no text has one.
    pub labels: Vec<String>,
    /// Kinds of the files it names.
    pub files: Vec<Media>,
    /// Kinds of what belongs to it and could not be read.
    pub unread: Vec<UnreadKind>,
}

impl Reader {
    /// Hands out every message of a conversation that counts, in order.
    pub fn outlines(&self, conversation: ConversationId, each: &mut dyn FnMut(Outline)) -> Result<()> {
        let mut owners = HashMap::new();
        let mut next = self.stretch_at(conversation, 0, true)?;
        while let Some(position) = next {
            self.go_on()?;
            let Stretch { blocks, order, .. } = self.stretch(conversation, position, Texts::Left)?;
            for (block, slot) in order {
                let block = &blocks[block];
                let packed = block.records.get(slot).ok_or(Error::Damaged)?;
                let by_owner = packed.by_owner
                    || match packed.author {
                        Some(author) => self.is_owner(author, &mut owners)?,
                        None => false,
                    };
                let is_labelled = packed.parts.iter().any(|part| !part.label.is_empty());
                let labelled = if is_labelled { &packed.parts[..] } else { &[] };
                each(Outline {
                    id: RecordId::new(block.entry, packed.ordinal),
                    author: packed.author.map(ParticipantId),
                    role: packed.role,
                    sent_at: packed.sent_at,
                    hidden: packed.hidden,
                    by_owner,
                    key: packed.key,
                    parent: packed.parent,
                    labels: labelled.iter().map(|part| part.label.clone()).collect(),
                    files: packed.attachments.iter().map(|(media, _)| *media).collect(),
                    unread: packed.unread.iter().map(|unread| unread.kind).collect(),
                });
            }
            next = self.stretch_at(conversation, position, false)?;
        }
        Ok(())
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
