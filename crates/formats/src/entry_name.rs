//! What the name of an entry says.

use crate::Entry;
use teltale_model::{Locator, Part, Place, ReadAs};

/// The name of an entry, owned so that the entry can be read meanwhile.
pub(crate) struct EntryName(String);

impl EntryName {
    /// The entry's name.
    pub(crate) fn of(entry: &dyn Entry) -> Self {
        Self(entry.name().to_owned())
    }

    /// A key for a conversation that fills the entry: its path, the same in the next export of it.
    pub(crate) fn key(&self) -> &str {
        if self.0.is_empty() { "entry" } else { &self.0 }
    }

    /// The last component of the path.
    pub(crate) fn file(&self) -> &str {
        self.0.rsplit(['/', '\\']).next().unwrap_or(&self.0)
    }

    /// The component before the last: the folder or archive that holds the entry; empty if none.
    pub(crate) fn folder(&self) -> &str {
        self.0.rsplit(['/', '\\']).nth(1).unwrap_or_default()
    }

    /// The last component without what follows its last dot.
    pub(crate) fn stem(&self) -> &str {
        let file = self.file();
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    /// `text`, a piece of the name, as a part to be searched; none if empty. It stands outside the entry's
    /// bytes, so its locator is the empty range at the start.
    pub(crate) fn parts<'a>(&self, text: &'a str) -> Vec<Part<'a>> {
        let part = Part {
            place: Place::FileName,
            read_as: ReadAs::Text,
            text: text.into(),
            label: "".into(),
            at: Locator::plain(0, 0),
        };
        if text.is_empty() { Vec::new() } else { vec![part] }
    }
}
