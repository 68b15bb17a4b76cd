//! What was checked after a scan: that the user's files are what they were before it.

use crate::Result;
use crate::open_case::OpenCase;
use crate::show::SourceId;

/// The outcome of comparing a source's files with what they were before they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Checked {
    /// Files that were opened and read.
    pub files: u64,
    /// Of those, files that are not what they were.
    pub changed: u64,
}

impl OpenCase {
    pub(crate) fn checked(&self, source: SourceId) -> Result<Option<Checked>> {
        let kept = self.case.setting(&key(source))?;
        Ok(kept.and_then(|text| {
            let (files, changed) = text.split_once(',')?;
            Some(Checked {
                files: files.parse().ok()?,
                changed: changed.parse().ok()?,
            })
        }))
    }

    pub(crate) fn set_checked(&self, source: SourceId, checked: Option<Checked>) -> Result<()> {
        let text = checked.map(|checked| format!("{},{}", checked.files, checked.changed));
        Ok(self.case.set_setting(&key(source), text.as_deref())?)
    }
}

fn key(source: SourceId) -> String {
    format!("checked.{}", source.0)
}
