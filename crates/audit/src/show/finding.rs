//! Findings: what the rules say, with the evidence and what to do.

use super::{
    ConversationId, LocatorView, MentionId, MentionRow, MessageView, NotRead, NumberId, Owner, Sentence,
    SourceId, When,
};
use serde::{Deserialize, Serialize};
use teltale_model::{Certainty, Origin, OriginFlag};
use ts_rs::TS;

/// A finding of the case; holds until the next scan or forgetting. What outlives it is its `handle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct FindingId(pub i64);

/// What the user decided about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Triage {
    /// Nothing yet.
    #[default]
    Open,
    /// Worth keeping in sight.
    Kept,
    /// Not worth it.
    SetAside,
}

/// A row of the Findings screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FindingRow {
    /// Its id, until the next scan.
    pub id: FindingId,
    /// What it is by content, as hexadecimal: the same after re-reading. Decisions hang on it.
    pub handle: String,
    /// The rule's id.
    pub kind: String,
    /// The rule's name in English, for the command line; the window says it by `kind`.
    #[ts(skip)]
    pub name: String,
    /// One sentence that says it.
    pub title: Sentence,
    /// The same in English, for the command line.
    #[ts(skip)]
    pub text: String,
    /// The number.
    pub number: NumberId,
    /// Masked.
    pub masked: String,
    /// Whose number.
    pub owner: Owner,
    /// The conversation it holds in; none for the whole case.
    pub conversation: Option<ConversationId>,
    /// Its title, or empty.
    pub conversation_title: String,
    /// `WhatsApp`, `ChatGPT` …, of the first evidence.
    pub service: String,
    /// The source of the first evidence.
    pub source: SourceId,
    /// Who supplied the number first, where an assistant's words are judged.
    pub origin: Option<Origin>,
    /// What else is true.
    pub flags: Vec<OriginFlag>,
    /// The best certainty among the evidence.
    pub certainty: Certainty,
    /// When it first happened, where known.
    pub first: Option<When>,
    /// Things that were not read and may change the picture.
    pub not_read: u64,
    /// The user's decision.
    pub triage: Triage,
    /// The user's note; empty if none.
    pub note: String,
}

/// Which findings are wanted. Empty fields do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FindingFilter {
    /// Of this rule.
    pub kind: Option<String>,
    /// About this number.
    pub number: Option<NumberId>,
    /// About numbers of this owner.
    pub owner: Option<Owner>,
    /// With this origin.
    pub origin: Option<Origin>,
    /// With this flag.
    pub flag: Option<OriginFlag>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// With evidence first in this source.
    pub source: Option<SourceId>,
    /// In this conversation.
    pub conversation: Option<ConversationId>,
    /// Of this service.
    pub service: Option<String>,
    /// With this decision.
    pub triage: Option<Triage>,
    /// Only answers with a number that nothing in the export supplied, whichever rule tells of them.
    pub unsupplied: bool,
}

/// A count beside a value that a list of findings can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FindingFacet {
    /// Which field of the filter: `kind`, `owner`, `origin`, `flag`, `certainty`, `service`, `triage`.
    pub field: String,
    /// Its value.
    pub value: String,
    /// How many findings.
    pub count: u64,
}

/// A page of findings with the counts to narrow it by.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FindingList {
    /// In the order of the rules, newest first in each.
    pub rows: Vec<FindingRow>,
    /// Findings that pass the filter.
    pub total: u64,
    /// Counts over the whole case.
    pub facets: Vec<FindingFacet>,
}

/// What a place shows in a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceRole {
    /// The number where the rule found it.
    Answer,
    /// The number where it was supplied.
    Supplier,
    /// A later message about it: a claim, not an explanation.
    SaidAfterwards,
}

/// One place that shows a finding.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct EvidenceView {
    /// What it shows.
    pub role: EvidenceRole,
    /// The mention, where it is one.
    pub mention: Option<MentionRow>,
    /// The record it stands in.
    pub message: MessageView,
    /// The way back to the bytes, where it is a mention.
    pub at: Option<LocatorView>,
}

/// A finding, whole: the panel *Why this is here*.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct FindingPage {
    /// As in the list.
    pub row: FindingRow,
    /// The rule.
    pub rule: RuleView,
    /// How it was concluded, sentence by sentence in English, for the command line; the window says it by the row's
    /// origin and flags.
    #[ts(skip)]
    pub because: Vec<String>,
    /// Where to see it, in order; later claims last.
    pub evidence: Vec<EvidenceView>,
    /// The first mention, to open the conversation at.
    pub first_mention: Option<MentionId>,
    /// What was not read; empty where all was.
    pub not_read: Vec<NotRead>,
}

/// A rule, for its own page. Its words are in English, for the command line; the window says them by `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RuleView {
    /// Its id.
    pub id: String,
    /// The kind of finding, as a heading.
    #[ts(skip)]
    pub name: String,
    /// What it looks for and why it deserves attention.
    #[ts(skip)]
    pub about: String,
    /// What can be done.
    #[ts(skip)]
    pub advice: Vec<String>,
    /// Small conversations, and whether it fires on them.
    pub examples: Vec<RuleExample>,
}

/// A small conversation that shows when a rule fires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RuleExample {
    /// Its lines, numbers as letters.
    pub lines: Vec<String>,
    /// True where the rule finds something.
    pub fires: bool,
}
