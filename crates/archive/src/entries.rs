//! Walks the entries of one opened source: itself, or its members, or theirs.

use crate::bytes::{Budget, EntryBytes};
use crate::kind::Kind;
use crate::window::Window;
use crate::{Ordinal, Passed, Trouble, identity};
use std::fs::File;
use std::io;

/// What is asked of a reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Tried in turn on encrypted members.
    pub passwords: &'a [&'a str],
}

/// One step of a reading. Members come in the order of their ordinals, whatever befalls them.
pub enum Step<'a> {
    /// The bytes of this entry or archive are about to be touched for the first time.
    Opening {
        /// Which.
        at: &'a Ordinal,
        /// Its path inside the source; empty for the source itself.
        path: &'a str,
    },
    /// An entry to be read.
    Entry {
        /// Which.
        at: &'a Ordinal,
        /// Its path inside the source; empty for the source itself.
        path: &'a str,
        /// Its size, where the archive says so: a claim.
        size: Option<u64>,
        /// True where [`Next::Again`] can be answered.
        repeatable: bool,
        /// Its bytes.
        bytes: EntryBytes<'a>,
    },
    /// An entry that cannot or shall not be read.
    Passed {
        /// Which.
        at: &'a Ordinal,
        /// Its path inside the source.
        path: &'a str,
        /// Its size, where the archive says so: a claim.
        size: Option<u64>,
        /// Why.
        why: Passed,
    },
    /// Something is wrong with an archive as a whole.
    Trouble {
        /// Which archive; empty for the source itself.
        at: &'a Ordinal,
        /// Its path inside the source.
        path: &'a str,
        /// What is wrong.
        trouble: Trouble,
    },
}

/// What to do after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// On.
    GoOn,
    /// After [`Step::Opening`]: leave this entry or archive, and all inside it, untouched. Elsewhere the same as on.
    PassOver,
    /// After a repeatable [`Step::Entry`]: the same step once more, from its first byte. Elsewhere the same as on.
    Again,
    /// End the reading.
    Stop,
}

/// Reads the entries of an opened file, one after the other. Nothing is written anywhere.
///
/// The error is that of asking the file for its size; everything else is a step.
pub fn entries(
    source: &File,
    options: &Options<'_>,
    visit: &mut dyn FnMut(Step<'_>) -> Next,
) -> io::Result<()> {
    let size = identity(source)?.size;
    let budget = Budget::new(size);
    let at = Ordinal::default();
    if visit(Step::Opening { at: &at, path: "" }) == Next::GoOn {
        let mut window = Window::file(source, size);
        let mut bytes = EntryBytes::new(&mut window, Some(size));
        let _ = (Kind::of(bytes.head(Kind::HEAD)), &budget, options);
        visit(Step::Entry {
            at: &at,
            path: "",
            size: Some(size),
            repeatable: false,
            bytes,
        });
    }
    Ok(())
}
