//! `cargo xtask evaluate`: how well the detector finds, on its own cases and beside the reference.

use crate::process::{cargo, run};
use crate::{Command, Outcome};

pub(crate) const COMMAND: Command = Command {
    name: "evaluate",
    arguments: "[FILE…]",
    help: "the detector's precision and recall on its case files",
    run: evaluate,
};

fn evaluate(files: &[String]) -> Outcome {
    run(cargo()
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "teltale-phone",
            "--example",
            "evaluate",
            "--",
        ])
        .args(files))
}
