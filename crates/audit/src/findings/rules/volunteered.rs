//! Volunteered: an assistant gave a number that nothing in the export supplied.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::{Origin, OriginFlag, Place};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Volunteered number",
    about: "An assistant's words hold a number that nothing before them supplied: not you, not another person, no attachment, no tool, no standing context, on no branch and in no other conversation of the same export. Where the number came from instead, an export cannot tell. Where tool data or an earlier picture was not read, the finding is called “origin not recorded” instead.",
    advice: &[
        Advice("Do not call or message the number to test it: it may be a private person's."),
        Advice("Look for the number on the organisation's own page before you use it."),
        Advice("Report the answer to the service, with the conversation's link or id."),
    ],
    examples: &[
        Example {
            script: "you: Tell me about the harbour museum.\nai: The museum's number is {B}.",
            fires: true,
        },
        Example {
            script: "you: The museum is on {B}.\nai: Noted: the museum is on {B}.",
            fires: false,
        },
    ],
    find,
};
pub(in crate::findings) const ID: &str = "volunteered";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| {
        one.origin == Some(Origin::Volunteered)
            && !one.flags.contains(&OriginFlag::HelplineTurnedMobile)
            && one.place != Place::Reasoning
    })
}
