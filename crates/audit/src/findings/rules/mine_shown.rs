//! Mine, shown: your own number in a chat, with at least so many people who could see it.

use crate::findings::rule::{Advice, Example, Finding, Rule, Scope};
use crate::findings::{Dossier, Standing};
use teltale_model::{ConversationKind, Place};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Your number in a chat",
    about: "Your own number stands in a chat where others could read it. The count of people is a lower bound: those who are proven present because they wrote there, assistants counted; silent members cannot be counted.",
    advice: &[
        Advice("Ask the group's admin or the person to delete the message, if it matters."),
        Advice("Nothing to do, if you meant to share it."),
    ],
    examples: &[
        Example {
            script: "other: Robin is on {M}.
you: True.",
            fires: true,
        },
        Example {
            script: "other: Sam is on {A}.
you: True.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "mine-shown";

fn find(dossier: &Dossier) -> Vec<Finding> {
    if dossier.standing != Standing::Mine {
        return Vec::new();
    }
    let shown = dossier.appearances.iter().filter(|one| {
        one.message.is_some() && !matches!(one.place, Place::Author | Place::Title | Place::Summary)
    });
    dossier
        .by_conversation(shown)
        .into_iter()
        .filter_map(|(conversation, group)| {
            let setting = dossier.settings.get(&conversation)?;
            if setting.kind == ConversationKind::Document {
                return None;
            }
            let seen_by = setting.others + setting.assistants;
            Some(
                Finding::new(ID, dossier, Scope::Conversation(conversation), &group)
                    .counting(seen_by as usize),
            )
        })
        .collect()
}
