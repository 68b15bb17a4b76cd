//! The encrypted case: one folder, one SQLCipher database, one writer, any number of readers.
//!
//! ```text
//! Case::create / open / ephemeral      keys, slots, lock file, schema
//!   ├─ Writer   one at a time: begin_source, begin_entry, put(event, matches), finish_entry, forget_source
//!   ├─ Reader   many at a time, beside the writer: typed questions, each interruptible
//!   ├─ short writes: decisions, owners, names, settings, findings
//!   └─ reveal   needs the number key; the log entry is committed before a digit is returned
//! ```
//!
//! **The silo.** A text is kept with U+FFFC in place of every number that was found in it; digits and spellings
//! are kept sealed under the number key and are found again by a keyed hash. Masked screens and the search for
//! words never touch the number key.
//!
//! **Records.** Every event that carries parts (a message, a contact card, an account, a participant, a
//! conversation's own facts) is a record: `entry << 32 | ordinal of the event in its entry`. Records are packed
//! into blocks of about 16 KiB of text, compressed, so that one decoded block is a page of the reader.
//!
//! **Same thing twice.** Each entry keeps all it says. Which copy of a record counts is decided per conversation,
//! from content alone (see `writer::resolve`), so the order in which exports are added does not matter, and
//! forgetting one brings back what another also holds.

// Tests inside the crate share made-up exports with those beside it.
#[cfg(test)]
extern crate self as teltale_index;

mod block;
mod case;
mod codes;
mod decide;
mod digest;
mod error;
mod finding;
mod folder;
mod hex;
mod id;
mod kept;
mod keychain;
mod keys;
mod log;
mod open;
mod read;
mod reveal;
#[cfg(test)]
mod silo;
mod slots;
mod words;
mod writer;

pub use case::{Case, Settings};
pub use decide::{Decision, NamedAs, Ownership, Said, Subject};
pub use error::{Error, Result};
pub use finding::{Answers, Evidence, Finding, FindingOutline, MentionOrigin};
pub use folder::{CaseFolder, is_case};
pub use id::{
    BlockId, ConversationId, EntryId, FindingId, MentionId, NumberId, ParticipantId, RecordId, SourceId,
};
pub use kept::Kept;
pub use keys::Passphrase;
pub use log::{LogEntry, LogEvent, LogHead, LogVerdict};
pub use read::{
    Comparison, ConversationOrder, ConversationRow, EntryRead, EntryRow, EntryState, FacetCount, Found,
    Holding, Interrupt, LedgerOf, LookedThrough, MentionFacts, MentionFilter, MentionOrder, MentionRow,
    NumberFacts, NumberFilter, NumberOrder, NumberRow, Outline, Page, ParticipantRow, ProblemRow, Reader,
    Reading, Record, RecordPart, RecordType, Rows, Setting, SourceName, SourceRow, Span, StoredText, Totals,
    Wordings,
};
pub use reveal::{Purpose, Revealed, RevealedRecord};
pub use slots::{KdfCost, NewSlot, SlotId, SlotInfo, SlotKind, Unlock};
pub use writer::{
    Begin, Committed, Finish, Forgotten, NewEntry, NewSource, Outcome, Packing, ReadBy, SourceKind, Stamp,
    Words, Writer,
};
