//! `teltale scan`: reads sources into a case.

use super::opening::Which;
use super::{Reading, progress_bar, region, tell_trouble};
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use teltale_audit::model::{Ledger, Region};
use teltale_audit::show::{Overview, ScanPhase, Sentence};
use teltale_audit::{FormatRow, Gravity, OpenCase, Progress, ScanOptions, ScanSummary, Trouble, words};

/// Read files, folders and archives into an encrypted case, and say what was found.
///
/// What was read before and has not changed is passed over. A scan that was interrupted goes on where it stopped.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale scan ~/exports --case ~/my-case
  teltale scan chat.zip contacts.vcf --ephemeral --mine '+44 7700 900123'
  teltale scan ~/leak --case /mnt/case --passphrase-file key --region DE --json

Exit codes: 0 read, damage inside files included (`teltale sources` lists it); 2 something you named could not be read.")]
pub struct Args {
    /// Files, folders and archives
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    which: Which,
    /// Keep nothing: what was read is gone when the command ends
    #[arg(long, conflicts_with = "case")]
    ephemeral: bool,
    /// A number that is yours, in any spelling; may be given several times
    #[arg(long, value_name = "NUMBER")]
    mine: Vec<String>,
    /// A country for numbers written without one; may be given several times
    #[arg(long, value_name = "CC", value_parser = region)]
    region: Vec<Region>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open_or_create(args.ephemeral)?;
    let mut options = ScanOptions {
        regions: args.region.clone(),
        mine: args.mine.clone(),
        passwords: args.reading.passwords()?,
        ..ScanOptions::of(args.paths.clone())
    };
    let mut summary = with_bar(|progress| case.scan(&options, progress))?;
    // Somebody at a terminal is asked for the passwords of what was locked.
    while let Some(password) = super::password_for(&summary.troubles)? {
        options.passwords.push(password);
        summary = with_bar(|progress| case.scan(&options, progress))?;
    }
    for trouble in &summary.troubles {
        tell_trouble(trouble);
    }
    let overview = case.overview()?;
    let mut output = Output::new();
    if args.json {
        told_as_json(&summary, &overview, &mut output)?
    } else {
        told_as_words(&summary, &overview, &mut output)?
    }
    output.flush()?;
    let trouble = summary
        .troubles
        .iter()
        .any(|trouble| trouble.named && trouble.gravity == Gravity::Error);
    close(case)?;
    Ok(if trouble { End::Trouble } else { End::Well })
}

fn close(case: OpenCase) -> Result<()> {
    Ok(case.close()?)
}

/// Runs a scan with a bar on standard error, where that is a terminal.
fn with_bar(
    scan: impl FnOnce(&Progress) -> teltale_audit::Result<ScanSummary>,
) -> teltale_audit::Result<ScanSummary> {
    let bar = progress_bar();
    let progress = Progress::new();
    let done = AtomicBool::new(false);
    let summary = thread::scope(|scope| {
        if !bar.is_hidden() {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    let picture = progress.picture();
                    bar.set_length(picture.bytes);
                    bar.set_position(picture.bytes_done);
                    bar.set_message(match picture.phase {
                        ScanPhase::Survey => "looking what is there".to_owned(),
                        ScanPhase::Joining => "joining".to_owned(),
                        ScanPhase::Checking => "checking that nothing was changed".to_owned(),
                        _ => words::count(picture.mentions, "mention", "mentions"),
                    });
                    thread::sleep(Duration::from_millis(100));
                }
            });
        }
        let summary = scan(&progress);
        done.store(true, Ordering::Release);
        summary
    });
    bar.finish_and_clear();
    summary
}

fn told_as_words(summary: &ScanSummary, overview: &Overview, output: &mut Output) -> Result<()> {
    let mut rows = Vec::new();
    for format in &summary.formats {
        for (kind, tally) in &format.ledger.0 {
            rows.push([
                format.name.clone(),
                words::records(*kind).1.to_owned(),
                words::thousands(tally.seen),
                words::thousands(tally.read),
                words::thousands(tally.skipped.values().sum()),
                words::thousands(tally.failed),
            ]);
        }
    }
    if !rows.is_empty() {
        output.table(
            ["RECOGNISED AS", "RECORDS", "SEEN", "READ", "SKIPPED", "FAILED"],
            &rows,
        )?;
        output.line("")?;
    }
    if summary.unchanged > 0 {
        output.line(&format!(
            "{} unchanged since the last scan.",
            words::count(summary.unchanged, "file is", "files are")
        ))?;
    }
    for sentence in &overview.sentences {
        output.line(&sentence.text())?;
    }
    if let Some(question) = &overview.country {
        let choice = &question.choices[0];
        output.line(&format!(
            "{} written without a country; if they are of {}, say --region {}.",
            words::count(question.open_numbers, "number is", "numbers are"),
            choice.name,
            choice.region
        ))?;
    }
    output.line(&overview.last_line.text())?;
    Ok(())
}

/// A line of `scan --json`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    /// What entries were recognised as, and how their records add up.
    Format(Sums<'a>),
    /// Something that could not be read.
    Trouble(&'a Trouble),
    /// The last line.
    Summary(Box<Summary>),
}

#[derive(Serialize)]
struct Sums<'a> {
    #[serde(flatten)]
    row: &'a FormatRow,
    #[serde(flatten)]
    totals: Totals,
}

/// Sums over all kinds of records: seen = read + skipped + failed.
#[derive(Serialize, Default)]
struct Totals {
    seen: u64,
    read: u64,
    skipped: u64,
    failed: u64,
}

#[derive(Serialize)]
struct Summary {
    files: u64,
    unchanged: u64,
    changed: u64,
    bytes: u64,
    numbers: u64,
    mentions: u64,
    #[serde(flatten)]
    totals: Totals,
    sentences: Vec<String>,
}

impl Totals {
    fn of(ledger: &Ledger) -> Self {
        let mut totals = Self::default();
        for tally in ledger.0.values() {
            totals.seen += tally.seen;
            totals.read += tally.read;
            totals.skipped += tally.skipped.values().sum::<u64>();
            totals.failed += tally.failed;
        }
        totals
    }
}

fn told_as_json(summary: &ScanSummary, overview: &Overview, output: &mut Output) -> Result<()> {
    let mut all = Ledger::default();
    for row in &summary.formats {
        all.add(&row.ledger);
        output.json(&Line::Format(Sums {
            row,
            totals: Totals::of(&row.ledger),
        }))?;
    }
    for trouble in &summary.troubles {
        output.json(&Line::Trouble(trouble))?;
    }
    let sentences = overview
        .sentences
        .iter()
        .chain([&overview.last_line])
        .map(Sentence::text)
        .collect();
    output.json(&Line::Summary(Box::new(Summary {
        files: summary.files,
        unchanged: summary.unchanged,
        changed: summary.changed,
        bytes: summary.bytes,
        numbers: summary.numbers,
        mentions: summary.mentions,
        totals: Totals::of(&all),
        sentences,
    })))?;
    Ok(())
}
