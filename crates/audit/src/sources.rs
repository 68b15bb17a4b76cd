//! Sources: the coverage ledger per file and kind of record, and forgetting.

use crate::names::last_part;
use crate::open_case::{OpenCase, hex, shown};
use crate::show::{
    Coverage, EntryRow, EntryState, ForgetReceipt, LedgerRow, Page, PageRequest, ProblemRow, Rest, SkipCount,
    SourceId, SourceRow, Warning, Why,
};
use crate::trouble::words_read;
use crate::{Result, cases, words};
use std::collections::BTreeMap;
use teltale_index::{self as index, LedgerOf, Reader};
use teltale_model::{Ledger, ProblemKind};

/// Problems listed for one entry or weighed for one source.
const MOST_PROBLEMS: u32 = 200;

impl OpenCase {
    /// What was added, with what became of it.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        let reader = self.reader()?;
        reader
            .sources()?
            .iter()
            .map(|row| self.source_row(row, &reader))
            .collect()
    }

    /// A page of a source's entries, in the order of their paths.
    pub fn entries(&self, source: SourceId, page: PageRequest) -> Result<Page<EntryRow>> {
        let reader = self.reader()?;
        let found = reader.entries(source.into(), page.into())?;
        let rows = found
            .rows
            .iter()
            .map(|row| entry_row(row, &reader))
            .collect::<Result<_>>()?;
        Ok(Page {
            rows,
            total: found.total,
            offset: page.offset,
        })
    }

    /// Every entry of a source, in the order of their paths.
    pub fn every_entry<E: From<crate::Error>>(
        &self,
        source: SourceId,
        take: &mut dyn FnMut(&EntryRow) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let reader = self.reader()?;
        for id in reader.entry_ids(source.into()).map_err(crate::Error::from)? {
            let row = reader.entry(id).map_err(crate::Error::from)?;
            take(&entry_row(&row, &reader)?)?;
        }
        Ok(())
    }

    /// Removes a source with all that only it holds, and says what remains.
    pub fn forget(&self, source: SourceId) -> Result<ForgetReceipt> {
        let reader = self.reader()?;
        let row = reader
            .source_names()?
            .into_iter()
            .find(|row| row.id == source.into());
        let row = row.ok_or(index::Error::NotFound("source"))?;
        let mut writer = self.case.writer()?;
        let gone = writer.forget_source(source.into())?;
        drop(writer);
        self.set_checked(source, None)?;
        self.forget_scans()?;
        self.refresh_findings(&|| false)?;
        let mut remains = vec![format!(
            "Your own file {} is where it was; Teltale never removes it.",
            last_part(&shown(&row.path))
        )];
        if gone.kept_records > 0 {
            remains.push(format!(
                "{} and {} stay, because another source holds them too.",
                words::count(gone.kept_records, "record", "records"),
                words::count(gone.kept_mentions, "mention", "mentions")
            ));
        }
        if gone.decisions_kept > 0 {
            remains.push(format!(
                "{} stay and apply again if the source comes back.",
                words::count(gone.decisions_kept, "decision or note", "decisions or notes")
            ));
        }
        remains.push(
            "Older copies of the case's folder (backups, snapshots, flash cells) may still hold it, encrypted.".to_owned(),
        );
        Ok(ForgetReceipt {
            what: last_part(&shown(&row.path)),
            records: gone.records,
            mentions: gone.mentions,
            numbers: gone.numbers,
            remains,
        })
    }

    /// Erases the whole case: first its keys, so that nothing can be read any more, then its files.
    pub fn erase(self) -> Result<ForgetReceipt> {
        let totals = self.reader()?.totals()?;
        let folder = self.folder().to_owned();
        self.close()?;
        index::CaseFolder::erase(&folder)?;
        cases::forget_case(&folder)?;
        Ok(ForgetReceipt {
            what: "the whole case".to_owned(),
            records: totals.ledger.0.values().map(|tally| tally.read).sum(),
            mentions: totals.mentions,
            numbers: totals.numbers,
            remains: vec![
                "Your own files are where they were; Teltale never removes them.".to_owned(),
                "Older copies of the case's folder (backups, snapshots, flash cells) open with its old passphrase.".to_owned(),
            ],
        })
    }

    fn source_row(&self, row: &index::SourceRow, reader: &Reader) -> Result<SourceRow> {
        let coverage = coverage(&row.ledger);
        let mut recognised: Vec<(String, u64)> = row
            .formats
            .iter()
            .map(|(format, count)| (format_name(format), *count))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        recognised.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        let checked = self.checked(row.id.into())?;
        Ok(SourceRow {
            id: row.id.into(),
            name: last_part(&shown(&row.path)),
            path: shown(&row.path),
            bytes: row.size,
            entries: row.entries,
            recognised,
            zero_yield: words_read(&row.ledger) == 0 && coverage.seen > 0,
            coverage,
            messages: row.messages,
            mentions: row.mentions,
            problems: row.problems,
            unchanged: checked.map(|checked| checked.changed == 0),
            warnings: warnings(
                &reader.problems(LedgerOf::Source(row.id), index::Page::first(MOST_PROBLEMS))?,
            ),
        })
    }
}

/// Damage, each kind once.
fn warnings(problems: &index::Rows<index::ProblemRow>) -> Vec<Warning> {
    let mut kinds: BTreeMap<ProblemKind, u64> = BTreeMap::new();
    for row in &problems.rows {
        *kinds.entry(row.problem.kind).or_default() += 1;
    }
    let at_least = problems.total > problems.rows.len() as u64;
    kinds
        .into_iter()
        .map(|(kind, places)| Warning {
            kind,
            places,
            at_least,
        })
        .collect()
}

/// Sums over all kinds of records.
pub(crate) fn coverage(ledger: &Ledger) -> Coverage {
    let mut sum = Coverage::default();
    for tally in ledger.0.values() {
        sum.seen += tally.seen;
        sum.read += tally.read;
        sum.skipped += tally.skipped.values().sum::<u64>();
        sum.failed += tally.failed;
    }
    sum
}

/// Counts by kind, for people and programs.
pub(crate) fn ledger_rows(ledger: &Ledger) -> Vec<LedgerRow> {
    ledger
        .0
        .iter()
        .map(|(kind, tally)| LedgerRow {
            kind: *kind,
            seen: tally.seen,
            read: tally.read,
            skipped: tally
                .skipped
                .iter()
                .map(|(reason, records)| SkipCount {
                    reason: *reason,
                    records: *records,
                })
                .collect(),
            failed: tally.failed,
        })
        .collect()
}

/// A format's name; empty where none was recognised.
pub(crate) fn format_name(id: &str) -> String {
    teltale_formats::by_id(id).map_or_else(|| id.to_owned(), |format| format.about().name.to_owned())
}

fn entry_row(row: &index::EntryRow, reader: &Reader) -> Result<EntryRow> {
    let mut why = (!row.why.is_empty()).then(|| Why::said(&row.why));
    let state = match row.state {
        index::EntryState::Reading => EntryState::Reading,
        index::EntryState::Read => EntryState::Read,
        index::EntryState::Failed => EntryState::Failed,
        index::EntryState::Skipped => EntryState::Skipped,
        index::EntryState::SameAs(other) => {
            let path = shown(&reader.entry(other)?.path);
            why = Some(Why::default().with(Rest::SameAs { path }));
            EntryState::Skipped
        }
        index::EntryState::Earlier => {
            why = Some(Why::said(words::EARLIER_STATE));
            EntryState::Read
        }
    };
    let problems = if row.problems == 0 {
        Vec::new()
    } else {
        reader
            .problems(LedgerOf::Entry(row.id), index::Page::first(MOST_PROBLEMS))?
            .rows
    };
    Ok(EntryRow {
        id: row.id.into(),
        source: row.source.into(),
        path: shown(&row.path),
        format: format_name(&row.format),
        format_id: row.format.clone(),
        reason: row.reason.clone(),
        bytes: row.size,
        hash: row.hash.map(|hash| hex(&hash)).unwrap_or_default(),
        zero_yield: matches!(state, EntryState::Read | EntryState::Failed)
            && words_read(&row.ledger) == 0
            && !matches!(row.state, index::EntryState::SameAs(_)),
        state,
        why,
        ledger: ledger_rows(&row.ledger),
        problems: problems
            .iter()
            .map(|row| ProblemRow {
                kind: row.problem.kind,
                text: words::problem(row.problem.kind).to_owned(),
                at: row.problem.at,
                line: row.problem.line,
            })
            .collect(),
        mentions: row.mentions,
        shapes: Vec::new(),
    })
}
