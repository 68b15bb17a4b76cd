//! `teltale show`: one mention with what is around it.

use super::find::words_of;
use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::{Result, bail};
use serde::Serialize;
use teltale_audit::model::{Branch, Role};
use teltale_audit::show::{Digits, MentionLine, MentionView, MessageId, MessageView, Segment, Verified};
use teltale_audit::words;
use teltale_audit::worker::Launch;

/// Show one mention: the messages around it, where it stands, and whether its source still says so.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  teltale show 9f3a01bc77de-12-0-45 --case ~/my-case

`teltale mentions` prints the handles.")]
pub struct Args {
    /// The mention's handle, as `teltale mentions` prints it
    mention: String,
    #[command(flatten)]
    which: Which,
    /// Show the digits of this mention; the case's log notes it first
    #[arg(long)]
    reveal: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    mention: MentionLine<'static>,
    recognised_as: &'a str,
    not_read: Vec<String>,
    verified: Verified,
    context: Vec<Context>,
}

#[derive(Serialize)]
struct Context {
    this: bool,
    author: Option<String>,
    role: Role,
    sent_at: Option<String>,
    text: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let Some(id) = case.mention_by_handle(&args.mention)? else {
        bail!(
            "there is no mention {:?} in this case; `teltale mentions` prints their handles",
            args.mention
        );
    };
    let digits = if args.reveal {
        Digits::Revealed
    } else {
        Digits::Masked
    };
    let view = case.mention(id)?;
    let line = case.mention_as_line(id, digits)?;
    let verified = case.verify(id, Launch::default())?;
    let mut output = Output::new();
    if args.json {
        output.json(&Line {
            mention: line,
            recognised_as: &view.recognised_as,
            not_read: view.not_read.iter().map(ToString::to_string).collect(),
            verified,
            context: view
                .context
                .iter()
                .map(|message| context(message, view.mention.message))
                .collect(),
        })?;
    } else {
        told_as_words(&view, &line, verified, &mut output)?;
    }
    output.flush()?;
    case.close()?;
    Ok(End::Well)
}

fn told_as_words(
    view: &MentionView,
    line: &MentionLine<'_>,
    verified: Verified,
    output: &mut Output,
) -> Result<()> {
    output.line(&words_of(line))?;
    output.line("")?;
    for message in &view.context {
        let context = context(message, view.mention.message);
        let mark = if context.this { '▶' } else { ' ' };
        let mut who = context
            .author
            .unwrap_or_else(|| words::role(context.role).to_owned());
        if message.branch == Branch::OffPath {
            who.push_str(", on a branch not shown");
        }
        if message.hidden {
            who.push_str(", hidden by the app");
        }
        let when = context.sent_at.map(|at| format!("  {at}")).unwrap_or_default();
        output.line(&format!("{mark} {who}{when}"))?;
        for text in context.text.lines() {
            output.line(&format!("    {text}"))?;
        }
        for unread in &message.unread {
            output.line(&format!("    [{}]", words::unread(unread.kind)))?;
        }
    }
    output.line("")?;
    let reasons: Vec<&str> = line
        .found
        .reasons
        .iter()
        .map(|reason| words::reason(*reason))
        .collect();
    output.line(&format!(
        "Why: {} — {}.",
        words::certainty(line.found.certainty),
        reasons.join("; ")
    ))?;
    output.line(&format!("Place: {}.", words::place(line.place)))?;
    let entry = if view.at.entry.is_empty() || view.at.entry == view.at.source {
        String::new()
    } else {
        format!(": {}", view.at.entry)
    };
    output.line(&format!("Where: {}{entry}, {}.", view.at.source, view.at.text))?;
    if !view.recognised_as.is_empty() {
        output.line(&format!("Recognised by: {}.", view.recognised_as))?;
    }
    for unread in &view.not_read {
        output.line(&format!("Not read: {unread}"))?;
    }
    output.line(match verified {
        Verified::Same => "Verified: the source still says so.",
        Verified::SourceChanged => "Not verified: the source has changed since it was read.",
        Verified::SourceMissing => "Not verified: the source is not where it was.",
        Verified::Differs => {
            "Not verified: the source is unchanged and does not say so. This is a fault of Teltale's."
        }
    })?;
    Ok(())
}

fn context(message: &MessageView, this: MessageId) -> Context {
    let text: Vec<String> = message
        .parts
        .iter()
        .map(|part| {
            part.segments
                .iter()
                .map(|segment| match segment {
                    Segment::Text { text } => text.as_str(),
                    Segment::Number { masked, .. } => masked.as_str(),
                })
                .collect()
        })
        .collect();
    Context {
        this: message.id == this,
        author: message.author.as_ref().map(|author| author.called().to_owned()),
        role: message.role,
        sent_at: message.sent.as_ref().map(|sent| sent.text.clone()),
        text: text.join("\n"),
    }
}
