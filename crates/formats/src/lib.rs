//! Recognises chat and transcript formats and turns their bytes into events.
//!
//! A format is a cutter (`cut::…`: bytes into records with offsets and a size cap) plus a mapping (records
//! into [`Event`]s), in one file, with one name in [`all`]'s list. Formats push: they drive, lend each event
//! for one call, and stop when the caller says so.

mod emit;
mod format;

pub use emit::Emit;
pub use format::{About, Entry, Format, Halt, Head, Recognition};
pub use teltale_model::Event;
