//! Numbers: the list, one number's own facts, look-up by digits.

use crate::{NamedAs, NumberId, Ownership, Page, Reader, Result, Rows, Setting};
use teltale_model::{Certainty, Class, E164, LineType, Region};

/// A row of the list of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRow {
    /// Its id.
    pub id: NumberId,
    /// `+44 •••• ••••23`; without a calling code while the region is open.
    pub masked: String,
    /// The last two digits; empty for short codes.
    pub ending: String,
    /// None while open.
    pub region: Option<Region>,
    /// Regions it would be valid in, while open, with the mask there.
    pub candidates: Vec<(Region, String)>,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// Ordinary, fiction, placeholder …
    pub class: Class,
    /// Of its surest mention.
    pub certainty: Certainty,
    /// What was said of its owner, by the user or from evidence.
    pub owner: Ownership,
    /// True where the user said it; else evidence did, or nothing.
    pub said_by_user: bool,
    /// Names seen with it, as claims.
    pub named_as: Vec<NamedAs>,
    /// Mentions that count.
    pub mentions: u64,
    /// Sources that mention it.
    pub sources: u64,
    /// Conversations that mention it; records of accounts and contact cards are none.
    pub conversations: u64,
    /// First time with a known time, in milliseconds since 1970.
    pub first_at: Option<i64>,
    /// Last one.
    pub last_at: Option<i64>,
    /// The same line in an older or newer form of its plan.
    pub other_form: Option<NumberId>,
    /// The user's decision.
    pub set_aside: bool,
}

/// Which numbers are wanted. Empty fields do not filter. Numbers without a mention that counts are never listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberFilter {
    /// Of one of these owners.
    pub owners: Vec<Ownership>,
    /// Of this class.
    pub class: Option<Class>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// Of this region; open numbers that could be of it are not included.
    pub region: Option<Region>,
    /// Only while open, or only settled.
    pub open: Option<bool>,
    /// Set aside, or not.
    pub set_aside: Option<bool>,
    /// With a mention in one of these settings.
    pub settings: Vec<Setting>,
}

/// How numbers are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberOrder {
    /// Most mentions first.
    #[default]
    Mentions,
    /// Last mentioned first.
    Latest,
    /// First mentioned first.
    Earliest,
    /// Mine, contacts, others; most mentions first in each.
    Owner,
}

impl Reader {
    /// Numbers, a page of them.
    pub fn numbers(&self, filter: &NumberFilter, order: NumberOrder, page: Page) -> Result<Rows<NumberRow>> {
        let _ = (filter, order, page);
        Err(crate::Error::Database("not there yet"))
    }

    /// One number.
    pub fn number(&self, number: NumberId) -> Result<NumberRow> {
        let _ = (number);
        Err(crate::Error::Database("not there yet"))
    }

    /// Numbers by id, in the order asked for; those that are not there are left out.
    pub fn numbers_by_id(&self, numbers: &[NumberId]) -> Result<Vec<NumberRow>> {
        let _ = (numbers);
        Err(crate::Error::Database("not there yet"))
    }

    /// The number, if the case has it, and open numbers that could be it. Needs the number key.
    pub fn find_number(&self, number: &E164) -> Result<Vec<NumberRow>> {
        let _ = (number);
        Err(crate::Error::Database("not there yet"))
    }

    /// Numbers that end in these digits (two or more), most mentions first. Needs the number key.
    pub fn numbers_ending(&self, digits: &str, page: Page) -> Result<Rows<NumberRow>> {
        let _ = (digits, page);
        Err(crate::Error::Database("not there yet"))
    }
}
