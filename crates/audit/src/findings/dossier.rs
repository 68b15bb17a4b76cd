//! Everything the case knows of one number, as the rules read it.

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use teltale_model::{Certainty, Class, ConversationKind, LineType, Origin, OriginFlag, Place, Role};

/// One number with all its appearances.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The case's id of the number.
    pub number: i64,
    /// Whose it is, as far as the case knows.
    pub standing: Standing,
    /// What class of number.
    pub class: Class,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// Ordered by time where known, then by source and position.
    pub appearances: Vec<Appearance>,
    /// The conversations they stand in, by the case's id.
    pub settings: FxHashMap<i64, Setting>,
}

/// Whose number it is, with no claim beyond the case's own evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The user said so, or an account record does.
    Mine,
    /// A contact card or address book holds it.
    Contact,
    /// A sender or member of a chat.
    Member,
    /// Toll-free, premium, emergency: a public service's.
    Service,
    /// Nothing says.
    Unknown,
}

/// One mention with what surrounds it.
#[derive(Debug, Clone)]
pub struct Appearance {
    /// The case's id of the mention.
    pub mention: i64,
    /// The message it stands in; none for account fields and contact cards of an address book.
    pub message: Option<i64>,
    /// The conversation it stands in.
    pub conversation: Option<i64>,
    /// The source it came from.
    pub source: i64,
    /// Where it stands.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// True where the speaker is the export's owner or the user of an assistant.
    pub by_you: bool,
    /// When, in milliseconds; none where the export gives no time.
    pub sent_ms: Option<i64>,
    /// True where the time's zone is known, so that it can be compared with other sources.
    pub zone_known: bool,
    /// How sure the finder is.
    pub certainty: Certainty,
    /// Who supplied it first, where the words are an assistant's.
    pub origin: Option<Origin>,
    /// What else is true of it.
    pub flags: BTreeSet<OriginFlag>,
    /// The mention that supplied it.
    pub supplied_by: Option<i64>,
    /// Later messages that speak about it.
    pub afterwards: Vec<i64>,
}

/// A conversation, as far as rules need it.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What kind of gathering.
    pub kind: ConversationKind,
    /// True where an assistant takes part.
    pub has_assistant: bool,
    /// People other than the owner who wrote in it: a lower bound of who could see.
    pub others: u32,
    /// Assistants that take part.
    pub assistants: u32,
    /// Things in it that could not be read and may have held a number.
    pub unread: u32,
}

impl Dossier {
    /// Appearances in an assistant's own words, a title or summary left out.
    pub fn in_assistants_words(&self) -> impl Iterator<Item = &Appearance> {
        self.appearances.iter().filter(|one| one.origin.is_some())
    }

    /// The appearances grouped by conversation, in order of first appearance; those outside conversations left out.
    pub fn by_conversation<'a>(
        &self,
        appearances: impl Iterator<Item = &'a Appearance>,
    ) -> Vec<(i64, Vec<&'a Appearance>)> {
        let mut groups: Vec<(i64, Vec<&Appearance>)> = Vec::new();
        for one in appearances {
            let Some(conversation) = one.conversation else {
                continue;
            };
            match groups.iter_mut().find(|(id, _)| *id == conversation) {
                Some((_, group)) => group.push(one),
                None => groups.push((conversation, vec![one])),
            }
        }
        groups
    }

    /// The conversation of an appearance.
    pub fn setting(&self, one: &Appearance) -> Option<&Setting> {
        self.settings.get(&one.conversation?)
    }
}
