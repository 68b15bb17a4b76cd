//! What the operating system forbids this program.
