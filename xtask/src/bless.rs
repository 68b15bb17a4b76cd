//! `cargo xtask bless`: rewrites the expected files from what the code says now, to be read in review.

use crate::process::{cargo, run};
use crate::{Command, Outcome};

pub(crate) const COMMAND: Command = Command {
    name: "bless",
    arguments: "[PACKAGE] [TEST]",
    help: "rewrite the tests' expected files; read the difference before you keep it",
    run: bless,
};

fn bless(arguments: &[String]) -> Outcome {
    let mut test = cargo();
    test.env("TELTALE_BLESS", "1").args(["test", "--no-fail-fast"]);
    match arguments.split_first() {
        None => test.arg("--workspace"),
        Some((package, names)) => test.args(["--package", package]).args(names),
    };
    run(&mut test)
}
