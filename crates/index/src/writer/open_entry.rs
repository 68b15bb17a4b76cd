//! Entries that are being read: what they gave so far of conversations and participants, and the blocks being filled.

use super::batch::{Progress, SaidOfConversation, SaidOfParticipant};
use super::{Writer, take};
use crate::block::{self, Builder};
use crate::codes::Code;
use crate::kept::Sealed;
use crate::{ReadBy, Result};
use rusqlite::OptionalExtension;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;
use teltale_model::{ConversationKind, Role, SentAt};

/// Blocks of one entry that are being filled at the same time: an export of many conversations in order of time would
/// otherwise have a block for every message.
pub(super) const OPEN_BLOCKS: usize = 64;
/// Texts of one time (or without times) that are told apart by their ordinal.
const ALIKE: usize = 1 << 16;

/// What a conversation is: `conversation.class` in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gathering {
    Conversation = 0,
    Accounts = 1,
    Contacts = 2,
    /// Participants of a whole source.
    People = 3,
}

/// A conversation, as the writer knows it.
#[derive(Debug, Clone)]
pub(super) struct KnownConversation {
    pub(super) id: i64,
    /// Entries that hold some of it.
    pub(super) entries: Vec<i64>,
    /// Messages that count.
    pub(super) messages: i64,
}

/// An entry that is being read.
pub(super) struct OpenEntry {
    /// What makes keys of formats without a service its own.
    pub(super) scope: Vec<u8>,
    pub(super) by: ReadBy,
    /// True where the same path was read before, or may have been.
    pub(super) replaces: bool,
    /// Ordinal of the next event.
    pub(super) next: u64,
    pub(super) progress: Progress,
    pub(super) conversations: FxHashMap<i64, InConversation>,
    pub(super) participants: FxHashMap<i64, SaidOfParticipant>,
    pub(super) touched_conversations: FxHashSet<i64>,
    pub(super) touched_participants: FxHashSet<i64>,
    /// Boxed: a block is taken out and put back for every record.
    pub(super) blocks: FxHashMap<(i64, bool), Box<OpenBlock>>,
    /// What stands for people who spoke lately, by their keys.
    pub(super) persons: FxHashMap<String, i64>,
    /// Conversation by key: the last one asked for.
    pub(super) last: Option<(String, i64)>,
}

/// What an entry has given of a conversation.
pub(super) struct InConversation {
    pub(super) said: SaidOfConversation,
    pub(super) identity: [u8; 16],
    /// False where another entry holds some of it, until `finish_entry` settles which copies count.
    pub(super) counts: bool,
    /// Running maximum of the times.
    pub(super) time: Option<i64>,
    /// How often a message without an id stood before at the time of the last one.
    pub(super) alike: FxHashMap<u64, u32>,
    pub(super) alike_at: Option<i64>,
}

pub(super) struct OpenBlock {
    pub(super) id: i64,
    pub(super) builder: Builder,
    pub(super) first_at: Option<i64>,
    pub(super) last_at: Option<i64>,
    pub(super) used: u64,
}

impl OpenEntry {
    pub(super) fn new(scope: Vec<u8>, by: &ReadBy, progress: Progress, replaces: bool) -> Box<Self> {
        Box::new(Self {
            scope,
            by: by.clone(),
            replaces,
            next: progress.events as u64,
            progress,
            conversations: FxHashMap::default(),
            participants: FxHashMap::default(),
            touched_conversations: FxHashSet::default(),
            touched_participants: FxHashSet::default(),
            blocks: FxHashMap::default(),
            persons: FxHashMap::default(),
            last: None,
        })
    }

    /// From now on its records of a conversation wait until it is finished.
    pub(super) fn wait_in(&mut self, conversation: i64) {
        if let Some(in_conversation) = self.conversations.get_mut(&conversation) {
            in_conversation.counts = false;
        }
    }

    /// Conversations in which its records do not count until copies are settled.
    pub(super) fn waiting(&self) -> impl Iterator<Item = i64> + '_ {
        self.conversations
            .iter()
            .filter(|(_, of)| !of.counts)
            .map(|(conversation, _)| *conversation)
    }
}

impl Writer {
    pub(super) fn conversation(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        gathering: Gathering,
        key: &str,
    ) -> Result<i64> {
        if let Some((last, conversation)) = &entry.last
            && gathering == Gathering::Conversation
            && last == key
        {
            return Ok(*conversation);
        }
        let digest = self.case.identity(
            "conversation",
            &[&[gathering as u8], &entry.scope, key.as_bytes()],
        );
        let identity: [u8; 16] = digest.as_bytes()[..16].try_into().expect("16 of 32 bytes");
        let known = self.known_conversation(identity, gathering, entry)?;
        let conversation = known.id;
        if !known.entries.contains(&id) {
            known.entries.push(id);
        }
        let shared = known.entries.iter().any(|holder| *holder != id);
        if let Entry::Vacant(missing) = entry.conversations.entry(conversation) {
            let said = self.stored_said(conversation, id)?;
            let mut in_conversation = InConversation {
                time: said.last_at,
                said,
                identity,
                counts: !shared,
                alike: FxHashMap::default(),
                alike_at: None,
            };
            if in_conversation.said.records > 0 {
                self.recall_alike(conversation, id, &mut in_conversation)?;
            }
            missing.insert(in_conversation);
        }
        entry.touched_conversations.insert(conversation);
        if gathering == Gathering::Conversation {
            entry.last = Some((key.to_owned(), conversation));
        }
        Ok(conversation)
    }

    pub(super) fn known_conversation(
        &mut self,
        identity: [u8; 16],
        gathering: Gathering,
        entry: &OpenEntry,
    ) -> Result<&mut KnownConversation> {
        if !self.known.conversations.contains_key(&identity) {
            let mut select = self
                .db
                .prepare_cached("select id, messages from conversation where identity = ?1")?;
            let stored = select
                .query_row([identity.as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let known = match stored {
                Some((id, messages)) => {
                    let mut select = self
                        .db
                        .prepare_cached("select entry from conversation_in where conversation = ?1")?;
                    let entries = select
                        .query_map([id], |row| row.get(0))?
                        .collect::<rusqlite::Result<_>>()?;
                    KnownConversation {
                        id,
                        entries,
                        messages,
                    }
                }
                None => {
                    let id = take(&mut self.next.conversation);
                    let by = &entry.by;
                    let service = if by.service.is_empty() {
                        &by.format
                    } else {
                        &by.service
                    };
                    self.batch
                        .conversations
                        .push((id, identity, gathering as i64, service.clone()));
                    KnownConversation {
                        id,
                        entries: Vec::new(),
                        messages: 0,
                    }
                }
            };
            self.known.conversations.insert(identity, known);
        }
        Ok(self.known.conversations.get_mut(&identity).expect("put in above"))
    }

    /// What an interrupted reading of the entry had said.
    fn stored_said(&self, conversation: i64, entry: i64) -> Result<SaidOfConversation> {
        let mut select = self.db.prepare_cached(
            "select title, title_sealed, kind, omits_tool_data, truncated_start, records, first_at, last_at, unread
             from conversation_in where conversation = ?1 and entry = ?2",
        )?;
        let stored = select.query_row([conversation, entry], |row| {
            let title = Sealed {
                masked: row.get(0)?,
                sealed: row.get(1)?,
            };
            let said = SaidOfConversation {
                title,
                kind: ConversationKind::Unknown,
                omits_tool_data: row.get(3)?,
                truncated_start: row.get(4)?,
                records: row.get(5)?,
                first_at: row.get(6)?,
                last_at: row.get(7)?,
                unread: row.get(8)?,
            };
            Ok((said, row.get::<_, i64>(2)?))
        });
        match stored.optional()? {
            Some((said, kind)) => Ok(SaidOfConversation {
                kind: ConversationKind::read(kind)?,
                ..said
            }),
            None => Ok(SaidOfConversation::default()),
        }
    }

    /// Counts again what an interrupted reading had counted.
    fn recall_alike(&self, conversation: i64, entry: i64, to: &mut InConversation) -> Result<()> {
        let mut select = self.db.prepare_cached(
            "select first_ordinal, records, digests, columns from block
             where entry = ?1 and conversation = ?2 and facts = 0 order by first_ordinal",
        )?;
        let mut rows = select.query([entry, conversation])?;
        while let Some(row) = rows.next()? {
            let (first, count): (u32, u32) = (row.get(0)?, row.get(1)?);
            let (digests, columns): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
            for (record, digest) in block::records(&columns, first, count)?
                .iter()
                .zip(digests.chunks_exact(8))
            {
                if record.key.is_none() {
                    let digest = u64::from_le_bytes(digest.try_into().expect("eight bytes"));
                    to.alike(record.sent_at.map(|at| at.unix_ms), digest);
                }
            }
        }
        Ok(())
    }

    pub(super) fn participant(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        conversation: i64,
        person: i64,
    ) -> Result<i64> {
        let participant = match self.known.participants.get(&(conversation, person)) {
            Some(participant) => *participant,
            None => {
                let mut select = self
                    .db
                    .prepare_cached("select id from participant where conversation = ?1 and person = ?2")?;
                let stored = select
                    .query_row([conversation, person], |row| row.get(0))
                    .optional()?;
                let participant = match stored {
                    Some(participant) => participant,
                    None => {
                        let participant = take(&mut self.next.participant);
                        self.batch.participants.push((participant, conversation, person));
                        participant
                    }
                };
                self.known
                    .participants
                    .insert((conversation, person), participant);
                participant
            }
        };
        if let Entry::Vacant(missing) = entry.participants.entry(participant) {
            let mut select = self.db.prepare_cached(
                "select name, name_sealed, role, owner, number, messages from participant_in
                 where participant = ?1 and entry = ?2",
            )?;
            let stored = select.query_row([participant, id], |row| {
                let name = Sealed {
                    masked: row.get(0)?,
                    sealed: row.get(1)?,
                };
                let said = SaidOfParticipant {
                    name,
                    role: Role::Person,
                    owner: row.get(3)?,
                    number: row.get(4)?,
                    messages: row.get(5)?,
                };
                Ok((said, row.get::<_, i64>(2)?))
            });
            let said = match stored.optional()? {
                Some((said, role)) => SaidOfParticipant {
                    role: Role::read(role)?,
                    ..said
                },
                None => SaidOfParticipant::default(),
            };
            missing.insert(said);
        }
        entry.touched_participants.insert(participant);
        Ok(participant)
    }
}

impl InConversation {
    /// How many equal ones stood before at the same time.
    pub(super) fn alike(&mut self, time: Option<i64>, digest: u64) -> u32 {
        if self.alike_at != time {
            self.alike.clear();
            self.alike_at = time;
        }
        let full = self.alike.len() >= ALIKE;
        match self.alike.entry(digest) {
            Entry::Occupied(mut count) => {
                *count.get_mut() += 1;
                *count.get()
            }
            Entry::Vacant(_) if full => 0,
            Entry::Vacant(first) => {
                first.insert(0);
                0
            }
        }
    }

    pub(super) fn passed(&mut self, sent_at: Option<SentAt>, message: bool) {
        self.said.records += 1;
        if let Some(at) = sent_at.filter(|_| message).map(|at| at.unix_ms) {
            self.said.first_at = Some(self.said.first_at.map_or(at, |first| first.min(at)));
            self.said.last_at = Some(self.said.last_at.map_or(at, |last| last.max(at)));
            self.time = Some(self.time.map_or(at, |time| time.max(at)));
        }
    }
}
