//! `bench-desktop [MESSAGES]`: what a person feels of the window, in figures. A table a line; run it on a release build.
//!
//! The window is driven, so the build has the feature `e2e`; the program that people use starts as this one does.
#![allow(clippy::print_stdout)]

#[cfg(target_os = "linux")]
mod measures;

fn main() {
    #[cfg(target_os = "linux")]
    measures::all();
}
