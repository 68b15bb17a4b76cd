//! Every limit on what a stranger's archive may cost, by name. Each one that is met is a row in the ledger.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Archives inside archives: a member of a zip is at depth 1.
pub const MAX_DEPTH: usize = 3;
/// Members of one source, those of nested archives included.
pub const MAX_ENTRIES: u64 = 1_000_000;
/// Bytes out for each byte in. Generated chats gave 4 to 5, nearly equal JSON records 39; deflate cannot pass 1,032.
pub const MAX_RATIO: u64 = 200;
/// Below this size the ratio is not asked: a small file of one repeated line is no bomb.
pub const RATIO_FLOOR: u64 = 64 << 20;
/// Bytes that one source may unpack to, all members together.
pub const MAX_OUTPUT: u64 = 256 << 30;
/// A compressed archive inside an archive is held in memory up to this size; a larger one is read as a stream.
pub const MAX_IN_MEMORY: u64 = 16 << 20;
/// Bytes of one name inside an archive.
pub const MAX_NAME: usize = 4096;

/// A limit that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// [`MAX_DEPTH`].
    Depth,
    /// [`MAX_ENTRIES`].
    Entries,
    /// [`MAX_RATIO`].
    Ratio,
    /// [`MAX_OUTPUT`].
    Output,
    /// [`MAX_NAME`].
    Name,
    /// Two members claim the same bytes of the archive, so that a small file unpacks to a huge one.
    Overlap,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "nested more than {MAX_DEPTH} archives deep (MAX_DEPTH)"),
            Self::Entries => write!(f, "more than {MAX_ENTRIES} members (MAX_ENTRIES)"),
            Self::Ratio => write!(f, "unpacks to more than {MAX_RATIO} times its size (MAX_RATIO)"),
            Self::Output => write!(f, "unpacks to more than {} GiB (MAX_OUTPUT)", MAX_OUTPUT >> 30),
            Self::Name => write!(f, "a name of more than {MAX_NAME} bytes (MAX_NAME)"),
            Self::Overlap => write!(
                f,
                "shares its bytes with another member, as a decompression bomb does"
            ),
        }
    }
}
