//! The desktop shell: a window, the one open case, and commands of a few lines each.
//!
//! The order of `main` is a promise: the network is gone before anything else runs, strangers' bytes are read in a
//! process that never comes to the window's code, and only then does the window's engine start.

#![cfg_attr(windows, windows_subsystem = "windows")]

mod allowance;
mod clipboard;
mod commands;
mod desk;
mod environment;
mod given;
mod lock;
mod opening;
mod picker;
mod question;
mod scanning;
mod trouble;
mod views;
mod window;

use std::process::ExitCode;
use teltale_sandbox::{Enforcement, NotHeld};

fn main() -> ExitCode {
    let offline = match offline() {
        Ok(enforcement) => enforcement,
        Err(not_held) => return end(&not_held),
    };
    teltale_audit::worker::run_if_asked();
    // The memory that will hold keys is nobody else's business. The page says what is held.
    let hardened = teltale_sandbox::harden_process();
    if let Err(not_held) = hardened {
        return end(&not_held);
    }
    environment::settle();
    let asked = match Asked::from(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(stranger) => {
            return end(&format!(
                "no such argument: {stranger}; the only one is {PRACTICE}"
            ));
        }
    };
    match window::run(&offline, asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => end(&error),
    }
}

/// The one argument.
const PRACTICE: &str = "--practice";

/// What the program was started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The Start screen.
    Start,
    /// The practice case.
    Practice,
}

impl Asked {
    /// Gives back the first argument that is none of ours.
    fn from(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        arguments
            .into_iter()
            .try_fold(Self::Start, |_, argument| match argument.as_str() {
                PRACTICE => Ok(Self::Practice),
                _ => Err(argument),
            })
    }
}

/// Gives the network up, for good. WebDriver speaks to the window through a socket of this computer, so a build made
/// for tests keeps the network while, and only while, it is driven.
fn offline() -> Result<Enforcement, NotHeld> {
    if environment::driven() {
        Ok(Enforcement::default())
    } else {
        teltale_sandbox::go_offline()
    }
}

/// Says why there is no window.
fn end(why: &dyn std::fmt::Display) -> ExitCode {
    use std::io::Write;
    // Nobody may be listening; there is nothing to do about that.
    let _ = writeln!(std::io::stderr(), "teltale-desktop: {why}");
    ExitCode::FAILURE
}
