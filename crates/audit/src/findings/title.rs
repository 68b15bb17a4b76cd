//! The sentence that says a finding, and the sentences that say how it was concluded.

use super::words;
use crate::show::{Clause, FindingRow, MentionFilter, Sentence, Target};
use teltale_model::OriginFlag;

/// One sentence, its parts links. `evidence` counts the places, `count` what the rule counted.
pub(super) fn title(row: &FindingRow, evidence: u64, count: u64) -> Sentence {
    let number = || Clause {
        text: row.masked.clone(),
        target: Some(Target::Number { number: row.number }),
    };
    let words = |text: &str| Clause {
        text: text.to_owned(),
        target: None,
    };
    let chat = || match row.conversation {
        Some(conversation) => Clause {
            text: match row.conversation_title.as_str() {
                "" => "a conversation".to_owned(),
                title => format!("“{title}”"),
            },
            target: Some(Target::Conversation {
                conversation,
                message: None,
            }),
        },
        None => Clause {
            text: "this case".to_owned(),
            target: None,
        },
    };
    let places = |one: &str, many: &str| Clause {
        text: crate::words::count(count, one, many),
        target: Some(Target::Mentions {
            filter: MentionFilter {
                number: Some(row.number),
                ..MentionFilter::default()
            },
        }),
    };
    let urged = match row.flags.contains(&OriginFlag::UrgesContact) {
        true => ", and urged contact.",
        false => ".",
    };
    let clauses = match row.kind.as_str() {
        "helpline-turned-mobile" => vec![
            words("Asked for a helpline, an assistant answered in "),
            chat(),
            words(" with the mobile "),
            number(),
            words(urged),
        ],
        "volunteered" => vec![
            words(if evidence > 1 {
                "Answers in "
            } else {
                "One answer in "
            }),
            chat(),
            words(" contained "),
            number(),
            words(", which nobody in this export supplied"),
            words(urged),
        ],
        "altered-copy" => vec![
            words("An answer in "),
            chat(),
            words(" contained "),
            number(),
            words(", which differs by one slip from a number that was in context"),
            words(urged),
        ],
        "endorsed" => vec![
            words("Asked whether "),
            number(),
            words(" is right, an assistant in "),
            chat(),
            words(" said that it is."),
        ],
        "account-silo" => vec![
            words("The account's number "),
            number(),
            words(" also stands outside the account record, in "),
            places("place", "places"),
            words(" that you did not type."),
        ],
        "passed-on" => vec![
            number(),
            words(", first seen in an assistant's answer, was later written by a person in "),
            places("conversation", "conversations"),
            words(if row.flags.contains(&OriginFlag::OrderUncertain) {
                "; the order is uncertain."
            } else {
                "."
            }),
        ],
        "sent-to-tool" => vec![
            words("An assistant in "),
            chat(),
            words(" sent "),
            number(),
            words(" to a tool."),
        ],
        "hidden-context" => vec![
            number(),
            words(" stands in hidden context, in "),
            places("place", "places"),
            words(": you do not see this in the app."),
        ],
        "given-away" => vec![
            words("You gave "),
            number(),
            words(" to an assistant in "),
            places("conversation", "conversations"),
            words("."),
        ],
        "mine-shown" => vec![
            words("Your number "),
            number(),
            words(" stands in "),
            chat(),
            words(", where at least "),
            words(&crate::words::count(count, "other", "others")),
            words(" could see it."),
        ],
        "exposed-without-typing" => vec![
            words("Your number "),
            number(),
            words(" is shown in "),
            chat(),
            words(" by the app's own records."),
        ],
        // `origin-not-recorded`, and whatever rule is added without a sentence of its own.
        _ => vec![
            words("An answer in "),
            chat(),
            words(" contained "),
            number(),
            words("; where it came from is not recorded in this export"),
            words(urged),
        ],
    };
    Sentence { clauses }
}

/// How it was concluded, sentence by sentence.
pub(super) fn because(row: &FindingRow) -> Vec<String> {
    let origin = row.origin.map(words::origin_because);
    origin
        .into_iter()
        .chain(row.flags.iter().copied().map(words::flag_because))
        .map(str::to_owned)
        .collect()
}
