//! Revealing: digits and spellings leave the silo, after the log has a committed line that says so.

use crate::{Case, ConversationId, EntryId, MentionId, NumberId, ParticipantId, RecordId, Result, SourceId};
use teltale_model::E164;

/// What digits are shown for. Written to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// On the screen, on request.
    Show,
    /// In an output or a report; which one.
    Output(&'a str),
    /// To check a mention against its source.
    Verify,
    /// For rules that compare numbers and show none. Logged once a run, with the count.
    Compare,
}

/// A number's digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Which number.
    pub number: NumberId,
    /// The number; none while the region is open.
    pub e164: Option<E164>,
    /// What it would be, while open.
    pub candidates: Vec<teltale_model::Candidate>,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({:?})", self.number)
    }
}

/// A record with its texts as they were read.
#[derive(Clone, PartialEq, Eq)]
pub struct RevealedRecord {
    /// Which record.
    pub record: RecordId,
    /// The name of its author, card or account.
    pub name: String,
    /// The texts of its parts, in order.
    pub parts: Vec<String>,
}

impl std::fmt::Debug for RevealedRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RevealedRecord({:?})", self.record)
    }
}

impl Case {
    /// Digits of numbers, in the order asked for; unknown ids are left out.
    pub fn reveal_numbers(&self, numbers: &[NumberId], purpose: Purpose<'_>) -> Result<Vec<Revealed>> {
        let _ = (numbers, purpose);
        Err(crate::Error::Database("not there yet"))
    }

    /// Spellings of mentions as they stand in their texts, in the order asked for.
    pub fn reveal_mentions(
        &self,
        mentions: &[MentionId],
        purpose: Purpose<'_>,
    ) -> Result<Vec<(MentionId, String)>> {
        let _ = (mentions, purpose);
        Err(crate::Error::Database("not there yet"))
    }

    /// Whole texts of records.
    pub fn reveal_records(&self, records: &[RecordId], purpose: Purpose<'_>) -> Result<Vec<RevealedRecord>> {
        let _ = (records, purpose);
        Err(crate::Error::Database("not there yet"))
    }

    /// A source's path as it was given. Not logged: it is where the user put the file.
    pub fn source_path(&self, source: SourceId) -> Result<String> {
        let _ = source;
        Err(crate::Error::Database("not there yet"))
    }

    /// An entry's path inside its source. Not logged.
    pub fn entry_path(&self, entry: EntryId) -> Result<String> {
        let _ = entry;
        Err(crate::Error::Database("not there yet"))
    }

    /// A conversation's title as it was read.
    pub fn reveal_title(&self, conversation: ConversationId, purpose: Purpose<'_>) -> Result<String> {
        let _ = (conversation, purpose);
        Err(crate::Error::Database("not there yet"))
    }

    /// Names of participants as they were read.
    pub fn reveal_names(
        &self,
        participants: &[ParticipantId],
        purpose: Purpose<'_>,
    ) -> Result<Vec<(ParticipantId, String)>> {
        let _ = (participants, purpose);
        Err(crate::Error::Database("not there yet"))
    }
}
