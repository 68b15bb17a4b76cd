//! `teltale changes`: what the last scan brought, and what newer exports say differently.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::{Result, bail};
use teltale_audit::show::{ChangeCounts, ConversationChange, ExportOrder};
use teltale_audit::words::{count, thousands};

/// Say what changed with the last scan: new, edited, gone from a newer export, or not covered by it.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale scan ~/exports/june --case ~/my-case
  teltale changes --case ~/my-case
  teltale changes --case ~/my-case --scan 0   the first scan; later ones count up")]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// Which scan, from 0; without it the last one that brought something
    #[arg(long, value_name = "N")]
    scan: Option<u32>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let changes = case.changes(args.scan)?;
    if let (Some(asked), shown) = (args.scan, changes.scan)
        && shown != Some(asked)
    {
        bail!(match shown {
            Some(last) => format!("there is no scan {asked}: the last one is {last}"),
            None => format!("there is no scan {asked}: nothing was read yet"),
        });
    }
    let mut output = Output::new();
    if args.json {
        output.json(&changes)?;
    } else if changes.first {
        output.line("Nothing to compare with yet: scan a newer export of something that is in the case.")?;
    } else {
        let rows: Vec<_> = changes.conversations.iter().map(cells).collect();
        if !rows.is_empty() {
            output.table(
                [
                    "CONVERSATION",
                    "EXPORT",
                    "NEW",
                    "EDITED",
                    "GONE",
                    "NOT COVERED",
                    "THE SAME",
                ],
                &rows,
            )?;
        }
        let ChangeCounts {
            added, edited, gone, ..
        } = changes.totals;
        output.line(&format!(
            "{}, {}; {} edited, {} gone from a newer export and kept here.",
            count(added, "new message", "new messages"),
            count(changes.numbers_total, "new number", "new numbers"),
            thousands(edited),
            thousands(gone),
        ))?;
        if changes.conversations.iter().any(|row| row.smaller) {
            output.line("A newer export holds less than the older one: keep the older file too.")?;
        }
    }
    output.flush()?;
    case.close()?;
    Ok(if changes.first {
        End::NothingFound
    } else {
        End::Well
    })
}

fn cells(row: &ConversationChange) -> [String; 7] {
    let export = match row.order {
        ExportOrder::New => "new",
        ExportOrder::Newer => "newer",
        ExportOrder::Older => "older",
    };
    let counts = &row.counts;
    [
        row.called(),
        export.to_owned(),
        thousands(counts.added),
        thousands(counts.edited),
        thousands(counts.gone),
        thousands(counts.outside),
        thousands(counts.same),
    ]
}
