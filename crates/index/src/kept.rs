//! Short strings that may hold a number: names, titles, paths, labels. Kept masked in clear and whole in the silo.

use serde::{Deserialize, Serialize};

/// A short string as it may be shown: any number in it is masked. The whole string, where it differs, is sealed
/// beside it and needs the number key.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Kept {
    /// As shown. Equal to the original where `sealed` is false.
    pub masked: String,
    /// True where something was hidden.
    pub sealed: bool,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} bytes)", self.masked.len())
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked)
    }
}
