//! Numbers: the list, one number's own facts, look-up by digits.

use super::filter::{Columns, Conditions, settings_sql};
use crate::codes::Code;
use crate::kept::decimal_digits;
use crate::writer::DIGITS;
use crate::{Error, Kept, NamedAs, NumberId, Ownership, Page, Reader, Result, Rows, Said, Setting};
use rusqlite::params;
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
    /// Whose it is.
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

/// What a rule asks of a number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFacts {
    /// Its id.
    pub id: NumberId,
    /// What the plan tells of the line.
    pub line_type: LineType,
    /// Ordinary, fiction, placeholder …
    pub class: Class,
    /// Whose it is.
    pub owner: Ownership,
    /// Mentions that count; at least one.
    pub mentions: u64,
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

const ROW: &str = include_str!("number.sql");

/// The facts of numbers after one of them.
pub(super) const AFTER: &str = "select id, line_type, class, owner, mentions from number
    where id > ?1 and mentions > 0 order by id limit ?2";

/// How many names of a number are shown.
const NAMES: usize = 8;

impl NumberFilter {
    pub(super) fn conditions(&self) -> Conditions {
        let Self {
            owners,
            class,
            certainty,
            region,
            open,
            set_aside,
            settings,
        } = self;
        let mut where_ = Conditions::new("number.mentions > 0");
        where_.one_of("number.owner", owners);
        if let Some(class) = class {
            where_.and("number.class = ?", class.code());
        }
        if let Some(certainty) = certainty {
            where_.and("number.certainty >= ?", certainty.code());
        }
        if let Some(region) = region {
            where_.and("number.region = ?", region.as_str().to_owned());
        }
        if let Some(open) = open {
            where_.and("number.open = ?", i64::from(*open));
        }
        if let Some(set_aside) = set_aside {
            where_.and("number.set_aside = ?", i64::from(*set_aside));
        }
        if let Some(boxes) = settings_sql(settings, Columns::FACET_ALONE) {
            where_.plain(&format!(
                "exists (select 1 from facet where facet.number = number.id and ({boxes}))"
            ));
        }
        where_
    }
}

impl NumberOrder {
    fn sql(self) -> String {
        let first = match self {
            Self::Mentions => "number.mentions desc",
            Self::Latest => "number.last_at desc",
            Self::Earliest => "number.first_at is null, number.first_at",
            Self::Owner => "number.owner, number.mentions desc",
        };
        // Of equal ones by what is seen of them, so that the order of import cannot matter; ids come last.
        format!("{first}, number.masked, number.first_at, number.last_at, number.id")
    }
}

impl Reader {
    /// Numbers, a page of them.
    pub fn numbers(&self, filter: &NumberFilter, order: NumberOrder, page: Page) -> Result<Rows<NumberRow>> {
        let where_ = filter.conditions();
        let total = where_.count(self, "number")?;
        let sql = number_sql(&where_, order, page);
        Ok(Rows {
            rows: self.number_rows(&sql, &where_)?,
            total,
        })
    }

    /// The facts of numbers in the order of their ids, those after one of them: for whoever goes through all, as a page
    /// far down a list is found by going through those above it.
    pub fn numbers_after(&self, after: Option<NumberId>, limit: u32) -> Result<Vec<NumberFacts>> {
        let mut select = self.db().prepare_cached(AFTER)?;
        let mut found = select.query(params![after.map_or(0, |number| number.0), limit])?;
        let mut facts = Vec::new();
        while let Some(row) = found.next()? {
            facts.push(NumberFacts {
                id: row.get(0)?,
                line_type: LineType::read(row.get(1)?)?,
                class: Class::read(row.get(2)?)?,
                owner: Ownership::read(row.get(3)?)?,
                mentions: row.get::<_, i64>(4)? as u64,
            });
        }
        Ok(facts)
    }

    /// One number.
    pub fn number(&self, number: NumberId) -> Result<NumberRow> {
        self.numbers_by_id(&[number])?
            .pop()
            .ok_or(Error::NotFound("number"))
    }

    /// Numbers by id, in the order asked for; those that are not there are left out.
    pub fn numbers_by_id(&self, numbers: &[NumberId]) -> Result<Vec<NumberRow>> {
        let mut rows = Vec::with_capacity(numbers.len());
        for number in numbers {
            let mut where_ = Conditions::new("1");
            where_.and("number.id = ?", number.0);
            rows.extend(self.number_rows(&format!("{ROW} where {}", where_.sql), &where_)?);
        }
        Ok(rows)
    }

    /// The number, if the case has it, and open numbers that could be it. Needs the number key.
    pub fn find_number(&self, number: &E164) -> Result<Vec<NumberRow>> {
        let lookup = self.case.number_key()?.lookup(number.as_str());
        let mut where_ = Conditions::new("number.mentions > 0");
        where_.and(
            "number.id in (select id from number where lookup = ?1
                union select number from candidate where lookup = ?1)",
            lookup.to_vec(),
        );
        self.number_rows(
            &format!("{ROW} where {} order by number.open, number.id", where_.sql),
            &where_,
        )
    }

    /// Numbers that end in these digits (two or more), most mentions first. Needs the number key.
    pub fn numbers_ending(&self, digits: &str, page: Page) -> Result<Rows<NumberRow>> {
        let key = self.case.number_key()?;
        let digits = decimal_digits(digits);
        let Some(ending) = digits.len().checked_sub(2).map(|from| digits[from..].to_owned()) else {
            return Ok(Rows {
                rows: Vec::new(),
                total: 0,
            });
        };
        let mut select = self.db().prepare_cached(
            "select id, digits_sealed from number where ending = ?1 and mentions > 0 order by mentions desc, id",
        )?;
        let mut found = select.query([ending])?;
        let mut ids = Vec::new();
        while let Some(row) = found.next()? {
            self.go_on()?;
            let sealed: Vec<u8> = row.get(1)?;
            let text = key.unseal(DIGITS, &sealed).ok_or(Error::Damaged)?;
            if text.split_whitespace().any(|number| number.ends_with(&digits)) {
                ids.push(NumberId(row.get(0)?));
            }
        }
        let (from, limit) = (page.offset.min(ids.len() as u64) as usize, page.limit as usize);
        let shown = &ids[from..ids.len().min(from + limit)];
        Ok(Rows {
            rows: self.numbers_by_id(shown)?,
            total: ids.len() as u64,
        })
    }

    fn number_rows(&self, sql: &str, where_: &Conditions) -> Result<Vec<NumberRow>> {
        let mut select = self.db().prepare_cached(sql)?;
        let mut found = select.query(where_.parameters())?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let id = NumberId(row.get(0)?);
            let open: bool = row.get(3)?;
            rows.push(NumberRow {
                id,
                masked: row.get(1)?,
                ending: row.get(2)?,
                region: region(row.get(4)?)?,
                candidates: if open { self.candidates(id)? } else { Vec::new() },
                line_type: LineType::read(row.get(5)?)?,
                class: Class::read(row.get(6)?)?,
                certainty: Certainty::read(row.get(7)?)?,
                owner: Ownership::read(row.get(8)?)?,
                said_by_user: row.get::<_, Option<i64>>(9)? == Some(Said::ByUser.code()),
                named_as: self.names(id)?,
                mentions: row.get::<_, i64>(10)? as u64,
                sources: row.get::<_, i64>(11)? as u64,
                conversations: row.get::<_, i64>(12)? as u64,
                first_at: row.get(13)?,
                last_at: row.get(14)?,
                other_form: row.get::<_, Option<i64>>(15)?.map(NumberId),
                set_aside: row.get(16)?,
            });
        }
        Ok(rows)
    }

    fn candidates(&self, number: NumberId) -> Result<Vec<(Region, String)>> {
        let mut select = self
            .db()
            .prepare_cached("select region, masked from candidate where number = ?1 order by region")?;
        let mut found = select.query([number])?;
        let mut candidates = Vec::new();
        while let Some(row) = found.next()? {
            candidates.push((region(row.get(0)?)?.ok_or(Error::Damaged)?, row.get(1)?));
        }
        Ok(candidates)
    }

    /// Different names of a number, those first that most records say; of equal ones the record that comes first.
    fn names(&self, number: NumberId) -> Result<Vec<NamedAs>> {
        let mut select = self.db().prepare_cached(
            "select name, name_sealed is not null, min(record) from named where number = ?1 group by name order by count(*) desc, name limit ?2",
        )?;
        let names = select.query_map(params![number, NAMES as i64], |row| {
            Ok(NamedAs {
                name: Kept {
                    masked: row.get(0)?,
                    sealed: row.get(1)?,
                },
                by: row.get(2)?,
            })
        })?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }
}

pub(super) fn number_sql(where_: &Conditions, order: NumberOrder, page: Page) -> String {
    let (limit, offset) = (page.limit, page.offset);
    format!(
        "{ROW} where {} order by {} limit {limit} offset {offset}",
        where_.sql,
        order.sql()
    )
}

/// A region's column.
pub(super) fn region(code: Option<String>) -> Result<Option<Region>> {
    code.map(|code| Region::new(&code).ok_or(Error::Damaged))
        .transpose()
}
