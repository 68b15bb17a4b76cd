//! What the product does: scan, show, search, verify. The only room that knows how the others fit.

mod appearance;
mod checked;
mod conversations;
mod country;
mod error;
mod filter;
mod find;
mod masking;
mod mentions;
mod names;
mod numbers;
mod open_case;
mod ordered;
mod overview;
mod owners;
mod regions;
mod reveal;
mod scan;
mod search;
pub mod show;
mod sources;
mod survey;
mod trouble;
pub mod words;
pub mod worker;

pub use country::country;
pub use error::{Code, Error, Result};
pub use filter::{Filtered, LONGEST_LINE, filter};
pub use find::{FindOptions, FindSummary, Told, find};
pub use open_case::{OpenCase, is_case, locks};
pub use reveal::RevealFor;
pub use scan::{FormatRow, Progress, ScanOptions, ScanSummary};
pub use teltale_index::Passphrase;
pub use teltale_model as model;
pub use trouble::{Gravity, Trouble};
