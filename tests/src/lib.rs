//! Drives the built programs.
