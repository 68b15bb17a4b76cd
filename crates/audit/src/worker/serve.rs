//! The worker's side: waits for a file, joins archive, formats and finder over it, and says what it found.

use super::frame::{EntryEnd, EntryStart, Frame, Outcome, Progress, Recognised};
use super::job::{Job, Mode, Resume};
use super::relay;
use super::search::{Here, Search, Sink};
use super::wire::{Outgoing, Said};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, PipeReader, Read, Write};
use std::ops::ControlFlow;
use std::sync::OnceLock;
use teltale_archive::{EntryBytes, Failure, Kind, Next, Options, Ordinal, Passed, Step, identity};
use teltale_formats::{Emit, Entry, Format, Halt, Head};
use teltale_model::{Event, Ledger, Problem, ProblemKind, RecordKind, SkipReason, Text};
use teltale_phone::Finder;
use teltale_sandbox::{Enforcement, Held, Promise};

/// The single argument with which this program starts itself as a worker.
pub const ARGUMENT: &str = "--teltale-worker";

/// How many bytes are taken between two words of progress.
const PROGRESS: u64 = 4 << 20;

/// Files from this size on are worth threads.
pub(super) const LARGE: u64 = 2 << 20;

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
        // Whichever thread it was: what it held would be missing without a word.
        std::process::abort();
    }));
    // Asked while the system still answers.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut out = Outgoing::new(socket.try_clone()?);
    match teltale_sandbox::confine_worker() {
        Ok(enforcement) => out.say(&Said::Ready(enforcement))?,
        Err(refusal) => return out.say(&Said::Unconfined(Text::from(refusal.to_string()))),
    }
    let finder = Finder::new();
    while let Some(source) = teltale_sandbox::receive_file(&socket)? {
        let job: Job = read_whole(&mut socket)?;
        out = serve(&source, &job, &finder, threads, out)?;
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
            1,
            Outgoing::new(writer),
        );
    })?;
    Ok(reader)
}

/// What holds a worker that is a thread.
pub(super) fn nothing_enforced() -> Enforcement {
    Enforcement::all(&Promise::OF_A_WORKER, Held::NotOnThisSystem)
}

/// Joins archive, formats and finder over one file. With more than one thread, what costs most is done on several.
pub(super) fn serve<W: Write>(
    source: &File,
    job: &Job,
    finder: &Finder,
    threads: usize,
    out: Outgoing<W>,
) -> io::Result<Outgoing<W>> {
    let search = Search { job, finder };
    let is_large = || identity(source).is_ok_and(|facts| facts.size >= LARGE);
    let mut out = match threads > 1 && relay::is_for(job) && is_large() {
        true => relay::through(&search, threads, out, |sink| read_entries(source, &search, sink))?,
        false => {
            finder.warm_up(&job.regions);
            let mut here = Here::new(&search, out);
            read_entries(source, &search, &mut here)?;
            here.out
        }
    };
    out.say(&Said::End)?;
    Ok(out)
}

fn read_entries(source: &File, search: &Search<'_>, sink: &mut dyn Sink) -> io::Result<()> {
    let job = search.job;
    let mut serving = Serving {
        search,
        sink: &RefCell::new(sink),
        total: 0,
        compared: None,
    };
    let passwords: Vec<&str> = job.passwords.iter().map(|password| password.0.as_str()).collect();
    let options = Options {
        passwords: &passwords,
        // A hash tells later whether the case holds an entry already.
        hashes: job.mode == Mode::Everything,
    };
    let mut broken = None;
    teltale_archive::entries(
        source,
        &job.name.0,
        &options,
        &mut |step| match serving.step(step) {
            Ok(next) => next,
            Err(error) => {
                broken = Some(error);
                Next::Stop
            }
        },
    )?;
    broken.map_or(Ok(()), Err)
}

struct Serving<'s> {
    search: &'s Search<'s>,
    sink: &'s RefCell<&'s mut dyn Sink>,
    /// Bytes of the entries that are finished.
    total: u64,
    /// The entry that was found to differ from the one the case holds.
    compared: Option<Ordinal>,
}

impl Serving<'_> {
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
        self.sink.borrow_mut().say(&Said::Frame(frame))
    }

    fn opening(&mut self, at: &Ordinal, path: &str) -> io::Result<Next> {
        if self.is_behind(at) {
            return Ok(Next::PassOver);
        }
        if let Some(skip) = self.search.job.skip.iter().find(|skip| skip.at == *at) {
            self.passed(at, path, None, Passed::Skipped(skip.reason), 0)?;
            return Ok(Next::PassOver);
        }
        self.sink.borrow_mut().say(&Said::Opening {
            at: at.clone(),
            path: Text::from(path),
        })?;
        Ok(Next::GoOn)
    }

    /// True for what an earlier reading of the same bytes has done with.
    fn is_behind(&self, at: &Ordinal) -> bool {
        match &self.search.job.resume {
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
        let name = if path.is_empty() {
            &self.search.job.name.0
        } else {
            path
        };
        let head = bytes.head(Kind::HEAD);
        let without_words = match Kind::of(head) {
            Kind::Media => Some(SkipReason::Media),
            Kind::Database => Some(SkipReason::Database),
            Kind::Zip | Kind::Gzip | Kind::Tar | Kind::Other => None,
        };
        if let Some(reason) = without_words {
            let seen = bytes.leave().bytes;
            self.passed(at, path, size, Passed::Skipped(reason), seen)?;
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
        self.sink.borrow_mut().end(end)?;
        Ok(Next::GoOn)
    }

    fn known(&self, path: &str, size: Option<u64>) -> Option<[u8; 32]> {
        let index = self
            .search
            .job
            .known
            .binary_search_by(|known| known.path.0.as_str().cmp(path))
            .ok()?;
        let known = &self.search.job.known[index];
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
        let have = match &self.search.job.resume {
            Some(Resume::Inside { at: within, events }) if within == at => *events,
            Some(Resume::Inside { .. } | Resume::After(_)) | None => 0,
        };
        let mut cutting = Cutting {
            sink: self.sink,
            have,
            events: 0,
            broken: None,
        };
        let mut ledger = Ledger::default();
        let mut entry = Watched {
            bytes,
            name,
            size,
            sink: self.sink,
            before: self.total,
            told: 0,
        };
        let mut sink = |event: Event<'_>| cutting.event(event);
        let mut emit = Emit::new(&mut sink, &mut ledger);
        let wants = |text: &str| self.search.finder.may_hold(text);
        if self.search.job.mode == Mode::MentionsOnly {
            emit = emit.wanting(&wants);
        }
        let halt = format.read(&mut entry, &mut emit).err();
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
            events: cutting.events,
            // What the sink has counted by then.
            problems: BTreeMap::new(),
            matches: 0,
            rejections: BTreeMap::new(),
        })
    }
}

/// An entry as a format sees it; each stretch that is taken is a word of progress.
struct Watched<'b, 'n, 's> {
    bytes: EntryBytes<'b>,
    name: &'n str,
    size: Option<u64>,
    sink: &'s RefCell<&'s mut dyn Sink>,
    before: u64,
    told: u64,
}

impl Read for Watched<'_, '_, '_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(to)?;
        let bytes = self.bytes.position();
        if bytes - self.told >= PROGRESS {
            self.told = bytes;
            let total = self.before + bytes;
            let progress = Frame::Progress(Progress { bytes, total });
            self.sink.borrow_mut().say(&Said::Frame(progress))?;
        }
        Ok(count)
    }
}

impl Entry for Watched<'_, '_, '_> {
    fn name(&self) -> &str {
        self.name
    }
    fn size(&self) -> Option<u64> {
        self.size
    }
}

/// Takes the events of one entry and passes them on.
struct Cutting<'s> {
    sink: &'s RefCell<&'s mut dyn Sink>,
    /// Events that the caller has already.
    have: u64,
    events: u64,
    /// The pipe is gone.
    broken: Option<io::Error>,
}

impl Cutting<'_> {
    fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        self.events += 1;
        let is_new = self.events > self.have;
        match self.sink.borrow_mut().event(event, is_new) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}
