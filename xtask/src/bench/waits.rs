//! What a person waits for beside the reading: until a folder is known, until the first number, and for each question.

use crate::Outcome;
use crate::process::{cargo, run};
use std::path::Path;
use std::process::Command;

/// Messages of the case that is asked; one in a hundred has a number.
const MESSAGES: &str = "5000000";

/// The waits of a folder of very many names and of one with a bit of everything.
pub(super) fn folders(folder: &Path, programs: &Path) -> Outcome {
    let example = ["--release", "--package=teltale-audit", "--example=bench-folder"];
    for (kind, count) in [("names", "200000"), ("mixed", "40")] {
        let made = folder.join(format!("{kind}-{count}"));
        if !made.exists() {
            run(Command::new(programs.join("generate"))
                .args([kind, count])
                .arg(&made))?;
        }
        run(cargo()
            .args(["run", "--quiet"])
            .args(example)
            .arg("--")
            .arg(&made))?;
    }
    Ok(())
}

/// The questions that screens ask, of a case of five million messages or as many as are asked for.
pub(super) fn questions(arguments: &[String]) -> Outcome {
    let messages = arguments.first().map_or(MESSAGES, String::as_str);
    let example = ["--release", "--package=teltale-index", "--example=bench-index"];
    run(cargo()
        .args(["run", "--quiet"])
        .args(example)
        .args(["--", messages]))
}
