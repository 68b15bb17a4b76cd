//! What the user says: whose a number is, what is set aside, notes. Hangs on what things are by content
//! ([`Subject`]), not on rows, so that it survives re-reading, forgetting and adding again.

use crate::codes::Code;
use crate::kept::Sealed;
use crate::writer::settle_region;
use crate::{Case, ConversationId, Error, MentionId, NumberId, ParticipantId, Result, Words};
use rusqlite::{Connection, OptionalExtension, params};
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

/// `decision.subject` of findings.
pub(crate) const FINDING: i64 = 3;

impl Subject {
    /// `decision.subject`.
    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Number(_) => 0,
            Self::Mention(_) => 1,
            Self::Conversation(_) => 2,
            Self::Finding(_) => FINDING,
        }
    }

    /// What it is by content.
    pub(crate) fn identity(self, db: &Connection) -> Result<Vec<u8>> {
        let (sql, id, what) = match self {
            Self::Number(id) => ("select lookup from number where id = ?1", id.0, "number"),
            Self::Mention(id) => (
                "select cast(identity as blob) from mention where id = ?1",
                id.0,
                "mention",
            ),
            Self::Conversation(id) => (
                "select identity from conversation where id = ?1",
                id.0,
                "conversation",
            ),
            Self::Finding(id) => ("select identity from finding where id = ?1", id.0, "finding"),
        };
        let identity = db
            .prepare_cached(sql)?
            .query_row([id], |row| row.get(0))
            .optional()?;
        identity.ok_or(Error::NotFound(what))
    }
}

/// The decision on something.
pub(crate) fn decision_of(db: &Connection, subject: i64, identity: &[u8]) -> Result<Option<Decision>> {
    let mut select =
        db.prepare_cached("select decision from decision where subject = ?1 and identity = ?2")?;
    let decision = select
        .query_row(params![subject, identity], |row| row.get::<_, i64>(0))
        .optional()?;
    decision.map(Decision::read).transpose()
}

impl Case {
    /// Says whose a number is; with [`Said::ByUser`] and [`Ownership::Unknown`] the user says "not mine, not a contact".
    pub fn set_owner(&self, number: NumberId, owner: Ownership, said: Said) -> Result<()> {
        self.inner.write(|db| {
            let lookup = Subject::Number(number).identity(db)?;
            say_owner(db, &lookup, Some(owner), said)
        })
    }

    /// The same for a number that may not be in the case yet: it holds as soon as it appears.
    pub fn set_owner_of(&self, number: &E164, owner: Ownership, said: Said) -> Result<()> {
        let lookup = self.inner.number_key()?.lookup(number.as_str());
        self.inner.write(|db| say_owner(db, &lookup, Some(owner), said))
    }

    /// Takes back what the user said of a number's owner; evidence counts again.
    pub fn clear_owner(&self, number: NumberId) -> Result<()> {
        self.inner.write(|db| {
            let lookup = Subject::Number(number).identity(db)?;
            say_owner(db, &lookup, None, Said::ByUser)
        })
    }

    /// Says whose numbers are by evidence, all in one transaction: a number that is not named goes back to unknown.
    /// What the user said stays.
    pub fn set_owners_from_evidence(&self, owners: &[(NumberId, Ownership)]) -> Result<()> {
        self.inner.write(|db| {
            db.execute("delete from owner where said = ?1", [Said::FromEvidence.code()])?;
            let mut put = db.prepare_cached(
                "insert or replace into owner (lookup, said, owner) select lookup, ?2, ?3 from number where id = ?1",
            )?;
            for (number, owner) in owners {
                put.execute(params![number, Said::FromEvidence.code(), owner.code()])?;
            }
            db.execute(include_str!("owners.sql"), [])?;
            Ok(())
        })
    }

    /// Says which participants are the case's user, beside those whose export says so: their records count as the
    /// owner's from then on, in every conversation of the service. Replaces what was said before.
    pub fn set_you(&self, participants: &[ParticipantId]) -> Result<()> {
        self.inner.write(|db| {
            db.execute("delete from you", [])?;
            let mut put =
                db.prepare_cached("insert or ignore into you select person from participant where id = ?1")?;
            for participant in participants {
                put.execute([participant])?;
            }
            Ok(())
        })
    }

    /// Decides on something, or takes a decision back. Returns the one before.
    pub fn decide(&self, subject: Subject, decision: Option<Decision>) -> Result<Option<Decision>> {
        self.inner.write(|db| {
            let identity = subject.identity(db)?;
            let before = decision_of(db, subject.code(), &identity)?;
            match decision {
                Some(decision) => db.execute(
                    "insert or replace into decision (subject, identity, decision) values (?1, ?2, ?3)",
                    params![subject.code(), identity, decision.code()],
                )?,
                None => db.execute(
                    "delete from decision where subject = ?1 and identity = ?2",
                    params![subject.code(), identity],
                )?,
            };
            let aside = decision == Some(Decision::SetAside);
            match subject {
                Subject::Number(_) => {
                    db.execute("update number set set_aside = ?2 where lookup = ?1", params![identity, aside])?;
                }
                Subject::Mention(mention) => {
                    // Copies of it in other entries have the same identity.
                    db.execute(
                        "update mention set set_aside = ?2 where identity = (select identity from mention where id = ?1)",
                        params![mention, aside],
                    )?;
                }
                Subject::Conversation(_) | Subject::Finding(_) => {}
            }
            Ok(before)
        })
    }

    /// Writes a note; an empty one removes it.
    pub fn note(&self, subject: Subject, text: &str) -> Result<()> {
        let key = self.inner.number_key()?;
        let kept = Sealed::words(Words { text, matches: &[] }, &key);
        self.inner.write(|db| {
            let identity = subject.identity(db)?;
            if text.is_empty() {
                db.execute(
                    "delete from note where subject = ?1 and identity = ?2",
                    params![subject.code(), identity],
                )?;
            } else {
                db.execute(
                    "insert or replace into note (subject, identity, text, text_sealed) values (?1, ?2, ?3, ?4)",
                    params![subject.code(), identity, kept.masked, kept.sealed],
                )?;
            }
            Ok(())
        })
    }

    /// Settles every open number that has a candidate in the region, and those that are read later; with none, opens all
    /// again. Returns how many numbers changed. Not while a writer is at work: [`Error::WriterBusy`].
    pub fn settle_region(&self, region: Option<Region>) -> Result<u64> {
        // Held until the end: the writer gives out ids of numbers and must not meet ours.
        let _writer = self.writer()?;
        let key = self.inner.number_key()?;
        self.inner.write(|db| settle_region(db, &key, region))
    }
}

/// Writes down (or takes back) whose a number is, and whom the number's row shows.
fn say_owner(db: &Connection, lookup: &[u8], owner: Option<Ownership>, said: Said) -> Result<()> {
    match owner {
        Some(owner) => db.execute(
            "insert or replace into owner (lookup, said, owner) values (?1, ?2, ?3)",
            params![lookup, said.code(), owner.code()],
        )?,
        None => db.execute(
            "delete from owner where lookup = ?1 and said = ?2",
            params![lookup, said.code()],
        )?,
    };
    db.execute(concat!(include_str!("owners.sql"), " and lookup = ?1"), [lookup])?;
    Ok(())
}
