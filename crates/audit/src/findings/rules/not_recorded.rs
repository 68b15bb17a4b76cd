//! Origin not recorded: a number nobody supplied, where the export does not hold all that was in context.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::{Origin, OriginFlag, Place};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Origin not recorded",
    about: "An assistant's words hold a number that nothing readable supplied, but the export leaves something out: what tools returned, a picture, a voice note, the start of the conversation. It may have come from there, so nothing stronger can be said.",
    advice: &[
        Advice("Look at the original for what was not read."),
        Advice("Treat the number as unverified."),
    ],
    examples: &[
        Example {
            script: "image\nyou: What does the sign say?\nai: The number is {B}.",
            fires: true,
        },
        Example {
            script: "you: The museum is on {B}.\nai: The museum is on {B}.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "origin-not-recorded";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| {
        one.origin == Some(Origin::NotRecorded)
            && !one.flags.contains(&OriginFlag::HelplineTurnedMobile)
            && one.place != Place::Reasoning
    })
}
