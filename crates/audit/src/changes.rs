//! What changed: what a scan brought, and what newer exports of a conversation say differently from older ones.
//!
//! Nothing of it is stored but the list of scans. The case keeps every reading whole, so that two of them can be
//! compared at any time, and nothing that a newer export lacks is lost.

use crate::Result;
use crate::conversations::{conversation_row, message_view};
use crate::names::{Names, last_part};
use crate::numbers::number_row;
use crate::open_case::{OpenCase, shown};
use crate::scans::Scan;
use crate::show::{
    ChangeCounts, ChangeKind, ChangedMessage, Changes, ConversationChange, ConversationId, ExportOrder,
    FindingId, FindingRow, NewFile, Page, PageRequest, ScanRow,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use teltale_index::{self as index, Comparison, EntryId, Holding, NumberId, Reader, Reading, RecordId};

/// Rows of each list; the rest is counted.
const MOST_CONVERSATIONS: usize = 200;
const MOST_NUMBERS: usize = 100;
const MOST_FINDINGS: usize = 100;
const MOST_FILES: usize = 50;

/// The readings that are compared: those of one scan with all from before it.
struct Sides {
    new: BTreeSet<EntryId>,
    old: BTreeSet<EntryId>,
}

/// The two sides of one conversation.
struct Pair {
    order: ExportOrder,
    newer: Vec<Holding>,
    older: Vec<Holding>,
}

impl Sides {
    fn of(scans: &[Scan], scan: usize) -> Self {
        let entries = |scans: &[Scan]| {
            scans
                .iter()
                .flat_map(|scan| &scan.readings)
                .map(|reading| reading.entry)
                .collect()
        };
        Self {
            new: entries(&scans[scan..=scan]),
            old: entries(&scans[..scan]),
        }
    }

    /// What is compared with what in a conversation; none where the scan brought nothing of it. Several exports of
    /// one scan are compared with each other where there is nothing older.
    fn pair(&self, held: &[Holding]) -> Option<Pair> {
        let among = |entries: &BTreeSet<EntryId>| -> Vec<Holding> {
            held.iter()
                .filter(|holding| entries.contains(&holding.entry))
                .copied()
                .collect()
        };
        let (mut newer, mut older) = (among(&self.new), among(&self.old));
        let newest = newer.first()?;
        let order = match older.first() {
            Some(other) if other.last_at > newest.last_at => ExportOrder::Older,
            Some(_) => ExportOrder::Newer,
            None if newer.len() > 1 => {
                older = newer.split_off(1);
                ExportOrder::Newer
            }
            None => ExportOrder::New,
        };
        Some(Pair { order, newer, older })
    }
}

impl Pair {
    fn compare(&self, reader: &Reader, conversation: index::ConversationId) -> Result<Comparison> {
        let mut found = reader.compare(conversation, &self.newer, &self.older)?;
        if self.order == ExportOrder::Older {
            // What an older export lacks was not deleted; what it says differently was so before.
            found.outside.append(&mut found.gone);
            for (one, other) in &mut found.edited {
                std::mem::swap(one, other);
            }
        }
        Ok(found)
    }
}

impl OpenCase {
    /// What a scan changed: the latest that brought something, or the one asked for.
    pub fn changes(&self, scan: Option<u32>) -> Result<Changes> {
        let reader = self.reader()?;
        let scans = self.scans(&reader)?;
        let mut changes = Changes {
            scans: rows(&scans),
            scan: None,
            first: true,
            files: Vec::new(),
            files_left_out: 0,
            totals: ChangeCounts::default(),
            conversations: Vec::new(),
            conversations_left_out: 0,
            unchanged: 0,
            numbers: Vec::new(),
            numbers_total: 0,
            findings: Vec::new(),
            findings_total: 0,
        };
        let Some(shown) = chosen(&scans, scan) else {
            return Ok(changes);
        };
        let sides = Sides::of(&scans, shown);
        changes.scan = Some(shown as u32);
        let mut names = Names::new(&reader);
        let (files, left_out) = files(&scans, shown, &mut names)?;
        (changes.files, changes.files_left_out) = (files, left_out);
        let holdings = reader.holdings()?;
        let overlaps =
            |held: &Vec<Holding>| held.iter().filter(|one| sides.new.contains(&one.entry)).count() > 1;
        changes.first = sides.old.is_empty() && !holdings.values().any(overlaps);
        if changes.first {
            return Ok(changes);
        }
        let added = self.conversations_changed(&sides, &holdings, &mut names, &mut changes)?;
        if !sides.old.is_empty() {
            self.numbers_new(&sides, &mut names, &mut changes)?;
            let findings = self.findings_on(&added)?;
            changes.findings_total = findings.len() as u64;
            changes.findings = findings;
            changes.findings.truncate(MOST_FINDINGS);
        }
        Ok(changes)
    }

    /// The latest scan, where it was not the first: known without comparing anything.
    pub(crate) fn latest_change(&self, reader: &Reader) -> Result<Option<ScanRow>> {
        let latest = self.scan_after_the_first(reader)?;
        Ok(latest.map(|(scan, at, files)| ScanRow {
            scan: scan as u32,
            at,
            files,
        }))
    }

    /// Messages that changed in one conversation, of one kind.
    pub fn changed_messages(
        &self,
        scan: u32,
        conversation: ConversationId,
        kind: ChangeKind,
        page: PageRequest,
    ) -> Result<Page<ChangedMessage>> {
        let reader = self.reader()?;
        let scans = self.scans(&reader)?;
        let nothing = Page {
            rows: Vec::new(),
            total: 0,
            offset: page.offset,
        };
        let Some(shown) = chosen(&scans, Some(scan)) else {
            return Ok(nothing);
        };
        let holdings = reader.holdings()?;
        let held = holdings.get(&conversation.into());
        let Some(pair) = held.and_then(|held| Sides::of(&scans, shown).pair(held)) else {
            return Ok(nothing);
        };
        let found = pair.compare(&reader, conversation.into())?;
        let alone = |records: Vec<RecordId>, before: bool| -> Vec<(Option<RecordId>, Option<RecordId>)> {
            let side = |record| {
                if before {
                    (Some(record), None)
                } else {
                    (None, Some(record))
                }
            };
            records.into_iter().map(side).collect()
        };
        let changed = match kind {
            ChangeKind::Added => alone(found.added, false),
            ChangeKind::Gone => alone(found.gone, true),
            ChangeKind::Outside => alone(found.outside, true),
            ChangeKind::Edited => found
                .edited
                .into_iter()
                .map(|(before, after)| (Some(before), Some(after)))
                .collect(),
        };
        let mut names = Names::new(&reader);
        let mut view = |record: Option<RecordId>| {
            record
                .map(|record| message_view(&reader.record(record)?, &mut names))
                .transpose()
        };
        let rows = changed
            .iter()
            .skip(page.offset as usize)
            .take(page.limit.min(PageRequest::MOST) as usize)
            .map(|(before, after)| {
                Ok(ChangedMessage {
                    before: view(*before)?,
                    after: view(*after)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Page {
            rows,
            total: changed.len() as u64,
            offset: page.offset,
        })
    }

    /// Goes through the conversations of the scan; returns the records that were added to those the case had before.
    fn conversations_changed(
        &self,
        sides: &Sides,
        holdings: &BTreeMap<index::ConversationId, Vec<Holding>>,
        names: &mut Names<'_>,
        changes: &mut Changes,
    ) -> Result<Added> {
        let mut added = Added::default();
        for (&conversation, held) in holdings {
            let Some(pair) = sides.pair(held) else { continue };
            let row = names.conversation(conversation)?.clone();
            let counts = if pair.order == ExportOrder::New {
                added.conversations.insert(conversation);
                ChangeCounts {
                    added: row.messages,
                    mentions: row.mentions,
                    ..ChangeCounts::default()
                }
            } else {
                let found = pair.compare(names.reader, conversation)?;
                let new: HashSet<RecordId> = found.added.iter().copied().collect();
                let mentioning = names.reader.mentioning(conversation)?;
                let counts = ChangeCounts {
                    added: found.added.len() as u64,
                    gone: found.gone.len() as u64,
                    outside: found.outside.len() as u64,
                    edited: found.edited.len() as u64,
                    same: found.same,
                    mentions: mentioning.iter().filter(|record| new.contains(record)).count() as u64,
                };
                let after = found.edited.iter().map(|(_, after)| *after);
                added
                    .records
                    .extend(mentioning.iter().copied().filter(|record| new.contains(record)));
                added.records.extend(after);
                counts
            };
            changes.totals = sum(changes.totals, counts);
            if counts.added + counts.gone + counts.outside + counts.edited == 0 {
                changes.unchanged += 1;
                continue;
            }
            let mut compared_with = Vec::new();
            for holding in &pair.older {
                let entry = names.entry(holding.entry)?.clone();
                let name = file_name(names, entry.source, &entry.path)?;
                if !compared_with.contains(&name) {
                    compared_with.push(name);
                }
            }
            let row = conversation_row(&row);
            changes.conversations.push(ConversationChange {
                conversation: row.id,
                title: row.title,
                kind: row.kind,
                service: row.service,
                order: pair.order,
                smaller: pair.order == ExportOrder::Newer && counts.gone + counts.outside > counts.added,
                counts,
                compared_with,
            });
        }
        changes.conversations.sort_by_key(|row| {
            let ChangeCounts {
                added, gone, edited, ..
            } = row.counts;
            (
                !row.smaller,
                std::cmp::Reverse((gone + edited, added)),
                row.conversation.0,
            )
        });
        changes.conversations_left_out =
            changes.conversations.len().saturating_sub(MOST_CONVERSATIONS) as u64;
        changes.conversations.truncate(MOST_CONVERSATIONS);
        Ok(added)
    }

    /// Numbers that no earlier reading mentions.
    fn numbers_new(&self, sides: &Sides, names: &mut Names<'_>, changes: &mut Changes) -> Result<()> {
        let new: Vec<NumberId> = names
            .reader
            .entries_of_numbers()?
            .into_iter()
            .filter(|(_, entries)| {
                entries.iter().any(|entry| sides.new.contains(entry))
                    && !entries.iter().any(|entry| sides.old.contains(entry))
            })
            .map(|(number, _)| number)
            .collect();
        let mut rows = Vec::with_capacity(new.len());
        for number in new {
            let row = names.reader.number(number)?;
            if row.mentions > 0 {
                rows.push(row);
            }
        }
        rows.sort_by(|a, b| {
            b.mentions
                .cmp(&a.mentions)
                .then_with(|| a.masked.cmp(&b.masked))
                .then(a.id.cmp(&b.id))
        });
        changes.numbers_total = rows.len() as u64;
        for row in rows.iter().take(MOST_NUMBERS) {
            changes.numbers.push(number_row(row, names)?);
        }
        Ok(())
    }

    /// Findings, in their own order, of which some evidence was added.
    fn findings_on(&self, added: &Added) -> Result<Vec<FindingRow>> {
        let reader = self.reader()?;
        let (mut on, mut after) = (HashSet::new(), None);
        loop {
            let found = reader.findings_after(after, PageRequest::MOST)?;
            let Some(last) = found.last() else { break };
            after = Some(last.id);
            for finding in &found {
                for evidence in &finding.evidence {
                    if added.holds(evidence.record, &reader)? {
                        on.insert(FindingId(finding.id.0));
                        break;
                    }
                }
            }
        }
        self.findings_among(&on)
    }
}

/// What was added: records with numbers of conversations that were there before, and whole conversations.
#[derive(Default)]
struct Added {
    records: HashSet<RecordId>,
    conversations: BTreeSet<index::ConversationId>,
}

impl Added {
    fn holds(&self, record: RecordId, reader: &Reader) -> Result<bool> {
        if self.records.contains(&record) {
            return Ok(true);
        }
        if self.conversations.is_empty() {
            return Ok(false);
        }
        let conversation = reader.record(record)?.conversation;
        Ok(conversation.is_some_and(|conversation| self.conversations.contains(&conversation)))
    }
}

fn sum(one: ChangeCounts, other: ChangeCounts) -> ChangeCounts {
    ChangeCounts {
        added: one.added + other.added,
        gone: one.gone + other.gone,
        outside: one.outside + other.outside,
        edited: one.edited + other.edited,
        same: one.same + other.same,
        mentions: one.mentions + other.mentions,
    }
}

/// The scan asked for, or the last one.
fn chosen(scans: &[Scan], scan: Option<u32>) -> Option<usize> {
    let last = scans.len().checked_sub(1)?;
    Some(scan.map_or(last, |scan| (scan as usize).min(last)))
}

fn rows(scans: &[Scan]) -> Vec<ScanRow> {
    let row = |(scan, of): (usize, &Scan)| ScanRow {
        scan: scan as u32,
        at: of.at,
        files: of.readings.len() as u64,
    };
    scans.iter().enumerate().rev().map(row).collect()
}

/// Files that were new with a scan, and how many more there were.
fn files(scans: &[Scan], shown: usize, names: &mut Names<'_>) -> Result<(Vec<NewFile>, u64)> {
    let place = |reading: &Reading| (reading.source, reading.path.masked.clone());
    let before: BTreeSet<_> = scans[..shown]
        .iter()
        .flat_map(|scan| &scan.readings)
        .map(place)
        .collect();
    let readings = &scans[shown].readings;
    let mut files = Vec::new();
    for reading in readings.iter().take(MOST_FILES) {
        files.push(NewFile {
            name: file_name(names, reading.source, &reading.path)?,
            replaces: before.contains(&place(reading)),
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((files, readings.len().saturating_sub(MOST_FILES) as u64))
}

/// The source's name, and the entry's where it is another.
fn file_name(names: &mut Names<'_>, source: index::SourceId, path: &index::Kept) -> Result<String> {
    let source = names.source(source)?;
    let entry = last_part(&shown(path));
    Ok(if entry == source || entry.is_empty() {
        source
    } else {
        format!("{source} / {entry}")
    })
}
