//! Whose numbers: suggestions with their evidence, contacts, and the one question about the country.

use super::{NumberId, NumberRow, Target};
use serde::{Deserialize, Serialize};
use teltale_model::{Class, Region};
use ts_rs::TS;

/// Whose line it is. Always shown with how we know ([`Evidence`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The user's own.
    Mine,
    /// On a contact card of the user.
    Contact,
    /// Of somebody who writes or is listed in a conversation.
    GroupMember,
    /// A service: toll-free, premium, short codes.
    PublicService,
    /// Nothing in the case tells.
    Unknown,
}

/// One reason to believe something about an owner or a country.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Evidence {
    /// The reason.
    pub reason: EvidenceReason,
    /// Where to see it.
    pub target: Option<Target>,
}

/// Kinds of evidence, strongest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceReason {
    /// The user said so.
    Said,
    /// An account record of an export.
    AccountRecord {
        /// The source's name.
        source: String,
    },
    /// A contact card marked as the owner's.
    OwnCard {
        /// The source's name.
        source: String,
    },
    /// The export's owner writes from it.
    OwnSender {
        /// The source's name.
        source: String,
    },
    /// "My number is …" in a message of the user.
    MyNumberIs {
        /// As the user wrote it.
        phrase: String,
    },
    /// A contact card.
    ContactCard {
        /// The source's name.
        source: String,
    },
    /// Somebody writes from it, or is listed with it.
    Sender {
        /// The source's name.
        source: String,
    },
    /// Its class in the numbering plan.
    Plan {
        /// Which.
        class: Class,
    },
    /// For a country: the user's own number is of it.
    OwnNumber,
    /// For a country: numbers on contact cards.
    Contacts {
        /// How many.
        numbers: u64,
    },
    /// For a country: numbers of senders and members.
    Senders {
        /// How many.
        numbers: u64,
    },
}

impl EvidenceReason {
    /// True where the user or a record of the export itself says that a number is its owner's.
    pub fn is_record(&self) -> bool {
        matches!(
            self,
            Self::Said | Self::AccountRecord { .. } | Self::OwnCard { .. } | Self::OwnSender { .. }
        )
    }

    /// Stronger first, whatever it speaks of.
    pub fn strength(&self) -> u8 {
        match self {
            Self::Said => 0,
            Self::AccountRecord { .. } => 1,
            Self::OwnCard { .. } => 2,
            Self::OwnSender { .. } => 3,
            Self::MyNumberIs { .. } => 4,
            Self::ContactCard { .. } => 5,
            Self::Sender { .. } => 6,
            Self::Plan { .. } => 7,
            Self::OwnNumber => 8,
            Self::Contacts { .. } => 9,
            Self::Senders { .. } => 10,
        }
    }

    /// True where it speaks for a number being the user's.
    pub fn speaks_for_mine(&self) -> bool {
        self.is_record() || matches!(self, Self::MyNumberIs { .. })
    }
}

/// A name seen with a number: a claim by someone, never an identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NamedAs {
    /// The name.
    pub name: String,
    /// Who says so: "your contacts.vcf", "a card sent by …".
    pub by: String,
}

/// A number that may be the user's.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Suggestion {
    /// The number.
    pub number: NumberRow,
    /// Why, strongest first; never empty.
    pub evidence: Vec<Evidence>,
    /// True where the evidence is a record of the export itself, so that it holds until the user says otherwise.
    pub assumed: bool,
    /// What the user said: yes, no, or nothing yet.
    pub decided: Option<bool>,
}

/// A contact of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ContactRow {
    /// The number.
    pub number: NumberId,
    /// Masked.
    pub masked: String,
    /// Names on cards, each a claim.
    pub named_as: Vec<NamedAs>,
    /// Mentions outside contact cards.
    pub mentions: u64,
}

/// The one question about the country of numbers written without one.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CountryQuestion {
    /// How many numbers stay open until it is answered.
    pub open_numbers: u64,
    /// Choices, most likely first; never empty.
    pub choices: Vec<CountryChoice>,
}

/// A country that open numbers could be of.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CountryChoice {
    /// ISO 3166 code.
    #[ts(type = "string")]
    pub region: Region,
    /// Its English name, or the code where we know none, for the command line.
    #[ts(skip)]
    pub name: String,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// How many of the open numbers would be settled by it.
    pub settles: u64,
    /// True for the one that the evidence picks.
    pub picked: bool,
}

/// The Whose numbers screen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct OwnersPage {
    /// Numbers that may be the user's, best evidence first.
    pub mine: Vec<Suggestion>,
    /// Contacts, by name.
    pub contacts: Vec<ContactRow>,
    /// How many contacts there are, also where `contacts` was cut short.
    pub contacts_total: u64,
    /// Countries in play for numbers written without one.
    #[ts(type = "Array<string>")]
    pub regions: Vec<Region>,
    /// The question, if it is worth asking.
    pub country: Option<CountryQuestion>,
}

/// Countries that numbers written without one are read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CountriesInPlay {
    /// Those in play, most likely first.
    #[ts(type = "string[]")]
    pub regions: Vec<Region>,
    /// True where the user said so; else the case's own evidence does.
    pub said: bool,
    /// Every country that has a numbering plan.
    #[ts(type = "string[]")]
    pub all: Vec<Region>,
    /// Sources that were read as other countries and are still where they were.
    pub stale: u64,
}
