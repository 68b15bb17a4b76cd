//! The parent's side: starts a worker, hands it a file, believes nothing, replaces it when it is lost.

use super::check::Doubt;
use super::frame::{EntryEnd, EntryStart, Frame, Loss, Outcome, SourceEnd};
use super::job::{Job, Resume};
use super::link::{Link, Lost, Stop};
use super::wire::{Broken, Said};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use teltale_archive::{Ordinal, identity};
use teltale_model::{Ledger, RecordKind, Text};
use teltale_sandbox::Enforcement;

/// How a worker comes to be.
#[derive(Debug, Clone)]
pub enum Launch {
    /// This same program, started again with the argument [`super::ARGUMENT`]; `main` calls
    /// [`super::run_if_asked`]. On systems without Unix sockets: a thread, as below.
    SameProgram,
    /// Another program with these arguments, which must call [`super::run_if_asked`] or speak its language.
    Program(PathBuf, Vec<OsString>),
    /// A thread of this process, confined by nothing: for tests, and for systems where nothing else works.
    Thread,
    /// Whatever a test puts at the other end of the socket.
    #[cfg(all(test, unix))]
    Fake(fn(std::os::unix::net::UnixStream)),
}

impl Default for Launch {
    fn default() -> Self {
        if cfg!(unix) {
            Self::SameProgram
        } else {
            Self::Thread
        }
    }
}

/// Why a source could not be read to its end. What came before stands.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The caller said stop, by [`ControlFlow::Break`] or a [`Stopper`].
    #[error("stopped")]
    Stopped,
    /// No worker could be started.
    #[error("cannot start the process that reads files: {0}")]
    NotStarted(io::Error),
    /// The worker refuses to read, as the system does not hold it.
    #[error("{0}")]
    Unconfined(String),
    /// Workers were lost before they touched an entry, so that none can be blamed.
    #[error("the process that reads files was lost before it read anything: {0}")]
    Lost(Loss),
    /// The file cannot be asked for its size.
    #[error("cannot read the file: {0}")]
    Source(io::Error),
}

/// One worker, started when first needed and again after each loss. Belongs to one thread: on Linux a worker ends
/// with the thread that started it.
#[derive(Debug)]
pub struct Reader {
    /// How long a worker may say nothing while it is waited for. A caller that is busy with a frame costs it nothing.
    pub patience: Duration,
    launch: Launch,
    link: Option<Link>,
    stop: Arc<Stop>,
}

/// Stops a reader from another thread, for good and at once.
#[derive(Debug, Clone)]
pub struct Stopper(Arc<Stop>);

impl Stopper {
    /// Ends the worker; a reading that runs returns [`Fault::Stopped`], as does every later one.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// How an attempt ended before the end of the source.
enum Ended {
    Fault(Fault),
    /// With the entry or archive that was being touched.
    Lost(Loss, Option<(Ordinal, Text<'static>)>),
}

impl Reader {
    /// A reader that has not started its worker yet.
    pub fn new(launch: Launch) -> Self {
        Self {
            patience: Duration::from_secs(60),
            launch,
            link: None,
            stop: Arc::default(),
        }
    }

    /// A handle that stops this reader from elsewhere.
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.stop))
    }

    /// What the system holds the worker to; starts one if none runs.
    pub fn enforcement(&mut self) -> Result<Enforcement, Fault> {
        Ok(self.link()?.enforcement().clone())
    }

    /// Reads one source. Each frame is lent for one call, already checked; *break* stops the reading.
    ///
    /// A worker that is lost costs the entry it was reading, which ends as [`Outcome::Lost`]; the reading goes on
    /// behind it. The file is read from its first byte, wherever its cursor stands.
    pub fn read(
        &mut self,
        source: &File,
        job: &Job,
        on_frame: &mut dyn FnMut(Frame<'_>) -> ControlFlow<()>,
    ) -> Result<SourceEnd, Fault> {
        let before = identity(source).map_err(Fault::Source)?;
        let mut doubt = Doubt::new(before.size);
        let mut lost = 0;
        let mut resume = job.resume.clone();
        loop {
            match self.attempt(source, job, &resume, &mut doubt, on_frame) {
                Ok(()) => break,
                Err(Ended::Fault(fault)) => {
                    self.link = None;
                    return Err(fault);
                }
                Err(Ended::Lost(loss, touched)) => {
                    self.link = None;
                    lost += 1;
                    let at = end_for_the_lost(touched, loss, &mut doubt, on_frame)?;
                    if at.0.is_empty() {
                        break;
                    }
                    resume = Some(Resume::After(at));
                }
            }
        }
        let changed = identity(source).map_err(Fault::Source)? != before;
        Ok(SourceEnd {
            entries: doubt.entries(),
            bytes: doubt.bytes(),
            lost,
            changed,
        })
    }

    fn link(&mut self) -> Result<&mut Link, Fault> {
        if self.link.is_none() {
            self.link = Some(Link::start(&self.launch, self.patience, &self.stop)?);
        }
        Ok(self.link.as_mut().expect("was just filled"))
    }

    fn attempt(
        &mut self,
        source: &File,
        job: &Job,
        resume: &Option<Resume>,
        doubt: &mut Doubt,
        on_frame: &mut dyn FnMut(Frame<'_>) -> ControlFlow<()>,
    ) -> Result<(), Ended> {
        // A worker that idled may be gone without anybody's fault; a fresh one gets one try.
        let mut fresh = self.link.is_none();
        loop {
            match self.link().map_err(Ended::Fault)?.ask(source, job, resume) {
                Ok(()) => break,
                Err(Lost(loss)) if fresh => return Err(self.ended(loss, None)),
                Err(Lost(_)) => {
                    self.link = None;
                    fresh = true;
                }
            }
        }
        let mut touched: Option<(Ordinal, Text<'static>)> = None;
        let loss = loop {
            let link = self.link.as_mut().expect("it was asked just now");
            match link.next() {
                Ok(Said::Frame(frame)) => {
                    if doubt.check(&frame).is_err() {
                        break Loss::Lied;
                    }
                    if on_frame(frame).is_break() {
                        return Err(Ended::Fault(Fault::Stopped));
                    }
                }
                Ok(Said::Opening { at, path }) => touched = Some((at, path.into_owned())),
                Ok(Said::End) if doubt.open().is_none() => return Ok(()),
                Ok(Said::End | Said::Ready(_) | Said::Unconfined(_)) | Err(Broken::NotAFrame) => {
                    break Loss::Lied;
                }
                Err(Broken::Late) => break Loss::Hung,
                Err(Broken::Closed) => break link.died(),
            }
        };
        Err(self.ended(loss, touched))
    }

    fn ended(&self, loss: Loss, touched: Option<(Ordinal, Text<'static>)>) -> Ended {
        if self.stop.stopped() {
            Ended::Fault(Fault::Stopped)
        } else {
            Ended::Lost(loss, touched)
        }
    }
}

/// Gives the entry that a worker was lost in its row, with a beginning if it had none yet, and says which it was.
/// Always further on than the last: a worker cannot be made to die for ever.
fn end_for_the_lost(
    touched: Option<(Ordinal, Text<'static>)>,
    loss: Loss,
    doubt: &mut Doubt,
    on_frame: &mut dyn FnMut(Frame<'_>) -> ControlFlow<()>,
) -> Result<Ordinal, Fault> {
    let mut give = |frame| match on_frame(frame) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Fault::Stopped),
    };
    if doubt.open().is_none() {
        let (at, path) = touched.ok_or(Fault::Lost(loss))?;
        let start = Frame::EntryStart(EntryStart {
            at,
            path,
            size: None,
            format: None,
        });
        doubt.check(&start).map_err(|_| Fault::Lost(loss))?;
        give(start)?;
    }
    let (at, events) = doubt.close().expect("an entry is open, by the lines above");
    let mut ledger = Ledger::default();
    let file = ledger.of(RecordKind::File);
    (file.seen, file.failed) = (1, 1);
    give(Frame::EntryEnd(EntryEnd {
        at: at.clone(),
        bytes: 0,
        hash: None,
        outcome: Outcome::Lost(loss),
        ledger,
        problems: BTreeMap::default(),
        events,
        matches: 0,
        rejections: BTreeMap::default(),
    }))?;
    Ok(at)
}
