//! `teltale findings`: what deserves attention.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use std::ops::ControlFlow;
use teltale_audit::findings::RULES;
use teltale_audit::show::FindingFilter;

/// List what deserves attention: numbers that assistants volunteered, altered, sent on, and more.
///
/// Each line is one finding; `explain` shows its evidence. Exit code 1 means that nothing was found.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  teltale findings --case ~/my-case --kind volunteered")]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// Only this kind: see `teltale explain --rules`
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(RULES.iter().map(|rule| rule.id)))]
    kind: Option<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let filter = FindingFilter {
        kind: args.kind.clone(),
        ..FindingFilter::default()
    };
    let mut out = Output::new();
    let mut rows = Vec::new();
    let mut written = Ok(());
    let found = case.every_finding(&filter, &mut |row| {
        if !args.json {
            rows.push([row.handle, row.name, row.text]);
            return ControlFlow::Continue(());
        }
        written = out.json(&row);
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    written?;
    if !args.json && !rows.is_empty() {
        out.table(["FINDING", "KIND", "WHAT"], &rows)?;
    }
    out.flush()?;
    case.close()?;
    Ok(if found == 0 { End::NothingFound } else { End::Well })
}
