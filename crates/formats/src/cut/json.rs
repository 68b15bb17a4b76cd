//! Cuts JSON into records: a cursor that walks to the values a format wants, holds one of them in memory at a
//! time, and gives it as a tree whose every string knows its bytes in the entry.
//!
//! Exports are one line of up to several gigabytes, written by strangers. So nothing here builds more than one
//! record, recurses, or gives up at damage: a record that cannot be understood becomes a problem, and its
//! strings still go out as parts. Strings are read more leniently than the standard asks (lone surrogates,
//! bytes that are not UTF-8, raw control characters, Telegram's `\xHH`), because exports hold all of these.

mod cursor;
mod escape;
mod line;
mod loose;
mod nested;
mod sketch;
mod tape;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use cursor::Cursor;
pub(crate) use escape::unescape;
pub(crate) use line::LineReader;
pub(crate) use nested::nested;
pub(crate) use sketch::{Sketch, first_items};
pub(crate) use tape::Kind;
pub(crate) use value::{Leaf, Record, Value};

/// A record above this many bytes is not held in memory; its strings are searched in pieces.
pub(crate) const RECORD_LIMIT: usize = 64 * 1024 * 1024;

/// A record of more values than this is not held in memory either; its strings are searched in pieces.
pub(crate) const VALUE_LIMIT: usize = 4 * 1024 * 1024;

/// A record nested deeper than this is not interpreted; its strings are searched.
pub(crate) const DEPTH_LIMIT: usize = 128;
