//! The place of an entry in the order of reading, stable from one reading of the same bytes to the next.

use serde::{Deserialize, Serialize};

/// Counts from 0 at each level: `[2, 0]` is the first member of the archive that is the source's third member.
/// Empty for the source itself. Ordered as entries are read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Ordinal(pub Vec<u32>);

impl Ordinal {
    /// The member `index` of the archive at `self`.
    pub fn member(&self, index: u32) -> Self {
        let mut levels = Vec::with_capacity(self.0.len() + 1);
        levels.extend_from_slice(&self.0);
        levels.push(index);
        Self(levels)
    }

    /// True for `self` and for everything inside it.
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}
