//! What the case already holds of a file, so that a worker hashes it and need not read it again.

use super::read_with;
use crate::Result;
use crate::open_case::OpenCase;
use crate::show::SourceId;
use crate::worker::{Known, Quiet};
use std::collections::BTreeMap;
use teltale_phone::Finder;

/// Entries of one source that were read to their end by the versions of now, by path.
#[derive(Debug, Default)]
pub(super) struct KnownEntries(BTreeMap<String, (u64, [u8; 32])>);

impl KnownEntries {
    /// Of a source, where it was read with the same countries in play; empty otherwise.
    pub(super) fn of(case: &OpenCase, source: SourceId, regions: &str) -> Result<Self> {
        let mut known = BTreeMap::new();
        if case
            .case
            .setting(&read_with(source))?
            .is_none_or(|then| then != regions)
        {
            return Ok(Self(known));
        }
        case.reader()?.entries_read(source.into(), &mut |entry| {
            let current = teltale_formats::by_id(&entry.format)
                .is_some_and(|format| format.about().version == entry.format_version)
                && entry.detector == teltale_phone::VERSION
                && entry.metadata == Finder::metadata_version();
            if current {
                let path = if entry.path.sealed {
                    case.case.entry_path(entry.id)?
                } else {
                    entry.path.masked
                };
                known.insert(path, (entry.size, entry.hash));
            }
            Ok(())
        })?;
        Ok(Self(known))
    }

    /// Those of one file: itself by its path in the source, and what is inside it.
    pub(super) fn of_file(&self, own_path: &str, below: &str) -> Vec<Known> {
        let known = |path: &str, (size, hash): &(u64, [u8; 32])| Known {
            path: Quiet(path.to_owned()),
            size: *size,
            hash: *hash,
        };
        let itself = self.0.get(own_path).map(|entry| known("", entry));
        let inside: Vec<Known> = if below.is_empty() {
            // The file is the source: every other entry is inside it.
            self.0
                .iter()
                .filter(|(path, _)| *path != own_path)
                .map(|(path, entry)| known(path, entry))
                .collect()
        } else {
            let prefix = format!("{below}/");
            self.0
                .range(prefix.clone()..)
                .take_while(|(path, _)| path.starts_with(&prefix))
                .map(|(path, entry)| known(&path[prefix.len()..], entry))
                .collect()
        };
        itself.into_iter().chain(inside).collect()
    }
}
