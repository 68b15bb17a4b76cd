//! `cargo xtask bench`: how fast, and how much memory, beside what people would use otherwise.

mod measure;
mod scan;
mod waits;

use crate::process::{cargo, run, target};
use crate::{Command, Outcome, Trouble};
use std::process;

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    arguments: "[detector|index [MESSAGES]|cutters|scan [--mb MB]|desktop [MESSAGES]]",
    help: "measure one hot path; scan measures the whole beside its peers, desktop what a person feels of the window",
    run: bench,
};

fn bench(arguments: &[String]) -> Outcome {
    let room = match arguments.first().map(String::as_str) {
        Some("detector") => "teltale-phone",
        Some("index") => return waits::questions(&arguments[1..]),
        Some("cutters") => "teltale-formats",
        Some("scan") => return scan::bench(&arguments[1..]),
        Some("desktop") => return desktop(&arguments[1..]),
        Some(_) | None => {
            return Err(Trouble::Refused(
                "bench what? detector, index, cutters, scan or desktop".into(),
            ));
        }
    };
    run(cargo().args(["bench", "--package", room]).args(&arguments[1..]))
}

/// The window, driven: a release build with the feature that lets it be driven. Needs Xvfb and WebKitWebDriver.
fn desktop(arguments: &[String]) -> Outcome {
    let release = [
        "--release",
        "--package=teltale-desktop",
        "--package=teltale-tests",
    ];
    let driven = [
        "--features=teltale-desktop/e2e",
        "--bins",
        "--example=bench-desktop",
    ];
    run(cargo().arg("build").args(release).args(driven))?;
    // Not by `cargo run`, which would build the app again without the feature: it runs one package alone.
    run(process::Command::new(target().join("release/examples/bench-desktop")).args(arguments))
}
