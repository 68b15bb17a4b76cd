//! The words for origins and flags: never stronger than the export can bear.

use teltale_model::{Origin, OriginFlag};

/// Who supplied a number first, as a label.
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::TypedByYou => "typed by you",
        Origin::TypedByAnother => "typed by somebody else",
        Origin::Attached => "attached",
        Origin::ToolResult => "returned by a tool",
        Origin::ConnectorResult => "returned by your own connector",
        Origin::ServiceContext => "service context",
        Origin::ChatRecord => "the chat's own records",
        Origin::Repeated => "repeated",
        Origin::AlteredCopy => "altered copy",
        Origin::AccountNumber => "your account number",
        Origin::Volunteered => "volunteered",
        Origin::Placeholder => "placeholder",
        Origin::NotRecorded => "origin not recorded",
    }
}

/// How an origin was concluded, as a sentence.
pub fn origin_because(origin: Origin) -> &'static str {
    match origin {
        Origin::TypedByYou => "You typed this number before the assistant wrote it.",
        Origin::TypedByAnother => "Another person typed this number before the assistant wrote it.",
        Origin::Attached => "Something attached before holds this number.",
        Origin::ToolResult => "A tool returned this number before the assistant wrote it.",
        Origin::ConnectorResult => {
            "One of your own connectors returned this number before the assistant wrote it."
        }
        Origin::ServiceContext => {
            "Instructions, memory, a project or other standing context of the service hold this number."
        }
        Origin::ChatRecord => "The chat's own records (senders, members, notices) hold this number.",
        Origin::Repeated => "The assistant had written this number before.",
        Origin::AlteredCopy => {
            "A number in context before differs from this one by one digit, or by two neighbours swapped."
        }
        Origin::AccountNumber => "It is the number of an account record in this case.",
        Origin::Volunteered => {
            "Nothing before it on the same branch holds this number: no words, no attachment, no tool's result, no standing context. No other branch and no other conversation of the same export supplies it either."
        }
        Origin::Placeholder => {
            "It is in a range that stands for numbers, and the words do not present it for use."
        }
        Origin::NotRecorded => {
            "Nothing that could be read supplies this number, but not everything that was in context could be read."
        }
    }
}

/// What else is true of a number in an assistant's words, as a label.
pub fn flag(flag: OriginFlag) -> &'static str {
    match flag {
        OriginFlag::AskedFor => "asked for",
        OriginFlag::Endorsed => "endorsed",
        OriginFlag::UrgesContact => "urges contact",
        OriginFlag::SpeaksAsOwner => "speaks as the owner",
        OriginFlag::HelplineTurnedMobile => "helpline turned mobile",
        OriginFlag::SentToTool => "sent to a tool",
        OriginFlag::HiddenContext => "hidden context",
        OriginFlag::SlotFiller => "fills a slot of a draft",
        OriginFlag::SaidAfterwards => "said afterwards",
        OriginFlag::OtherBranch => "supplied on another branch",
        OriginFlag::OtherConversation => "supplied in another conversation",
        OriginFlag::OrderUncertain => "order uncertain",
    }
}

/// The same as a sentence.
pub fn flag_because(flag: OriginFlag) -> &'static str {
    match flag {
        OriginFlag::AskedFor => "A person had asked for a number just before.",
        OriginFlag::Endorsed => "A person asked whether the number is right, and the answer says so.",
        OriginFlag::UrgesContact => "The words near it urge the reader to call or write.",
        OriginFlag::SpeaksAsOwner => "The words near it speak as if the number were the assistant's own.",
        OriginFlag::HelplineTurnedMobile => {
            "A helpline was asked for; by its numbering plan this is a mobile line, and no tool returned it."
        }
        OriginFlag::SentToTool => "The assistant wrote it into a tool's arguments: it left the conversation.",
        OriginFlag::HiddenContext => "You do not see this in the app.",
        OriginFlag::SlotFiller => "It fills a slot of a draft or of code.",
        OriginFlag::SaidAfterwards => {
            "Later messages speak about it; they are listed as claims, which explain nothing by themselves."
        }
        OriginFlag::OtherBranch => "The supplier stands on a branch that was edited away or regenerated.",
        OriginFlag::OtherConversation => "The supplier stands in another conversation of the same export.",
        OriginFlag::OrderUncertain => {
            "Supplier and answer cannot be put in order: a time or a zone is missing. The order is uncertain."
        }
    }
}
