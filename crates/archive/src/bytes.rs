//! The bytes of one entry: counted, hashed and held to the limits while somebody else reads them.

use crate::{Failure, Limit, MAX_OUTPUT, MAX_RATIO, RATIO_FLOOR};
use std::cell::Cell;
use std::io::{self, Read};

/// What one source may cost, shared by everything that is read from it.
pub(crate) struct Budget {
    output: Cell<u64>,
    allowed: u64,
    pub entries: Cell<u64>,
}

impl Budget {
    pub fn new(source_size: u64) -> Self {
        let allowed = MAX_OUTPUT.min(proportionate(source_size));
        Self {
            output: Cell::new(0),
            allowed,
            entries: Cell::new(0),
        }
    }

    fn take(&self, count: u64) -> Result<(), Limit> {
        let output = self.output.get().saturating_add(count);
        self.output.set(output);
        match output {
            output if output <= self.allowed => Ok(()),
            _ if self.allowed == MAX_OUTPUT => Err(Limit::Output),
            _ => Err(Limit::Ratio),
        }
    }
}

/// What so many compressed bytes may unpack to.
pub(crate) fn proportionate(compressed: u64) -> u64 {
    compressed.saturating_mul(MAX_RATIO).max(RATIO_FLOOR)
}

/// The bytes of one entry, from the first to the last.
///
/// Reading never fails: where the bytes end before their time, [`EntryBytes::finish`] says why, so that whoever
/// reads keeps what came before.
pub struct EntryBytes<'a> {
    inner: &'a mut (dyn Read + 'a),
    budget: Option<&'a Budget>,
    allowed: u64,
    expected: Option<u64>,
    /// Bytes that were looked at and not yet read, from `taken` on.
    head: Vec<u8>,
    taken: usize,
    count: u64,
    /// None where nobody asks what they hash to.
    hash: Option<Box<blake3::Hasher>>,
    ended: bool,
    failure: Option<Failure>,
}

/// How the bytes of an entry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Bytes that came.
    pub bytes: u64,
    /// BLAKE3 of them, where it was asked for and they are all there are.
    pub hash: Option<[u8; 32]>,
    /// Why they ended before their time.
    pub failure: Option<Failure>,
}

impl<'a> EntryBytes<'a> {
    pub(crate) fn new(inner: &'a mut (dyn Read + 'a), size: Option<u64>) -> Self {
        Self {
            inner,
            budget: None,
            allowed: u64::MAX,
            expected: size,
            head: Vec::new(),
            taken: 0,
            count: 0,
            hash: None,
            ended: false,
            failure: None,
        }
    }

    /// For bytes that are being unpacked: at most `allowed`, and all entries together within the budget.
    pub(crate) fn within(mut self, budget: &'a Budget, allowed: u64) -> Self {
        self.budget = Some(budget);
        self.allowed = allowed;
        self
    }

    /// Hashes them: those that were looked at and those to come. Only before anything was read.
    pub(crate) fn hashed(mut self) -> Self {
        let mut hash = Box::<blake3::Hasher>::default();
        hash.update(&self.head);
        self.hash = Some(hash);
        self
    }

    /// Looks at the first bytes without taking them: `length`, or fewer where there are no more.
    /// Only before anything was read.
    pub fn head(&mut self, length: usize) -> &[u8] {
        let mut filled = self.head.len();
        if filled < length {
            let mut head = std::mem::take(&mut self.head);
            head.resize(length, 0);
            while filled < length {
                match self.pull(&mut head[filled..]) {
                    0 => break,
                    count => filled += count,
                }
            }
            head.truncate(filled);
            self.head = head;
        }
        &self.head[..filled.min(length)]
    }

    /// True where the head that was looked at is everything.
    pub fn is_all_head(&self) -> bool {
        self.ended && self.taken == 0
    }

    /// Bytes taken so far.
    pub fn position(&self) -> u64 {
        self.count - (self.head.len() - self.taken) as u64
    }

    /// Takes what nobody read, and says how it ended.
    pub fn finish(mut self) -> Finished {
        let mut rest = vec![0; if self.ended { 0 } else { 64 << 10 }];
        while !self.ended {
            self.pull(&mut rest);
        }
        let hash = self.hash.filter(|_| self.failure.is_none());
        Finished {
            bytes: self.count,
            hash: hash.map(|hash| *hash.finalize().as_bytes()),
            failure: self.failure,
        }
    }

    /// Leaves the rest where it is.
    pub fn leave(self) -> Finished {
        Finished {
            bytes: self.count,
            hash: None,
            failure: self.failure,
        }
    }

    /// True once nothing more comes.
    pub(crate) fn at_end(&self) -> bool {
        self.ended
    }

    /// Why the bytes ended before their time, if they did until now.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.failure
    }

    fn pull(&mut self, to: &mut [u8]) -> usize {
        if self.ended || to.is_empty() {
            return 0;
        }
        let answer = loop {
            match self.inner.read(to) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                answer => break answer,
            }
        };
        match answer {
            Ok(0) => {
                if self.expected.is_some_and(|expected| expected != self.count) {
                    let short = self.expected > Some(self.count);
                    self.failure = Some(if short { Failure::CutOff } else { Failure::Checksum });
                }
                self.ended = true;
                0
            }
            Ok(count) => {
                self.count += count as u64;
                if let Some(hash) = &mut self.hash {
                    hash.update(&to[..count]);
                }
                let within_own = if self.count > self.allowed {
                    Err(Limit::Ratio)
                } else {
                    Ok(())
                };
                let within_all = self.budget.map_or(Ok(()), |budget| budget.take(count as u64));
                if let Err(limit) = within_own.and(within_all) {
                    self.failure = Some(Failure::Limit(limit));
                    self.ended = true;
                }
                count
            }
            Err(error) => {
                self.failure = Some(match failure_of(&error) {
                    // All came, and only then something was wrong with them.
                    Failure::Damaged if self.expected == Some(self.count) => Failure::Checksum,
                    failure => failure,
                });
                self.ended = true;
                0
            }
        }
    }
}

impl Read for EntryBytes<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.taken < self.head.len() {
            let count = to.len().min(self.head.len() - self.taken);
            to[..count].copy_from_slice(&self.head[self.taken..self.taken + count]);
            self.taken += count;
            return Ok(count);
        }
        Ok(self.pull(to))
    }
}

/// The bytes of an archive, for what unpacks them: here an end before its time is an error, so that it reaches the
/// entries inside.
pub(crate) struct Through<'b, 'a>(pub &'b mut EntryBytes<'a>);

impl Read for Through<'_, '_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match (self.0.read(to)?, self.0.failure) {
            (0, Some(failure)) if !to.is_empty() => Err(failure.into()),
            (count, _) => Ok(count),
        }
    }
}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        Self::other(Named(failure))
    }
}

/// A failure that a reader inside this room has a name for already.
#[derive(Debug)]
struct Named(Failure);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
impl std::error::Error for Named {}

pub(crate) fn failure_of(error: &io::Error) -> Failure {
    if let Some(Named(failure)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return *failure;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Failure::CutOff,
        // What decoders answer; the operating system never uses these.
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => Failure::Damaged,
        _ => Failure::Disk,
    }
}
