//! Exposed without typing: your number shown by the chat's own records.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Dossier, Standing};
use teltale_model::Place;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Your number shown by the app itself",
    about: "Nobody typed your number, and still it stands in the chat: as a sender who is not in the exporter's contacts, in a mention, a notice that a number changed, a contact card, a link or a file's name. Everyone in the chat can read it there.",
    advice: &[
        Advice("Where the app allows it, hide your number from groups."),
        Advice("Nothing to do for messages that are already there."),
    ],
    examples: &[
        Example {
            script: "other {M}: Morning all.
you: Morning.",
            fires: true,
        },
        Example {
            script: "other: Morning, Robin is on {M}.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "exposed-without-typing";

fn find(dossier: &Dossier) -> Vec<Finding> {
    if dossier.standing != Standing::Mine {
        return Vec::new();
    }
    let shown = dossier.appearances.iter().filter(|one| {
        matches!(
            one.place,
            Place::Author
                | Place::Recipient
                | Place::AtMention
                | Place::SystemNotice
                | Place::ContactCard
                | Place::FileName
        )
    });
    let mut findings = Vec::new();
    for (conversation, group) in dossier.by_conversation(shown) {
        findings.push(Finding::new(
            ID,
            dossier,
            Scope::Conversation(conversation),
            &group,
        ));
    }
    findings
}
