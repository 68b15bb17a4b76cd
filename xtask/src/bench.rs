//! `cargo xtask bench`: how fast, and how much memory, beside what people would use otherwise.

mod measure;
mod scan;

use crate::process::{cargo, run};
use crate::{Command, Outcome, Trouble};

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    arguments: "[detector|index|cutters|scan [MB]]",
    help: "measure one hot path; scan measures the whole beside its peers",
    run: bench,
};

fn bench(arguments: &[String]) -> Outcome {
    let room = match arguments.first().map(String::as_str) {
        Some("detector") => "teltale-phone",
        Some("index") => "teltale-index",
        Some("cutters") => "teltale-formats",
        Some("scan") => return scan::bench(&arguments[1..]),
        Some(_) | None => {
            return Err(Trouble::Refused(
                "bench what? detector, index, cutters or scan".into(),
            ));
        }
    };
    run(cargo().args(["bench", "--package", room]).args(&arguments[1..]))
}
