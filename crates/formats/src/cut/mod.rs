//! Cutters: a stream of bytes into records, each with its offset and a cap on its size.

pub(crate) mod csv;
mod head;
mod held;
pub(crate) mod json;
pub(crate) mod jsonl;
mod properties;
mod records;
#[cfg(test)]
mod steps;
pub(crate) mod utf8;
mod window;
mod windows1252;
pub(crate) mod xml;

pub(crate) use head::HeadText;
pub(crate) use properties::{Properties, Property};
pub(crate) use records::{Cap, Record, Records, Whole};
pub(crate) use window::Window;
pub(crate) use windows1252::decode as decode_windows1252;
