//! The screens: their packages, checks and build, through npm.

use crate::Outcome;
use crate::process::{root, run};
use std::fs;
use std::process::Command;

/// npm in the folder of the screens, quiet about everything but its work.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(arguments)
        .current_dir(root().join("ui"))
        .env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    npm
}

/// Installs exactly what the lock file says, unless that is what stands there.
pub(crate) fn install() -> Outcome {
    let ui = root().join("ui");
    let (wanted, have) = (
        ui.join("package-lock.json"),
        ui.join("node_modules/.teltale-lock"),
    );
    if fs::read(&wanted).is_ok_and(|lock| fs::read(&have).is_ok_and(|installed| installed == lock)) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund", "--prefer-offline"]))?;
    // A copy beside the packages says which lock file they came from; without it they are only installed again.
    let _ = fs::copy(wanted, have);
    Ok(())
}

/// Builds what the window shows.
pub(crate) fn build() -> Outcome {
    run(&mut npm(&["run", "build"]))
}
