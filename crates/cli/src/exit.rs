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

/// Says one line on standard error.
#[expect(clippy::print_stderr, reason = "the one place where it is written")]
pub fn tell(text: &str) {
    eprintln!("teltale: {}", crate::output::line(text));
}

/// Exit code of a command; an error is told in one line.
pub fn code(end: Result<End>) -> ExitCode {
    match end {
        Ok(End::Well) => ExitCode::SUCCESS,
        Ok(End::NothingFound) => ExitCode::from(1),
        Ok(End::Trouble) => ExitCode::from(2),
        // Whoever reads our output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("{error:#}"));
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
pub fn keep_content_out_of_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tell(&format!(
            "a fault in the program, at {place}; nothing of yours was changed"
        ));
    }));
}
