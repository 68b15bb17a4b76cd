//! What a scan did, for the one who asked for it.

use crate::show::SourceId;
use crate::sources::format_name;
use crate::trouble::Trouble;
use serde::Serialize;
use std::collections::BTreeMap;
use teltale_model::Ledger;

/// What a scan did.
#[derive(Debug, Clone, Default)]
pub struct ScanSummary {
    /// The sources that were named, in that order.
    pub sources: Vec<SourceId>,
    /// Files opened and read.
    pub files: u64,
    /// Files that are unchanged since an earlier scan.
    pub unchanged: u64,
    /// Of the files that were read, those that are not what they were before.
    pub changed: u64,
    /// Bytes read, on disk.
    pub bytes: u64,
    /// What entries were recognised as, and how their records add up. Ordered by name.
    pub formats: Vec<FormatRow>,
    /// What could not be read, in the order of the files.
    pub troubles: Vec<Trouble>,
    /// Numbers in the case now.
    pub numbers: u64,
    /// Mentions in the case now.
    pub mentions: u64,
    /// True where the scan was stopped before its end.
    pub cancelled: bool,
}

/// Entries recognised as one format, in this scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormatRow {
    /// The format's id; empty for entries that none recognises.
    pub format: String,
    /// Its name: "WhatsApp chat"; "not recognised".
    pub name: String,
    /// How many entries.
    pub entries: u64,
    /// Records by kind.
    pub ledger: Ledger,
    /// Mentions found, before copies were settled.
    pub mentions: u64,
    /// Damage.
    pub problems: u64,
}

/// Sums by format while the scan runs.
#[derive(Debug, Default)]
pub(super) struct Formats(BTreeMap<String, (u64, Ledger, u64, u64)>);

impl Formats {
    pub(super) fn add(&mut self, format: &str, ledger: &Ledger, mentions: u64, problems: u64) {
        let sums = self.0.entry(format.to_owned()).or_default();
        sums.0 += 1;
        sums.1.add(ledger);
        sums.2 += mentions;
        sums.3 += problems;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (format, (entries, ledger, mentions, problems)) in &other.0 {
            let sums = self.0.entry(format.clone()).or_default();
            sums.0 += entries;
            sums.1.add(ledger);
            sums.2 += mentions;
            sums.3 += problems;
        }
    }

    pub(super) fn rows(&self) -> Vec<FormatRow> {
        let mut rows: Vec<FormatRow> = self
            .0
            .iter()
            .map(|(format, (entries, ledger, mentions, problems))| FormatRow {
                format: format.clone(),
                name: if format.is_empty() {
                    "not recognised".to_owned()
                } else {
                    format_name(format)
                },
                entries: *entries,
                ledger: ledger.clone(),
                mentions: *mentions,
                problems: *problems,
            })
            .collect();
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        rows
    }
}
