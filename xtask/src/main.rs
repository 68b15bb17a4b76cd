//! The one door to commands.
fn main() {}
