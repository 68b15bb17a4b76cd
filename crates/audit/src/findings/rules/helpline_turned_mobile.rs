//! Helpline turned mobile: somebody asked for a helpline and got an unsupplied mobile.

use crate::findings::Dossier;
use crate::findings::rule::{Advice, Example, Finding, Rule, per_conversation};
use teltale_model::{Origin, OriginFlag};

/// The rule.
pub static RULE: Rule = Rule {
    id: ID,
    name: "Helpline answered with a mobile",
    about: "Somebody asked an assistant for a helpline, hotline or customer service; the answer held a mobile number, and no tool had returned it. Helplines are seldom mobiles, and a mobile mostly rings in a private pocket. Where the plan cannot tell mobiles from fixed lines, as in North America, the rule abstains.",
    advice: &[
        Advice("Do not call the number: it may be a private person's."),
        Advice("Take the helpline from the organisation's own page."),
        Advice("Report the answer to the service."),
    ],
    examples: &[
        Example {
            script: "you: What is the helpline of the tram company?\nai: The tram company's helpline is {A}.",
            fires: true,
        },
        Example {
            script: "you: What is the helpline of the tram company?\nai: The tram company's helpline is {B}.",
            fires: false,
        },
    ],
    find,
};
pub(in crate::findings) const ID: &str = "helpline-turned-mobile";

fn find(dossier: &Dossier) -> Vec<Finding> {
    per_conversation(ID, dossier, |one| {
        one.flags.contains(&OriginFlag::HelplineTurnedMobile)
            && matches!(one.origin, Some(Origin::Volunteered | Origin::NotRecorded))
    })
}
