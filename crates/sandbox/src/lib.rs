//! What the operating system forbids this program: network for all of it, everything else for the worker.
//!
//! On Linux the kernel holds these promises (seccomp, Landlock, limits). Elsewhere the same calls return a report
//! that says so, and nothing else: a promise that is not held is never shown as held.

mod enforcement;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(unix)]
mod pass;

pub use enforcement::{Enforcement, Held, Promise};
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use other as system;
#[cfg(unix)]
pub use pass::{receive_file, send_file};

/// The environment variable with which a user accepts a missing promise: on a kernel too old, or inside a container
/// that forbids filters. What it waives is shown as waived.
pub const WAIVER: &str = "TELTALE_UNCONFINED";

/// The system could not be brought to hold a promise.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot make the system hold the promise {promise:?} ({cause}); nothing was read. On a kernel that cannot, \
     set {WAIVER}=1 to go on without it"
)]
pub struct NotHeld {
    /// Which one.
    pub promise: Promise,
    /// What the system answered.
    pub cause: std::io::Error,
}

/// Takes the network from this process and from every process it will ever start, for good: only sockets inside
/// this computer (Unix and netlink) can still be made, and no other process's sockets can be taken over.
///
/// The first statement of `main`, before any thread exists; threads that do exist are held as well.
pub fn go_offline() -> Result<Enforcement, NotHeld> {
    unless_waived(&[Promise::NoNetwork], system::go_offline)
}

/// Keeps this process's memory to itself: no core dumps, unreadable to other programs of the same user.
pub fn harden_process() -> Result<Enforcement, NotHeld> {
    unless_waived(&[Promise::NoMemoryImage], system::harden_process)
}

/// Leaves this process its memory, its threads and the files it holds open, and nothing else, for good.
///
/// Threads that exist are held as well, and the process that started this one ends it with itself.
pub fn confine_worker() -> Result<Enforcement, NotHeld> {
    unless_waived(&Promise::OF_A_WORKER, system::confine_worker)
}

/// Lets whatever else runs on this computer go first: the calling thread and the processes it will start take what is
/// left of a core. Work behind a window that somebody is typing in.
pub fn give_way() {
    system::give_way();
}

/// Gives memory that is no longer used back to the system. An allocator keeps what many small things have left behind:
/// worth a call where a long work ends and another begins.
pub fn give_memory_back() {
    system::give_memory_back();
}

fn unless_waived(
    asked: &[Promise],
    install: impl FnOnce(&[Promise]) -> Result<Enforcement, NotHeld>,
) -> Result<Enforcement, NotHeld> {
    match install(asked) {
        Err(_) if std::env::var_os(WAIVER).is_some_and(|value| value == "1") => {
            Ok(Enforcement::all(asked, Held::Waived))
        }
        answer => answer,
    }
}
