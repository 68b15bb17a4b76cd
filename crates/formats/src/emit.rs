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
}

impl<'s> Emit<'s> {
    /// Events go to `sink`, which answers *break* to stop the reading; counts go to `ledger`.
    pub fn new(sink: &'s mut dyn FnMut(Event<'_>) -> ControlFlow<()>, ledger: &'s mut Ledger) -> Self {
        Self { sink, ledger }
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
