//! The scan: survey, read in the sandbox, write, join, check.
//!
//! ```text
//! survey ─► queue ─► reader thread ─► worker process ─► frames ─┐
//!                    reader thread ─► worker process ─► frames ─┼─► the one writer, lent to whoever holds a frame
//! ```
//!
//! Full blocks are compressed on a thread of their own, beside the writer that fills them.
//!
//! A worker's pipe, with the few megabytes that are read ahead of it, is the bounded queue: while one reader writes,
//! its own worker and the others' fill theirs and then wait, so that memory does not grow.
//!
//! Files that tell whose numbers these are come first, and are read to their end before the rest: the countries
//! they put in play decide how numbers without a country are read. If the rest changes the countries in play,
//! what was read under others is read again, so that the order of files and sources cannot matter.

mod known;
mod progress;
mod reading;
mod summary;
mod writing;

pub use progress::Progress;
pub use summary::{FormatRow, ScanSummary};

use crate::checked::Checked;
use crate::error::{Error, Result};
use crate::open_case::OpenCase;
use crate::regions::spell;
use crate::show::{ScanPhase, SourceId};
use crate::survey::{FoundFile, Stage, Survey};
use crate::worker::Launch;
use reading::{Reading, Shared, Task};
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::{self, SendError};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};
use std::time::{SystemTime, UNIX_EPOCH};
use teltale_index::{self as index, NewSource, Packing, SourceKind, Words};
use teltale_model::{Match, Region};

/// How often everything may be read again because the countries in play changed. They are drawn from numbers that
/// do not depend on them, so once is enough; the second time is for what changed meanwhile.
const MOST_ROUNDS: usize = 2;

/// Full blocks that wait to be packed, before the writer waits too.
const PACKINGS: usize = 32;

/// What to read and how.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Countries in play, if the user says so.
    pub regions: Vec<Region>,
    /// Numbers that the user says are theirs, in any spelling.
    pub mine: Vec<String>,
    /// Passwords of archives, tried in turn.
    pub passwords: Vec<String>,
    /// True where somebody answers [`Progress::answer_password`]; else locked archives are told and left.
    pub ask_passwords: bool,
    /// How the processes that read come to be.
    pub launch: Launch,
    /// True where somebody works in a window meanwhile: reading then takes what is left of the cores.
    pub gives_way: bool,
}

impl ScanOptions {
    /// Reads these paths, asking nobody anything.
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            regions: Vec::new(),
            mine: Vec::new(),
            passwords: Vec::new(),
            ask_passwords: false,
            launch: Launch::default(),
            gives_way: false,
        }
    }
}

impl OpenCase {
    /// Reads sources into the case. What was read before and has not changed is passed over; what an interrupted scan
    /// left half read goes on. The case can be asked questions meanwhile.
    ///
    /// One bad file costs that file. An error means that the scan as a whole could not go on; what was read is kept.
    pub fn scan(&self, options: &ScanOptions, progress: &Progress) -> Result<ScanSummary> {
        if options.gives_way {
            // This thread judges and joins when the others have read.
            teltale_sandbox::give_way();
        }
        let outcome = self.note_scan().and_then(|before| {
            let summary = self.scan_all(options, progress)?;
            self.scan_stale(options, progress)?;
            progress.phase(ScanPhase::Joining);
            // What was remembered of each file is no longer needed.
            teltale_sandbox::give_memory_back();
            self.refresh_findings(&|| progress.cancelled())?;
            // What the first scan brings changes nothing.
            Ok((summary, before > 0 && self.scan_count()? > before))
        });
        match &outcome {
            Ok((summary, changed)) if summary.cancelled => progress.end(ScanPhase::Cancelled, *changed),
            Ok((_, changed)) => progress.end(ScanPhase::Done, *changed),
            Err(error) => progress.fail(error.to_string()),
        }
        outcome.map(|(summary, _)| summary)
    }

    /// Reads those sources of the case again that were read with other countries in play, where they still are: what
    /// is in the case must not depend on the order in which it came.
    fn scan_stale(&self, options: &ScanOptions, progress: &Progress) -> Result<()> {
        for _ in 0..MOST_ROUNDS {
            let paths: Vec<PathBuf> = self
                .stale_sources()?
                .into_iter()
                .filter(|path| path.exists())
                .collect();
            if paths.is_empty() || progress.cancelled() {
                break;
            }
            self.scan_all(
                &ScanOptions {
                    paths,
                    regions: Vec::new(),
                    ask_passwords: false,
                    ..options.clone()
                },
                progress,
            )?;
        }
        Ok(())
    }

    fn scan_all(&self, options: &ScanOptions, progress: &Progress) -> Result<ScanSummary> {
        if options.paths.is_empty() {
            return Err(Error::NothingToRead);
        }
        if !options.regions.is_empty() {
            self.keep_countries(&options.regions)?;
        }
        let survey = Survey::of(&options.paths, &mut || !progress.cancelled());
        let bytes = survey.files.iter().map(|file| file.size).sum();
        progress.surveyed(survey.by_kind(), survey.files.len() as u64, bytes);
        let sources = self.begin_sources(&survey)?;
        let shared = Shared::new(self, options, progress, &survey, &sources);
        shared.refuse(&survey.refused)?;

        progress.phase(ScanPhase::Reading);
        for (stage, tasks) in stages(&survey) {
            self.read(&shared, tasks)?;
            if stage != Stage::TheRest {
                self.join(options)?;
            }
        }
        loop {
            let unlocked = shared.unlocked();
            if unlocked.is_empty() {
                break;
            }
            self.read(&shared, unlocked)?;
        }

        progress.phase(ScanPhase::Joining);
        teltale_sandbox::give_memory_back();
        self.join(options)?;
        for _ in 0..MOST_ROUNDS {
            let stale = shared.take_back_stale(&self.regions()?);
            if stale.is_empty() || progress.cancelled() {
                break;
            }
            self.read(&shared, stale)?;
            self.join(options)?;
        }

        progress.phase(ScanPhase::Checking);
        let mut summary = shared.finish();
        for (source, checked) in shared.check() {
            summary.files += checked.files;
            summary.changed += checked.changed;
            let before = self.checked(source)?.unwrap_or_default();
            // A file passed over as unchanged was read by an earlier scan and counts as read.
            let files = checked.files.max(before.files);
            self.set_checked(
                source,
                Some(Checked {
                    files,
                    changed: checked.changed,
                }),
            )?;
        }
        if !progress.cancelled() {
            let regions = spell(&self.regions()?);
            for source in sources.iter().flatten() {
                self.case.set_setting(&read_with(*source), Some(&regions))?;
            }
        }
        let totals = self.reader()?.totals()?;
        progress.total(&totals);
        (summary.numbers, summary.mentions) = (totals.numbers, totals.mentions);
        summary.sources = sources.into_iter().flatten().collect();
        summary.cancelled = progress.cancelled();
        Ok(summary)
    }

    /// Sources of the case that were read with other countries in play than those of now, by their paths: to be
    /// scanned again.
    pub fn stale_sources(&self) -> Result<Vec<PathBuf>> {
        let now = spell(&self.regions()?);
        let settings = self.case.settings()?;
        let mut stale = Vec::new();
        for source in self.reader()?.source_names()? {
            if settings
                .get(&read_with(source.id.into()))
                .is_some_and(|then| *then != now)
            {
                stale.push(PathBuf::from(self.case.source_path(source.id)?));
            }
        }
        Ok(stale)
    }

    fn begin_sources(&self, survey: &Survey) -> Result<Vec<Option<SourceId>>> {
        let mut writer = self.case.writer()?;
        let mut sources = Vec::with_capacity(survey.named.len());
        let mut sizes = vec![0; survey.named.len()];
        for file in &survey.files {
            sizes[file.named] += file.size;
        }
        for (named, size) in survey.named.iter().zip(sizes) {
            if named.root.is_none() {
                sources.push(None);
                continue;
            }
            let text = named.path.to_string_lossy();
            let matches = self.matches_in(&text);
            let absolute = std::path::absolute(&named.path).unwrap_or_else(|_| named.path.clone());
            let id = writer.begin_source(&NewSource {
                path: Words {
                    text: &text,
                    matches: &matches,
                },
                kind: if named.folder {
                    SourceKind::Folder
                } else {
                    SourceKind::File
                },
                size,
                identity: absolute.as_os_str().as_encoded_bytes(),
                added_at: now_ms(),
            })?;
            sources.push(Some(id.into()));
        }
        writer.commit()?;
        Ok(sources)
    }

    /// Reads the tasks on every core until they are done or the scan is cancelled.
    fn read(&self, shared: &Shared<'_>, tasks: VecDeque<Task>) -> Result<()> {
        if tasks.is_empty() {
            return Ok(());
        }
        let regions = self.regions()?;
        self.finder.warm_up(&regions);
        let readers = thread::available_parallelism()
            .map_or(2, usize::from)
            .min(tasks.len());
        let queue = Mutex::new(tasks);
        let mut writer = self.case.writer()?;
        let (full, packings) = mpsc::sync_channel::<Packing>(PACKINGS);
        writer.pack_with(Some(Box::new(move |packing| {
            if let Err(SendError(packing)) = full.send(packing) {
                packing.pack();
            }
        })));
        let writer = Mutex::new(writer);
        let gives_way = shared.gives_way();
        let outcomes: Vec<Result<()>> = thread::scope(|scope| {
            scope.spawn(move || {
                if gives_way {
                    teltale_sandbox::give_way();
                }
                packings.into_iter().for_each(Packing::pack);
            });
            let threads: Vec<_> = (0..readers)
                .map(|_| {
                    scope.spawn(|| {
                        if gives_way {
                            teltale_sandbox::give_way();
                        }
                        Reading::new(shared, &writer, &regions).work(&queue)
                    })
                })
                .collect();
            let ended: Vec<_> = threads.into_iter().map(ScopedJoinHandle::join).collect();
            // The packing thread ends with the hand that feeds it, whatever became of the readers.
            writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pack_with(None);
            ended
                .into_iter()
                .map(|outcome| outcome.expect("a reader thread does not panic"))
                .collect()
        });
        // After the write that fails every other thread is only told that one did: the cause is what to tell.
        let mut told = None;
        for error in outcomes.into_iter().filter_map(Result::err) {
            let follows = matches!(error, Error::Case(index::Error::WriterFailed));
            if told.is_none() || !follows {
                told = Some(error);
            }
        }
        if let Some(error) = told {
            return Err(error);
        }
        let mut writer = writer.into_inner().expect("no reader thread panicked");
        writer.commit()?;
        Ok(())
    }

    /// Joins what was read with whose it is and where it may be from.
    fn join(&self, options: &ScanOptions) -> Result<()> {
        self.tell_owners()?;
        // Whose records are the user's tells of more numbers, and whose numbers are the user's of more records.
        self.tell_you()?;
        self.tell_owners()?;
        self.find_regions()?;
        for spelling in &options.mine {
            for number in self.read_number(spelling)? {
                self.say_mine_e164(&number)?;
            }
        }
        Ok(())
    }

    /// What the finder sees in a short string that is kept.
    pub(crate) fn matches_in(&self, text: &str) -> Vec<Match> {
        let mut matches = Vec::new();
        self.finder.find(text, &[], &mut matches);
        matches
    }
}

/// The setting that says with which countries in play a source was read.
fn read_with(source: SourceId) -> String {
    format!("read-with.{}", source.0)
}

/// Now, in milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64)
}

fn stages(survey: &Survey) -> BTreeMap<Stage, VecDeque<Task>> {
    let mut files: Vec<(usize, &FoundFile)> = survey.files.iter().enumerate().collect();
    files.sort_by_cached_key(|(index, file)| (file.urgency(&survey.named[file.named].path), *index));
    let mut stages: BTreeMap<Stage, VecDeque<Task>> = BTreeMap::new();
    for (index, file) in files {
        let (stage, ..) = file.urgency(&survey.named[file.named].path);
        stages
            .entry(stage)
            .or_default()
            .push_back(Task { file: index as u32 });
    }
    stages
}
