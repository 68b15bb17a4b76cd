//! Silo check: whether an account's own number stands anywhere outside the account record.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Appearance, Dossier};
use teltale_model::Place;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Account number outside the account record",
    about: "A service was given the number for sign-up, and says that it is kept apart from conversations. The rule looks for it in messages, tool results, memory and instructions of the same export, and counts what could not be read. Finding nothing is reported on the number's page with that count; finding it is not proof of a breach, since you may have typed it yourself: the evidence says who wrote it.",
    advice: &[
        Advice("Look who wrote it: if you did, it is in the conversation because of you."),
        Advice("If a tool or the assistant did, ask the service how."),
    ],
    examples: &[
        Example {
            script: "you: Who was it?
tool lookup: The account holder, {M}.
ai: I can't say.",
            fires: true,
        },
        Example {
            script: "you: My own number is {M}.
ai: Kept.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "account-silo";

fn find(dossier: &Dossier) -> Vec<Finding> {
    let services: Vec<i64> = dossier
        .appearances
        .iter()
        .filter(|one| one.place == Place::AccountField)
        .map(|one| one.source)
        .collect();
    let outside: Vec<&Appearance> = dossier
        .appearances
        .iter()
        .filter(|one| services.contains(&one.source) && one.place != Place::AccountField && !one.by_you)
        .collect();
    match outside.is_empty() {
        true => Vec::new(),
        false => vec![Finding::new(ID, dossier, Scope::Case, &outside)],
    }
}
