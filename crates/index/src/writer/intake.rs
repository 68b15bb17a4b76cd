//! Events become records: texts with tokens, keyed identities, mentions.

use super::batch::{
    Gained, NewBlock, NewMention, Progress, SaidOfConversation, SaidOfParticipant, seal_names,
};
use super::count::Facet;
use super::numbers::Numbers;
use super::{Writer, month_of, take};
use crate::block::{self, Builder, Hidden, Packed, PackedPart, RecordKey, TOKEN};
use crate::codes::{self, Code};
use crate::kept::{Mask, Sealed, guarded};
use crate::keys::NumberKey;
use crate::words;
use crate::{EntryId, Error, ReadBy, RecordId, RecordType, Result};
use rusqlite::OptionalExtension;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use teltale_model::{
    Attachment, Branch, ConversationKind, Event, Match, Message, Part, Place, Problem, ReadAs, Role, SentAt,
    Text, Unread, Zone,
};

/// Blocks of one entry that are being filled at the same time: an export of many conversations in order of time would
/// otherwise have a block for every message.
const OPEN_BLOCKS: usize = 64;
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
    conversations: HashMap<i64, InConversation>,
    participants: HashMap<i64, SaidOfParticipant>,
    touched_conversations: HashSet<i64>,
    touched_participants: HashSet<i64>,
    blocks: HashMap<(i64, bool), OpenBlock>,
    /// Conversation by key: the last one asked for.
    last: Option<(String, i64)>,
}

/// What an entry has given of a conversation.
struct InConversation {
    said: SaidOfConversation,
    identity: [u8; 16],
    /// False where another entry holds some of it, until `finish_entry` settles which copies count.
    counts: bool,
    /// Running maximum of the times.
    time: Option<i64>,
    /// How often a message without an id stood before at the time of the last one.
    alike: HashMap<u64, u32>,
    alike_at: Option<i64>,
}

struct OpenBlock {
    id: i64,
    builder: Builder,
    first_at: Option<i64>,
    last_at: Option<i64>,
    used: u64,
}

/// What all records have in common, however they were said.
struct Facts<'a> {
    record_type: RecordType,
    role: Role,
    branch: Branch,
    hidden: bool,
    forwarded: bool,
    edited: bool,
    by_owner: bool,
    sent_at: Option<SentAt>,
    author: Option<(i64, i64)>,
    name: &'a Text<'a>,
    key: &'a str,
    parent: &'a str,
    parts: &'a [Part<'a>],
    attachments: &'a [Attachment<'a>],
    unread: &'a [Unread],
}

impl<'a> Facts<'a> {
    fn new(
        record_type: RecordType,
        role: Role,
        name: &'a Text<'a>,
        key: &'a str,
        parts: &'a [Part<'a>],
    ) -> Self {
        Self {
            record_type,
            role,
            branch: Branch::Shown,
            hidden: false,
            forwarded: false,
            edited: false,
            by_owner: false,
            sent_at: None,
            author: None,
            name,
            key,
            parent: "",
            parts,
            attachments: &[],
            unread: &[],
        }
    }
}

/// What came of a record.
struct Kept {
    name: Sealed,
    /// The first number read from a field or an id.
    number: Option<i64>,
    /// All numbers of it.
    numbers: Vec<i64>,
}

impl OpenEntry {
    pub(super) fn new(scope: Vec<u8>, by: &ReadBy, progress: Progress, replaces: bool) -> Self {
        Self {
            scope,
            by: by.clone(),
            replaces,
            next: progress.events as u64,
            progress,
            conversations: HashMap::new(),
            participants: HashMap::new(),
            touched_conversations: HashSet::new(),
            touched_participants: HashSet::new(),
            blocks: HashMap::new(),
            last: None,
        }
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
    /// Returns false for an event that is stored already.
    pub(super) fn take_event(
        &mut self,
        id: EntryId,
        ordinal: u64,
        event: &Event<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<bool> {
        let next = self
            .open
            .get(&id.0)
            .ok_or(Error::OutOfOrder("no such entry is being read"))?
            .next;
        if ordinal < next {
            return Ok(false);
        }
        if ordinal > next {
            return Err(Error::OutOfOrder("an event is missing"));
        }
        let ordinal = u32::try_from(ordinal)
            .map_err(|_| Error::TooLarge("more than four thousand million events in a file"))?;
        if !matches.iter().all(|(part, found)| fits(event, *part, found)) {
            return Err(Error::OutOfOrder(
                "matches must be ordered, apart and on character boundaries of their part",
            ));
        }
        let mut entry = self.open.remove(&id.0).expect("looked up above");
        let taken = self.take_new(id.0, &mut entry, ordinal, event, matches);
        self.open.insert(id.0, entry);
        taken.map(|()| true)
    }

    fn take_new(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        ordinal: u32,
        event: &Event<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<()> {
        match event {
            Event::Account(account) => {
                let conversation = self.conversation(id, entry, Gathering::Accounts, "")?;
                let facts = Facts {
                    by_owner: true,
                    ..Facts::new(
                        RecordType::Account,
                        Role::Account,
                        &account.name,
                        &account.key,
                        &account.parts,
                    )
                };
                self.record(id, entry, conversation, ordinal, &facts, matches)?;
            }
            Event::Contact(contact) => {
                let conversation = self.conversation(id, entry, Gathering::Contacts, "")?;
                let facts = Facts {
                    by_owner: contact.owner,
                    ..Facts::new(
                        RecordType::Contact,
                        Role::Person,
                        &contact.name,
                        &contact.key,
                        &contact.parts,
                    )
                };
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                self.name(id, ordinal, kept);
            }
            Event::Conversation(said) => {
                let conversation = self.conversation(id, entry, Gathering::Conversation, &said.key)?;
                let facts = Facts::new(
                    RecordType::Conversation,
                    Role::System,
                    &said.title,
                    "",
                    &said.parts,
                );
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                let of = &mut entry
                    .conversations
                    .get_mut(&conversation)
                    .expect("made above")
                    .said;
                if !said.title.is_empty() {
                    of.title = kept.name;
                }
                if said.kind != ConversationKind::Unknown {
                    of.kind = said.kind;
                }
                of.omits_tool_data |= said.omits_tool_data;
                of.truncated_start |= said.truncated_start;
            }
            Event::Participant(said) => {
                let gathering = if said.conversation.is_empty() {
                    Gathering::People
                } else {
                    Gathering::Conversation
                };
                let conversation = self.conversation(id, entry, gathering, &said.conversation)?;
                let person = self.person(entry, &said.key);
                let participant = self.participant(id, entry, conversation, person)?;
                let facts = Facts {
                    by_owner: said.owner,
                    author: Some((participant, person)),
                    ..Facts::new(RecordType::Participant, said.role, &said.name, "", &said.parts)
                };
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                let of = entry.participants.get_mut(&participant).expect("made above");
                if !said.name.is_empty() {
                    of.name = kept.name.clone();
                }
                if said.role != Role::Person {
                    of.role = said.role;
                }
                of.owner |= said.owner;
                of.number = of.number.or(kept.number);
                self.name(id, ordinal, kept);
            }
            Event::Message(message) => self.message(id, entry, ordinal, message, matches)?,
            Event::Problem(problem) => self.problem(id, entry, problem),
        }
        entry.next += 1;
        entry.progress.events += 1;
        self.batch.events += 1;
        Ok(())
    }

    pub(super) fn problem(&mut self, id: i64, entry: &mut OpenEntry, problem: &Problem) {
        self.batch.problems.push((id, problem.clone()));
        entry.progress.problems += 1;
    }

    fn message(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        ordinal: u32,
        message: &Message<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<()> {
        let conversation = self.conversation(id, entry, Gathering::Conversation, &message.conversation)?;
        let author = if message.author.is_empty() {
            None
        } else {
            let person = self.person(entry, &message.author);
            let participant = self.participant(id, entry, conversation, person)?;
            entry
                .participants
                .get_mut(&participant)
                .expect("made above")
                .messages += 1;
            Some((participant, person))
        };
        let nameless = Text::default();
        let facts = Facts {
            branch: message.branch,
            hidden: message.hidden,
            forwarded: message.forwarded,
            edited: message.edited,
            sent_at: message.sent_at,
            author,
            parent: &message.parent,
            attachments: &message.attachments,
            unread: &message.unread,
            ..Facts::new(
                RecordType::Message,
                message.role,
                &nameless,
                &message.key,
                &message.parts,
            )
        };
        self.record(id, entry, conversation, ordinal, &facts, matches)?;
        entry.progress.messages += 1;
        entry.progress.unread += message.unread.len() as i64;
        let of = &mut entry
            .conversations
            .get_mut(&conversation)
            .expect("made above")
            .said;
        of.unread += message.unread.len() as i64;
        Ok(())
    }

    /// A name on a card, or of a member, is a claim about each number on it.
    fn name(&mut self, id: i64, ordinal: u32, kept: Kept) {
        if kept.name.masked.is_empty() || kept.name.sealed.is_some() {
            return;
        }
        let record = RecordId::new(EntryId(id), ordinal).0;
        for number in kept.numbers {
            self.batch.named.push((number, record, kept.name.clone()));
        }
    }

    /// Stands for a person of a service, in all its conversations.
    fn person(&self, entry: &OpenEntry, key: &str) -> i64 {
        let digest = self.case.identity("person", &[&entry.scope, key.as_bytes()]);
        i64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("8 of 32 bytes"))
    }

    fn conversation(
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
        if let Entry::Vacant(e) = entry.conversations.entry(conversation) {
            let said = self.stored_said(conversation, id)?;
            let mut in_conversation = InConversation {
                time: said.last_at,
                said,
                identity,
                counts: !shared,
                alike: HashMap::new(),
                alike_at: None,
            };
            if in_conversation.said.records > 0 {
                self.recall_alike(conversation, id, &mut in_conversation)?;
            }
            e.insert(in_conversation);
        }
        entry.touched_conversations.insert(conversation);
        if gathering == Gathering::Conversation {
            entry.last = Some((key.to_owned(), conversation));
        }
        Ok(conversation)
    }

    fn known_conversation(
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

    fn participant(&mut self, id: i64, entry: &mut OpenEntry, conversation: i64, person: i64) -> Result<i64> {
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
        if let Entry::Vacant(e) = entry.participants.entry(participant) {
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
            e.insert(said);
        }
        entry.touched_participants.insert(participant);
        Ok(participant)
    }

    fn record_key(&self, conversation: &[u8; 16], key: &str) -> RecordKey {
        if key.is_empty() {
            return None;
        }
        let canonical =
            !key.starts_with('0') && key.len() < 8 && key.bytes().all(|byte| byte.is_ascii_digit());
        match key.parse::<u64>() {
            Ok(small) if canonical => Some(small),
            _ => {
                let digest = self.case.identity("record key", &[conversation, key.as_bytes()]);
                Some(u64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("8 of 32 bytes")) | 1 << 63)
            }
        }
    }

    /// What the record says, as it was read: the same whatever the finder made of it.
    fn digest(&self, facts: &Facts<'_>, key: RecordKey) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(self.case.keys.identity.bytes());
        let (at, zone) = facts
            .sent_at
            .map_or((i64::MIN, 0), |at| (at.unix_ms, at.zone.code()));
        let head = [
            facts.record_type.code(),
            facts.role.code(),
            at,
            zone,
            facts.author.map_or(0, |(_, person)| person),
            key.unwrap_or(0) as i64,
            i64::from(facts.by_owner),
        ];
        for value in head {
            hasher.update(&value.to_le_bytes());
        }
        let mut piece = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        piece(facts.name.as_bytes());
        for part in facts.parts {
            piece(&[part.place.code() as u8, part.read_as.code() as u8]);
            piece(part.label.as_bytes());
            piece(part.text.as_bytes());
        }
        u64::from_le_bytes(
            hasher.finalize().as_bytes()[..8]
                .try_into()
                .expect("8 of 32 bytes"),
        )
    }

    fn record(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        conversation: i64,
        ordinal: u32,
        facts: &Facts<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<Kept> {
        let key = self.case.number_key()?;
        let in_conversation = entry
            .conversations
            .get_mut(&conversation)
            .expect("the caller asked for it");
        let (own, parent) = (
            self.record_key(&in_conversation.identity, facts.key),
            self.record_key(&in_conversation.identity, facts.parent),
        );
        let digest = self.digest(facts, own);
        let identity = match own {
            Some(own) => self
                .case
                .identity("record", &[&in_conversation.identity, &own.to_le_bytes()]),
            None => {
                let is_message = facts.record_type == RecordType::Message;
                let nth = if is_message {
                    in_conversation.alike(facts.sent_at.map(|at| at.unix_ms), digest)
                } else {
                    0
                };
                self.case.identity(
                    "record",
                    &[
                        &in_conversation.identity,
                        &digest.to_le_bytes(),
                        &nth.to_le_bytes(),
                    ],
                )
            }
        };
        let is_fact = facts.record_type != RecordType::Message;
        if !entry.blocks.contains_key(&(conversation, is_fact)) {
            if entry.blocks.len() >= OPEN_BLOCKS {
                let oldest = entry
                    .blocks
                    .iter()
                    .min_by_key(|(_, block)| block.used)
                    .map(|(key, _)| *key);
                self.close_block(id, entry, oldest.expect("there are blocks"))?;
            }
            let open = OpenBlock {
                id: take(&mut self.next.block),
                builder: Builder::new(),
                first_at: None,
                last_at: None,
                used: 0,
            };
            entry.blocks.insert((conversation, is_fact), open);
        }
        let mut open = entry
            .blocks
            .remove(&(conversation, is_fact))
            .expect("put in above");
        let in_conversation = entry
            .conversations
            .get_mut(&conversation)
            .expect("the caller asked for it");
        let before = open.builder.texts().len();

        let mut mentions = Mentions {
            writer: self,
            key: &key,
            entry: id,
            conversation,
            ordinal,
            block: open.id,
            slot: open.builder.records(),
            identity: identity.as_bytes(),
            counts: in_conversation.counts,
            facts,
            spellings: Vec::new(),
            kept: Kept {
                name: Sealed::default(),
                number: None,
                numbers: Vec::new(),
            },
        };
        let (mut parts, mut hidden) = (Vec::with_capacity(facts.parts.len()), Vec::new());
        for (index, part) in facts.parts.iter().enumerate() {
            let found = matches
                .iter()
                .find(|(of, _)| *of == index)
                .map_or(&[][..], |(_, found)| found);
            let text = mentions.store(index as u32, part, found, open.builder.texts())?;
            let label = hide(&part.label, ordinal, &mut hidden);
            parts.push(PackedPart {
                place: part.place,
                read_as: part.read_as,
                label,
                text,
                at: part.at.clone(),
            });
        }
        let Mentions {
            spellings, mut kept, ..
        } = mentions;
        let spellings: Vec<(&str, &str)> = spellings
            .iter()
            .map(|(raw, masked)| (*raw, masked.as_str()))
            .collect();
        kept.name = Sealed::spellings(facts.name, &spellings, &key);
        if kept.name.sealed.is_some() {
            hidden.push(Hidden {
                ordinal,
                masked: kept.name.masked.clone(),
                whole: facts.name.to_string(),
            });
        }
        let mut attachments = Vec::with_capacity(facts.attachments.len());
        for attachment in facts.attachments {
            attachments.push((attachment.media, hide(&attachment.name, ordinal, &mut hidden)));
        }

        let packed = Packed {
            ordinal,
            record_type: facts.record_type,
            role: facts.role,
            branch: facts.branch,
            hidden: facts.hidden,
            forwarded: facts.forwarded,
            edited: facts.edited,
            by_owner: facts.by_owner,
            sent_at: facts.sent_at,
            author: facts.author.map(|(participant, _)| participant),
            name: kept.name.masked.clone(),
            key: own,
            parent,
            parts,
            attachments,
            unread: facts.unread.to_vec(),
        };
        open.builder.push(&packed, digest, hidden);
        in_conversation.passed(facts.sent_at, !is_fact);
        open.first_at = open.first_at.or(in_conversation.time);
        open.last_at = in_conversation.time;
        open.used = entry.next;
        entry.progress.records += 1;
        self.batch.text += open.builder.texts().len() - before;
        let full = open.builder.is_full();
        entry.blocks.insert((conversation, is_fact), open);
        if full {
            self.close_block(id, entry, (conversation, is_fact))?;
        }
        Ok(kept)
    }

    fn close_block(&mut self, id: i64, entry: &mut OpenEntry, which: (i64, bool)) -> Result<()> {
        let Some(open) = entry.blocks.remove(&which) else {
            return Ok(());
        };
        let (conversation, facts) = which;
        let in_conversation = &entry.conversations[&conversation];
        let closed = open.builder.close(&mut self.compressor);
        let mut position = 0;
        if in_conversation.counts && !facts {
            let known = self.known_conversation(in_conversation.identity, Gathering::Conversation, entry)?;
            position = known.messages;
            known.messages += i64::from(closed.records);
            let gained: &mut Gained = self.batch.gained.entry(conversation).or_default();
            gained.messages += i64::from(closed.records);
            gained.first_at = in_conversation.said.first_at;
            gained.last_at = in_conversation.said.last_at;
        }
        self.batch.blocks.push(NewBlock {
            id: open.id,
            entry: id,
            conversation,
            facts,
            counts: in_conversation.counts,
            position,
            first_at: open.first_at,
            last_at: open.last_at,
            names_sealed: seal_names(&closed, &*self.case.number_key()?),
            signature: words::signature(&closed.plain),
            closed,
        });
        Ok(())
    }

    /// Closes all blocks, so that everything taken so far can be committed.
    pub(super) fn close_blocks(&mut self) -> Result<()> {
        let mut entries: Vec<i64> = self.open.keys().copied().collect();
        entries.sort_unstable();
        for id in entries {
            let mut entry = self.open.remove(&id).expect("listed above");
            let closed = self.close_blocks_of(id, &mut entry);
            self.note_progress_of(id, &mut entry);
            self.open.insert(id, entry);
            closed?;
        }
        Ok(())
    }

    pub(super) fn close_blocks_of(&mut self, id: i64, entry: &mut OpenEntry) -> Result<()> {
        let mut blocks: Vec<_> = entry
            .blocks
            .iter()
            .map(|(which, block)| (block.id, *which))
            .collect();
        blocks.sort_unstable();
        blocks
            .into_iter()
            .try_for_each(|(_, which)| self.close_block(id, entry, which))
    }

    /// Puts what an entry said since the last commit into the batch.
    pub(super) fn note_progress_of(&mut self, id: i64, entry: &mut OpenEntry) {
        for conversation in entry.touched_conversations.drain() {
            let said = entry.conversations[&conversation].said.clone();
            self.batch.said_of_conversations.insert((conversation, id), said);
        }
        for participant in entry.touched_participants.drain() {
            let said = entry.participants[&participant].clone();
            self.batch.said_of_participants.insert((participant, id), said);
        }
        self.batch.progress.insert(id, entry.progress);
        // The next event marks its conversation as touched again.
        entry.last = None;
    }
}

impl InConversation {
    /// How many equal ones stood before at the same time.
    fn alike(&mut self, time: Option<i64>, digest: u64) -> u32 {
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

    fn passed(&mut self, sent_at: Option<SentAt>, message: bool) {
        self.said.records += 1;
        if let Some(at) = sent_at.filter(|_| message).map(|at| at.unix_ms) {
            self.said.first_at = Some(self.said.first_at.map_or(at, |first| first.min(at)));
            self.said.last_at = Some(self.said.last_at.map_or(at, |last| last.max(at)));
            self.time = Some(self.time.map_or(at, |time| time.max(at)));
        }
    }
}

/// Matches come from a process that read a stranger's file: they are checked before anything is done with them.
fn fits(event: &Event<'_>, part: usize, found: &[Match]) -> bool {
    let parts = match event {
        Event::Account(account) => &account.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => return false,
    };
    let Some(part) = parts.get(part) else { return false };
    let mut end = 0;
    found.iter().all(|one| {
        let (from, to) = (one.start as usize, one.end as usize);
        let fits = from >= end && from < to && part.text.get(from..to).is_some();
        end = to;
        fits
    })
}

/// A string that no finder has seen, masked.
fn hide(text: &str, ordinal: u32, hidden: &mut Vec<Hidden>) -> String {
    let masked = guarded(text);
    if masked != text {
        hidden.push(Hidden {
            ordinal,
            masked: masked.clone(),
            whole: text.to_owned(),
        });
    }
    masked
}

/// Makes the mentions of one record.
struct Mentions<'w, 'a> {
    writer: &'w mut Writer,
    key: &'w NumberKey,
    entry: i64,
    conversation: i64,
    ordinal: u32,
    block: i64,
    slot: u32,
    identity: &'w [u8; 32],
    counts: bool,
    facts: &'w Facts<'a>,
    spellings: Vec<(&'a str, String)>,
    kept: Kept,
}

impl<'a> Mentions<'_, 'a> {
    /// Stores a part's text with tokens in place of numbers; returns where it stands.
    fn store(
        &mut self,
        index: u32,
        part: &'a Part<'a>,
        found: &[Match],
        texts: &mut String,
    ) -> Result<std::ops::Range<usize>> {
        let (text, begin) = (&*part.text, texts.len());
        let (mut from, mut chars) = (0, 0_u32);
        for one in found {
            let span = one.start as usize..one.end as usize;
            let raw = &text[span.clone()];
            texts.push_str(&text[from..span.start]);
            chars += text[from..span.start].chars().count() as u32;
            let length = raw.chars().count() as u32;
            self.mention(index, part, one, raw, (texts.len() - begin) as u32, chars, length)?;
            texts.push(TOKEN);
            chars += length;
            from = span.end;
        }
        texts.push_str(&text[from..]);
        Ok(begin..texts.len())
    }

    #[allow(clippy::too_many_arguments)] // One place of one number; a struct for it would be filled and emptied here.
    fn mention(
        &mut self,
        index: u32,
        part: &Part<'_>,
        found: &Match,
        raw: &'a str,
        stored_at: u32,
        start: u32,
        length: u32,
    ) -> Result<()> {
        let Writer {
            case,
            db,
            known,
            next,
            settled,
            batch,
            ..
        } = &mut *self.writer;
        let mut numbers = Numbers {
            db,
            key: self.key,
            known,
            next,
            batch,
            settled,
        };
        let (number, open) = numbers.of(found, raw)?;
        let spelling = numbers.spelling(number, raw)?;
        let digest = case.identity(
            "mention",
            &[self.identity, &index.to_le_bytes(), &start.to_le_bytes()],
        );
        let facts = self.facts;
        let sent_at = facts.sent_at.map(|at| at.unix_ms);
        let author = facts.author.map(|(participant, _)| participant);
        batch.mentions.push(NewMention {
            id: take(&mut next.mention),
            identity: i64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("8 of 32 bytes")),
            number,
            found: open,
            record: RecordId::new(EntryId(self.entry), self.ordinal).0,
            record_type: facts.record_type.code(),
            block: self.block,
            slot: self.slot,
            part: index,
            stored_at,
            start,
            length,
            conversation: self.conversation,
            author,
            place: part.place.code(),
            role: facts.role.code(),
            certainty: found.certainty.code(),
            reasons: codes::bits(&found.reasons),
            spelling,
            sent_at,
            zone: facts.sent_at.map_or(Zone::Utc.code(), |at| at.zone.code()),
            counts: self.counts,
        });
        if self.counts {
            let facet = Facet {
                number,
                conversation: self.conversation,
                entry: self.entry,
                author: author.unwrap_or(0),
                record_type: facts.record_type.code(),
                place: part.place.code(),
                role: facts.role.code(),
                month: month_of(sent_at),
            };
            batch.counters.mention(facet, found.certainty, sent_at, 1);
        }
        if matches!(part.read_as, ReadAs::Number | ReadAs::Digits) || part.place == Place::Author {
            self.kept.number = self.kept.number.or(Some(number));
        }
        self.kept.numbers.push(number);
        self.spellings.push((raw, Mask::of(found, raw).masked));
        Ok(())
    }
}
