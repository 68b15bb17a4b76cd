//! Everything that opens a user's file: walk, unpack, limits, hashes; read-only.

mod bytes;
mod entries;
mod identity;
mod kind;
mod limits;
mod ordinal;
mod outcome;
mod window;

pub use bytes::{EntryBytes, Finished};
pub use entries::{Next, Options, Step, entries};
pub use identity::{Identity, identity};
pub use kind::Kind;
pub use limits::{
    Limit, MAX_DEPTH, MAX_ENTRIES, MAX_IN_MEMORY, MAX_NAME, MAX_OUTPUT, MAX_RATIO, RATIO_FLOOR,
};
pub use ordinal::Ordinal;
pub use outcome::{Failure, Passed, Trouble};
