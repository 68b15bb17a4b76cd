//! Endorsed: a user asked whether a number is right, and the assistant said it is.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::OriginFlag;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Number endorsed by an assistant",
    about: "A person asked an assistant whether a number is right or genuine, and the answer said so, without a tool's result that holds the number. People have called fraudsters on such a word.",
    advice: &[
        Advice("Check the number on the organisation's own page."),
        Advice("If you called it already, tell your bank or the organisation."),
    ],
    examples: &[
        Example {
            script: "you: Is this the right number for the bank, {B}?\nai: Yes, {B} is the official line.",
            fires: true,
        },
        Example {
            script: "you: Is this the right number for the bank, {B}?\nai: I can't check {B} from here.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "endorsed";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| one.flags.contains(&OriginFlag::Endorsed))
}
