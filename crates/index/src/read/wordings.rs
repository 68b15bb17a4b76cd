//! The words of records without anything else, for whoever reads here and there in a conversation.

use crate::block::{self, Cuts};
use crate::{EntryId, Error, Reader, RecordId, Result};
use rusqlite::params;
use std::collections::VecDeque;
use std::ops::Range;
use teltale_model::Place;

/// Blocks kept: what is read together stands in few, even where exports overlap.
const KEPT: usize = 8;
/// Bytes of text kept beside the block read last.
const KEPT_BYTES: usize = 1 << 20;

/// Reads words. Blocks are kept as they were when they were first read: make another one for another moment of the case.
pub struct Wordings<'r> {
    reader: &'r Reader,
    /// The block read last comes last.
    kept: VecDeque<Wording>,
}

/// The words of a block.
struct Wording {
    entry: EntryId,
    cuts: Cuts,
    texts: String,
}

impl Wording {
    fn parts(&self, record: RecordId) -> Option<&[(Place, Range<usize>)]> {
        if self.entry != record.entry() {
            return None;
        }
        self.cuts.of(record.ordinal())
    }
}

impl Reader {
    /// What reads the words of records.
    pub fn wordings(&self) -> Wordings<'_> {
        Wordings {
            reader: self,
            kept: VecDeque::new(),
        }
    }
}

impl Wordings<'_> {
    /// Hands out the parts of a record in order: what each is, and its text with U+FFFC in place of each number. The text
    /// may hold U+FFFC of its own; [`numbers_in`](Self::numbers_in) tells them apart.
    pub fn parts(&mut self, record: RecordId, each: &mut dyn FnMut(Place, &str)) -> Result<()> {
        let held = self.kept.iter().rposition(|block| block.parts(record).is_some());
        let block = match held {
            Some(at) => &self.kept[at],
            None => self.fetch(record)?,
        };
        for (place, text) in block.parts(record).unwrap_or_default() {
            each(*place, block.texts.get(text.clone()).ok_or(Error::Damaged)?);
        }
        Ok(())
    }

    /// The bytes of the U+FFFC that stand for numbers in a part of a record, in order.
    pub fn numbers_in(&self, record: RecordId, part: u32) -> Result<Vec<u32>> {
        let mut select = self.reader.db().prepare_cached(
            "select stored_at from mention where record = ?1 and part = ?2 order by stored_at",
        )?;
        let found = select.query_map(params![record, part], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    fn fetch(&mut self, record: RecordId) -> Result<&Wording> {
        let mut select = self.reader.db().prepare_cached(include_str!("wording.sql"))?;
        let mut found = select.query(params![record.entry(), record.ordinal()])?;
        while let Some(row) = found.next()? {
            let columns = row.get_ref(2)?.as_blob().map_err(|_| Error::Damaged)?;
            let cuts = block::cuts(columns, row.get(0)?, row.get(1)?)?;
            if cuts.of(record.ordinal()).is_none() {
                continue;
            }
            let texts = row.get_ref(3)?.as_blob().map_err(|_| Error::Damaged)?;
            let texts = block::texts(texts, row.get::<_, i64>(4)? as usize)?;
            let entry = record.entry();
            return Ok(self.keep(Wording { entry, cuts, texts }));
        }
        Err(Error::NotFound("record"))
    }

    fn keep(&mut self, block: Wording) -> &Wording {
        let mut bytes: usize = self.kept.iter().map(|kept| kept.texts.len()).sum();
        while self.kept.len() >= KEPT || (bytes > KEPT_BYTES && !self.kept.is_empty()) {
            bytes -= self.kept.pop_front().map_or(0, |kept| kept.texts.len());
        }
        self.kept.push_back(block);
        self.kept.back().expect("pushed above")
    }
}
