//! Findings: results of rules, kept with their evidence. The rules live above this crate.

use crate::{Case, FindingId, MentionId, RecordId, Result};

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id; ignored when it is written.
    pub id: FindingId,
    /// The rule's name.
    pub kind: String,
    /// What it is by content, chosen by the rule: decisions hang on it.
    pub identity: [u8; 16],
    /// Facts of the rule, as JSON without digits, names or words of a text.
    pub facts: String,
    /// Where to see it, in order.
    pub evidence: Vec<Evidence>,
    /// The user's decision.
    pub decision: Option<crate::Decision>,
}

/// One place that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it shows: `answer`, `supplier`, `said afterwards`.
    pub role: String,
    /// The record.
    pub record: RecordId,
    /// The mention in it, if it is one.
    pub mention: Option<MentionId>,
}

impl Case {
    /// Replaces all findings of a kind. Decisions stay with those of the same identity.
    pub fn put_findings(&self, kind: &str, findings: &[Finding]) -> Result<()> {
        let _ = (kind, findings);
        Err(crate::Error::Database("not there yet"))
    }
}

impl crate::Reader {
    /// Findings, by kind and then in the order they were written; of one kind if given.
    pub fn findings(&self, kind: Option<&str>, page: crate::Page) -> Result<crate::Rows<Finding>> {
        let _ = (kind, page);
        Err(crate::Error::Database("not there yet"))
    }
}
