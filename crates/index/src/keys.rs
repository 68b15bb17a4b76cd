//! Keys: one random case key, and what is derived from it. Wiped when dropped.

use zeroize::Zeroizing;

/// What the user types to unlock a case. Wiped when dropped; `Debug` prints nothing of it.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes it over. A line end that a file or terminal left at its end is not part of it.
    pub fn new(text: String) -> Self {
        let text = Zeroizing::new(text);
        Self(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// True where nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}
