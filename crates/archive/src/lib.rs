//! Everything that opens a user's file.
