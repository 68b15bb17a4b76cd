//! The one door to commands: `cargo xtask <command>`.
//!
//! Without dependencies, so that the first build on a bare machine takes a second and can then name what is
//! missing for the rest.
#![allow(clippy::print_stdout, clippy::print_stderr)] // its words are for the terminal it is typed in

mod app;
mod bench;
mod bless;
mod bundle;
mod evaluate;
mod generate;
mod laws;
mod machine;
mod new_format;
mod process;
mod tally;
mod test;
mod tidy;
mod ui;

use std::process::ExitCode;

/// A command of the door: one file each, one line here.
pub(crate) struct Command {
    name: &'static str,
    arguments: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Outcome,
}

/// What a command ends with: nothing to add, or what went wrong.
pub(crate) type Outcome = Result<(), Trouble>;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Something that was tried failed: exit code 1. Said already, or said here.
    Failed(String),
    /// The machine or the words typed do not allow it: exit code 2, with what to do.
    Refused(String),
}

const COMMANDS: &[Command] = &[
    app::COMMAND,
    test::COMMAND,
    tidy::COMMAND,
    bless::COMMAND,
    new_format::COMMAND,
    bench::COMMAND,
    evaluate::COMMAND,
    generate::COMMAND,
    bundle::COMMAND,
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("help", String::as_str);
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        print!("{}", help());
        return ExitCode::from(if matches!(name, "help" | "--help" | "-h") {
            0
        } else {
            2
        });
    };
    std::env::set_current_dir(process::root()).expect("the workspace this was built from is still there");
    match (command.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            let (message, code) = match trouble {
                Trouble::Failed(message) => (message, 1),
                Trouble::Refused(message) => (message, 2),
            };
            // Empty where all has been said: nothing may follow the last line of `test`.
            if !message.is_empty() {
                eprintln!("{message}");
            }
            ExitCode::from(code)
        }
    }
}

fn help() -> String {
    let mut text = "cargo xtask <command>\n\n".to_owned();
    for Command {
        name,
        arguments,
        help,
        ..
    } in COMMANDS
    {
        text += &format!("  {:32} {help}\n", format!("{name} {arguments}").trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_the_help_and_named_once() {
        let help = help();
        for (at, command) in COMMANDS.iter().enumerate() {
            assert!(help.contains(command.help));
            assert!(COMMANDS[..at].iter().all(|other| other.name != command.name));
        }
    }
}
