//! Walks the entries of one opened source: itself, or its members, or theirs.

use crate::bytes::{Budget, EntryBytes, Through, proportionate};
use crate::kind::Kind;
use crate::window::Window;
use crate::{Failure, Limit, MAX_DEPTH, MAX_ENTRIES, MAX_IN_MEMORY, Ordinal, Passed, Trouble, identity};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::ops::ControlFlow;

/// What is asked of a reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Tried in turn on encrypted members.
    pub passwords: &'a [&'a str],
    /// True to hash the bytes of each entry.
    pub hashes: bool,
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
    /// Something is wrong with an archive as a whole. Comes after its members.
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
/// A plain file is one entry; an archive (zip, tar, gzip, told by content and not by `name`) is its members, those of
/// archives inside it as `inner.zip/chat.txt`. The error is that of asking the file for its size; everything else is
/// a step.
pub fn entries(
    source: &File,
    name: &str,
    options: &Options<'_>,
    visit: &mut dyn FnMut(Step<'_>) -> Next,
) -> io::Result<()> {
    let size = identity(source)?.size;
    let mut reading = Reading {
        name,
        options,
        budget: &Budget::new(size),
        visit,
    };
    // A stop asked for is no different here from the end.
    let _ = reading.source(&Window::file(source, size));
    Ok(())
}

/// Break: the visitor said stop.
pub(crate) type Flow<T = ()> = ControlFlow<(), T>;

/// A reading under way.
pub(crate) struct Reading<'r> {
    name: &'r str,
    pub options: &'r Options<'r>,
    pub budget: &'r Budget,
    visit: &'r mut dyn FnMut(Step<'_>) -> Next,
}

/// What is known of a member before its bytes come.
#[derive(Clone, Copy, Default)]
pub(crate) struct Claims<'w> {
    /// Bytes once unpacked.
    pub size: Option<u64>,
    /// Bytes as they stand in the archive; none where they stand unpacked.
    pub compressed: Option<u64>,
    /// Where they stand, if they stand as they are.
    pub stretch: Option<&'w Window<'w>>,
    /// True where they can be had a second time.
    pub repeatable: bool,
    /// True where what they are unpacked from counts them already.
    pub counted: bool,
}

impl Reading<'_> {
    fn source(&mut self, window: &Window<'_>) -> Flow {
        let at = Ordinal::default();
        if !self.open(&at, "")? {
            return Flow::Continue(());
        }
        let claims = Claims {
            size: Some(window.length()),
            stretch: Some(window),
            repeatable: true,
            ..Claims::default()
        };
        while self.content(&at, "", &claims, &mut window.again())? == Next::Again {}
        Flow::Continue(())
    }

    /// Says that an entry is about to be touched; false if it shall not be.
    pub fn open(&mut self, at: &Ordinal, path: &str) -> Flow<bool> {
        let count = self.budget.entries.get() + 1;
        self.budget.entries.set(count);
        if count > MAX_ENTRIES + 1 {
            self.trouble(&Ordinal::default(), "", Trouble::Limit(Limit::Entries))?;
            return Flow::Break(());
        }
        match (self.visit)(Step::Opening { at, path }) {
            Next::GoOn | Next::Again => Flow::Continue(true),
            Next::PassOver => Flow::Continue(false),
            Next::Stop => Flow::Break(()),
        }
    }

    pub fn pass(&mut self, at: &Ordinal, path: &str, size: Option<u64>, why: Passed) -> Flow {
        self.step(Step::Passed { at, path, size, why })
            .map_continue(|_| ())
    }

    pub fn trouble(&mut self, at: &Ordinal, path: &str, trouble: Trouble) -> Flow {
        self.step(Step::Trouble { at, path, trouble })
            .map_continue(|_| ())
    }

    fn step(&mut self, step: Step<'_>) -> Flow<Next> {
        match (self.visit)(step) {
            Next::Stop => Flow::Break(()),
            next @ (Next::GoOn | Next::PassOver | Next::Again) => Flow::Continue(next),
        }
    }

    /// An entry whose bytes are there: opened further if it is an archive, else handed to the visitor. Answers what
    /// the visitor answered.
    pub fn content(
        &mut self,
        at: &Ordinal,
        path: &str,
        claims: &Claims<'_>,
        reader: &mut dyn Read,
    ) -> Flow<Next> {
        let mut bytes = EntryBytes::new(reader, claims.size);
        // Bytes that stand as they are cost no more than the source itself.
        if claims.stretch.is_none() && !claims.counted {
            let allowed = claims.compressed.map_or(u64::MAX, proportionate);
            bytes = bytes.within(self.budget, allowed);
        }
        let kind = Kind::of(bytes.head(Kind::HEAD));
        match kind {
            Kind::Media | Kind::Database | Kind::Other => {
                let repeatable = claims.repeatable;
                if self.options.hashes {
                    bytes = bytes.hashed();
                }
                return self.step(Step::Entry {
                    at,
                    path,
                    size: claims.size,
                    repeatable,
                    bytes,
                });
            }
            Kind::Zip | Kind::Gzip | Kind::Tar if at.0.len() >= MAX_DEPTH => {
                self.pass(at, path, claims.size, Passed::Limit(Limit::Depth))?;
            }
            Kind::Zip => self.nested_zip(at, path, claims, bytes)?,
            Kind::Gzip => self.gzip(at, path, claims, bytes)?,
            Kind::Tar => self.tar(at, path, bytes)?,
        }
        Flow::Continue(Next::GoOn)
    }

    fn nested_zip(
        &mut self,
        at: &Ordinal,
        path: &str,
        claims: &Claims<'_>,
        mut bytes: EntryBytes<'_>,
    ) -> Flow {
        if let Some(window) = claims.stretch {
            return self.zip(at, path, window);
        }
        let mut held = Vec::new();
        // Reading an entry never fails; what was wrong is asked for afterwards.
        let _ = (&mut bytes).take(MAX_IN_MEMORY + 1).read_to_end(&mut held);
        if held.len() as u64 <= MAX_IN_MEMORY {
            self.zip(at, path, &Window::memory(&held))?;
        } else {
            let mut stream = BufReader::with_capacity(64 << 10, Cursor::new(held).chain(Through(&mut bytes)));
            self.zip_from_start(at, path, &mut stream, Trouble::Streamed)?;
        }
        self.after(at, path, &bytes)
    }

    /// Says so if the bytes of an archive ended before their time.
    pub fn after(&mut self, at: &Ordinal, path: &str, bytes: &EntryBytes<'_>) -> Flow {
        match bytes.failure() {
            Some(Failure::Limit(limit)) => self.trouble(at, path, Trouble::Limit(limit)),
            Some(failure) => self.trouble(at, path, Trouble::Failed(failure)),
            None => Flow::Continue(()),
        }
    }

    /// The name that an archive would have without its last ending: what a gzip holds.
    pub fn name_inside(&self, path: &str) -> String {
        let whole = if path.is_empty() { self.name } else { path };
        let name = whole.rsplit('/').next().unwrap_or(whole);
        match name.rsplit_once('.') {
            Some((stem, ending)) if ending.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
            Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
            Some(_) | None => "content".to_owned(),
        }
    }
}

/// The path of a member of the archive at `path`.
pub(crate) fn joined(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}/{member}")
    }
}
