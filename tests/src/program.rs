//! Running the built command line and reading what it prints.

use serde_json::Value;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where a program of this workspace was built: named by `variable`, else beside this test.
///
/// # Panics
/// Where there is none, naming the command that builds it.
pub fn built(name: &str, variable: &str, build: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let test = std::env::current_exe().expect("a running test has a path");
    let folder = test
        .ancestors()
        .nth(2)
        .expect("tests run from target/<profile>/deps");
    let program = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    assert!(program.exists(), "{name} is not built: `{build}`");
    program
}

/// The built `teltale`.
pub fn teltale_path() -> PathBuf {
    built("teltale", "TELTALE_PROGRAM", "cargo build --package teltale-cli")
}

/// What a run ended with.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// Everything on the standard output.
    pub stdout: String,
    /// Everything on the standard error.
    pub stderr: String,
}

impl Ended {
    /// The lines of `--json`.
    ///
    /// # Panics
    /// Where a line is no JSON, with its number.
    pub fn json(&self) -> Vec<Value> {
        let parse = |(at, line): (usize, &str)| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("line {} is no JSON: {error}", at + 1))
        };
        self.stdout.lines().enumerate().map(parse).collect()
    }
}

/// `teltale`, ready to run: no terminal, no settings of the person who runs the tests.
pub fn teltale() -> Command {
    let mut command = Command::new(teltale_path());
    command
        .stdin(Stdio::null())
        .env_remove("NO_COLOR")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Runs `teltale` to its end.
///
/// # Panics
/// Where it cannot be started.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
    end(teltale().args(arguments))
}

/// Runs a command to its end and keeps what it said.
///
/// # Panics
/// Where it cannot be started.
pub fn end(command: &mut Command) -> Ended {
    let output = command.output().expect("a built program starts");
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
