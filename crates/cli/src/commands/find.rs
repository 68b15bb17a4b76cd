//! `teltale find`: looks once and keeps nothing.

use super::{Reading, progress_bar, region, tell_trouble};
use crate::exit::End;
use crate::output::Output;
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use teltale_audit::model::Region;
use teltale_audit::show::{Digits, MentionLine};
use teltale_audit::{FindOptions, Gravity, Told, words};

/// Look for numbers in files and folders, once, and keep nothing.
///
/// Mentions come out as they are read, always in the same order. No case is needed. Numbers written without a
/// country are found where a country is given.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale find chat.zip conversations.json
  teltale find ~/exports --region GB --region US --json --reveal > mentions.jsonl

Exit codes: 0 found; 1 nothing found; 2 something could not be read (told on stderr).
The fields of a mention are described in docs/json.md.")]
pub struct Args {
    /// Files, folders and archives
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A country for numbers written without one; may be given several times
    #[arg(long, value_name = "CC", value_parser = region)]
    region: Vec<Region>,
    /// Show digits instead of masks
    #[arg(long)]
    reveal: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let options = FindOptions {
        paths: args.paths.clone(),
        regions: args.region.clone(),
        digits: if args.reveal {
            Digits::Revealed
        } else {
            Digits::Masked
        },
        passwords: args.reading.passwords()?,
        launch: teltale_audit::worker::Launch::default(),
    };
    let mut output = Output::new();
    let mut broken = None;
    let mut trouble = false;
    let bar = progress_bar();
    let summary = teltale_audit::find(&options, &mut |bytes| bar.set_length(bytes), &mut |told| {
        let written = match told {
            Told::Mention(mention) if args.json => output.json(mention),
            Told::Mention(mention) => output.line(&words_of(mention)),
            Told::Trouble(told) => {
                trouble |= told.gravity == Gravity::Error;
                bar.suspend(|| tell_trouble(told));
                Ok(())
            }
            Told::Done(bytes) => {
                bar.inc(*bytes);
                // What is found is seen at once, file by file.
                output.flush()
            }
            Told::Fault(_) => Ok(()),
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    bar.finish_and_clear();
    if let Some(error) = broken {
        return Err(error).context("cannot write what was found");
    }
    let summary = summary?;
    output.flush().context("cannot write what was found")?;
    Ok(match (trouble, summary.mentions) {
        (true, _) => End::Trouble,
        (false, 0) => End::NothingFound,
        (false, _) => End::Well,
    })
}

/// A mention on one line: what, how sure, where, by whom, when.
pub fn words_of(mention: &MentionLine<'_>) -> String {
    let found = &mention.found;
    let number = match &found.number {
        Some(number) => number.clone().into_owned(),
        None if found.candidates.is_empty() => found.raw.clone().into_owned(),
        None => found.candidates.join(" or "),
    };
    let mut line = format!(
        "{number}  {}  {}",
        words::certainty(found.certainty),
        mention.source
    );
    // A plain file that was named by itself is its own entry.
    if Path::new(mention.source.as_ref()).file_name() != Some(OsStr::new(mention.entry.as_ref())) {
        line.push_str(": ");
        line.push_str(&mention.entry);
    }
    line.push_str("  ");
    line.push_str(words::place(mention.place));
    if let Some(author) = &mention.author {
        line.push_str(" by ");
        line.push_str(author);
    }
    if let Some(sent) = &mention.sent_at {
        line.push_str("  ");
        line.push_str(sent);
    }
    line
}
