//! Search for words in every text, newest first.

use crate::{Page, Reader, Result, Rows};

/// A record with the words asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The record.
    pub record: crate::Record,
    /// Which part.
    pub part: u32,
    /// Where the first word stands in the part's stored text, in bytes.
    pub at: std::ops::Range<u32>,
}

impl Reader {
    /// Records in which all the words stand (in one part), newest first. Letter case does not matter, words are found inside
    /// longer words, "quoted words" stand together. The total counts no further than the page.
    pub fn search(&self, query: &str, page: Page) -> Result<Rows<Found>> {
        let _ = (query, page);
        Err(crate::Error::Database("not there yet"))
    }
}
