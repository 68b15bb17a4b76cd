//! `teltale sources`: the coverage ledger.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use teltale_audit::model::{RecordKind, SkipReason};
use teltale_audit::show::{EntryRow, EntryState, LedgerRow, ProblemRow, SourceRow};
use teltale_audit::words;

/// List what was added and what became of every record: seen = read + skipped + failed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale sources --case ~/my-case
  teltale sources --case ~/my-case --json     one line for every file")]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// One JSON object a line, one line for every file
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    entry: &'a str,
    format: &'a str,
    recognised_as: &'a str,
    reason: &'a str,
    state: EntryState,
    why: String,
    bytes: u64,
    hash: &'a str,
    ledger: BTreeMap<RecordKind, Tally>,
    mentions: u64,
    problems: &'a [ProblemRow],
    zero_yield: bool,
}

#[derive(Serialize)]
struct Tally {
    seen: u64,
    read: u64,
    skipped: BTreeMap<SkipReason, u64>,
    failed: u64,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let mut output = Output::new();
    let sources = case.sources()?;
    if !args.json && !sources.is_empty() {
        let rows: Vec<_> = sources.iter().map(cells).collect();
        output.table(
            [
                "SOURCE",
                "WHAT IT IS",
                "FILES",
                "SEEN",
                "READ",
                "SKIPPED",
                "FAILED",
                "MENTIONS",
            ],
            &rows,
        )?;
    }
    for source in &sources {
        for warning in &source.warnings {
            if !args.json {
                output.line(&format!("{}: {warning}", source.name))?;
            }
        }
        case.every_entry(source.id, &mut |entry| -> Result<()> {
            if args.json {
                output.json(&line(source, entry))?;
            } else if let Some(text) = worth_telling(entry) {
                output.line(&format!("{}: {}: {text}", source.name, entry.path))?;
            }
            Ok(())
        })?;
    }
    output.flush()?;
    case.close()?;
    Ok(if sources.is_empty() {
        End::NothingFound
    } else {
        End::Well
    })
}

fn cells(row: &SourceRow) -> [String; 8] {
    let what: Vec<String> = row
        .recognised
        .iter()
        .map(|(name, count)| {
            if *count == 1 {
                name.clone()
            } else {
                format!("{count} × {name}")
            }
        })
        .collect();
    [
        row.name.clone(),
        what.join(", "),
        words::thousands(row.entries),
        words::thousands(row.coverage.seen),
        words::thousands(row.coverage.read),
        words::thousands(row.coverage.skipped),
        words::thousands(row.coverage.failed),
        words::thousands(row.mentions),
    ]
}

/// What there is to say of an entry that was not simply read.
fn worth_telling(entry: &EntryRow) -> Option<String> {
    match entry.state {
        EntryState::Reading => Some("half read; the next scan goes on with it".to_owned()),
        EntryState::Failed => Some(format!("failed: {}", why(entry))),
        EntryState::Skipped if entry.why.is_none() => None,
        EntryState::Skipped => Some(format!("skipped: {}", why(entry))),
        EntryState::Read if entry.zero_yield => Some("read, but nothing in it was understood".to_owned()),
        EntryState::Read => None,
    }
}

fn why(entry: &EntryRow) -> String {
    entry.why.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn line<'a>(source: &'a SourceRow, entry: &'a EntryRow) -> Line<'a> {
    let tally = |row: &LedgerRow| Tally {
        seen: row.seen,
        read: row.read,
        skipped: row
            .skipped
            .iter()
            .map(|skip| (skip.reason, skip.records))
            .collect(),
        failed: row.failed,
    };
    Line {
        source: &source.path,
        entry: &entry.path,
        format: &entry.format_id,
        recognised_as: &entry.format,
        reason: &entry.reason,
        state: entry.state,
        why: why(entry),
        bytes: entry.bytes,
        hash: &entry.hash,
        ledger: entry.ledger.iter().map(|row| (row.kind, tally(row))).collect(),
        mentions: entry.mentions,
        problems: &entry.problems,
        zero_yield: entry.zero_yield,
    }
}
