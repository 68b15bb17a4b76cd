//! How the program ends: exit codes, and panics that do not repeat what was being read.

use anyhow::Result;
use std::io;
use std::process::ExitCode;

/// What a command found.
pub enum End {
    /// It did what was asked.
    Well,
    /// It looked, and there was nothing.
    NothingFound,
    /// Some of what was named could not be read; that was told on stderr, the rest was done.
    Trouble,
}

/// Exit code of a command; an error is told in one line.
#[expect(clippy::print_stderr, reason = "the last thing a command says")]
pub fn code(end: Result<End>) -> ExitCode {
    match end {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::NothingFound) => ExitCode::from(1),
        Ok(End::Trouble) => ExitCode::from(2),
        // Whoever reads our output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("teltale: {}", crate::output::line(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A panic's message may quote the text that was being sliced; its place in our code is all that is told.
#[expect(clippy::print_stderr, reason = "a panic has nowhere else to go")]
pub fn keep_content_out_of_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("teltale: a fault in the program, at {place}; nothing of yours was changed");
    }));
}
