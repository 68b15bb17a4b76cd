//! What the user says: whose a number is, what is set aside, notes. Hangs on what things are by content
//! ([`Subject`]), not on rows, so that it survives re-reading, forgetting and adding again.

use crate::{Case, ConversationId, MentionId, NumberId, Result};
use serde::{Deserialize, Serialize};
use teltale_model::{E164, Region};

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A number.
    Number(NumberId),
    /// A mention.
    Mention(MentionId),
    /// A conversation.
    Conversation(ConversationId),
    /// A finding.
    Finding(crate::FindingId),
}

/// The user's reversible decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Worth keeping in sight.
    Keep,
    /// Not worth it.
    SetAside,
}

/// Whose line a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// The user's own.
    Mine,
    /// On a contact card.
    Contact,
    /// Of somebody who writes or is listed in a conversation.
    GroupMember,
    /// A service: toll-free, premium, short codes.
    PublicService,
    /// Nothing tells.
    #[default]
    Unknown,
}

/// Who says whose a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The user: never overwritten by evidence.
    ByUser,
    /// Evidence in the case, weighed above this crate.
    FromEvidence,
}

/// A name seen with a number: a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAs {
    /// The name, masked.
    pub name: crate::Kept,
    /// The record that says so.
    pub by: crate::RecordId,
}

impl Case {
    /// Says whose a number is; with [`Said::ByUser`] and [`Ownership::Unknown`] the user says "not mine, not a contact".
    pub fn set_owner(&self, number: NumberId, owner: Ownership, said: Said) -> Result<()> {
        let _ = (number, owner, said);
        Err(crate::Error::Database("not there yet"))
    }

    /// The same for a number that may not be in the case yet: it holds as soon as it appears.
    pub fn set_owner_of(&self, number: &E164, owner: Ownership, said: Said) -> Result<()> {
        let _ = (number, owner, said);
        Err(crate::Error::Database("not there yet"))
    }

    /// Says whose numbers are by evidence, all in one transaction: a number that is not named goes back to unknown.
    /// What the user said stays.
    pub fn set_owners_from_evidence(&self, owners: &[(NumberId, Ownership)]) -> Result<()> {
        let _ = owners;
        Err(crate::Error::Database("not there yet"))
    }

    /// Says which participants are the case's user, beside those whose export says so: their records count as the
    /// owner's from then on. Replaces what was said before.
    pub fn set_you(&self, participants: &[crate::ParticipantId]) -> Result<()> {
        let _ = participants;
        Err(crate::Error::Database("not there yet"))
    }

    /// Takes back what the user said of a number's owner; evidence counts again.
    pub fn clear_owner(&self, number: NumberId) -> Result<()> {
        let _ = number;
        Err(crate::Error::Database("not there yet"))
    }

    /// Decides on something, or takes a decision back. Returns the one before.
    pub fn decide(&self, subject: Subject, decision: Option<Decision>) -> Result<Option<Decision>> {
        let _ = (subject, decision);
        Err(crate::Error::Database("not there yet"))
    }

    /// Writes a note; an empty one removes it.
    pub fn note(&self, subject: Subject, text: &str) -> Result<()> {
        let _ = (subject, text);
        Err(crate::Error::Database("not there yet"))
    }

    /// Settles every open number that has a candidate in the region (or, with none, opens them again).
    pub fn settle_region(&self, region: Option<Region>) -> Result<u64> {
        let _ = region;
        Err(crate::Error::Database("not there yet"))
    }
}
