//! What the product does: scan, show, search, verify. The only room that knows how the others fit.

mod filter;
pub mod show;

pub use filter::{Filtered, LONGEST_LINE, filter};
pub use teltale_model as model;
