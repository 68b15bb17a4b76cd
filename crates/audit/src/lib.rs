//! What the product does: scan, show, search, verify. The only room that knows how the others fit.

pub mod show;
