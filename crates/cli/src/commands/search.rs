//! `teltale search`: numbers, names and words.

use super::numbers::{self, HEADING, cells};
use super::opening::Which;
use crate::exit::End;
use crate::output::Output;
use anyhow::Result;
use serde::Serialize;
use teltale_audit::model::{ConversationKind, Role};
use teltale_audit::show::{AuthorView, ConversationRow, FoundMessage, PageRequest, Segment};
use teltale_audit::words;

/// Search a case: a number in any spelling, its last digits, a name, or words.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  teltale search '020 7946 0018' --case ~/my-case
  teltale search 0018 --case ~/my-case
  teltale search plumber --case ~/my-case

Exit codes: 0 found; 1 nothing found.")]
pub struct Args {
    /// What to look for
    query: String,
    #[command(flatten)]
    which: Which,
    /// How many messages at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Show digits of the numbers found; the case's log notes it first
    #[arg(long)]
    reveal: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Number(numbers::Line),
    Conversation {
        title: String,
        kind: ConversationKind,
        service: &'a str,
        messages: u64,
        mentions: u64,
    },
    Message {
        conversation: &'a str,
        author: Option<&'a str>,
        role: Role,
        sent_at: Option<&'a str>,
        service: &'a str,
        text: String,
    },
}

/// Runs the command.
pub fn run(args: &Args) -> Result<End> {
    let case = args.which.open()?;
    let found = case.search(
        &args.query,
        PageRequest {
            offset: 0,
            limit: args.limit,
        },
    )?;
    let digits = numbers::digits(&case, &found.numbers, args.reveal)?;
    let mut output = Output::new();
    if args.json {
        for row in &found.numbers {
            output.json(&Line::Number(numbers::line(&case, row, &digits)?))?;
        }
        for row in &found.conversations {
            let ConversationRow {
                kind,
                service,
                messages,
                mentions,
                ..
            } = row;
            output.json(&Line::Conversation {
                title: row.called(),
                kind: *kind,
                service,
                messages: *messages,
                mentions: *mentions,
            })?;
        }
        for row in &found.messages.rows {
            output.json(&Line::Message {
                conversation: &row.conversation_title,
                author: row.author.as_ref().map(AuthorView::called),
                role: row.role,
                sent_at: row.sent.as_ref().map(|sent| sent.text.as_str()),
                service: &row.service,
                text: text(row),
            })?;
        }
    } else {
        if !found.numbers.is_empty() {
            let rows: Vec<_> = found.numbers.iter().map(|row| cells(row, &digits)).collect();
            output.table(HEADING, &rows)?;
        }
        for row in &found.conversations {
            output.line(&format!(
                "{} conversation {:?}: {}, {}",
                row.service,
                row.called(),
                words::count(row.messages, "message", "messages"),
                words::count(row.mentions, "mention", "mentions")
            ))?;
        }
        for row in &found.messages.rows {
            let who = row
                .author
                .as_ref()
                .map_or_else(|| words::role(row.role), AuthorView::called);
            let when = row
                .sent
                .as_ref()
                .map(|sent| sent.text.as_str())
                .unwrap_or_default();
            output.line(&format!(
                "{when}  {}  {who}: {}",
                row.conversation_title,
                text(row)
            ))?;
        }
        let shown = found.messages.rows.len() as u64;
        if found.messages.total > shown {
            output.line(&format!(
                "… and {} more; --limit shows them.",
                words::thousands(found.messages.total - shown)
            ))?;
        }
    }
    output.flush()?;
    case.close()?;
    let nothing =
        found.numbers.is_empty() && found.conversations.is_empty() && found.messages.rows.is_empty();
    Ok(if nothing { End::NothingFound } else { End::Well })
}

fn text(row: &FoundMessage) -> String {
    row.snippet
        .iter()
        .map(|segment| match segment {
            Segment::Text { text } => text.as_str(),
            Segment::Number { masked, .. } => masked.as_str(),
        })
        .collect()
}
