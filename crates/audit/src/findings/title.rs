//! The sentence that says a finding, and the sentences that say how it was concluded.

use super::words;
use crate::show::{ConversationId, FindingRow, Link, MentionFilter, NumberId, Sentence, Target};
use teltale_model::OriginFlag;

/// What the sentence of a finding tells of.
pub(super) struct Told<'a> {
    /// The rule's id.
    pub rule: &'a str,
    pub number: NumberId,
    pub masked: &'a str,
    pub conversation: Option<ConversationId>,
    pub conversation_title: &'a str,
    pub flags: &'a [OriginFlag],
    /// Places that show it.
    pub answers: u64,
    /// What the rule counted.
    pub count: u64,
}

/// One sentence that says the finding.
pub(super) fn title(told: &Told<'_>) -> Sentence {
    let (answers, count) = (told.answers, told.count);
    let number = Link::new(told.masked.to_owned(), Target::Number { number: told.number });
    let mentions = Target::Mentions {
        filter: MentionFilter {
            number: Some(told.number),
            ..MentionFilter::default()
        },
    };
    let chat = Link::new(
        told.conversation_title.to_owned(),
        match told.conversation {
            Some(conversation) => Target::Conversation {
                conversation,
                message: None,
            },
            None => mentions.clone(),
        },
    );
    let counted = Link::new(count, mentions);
    let urged = told.flags.contains(&OriginFlag::UrgesContact);
    match told.rule {
        "helpline-turned-mobile" => Sentence::HelplineTurnedMobile { chat, number, urged },
        "volunteered" => Sentence::Volunteered {
            chat,
            number,
            answers,
            urged,
        },
        "altered-copy" => Sentence::AlteredCopy { chat, number, urged },
        "endorsed" => Sentence::Endorsed { chat, number },
        "account-silo" => Sentence::AccountSilo {
            number,
            places: counted,
        },
        "passed-on" => Sentence::PassedOn {
            number,
            conversations: counted,
            uncertain: told.flags.contains(&OriginFlag::OrderUncertain),
        },
        "sent-to-tool" => Sentence::SentToTool { chat, number },
        "hidden-context" => Sentence::HiddenContext {
            number,
            places: counted,
        },
        "given-away" => Sentence::GivenAway {
            number,
            conversations: counted,
        },
        "mine-shown" => Sentence::MineShown {
            number,
            chat,
            others: count,
        },
        "exposed-without-typing" => Sentence::ExposedWithoutTyping { number, chat },
        // `origin-not-recorded`, and whatever rule is added without a sentence of its own.
        _ => Sentence::OriginNotRecorded { chat, number, urged },
    }
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
