//! `cargo xtask bundle`: what is handed to people, with a checksum beside it.

use crate::machine::{self, For};
use crate::process::{root, run, target};
use crate::{Command, Outcome, Trouble, ui};
use std::fs;
use std::path::PathBuf;
use std::process;

pub(crate) const COMMAND: Command = Command {
    name: "bundle",
    arguments: "[--yes]",
    help: "make the .deb of the desktop app and its checksum",
    run: bundle,
};

fn bundle(arguments: &[String]) -> Outcome {
    machine::prepare(
        For::Building,
        arguments.iter().any(|argument| argument == "--yes"),
    )?;
    ui::install()?;
    ui::build()?;
    // The bundler looks for the app below the folder that it runs in.
    let bundler = root().join("ui/node_modules/.bin/tauri");
    run(process::Command::new(bundler)
        .args(["build", "--bundles", "deb", "--", "--profile", "dist"])
        // What is handed out brings its own cipher, whatever stands on this machine.
        .env_remove("OPENSSL_NO_VENDOR")
        .current_dir(root()))?;
    let made = packages();
    if made.is_empty() {
        return Err(Trouble::Failed("the bundler made no package".into()));
    }
    for package in made {
        println!("{}", package.display());
        run(process::Command::new("sha256sum").arg(&package))?;
    }
    Ok(())
}

fn packages() -> Vec<PathBuf> {
    let folder = target().join("dist/bundle/deb");
    let files = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .collect()
}
