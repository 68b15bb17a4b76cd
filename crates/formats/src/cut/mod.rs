//! Cutters: a stream of bytes into records, each with its offset and a cap on its size.

mod head;
pub(crate) mod json;
mod properties;
mod records;
mod utf8;
mod windows1252;

pub(crate) use head::HeadText;
pub(crate) use properties::{Properties, Property};
pub(crate) use records::{Cap, Record, Records};
pub(crate) use utf8::{Utf8, is_text};
pub(crate) use windows1252::decode as decode_windows1252;
