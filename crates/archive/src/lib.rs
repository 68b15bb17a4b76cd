//! Everything that opens a user's file.

mod limits;
mod ordinal;
mod outcome;

pub use limits::{
    Limit, MAX_DEPTH, MAX_ENTRIES, MAX_IN_MEMORY, MAX_NAME, MAX_OUTPUT, MAX_RATIO, RATIO_FLOOR,
};
pub use ordinal::Ordinal;
pub use outcome::{Failure, Passed, Trouble};
