//! Sent to a tool: an assistant wrote a number into a tool's arguments.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::Place;

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Number sent to a tool",
    about: "An assistant wrote a number into the arguments of a tool it called: a search, a message, a connector. The number left the conversation for whoever runs the tool.",
    advice: &[
        Advice("Look which tool received it, and whether you meant it to."),
        Advice("Remove connectors that you do not need."),
    ],
    examples: &[
        Example {
            script: "you: Text the carpenter on {A} that I am late.
call send_message: {\"to\": \"{A}\", \"text\": \"running late\"}
ai: Sent.",
            fires: true,
        },
        Example {
            script: "you: The carpenter is on {A}.
ai: Kept.",
            fires: false,
        },
    ],
    find,
};
const ID: &str = "sent-to-tool";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| one.place == Place::ToolCall)
}
