//! One record: its texts with tokens in place of numbers, what it is by content, its mentions, its block.

use super::batch::{Gained, NewBlock, NewMention};
use super::count::Facet;
use super::numbers::Numbers;
use super::open_entry::{Gathering, OPEN_BLOCKS, OpenBlock, OpenEntry};
use super::packing::Packing;
use super::{Writer, month_of, take};
use crate::block::{Hidden, Packed, PackedPart, RecordKey, TOKEN};
use crate::case::Inner;
use crate::codes::{self, Code};
use crate::kept::{Mask, Sealed, guarded};
use crate::keys::NumberKey;
use crate::{EntryId, RecordId, RecordType, Result};
use teltale_model::{Attachment, Branch, Match, Part, Place, ReadAs, Role, SentAt, Text, Unread, Zone};

/// What all records have in common, however they were said.
pub(super) struct Facts<'a> {
    pub(super) record_type: RecordType,
    pub(super) role: Role,
    pub(super) branch: Branch,
    pub(super) hidden: bool,
    pub(super) forwarded: bool,
    pub(super) edited: bool,
    pub(super) by_owner: bool,
    pub(super) sent_at: Option<SentAt>,
    pub(super) author: Option<(i64, i64)>,
    pub(super) name: &'a Text<'a>,
    pub(super) key: &'a str,
    pub(super) parent: &'a str,
    pub(super) parts: &'a [Part<'a>],
    pub(super) attachments: &'a [Attachment<'a>],
    pub(super) unread: &'a [Unread],
}

impl<'a> Facts<'a> {
    pub(super) fn new(
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
pub(super) struct Kept {
    pub(super) name: Sealed,
    /// The first number read from a field or an id.
    pub(super) number: Option<i64>,
    /// All numbers of it.
    pub(super) numbers: Vec<i64>,
}

/// What is kept of the memory that a long record took.
const MOST_SAID: usize = 64 * 1024;

impl Writer {
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
    fn digest(&mut self, facts: &Facts<'_>, key: RecordKey) -> u64 {
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
        // In one piece: most records are short, and many small pieces would take longer to give than to hash.
        let said = &mut self.said;
        said.clear();
        head.iter()
            .for_each(|value| said.extend_from_slice(&value.to_le_bytes()));
        let mut piece = |bytes: &[u8]| {
            said.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            said.extend_from_slice(bytes);
        };
        piece(facts.name.as_bytes());
        for part in facts.parts {
            piece(&[part.place.code() as u8, part.read_as.code() as u8]);
            piece(part.label.as_bytes());
            piece(part.text.as_bytes());
        }
        let digest = blake3::keyed_hash(self.case.keys.identity.bytes(), said);
        said.shrink_to(MOST_SAID);
        u64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("8 of 32 bytes"))
    }

    pub(super) fn record(
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
        let is_message = facts.record_type == RecordType::Message;
        let identity = Identity {
            conversation: in_conversation.identity,
            what: match own {
                Some(own) => Which::Key(own),
                None if is_message => Which::Nth(
                    digest,
                    in_conversation.alike(facts.sent_at.map(|at| at.unix_ms), digest),
                ),
                None => Which::Nth(digest, 0),
            },
        };
        let is_fact = !is_message;
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
                builder: self.blanks.take(),
                first_at: None,
                last_at: None,
                used: 0,
            };
            entry.blocks.insert((conversation, is_fact), Box::new(open));
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
            identity,
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
        let records = i64::from(open.builder.records());
        let mut position = 0;
        if in_conversation.counts && !facts {
            let known = self.known_conversation(in_conversation.identity, Gathering::Conversation, entry)?;
            position = known.messages;
            known.messages += records;
            let gained: &mut Gained = self.batch.gained.entry(conversation).or_default();
            gained.messages += records;
            gained.first_at = in_conversation.said.first_at;
            gained.last_at = in_conversation.said.last_at;
        }
        let (packing, packed) = Packing::of(open.builder, &self.blanks);
        match &self.hand {
            Some(hand) => hand(packing),
            None => packing.pack(),
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
            key: self.case.number_key()?,
            packed,
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

/// What a record is by content. Only a mention of it needs to be told so much, and few records have one.
struct Identity {
    conversation: [u8; 16],
    what: Which,
}

enum Which {
    /// The one of this key.
    Key(u64),
    /// Of those that say the same at the same time, the one after so many.
    Nth(u64, u32),
}

impl Identity {
    fn of(&self, case: &Inner) -> blake3::Hash {
        match &self.what {
            Which::Key(key) => case.identity("record", &[&self.conversation, &key.to_le_bytes()]),
            Which::Nth(digest, nth) => case.identity(
                "record",
                &[&self.conversation, &digest.to_le_bytes(), &nth.to_le_bytes()],
            ),
        }
    }
}

/// A string that no finder has seen, masked.
fn hide(text: &str, ordinal: u32, hidden: &mut Vec<Hidden>) -> String {
    if text.is_empty() {
        return String::new();
    }
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
    identity: Identity,
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
            &[
                self.identity.of(case).as_bytes(),
                &index.to_le_bytes(),
                &start.to_le_bytes(),
            ],
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
