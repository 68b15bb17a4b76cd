//! Numbers: the list and a number's page.

use super::{Appearance, ConversationId, Evidence, MentionRow, NamedAs, NumberId, Owner, Sentence, When};
use serde::{Deserialize, Serialize};
use teltale_model::{Certainty, Class, ConversationKind, LineType, Place, Region, Role};
use ts_rs::TS;

/// A row of the Numbers screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NumberRow {
    /// Its handle.
    pub id: NumberId,
    /// `+44 •••• ••••23`; while the region is open, the mask of its digits as written.
    pub masked: String,
    /// The last two digits.
    pub ending: String,
    /// ISO 3166 code; none while open.
    #[ts(type = "string | null")]
    pub region: Option<Region>,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// Ordinary, fiction, placeholder …
    pub class: Class,
    /// Certainty of its surest mention.
    pub certainty: Certainty,
    /// Whose it is.
    pub owner: Owner,
    /// How we know, strongest first.
    pub owner_evidence: Vec<Evidence>,
    /// Names seen with it, as claims.
    pub named_as: Vec<NamedAs>,
    /// How often it is mentioned.
    pub mentions: u64,
    /// In how many sources.
    pub sources: u64,
    /// In how many conversations.
    pub conversations: u64,
    /// First time it was mentioned, among mentions with a time.
    pub first: Option<When>,
    /// Last time.
    pub last: Option<When>,
    /// True while its region is open.
    pub open: bool,
    /// The user's reversible decision.
    pub set_aside: bool,
}

/// Which numbers are wanted. Empty fields do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NumberFilter {
    /// Of this owner.
    pub owner: Option<Owner>,
    /// With a mention of this appearance.
    pub appearance: Option<Appearance>,
    /// Of this class.
    pub class: Option<Class>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// Of this region.
    #[ts(type = "string | null")]
    pub region: Option<Region>,
    /// Only while open, or only settled.
    pub open: Option<bool>,
    /// Set aside ones instead of the others.
    pub set_aside: bool,
}

/// How numbers are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberOrder {
    /// Most mentions first.
    #[default]
    Mentions,
    /// Last mentioned first.
    Latest,
    /// First mentioned first.
    Earliest,
    /// Mine, contacts, others.
    Owner,
}

/// What a number would be in one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CandidateView {
    /// The region assumed.
    #[ts(type = "string")]
    pub region: Region,
    /// The number there, masked.
    pub masked: String,
}

/// Mentions by appearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct AppearanceCount {
    /// Which.
    pub appearance: Appearance,
    /// How many.
    pub mentions: u64,
}

/// A cell of the month strip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MonthCount {
    /// `2024-03`; empty for mentions without a time.
    pub month: String,
    /// In what way.
    pub appearance: Appearance,
    /// How many.
    pub mentions: u64,
}

/// A cell of the services grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ServiceCount {
    /// `WhatsApp`, `ChatGPT` …; the format's name where there is no service.
    pub service: String,
    /// In what way.
    pub appearance: Appearance,
    /// How many.
    pub mentions: u64,
}

/// Mentions by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PlaceCount {
    /// Which.
    pub place: Place,
    /// How many.
    pub mentions: u64,
}

/// Mentions by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct RoleCount {
    /// Which.
    pub role: Role,
    /// How many.
    pub mentions: u64,
}

/// Mentions by conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ConversationCount {
    /// Which.
    pub conversation: ConversationId,
    /// Its title; empty where it has none.
    pub title: String,
    /// What kind of conversation.
    pub kind: ConversationKind,
    /// `WhatsApp`, `ChatGPT` …
    pub service: String,
    /// How many.
    pub mentions: u64,
}

/// A number's page.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NumberPage {
    /// As in the list.
    pub row: NumberRow,
    /// What it would be in each region in play, while open.
    pub candidates: Vec<CandidateView>,
    /// The same line in an older or newer form of its plan: linked, never merged.
    pub other_forms: Vec<NumberId>,
    /// In what ways it appears, most first.
    pub appearances: Vec<AppearanceCount>,
    /// By month and appearance, oldest first.
    pub months: Vec<MonthCount>,
    /// By service and appearance.
    pub services: Vec<ServiceCount>,
    /// By place.
    pub places: Vec<PlaceCount>,
    /// By role.
    pub roles: Vec<RoleCount>,
    /// By conversation, most first, at most a hundred.
    pub conversations: Vec<ConversationCount>,
    /// How many people it was shown to, at least: other members of those conversations.
    pub shown_to: u64,
    /// The first page of its mentions, oldest first.
    pub mentions: Vec<MentionRow>,
    /// For each export that names it as its account's number: whether it stands anywhere else in that export.
    pub silo: Vec<Sentence>,
    /// True where only fictional, test or placeholder ranges know it: nothing to do.
    pub nothing_to_do: bool,
}

/// A number's digits, after the reveal was logged.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct Revealed {
    /// Which.
    pub number: NumberId,
    /// E.164; while open, the digits as written.
    pub digits: String,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({:?}, {} characters)", self.number, self.digits.len())
    }
}
