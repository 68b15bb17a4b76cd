//! `teltale explain`: a finding with its evidence, or a rule.

use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::{Context, Result, bail};
use teltale_audit::findings::rules;
use teltale_audit::show::{AuthorView, Segment};
use teltale_audit::words;

/// Show why a finding is there: the rule, the evidence with its bytes, what was not read, what to do.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale explain 5f0c2b… --case ~/my-case   one finding; its handle is printed by `findings`
  teltale explain --rules                    every rule, in words")]
pub struct Args {
    /// The finding's handle, as `findings` prints it
    #[arg(required_unless_present = "rules")]
    finding: Option<String>,
    #[command(flatten)]
    which: Which,
    /// Show every rule instead
    #[arg(long)]
    rules: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let mut out = Output::new();
    let Some(handle) = args.finding.as_deref().filter(|_| !args.rules) else {
        for rule in rules() {
            if args.json {
                out.json(&rule)?;
                continue;
            }
            out.line(&format!("{}  {}", rule.id, rule.name))?;
            out.line(&format!("  {}", rule.about))?;
            for advice in &rule.advice {
                out.line(&format!("  - {advice}"))?;
            }
        }
        out.flush()?;
        return Ok(End::Well);
    };
    let case = args.which.open()?;
    let Some(id) = case.finding_by_handle(handle)? else {
        bail!("there is no finding {handle} in this case: `teltale findings` lists them");
    };
    let page = case.finding(id).context("cannot show this finding")?;
    if args.json {
        out.json(&page)?;
        out.flush()?;
        return Ok(End::Well);
    }
    out.line(&page.row.text)?;
    out.line("")?;
    out.line(&page.rule.about)?;
    section(&mut out, "Because", &page.because)?;
    out.line("")?;
    out.line("Evidence")?;
    for evidence in &page.evidence {
        let when = evidence
            .message
            .sent
            .as_ref()
            .map_or("", |when| when.text.as_str());
        let author = evidence.message.author.as_ref().map_or("", AuthorView::called);
        out.line(&format!("  {}: {author} {when}", words::evidence(evidence.role)))?;
        let segments = evidence
            .mention
            .as_ref()
            .map(|mention| &mention.snippet)
            .or_else(|| evidence.message.parts.first().map(|part| &part.segments));
        if let Some(segments) = segments {
            let words = segments.iter().map(|segment| match segment {
                Segment::Text { text } => text.as_str(),
                Segment::Number { masked, .. } => masked.as_str(),
            });
            out.line(&format!("    {}", words.collect::<String>()))?;
        }
        if let Some(at) = &evidence.at {
            out.line(&format!("    {} {} {}", at.source, at.entry, at.text))?;
        }
    }
    let not_read: Vec<String> = page.not_read.iter().map(ToString::to_string).collect();
    section(&mut out, "Not read", &not_read)?;
    section(&mut out, "What to do", &page.rule.advice)?;
    out.flush()?;
    case.close()?;
    Ok(End::Well)
}

fn section(out: &mut Output, heading: &str, lines: &[String]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(heading)?;
    for line in lines {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}
