//! `cargo xtask test`: the one green check, the same here and on the build server.

use crate::machine::{self, For};
use crate::process::{cargo, root, spelled};
use crate::tally::{self, Tally};
use crate::{Command, Outcome, Trouble, ui};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::time::Instant;

pub(crate) const COMMAND: Command = Command {
    name: "test",
    arguments: "[--yes]",
    help: "everything the build server runs; installs what the tests need",
    run: test,
};

/// With this the app takes a scripted list of paths where a person would drop or pick files.
const E2E: &str = "--features=teltale-desktop/e2e";

fn test(arguments: &[String]) -> Outcome {
    machine::prepare(For::Testing, arguments.iter().any(|argument| argument == "--yes"))?;
    let started = Instant::now();
    let mut sum = Tally::default();
    let bindings = Bindings::now();

    // The cheap answers first; the screens before the app that carries them.
    sum += check("rustfmt", cargo().args(["fmt", "--all", "--check"]));
    sum += check_with("screens: packages", ui::install);
    sum += check("screens: types and style", &mut ui::npm(&["run", "check"]));
    sum += count("screens: tests", &mut ui::npm(&["run", "test"]));
    sum += check("screens: build", &mut ui::npm(&["run", "build"]));
    sum += check(
        "clippy",
        cargo().args([
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            E2E,
            "--",
            "--deny",
            "warnings",
        ]),
    );
    // One resolution of features for programs and tests, so that nothing is compiled twice.
    let built = check(
        "build",
        cargo().args(["build", "--quiet", "--workspace", "--all-targets", E2E]),
    );
    sum += built;
    if built.failed == 0 {
        sum += count(
            "tests",
            cargo().args(["test", "--quiet", "--workspace", "--no-fail-fast", E2E]),
        );
        sum += check_with("bindings are those of the code", || bindings.unchanged());
    }
    sum += check_with(
        "dependencies: no network, free licences",
        crate::laws::graph::check,
    );
    if crate::process::succeeds("cargo", &["deny", "--version"]) {
        sum += check(
            "cargo deny",
            cargo().args(["deny", "check", "bans", "licenses", "sources"]),
        );
    }

    println!("\n{} minutes", started.elapsed().as_secs().div_ceil(60));
    let failed = sum.failed > 0;
    println!("{sum}");
    if failed {
        Err(Trouble::Failed(String::new()))
    } else {
        Ok(())
    }
}

/// One program that says yes or no.
fn check(name: &str, command: &mut process::Command) -> Tally {
    check_with(name, || crate::process::run(command))
}

fn check_with(name: &str, step: impl FnOnce() -> Outcome) -> Tally {
    let started = Instant::now();
    println!("\n── {name}");
    let outcome = step();
    if let Err(Trouble::Failed(message) | Trouble::Refused(message)) = &outcome {
        println!("{message}");
    }
    let passed = outcome.is_ok();
    println!(
        "{} {name}, {} s",
        if passed { "passed" } else { "FAILED" },
        started.elapsed().as_secs()
    );
    Tally {
        passed: passed.into(),
        failed: (!passed).into(),
        skipped: 0,
    }
}

/// One runner whose own counts are taken over. Ending badly without a failed test is a failure too.
fn count(name: &str, command: &mut process::Command) -> Tally {
    let mut sum = Tally::default();
    let ended = check_with(name, || {
        let line = spelled(command);
        let failed = |error| Trouble::Failed(format!("cannot run `{line}`: {error}"));
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
        for line in BufReader::new(child.stdout.take().expect("asked for above"))
            .lines()
            .map_while(Result::ok)
        {
            println!("{line}");
            sum += tally::of_line(&line).unwrap_or_default();
        }
        if child.wait().map_err(failed)?.success() {
            Ok(())
        } else {
            Err(Trouble::Failed(format!("{sum}")))
        }
    });
    if ended.failed > 0 && sum.failed == 0 {
        sum.failed = 1;
    }
    sum
}

/// The generated types of the screens: the tests write them anew, and then they must be what they were.
struct Bindings(BTreeMap<PathBuf, Vec<u8>>);

impl Bindings {
    fn now() -> Self {
        let folder = root().join("ui/src/lib/bindings");
        let files = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path());
        Self(
            files
                .filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes)))
                .collect(),
        )
    }

    fn unchanged(&self) -> Outcome {
        let now = Self::now();
        let name = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let mut stale: Vec<String> = now
            .0
            .iter()
            .filter(|(path, bytes)| self.0.get(*path) != Some(bytes))
            .map(|(path, _)| name(path))
            .collect();
        stale.extend(
            self.0
                .keys()
                .filter(|path| !now.0.contains_key(*path))
                .map(|path| name(path)),
        );
        if stale.is_empty() {
            return Ok(());
        }
        Err(Trouble::Failed(format!(
            "stale, now written anew, to be committed: {}",
            stale.join(", ")
        )))
    }
}
