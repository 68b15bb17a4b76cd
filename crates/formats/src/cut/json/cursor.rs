//! Walks to the values a format wants, and cuts them one at a time.

use super::loose;
use super::tape::{Fed, Tape};
use super::{Kind, Record, Sketch};
use crate::cut::Window;
use crate::{Emit, Entry, Halt};
use std::io;
use teltale_model::{Event, Problem, ProblemKind, RecordKind};

/// The name that a script assigns to is no longer.
const LONGEST_ASSIGNED: usize = 256;

/// A place in an entry's JSON: always before a value, a name or a closing bracket.
pub(crate) struct Cursor<'r> {
    window: Window<'r>,
    tape: Tape,
    /// Containers entered and not yet left.
    depth: usize,
    /// True once the end of the entry was met inside a value, and said.
    cut_off: bool,
    /// What cutting the value at hand gave, where that has been tried.
    ready: Option<Result<usize, ProblemKind>>,
    /// Where the first thing stood that belongs nowhere.
    stray: Option<u64>,
}

impl<'r> Cursor<'r> {
    /// Before the entry's first value.
    pub(crate) fn new(entry: &'r mut dyn Entry) -> io::Result<Self> {
        Ok(Self {
            window: Window::new(entry)?,
            tape: Tape::new(),
            depth: 0,
            cut_off: false,
            ready: None,
            stray: None,
        })
    }

    /// Lets records be of another size.
    #[cfg(test)]
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.window.set_limit(limit);
    }

    /// Passes over `name =` in front of a value that a script assigns.
    pub(crate) fn pass_assignment(&mut self) -> Result<(), Halt> {
        self.window.peek()?;
        let held = self.window.bytes();
        let sign = held[..held.len().min(LONGEST_ASSIGNED)]
            .iter()
            .position(|byte| *byte == b'=');
        self.window.advance(sign.map_or(0, |at| at + 1));
        Ok(())
    }

    /// The kind of the value at hand; none at the end.
    pub(crate) fn kind(&mut self) -> Result<Option<Kind>, Halt> {
        Ok(self.window.peek()?.map(|byte| match byte {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => Kind::String,
            b't' => Kind::True,
            b'f' => Kind::False,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }))
    }

    /// The value at hand as far as it is in memory, without moving.
    pub(crate) fn sketch(&mut self) -> Result<Option<Sketch<'_>>, Halt> {
        self.window.peek()?;
        let bytes = self.window.bytes();
        Ok(Sketch::of_bytes(&bytes[..bytes.len().min(crate::Head::SIZE)]))
    }

    /// Goes into the object or array at hand.
    pub(crate) fn enter(&mut self) {
        self.ready = None;
        self.window.advance(1);
        self.depth += 1;
    }

    /// Inside an array: true before the next element, false once the array is left.
    pub(crate) fn item(&mut self) -> Result<bool, Halt> {
        loop {
            match self.window.peek()? {
                None => return Ok(false),
                Some(b',') => self.window.advance(1),
                Some(b']') => {
                    self.window.advance(1);
                    self.depth -= 1;
                    return Ok(false);
                }
                Some(b'}' | b':') => self.pass_stray(),
                Some(_) => return Ok(true),
            }
        }
    }

    /// Inside an object: the next member's name, with the cursor before its value; none once the object is left.
    pub(crate) fn key(&mut self) -> Result<Option<String>, Halt> {
        loop {
            match self.window.peek()? {
                None => return Ok(None),
                Some(b',') => self.window.advance(1),
                Some(b'}') => {
                    self.window.advance(1);
                    self.depth -= 1;
                    return Ok(None);
                }
                Some(b'"') => {
                    let Ok(length) = self.cut()? else {
                        self.pass_stray();
                        continue;
                    };
                    let record = self.held(length, self.window.at());
                    let name = record.root().text_or_empty().into_owned();
                    self.window.advance(length);
                    if self.window.peek()? == Some(b':') {
                        self.window.advance(1);
                        return Ok(self.window.peek()?.map(|_| name));
                    }
                    self.stray.get_or_insert(self.window.at());
                }
                Some(_) => self.pass_stray(),
            }
        }
    }

    /// Hands the value at hand to `read` and passes over it. A value that cannot be understood is counted as a
    /// failed record of `kind` and becomes a problem; its strings still go out.
    pub(crate) fn record(
        &mut self,
        kind: RecordKind,
        emit: &mut Emit<'_>,
        read: impl FnOnce(&Record<'_>, &mut Emit<'_>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        self.window.peek()?;
        let at = self.window.at();
        match self.cut()? {
            Ok(length) => {
                let record = self.held(length, at);
                read(&record, emit)?;
                if record.replaced() {
                    emit.event(Event::Problem(Problem {
                        kind: ProblemKind::BadEncoding,
                        at,
                        line: None,
                    }))?;
                }
                self.window.advance(length);
                Ok(())
            }
            Err(problem) => {
                self.cut_off |= problem == ProblemKind::CutOff;
                emit.seen(kind);
                emit.fail(
                    kind,
                    Problem {
                        kind: problem,
                        at,
                        line: None,
                    },
                )?;
                loose::strings(&mut self.window, emit)
            }
        }
    }

    /// True where the value at hand is too large to be held in memory, so that it is better to go into it.
    pub(crate) fn is_too_large(&mut self) -> Result<bool, Halt> {
        self.window.peek()?;
        let cut = self.cut()?;
        self.ready = Some(cut);
        Ok(cut == Err(ProblemKind::RecordTooLarge))
    }

    /// Passes over the value at hand without holding it.
    pub(crate) fn skip(&mut self) -> Result<(), Halt> {
        self.ready = None;
        loose::pass(&mut self.window)
    }

    /// To be called last: says whether the entry ended too early, or holds more than it should; that is
    /// searched too.
    pub(crate) fn finish(mut self, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let rest = self.window.peek()?;
        if let Some(at) = self.stray {
            emit.event(Event::Problem(Problem {
                kind: ProblemKind::Malformed,
                at,
                line: None,
            }))?;
        }
        let kind = match rest {
            None if self.depth > 0 && !self.cut_off => ProblemKind::CutOff,
            None => return Ok(()),
            Some(_) => ProblemKind::Malformed,
        };
        emit.event(Event::Problem(Problem {
            kind,
            at: self.window.at(),
            line: None,
        }))?;
        while self.window.peek()?.is_some() {
            loose::strings(&mut self.window, emit)?;
        }
        Ok(())
    }

    /// Brings the value at hand into memory, or says why not.
    fn cut(&mut self) -> io::Result<Result<usize, ProblemKind>> {
        if let Some(cut) = self.ready.take() {
            return Ok(cut);
        }
        self.tape.clear();
        loop {
            match self.tape.feed(self.window.bytes(), self.window.ended()) {
                Fed::Whole(length) if self.window.is_too_large(length) => {
                    return Ok(Err(ProblemKind::RecordTooLarge));
                }
                Fed::Whole(length) => return Ok(Ok(length)),
                Fed::Bad(problem) => return Ok(Err(problem)),
                Fed::More if self.window.is_full() => {
                    return Ok(Err(ProblemKind::RecordTooLarge));
                }
                Fed::More => {
                    if !self.window.more()? && self.window.ended() {
                        // A number at the very end is complete only now.
                        return Ok(match self.tape.feed(self.window.bytes(), true) {
                            Fed::Whole(length) => Ok(length),
                            Fed::Bad(problem) => Err(problem),
                            Fed::More => Err(ProblemKind::CutOff),
                        });
                    }
                }
            }
        }
    }

    /// The value that was just cut.
    fn held(&self, length: usize, at: u64) -> Record<'_> {
        Record::new(
            &self.window.bytes()[..length],
            &self.tape.nodes,
            at,
            self.window.encoding(),
        )
    }

    fn pass_stray(&mut self) {
        self.stray.get_or_insert(self.window.at());
        self.window.advance(1);
    }
}
