//! `cargo xtask app`: from a bare machine to the running app.

use crate::machine::{self, For};
use crate::process::{cargo, run};
use crate::{Command, Outcome, ui};

pub(crate) const COMMAND: Command = Command {
    name: "app",
    arguments: "[--yes] [-- --practice]",
    help: "build the desktop app with everything it needs, and start it",
    run: app,
};

fn app(arguments: &[String]) -> Outcome {
    let (ours, theirs) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    machine::prepare(For::Building, ours.iter().any(|argument| argument == "--yes"))?;
    ui::install()?;
    ui::build()?;
    run(cargo()
        .args(["run", "--release", "--package", "teltale-desktop", "--"])
        .args(theirs))
}
