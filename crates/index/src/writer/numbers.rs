//! Numbers and their spellings on the way into the silo.

use super::batch::{NewCandidate, NewNumber};
use super::count::{Counters, Facet};
use super::{Batch, Known, Next, month_of, take};
use crate::codes::Code;
use crate::kept::{Mask, decimal_digits};
use crate::keys::NumberKey;
use crate::{Error, Result};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use teltale_model::{Candidate, Certainty, E164, Match, Region};

/// What a number is known by: itself, or its candidates, or its digits where there are none.
pub(crate) fn canonical(found: &Match, raw: &str) -> String {
    match &found.number {
        Some(number) => number.as_str().to_owned(),
        None if found.candidates.is_empty() => match decimal_digits(raw) {
            digits if digits.is_empty() => format!("raw {raw}"),
            digits => format!("raw {digits}"),
        },
        None => found
            .candidates
            .iter()
            .fold(String::from("open"), |text, candidate| {
                format!("{text} {}={}", candidate.region, candidate.number.as_str())
            }),
    }
}

/// What the digits of a number are sealed as.
pub(crate) const DIGITS: &str = "number";
/// What a spelling is sealed as.
pub(crate) const SPELLING: &str = "spelling";

/// Back from what was sealed: the number, or the candidates.
pub(crate) fn opened(text: &str) -> (Option<E164>, Vec<(Region, E164)>) {
    let candidates = text.strip_prefix("open").map_or(Vec::new(), |text| {
        let candidate = |piece: &str| {
            let (region, number) = piece.split_once('=')?;
            Some((Region::new(region)?, E164::new(number)?))
        };
        text.split_whitespace().filter_map(candidate).collect()
    });
    (E164::new(text), candidates)
}

/// Regions in which the user settled open numbers.
pub(super) fn settled(db: &Connection) -> Result<Vec<Region>> {
    let mut statement = db.prepare("select region from settled order by region")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut regions = Vec::new();
    for row in rows {
        regions.push(Region::new(&row?).ok_or(Error::Damaged)?);
    }
    Ok(regions)
}

/// What numbers are looked up and made with.
pub(super) struct Numbers<'a> {
    pub(super) db: &'a Connection,
    pub(super) key: &'a NumberKey,
    pub(super) known: &'a mut Known,
    pub(super) next: &'a mut Next,
    pub(super) batch: &'a mut Batch,
    pub(super) settled: &'a [Region],
}

impl Numbers<'_> {
    /// The number of a match, made if it is new; and the open number it would be if the user had not settled its region.
    pub(super) fn of(&mut self, found: &Match, raw: &str) -> Result<(i64, Option<i64>)> {
        let open = self.number(&canonical(found, raw), found, raw)?;
        let settled = self
            .settled
            .iter()
            .find_map(|region| found.candidates.iter().find(|c| c.region == *region));
        match settled {
            Some(candidate) if found.number.is_none() => Ok((self.candidate(candidate)?, Some(open))),
            _ => Ok((open, None)),
        }
    }

    fn find(&mut self, lookup: [u8; 16]) -> Result<Option<i64>> {
        if let Some(id) = self.known.numbers.get(&lookup) {
            return Ok(Some(*id));
        }
        let mut select = self
            .db
            .prepare_cached("select id from number where lookup = ?1")?;
        let id = select
            .query_row([lookup.as_slice()], |row| row.get(0))
            .optional()?;
        if let Some(id) = id {
            self.known.numbers.insert(lookup, id);
        }
        Ok(id)
    }

    fn number(&mut self, canonical: &str, found: &Match, raw: &str) -> Result<i64> {
        let lookup = self.key.lookup(canonical);
        if let Some(id) = self.find(lookup)? {
            return Ok(id);
        }
        let id = take(&mut self.next.number);
        self.known.numbers.insert(lookup, id);
        self.batch.numbers.push(NewNumber {
            id,
            lookup,
            digits_sealed: self.key.seal(DIGITS, canonical),
            open: found.number.is_none(),
            mask: Mask::of(found, raw),
            region: found.region.filter(|_| found.number.is_some()),
            line_type: found.line_type,
            class: found.class,
            other_form: found
                .other_form
                .as_ref()
                .map(|other| self.key.lookup(other.as_str())),
            candidates: found
                .candidates
                .iter()
                .map(|candidate| NewCandidate {
                    region: candidate.region,
                    lookup: self.key.lookup(candidate.number.as_str()),
                    masked: Mask::of_number(&candidate.number).masked,
                    line_type: candidate.line_type,
                    class: candidate.class,
                })
                .collect(),
        });
        Ok(id)
    }

    fn candidate(&mut self, candidate: &Candidate) -> Result<i64> {
        let number = &candidate.number;
        let lookup = self.key.lookup(number.as_str());
        if let Some(id) = self.find(lookup)? {
            return Ok(id);
        }
        let id = take(&mut self.next.number);
        self.known.numbers.insert(lookup, id);
        self.batch.numbers.push(NewNumber {
            id,
            lookup,
            digits_sealed: self.key.seal(DIGITS, number.as_str()),
            open: false,
            mask: Mask::of_number(number),
            region: Some(candidate.region),
            line_type: candidate.line_type,
            class: candidate.class,
            other_form: None,
            candidates: Vec::new(),
        });
        Ok(id)
    }

    /// The spelling of a number, made if it is new.
    pub(super) fn spelling(&mut self, number: i64, raw: &str) -> Result<i64> {
        let lookup = self.key.spelling(raw);
        if let Some(id) = self.known.spellings.get(&(number, lookup)) {
            return Ok(*id);
        }
        let mut select = self
            .db
            .prepare_cached("select id from spelling where number = ?1 and lookup = ?2")?;
        let stored = select.query_row([number, lookup], |row| row.get(0)).optional()?;
        let id = match stored {
            Some(id) => id,
            None => {
                let id = take(&mut self.next.spelling);
                self.batch
                    .spellings
                    .push((id, number, lookup, self.key.seal(SPELLING, raw)));
                id
            }
        };
        self.known.spellings.insert((number, lookup), id);
        Ok(id)
    }
}

/// Settles open numbers that have a candidate in the region and opens those that another region had settled; with no
/// region, opens all again. Returns how many numbers changed.
pub(crate) fn settle_region(db: &Transaction<'_>, key: &NumberKey, region: Option<Region>) -> Result<u64> {
    let mut changed = 0;
    if region.is_none() || settled(db)?.iter().any(|settled| Some(*settled) != region) {
        db.execute("delete from settled", [])?;
        let mut select = db.prepare("select distinct found, number from mention where found is not null")?;
        let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
        for (open, settled) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            move_mentions(db, settled, open, None)?;
            changed += 1;
        }
    }
    let Some(region) = region else { return Ok(changed) };
    db.execute("insert or ignore into settled values (?1)", [region.as_str()])?;
    let mut select = db.prepare(
        "select number.id, number.digits_sealed, candidate.line_type, candidate.class
         from candidate join number on number.id = candidate.number
         where candidate.region = ?1 and exists (select 1 from mention where mention.number = number.id)",
    )?;
    let rows = select.query_map([region.as_str()], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, Vec<u8>>(1)?,
            row.get::<_, i64>(2)?,
            row.get::<_, i64>(3)?,
        ))
    })?;
    for (open, sealed, line_type, class) in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        let text = key.unseal(DIGITS, &sealed).ok_or(Error::Damaged)?;
        let (_, candidates) = opened(&text);
        if let Some((_, number)) = candidates.into_iter().find(|(its, _)| *its == region) {
            let settled = settled_number(db, key, &number, region, line_type, class)?;
            move_mentions(db, open, settled, Some(open))?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn settled_number(
    db: &Connection,
    key: &NumberKey,
    number: &E164,
    region: Region,
    line_type: i64,
    class: i64,
) -> Result<i64> {
    let lookup = key.lookup(number.as_str());
    let stored = db
        .query_row(
            "select id from number where lookup = ?1",
            [lookup.as_slice()],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = stored {
        return Ok(id);
    }
    let id: i64 = db.query_row("select ifnull(max(id), 0) + 1 from number", [], |row| row.get(0))?;
    let mask = Mask::of_number(number);
    db.prepare_cached(include_str!("new_number.sql"))?
        .execute(params![
            id,
            lookup.as_slice(),
            key.seal(DIGITS, number.as_str()),
            false,
            mask.masked,
            mask.ending,
            region.as_str(),
            line_type,
            class,
            None::<Vec<u8>>
        ])?;
    Ok(id)
}

/// Gives mentions of one number to another: those that were found open (settling takes all, opening again only these).
fn move_mentions(db: &Connection, from: i64, to: i64, found: Option<i64>) -> Result<()> {
    let mut select = db.prepare_cached(
        "select id, conversation, record >> 32, ifnull(author, 0), record_type, place, role, sent_at, certainty, counts
         from mention where number = ?1 and found is ?2",
    )?;
    // Settling moves what was found open as it is; opening again moves back what remembers where it came from.
    let origin = if found.is_some() { None } else { Some(to) };
    let rows = select.query_map(params![from, origin], |row| {
        let facet = Facet {
            number: from,
            conversation: row.get(1)?,
            entry: row.get(2)?,
            author: row.get(3)?,
            record_type: row.get(4)?,
            place: row.get(5)?,
            role: row.get(6)?,
            month: month_of(row.get(7)?),
        };
        Ok((
            row.get::<_, i64>(0)?,
            facet,
            row.get::<_, Option<i64>>(7)?,
            row.get::<_, i64>(8)?,
            row.get::<_, bool>(9)?,
        ))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut counters = Counters::default();
    let mut update = db.prepare_cached("update mention set number = ?2, found = ?3 where id = ?1")?;
    for (id, facet, sent_at, certainty, counts) in rows {
        update.execute(params![id, to, found])?;
        if counts {
            let certainty = Certainty::read(certainty)?;
            counters.mention(facet, certainty, sent_at, -1);
            counters.mention(Facet { number: to, ..facet }, certainty, sent_at, 1);
        }
    }
    counters.apply(db)
}
