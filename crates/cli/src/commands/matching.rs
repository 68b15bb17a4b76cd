//! `teltale match`: a filter for other programs.

use super::region;
use crate::exit::{self, End};
use anyhow::{Context, Result};
use std::io;
use teltale_audit::model::Region;
use teltale_audit::show::Digits;

/// Find numbers in texts given as JSON lines on standard input.
///
/// Each input line {"id", "text", "region"} gives one output line {"id", "matches": […]}, in the same order. The
/// region may be null or missing. A line that is not understood gives {"id", "error"} and, at the end, exit code 2.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  echo '{\"id\":1,\"text\":\"call 020 7946 0018\",\"region\":\"GB\"}' | teltale match --reveal

The fields of a match are described in docs/json.md.")]
pub struct Args {
    /// A country for numbers written without one, for every line; may be given several times
    #[arg(long, value_name = "CC", value_parser = region)]
    region: Vec<Region>,
    /// Show digits instead of masks
    #[arg(long)]
    reveal: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let digits = if args.reveal {
        Digits::Revealed
    } else {
        Digits::Masked
    };
    let counts = teltale_audit::filter(io::stdin(), io::stdout(), &args.region, digits)
        .context("cannot pass lines through")?;
    if counts.bad == 0 {
        return Ok(End::Well);
    }
    exit::tell(&format!(
        "{} of {} lines were not understood; each was answered with an error",
        counts.bad, counts.lines
    ));
    Ok(End::Trouble)
}
