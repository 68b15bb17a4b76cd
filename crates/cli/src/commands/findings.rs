//! `teltale findings`: what deserves attention.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use teltale_audit::findings::RULES;
use teltale_audit::show::{FindingFilter, PageRequest};

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
    let mut offset = 0;
    let mut rows = Vec::new();
    loop {
        let list = case.findings(
            &filter,
            PageRequest {
                offset,
                limit: PageRequest::MOST,
            },
        )?;
        offset += list.rows.len() as u64;
        let last = list.rows.is_empty() || offset >= list.total;
        for row in list.rows {
            if args.json {
                out.json(&row)?;
            } else {
                rows.push([row.handle, row.name, row.text]);
            }
        }
        if last {
            break;
        }
    }
    if !args.json && !rows.is_empty() {
        out.table(["FINDING", "KIND", "WHAT"], &rows)?;
    }
    out.flush()?;
    case.close()?;
    Ok(if offset == 0 { End::NothingFound } else { End::Well })
}
