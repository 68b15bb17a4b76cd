//! Everything that opens a user's file: walk, unpack, limits, hashes; read-only.
//!
//! [`walk`] lists, [`Root::open`] opens, [`entries`] reads what is inside. Nothing here writes, maps a file into
//! memory, or believes what an archive says about itself: each claim is checked against the bytes, each limit is a
//! named constant, and whatever is not read is told with its reason.

mod body;
mod bytes;
mod entries;
mod identity;
mod kind;
mod limits;
mod name;
mod open;
mod ordinal;
mod outcome;
mod tar_gzip;
mod walk;
mod window;
mod zip;
mod zip_from_start;

pub use bytes::{EntryBytes, Finished};
pub use entries::{Next, Options, Step, entries};
pub use identity::{Identity, identity};
pub use kind::Kind;
pub use limits::{
    Limit, MAX_DEPTH, MAX_ENTRIES, MAX_IN_MEMORY, MAX_NAME, MAX_OUTPUT, MAX_RATIO, RATIO_FLOOR,
};
pub use open::{Refusal, Root};
pub use ordinal::Ordinal;
pub use outcome::{Failure, Passed, Trouble};
pub use walk::{CASE_MARKER, Walked, walk};
