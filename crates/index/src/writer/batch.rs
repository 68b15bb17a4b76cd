//! What was taken since the last commit, and the one transaction that writes it.

use super::count::Counters;
use super::ending::Ending;
use super::entry::NewEntryRow;
use super::packing::Packed;
use super::{ending, sign};
use crate::block::Closed;
use crate::codes::Code;
use crate::kept::{Mask, Sealed};
use crate::keys::NumberKey;
use crate::{Result, SourceId};
use rusqlite::{Transaction, params};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use teltale_model::{Class, ConversationKind, LineType, Problem, Region, Role};

/// A number that the case did not have.
pub(super) struct NewNumber {
    pub(super) id: i64,
    pub(super) lookup: [u8; 16],
    pub(super) digits_sealed: Vec<u8>,
    pub(super) open: bool,
    pub(super) mask: Mask,
    pub(super) region: Option<Region>,
    pub(super) line_type: LineType,
    pub(super) class: Class,
    pub(super) other_form: Option<[u8; 16]>,
    pub(super) candidates: Vec<NewCandidate>,
}

/// What an open number would be in one region.
pub(super) struct NewCandidate {
    pub(super) region: Region,
    pub(super) lookup: [u8; 16],
    pub(super) masked: String,
    pub(super) line_type: LineType,
    pub(super) class: Class,
}

/// A row of `mention`.
pub(super) struct NewMention {
    pub(super) id: i64,
    pub(super) identity: i64,
    pub(super) number: i64,
    pub(super) found: Option<i64>,
    pub(super) record: i64,
    pub(super) record_type: i64,
    pub(super) block: i64,
    pub(super) slot: u32,
    pub(super) part: u32,
    pub(super) stored_at: u32,
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) conversation: i64,
    pub(super) author: Option<i64>,
    pub(super) place: i64,
    pub(super) role: i64,
    pub(super) certainty: i64,
    pub(super) reasons: i64,
    pub(super) spelling: i64,
    pub(super) sent_at: Option<i64>,
    pub(super) zone: i64,
    pub(super) counts: bool,
}

/// A row of `block`.
pub(super) struct NewBlock {
    pub(super) id: i64,
    pub(super) entry: i64,
    pub(super) conversation: i64,
    pub(super) facts: bool,
    pub(super) counts: bool,
    pub(super) position: i64,
    pub(super) first_at: Option<i64>,
    pub(super) last_at: Option<i64>,
    pub(super) packed: Packed,
    /// Seals the names in it.
    pub(super) key: Arc<NumberKey>,
}

/// What an entry says of a conversation.
#[derive(Debug, Clone, Default)]
pub(super) struct SaidOfConversation {
    pub(super) title: Sealed,
    pub(super) kind: ConversationKind,
    pub(super) omits_tool_data: bool,
    pub(super) truncated_start: bool,
    pub(super) records: i64,
    pub(super) unread: i64,
    pub(super) first_at: Option<i64>,
    pub(super) last_at: Option<i64>,
}

/// What an entry says of a participant.
#[derive(Debug, Clone, Default)]
pub(super) struct SaidOfParticipant {
    pub(super) name: Sealed,
    pub(super) role: Role,
    pub(super) owner: bool,
    pub(super) number: Option<i64>,
    pub(super) messages: i64,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) events: i64,
    pub(super) records: i64,
    pub(super) messages: i64,
    pub(super) unread: i64,
    pub(super) problems: i64,
}

/// What a conversation gained, where it counts at once.
#[derive(Debug, Default)]
pub(super) struct Gained {
    pub(super) messages: i64,
    pub(super) first_at: Option<i64>,
    pub(super) last_at: Option<i64>,
}

/// All that is pending. Maps are ordered so that the same events make the same database, page by page.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) text: usize,
    pub(super) events: u64,
    entries: Vec<NewEntryRow>,
    /// By source and identity.
    begun: FxHashSet<(SourceId, [u8; 16])>,
    endings: Vec<Ending>,
    ended: FxHashSet<i64>,
    pub(super) conversations: Vec<(i64, [u8; 16], i64, String)>,
    pub(super) said_of_conversations: BTreeMap<(i64, i64), SaidOfConversation>,
    pub(super) gained: BTreeMap<i64, Gained>,
    pub(super) participants: Vec<(i64, i64, i64)>,
    pub(super) said_of_participants: BTreeMap<(i64, i64), SaidOfParticipant>,
    pub(super) blocks: Vec<NewBlock>,
    pub(super) numbers: Vec<NewNumber>,
    pub(super) spellings: Vec<(i64, i64, i64, Vec<u8>)>,
    pub(super) mentions: Vec<NewMention>,
    pub(super) counters: Counters,
    pub(super) named: Vec<(i64, i64, Sealed)>,
    pub(super) problems: Vec<(i64, Problem)>,
    pub(super) progress: BTreeMap<i64, Progress>,
}

/// Seals what a block hides.
fn seal_names(closed: &Closed, key: &NumberKey) -> Option<Vec<u8>> {
    let json = serde_json::to_string(&closed.names).expect("strings and numbers");
    (!closed.names.is_empty()).then(|| key.seal(HIDDEN, &json))
}

/// What the hidden strings of a block are sealed as.
pub(crate) const HIDDEN: &str = "block";

impl Batch {
    /// Adds an entry that begins.
    pub(super) fn add_entry(&mut self, entry: NewEntryRow) {
        self.begun.insert((entry.source, entry.identity));
        self.entries.push(entry);
    }

    /// Adds the end of an entry.
    pub(super) fn end_entry(&mut self, ending: Ending) {
        self.ended.insert(ending.id);
        self.endings.push(ending);
    }

    /// True where an entry of this place begins in it.
    pub(super) fn begins(&self, source: SourceId, identity: &[u8; 16]) -> bool {
        self.begun.contains(&(source, *identity))
    }

    /// True where this entry ends in it.
    pub(super) fn ends(&self, entry: i64) -> bool {
        self.ended.contains(&entry)
    }

    /// Writes all of it. Returns the conversations of which copies were settled, if any were.
    pub(super) fn write(&mut self, db: &Transaction<'_>) -> Result<Option<BTreeSet<i64>>> {
        for entry in &self.entries {
            entry.write(db)?;
        }
        self.write_conversations(db)?;
        self.write_participants(db)?;
        self.write_numbers(db)?;
        self.write_blocks(db)?;
        self.write_mentions(db)?;
        self.counters.apply(db)?;
        let mut problem =
            db.prepare_cached("insert into problem (entry, kind, at, line) values (?1, ?2, ?3, ?4)")?;
        for (entry, found) in &self.problems {
            problem.execute(params![
                entry,
                found.kind.code(),
                found.at as i64,
                found.line.map(|line| line as i64)
            ])?;
        }
        let mut progress = db.prepare_cached(
            "update entry set events = ?2, records = ?3, messages = ?4, unread = ?5, problems = ?6 where id = ?1",
        )?;
        for (entry, at) in &self.progress {
            progress.execute(params![
                entry,
                at.events,
                at.records,
                at.messages,
                at.unread,
                at.problems
            ])?;
        }
        ending::write_all(&self.endings, db)
    }

    fn write_conversations(&self, db: &Transaction<'_>) -> Result<()> {
        let mut new = db.prepare_cached(
            "insert into conversation (id, identity, class, service) values (?1, ?2, ?3, ?4)",
        )?;
        for (id, identity, class, service) in &self.conversations {
            new.execute(params![id, identity.as_slice(), class, service])?;
        }
        let mut said = db.prepare_cached(include_str!("said_of_conversation.sql"))?;
        // A conversation that several entries hold is put together in resolve.rs; of a single one, this is all there is.
        let mut merged = db.prepare_cached(include_str!("conversation_of_one.sql"))?;
        for ((conversation, entry), of) in &self.said_of_conversations {
            said.execute(params![
                conversation,
                entry,
                of.title.masked,
                of.title.sealed,
                of.kind.code(),
                of.omits_tool_data,
                of.truncated_start,
                of.records,
                of.first_at,
                of.last_at,
                of.unread
            ])?;
            merged.execute([conversation, entry])?;
        }
        let mut gained = db.prepare_cached(
            "update conversation set messages = messages + ?2, first_at = min(ifnull(first_at, ?3), ifnull(?3, first_at)),
                last_at = max(ifnull(last_at, ?4), ifnull(?4, last_at)) where id = ?1",
        )?;
        for (conversation, of) in &self.gained {
            gained.execute(params![conversation, of.messages, of.first_at, of.last_at])?;
        }
        Ok(())
    }

    fn write_participants(&self, db: &Transaction<'_>) -> Result<()> {
        let mut new =
            db.prepare_cached("insert into participant (id, conversation, person) values (?1, ?2, ?3)")?;
        let mut count =
            db.prepare_cached("update conversation set participants = participants + 1 where id = ?1")?;
        for (id, conversation, person) in &self.participants {
            new.execute([id, conversation, person])?;
            count.execute([conversation])?;
        }
        let mut said = db.prepare_cached(include_str!("said_of_participant.sql"))?;
        let mut merged = db.prepare_cached(include_str!("participant_merged.sql"))?;
        for ((participant, entry), of) in &self.said_of_participants {
            said.execute(params![
                participant,
                entry,
                of.name.masked,
                of.name.sealed,
                of.role.code(),
                of.owner,
                of.number,
                of.messages
            ])?;
            merged.execute([participant])?;
        }
        Ok(())
    }

    fn write_numbers(&self, db: &Transaction<'_>) -> Result<()> {
        let mut new = db.prepare_cached(include_str!("new_number.sql"))?;
        let mut candidate = db.prepare_cached("insert into candidate values (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for number in &self.numbers {
            new.execute(params![
                number.id,
                number.lookup.as_slice(),
                number.digits_sealed,
                number.open,
                number.mask.masked,
                number.mask.ending,
                number.region.map(|region| region.as_str().to_owned()),
                number.line_type.code(),
                number.class.code(),
                number.other_form.as_ref().map(|lookup| lookup.as_slice()),
            ])?;
            for known in &number.candidates {
                candidate.execute(params![
                    number.id,
                    known.region.as_str(),
                    known.lookup.as_slice(),
                    known.masked,
                    known.line_type.code(),
                    known.class.code(),
                ])?;
            }
        }
        let mut spelling = db.prepare_cached("insert into spelling values (?1, ?2, ?3, ?4)")?;
        for (id, number, lookup, sealed) in &self.spellings {
            spelling.execute(params![id, number, lookup, sealed])?;
        }
        let mut named = db.prepare_cached("insert or ignore into named values (?1, ?2, ?3, ?4)")?;
        for (number, record, name) in &self.named {
            named.execute(params![number, record, name.masked, name.sealed])?;
        }
        Ok(())
    }

    fn write_blocks(&mut self, db: &Transaction<'_>) -> Result<()> {
        let mut new = db.prepare_cached(include_str!("new_block.sql"))?;
        let mut signature = db.prepare_cached("insert into signature values (?1, ?2, ?3)")?;
        for block in &self.blocks {
            let closed = block.packed.take()?;
            let counting = if block.counts { closed.records } else { 0 };
            let skips = (!block.counts).then(|| vec![0xff_u8; closed.records.div_ceil(8) as usize]);
            new.execute(params![
                block.id,
                block.entry,
                block.conversation,
                block.facts,
                closed.first_ordinal,
                closed.last_ordinal,
                closed.records,
                counting,
                skips,
                block.position,
                block.first_at,
                block.last_at,
                closed.digests,
                closed.columns,
                closed.texts,
                closed.text_size as i64,
                seal_names(&closed, &block.key),
            ])?;
            signature.execute(params![block.id, block.last_at, closed.signature])?;
        }
        if !self.blocks.is_empty() {
            sign::turn_full_segments(db)?;
        }
        Ok(())
    }

    fn write_mentions(&self, db: &Transaction<'_>) -> Result<()> {
        let mut new = db.prepare_cached(include_str!("new_mention.sql"))?;
        for m in &self.mentions {
            new.execute(params![
                m.id,
                m.identity,
                m.number,
                m.found,
                m.record,
                m.record_type,
                m.block,
                m.slot,
                m.part,
                m.stored_at,
                m.start,
                m.length,
                m.conversation,
                m.author,
                m.place,
                m.role,
                m.certainty,
                m.reasons,
                m.spelling,
                m.sent_at,
                m.zone,
                m.counts,
            ])?;
        }
        Ok(())
    }
}
