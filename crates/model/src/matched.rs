//! What the finder returns for a string: a match, or the name of the rule that removed it.

use crate::{Candidate, Certainty, Class, E164, LineType, Region};
use serde::{Deserialize, Serialize};

/// One number found in a string. It knows nothing of files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Match {
    /// First byte in the string; a character boundary.
    pub start: u32,
    /// One past the last byte; a character boundary.
    pub end: u32,
    /// The number, where the region is settled and the digits can be assigned.
    pub number: Option<E164>,
    /// What it would be in each region in play, while the region is open. Ordered by region; empty once `number` is set.
    pub candidates: Vec<Candidate>,
    /// The region of `number`.
    pub region: Option<Region>,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// Ordinary, fiction, placeholder …
    pub class: Class,
    /// How sure.
    pub certainty: Certainty,
    /// Why; never empty, ordered.
    pub reasons: Vec<Reason>,
    /// The same line in an older or newer form of its plan (Brazil's ninth digit, Argentina's 9/15, Mexico's 1): linked, never merged.
    pub other_form: Option<E164>,
}

/// Why a match is believed, or doubted. Each has one sentence in the catalogue of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Begins with a plus.
    Plus,
    /// Begins with an international access code (00, 011 …).
    AccessCode,
    /// Valid in the plan of its region.
    Valid,
    /// Right length, not assigned by the plan.
    Possible,
    /// Not assigned by the plan, but in a reserved fiction, test or placeholder range.
    Reserved,
    /// Grouped the way people of the region write it.
    Grouping,
    /// Has separators.
    Separated,
    /// No plus, no separator.
    BareDigits,
    /// A phone word stands within reach.
    PhoneWord,
    /// The target of a `tel:`, `sms:`, `wa.me`, `t.me` or similar link.
    Link,
    /// The user part of a messenger's id.
    MessengerId,
    /// An `@` mention written as digits.
    AtMention,
    /// The field is a phone field by its format.
    PhoneField,
    /// The field is a sender or member id that is a number.
    SenderId,
    /// The region comes from the caller and more than one was in play.
    RegionOpen,
    /// The region was not written; it is the only one in play.
    RegionAssumed,
    /// The trunk prefix is missing.
    NoTrunkPrefix,
    /// Spelled out in words.
    SpelledOut,
    /// Letters on a keypad.
    Vanity,
    /// Look-alike letters, keycaps, spelled separators.
    Disguised,
    /// Broken over a line or over messages.
    Joined,
    /// Some digits are masked in the text itself.
    PartlyMasked,
    /// Has an extension.
    Extension,
    /// Speech turned into text.
    Transcribed,
    /// The same digits are a sure number elsewhere in the case.
    SeenElsewhere,
    /// A word near it speaks against a phone number.
    CounterWord,
}

/// A candidate that a named rule removed, so that it can be listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rejection {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The rule's name, such as `date`, `luhn-card`, `uuid`.
    pub rule: String,
}
