//! Where a format puts its events, and keeps the ledger.
//!
//! A format calls [`Emit::seen`] once for each record it cuts, and then accounts for it exactly once: by
//! [`Emit::read`] when its events went out, [`Emit::skip`] or [`Emit::fail`].

use crate::{Event, Halt};
use std::ops::ControlFlow;
use teltale_model::{Ledger, Problem, RecordKind, SkipReason};

/// The receiving end of a format.
pub struct Emit<'s> {
    sink: &'s mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
    ledger: &'s mut Ledger,
    wants: Option<&'s dyn Fn(&str) -> bool>,
}

impl<'s> Emit<'s> {
    /// Events go to `sink`, which answers *break* to stop the reading; counts go to `ledger`.
    pub fn new(sink: &'s mut dyn FnMut(Event<'_>) -> ControlFlow<()>, ledger: &'s mut Ledger) -> Self {
        Self {
            sink,
            ledger,
            wants: None,
        }
    }

    /// The receiver has no use for messages none of whose words it `wants`. Formats may leave them out, as long as they
    /// count them and whatever else they tell stays the same; most do not bother.
    pub fn wanting(mut self, wants: &'s dyn Fn(&str) -> bool) -> Self {
        self.wants = Some(wants);
        self
    }

    /// True where the receiver may have no use for some messages: else it need not be asked of each.
    #[inline]
    pub(crate) fn is_choosy(&self) -> bool {
        self.wants.is_some()
    }

    /// False where a message all of whose words stand in `text` need not be told.
    #[inline]
    pub(crate) fn wants(&self, text: &str) -> bool {
        self.wants.is_none_or(|wants| wants(text))
    }

    /// Hands out one event.
    pub fn event(&mut self, event: Event<'_>) -> Result<(), Halt> {
        match (self.sink)(event) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }

    /// A record was cut from the entry.
    pub fn seen(&mut self, kind: RecordKind) {
        self.ledger.of(kind).seen += 1;
    }

    /// A record's events went out.
    pub fn read(&mut self, kind: RecordKind) {
        self.ledger.of(kind).read += 1;
    }

    /// So many records were cut, and nobody wants the events of any.
    pub(crate) fn read_all(&mut self, kind: RecordKind, count: u64) {
        if count > 0 {
            let tally = self.ledger.of(kind);
            tally.seen += count;
            tally.read += count;
        }
    }

    /// A record was passed over on purpose.
    pub fn skip(&mut self, kind: RecordKind, reason: SkipReason) {
        *self.ledger.of(kind).skipped.entry(reason).or_default() += 1;
    }

    /// A record could not be read.
    pub fn fail(&mut self, kind: RecordKind, problem: Problem) -> Result<(), Halt> {
        self.ledger.of(kind).failed += 1;
        self.event(Event::Problem(problem))
    }
}
