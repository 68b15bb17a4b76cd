//! When something was sent, and how far the export lets us know.

use serde::{Deserialize, Serialize};

/// A point in time as the export gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SentAt {
    /// Milliseconds since 1970-01-01T00:00:00 in `zone`: UTC where the zone is known, else the wall clock read as if it were UTC.
    pub unix_ms: i64,
    /// What is known of the zone.
    pub zone: Zone,
}

/// What is known of a time's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// An instant: `unix_ms` is UTC.
    Utc,
    /// The wall clock of a place the export does not name.
    Unknown,
}
