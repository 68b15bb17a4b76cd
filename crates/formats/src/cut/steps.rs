//! An entry for tests, of which every read gives a few bytes: what is cut must not depend on how many.

use crate::Entry;
use std::io::{self, Read};

/// Bytes, and how many of them a read gives at most.
pub(super) struct Steps<'t>(pub(super) &'t [u8], pub(super) usize);

impl Read for Steps<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(self.1);
        self.0.read(&mut out[..most])
    }
}

impl Entry for Steps<'_> {
    fn name(&self) -> &str {
        ""
    }
    fn size(&self) -> Option<u64> {
        None
    }
}
