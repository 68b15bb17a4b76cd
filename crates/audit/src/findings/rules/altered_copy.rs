//! Altered copy: an assistant wrote a number that was in context, with a digit wrong.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::Origin;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Altered copy of a number",
    about: "An assistant wrote a number that differs from one in context by a single digit, or by two neighbouring digits swapped. It most likely meant to repeat that number, and gave out somebody else's.",
    advice: &[
        Advice("Use the number that was in context, not the answer's."),
        Advice("Correct drafts or messages that took the altered number over."),
    ],
    examples: &[
        Example {
            script: "you: The nurse is on {A}.\nai: Noted, the nurse is on {D}.",
            fires: true,
        },
        Example {
            script: "you: The nurse is on {A}.\nai: Noted, the nurse is on {A}.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "altered-copy";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| one.origin == Some(Origin::AlteredCopy))
}
