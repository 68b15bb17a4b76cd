//! Passed on: a number first seen in an assistant's answer turns up later in a chat.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Appearance, Dossier};
use std::collections::BTreeSet;
use teltale_model::{Origin, OriginFlag, Role};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Number passed on",
    about: "A number that was first seen in an assistant's answer, supplied by nothing, was written later by a person in a chat. It travelled. Where the times of the two exports cannot be compared, the finding says that the order is uncertain.",
    advice: &[Advice("Tell the people in that chat where the number came from.")],
    examples: &[
        Example {
            script: "you: Tell me about the harbour museum.
ai: The museum's number is {B}.
then whatsapp
other: The museum is on {B}, I hear.",
            fires: true,
        },
        Example {
            script: "you: The museum is on {B}.
ai: Kept: {B}.
then whatsapp
other: The museum is on {B}, I hear.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "passed-on";

fn find(dossier: &Dossier) -> Vec<Finding> {
    let Some(first) = dossier.in_assistants_words().find(|one| {
        matches!(
            one.origin,
            Some(Origin::Volunteered | Origin::NotRecorded | Origin::AlteredCopy)
        )
    }) else {
        return Vec::new();
    };
    let later: Vec<&Appearance> = dossier
        .appearances
        .iter()
        .filter(|one| {
            one.role == Role::Person && one.message.is_some() && one.conversation != first.conversation
        })
        .filter(|one| match (first.sent_ms, one.sent_ms) {
            (Some(first), Some(then)) => then >= first,
            _ => true,
        })
        .collect();
    if later.is_empty() {
        return Vec::new();
    }
    let conversations: BTreeSet<Option<i64>> = later.iter().map(|one| one.conversation).collect();
    let certain = |one: &Appearance| one.sent_ms.is_some() && one.zone_known;
    let evidence: Vec<&Appearance> = std::iter::once(first).chain(later).collect();
    let mut finding = Finding::new(ID, dossier, Scope::Case, &evidence).counting(conversations.len());
    if !evidence.iter().all(|one| certain(one)) {
        finding.flags.insert(OriginFlag::OrderUncertain);
    }
    vec![finding]
}
