//! What every format implements, and what it is given.

use crate::Emit;
use std::io::{self, Read};

/// A known layout of conversations inside an entry.
pub trait Format: Sync {
    /// Who it is.
    fn about(&self) -> &'static About;
    /// Decides from the content of the head, never from the name alone.
    fn recognises(&self, head: &Head<'_>) -> Recognition;
    /// Reads the whole entry from its first byte, in one pass and constant memory.
    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt>;
}

/// A format's own card.
#[derive(Debug)]
pub struct About {
    /// Short and stable: `whatsapp-text`, `chatgpt`. Names fixtures and documentation pages.
    pub id: &'static str,
    /// Shown to people: `WhatsApp chat`.
    pub name: &'static str,
    /// Whose messages these are: `WhatsApp`, `ChatGPT`; empty for generic formats.
    pub service: &'static str,
    /// Raised whenever the same bytes would give other events, so that entries read before are stale.
    pub version: u32,
    /// How a person gets such a file, in one or two sentences; empty for generic formats.
    pub how_to_export: &'static str,
}

/// What recognition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The entry's path inside its source, for breaking ties only; may be empty.
    pub name: &'a str,
    /// The first bytes, at most [`Head::SIZE`], as they stand.
    pub bytes: &'a [u8],
    /// True where `bytes` is the whole entry.
    pub whole: bool,
}

impl Head<'_> {
    /// How many bytes recognition is given at most.
    pub const SIZE: usize = 64 * 1024;
}

/// A format's answer to "is this yours?", with the reason shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognition {
    /// It is, because … (a sentence fragment: "lines that begin with a date and a sender").
    Yes(&'static str),
    /// It is not.
    No,
}

/// One file inside a source, as a stream.
pub trait Entry: Read {
    /// Its path inside the source; may be empty.
    fn name(&self) -> &str;
    /// Its size in bytes, where known beforehand.
    fn size(&self) -> Option<u64>;
}

/// Why a reading ended before the end of the entry.
#[derive(Debug)]
pub enum Halt {
    /// The caller said stop.
    Stopped,
    /// The bytes stopped coming.
    Io(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
