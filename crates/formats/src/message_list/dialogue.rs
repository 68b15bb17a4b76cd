//! Training pairs: a question with its answer, and two dialogues of which one was preferred.

use crate::cut::json::Value;
use crate::tell::{self, Speakers};
use crate::{Emit, Halt, gather};
use memchr::memmem;
use teltale_model::{Branch, Key, Message, Part, Place, RecordKind, Role, SkipReason};

/// Members that ask and those that answer.
const ASKED: &[&str] = &["instruction", "prompt", "question", "query", "input"];
const ANSWERED: &[&str] = &["output", "completion", "response", "answer"];

/// The dialogue that was preferred, and the one that was not.
const CHOICES: &[(&str, Branch)] = &[("chosen", Branch::Shown), ("rejected", Branch::OffPath)];

/// True for an object that asks and answers, or holds two dialogues as text.
pub(super) fn is_pair(value: Value<'_>) -> bool {
    let holds = |names: &[&str]| {
        names
            .iter()
            .any(|name| value.get(name).is_some_and(Value::is_string))
    };
    holds(ASKED) && holds(ANSWERED) || dialogues(value).next().is_some()
}

fn dialogues(value: Value<'_>) -> impl Iterator<Item = (Value<'_>, Branch)> {
    let labelled = |text: &Value<'_>| text.is_string() && next_label(text.raw(), 0).is_some();
    CHOICES
        .iter()
        .filter_map(move |(name, branch)| Some((value.get(name).filter(labelled)?, *branch)))
}

/// Members that belong to neither.
pub(super) fn beside<'t>(value: Value<'t>, parts: &mut Vec<Part<'t>>) {
    for (name, member) in value.entries() {
        let name = name.text_or_empty();
        let read = ASKED.contains(&&*name) || ANSWERED.contains(&&*name);
        let choice = dialogues(value).any(|(text, _)| text.same(member));
        if !(choice || read && member.is_string()) {
            gather::all(member, Place::OtherField, parts);
        }
    }
}

/// Tells the question and the answer, or the turns of both dialogues.
pub(super) fn tell(value: Value<'_>, conversation: &Key<'_>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut speakers = Speakers::default();
    let mut first: Vec<(Role, &[u8])> = Vec::new();
    for (text, branch) in dialogues(value) {
        let turns = turns(text.raw());
        for (place, turn) in turns.iter().enumerate() {
            let raw = &text.raw()[turn.from..turn.to];
            // Both begin alike.
            if branch == Branch::OffPath && first.get(place) == Some(&(turn.role, raw)) {
                tell::skipped(emit, RecordKind::Message, SkipReason::Repeats);
                continue;
            }
            let part = text.piece(Place::Body, turn.from, turn.to);
            one(
                part.into_iter().collect(),
                turn.role,
                branch,
                conversation,
                &mut speakers,
                emit,
            )?;
        }
        if branch == Branch::Shown {
            first = turns
                .iter()
                .map(|turn| (turn.role, &text.raw()[turn.from..turn.to]))
                .collect();
        }
    }
    for (names, role) in [(ASKED, Role::Person), (ANSWERED, Role::Assistant)] {
        let members = names
            .iter()
            .filter_map(|name| value.get(name))
            .filter(|member| member.is_string());
        let parts: Vec<Part<'_>> = members.filter_map(|member| member.part(Place::Body)).collect();
        if !parts.is_empty() {
            one(parts, role, Branch::Shown, conversation, &mut speakers, emit)?;
        }
    }
    Ok(())
}

fn one(
    parts: Vec<Part<'_>>,
    role: Role,
    branch: Branch,
    conversation: &Key<'_>,
    speakers: &mut Speakers,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    let author = if role == Role::Person { "user" } else { "assistant" };
    let speaker = teltale_model::Participant {
        conversation: conversation.borrowed(),
        key: Key::from(author),
        role,
        ..teltale_model::Participant::default()
    };
    speakers.tell(emit, speaker)?;
    tell::message(
        emit,
        Message {
            conversation: conversation.borrowed(),
            author: Key::from(author),
            role,
            branch,
            parts,
            ..Message::default()
        },
    )?;
    Ok(())
}

/// One turn of a dialogue, in the raw string.
struct Turn {
    role: Role,
    from: usize,
    to: usize,
}

/// How a turn begins, in JSON's spelling of line ends.
const LABELS: &[(&[u8], Role)] = &[
    (br"\n\nHuman:", Role::Person),
    (br"\n\nAssistant:", Role::Assistant),
];

fn turns(raw: &[u8]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut at = 0;
    while let Some((label, end, role)) = next_label(raw, at) {
        if let Some(before) = turns.last_mut() {
            before.to = label;
        }
        let from = end + raw[end..].iter().take_while(|byte| **byte == b' ').count();
        turns.push(Turn {
            role,
            from,
            to: raw.len(),
        });
        at = end;
    }
    turns
}

/// The next label: where it begins, where it ends, whose it is.
fn next_label(raw: &[u8], from: usize) -> Option<(usize, usize, Role)> {
    let found = |(label, role): &(&[u8], Role)| {
        let at = from + memmem::find(&raw[from..], label)?;
        Some((at, at + label.len(), *role))
    };
    LABELS.iter().filter_map(found).min_by_key(|(at, _, _)| *at)
}
