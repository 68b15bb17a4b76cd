//! What a rule is, and what it finds.

use super::dossier::{Appearance, Dossier};
use std::collections::BTreeSet;
use teltale_model::{Certainty, Origin, OriginFlag};

/// A rule over the dossier of one number.
pub struct Rule {
    /// Short and stable; names the kind of finding in the program, on the command line and in JSON.
    pub id: &'static str,
    /// The kind of finding, as a heading.
    pub name: &'static str,
    /// What it looks for and why it deserves attention; the rule's page.
    pub about: &'static str,
    /// What the user can do about it; never empty, "Nothing to do" where so.
    pub advice: &'static [Advice],
    /// Small conversations on which it must fire, or stay quiet. Run by a test.
    pub examples: &'static [Example],
    /// The rule itself.
    pub find: fn(&Dossier) -> Vec<Finding>,
}

/// One thing a user can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice(pub &'static str);

/// A conversation in the language of the scripted tests, and whether the rule fires on it.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The script: `you: …`, `ai: …`, `tool NAME: …`, numbers as `{A}`.
    pub script: &'static str,
    /// True where the rule must find something.
    pub fires: bool,
}

/// What a finding is about: decisions hang on rule, number and scope, so they survive a new reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// One conversation, by the case's id.
    Conversation(i64),
    /// The whole case.
    Case,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The number, by the case's id.
    pub number: i64,
    /// Where it holds.
    pub scope: Scope,
    /// The mentions that show it, in order; never empty.
    pub evidence: Vec<i64>,
    /// The mentions that supplied the number, where any did.
    pub supplied_by: Vec<i64>,
    /// Later messages about it: claims, not explanations.
    pub afterwards: Vec<i64>,
    /// Who supplied it first, where an assistant's words are judged.
    pub origin: Option<Origin>,
    /// What else is true.
    pub flags: BTreeSet<OriginFlag>,
    /// The best certainty among the evidence.
    pub certainty: Certainty,
    /// When it first happened, in milliseconds, where known.
    pub first_ms: Option<i64>,
    /// A count that the title speaks of: people, conversations, sources; as the rule says.
    pub count: u32,
    /// Things that were not read and may change the picture.
    pub not_read: u32,
}

impl Finding {
    /// A finding from its evidence; `evidence` is not empty.
    pub(super) fn new(rule: &'static str, dossier: &Dossier, scope: Scope, evidence: &[&Appearance]) -> Self {
        let mut finding = Self {
            rule,
            number: dossier.number,
            scope,
            evidence: evidence.iter().map(|one| one.mention).collect(),
            supplied_by: evidence.iter().filter_map(|one| one.supplied_by).collect(),
            afterwards: evidence
                .iter()
                .flat_map(|one| one.afterwards.iter().copied())
                .collect(),
            origin: evidence.iter().find_map(|one| one.origin),
            flags: evidence
                .iter()
                .flat_map(|one| one.flags.iter().copied())
                .collect(),
            certainty: evidence
                .iter()
                .map(|one| one.certainty)
                .max()
                .unwrap_or(Certainty::Maybe),
            first_ms: evidence.iter().filter_map(|one| one.sent_ms).min(),
            count: evidence.len() as u32,
            not_read: 0,
        };
        for list in [&mut finding.supplied_by, &mut finding.afterwards] {
            list.sort_unstable();
            list.dedup();
        }
        let conversations: BTreeSet<i64> = evidence.iter().filter_map(|one| one.conversation).collect();
        finding.not_read = conversations
            .iter()
            .filter_map(|id| dossier.settings.get(id))
            .map(|setting| setting.unread)
            .sum();
        finding
    }

    /// The same with the count that the title speaks of.
    pub(super) fn counting(mut self, count: usize) -> Self {
        self.count = count as u32;
        self
    }
}

/// One finding a conversation, over the appearances in assistants' words that a rule picks.
pub(super) fn per_conversation(
    rule: &'static str,
    dossier: &Dossier,
    picks: impl Fn(&Appearance) -> bool,
) -> Vec<Finding> {
    dossier
        .by_conversation(dossier.in_assistants_words().filter(|one| picks(one)))
        .into_iter()
        .map(|(conversation, group)| Finding::new(rule, dossier, Scope::Conversation(conversation), &group))
        .collect()
}
