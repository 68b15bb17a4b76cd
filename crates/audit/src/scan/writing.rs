//! What comes back of one file, on its way into the case.

use super::reading::Shared;
use super::summary::Formats;
use crate::show::{FileProgress, FileState, SourceId, When};
use crate::sources::format_name;
use crate::trouble::{Gravity, Trouble, words_read};
use crate::worker::{EntryEnd, Found, Frame, Outcome};
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard};
use teltale_archive::Passed;
use teltale_index::{self as index, Begin, EntryId, Finish, NewEntry, ReadBy, Stamp, Words, Writer};
use teltale_model::{Event, Ledger, SentAt, SkipReason};
use teltale_phone::Finder;

/// The writing of one file's frames.
pub(super) struct Writing<'w> {
    pub shared: &'w Shared<'w>,
    pub writer: &'w Mutex<Writer>,
    /// The file in the survey.
    pub index: u32,
    pub source: SourceId,
    /// The path of the file in its source, where the file itself is the entry.
    pub own_path: &'w str,
    /// What stands before the paths of entries inside the file; empty where the file is the source.
    pub below: &'w str,
    /// The path as shown.
    pub shown: &'w str,
    pub stamp: Stamp,
    /// What besides versions decides how an entry is read.
    pub read_options: &'w str,
    pub entry: Current,
    pub formats: Formats,
    pub troubles: Vec<Trouble>,
    pub row: Row,
    /// Why the case could not be written: ends the scan.
    pub failed: Option<Error>,
    /// True where the user asked for this file to be left.
    pub left: bool,
}

/// The entry that frames are about.
#[derive(Debug, Default)]
pub(super) enum Current {
    /// Between entries.
    #[default]
    None,
    /// Named, and not begun in the case: an unchanged one never is.
    Named(Named),
    /// Begun in the case.
    Open {
        entry: EntryId,
        /// Ordinal of the next event.
        next: u64,
        named: Named,
    },
    /// In the case already; what the worker says of it is not needed.
    Known,
}

/// What is known of an entry from its beginning.
#[derive(Debug, Default, Clone)]
pub(super) struct Named {
    /// Inside the file; empty for the file itself.
    inner: String,
    size: u64,
    read_by: ReadBy,
}

/// What the file's row shows.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Records and entries by what they were recognised as.
    recognised: BTreeMap<String, (u64, u64)>,
    reason: String,
    pub entries: u64,
    pub unchanged: u64,
    records: u64,
    mentions: u64,
    problems: u64,
    dates: Option<(SentAt, SentAt)>,
    zero_yield: bool,
    /// Bytes on disk that were told to be done.
    pub bytes_told: u64,
}

impl Writing<'_> {
    /// Takes one frame. Breaks where the scan or this file is to be left, or the case cannot be written.
    pub(super) fn take(&mut self, frame: Frame<'_>) -> ControlFlow<()> {
        if !self.shared.progress.go_on() {
            return ControlFlow::Break(());
        }
        if self.shared.progress.leaves(self.index) {
            self.left = true;
            return ControlFlow::Break(());
        }
        match self.write(frame) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn write(&mut self, frame: Frame<'_>) -> Result<()> {
        match frame {
            Frame::EntryStart(start) => {
                let mut named = Named {
                    inner: start.path.to_string(),
                    size: start.size.unwrap_or(0),
                    read_by: ReadBy {
                        detector: teltale_phone::VERSION,
                        metadata: Finder::metadata_version().to_owned(),
                        options: self.read_options.to_owned(),
                        ..ReadBy::default()
                    },
                };
                if let Some(format) = start.format {
                    let about = teltale_formats::by_id(&format.id).map(|known| known.about());
                    self.row.recognised.entry(format_name(&format.id)).or_default().1 += 1;
                    if self.row.reason.is_empty() {
                        self.row.reason = format.reason.to_string();
                    }
                    named.read_by.format = format.id.to_string();
                    named.read_by.version = format.version;
                    named.read_by.service = about.map(|about| about.service.to_owned()).unwrap_or_default();
                    named.read_by.reason = format.reason.to_string();
                }
                self.entry = Current::Named(named);
                self.tell();
            }
            Frame::Events(events) => {
                self.begin()?;
                if let Current::Open { entry, next, .. } = &mut self.entry {
                    let mut writer = lock(self.writer);
                    for Found { event, matches } in events {
                        let matches: Vec<_> = matches
                            .into_iter()
                            .map(|found| (found.part as usize, found.matches))
                            .collect();
                        writer.put(*entry, *next, &event, &matches)?;
                        *next += 1;
                        self.row.saw(&event);
                        self.row.mentions += matches.iter().map(|(_, found)| found.len() as u64).sum::<u64>();
                        self.row.records += 1;
                    }
                }
                self.tell();
            }
            Frame::Progress(progress) => {
                let done = progress.total.min(self.stamp.size);
                let more = done.saturating_sub(self.row.bytes_told);
                self.row.bytes_told += more;
                self.shared.progress.count(|counts| counts.bytes_done += more);
                self.tell();
            }
            Frame::EntryEnd(end) => self.end(&end)?,
            Frame::Trouble(trouble) => {
                let path = self.path_of(&trouble.path);
                let shown = self.shown_path_of(&trouble.path);
                let told = Trouble::of_archive(shown, trouble.trouble);
                if told.gravity == Gravity::Error {
                    // The archive's own row: what of it was lost cannot be counted by entry.
                    let outcome = index::Outcome::Failed(told.what.text());
                    self.shared
                        .row(&mut lock(self.writer), self.source, &path, self.stamp, outcome)?;
                }
                self.troubles.push(told);
            }
        }
        Ok(())
    }

    /// Begins the entry that was named, unless the case has it.
    fn begin(&mut self) -> Result<()> {
        let Current::Named(named) = &mut self.entry else {
            return Ok(());
        };
        let named = std::mem::take(named);
        let path = self.path_of(&named.inner);
        let matches = self.shared.case.matches_in(&path);
        let begun = lock(self.writer).begin_entry(&NewEntry {
            source: self.source.into(),
            path: Words {
                text: &path,
                matches: &matches,
            },
            size: named.size,
            read_by: &named.read_by,
            stamp: self.stamp,
            hash: None,
        })?;
        self.entry = match begun {
            Begin::Read { entry, .. } => Current::Open {
                entry,
                next: 0,
                named,
            },
            Begin::Unchanged(_) | Begin::SameAs(_) => Current::Known,
        };
        Ok(())
    }

    fn end(&mut self, end: &EntryEnd) -> Result<()> {
        let unchanged = matches!(
            end.outcome,
            Outcome::Passed(Passed::Skipped(SkipReason::Unchanged))
        );
        if !unchanged {
            self.begin()?;
        }
        match std::mem::take(&mut self.entry) {
            Current::Open { entry, named, .. } => {
                lock(self.writer).finish_entry(
                    entry,
                    &Finish {
                        hash: end.hash,
                        size: end.bytes,
                        ledger: &end.ledger,
                        problems: &[],
                        outcome: outcome(end.outcome),
                    },
                )?;
                let problems = end.problems.values().sum();
                self.formats
                    .add(&named.read_by.format, &end.ledger, end.matches, problems);
                self.row.entries += 1;
                self.row.problems += problems;
                let read = words_read(&end.ledger);
                if let Some(counts) = self.row.recognised.get_mut(&format_name(&named.read_by.format)) {
                    counts.0 += read;
                }
                let tried = matches!(end.outcome, Outcome::Read | Outcome::Partly(_) | Outcome::Lost(_));
                self.row.zero_yield |= tried && read == 0 && end.bytes > 0;
                let inner = named.inner;
                if let Some(trouble) = Trouble::of(end, || self.shown_path_of(&inner)) {
                    self.troubles.push(trouble);
                }
                let matches = end.matches;
                self.shared.progress.count(|counts| {
                    counts.records += read;
                    counts.mentions += matches;
                    counts.problems += problems;
                });
            }
            Current::Known | Current::Named(_) => self.row.unchanged += 1,
            Current::None => {}
        }
        self.tell();
        Ok(())
    }

    /// Ends the entry that is open with an outcome of ours.
    pub(super) fn close(&mut self, outcome: index::Outcome) -> Result<()> {
        self.begin()?;
        if let Current::Open { entry, .. } = std::mem::take(&mut self.entry) {
            let finish = Finish {
                hash: None,
                size: 0,
                ledger: &Ledger::default(),
                problems: &[],
                outcome,
            };
            lock(self.writer).finish_entry(entry, &finish)?;
        }
        Ok(())
    }

    /// Leaves the entry that is open half read; another scan goes on with it.
    pub(super) fn leave(&mut self) -> Result<()> {
        if let Current::Open { entry, .. } = std::mem::take(&mut self.entry) {
            lock(self.writer).leave_entry(entry)?;
        }
        Ok(())
    }

    /// The path in the source of an entry inside the file.
    fn path_of(&self, inner: &str) -> String {
        match (self.below.is_empty(), inner.is_empty()) {
            (_, true) => self.own_path.to_owned(),
            (true, false) => inner.to_owned(),
            (false, false) => format!("{}/{inner}", self.below),
        }
    }

    fn shown_path_of(&self, inner: &str) -> String {
        if inner.is_empty() {
            self.shown.to_owned()
        } else {
            format!("{}/{}", self.shown, self.shared.masked(inner))
        }
    }

    fn tell(&self) {
        let row = &self.row;
        self.shared
            .progress
            .file(self.index, || self.shown.to_owned(), |shown| row.show(shown));
    }
}

impl Row {
    fn saw(&mut self, event: &Event<'_>) {
        if let Event::Message(message) = event
            && let Some(at) = message.sent_at
        {
            let (first, last) = self.dates.unwrap_or((at, at));
            self.dates = Some((first.min(at), last.max(at)));
        }
    }

    pub(super) fn show(&self, shown: &mut FileProgress) {
        // The kind that most records are of names the file, and else the one of most entries.
        let most = self
            .recognised
            .iter()
            .max_by_key(|(name, counts)| (**counts, std::cmp::Reverse(*name)));
        if let Some((name, _)) = most {
            name.clone_into(&mut shown.recognised);
            shown.other_kinds = self.recognised.len() as u64 - 1;
            self.reason.clone_into(&mut shown.reason);
        }
        shown.entries = self.entries;
        shown.records = self.records;
        shown.mentions = self.mentions;
        shown.problems = self.problems;
        shown.bytes_done = self.bytes_told;
        shown.dates = self
            .dates
            .map(|(first, last)| (When::from(first).text, When::from(last).text));
        shown.zero_yield = self.zero_yield;
    }

    /// What became of the file as a whole.
    pub(super) fn state(&self, troubles: &[Trouble], left: bool) -> FileState {
        let failed = troubles.iter().any(|trouble| trouble.gravity == Gravity::Error);
        if left {
            FileState::Skipped
        } else if failed {
            FileState::Failed
        } else if self.entries == 0 && self.unchanged > 0 {
            FileState::Unchanged
        } else if self.records == 0 && self.recognised.is_empty() {
            FileState::Skipped
        } else {
            FileState::Read
        }
    }
}

fn outcome(outcome: Outcome) -> index::Outcome {
    match outcome {
        Outcome::Read => index::Outcome::Read,
        Outcome::Passed(Passed::Skipped(reason)) => index::Outcome::Skipped(reason),
        Outcome::Passed(Passed::Limit(_)) => index::Outcome::Skipped(SkipReason::AboveLimit),
        Outcome::Passed(Passed::Failed(failure)) | Outcome::Partly(failure) => {
            index::Outcome::Failed(failure.to_string())
        }
        Outcome::Lost(loss) => index::Outcome::Failed(loss.to_string()),
    }
}

pub(super) fn lock(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    writer.lock().expect("nobody panics while holding the writer")
}
