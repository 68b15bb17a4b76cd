//! Files that the user gave, by dialog or drop: the page sees handles and names, never a path it could change.

use crate::views::Picked;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Paths by handle.
#[derive(Debug, Default)]
pub(crate) struct Given {
    paths: HashMap<u32, PathBuf>,
    next: u32,
}

impl Given {
    /// Takes paths in and names them for the page.
    pub(crate) fn take(&mut self, paths: Vec<PathBuf>) -> Vec<Picked> {
        paths
            .into_iter()
            .map(|path| {
                let handle = self.next;
                self.next += 1;
                let about = fs::metadata(&path).ok();
                let picked = Picked {
                    handle,
                    name: name(&path),
                    folder: about.as_ref().is_some_and(fs::Metadata::is_dir),
                    bytes: about.filter(fs::Metadata::is_file).map(|about| about.len()),
                };
                self.paths.insert(handle, path);
                picked
            })
            .collect()
    }

    /// The paths of handles, each good for once.
    pub(crate) fn give(&mut self, handles: &[u32]) -> Vec<PathBuf> {
        handles
            .iter()
            .filter_map(|handle| self.paths.remove(handle))
            .collect()
    }
}

/// The last part of a path, harmless to show.
fn name(path: &Path) -> String {
    let last = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    teltale_audit::show::visible(&last).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_good_for_once() {
        let mut given = Given::default();
        let picked = given.take(vec!["/nowhere/a\u{202e}b.zip".into()]);
        assert_eq!(picked[0].name, "a⟨U+202E⟩b.zip");
        assert_eq!(
            given.give(&[picked[0].handle, 99]),
            [PathBuf::from("/nowhere/a\u{202e}b.zip")]
        );
        assert_eq!(given.give(&[picked[0].handle]), Vec::<PathBuf>::new());
    }
}
