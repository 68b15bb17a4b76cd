//! Origins: who supplied a number in an assistant's words first.
//!
//! The [judge](judge::Judge) looks back from every number an assistant wrote, along the branch that was in
//! context, then over the conversation's other branches, then over the rest of the export. It never says more than
//! the export can bear: where tool data is left out or something before the answer could not be read, *volunteered*
//! weakens to *not recorded*, and the gaps are named. It is a pure function of a [`Transcript`](transcript::Transcript).

mod altered;
mod cue;
mod flags;
mod judge;
mod line;
mod load;
mod suppliers;
mod transcript;
mod tree;

pub use judge::Verdict;
pub(crate) use load::{You, judge_case};
