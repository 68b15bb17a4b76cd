//! Reading again what was added: where it changed, or where countries in play changed how it reads.

use crate::Result;
use crate::country::countries;
use crate::open_case::OpenCase;
use crate::show::{CountriesInPlay, SourceId};
use serde::Deserialize;
use std::path::PathBuf;

/// What is looked at again. Files that are as they were are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "again", rename_all = "snake_case", deny_unknown_fields)]
pub enum Again {
    /// Every source.
    All,
    /// Sources that were read as other countries.
    Stale,
    /// One source.
    One {
        /// Which.
        source: SourceId,
    },
}

impl OpenCase {
    /// Where the sources are that shall be looked at again, and still are there.
    pub fn paths_of(&self, again: Again) -> Result<Vec<PathBuf>> {
        let paths = match again {
            Again::Stale => self.stale_sources()?,
            Again::One { source } => vec![PathBuf::from(self.case.source_path(source.into())?)],
            Again::All => {
                let sources = self.reader()?.source_names()?;
                let paths = sources
                    .iter()
                    .map(|row| Ok(PathBuf::from(self.case.source_path(row.id)?)));
                paths.collect::<Result<_>>()?
            }
        };
        Ok(paths.into_iter().filter(|path| path.exists()).collect())
    }

    /// Countries in play, who says so, and what was read as others.
    pub fn countries_in_play(&self) -> Result<CountriesInPlay> {
        Ok(CountriesInPlay {
            regions: self.regions()?,
            said: self.regions_said()?,
            all: countries().collect(),
            stale: self.paths_of(Again::Stale)?.len() as u64,
        })
    }
}
