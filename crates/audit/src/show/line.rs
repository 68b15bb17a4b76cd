//! A mention as one line of JSON: the fields of `docs/json.md`, an interface.

use super::{mask_match, mask_number};
use serde::Serialize;
use std::borrow::Cow;
use teltale_model::{Certainty, Class, E164, LineType, Locator, Match, Place, Reason, Region, Role};

/// Whether digits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// Replaced by dots.
    Masked,
    /// As they are.
    Revealed,
}

/// What the finder says of a number in a string.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MatchLine<'a> {
    /// E.164, or its mask; null while the region is open.
    pub number: Option<Cow<'a, str>>,
    /// The numbers it may be, ordered by region, while the region is open.
    pub candidates: Vec<Cow<'a, str>>,
    /// The spelling, or its mask.
    pub raw: Cow<'a, str>,
    /// First character, counted in Unicode scalar values from the start of the part's text.
    pub start: u64,
    /// One past the last character.
    pub end: u64,
    /// How sure.
    pub certainty: Certainty,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// Ordinary, fiction …
    pub class: Class,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// ISO 3166 code, or `001`; null while open.
    pub region: Option<Region>,
}

impl<'a> MatchLine<'a> {
    /// From a match in `text`, whose first character has the number `start`, and its last one ends before `end`.
    pub fn new(found: &'a Match, text: &'a str, (start, end): (u64, u64), digits: Digits) -> Self {
        let raw = &text[found.start as usize..found.end as usize];
        Self {
            number: found.number.as_ref().map(|number| digits.number(number)),
            candidates: found
                .candidates
                .iter()
                .map(|candidate| digits.number(&candidate.number))
                .collect(),
            raw: digits.raw(found, raw),
            start,
            end,
            certainty: found.certainty,
            reasons: found.reasons.clone(),
            class: found.class,
            line_type: found.line_type,
            region: found.region,
        }
    }
}

impl MatchLine<'_> {
    /// The same, owning its characters.
    pub fn into_owned(self) -> MatchLine<'static> {
        MatchLine {
            number: self.number.map(|number| Cow::Owned(number.into_owned())),
            candidates: self
                .candidates
                .into_iter()
                .map(|number| Cow::Owned(number.into_owned()))
                .collect(),
            raw: Cow::Owned(self.raw.into_owned()),
            start: self.start,
            end: self.end,
            certainty: self.certainty,
            reasons: self.reasons,
            class: self.class,
            line_type: self.line_type,
            region: self.region,
        }
    }
}

impl Digits {
    /// A number as it may be shown.
    pub fn number(self, number: &E164) -> Cow<'_, str> {
        match self {
            Self::Masked => Cow::Owned(mask_number(number)),
            Self::Revealed => Cow::Borrowed(number.as_str()),
        }
    }

    /// A spelling as it may be shown.
    fn raw<'a>(self, found: &Match, raw: &'a str) -> Cow<'a, str> {
        match self {
            Self::Masked => Cow::Owned(mask_match(found, raw)),
            Self::Revealed => Cow::Borrowed(raw),
        }
    }
}

/// A mention with where it stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MentionLine<'a> {
    /// The handle that `show` takes; absent where there is no case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// What the finder says.
    #[serde(flatten)]
    pub found: MatchLine<'a>,
    /// What the text is.
    pub place: Place,
    /// The path of the source as it was given.
    pub source: Cow<'a, str>,
    /// The path of the entry inside the source; the file's own name where the source is a plain file.
    pub entry: Cow<'a, str>,
    /// The short id of the format.
    pub format: Cow<'a, str>,
    /// The conversation's id in the export, else its name; null where the record belongs to none.
    pub conversation: Option<Cow<'a, str>>,
    /// The message's id in the export; null where it has none.
    pub message: Option<Cow<'a, str>>,
    /// Who wrote it, by name where the export has one; null for records without authors.
    pub author: Option<Cow<'a, str>>,
    /// Who speaks.
    pub role: Role,
    /// RFC 3339; with `Z` where the export gives an instant, without a zone where it gives a wall clock.
    pub sent_at: Option<String>,
    /// The way back to the bytes of the entry.
    pub locator: Locator,
}
