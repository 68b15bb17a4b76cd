//! Hidden context: a number in what a service keeps about you and its app does not show beside the chat.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Appearance, Dossier, Standing};
use teltale_model::Place;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Number in hidden context",
    about: "Custom instructions, memory, project documents and injected context reach every conversation, and most apps do not show them beside the chat. A number that stands there is handed to the assistant again each time.",
    advice: &[Advice(
        "Delete it from the service's memory or instructions if it need not be there.",
    )],
    examples: &[
        Example {
            script: "memory: The user's sister is reached on {A}.
you: Hello.
ai: Hello.",
            fires: true,
        },
        Example {
            script: "you: My sister is on {A}.
ai: Kept.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "hidden-context";

fn find(dossier: &Dossier) -> Vec<Finding> {
    let hidden: Vec<&Appearance> = dossier
        .appearances
        .iter()
        .filter(|one| {
            matches!(
                one.place,
                Place::CustomInstructions
                    | Place::Memory
                    | Place::ProjectPrompt
                    | Place::ProjectDocument
                    | Place::SystemPrompt
            )
        })
        .collect();
    match hidden.is_empty() || dossier.standing == Standing::Service {
        true => Vec::new(),
        false => vec![Finding::new(ID, dossier, Scope::Case, &hidden)],
    }
}
