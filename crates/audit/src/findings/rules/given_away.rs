//! Given away: somebody else's number that you typed or attached where an assistant could read it.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Appearance, Dossier, Standing};
use std::collections::BTreeSet;
use teltale_model::{Place, Role};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Somebody's number given to an assistant",
    about: "You typed or attached a number that is not yours where an AI assistant could read it. Its owner was not asked. Public services' numbers are left out.",
    advice: &[
        Advice("Delete the conversation at the service if the number need not be there."),
        Advice("Tell the person if it matters."),
    ],
    examples: &[
        Example {
            script: "you: The boiler man is on {A}.\nai: Kept.",
            fires: true,
        },
        Example {
            script: "you: What is {S}?\nai: A free line.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "given-away";

fn find(dossier: &Dossier) -> Vec<Finding> {
    if matches!(dossier.standing, Standing::Mine | Standing::Service) {
        return Vec::new();
    }
    let given: Vec<&Appearance> = dossier
        .appearances
        .iter()
        .filter(|one| one.role == Role::Person && one.by_you)
        .filter(|one| {
            matches!(
                one.place,
                Place::Body
                    | Place::AttachmentText
                    | Place::ContactCard
                    | Place::FileName
                    | Place::Transcript
            )
        })
        .filter(|one| dossier.setting(one).is_some_and(|setting| setting.has_assistant))
        .collect();
    if given.is_empty() {
        return Vec::new();
    }
    let conversations: BTreeSet<Option<i64>> = given.iter().map(|one| one.conversation).collect();
    vec![Finding::new(ID, dossier, Scope::Case, &given).counting(conversations.len())]
}
