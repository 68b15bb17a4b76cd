//! `teltale cases`: cases on this computer.

use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use teltale_audit::show::LockKind;

/// List the cases on this computer, those used last first.
#[derive(clap::Args)]
pub struct Args {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let cases = teltale_audit::cases::recent();
    let mut output = Output::new();
    if args.json {
        for case in &cases {
            output.json(case)?;
        }
    } else if !cases.is_empty() {
        let rows: Vec<_> = cases
            .iter()
            .map(|case| {
                let locks: Vec<&str> = case.locks.iter().map(|lock| lock_words(*lock)).collect();
                let opens = if case.present {
                    locks.join(", ")
                } else {
                    "not there".to_owned()
                };
                [case.name.clone(), opens, case.folder.clone()]
            })
            .collect();
        output.table(["CASE", "OPENS WITH", "FOLDER"], &rows)?;
    }
    output.flush()?;
    Ok(if cases.is_empty() {
        End::NothingFound
    } else {
        End::Well
    })
}

fn lock_words(lock: LockKind) -> &'static str {
    match lock {
        LockKind::Passphrase => "passphrase",
        LockKind::Keychain => "keychain",
        LockKind::Ephemeral => "nothing",
    }
}
