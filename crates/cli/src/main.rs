//! The command line door: words in; tables or JSON lines out. What it does stands in `teltale-audit`.

mod commands;
mod exit;
mod output;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Finds phone numbers in exported chats and AI transcripts, offline: whose they are, who wrote them, where.
///
/// Nothing is ever sent, and your files are only read. Digits are masked (+44 •••• ••••23) unless you say --reveal.
#[derive(Parser)]
#[command(name = "teltale", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  teltale find chat.zip export.json          look once, keep nothing
  teltale scan ~/exports --case ~/my-case    read everything into an encrypted case
  teltale numbers --case ~/my-case           whose numbers are in it
  teltale mentions --case ~/my-case --number 07700900123

Exit codes: 0 all well; 1 nothing found, where that was the question; 2 trouble (told on stderr).";

#[derive(Subcommand)]
enum Command {
    Scan(commands::scan::Args),
    Numbers(commands::numbers::Args),
    Mentions(commands::mentions::Args),
    Show(commands::show::Args),
    Findings(commands::findings::Args),
    Explain(commands::explain::Args),
    Search(commands::search::Args),
    Sources(commands::sources::Args),
    Changes(commands::changes::Args),
    Cases(commands::cases::Args),
    Forget(commands::forget::Args),
    Find(commands::find::Args),
    Match(commands::matching::Args),
}

fn main() -> ExitCode {
    // Before anything else, and before any thread: from here on the kernel lets nothing out.
    let offline = teltale_sandbox::go_offline();
    teltale_audit::worker::run_if_asked();
    exit::keep_content_out_of_panics();
    if let Err(error) = offline.and_then(|_| teltale_sandbox::harden_process()) {
        return exit::code(Err(error.into()));
    }
    let cli = Cli::parse();
    exit::code(match cli.command {
        Command::Scan(args) => commands::scan::run(&args),
        Command::Numbers(args) => commands::numbers::run(&args),
        Command::Mentions(args) => commands::mentions::run(&args),
        Command::Show(args) => commands::show::run(&args),
        Command::Findings(args) => commands::findings::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Search(args) => commands::search::run(&args),
        Command::Sources(args) => commands::sources::run(&args),
        Command::Changes(args) => commands::changes::run(&args),
        Command::Cases(args) => commands::cases::run(&args),
        Command::Forget(args) => commands::forget::run(&args),
        Command::Find(args) => commands::find::run(&args),
        Command::Match(args) => commands::matching::run(&args),
    })
}
