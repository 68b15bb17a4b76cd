//! The encrypted case.
