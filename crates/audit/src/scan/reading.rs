//! One reader thread: takes files from the queue, has a worker read them, and writes what comes back.

use super::known::KnownEntries;
use super::progress::Progress;
use super::summary::Formats;
use super::writing::{Current, Row, Writing, lock};
use super::{ScanOptions, ScanSummary};
use crate::checked::Checked;
use crate::open_case::OpenCase;
use crate::regions::spell;
use crate::show::{FileState, PasswordQuestion, SourceId, Why};
use crate::survey::{FoundFile, RefusedFile, Survey};
use crate::trouble::Trouble;
use crate::worker::{Fault, Job, Quiet, Reader};
use crate::{Result, words};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard};
use teltale_archive::{Refusal, identity};
use teltale_index::{self as index, Begin, Finish, NewEntry, ReadBy, Stamp, Words, Writer};
use teltale_model::{Ledger, RecordKind, Region, SkipReason};

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    /// Index into the survey's files.
    pub file: u32,
}

/// What all reader threads of a scan share.
pub(super) struct Shared<'s> {
    pub case: &'s OpenCase,
    options: &'s ScanOptions,
    pub progress: &'s Progress,
    survey: &'s Survey,
    /// By index into the survey's names; none for what is not there.
    sources: &'s [Option<SourceId>],
    /// Passwords that the user gave for files while the scan ran.
    passwords: Mutex<BTreeMap<u32, String>>,
    /// What the case knew of sources, each asked once.
    known: Mutex<BTreeMap<(SourceId, String), Arc<KnownEntries>>>,
    outcome: Mutex<Outcomes>,
    /// Files may be very many, and of each it is only asked whether it is as it was: a hash of its identity is kept.
    hashing: RandomState,
}

/// What the scan has come to so far.
#[derive(Default)]
struct Outcomes {
    /// By whether the file was opened and by file, so that they are told in the order of the files whatever the timing.
    troubles: BTreeMap<(bool, u32), Vec<Trouble>>,
    /// Sums of what was read, by the countries in play then: what is read again under others counts once.
    formats: BTreeMap<Arc<str>, Formats>,
    /// Sums of files that wait for a password and may be read again.
    locked: BTreeMap<u32, Formats>,
    /// Files that were read: what stands for each as it was before, with the countries it was read with.
    read: BTreeMap<u32, (u64, Arc<str>)>,
    changed_while_read: BTreeSet<u32>,
    unchanged: BTreeSet<u32>,
}

impl<'s> Shared<'s> {
    pub(super) fn new(
        case: &'s OpenCase,
        options: &'s ScanOptions,
        progress: &'s Progress,
        survey: &'s Survey,
        sources: &'s [Option<SourceId>],
    ) -> Self {
        Self {
            case,
            options,
            progress,
            survey,
            sources,
            passwords: Mutex::default(),
            known: Mutex::default(),
            outcome: Mutex::default(),
            hashing: RandomState::new(),
        }
    }

    /// Gives everything that will not be opened its row in the ledger.
    pub(super) fn refuse(&self, refused: &[RefusedFile]) -> Result<()> {
        if refused.is_empty() {
            return Ok(());
        }
        let mut writer = self.case.case.writer()?;
        for (index, file) in refused.iter().enumerate() {
            let path = self.survey.shown_path(file.named, &file.path);
            let outcome = match file.why {
                Refusal::NotAFile(_) => index::Outcome::Skipped(SkipReason::NotAFile),
                Refusal::OwnFile => index::Outcome::Skipped(SkipReason::OwnFile),
                Refusal::Unreadable(_) => index::Outcome::Failed(file.why.to_string()),
            };
            let mut trouble = Trouble::refused(self.masked(&path), file.why);
            trouble.named = file.path.as_os_str().is_empty();
            self.outcome()
                .troubles
                .entry((true, index as u32))
                .or_default()
                .push(trouble);
            if let Some(source) = self.sources[file.named] {
                let path = file.path.to_string_lossy();
                self.row(&mut writer, source, &path, Stamp::default(), outcome)?;
            }
        }
        writer.commit()?;
        Ok(())
    }

    /// What the case holds of a source, for the countries in play.
    fn known(&self, source: SourceId, regions: &str) -> Result<Arc<KnownEntries>> {
        let mut known = self
            .known
            .lock()
            .expect("nobody panics while holding what is known");
        let key = (source, regions.to_owned());
        if let Some(entries) = known.get(&key) {
            return Ok(Arc::clone(entries));
        }
        let entries = Arc::new(KnownEntries::of(self.case, source, regions)?);
        known.insert(key, Arc::clone(&entries));
        Ok(entries)
    }

    /// A row for something that no worker gives one.
    pub(super) fn row(
        &self,
        writer: &mut Writer,
        source: SourceId,
        path: &str,
        stamp: Stamp,
        outcome: index::Outcome,
    ) -> Result<()> {
        let matches = self.case.matches_in(path);
        let begun = writer.begin_entry(&NewEntry {
            source: source.into(),
            path: Words {
                text: path,
                matches: &matches,
            },
            size: stamp.size,
            read_by: &ReadBy::default(),
            stamp,
            hash: None,
        })?;
        let Begin::Read { entry, .. } = begun else {
            return Ok(());
        };
        let mut ledger = Ledger::default();
        let file = ledger.of(RecordKind::File);
        file.seen = 1;
        match &outcome {
            index::Outcome::Read => file.read = 1,
            index::Outcome::Skipped(reason) => {
                file.skipped.insert(*reason, 1);
            }
            index::Outcome::Failed(_) => file.failed = 1,
        }
        Ok(writer.finish_entry(
            entry,
            &Finish {
                hash: None,
                size: 0,
                ledger: &ledger,
                problems: &[],
                outcome,
            },
        )?)
    }

    /// Files whose password was given meanwhile. Where somebody is there to answer, waits for the first answer.
    pub(super) fn unlocked(&self) -> VecDeque<Task> {
        let mut tasks = VecDeque::new();
        while let Some((file, password)) = self
            .progress
            .password_answer(self.options.ask_passwords && tasks.is_empty())
        {
            if let Some(password) = password {
                self.passwords().insert(file, password);
                tasks.push_back(Task { file });
            }
        }
        tasks
    }

    pub(super) fn gives_way(&self) -> bool {
        self.options.gives_way
    }

    /// Takes back what was counted of files that were read with other countries in play: they are to be read again.
    pub(super) fn take_back_stale(&self, regions: &[Region]) -> VecDeque<Task> {
        let now = spell(regions);
        let mut outcome = self.outcome();
        outcome.formats.retain(|then, _| **then == *now);
        let stale = outcome.read.iter().filter(|(_, (_, then))| **then != *now);
        let stale: VecDeque<Task> = stale.map(|(file, _)| Task { file: *file }).collect();
        let files = stale.len() as u64;
        let bytes: u64 = stale
            .iter()
            .map(|task| self.survey.files[task.file as usize].size)
            .sum();
        self.progress.count(|counts| {
            counts.files_done = counts.files_done.saturating_sub(files);
            counts.bytes_done = counts.bytes_done.saturating_sub(bytes);
        });
        stale
    }

    /// Compares the files that were read with what they were before, by source.
    pub(super) fn check(&self) -> BTreeMap<SourceId, Checked> {
        let mut sources: BTreeMap<SourceId, Checked> = BTreeMap::new();
        let outcome = self.outcome();
        for (index, (before, _)) in &outcome.read {
            let file = &self.survey.files[*index as usize];
            let Some(source) = self.sources[file.named] else {
                continue;
            };
            let after = self.open(file).ok().and_then(|opened| identity(&opened).ok());
            let after = after.map(|identity| self.hashing.hash_one(identity));
            let checked = sources.entry(source).or_default();
            checked.files += 1;
            if after != Some(*before) || outcome.changed_while_read.contains(index) {
                checked.changed += 1;
            }
        }
        sources
    }

    pub(super) fn finish(&self) -> ScanSummary {
        let outcome = self.outcome();
        let mut formats = Formats::default();
        for sums in outcome.formats.values().chain(outcome.locked.values()) {
            formats.merge(sums);
        }
        ScanSummary {
            unchanged: outcome.unchanged.len() as u64,
            bytes: outcome
                .read
                .keys()
                .map(|file| self.survey.files[*file as usize].size)
                .sum(),
            formats: formats.rows(),
            troubles: outcome.troubles.values().flatten().cloned().collect(),
            ..ScanSummary::default()
        }
    }

    fn open(&self, file: &FoundFile) -> std::result::Result<File, Refusal> {
        match &self.survey.named[file.named].root {
            Some(root) => root.open(&file.path),
            None => Err(Refusal::Unreadable(std::io::ErrorKind::NotFound)),
        }
    }

    pub(super) fn masked(&self, path: &str) -> String {
        self.case.masked_words(path)
    }

    fn outcome(&self) -> MutexGuard<'_, Outcomes> {
        self.outcome
            .lock()
            .expect("nobody panics while holding the outcomes")
    }

    fn passwords(&self) -> MutexGuard<'_, BTreeMap<u32, String>> {
        self.passwords
            .lock()
            .expect("nobody panics while holding the passwords")
    }
}

/// A reader thread with its worker.
pub(super) struct Reading<'r> {
    shared: &'r Shared<'r>,
    writer: &'r Mutex<Writer>,
    regions: &'r [Region],
    options: Arc<str>,
    reader: Reader,
}

impl<'r> Reading<'r> {
    pub(super) fn new(shared: &'r Shared<'r>, writer: &'r Mutex<Writer>, regions: &'r [Region]) -> Self {
        let reader = Reader::new(shared.options.launch.clone());
        shared.progress.stop_with_us(reader.stopper());
        Self {
            shared,
            writer,
            regions,
            options: spell(regions).into(),
            reader,
        }
    }

    /// Takes files until there are none or the scan ends.
    pub(super) fn work(&mut self, queue: &Mutex<VecDeque<Task>>) -> Result<()> {
        while self.shared.progress.go_on() {
            let next = queue
                .lock()
                .expect("nobody panics while holding the queue")
                .pop_front();
            let Some(task) = next else { break };
            if let Err(error) = self.file(task) {
                // The others have nothing to go on for.
                self.shared.progress.cancel();
                return Err(error);
            }
        }
        Ok(())
    }

    fn file(&mut self, task: Task) -> Result<()> {
        let shared = self.shared;
        let file = &shared.survey.files[task.file as usize];
        let Some(source) = shared.sources[file.named] else {
            return Ok(());
        };
        let named = &shared.survey.named[file.named].path;
        let path = shared.masked(&shared.survey.shown_path(file.named, &file.path));
        shared.outcome().troubles.remove(&(false, task.file));
        shared.outcome().locked.remove(&task.file);
        let below = file.path.to_string_lossy();
        let below = below.as_ref();
        let own_path = if below.is_empty() {
            file.name(named)
        } else {
            below.to_owned()
        };
        if shared.progress.is_skipped(task.file, file.kind) {
            let outcome = index::Outcome::Skipped(SkipReason::ByUser);
            shared.row(
                &mut lock(self.writer),
                source,
                &own_path,
                Stamp {
                    size: file.size,
                    ..Stamp::default()
                },
                outcome,
            )?;
            self.done(
                task.file,
                &path,
                FileState::Skipped,
                words::skip(SkipReason::ByUser),
            );
            return Ok(());
        }
        let opened = match shared.open(file) {
            Ok(opened) => opened,
            Err(why) => return self.unreadable(task.file, source, &own_path, &path, &why.to_string()),
        };
        let before = match identity(&opened) {
            Ok(before) => before,
            Err(error) => return self.unreadable(task.file, source, &own_path, &path, &error.to_string()),
        };
        let size = before.size;
        shared.progress.file(
            task.file,
            || path.clone(),
            |row| {
                row.state = FileState::Reading;
                row.bytes = size;
            },
        );
        let passwords = shared
            .options
            .passwords
            .iter()
            .chain(shared.passwords().get(&task.file))
            .cloned()
            .map(Quiet)
            .collect();
        let job = Job {
            name: Quiet(file.name(named)),
            regions: self.regions.to_vec(),
            passwords,
            known: shared.known(source, &self.options)?.of_file(&own_path, below),
            ..Job::default()
        };
        let stamp = Stamp {
            size,
            modified_ns: before.modified as i64,
            file: before.inode,
        };
        let mut writing = Writing {
            shared,
            writer: self.writer,
            read_options: &self.options,
            index: task.file,
            source,
            own_path: &own_path,
            below,
            shown: &path,
            stamp,
            entry: Current::None,
            formats: Formats::default(),
            troubles: Vec::new(),
            row: Row::default(),
            failed: None,
            left: false,
        };
        let end = self.reader.read(&opened, &job, &mut |frame| writing.take(frame));
        let (failed, left) = (writing.failed.take(), writing.left);
        let end = match (end, failed) {
            (_, Some(error)) => return Err(error),
            (end, None) => end,
        };
        let changed = match end {
            Ok(end) => end.changed,
            Err(Fault::Stopped) if left => {
                writing.close(index::Outcome::Skipped(SkipReason::ByUser))?;
                false
            }
            Err(Fault::Stopped) => {
                writing.leave()?;
                return Ok(());
            }
            Err(fault @ (Fault::Source(_) | Fault::Lost(_))) => {
                writing.leave()?;
                return self.unreadable(task.file, source, &own_path, &path, &fault.to_string());
            }
            Err(fault @ (Fault::NotStarted(_) | Fault::Unconfined(_))) => return Err(fault.into()),
        };
        let Writing {
            formats,
            mut troubles,
            row,
            ..
        } = writing;
        if changed {
            troubles.push(Trouble::error(path.clone(), words::CHANGED_MEANWHILE));
        }
        for trouble in &mut troubles {
            trouble.named = below.is_empty() && trouble.path == path;
        }
        let locked = troubles.iter().any(|trouble| trouble.locked);
        let state = row.state(&troubles, left);
        let why = troubles.first().map(|trouble| trouble.what.clone());
        if shared.progress.wants_totals() {
            shared.progress.total(&shared.case.reader()?.totals()?);
        }
        let told = row.bytes_told;
        shared.progress.count(|counts| {
            counts.files_done += 1;
            counts.bytes_done += size.saturating_sub(told);
        });
        shared.progress.file(
            task.file,
            || path.clone(),
            |shown| {
                row.show(shown);
                shown.bytes_done = size;
                shown.state = if locked && shared.options.ask_passwords {
                    FileState::Locked
                } else {
                    state
                };
                shown.why = why;
            },
        );
        if locked && shared.options.ask_passwords {
            let wrong = shared.passwords().contains_key(&task.file);
            shared.progress.ask_password(PasswordQuestion {
                file: task.file,
                path: path.clone(),
                wrong,
            });
        }
        let mut outcome = shared.outcome();
        if row.unchanged > 0 && row.entries == 0 {
            outcome.unchanged.insert(task.file);
        }
        outcome.read.insert(
            task.file,
            (shared.hashing.hash_one(before), Arc::clone(&self.options)),
        );
        if changed {
            outcome.changed_while_read.insert(task.file);
        }
        if locked {
            outcome.locked.insert(task.file, formats);
        } else {
            outcome
                .formats
                .entry(Arc::clone(&self.options))
                .or_default()
                .merge(&formats);
        }
        if !troubles.is_empty() {
            outcome.troubles.insert((false, task.file), troubles);
        }
        Ok(())
    }

    /// A file that cannot be read costs that file.
    fn unreadable(&self, file: u32, source: SourceId, own_path: &str, shown: &str, why: &str) -> Result<()> {
        let outcome = index::Outcome::Failed(why.to_owned());
        self.shared.row(
            &mut lock(self.writer),
            source,
            own_path,
            Stamp::default(),
            outcome,
        )?;
        let mut trouble = Trouble::error(shown.to_owned(), why);
        trouble.named = self.shared.survey.files[file as usize]
            .path
            .as_os_str()
            .is_empty();
        self.shared
            .outcome()
            .troubles
            .entry((false, file))
            .or_default()
            .push(trouble);
        self.done(file, shown, FileState::Failed, why);
        Ok(())
    }

    fn done(&self, file: u32, shown: &str, state: FileState, why: &str) {
        let size = self.shared.survey.files[file as usize].size;
        self.shared.progress.count(|counts| {
            counts.files_done += 1;
            counts.bytes_done += size;
        });
        self.shared.progress.file(
            file,
            || shown.to_owned(),
            |row| {
                row.state = state;
                row.why = (!why.is_empty()).then(|| Why::said(why));
            },
        );
    }
}
