//! `teltale numbers`: the numbers of a case.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use teltale_audit::model::{Certainty, Class, LineType, Region};
use teltale_audit::show::{NamedAs, NumberId, NumberRow, Owner};
use teltale_audit::{OpenCase, RevealFor, words};

/// List the numbers of a case, most mentioned first.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale numbers --case ~/my-case
  teltale numbers --case ~/my-case --json --reveal")]
pub struct Args {
    #[command(flatten)]
    which: Which,
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
    let mut rows = Vec::new();
    case.every_number(&mut |numbers| {
        let digits = digits(&case, numbers, args.reveal)?;
        for row in numbers {
            rows.push((
                Reverse(row.mentions),
                cells(row, &digits),
                line(&case, row, &digits)?,
            ));
        }
        anyhow::Ok(())
    })?;
    // Equal counts are told apart by what is printed, so that the same content always prints the same bytes.
    rows.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    let mut output = Output::new();
    if args.json {
        for (_, _, line) in &rows {
            output.json(line)?;
        }
    } else if !rows.is_empty() {
        let cells: Vec<_> = rows.iter().map(|(_, cells, _)| cells.clone()).collect();
        output.table(HEADING, &cells)?;
    }
    output.flush()?;
    case.close()?;
    Ok(if rows.is_empty() {
        End::NothingFound
    } else {
        End::Well
    })
}

/// Digits of the rows, where they are to be shown.
pub fn digits(case: &OpenCase, rows: &[NumberRow], reveal: bool) -> Result<BTreeMap<NumberId, String>> {
    if !reveal {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<NumberId> = rows.iter().map(|row| row.id).collect();
    Ok(case
        .reveal(&ids, RevealFor::Look)?
        .into_iter()
        .map(|revealed| (revealed.number, revealed.digits))
        .collect())
}

/// The heading over [`cells`].
pub const HEADING: [&str; 7] = [
    "NUMBER",
    "WHOSE",
    "NAMED AS",
    "LINE",
    "MENTIONS",
    "CONVERSATIONS",
    "LAST",
];

/// A number as a row of a table.
pub fn cells(row: &NumberRow, digits: &BTreeMap<NumberId, String>) -> [String; 7] {
    let mut line = words::line_type(row.line_type).to_owned();
    if row.class != Class::Ordinary {
        line = format!("{line}, {}", words::class(row.class));
    }
    let names: Vec<&str> = row.named_as.iter().map(|claim| claim.name.as_str()).collect();
    [
        digits.get(&row.id).cloned().unwrap_or_else(|| row.masked.clone()),
        words::owner(row.owner).to_owned(),
        names.join(", "),
        line,
        words::thousands(row.mentions),
        words::thousands(row.conversations),
        row.last
            .as_ref()
            .map(|last| last.text.clone())
            .unwrap_or_default(),
    ]
}

/// A number as a line of JSON.
#[derive(Serialize)]
pub struct Line {
    number: Option<String>,
    candidates: Vec<String>,
    region: Option<Region>,
    line_type: LineType,
    class: Class,
    certainty: Certainty,
    owner: Owner,
    named_as: Vec<NamedAs>,
    mentions: u64,
    sources: u64,
    conversations: u64,
    first_at: Option<String>,
    last_at: Option<String>,
    set_aside: bool,
}

/// A number as a line of JSON.
pub fn line(case: &OpenCase, row: &NumberRow, digits: &BTreeMap<NumberId, String>) -> Result<Line> {
    let shown = digits.get(&row.id).cloned();
    let (number, candidates) = if row.open {
        let candidates = match shown {
            Some(shown) => shown.split(" or ").map(str::to_owned).collect(),
            None => case
                .number(row.id)?
                .candidates
                .into_iter()
                .map(|candidate| candidate.masked)
                .collect(),
        };
        (None, candidates)
    } else {
        (Some(shown.unwrap_or_else(|| row.masked.clone())), Vec::new())
    };
    Ok(Line {
        number,
        candidates,
        region: row.region,
        line_type: row.line_type,
        class: row.class,
        certainty: row.certainty,
        owner: row.owner,
        named_as: row.named_as.clone(),
        mentions: row.mentions,
        sources: row.sources,
        conversations: row.conversations,
        first_at: row.first.as_ref().map(|at| at.text.replacen(' ', "T", 1)),
        last_at: row.last.as_ref().map(|at| at.text.replacen(' ', "T", 1)),
        set_aside: row.set_aside,
    })
}
