//! The worker: a process of this same program that opens strangers' bytes and holds nothing worth stealing.
//!
//! The parent hands it one open file at a time and a [`Job`]; it answers with [`Frame`]s. It has no keys, no paths,
//! no network and, on Linux, no way to open a file or start a program. The parent believes nothing it says without
//! checking, and replaces it when it dies, hangs or lies: that costs the entry it was reading and nothing else.
//!
//! ```no_run
//! use std::ops::ControlFlow;
//! use teltale_audit::worker::{Frame, Job, Launch, Reader};
//!
//! let mut reader = Reader::new(Launch::default());
//! let file = std::fs::File::open("export.zip")?;
//! let end = reader.read(&file, &Job::default(), &mut |frame| {
//!     if let Frame::EntryEnd(end) = frame {
//!         println!("{} events, {}", end.events, end.outcome);
//!     }
//!     ControlFlow::Continue(())
//! })?;
//! println!("{} entries", end.entries);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ahead;
mod check;
mod frame;
mod job;
mod link;
mod reader;
mod relay;
mod search;
mod serve;
#[cfg(all(test, unix))]
mod tests;
mod trim;
mod wire;

pub(crate) use frame::LOSSES;
pub use frame::{
    ArchiveTrouble, EntryEnd, EntryStart, Found, Frame, Loss, Outcome, PartMatches, Progress, Recognised,
    SourceEnd,
};
pub use job::{Job, Known, Mode, Quiet, Resume, Skip};
pub use reader::{Fault, Launch, Reader, Stopper};
pub use serve::{ARGUMENT, run_if_asked};
