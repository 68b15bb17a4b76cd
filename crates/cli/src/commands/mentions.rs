//! `teltale mentions`: every place where a number stands.

use super::find::words_of;
use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::{Result, bail};
use std::ops::ControlFlow;
use teltale_audit::show::{Digits, MentionFilter};

/// List mentions: every place where a number stands, oldest first.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale mentions --case ~/my-case --number 07700900123
  teltale mentions --case ~/my-case --json --reveal > mentions.jsonl

The fields of a mention are described in docs/json.md.")]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// Only of this number, in any spelling
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Show digits instead of masks; the case's log notes it first
    #[arg(long)]
    reveal: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let digits = if args.reveal {
        Digits::Revealed
    } else {
        Digits::Masked
    };
    let mut output = Output::new();
    let mut broken = None;
    let mut found = 0;
    let filters = match &args.number {
        None => vec![MentionFilter::default()],
        Some(spelling) => {
            let numbers = case.numbers_spelled(spelling)?;
            if numbers.is_none() {
                bail!("{}", teltale_audit::Error::NotANumber);
            }
            let numbers = numbers.unwrap_or_default();
            numbers
                .into_iter()
                .map(|number| MentionFilter {
                    number: Some(number),
                    ..MentionFilter::default()
                })
                .collect()
        }
    };
    for filter in &filters {
        found += case.mention_lines(filter, digits, &mut |line| {
            let written = if args.json {
                output.json(&line)
            } else {
                let handle = line.mention.as_deref().unwrap_or_default();
                output.line(&format!("{handle}  {}", words_of(&line)))
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
    }
    if let Some(error) = broken {
        return Err(error.into());
    }
    output.flush()?;
    case.close()?;
    Ok(if found == 0 { End::NothingFound } else { End::Well })
}
