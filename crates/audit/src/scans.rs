//! Scans that brought something: when they were, and which readings were new with them.
//!
//! A reading is told by its bytes, so that a file that is read again by a newer version, or as another country
//! writes its numbers, is not new. Only what stands in the case is remembered: forgetting a source forgets its marks.

use crate::Result;
use crate::open_case::OpenCase;
use crate::scan::now_ms;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use teltale_index::{Reader, Reading};

/// The setting that holds them.
const SCANS: &str = "scans";

/// A scan, oldest first in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// When it began, in milliseconds since 1970.
    at: i64,
    /// Marks of the readings that were new with it; those of the last scan are written down by the next.
    new: Vec<String>,
}

/// A scan that brought something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    /// When it began, in milliseconds since 1970.
    pub at: i64,
    /// Readings that were new with it.
    pub readings: Vec<Reading>,
}

impl OpenCase {
    /// A scan begins: what is in the case now is not its doing. Returns how many scans brought something before.
    pub(crate) fn note_scan(&self) -> Result<usize> {
        let reader = self.reader()?;
        let mut kept = self.settled_scans(&reader)?;
        let before = kept.len();
        kept.push(Kept {
            at: now_ms(),
            new: Vec::new(),
        });
        self.keep_scans(&kept)?;
        Ok(before)
    }

    /// How many scans brought something.
    pub(crate) fn scan_count(&self) -> Result<usize> {
        let reader = self.reader()?;
        Ok(self.settled_scans(&reader)?.len())
    }

    /// Forgets the marks of what is no longer in the case.
    pub(crate) fn forget_scans(&self) -> Result<()> {
        let reader = self.reader()?;
        let mut there = HashSet::new();
        reader.each_mark(|mark| {
            there.insert(mark);
        })?;
        let mut kept = self.kept_scans()?;
        for scan in &mut kept {
            scan.new.retain(|mark| there.contains(mark));
        }
        self.keep_scans(&kept)
    }

    /// Scans that brought something which is still there, oldest first.
    pub(crate) fn scans(&self, reader: &Reader) -> Result<Vec<Scan>> {
        let readings = reader.readings()?;
        let kept = self.settled_scans(reader)?;
        Ok(kept
            .into_iter()
            .map(|scan| {
                let new: HashSet<&str> = scan.new.iter().map(String::as_str).collect();
                Scan {
                    at: scan.at,
                    readings: readings
                        .iter()
                        .filter(|reading| new.contains(reading.mark.as_str()))
                        .cloned()
                        .collect(),
                }
            })
            .collect())
    }

    /// The last scan that brought something, with its place and how many readings it brought, if it was not the first.
    /// It is asked for whenever a case is shown: what one scan brought is not gone through.
    pub(crate) fn scan_after_the_first(&self, reader: &Reader) -> Result<Option<(usize, i64, u64)>> {
        let kept = self.kept_scans()?;
        if kept.len() < 2 {
            return Ok(None);
        }
        let kept = settled(kept, reader)?;
        let Some((last, [_, ..])) = kept.split_last() else {
            return Ok(None);
        };
        let new: HashSet<&str> = last.new.iter().map(String::as_str).collect();
        let mut readings = 0;
        reader.each_mark(|mark| readings += u64::from(new.contains(mark.as_str())))?;
        Ok(Some((kept.len() - 1, last.at, readings)))
    }

    fn settled_scans(&self, reader: &Reader) -> Result<Vec<Kept>> {
        settled(self.kept_scans()?, reader)
    }

    fn kept_scans(&self) -> Result<Vec<Kept>> {
        let kept = self.case.setting(SCANS)?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    fn keep_scans(&self, kept: &[Kept]) -> Result<()> {
        let text = serde_json::to_string(kept).expect("numbers and strings become JSON");
        Ok(self.case.set_setting(SCANS, Some(&text))?)
    }
}

/// Kept scans with what the last of them brought; without those that brought nothing.
fn settled(mut kept: Vec<Kept>, reader: &Reader) -> Result<Vec<Kept>> {
    let known: HashSet<&str> = kept
        .iter()
        .flat_map(|scan| &scan.new)
        .map(String::as_str)
        .collect();
    let mut new = Vec::new();
    reader.each_mark(|mark| {
        if !known.contains(mark.as_str()) {
            new.push(mark);
        }
    })?;
    new.sort_unstable();
    new.dedup();
    match kept.last_mut() {
        Some(last) => last.new.extend(new),
        // What was read before scans were written down came with the first of them.
        None if !new.is_empty() => {
            let at = reader.source_names()?.iter().map(|source| source.added_at).min();
            kept.push(Kept {
                at: at.unwrap_or(0),
                new,
            });
        }
        None => {}
    }
    kept.retain(|scan| !scan.new.is_empty());
    Ok(kept)
}
