//! `cargo xtask generate`: large made-up exports for measuring, always the same for the same size.

use crate::process::{cargo, run};
use crate::{Command, Outcome};

pub(crate) const COMMAND: Command = Command {
    name: "generate",
    arguments: "KIND SIZE PATH",
    help: "write a large made-up export: chatgpt MB, whatsapp MB, names COUNT, mixed COUNT",
    run: generate,
};

fn generate(arguments: &[String]) -> Outcome {
    run(cargo()
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "teltale-tests",
            "--bin",
            "generate",
            "--",
        ])
        .args(arguments))
}
