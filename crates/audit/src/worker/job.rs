//! What a worker is asked to do with the one file it is handed.

use serde::{Deserialize, Serialize};
use std::fmt;
use teltale_archive::Ordinal;
use teltale_model::{Region, SkipReason};

/// One source file to read. The file itself crosses as a descriptor; a worker never learns its path.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Job {
    /// The file's own name, which formats use to break ties.
    pub name: Quiet,
    /// Regions in play for numbers written without a country.
    pub regions: Vec<Region>,
    /// Tried in turn on encrypted members.
    pub passwords: Vec<Quiet>,
    /// How much comes back.
    pub mode: Mode,
    /// Members not to be read, each with the reason that their row will show. Ordered by `at`.
    pub skip: Vec<Skip>,
    /// Content hashes of entries that the case holds already, by path: such an entry is hashed first and passed
    /// over as unchanged where path, size and hash agree. Ordered by path.
    pub known: Vec<Known>,
    /// Where an earlier reading of the same bytes stopped.
    pub resume: Option<Resume>,
    /// True to count the candidates that each rule of the finder removed; costs a second pass over the text.
    pub rejections: bool,
}

/// How much a worker sends back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mode {
    /// Every event with all its parts, for the case.
    #[default]
    Everything,
    /// Conversations and participants without text, and of everything else only the parts that hold a number:
    /// what a line about a mention needs.
    MentionsOnly,
}

/// A name or password, owned. `Debug` prints its length only.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quiet(pub String);

impl fmt::Debug for Quiet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quiet({} bytes)", self.0.len())
    }
}

/// A member that is not to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Which one; an archive stands for everything inside it.
    pub at: Ordinal,
    /// Shown in its row.
    pub reason: SkipReason,
}

/// An entry whose content is in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its path inside the source.
    pub path: Quiet,
    /// Its size.
    pub size: u64,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
}

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resume {
    /// After everything up to and including this entry (and everything inside it).
    After(Ordinal),
    /// Inside this entry, after its first events: they are cut from the bytes again but not sent.
    Inside {
        /// The entry.
        at: Ordinal,
        /// Events that the caller has.
        events: u64,
    },
}
