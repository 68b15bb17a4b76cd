//! Drives the built programs over a corpus, as a person would, and compares what they say with what is expected.
//!
//! The tests stand in `tests/`, what they expect in `expected/`. Here is what they share: running a program,
//! comparing with a file, and making large exports.

pub mod bomb;
#[cfg(target_os = "linux")]
pub mod display;
pub mod expected;
pub mod hostile;
pub mod made;
pub mod program;
pub mod session;
