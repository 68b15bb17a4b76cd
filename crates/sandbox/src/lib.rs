//! What the operating system forbids this program.

mod enforcement;

pub use enforcement::{Enforcement, Held, Promise};
