//! The worker's side: waits for a file, joins archive, formats and finder over it, and says what it found.

use super::frame::{EntryEnd, EntryStart, Frame, Outcome, PartMatches, Progress, Recognised};
use super::job::{Job, Mode, Resume};
use super::trim::trimmed_to_mentions;
use super::wire::{Outgoing, Said};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, PipeReader, Read, Write};
use std::ops::ControlFlow;
use std::sync::OnceLock;
use teltale_archive::{EntryBytes, Failure, Kind, Next, Options, Ordinal, Passed, Step};
use teltale_formats::{Emit, Entry, Format, Halt, Head};
use teltale_model::{
    Event, Ledger, Locator, Part, Problem, ProblemKind, ReadAs, RecordKind, SkipReason, Text,
};
use teltale_phone::Finder;
use teltale_sandbox::{Enforcement, Held, Promise};

/// The single argument with which this program starts itself as a worker.
pub const ARGUMENT: &str = "--teltale-worker";

/// How many bytes are taken between two words of progress.
const PROGRESS: u64 = 4 << 20;

/// Becomes a worker, and never returns, if that is what this process was started for. Stands at the top of every
/// `main`, behind the offline filter.
pub fn run_if_asked() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == ARGUMENT) && arguments.next().is_none() {
        #[cfg(unix)]
        std::process::exit(if run().is_ok() { 0 } else { 1 });
        #[cfg(not(unix))]
        std::process::exit(1);
    }
}

#[cfg(unix)]
fn run() -> io::Result<()> {
    use super::wire::read_whole;
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;

    // A panic's own words may quote what was being read.
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            let _ = writeln!(io::stderr(), "worker: panic at {}:{}", place.file(), place.line());
        }
    }));
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut out = Outgoing::new(socket.try_clone()?);
    match teltale_sandbox::confine_worker() {
        Ok(enforcement) => out.say(&Said::Ready(enforcement))?,
        Err(refusal) => return out.say(&Said::Unconfined(Text::from(refusal.to_string()))),
    }
    let finder = Finder::new();
    while let Some(source) = teltale_sandbox::receive_file(&socket)? {
        let job: Job = read_whole(&mut socket)?;
        out = serve(&source, &job, &finder, out)?;
    }
    Ok(())
}

/// Serves one job on a thread of this process, confined by nothing.
pub(super) fn in_thread(source: File, job: Job) -> io::Result<PipeReader> {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    let (reader, writer) = io::pipe()?;
    std::thread::Builder::new().name("worker".into()).spawn(move || {
        // If this fails the pipe is closed, which is what the other end goes by.
        let _ = serve(
            &source,
            &job,
            FINDER.get_or_init(Finder::new),
            Outgoing::new(writer),
        );
    })?;
    Ok(reader)
}

/// What holds a worker that is a thread.
pub(super) fn nothing_enforced() -> Enforcement {
    Enforcement::all(&Promise::OF_A_WORKER, Held::NotOnThisSystem)
}

fn serve<W: Write>(source: &File, job: &Job, finder: &Finder, out: Outgoing<W>) -> io::Result<Outgoing<W>> {
    finder.warm_up(&job.regions);
    let out = RefCell::new(out);
    let mut serving = Serving {
        job,
        finder,
        out: &out,
        total: 0,
        compared: None,
    };
    let passwords: Vec<&str> = job.passwords.iter().map(|password| password.0.as_str()).collect();
    let mut broken = None;
    teltale_archive::entries(
        source,
        &job.name.0,
        &Options {
            passwords: &passwords,
        },
        &mut |step| match serving.step(step) {
            Ok(next) => next,
            Err(error) => {
                broken = Some(error);
                Next::Stop
            }
        },
    )?;
    if let Some(error) = broken {
        return Err(error);
    }
    let mut out = out.into_inner();
    out.say(&Said::End)?;
    Ok(out)
}

struct Serving<'j, W> {
    job: &'j Job,
    finder: &'j Finder,
    out: &'j RefCell<Outgoing<W>>,
    /// Bytes of the entries that are finished.
    total: u64,
    /// The entry that was found to differ from the one the case holds.
    compared: Option<Ordinal>,
}

impl<W: Write> Serving<'_, W> {
    fn step(&mut self, step: Step<'_>) -> io::Result<Next> {
        match step {
            Step::Opening { at, path } => self.opening(at, path),
            Step::Entry {
                at,
                path,
                size,
                repeatable,
                bytes,
            } => self.entry(at, path, size, repeatable, bytes),
            Step::Passed { at, path, size, why } => {
                self.passed(at, path, size, why, 0)?;
                Ok(Next::GoOn)
            }
            Step::Trouble { at, path, trouble } => {
                let (at, path) = (at.clone(), Text::from(path));
                self.say(Frame::Trouble(super::ArchiveTrouble { at, path, trouble }))?;
                Ok(Next::GoOn)
            }
        }
    }

    fn say(&self, frame: Frame<'_>) -> io::Result<()> {
        self.out.borrow_mut().say(&Said::Frame(frame))
    }

    fn opening(&mut self, at: &Ordinal, path: &str) -> io::Result<Next> {
        if self.is_behind(at) {
            return Ok(Next::PassOver);
        }
        if let Some(skip) = self.job.skip.iter().find(|skip| skip.at == *at) {
            self.passed(at, path, None, Passed::Skipped(skip.reason), 0)?;
            return Ok(Next::PassOver);
        }
        self.out.borrow_mut().say(&Said::Opening {
            at: at.clone(),
            path: Text::from(path),
        })?;
        Ok(Next::GoOn)
    }

    /// True for what an earlier reading of the same bytes has done with.
    fn is_behind(&self, at: &Ordinal) -> bool {
        match &self.job.resume {
            None => false,
            Some(Resume::After(done)) => done.holds(at) || (at < done && !at.holds(done)),
            Some(Resume::Inside { at: within, .. }) => at < within && !at.holds(within),
        }
    }

    fn entry(
        &mut self,
        at: &Ordinal,
        path: &str,
        size: Option<u64>,
        repeatable: bool,
        mut bytes: EntryBytes<'_>,
    ) -> io::Result<Next> {
        let name = if path.is_empty() { &self.job.name.0 } else { path };
        let head = bytes.head(Kind::HEAD);
        if Kind::of(head) == Kind::Media {
            let seen = bytes.leave().bytes;
            self.passed(at, path, size, Passed::Skipped(SkipReason::Media), seen)?;
            return Ok(Next::GoOn);
        }
        if repeatable
            && self.compared.as_ref() != Some(at)
            && let Some(known) = self.known(path, size)
        {
            // Told by its content alone, so the whole of it is hashed; where it differs it is read from the start.
            let finished = bytes.finish();
            if finished.hash != Some(known) {
                self.compared = Some(at.clone());
                return Ok(Next::Again);
            }
            self.passed(
                at,
                path,
                size,
                Passed::Skipped(SkipReason::Unchanged),
                finished.bytes,
            )?;
            return Ok(Next::GoOn);
        }
        let head = bytes.head(Head::SIZE);
        let recognised = teltale_formats::recognise(&Head {
            name,
            bytes: head,
            whole: head.len() < Head::SIZE,
        });
        let Some((format, reason)) = recognised else {
            let reason = if head.is_empty() {
                SkipReason::Empty
            } else {
                SkipReason::Binary
            };
            let finished = bytes.leave();
            let why = match finished.failure {
                Some(failure) if finished.bytes == 0 => Passed::Failed(failure),
                Some(_) | None => Passed::Skipped(reason),
            };
            self.passed(at, path, size, why, finished.bytes)?;
            return Ok(Next::GoOn);
        };
        let about = format.about();
        self.say(Frame::EntryStart(EntryStart {
            at: at.clone(),
            path: Text::from(path),
            size,
            format: Some(Recognised {
                id: Text::from(about.id),
                version: about.version,
                reason: Text::from(reason),
            }),
        }))?;
        let end = self.read(format, at, name, size, bytes)?;
        self.say(Frame::EntryEnd(end))?;
        Ok(Next::GoOn)
    }

    fn known(&self, path: &str, size: Option<u64>) -> Option<[u8; 32]> {
        let index = self
            .job
            .known
            .binary_search_by(|known| known.path.0.as_str().cmp(path))
            .ok()?;
        let known = &self.job.known[index];
        (size == Some(known.size)).then_some(known.hash)
    }

    fn passed(&self, at: &Ordinal, path: &str, size: Option<u64>, why: Passed, bytes: u64) -> io::Result<()> {
        let mut ledger = Ledger::default();
        let file = ledger.of(RecordKind::File);
        file.seen = 1;
        match why {
            Passed::Skipped(reason) => *file.skipped.entry(reason).or_default() = 1,
            Passed::Limit(_) => *file.skipped.entry(SkipReason::AboveLimit).or_default() = 1,
            Passed::Failed(_) => file.failed = 1,
        }
        self.say(Frame::EntryStart(EntryStart {
            at: at.clone(),
            path: Text::from(path),
            size,
            format: None,
        }))?;
        self.say(Frame::EntryEnd(EntryEnd {
            at: at.clone(),
            bytes,
            hash: None,
            outcome: Outcome::Passed(why),
            ledger,
            problems: BTreeMap::new(),
            events: 0,
            matches: 0,
            rejections: BTreeMap::new(),
        }))
    }

    fn read(
        &mut self,
        format: &dyn Format,
        at: &Ordinal,
        name: &str,
        size: Option<u64>,
        bytes: EntryBytes<'_>,
    ) -> io::Result<EntryEnd> {
        let have = match &self.job.resume {
            Some(Resume::Inside { at: within, events }) if within == at => *events,
            Some(Resume::Inside { .. } | Resume::After(_)) | None => 0,
        };
        let mut cutting = Cutting::new(self.job, self.finder, self.out, have);
        let mut ledger = Ledger::default();
        let mut entry = Watched {
            bytes,
            name,
            size,
            out: self.out,
            before: self.total,
            told: 0,
        };
        let halt = format
            .read(
                &mut entry,
                &mut Emit::new(&mut |event| cutting.event(event), &mut ledger),
            )
            .err();
        let finished = entry.bytes.finish();
        let failure = match (finished.failure, halt) {
            (failure, None | Some(Halt::Stopped)) => failure,
            (failure, Some(Halt::Io(_))) => failure.or(Some(Failure::Damaged)),
        };
        if failure == Some(Failure::Checksum) {
            let problem = Problem {
                kind: ProblemKind::Checksum,
                at: finished.bytes,
                line: None,
            };
            let _ = cutting.event(Event::Problem(problem));
        }
        if let Some(error) = cutting.broken {
            return Err(error);
        }
        self.total += finished.bytes;
        Ok(EntryEnd {
            at: at.clone(),
            bytes: finished.bytes,
            hash: finished.hash,
            outcome: failure.map_or(Outcome::Read, Outcome::Partly),
            ledger,
            problems: cutting.problems,
            events: cutting.events,
            matches: cutting.matches,
            rejections: cutting.rejections,
        })
    }
}

/// An entry as a format sees it; each stretch that is taken is a word of progress.
struct Watched<'b, 'n, 'j, W> {
    bytes: EntryBytes<'b>,
    name: &'n str,
    size: Option<u64>,
    out: &'j RefCell<Outgoing<W>>,
    before: u64,
    told: u64,
}

impl<W: Write> Read for Watched<'_, '_, '_, W> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(to)?;
        let bytes = self.bytes.position();
        if bytes - self.told >= PROGRESS {
            self.told = bytes;
            let progress = Progress {
                bytes,
                total: self.before + bytes,
            };
            self.out
                .borrow_mut()
                .say(&Said::Frame(Frame::Progress(progress)))?;
        }
        Ok(count)
    }
}

impl<W: Write> Entry for Watched<'_, '_, '_, W> {
    fn name(&self) -> &str {
        self.name
    }
    fn size(&self) -> Option<u64> {
        self.size
    }
}

/// Takes the events of one entry: finds numbers in them, counts, and sends what the job wants.
struct Cutting<'j, W> {
    job: &'j Job,
    finder: &'j Finder,
    out: &'j RefCell<Outgoing<W>>,
    /// Events that the caller has already.
    have: u64,
    events: u64,
    matches: u64,
    problems: BTreeMap<ProblemKind, u64>,
    rejections: BTreeMap<String, u64>,
    /// The pipe is gone.
    broken: Option<io::Error>,
}

impl<'j, W: Write> Cutting<'j, W> {
    fn new(job: &'j Job, finder: &'j Finder, out: &'j RefCell<Outgoing<W>>, have: u64) -> Self {
        let (problems, rejections) = (BTreeMap::new(), BTreeMap::new());
        Self {
            job,
            finder,
            out,
            have,
            events: 0,
            matches: 0,
            problems,
            rejections,
            broken: None,
        }
    }

    fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        self.events += 1;
        if let Event::Problem(problem) = &event {
            *self.problems.entry(problem.kind).or_default() += 1;
        }
        let found = self.find(super::check::parts(&event));
        if self.events <= self.have {
            return ControlFlow::Continue(());
        }
        let wanted = match self.job.mode {
            Mode::Everything => Some((event, found)),
            Mode::MentionsOnly => trimmed_to_mentions(event, found),
        };
        let Some((event, found)) = wanted else {
            return ControlFlow::Continue(());
        };
        match self.send(&event, &found) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn find(&mut self, parts: &[Part<'_>]) -> Vec<PartMatches> {
        let regions = &self.job.regions;
        let mut all = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let mut matches = Vec::new();
            match part.read_as {
                ReadAs::Text => self.finder.find(&part.text, regions, &mut matches),
                ReadAs::Number => matches.extend(self.finder.read_number(&part.text, regions)),
                ReadAs::Digits => matches.extend(self.finder.read_digits(&part.text)),
                ReadAs::Opaque => {}
            }
            if self.job.rejections && part.read_as == ReadAs::Text {
                for rejection in self.finder.rejections(&part.text, regions) {
                    *self.rejections.entry(rejection.rule).or_default() += 1;
                }
            }
            if !matches.is_empty() {
                self.matches += matches.len() as u64;
                all.push(PartMatches {
                    part: index as u32,
                    matches,
                });
            }
        }
        all
    }

    fn send(&mut self, event: &Event<'_>, found: &[PartMatches]) -> io::Result<()> {
        let mut out = self.out.borrow_mut();
        if out.event(event, found)?.is_ok() {
            return Ok(());
        }
        let at = match super::check::parts(event).first().map(|part| &part.at) {
            Some(Locator::Bytes { start, .. }) => *start,
            Some(Locator::Row { .. }) | None => 0,
        };
        *self.problems.entry(ProblemKind::RecordTooLarge).or_default() += 1;
        let problem = Event::Problem(Problem {
            kind: ProblemKind::RecordTooLarge,
            at,
            line: None,
        });
        // A problem is a few bytes.
        out.event(&problem, &[])?
            .map_err(|_| io::Error::other("a problem did not fit into a frame"))
    }
}
