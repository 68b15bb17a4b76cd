//! A scan as it runs, seen and steered from another thread: one object for progress, pause, skip and cancel.

use crate::show::{FileProgress, FileState, PasswordQuestion, ScanPhase, ScanProgress, SurveyRow};
use crate::survey::Kind;
use crate::worker::Stopper;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use teltale_index::Totals;

/// Finished rows kept for a picture that nobody takes.
const MOST_KEPT: usize = 20_000;

/// The totals of the case are asked for no oftener, …
const BETWEEN_TOTALS: Duration = Duration::from_millis(250);
/// … and never for more than this part of the time: they take longer as the case grows.
const TOTALS_PART: u32 = 20;

/// What a scan tells, and what it is told. Share it between the scan's thread and the one that shows it.
#[derive(Debug, Default)]
pub struct Progress {
    state: Mutex<State>,
    changed: Condvar,
    /// Asked at every frame, so it is no lock.
    cancelled: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    phase: ScanPhase,
    paused: bool,
    counts: Counts,
    survey: Vec<SurveyRow>,
    /// Rows of files being read, and of others that changed since the last picture.
    rows: BTreeMap<u32, FileProgress>,
    changed: BTreeSet<u32>,
    skip_files: BTreeSet<u32>,
    skip_kinds: BTreeSet<&'static str>,
    questions: VecDeque<PasswordQuestion>,
    answers: Vec<(u32, Option<String>)>,
    changed_case: bool,
    error: Option<String>,
    stoppers: Vec<Stopper>,
    /// When the totals of the case were last asked for, and after what pause they may be again.
    totals: Option<(Instant, Duration)>,
}

/// Sums over all files.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub files: u64,
    pub files_done: u64,
    pub bytes: u64,
    pub bytes_done: u64,
    pub records: u64,
    pub mentions: u64,
    pub numbers: u64,
    pub problems: u64,
}

impl Progress {
    /// Of a scan that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// What there is to show now. Rows are given once for each change.
    pub fn picture(&self) -> ScanProgress {
        let mut state = self.state();
        let given: Vec<u32> = state
            .changed
            .iter()
            .copied()
            .take(ScanProgress::MOST_ROWS)
            .collect();
        let mut changed = Vec::with_capacity(given.len());
        for file in given {
            state.changed.remove(&file);
            let Some(row) = state.rows.get(&file) else {
                continue;
            };
            changed.push(row.clone());
            if !matches!(row.state, FileState::Reading | FileState::Locked) {
                state.rows.remove(&file);
            }
        }
        let Counts {
            files,
            files_done,
            bytes,
            bytes_done,
            records,
            mentions,
            numbers,
            problems,
        } = state.counts;
        ScanProgress {
            phase: state.phase,
            paused: state.paused,
            files,
            files_done,
            bytes,
            bytes_done: bytes_done.min(bytes),
            records,
            mentions,
            numbers,
            problems,
            changed,
            survey: state.survey.clone(),
            password: state.questions.front().cloned(),
            changed_case: state.changed_case,
            error: state.error.clone(),
        }
    }

    /// Stops the scan within a second; what was read is kept.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        for stopper in self.state().stoppers.drain(..) {
            stopper.stop();
        }
        self.changed.notify_all();
    }

    /// Pauses, or goes on.
    pub fn pause(&self, paused: bool) {
        self.state().paused = paused;
        self.changed.notify_all();
    }

    /// Passes a file over, also while it is being read.
    pub fn skip_file(&self, file: u32) {
        self.state().skip_files.insert(file);
        self.changed.notify_all();
    }

    /// Passes over files of a kind that were not begun, by its name in the survey.
    pub fn skip_kind(&self, kind: &str) {
        let kinds = [
            Kind::Contacts,
            Kind::Archive,
            Kind::Text,
            Kind::Database,
            Kind::Media,
            Kind::Other,
        ];
        if let Some(kind) = kinds.into_iter().find(|known| known.name() == kind) {
            self.state().skip_kinds.insert(kind.name());
        }
    }

    /// Answers the question for the password of a file; none leaves it locked.
    pub fn answer_password(&self, file: u32, password: Option<String>) {
        let mut state = self.state();
        state.questions.retain(|question| question.file != file);
        state.answers.push((file, password));
        drop(state);
        self.changed.notify_all();
    }

    pub(super) fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// Waits while paused. False once cancelled.
    pub(super) fn go_on(&self) -> bool {
        let mut state = self.state();
        while state.paused && !self.cancelled() {
            state = self
                .changed
                .wait(state)
                .expect("nobody panics while holding the state");
        }
        !self.cancelled()
    }

    pub(super) fn stop_with_us(&self, stopper: Stopper) {
        if self.cancelled() {
            stopper.stop();
        } else {
            self.state().stoppers.push(stopper);
        }
    }

    pub(super) fn phase(&self, phase: ScanPhase) {
        self.state().phase = phase;
    }

    pub(super) fn end(&self, phase: ScanPhase, changed_case: bool) {
        let mut state = self.state();
        (state.phase, state.changed_case) = (phase, changed_case);
    }

    pub(super) fn fail(&self, error: String) {
        let mut state = self.state();
        state.phase = ScanPhase::Failed;
        state.error = Some(error);
    }

    pub(super) fn surveyed(&self, survey: Vec<SurveyRow>, files: u64, bytes: u64) {
        let mut state = self.state();
        state.survey = survey;
        state.counts.files = files;
        state.counts.bytes = bytes;
    }

    /// True where it is time to ask for the totals of the case; false until whoever asks has told them.
    pub(super) fn wants_totals(&self) -> bool {
        let mut state = self.state();
        let wants = state.totals.is_none_or(|(told, pause)| told.elapsed() >= pause);
        if wants {
            state.totals = Some((Instant::now(), Duration::MAX));
        }
        wants
    }

    pub(super) fn total(&self, totals: &Totals) {
        let mut state = self.state();
        let took = match state.totals {
            Some((asked, Duration::MAX)) => asked.elapsed(),
            Some(_) | None => Duration::ZERO,
        };
        state.totals = Some((Instant::now(), BETWEEN_TOTALS.max(took * TOTALS_PART)));
        (state.counts.numbers, state.counts.mentions) = (totals.numbers, totals.mentions);
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.state().counts);
    }

    /// Changes a file's row, made if new.
    pub(super) fn file(
        &self,
        file: u32,
        path: impl FnOnce() -> String,
        change: impl FnOnce(&mut FileProgress),
    ) {
        let mut state = self.state();
        let row = state.rows.entry(file).or_insert_with(|| FileProgress {
            file,
            path: path(),
            state: FileState::Waiting,
            recognised: String::new(),
            other_kinds: 0,
            reason: String::new(),
            bytes: 0,
            bytes_done: 0,
            entries: 0,
            records: 0,
            mentions: 0,
            problems: 0,
            dates: None,
            zero_yield: false,
            shapes: Vec::new(),
            why: None,
        });
        change(row);
        state.changed.insert(file);
        if state.rows.len() > MOST_KEPT {
            let finished = |row: &FileProgress| !matches!(row.state, FileState::Reading | FileState::Locked);
            let oldest = state
                .rows
                .iter()
                .find(|(_, row)| finished(row))
                .map(|(file, _)| *file);
            if let Some(oldest) = oldest {
                state.rows.remove(&oldest);
                state.changed.remove(&oldest);
            }
        }
    }

    pub(super) fn is_skipped(&self, file: u32, kind: Kind) -> bool {
        let state = self.state();
        state.skip_files.contains(&file) || state.skip_kinds.contains(kind.name())
    }

    /// True where the user asked for this file to be left while it is read.
    pub(super) fn leaves(&self, file: u32) -> bool {
        self.state().skip_files.contains(&file)
    }

    pub(super) fn ask_password(&self, question: PasswordQuestion) {
        self.state().questions.push_back(question);
    }

    /// The next answer; waits for it if asked to. None once there is no question left, or the scan is cancelled.
    pub(super) fn password_answer(&self, wait: bool) -> Option<(u32, Option<String>)> {
        let mut state = self.state();
        loop {
            if !state.answers.is_empty() {
                return Some(state.answers.remove(0));
            }
            if !wait || state.questions.is_empty() || self.cancelled() {
                state.questions.clear();
                return None;
            }
            state = self
                .changed
                .wait(state)
                .expect("nobody panics while holding the state");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding the state")
    }
}
