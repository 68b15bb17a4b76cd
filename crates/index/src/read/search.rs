//! Search for words in every text, newest first.

use crate::words::{ROW, SEGMENT, SLICE, SLICES, bits_of, folded, has_all, terms};
use crate::{Error, Page, Reader, Result, Rows};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::ops::Range;

/// A record with the words asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The record.
    pub record: crate::Record,
    /// Which part.
    pub part: u32,
    /// Where the first word stands in the part's stored text, in bytes.
    pub at: Range<u32>,
}

/// A block that may hold the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Likely {
    last_at: i64,
    block: i64,
}

/// A record that holds them, ordered by time and then by its place in its entry.
struct Verified {
    at: i64,
    found: Found,
}

impl PartialEq for Verified {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Verified {}
impl PartialOrd for Verified {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Verified {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, Reverse(self.found.record.id)).cmp(&(other.at, Reverse(other.found.record.id)))
    }
}

impl Reader {
    /// Records in which all the words stand (in one part), newest first. Letter case does not matter, words are found inside
    /// longer words, "quoted words" stand together. The total counts no further than one beyond the page.
    pub fn search(&self, query: &str, page: Page) -> Result<Rows<Found>> {
        let terms = terms(query);
        if terms.is_empty() {
            return Ok(Rows {
                rows: Vec::new(),
                total: 0,
            });
        }
        let mut bits: Vec<usize> = terms.iter().flat_map(|term| bits_of(term)).collect();
        bits.sort_unstable();
        bits.dedup();
        let mut likely = self.likely(&bits)?;
        likely.sort_unstable_by(|one, other| other.cmp(one));
        let wanted = page.offset as usize + page.limit as usize + 1;
        let mut ready = Vec::new();
        let mut waiting: BinaryHeap<Verified> = BinaryHeap::new();
        let mut likely = likely.into_iter().peekable();
        while ready.len() < wanted {
            // What is as new as the newest block not looked at yet can be newer than what waits.
            let bound = likely.peek().map_or(i64::MIN, |next| next.last_at);
            if let Some(next) = waiting.peek()
                && (next.at > bound || likely.peek().is_none())
            {
                ready.extend(waiting.pop().map(|verified| verified.found));
                continue;
            }
            let Some(next) = likely.next() else { break };
            self.go_on()?;
            for (record, part, at) in self.matching(next.block, |text| place_of(&terms, text))? {
                let sent_at = record.sent_at.map_or(i64::MIN, |at| at.unix_ms);
                waiting.push(Verified {
                    at: sent_at,
                    found: Found { record, part, at },
                });
            }
        }
        let total = ready.len() as u64;
        let rows = ready
            .into_iter()
            .skip(page.offset as usize)
            .take(page.limit as usize)
            .collect();
        Ok(Rows { rows, total })
    }

    /// Blocks with all of these bits.
    fn likely(&self, bits: &[usize]) -> Result<Vec<Likely>> {
        let mut likely = Vec::new();
        let mut select = self
            .db()
            .prepare_cached("select block, ifnull(last_at, ?1), bits from signature")?;
        let mut found = select.query([i64::MIN])?;
        while let Some(row) = found.next()? {
            if has_all(row.get_ref(2)?.as_blob().map_err(|_| Error::Damaged)?, bits) {
                likely.push(Likely {
                    block: row.get(0)?,
                    last_at: row.get(1)?,
                });
            }
        }
        let mut segments = self.db().prepare_cached("select id, blocks from segment")?;
        let mut slice = self.db().prepare_cached("select bits from slice where id = ?1")?;
        let mut found = segments.query([])?;
        while let Some(row) = found.next()? {
            self.go_on()?;
            let segment: i64 = row.get(0)?;
            let mut all = [0xff_u8; ROW];
            // Bits are sorted: those of one slice follow each other.
            for of_slice in bits.chunk_by(|one, other| one / SLICE == other / SLICE) {
                let stored: Vec<u8> = slice
                    .query_row([segment * SLICES as i64 + (of_slice[0] / SLICE) as i64], |row| {
                        row.get(0)
                    })?;
                for bit in of_slice {
                    let row = stored
                        .get(bit % SLICE * ROW..(bit % SLICE + 1) * ROW)
                        .ok_or(Error::Damaged)?;
                    all.iter_mut().zip(row).for_each(|(all, bits)| *all &= bits);
                }
            }
            let blocks = row.get_ref(1)?.as_blob().map_err(|_| Error::Damaged)?;
            for (index, block) in blocks.chunks_exact(16).enumerate().take(SEGMENT) {
                if all[index / 8] >> (index % 8) & 1 == 1 {
                    let (block, last_at) = block.split_at(8);
                    let number = |bytes: &[u8]| i64::from_le_bytes(bytes.try_into().expect("eight bytes"));
                    likely.push(Likely {
                        block: number(block),
                        last_at: number(last_at),
                    });
                }
            }
        }
        Ok(likely)
    }
}

/// Where the first term stands in a text that has all of them; in bytes of the text.
fn place_of(terms: &[String], text: &str) -> Option<Range<usize>> {
    let low = folded(text);
    if !terms.iter().all(|term| low.contains(term)) {
        return None;
    }
    let first = terms.first()?;
    let at = low.find(first)?;
    let end = at + first.len();
    if text.is_ascii() {
        return Some(at..end);
    }
    // Folding may change how many bytes a letter has: count along.
    let (mut of_low, mut from, mut to) = (0, None, text.len());
    for (place, c) in text.char_indices() {
        if of_low >= at && from.is_none() {
            from = Some(place);
        }
        if of_low >= end {
            to = place;
            break;
        }
        of_low += c.to_lowercase().map(char::len_utf8).sum::<usize>();
    }
    from.map(|from| from..to)
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn the_place_is_one_of_the_text_as_it_is_shown() {
        for (term, text, place) in [
            ("world", "Hello WORLD", Some("WORLD")),
            ("straße", "in der STRAße 5", Some("STRAße")),
            ("i̇stanbul", "nach İSTANBUL.", Some("İSTANBUL")),
            ("号码", "电话号码", Some("号码")),
            ("nowhere", "here", None),
        ] {
            let found = place_of(&[term.to_owned()], text).map(|at| &text[at]);
            assert_eq!(found, place, "{term}");
        }
    }
}
