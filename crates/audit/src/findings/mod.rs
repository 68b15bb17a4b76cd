//! Findings: rules over mentions that deserve attention.
//!
//! A rule reads the [`Dossier`] of one number, everything the case knows of it, and says what deserves a look,
//! with its evidence, what was not read, and what can be done. One file a rule, one line in [`RULES`]; the
//! rule's own text and examples are what people read in the program and what the tests run.

mod desk;
mod dossier;
mod load;
mod rule;
mod rules;
mod show;
mod title;
pub mod words;

pub use dossier::{Appearance, Dossier, Setting, Standing};
pub use rule::{Advice, Example, Finding, Rule, Scope};
pub use show::rules;

/// Every rule, in the order in which its findings are shown.
pub static RULES: &[&Rule] = &[
    &rules::helpline_turned_mobile::RULE,
    &rules::volunteered::RULE,
    &rules::altered_copy::RULE,
    &rules::endorsed::RULE,
    &rules::account_silo::RULE,
    &rules::passed_on::RULE,
    &rules::sent_to_tool::RULE,
    &rules::hidden_context::RULE,
    &rules::given_away::RULE,
    &rules::mine_shown::RULE,
    &rules::exposed_without_typing::RULE,
    &rules::not_recorded::RULE,
];

/// Raised when a rule or the judge of origins would say something else of the same case: findings are then drawn anew.
pub(crate) const RULES_VERSION: u32 = 1;

/// Rules whose findings are answers with a number that nothing in the export supplied. No answer is told by both.
pub(crate) const UNSUPPLIED: [&str; 2] = [rules::helpline_turned_mobile::ID, rules::volunteered::ID];

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// What all rules say of one number, in the order of [`RULES`].
pub fn findings(dossier: &Dossier) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| (rule.find)(dossier)).collect()
}
