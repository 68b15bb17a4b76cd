//! `teltale forget`: removes a source, or the whole case, with a receipt.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::{Result, bail};
use teltale_audit::show::ForgetReceipt;
use teltale_audit::words;

/// Remove a source from a case, with all that only it holds. Your own files stay.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale forget old-export.zip --case ~/my-case
  teltale forget --everything --case ~/my-case")]
pub struct Args {
    /// The source: its path or name, as `teltale sources` prints it
    #[arg(required_unless_present = "everything", conflicts_with = "everything")]
    source: Option<String>,
    /// Erase the whole case: first its keys, then its files
    #[arg(long)]
    everything: bool,
    #[command(flatten)]
    which: Which,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    // Opening proves that whoever asks may.
    let case = args.which.open()?;
    let mut output = Output::new();
    let receipt = match &args.source {
        None => case.erase()?,
        Some(wanted) => {
            let sources = case.sources()?;
            let matching: Vec<_> = sources
                .iter()
                .filter(|row| row.path == *wanted || row.name == *wanted)
                .collect();
            let source = match matching.as_slice() {
                [only] => only.id,
                [] => bail!("there is no source {wanted:?} in this case; `teltale sources` lists them"),
                _ => bail!("several sources are named {wanted:?}; give the whole path"),
            };
            let receipt = case.forget(source)?;
            case.close()?;
            receipt
        }
    };
    if args.json {
        output.json(&receipt)?
    } else {
        told_as_words(&receipt, &mut output)?
    }
    output.flush()?;
    Ok(End::Well)
}

fn told_as_words(receipt: &ForgetReceipt, output: &mut Output) -> Result<()> {
    output.line(&format!(
        "Forgotten: {} — {}, {}, {} that no longer appear.",
        receipt.what,
        words::count(receipt.records, "record", "records"),
        words::count(receipt.mentions, "mention", "mentions"),
        words::count(receipt.numbers, "number", "numbers")
    ))?;
    for remains in &receipt.remains {
        output.line(&format!("Not removed: {remains}"))?;
    }
    Ok(())
}
