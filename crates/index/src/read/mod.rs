//! Typed questions to a case. A [`Reader`] has a connection of its own and sees one consistent state per question;
//! it never waits for the writer and the writer never waits for it.

mod blocks;
mod compare;
mod conversations;
mod filter;
mod looked_through;
mod mentions;
mod numbers;
mod outlines;
#[cfg(test)]
mod plan;
mod records;
mod search;
mod sources;
mod stretch;
mod totals;
mod wordings;

pub use compare::{Comparison, Holding, Reading};
pub use conversations::{ConversationOrder, ConversationRow, ParticipantRow};
pub use looked_through::LookedThrough;
pub use mentions::{FacetCount, MentionFacts, MentionFilter, MentionOrder, MentionRow, Setting};
pub use numbers::{NumberFacts, NumberFilter, NumberOrder, NumberRow};
pub use outlines::Outline;
pub use records::{Record, RecordPart, RecordType, Span, StoredText};
pub use search::Found;
pub use sources::{EntryRead, EntryRow, EntryState, LedgerOf, ProblemRow, SourceName, SourceRow};
pub use totals::Totals;
pub use wordings::Wordings;

use crate::case::Inner;
use crate::{Error, Result};
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows before the first one wanted.
    pub offset: u64,
    /// How many at most.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }
}

/// A page of rows and how many there are in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    /// In the order asked for.
    pub rows: Vec<T>,
    /// Without the limit.
    pub total: u64,
}

/// Reads a case. Get one per question or per thread from [`Case::reader`](crate::Case::reader).
pub struct Reader {
    pub(crate) case: Arc<Inner>,
    pub(crate) connection: Option<rusqlite::Connection>,
    pub(crate) stop: Arc<AtomicBool>,
    blocks: RefCell<blocks::Blocks>,
}

/// Stops a running question from another thread: it then ends with [`Error::Interrupted`](crate::Error::Interrupted).
#[derive(Clone)]
pub struct Interrupt {
    stop: Arc<AtomicBool>,
    handle: Arc<rusqlite::InterruptHandle>,
}

impl Interrupt {
    /// Stops it, within milliseconds.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.handle.interrupt();
    }
}

impl Reader {
    pub(crate) fn new(case: Arc<Inner>) -> Result<Self> {
        let connection = case.borrow_reader()?;
        let stop = Arc::new(AtomicBool::new(false));
        Ok(Self {
            case,
            connection: Some(connection),
            stop,
            blocks: RefCell::default(),
        })
    }

    pub(crate) fn db(&self) -> &rusqlite::Connection {
        self.connection
            .as_ref()
            .expect("a reader has a connection until it is dropped")
    }

    /// What stops this reader's questions from another thread. It stays stopped: ask the next question of a new reader.
    pub fn interrupt(&self) -> Interrupt {
        Interrupt {
            stop: self.stop.clone(),
            handle: Arc::new(self.db().get_interrupt_handle()),
        }
    }

    /// Ends a long question that was stopped between two statements.
    pub(crate) fn go_on(&self) -> Result<()> {
        if self.stop.load(Ordering::Acquire) {
            Err(Error::Interrupted)
        } else {
            Ok(())
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && !self.stop.load(Ordering::Acquire)
        {
            self.case.return_reader(connection);
        }
    }
}
