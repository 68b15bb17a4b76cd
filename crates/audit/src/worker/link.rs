//! The wire to one worker, be it a process or a thread, and the way to cut it.

use super::Launch;
use super::ahead::Ahead;
use super::frame::Loss;
use super::job::{Job, Resume};
use super::reader::Fault;
use super::wire::{Broken, Incoming, Said};
use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use teltale_sandbox::Enforcement;

#[cfg(unix)]
use {
    super::wire::write_whole,
    std::net::Shutdown,
    std::os::fd::OwnedFd,
    std::os::unix::net::UnixStream,
    std::process::{Child, Command, Stdio},
    std::sync::Mutex,
};

/// A worker that is gone.
pub(super) struct Lost(pub Loss);

/// A worker that is there.
#[derive(Debug)]
pub(super) struct Link {
    incoming: Incoming<Pipe>,
    enforcement: Enforcement,
    patience: Duration,
    #[cfg(unix)]
    child: Option<Child>,
}

/// Where frames come from.
#[derive(Debug)]
enum Pipe {
    #[cfg(unix)]
    Socket(UnixStream, Ahead),
    Thread(Option<Ahead>),
}

impl Read for Pipe {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            #[cfg(unix)]
            Self::Socket(_, ahead) => ahead.read(to),
            Self::Thread(Some(ahead)) => ahead.read(to),
            Self::Thread(None) => Ok(0),
        }
    }
}

/// The order to stop, and what to cut so that it is obeyed at once.
#[derive(Debug, Default)]
pub(super) struct Stop {
    stopped: AtomicBool,
    #[cfg(unix)]
    socket: Mutex<Option<UnixStream>>,
}

impl Stop {
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        #[cfg(unix)]
        if let Some(socket) = &*self.socket.lock().expect("nobody panics while holding it") {
            // Wakes a parent that waits and fails a worker that writes; if it is closed already, so much the better.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    pub fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

impl Link {
    pub fn start(launch: &Launch, patience: Duration, stop: &Stop) -> Result<Self, Fault> {
        if stop.stopped() {
            return Err(Fault::Stopped);
        }
        match launch {
            #[cfg(unix)]
            Launch::SameProgram => {
                let mut command = Command::new(same_program().map_err(Fault::NotStarted)?);
                command.arg(super::ARGUMENT);
                Self::process(command, patience, stop)
            }
            #[cfg(unix)]
            Launch::Program(program, arguments) => {
                let mut command = Command::new(program);
                command.args(arguments);
                Self::process(command, patience, stop)
            }
            #[cfg(not(unix))]
            Launch::SameProgram | Launch::Program(..) => Ok(Self::thread(patience)),
            Launch::Thread => Ok(Self::thread(patience)),
            #[cfg(all(test, unix))]
            Launch::Fake(fake) => {
                let (fake, (here, there)) = (*fake, UnixStream::pair().map_err(Fault::NotStarted)?);
                std::thread::spawn(move || fake(there));
                Self::greeted(here, None, patience, stop)
            }
        }
    }

    /// What the system holds the worker to.
    pub fn enforcement(&self) -> &Enforcement {
        &self.enforcement
    }

    fn thread(patience: Duration) -> Self {
        Self {
            incoming: Incoming::new(Pipe::Thread(None)),
            enforcement: super::serve::nothing_enforced(),
            patience,
            #[cfg(unix)]
            child: None,
        }
    }

    #[cfg(unix)]
    fn process(mut command: Command, patience: Duration, stop: &Stop) -> Result<Self, Fault> {
        let (here, there) = UnixStream::pair().map_err(Fault::NotStarted)?;
        // Secrets of the session live in the environment; a worker gets what the loader and the waiver need.
        command.env_clear();
        for name in ["LD_LIBRARY_PATH", teltale_sandbox::WAIVER] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        // What a worker writes to its error stream is a stranger's text: nobody reads it.
        command
            .stdin(Stdio::from(OwnedFd::from(there)))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().map_err(Fault::NotStarted)?;
        // The command holds the worker's end of the socket: without this, the end of the worker would go unseen.
        drop(command);
        Self::greeted(here, Some(child), patience, stop)
    }

    /// Waits for the first word of a worker.
    #[cfg(unix)]
    fn greeted(
        socket: UnixStream,
        mut child: Option<Child>,
        patience: Duration,
        stop: &Stop,
    ) -> Result<Self, Fault> {
        let prepare = || {
            socket.set_write_timeout(Some(patience))?;
            let ahead = Ahead::of(socket.try_clone()?, patience)?;
            Ok((socket.try_clone()?, ahead))
        };
        let (to_cut, ahead) = prepare().map_err(|error| {
            if let Some(child) = &mut child {
                // Its end of the socket is about to be closed: it ends by itself if this fails.
                let _ = child.kill().and_then(|()| child.wait());
            }
            Fault::NotStarted(error)
        })?;
        let mut link = Self {
            incoming: Incoming::new(Pipe::Socket(socket, ahead)),
            enforcement: Enforcement::default(),
            patience,
            child,
        };
        *stop.socket.lock().expect("nobody panics while holding it") = Some(to_cut);
        // An order that came before there was anything to cut.
        if stop.stopped() {
            return Err(Fault::Stopped);
        }
        match link.incoming.next() {
            Ok(Said::Ready(enforcement)) => link.enforcement = enforcement,
            Ok(Said::Unconfined(reason)) => return Err(Fault::Unconfined(reason.to_string())),
            Ok(Said::Opening { .. } | Said::Frame(_) | Said::End) | Err(Broken::NotAFrame) => {
                return Err(Fault::Lost(Loss::Lied));
            }
            Err(Broken::Late) => return Err(Fault::Lost(Loss::Hung)),
            Err(Broken::Closed) if stop.stopped() => return Err(Fault::Stopped),
            Err(Broken::Closed) => return Err(Fault::Lost(link.died())),
        }
        Ok(link)
    }

    /// Hands over a file and what to do with it.
    pub fn ask(&mut self, source: &File, job: &Job, resume: &Option<Resume>) -> Result<(), Lost> {
        let job = Job {
            resume: resume.clone(),
            ..job.clone()
        };
        match self.incoming.pipe() {
            #[cfg(unix)]
            Pipe::Socket(socket, _) => {
                let sent =
                    teltale_sandbox::send_file(socket, source).and_then(|()| write_whole(socket, &job));
                sent.map_err(|_| Lost(self.died()))
            }
            Pipe::Thread(pipe) => {
                let source = source.try_clone().map_err(|_| Lost(Loss::Died))?;
                let said = super::serve::in_thread(source, job);
                let ahead = said.and_then(|said| Ahead::of(said, self.patience));
                *pipe = Some(ahead.map_err(|_| Lost(Loss::Died))?);
                Ok(())
            }
        }
    }

    /// The next thing that the worker says.
    pub fn next(&mut self) -> Result<Said<'_>, Broken> {
        self.incoming.next()
    }

    /// Makes sure that the worker is gone, and says how it went.
    pub fn died(&mut self) -> Loss {
        #[cfg(unix)]
        if let Some(mut child) = self.child.take() {
            // A worker that is ending already keeps the reason it ends for.
            let _ = child.kill();
            if let Ok(status) = child.wait() {
                use std::os::unix::process::ExitStatusExt;
                if status.signal() == Some(FORBIDDEN_CALL) {
                    return Loss::Forbidden;
                }
            }
        }
        Loss::Died
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.died();
    }
}

/// SIGSYS: how the kernel ends a process for a call that its filter forbids.
#[cfg(all(unix, not(target_os = "macos")))]
const FORBIDDEN_CALL: i32 = 31;
#[cfg(target_os = "macos")]
const FORBIDDEN_CALL: i32 = 12;

/// On Linux the very program that runs, even when its file was replaced by an update meanwhile.
#[cfg(unix)]
fn same_program() -> io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") {
        Ok("/proc/self/exe".into())
    } else {
        std::env::current_exe()
    }
}
