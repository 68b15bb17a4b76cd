//! The words for what is told: one sentence or phrase per reason, kind of damage, place and so on.

use crate::show::{Appearance, EvidenceRole, Owner};
use teltale_archive::Limit;
use teltale_model::{
    Certainty, Class, LineType, Media, Place, ProblemKind, Reason, RecordKind, Role, SkipReason, UnreadKind,
};

/// Why a match is believed, or doubted.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Plus => "begins with a plus",
        Reason::AccessCode => "begins with an international access code",
        Reason::Valid => "valid in the plan of its region",
        Reason::Possible => "right length, not assigned by the plan",
        Reason::Reserved => "in a range reserved for fiction or tests",
        Reason::Grouping => "grouped as people of the region write it",
        Reason::Separated => "has separators",
        Reason::BareDigits => "digits alone",
        Reason::PhoneWord => "a phone word stands near it",
        Reason::Link => "target of a link",
        Reason::MessengerId => "a messenger's id",
        Reason::AtMention => "an @ mention",
        Reason::PhoneField => "stands in a phone field",
        Reason::SenderId => "the sender's or a member's id",
        Reason::RegionOpen => "written without its country; several are in play",
        Reason::RegionAssumed => "written without its country; only one is in play",
        Reason::NoTrunkPrefix => "its trunk prefix is missing",
        Reason::SpelledOut => "spelled out in words",
        Reason::Vanity => "letters on a keypad",
        Reason::Disguised => "disguised by look-alike characters",
        Reason::Joined => "broken over lines or messages",
        Reason::PartlyMasked => "partly masked in the text itself",
        Reason::Extension => "has an extension",
        Reason::Transcribed => "speech turned into text",
        Reason::SeenElsewhere => "the same digits are certain elsewhere",
        Reason::CounterWord => "a word near it speaks against a phone number",
    }
}

/// What went wrong in an entry.
pub fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::CutOff => "the file ends inside a record",
        ProblemKind::Malformed => "a record is not well-formed",
        ProblemKind::BadEncoding => "some bytes are not text and were replaced",
        ProblemKind::RecordTooLarge => "a record is larger than the limit",
        ProblemKind::TooDeep => "a record is nested deeper than the limit",
        ProblemKind::MissingField => "a record lacks a field that it needs",
        ProblemKind::BadDate => "a date is in no known style",
        ProblemKind::AmbiguousDate => "day and month could be either way round; one order was assumed",
        ProblemKind::MissingFile => "a file that the export names is not there",
        ProblemKind::DuplicateId => "two records claim the same id",
        ProblemKind::BrokenTree => "messages refer to each other in a circle, or to nothing",
        ProblemKind::Checksum => "the bytes are not those the archive recorded",
    }
}

/// What a place shows in a finding.
pub fn evidence(role: EvidenceRole) -> &'static str {
    match role {
        EvidenceRole::Answer => "Where it stands",
        EvidenceRole::Supplier => "Supplied here",
        EvidenceRole::SaidAfterwards => "Said afterwards: a claim, not an explanation",
    }
}

/// Why a record or file was passed over.
pub fn skip(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Empty => "empty",
        SkipReason::Repeats => "repeats a record that was read elsewhere",
        SkipReason::Media => "a picture, sound or video",
        SkipReason::Binary => "binary, of no known kind",
        SkipReason::Encrypted => "encrypted; give its password to read it",
        SkipReason::AboveLimit => "above a limit",
        SkipReason::Shadowed => "hidden in its archive by a later file of the same name",
        SkipReason::NotAFile => "a link, device, socket or pipe",
        SkipReason::OwnFile => "written by Teltale",
        SkipReason::Secret => "secrets or settings without words",
        SkipReason::ByUser => "skipped as you chose",
        SkipReason::Unchanged => "unchanged since it was last read",
        SkipReason::Database => "a database of another program; not read",
    }
}

/// What belongs to a message and was not searched.
pub fn unread(kind: UnreadKind) -> &'static str {
    match kind {
        UnreadKind::Image => "A picture: what it shows was not searched.",
        UnreadKind::Audio => "A voice note or sound: what it says was not searched.",
        UnreadKind::Video => "A video: what it shows and says was not searched.",
        UnreadKind::Document => "A document: its text is not in this export.",
        UnreadKind::ContactCard => "A contact card: the export left it out.",
        UnreadKind::ToolResult => "What a tool returned: the export left it out.",
        UnreadKind::DeletedMessage => "A message that its author deleted.",
        UnreadKind::ViewOnce => "A message that could be seen once.",
        UnreadKind::UnknownBlock => "A part of a kind this version does not know: its words were searched.",
        UnreadKind::Media => "A picture, sound, video or file that the export left out: it was not searched.",
    }
}

/// Of a file that is not there.
pub(crate) const NO_SUCH_FILE: &str = "there is no such file or folder";
/// Of a file whose permissions say no.
pub(crate) const FORBIDDEN: &str = "it may not be read: its permissions forbid it";
/// Of an archive without a password that fits.
pub(crate) const ENCRYPTED: &str = "it is encrypted; give its password to read it";
/// Of an empty file.
pub(crate) const NOTHING_IN_IT: &str = "empty: there is nothing to read";
/// Of a file that was written to meanwhile.
pub(crate) const CHANGED_MEANWHILE: &str =
    "it was changed while it was read: what was found may be of two versions; scan it again";
/// Of an entry that was read again since.
pub(crate) const EARLIER_STATE: &str = "an earlier state of a file that has changed since";

/// Of something above a limit.
pub(crate) fn over(limit: Limit) -> String {
    format!("not read: {limit}")
}

/// How sure.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "sure",
        Certainty::Likely => "likely",
        Certainty::Maybe => "maybe",
    }
}

/// What kind of number.
pub fn class(class: Class) -> &'static str {
    match class {
        Class::Ordinary => "ordinary",
        Class::Fiction => "fiction",
        Class::Placeholder => "placeholder",
        Class::Test => "test",
        Class::Service => "service",
        Class::Short => "short code",
    }
}

/// What a line is.
pub fn line_type(line: LineType) -> &'static str {
    match line {
        LineType::Mobile => "mobile",
        LineType::Fixed => "fixed line",
        LineType::CannotTell => "cannot be told",
        LineType::TollFree => "toll-free",
        LineType::Premium => "premium",
        LineType::SharedCost => "shared cost",
        LineType::Uan => "company number",
        LineType::Voip => "internet telephony",
        LineType::Personal => "personal number",
        LineType::Pager => "pager",
        LineType::Voicemail => "voice mail",
    }
}

/// Who speaks.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Person => "person",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
        Role::System => "system",
        Role::Account => "account",
    }
}

/// What a text is.
pub fn place(place: Place) -> &'static str {
    match place {
        Place::Body => "body",
        Place::Author => "author",
        Place::Recipient => "recipient",
        Place::AtMention => "@ mention",
        Place::Title => "title",
        Place::Summary => "summary",
        Place::FileName => "file name",
        Place::ContactCard => "contact card",
        Place::AccountField => "account field",
        Place::Link => "link",
        Place::ToolCall => "tool call",
        Place::ToolResult => "tool result",
        Place::AttachmentText => "attachment text",
        Place::CustomInstructions => "custom instructions",
        Place::ProjectPrompt => "project prompt",
        Place::ProjectDocument => "project document",
        Place::Memory => "memory",
        Place::SystemPrompt => "system prompt",
        Place::Reasoning => "reasoning",
        Place::Artifact => "artifact",
        Place::Transcript => "transcript",
        Place::SystemNotice => "system notice",
        Place::Quote => "quote",
        Place::EarlierVersion => "earlier version",
        Place::Call => "call record",
        Place::OtherField => "other field",
    }
}

/// A kind of record, for one and for several.
pub fn records(kind: RecordKind) -> (&'static str, &'static str) {
    match kind {
        RecordKind::Message => ("message", "messages"),
        RecordKind::Conversation => ("conversation", "conversations"),
        RecordKind::Contact => ("contact", "contacts"),
        RecordKind::Account => ("account record", "account records"),
        RecordKind::Document => ("document", "documents"),
        RecordKind::Call => ("call", "calls"),
        RecordKind::Passage => ("passage", "passages"),
        RecordKind::Row => ("row", "rows"),
        RecordKind::File => ("file", "files"),
    }
}

/// What an attached file is.
pub fn media(media: Media) -> &'static str {
    match media {
        Media::Image => "picture",
        Media::Audio => "sound",
        Media::Video => "video",
        Media::Contact => "contact card",
        Media::Document => "document",
    }
}

/// Whose a number is.
pub fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Mine => "mine",
        Owner::Contact => "contact",
        Owner::GroupMember => "member",
        Owner::PublicService => "service",
        Owner::Unknown => "unknown",
    }
}

/// In what way a number appears: follows "appears 3 times, …".
pub fn appearance(appearance: Appearance) -> &'static str {
    match appearance {
        Appearance::ByYouToAssistant => "typed by you to AI",
        Appearance::ByYou => "typed by you",
        Appearance::ByOthersInGroup => "typed by others in groups",
        Appearance::ByOthers => "typed by others",
        Appearance::ByAssistant => "written by an assistant",
        Appearance::ToTool => "sent to a tool",
        Appearance::ByTool => "returned by a tool",
        Appearance::InContext => "in hidden context",
        Appearance::InAccountRecord => "in an account record",
        Appearance::OnContactCard => "on a contact card",
        Appearance::AsMember => "as a sender or member",
        Appearance::InNotice => "in a notice or call record",
        Appearance::InDocument => "in a document",
    }
}

/// "1 file", "4,000 files".
pub fn count(n: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { several })
}

/// `12,345`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_people_write_them() {
        assert_eq!(count(1, "file", "files"), "1 file");
        assert_eq!(count(0, "file", "files"), "0 files");
        assert_eq!(count(1_234_567, "file", "files"), "1,234,567 files");
    }
}
