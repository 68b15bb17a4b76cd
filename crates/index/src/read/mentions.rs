//! Mentions: lists, filters, counts.

use super::filter::{Columns, Conditions, by_owner_sql, settings_sql};
use super::numbers::region;
use crate::codes::{Code, words};
use crate::keys::NumberKey;
use crate::writer::SPELLING;
use crate::{
    ConversationId, EntryId, Error, MentionId, NumberId, Page, ParticipantId, Reader, RecordId, RecordType,
    Result, Rows, SourceId, Span,
};
use rusqlite::OptionalExtension;
use teltale_model::{
    Certainty, Class, ConversationKind, LineType, Locator, Origin, OriginFlag, Place, Reason, Region, Role,
    SentAt, Zone,
};

/// One number at one exact place.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionRow {
    /// Its id.
    pub id: MentionId,
    /// What it is by content alone: the same after re-reading and in every order of import.
    pub identity: u64,
    /// Which number.
    pub number: NumberId,
    /// `+44 •••• ••••23`.
    pub masked: String,
    /// The record it stands in.
    pub record: RecordId,
    /// What kind of record that is.
    pub record_type: RecordType,
    /// The conversation. Accounts and contact cards have none.
    pub conversation: Option<ConversationId>,
    /// The entry.
    pub entry: EntryId,
    /// The source.
    pub source: SourceId,
    /// Which part of the record, from 0.
    pub part: u32,
    /// First character (Unicode scalar) in the part's text as it was read.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// When.
    pub sent_at: Option<SentAt>,
    /// How sure.
    pub certainty: Certainty,
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// Ordinary, fiction …
    pub class: Class,
    /// What the plan tells.
    pub line_type: LineType,
    /// None while open.
    pub region: Option<Region>,
    /// The user's decision on this mention or its number.
    pub set_aside: bool,
    /// Who supplied the number first; none where it was not judged.
    pub origin: Option<Origin>,
    /// What else is true of it, in the order of the catalogue.
    pub origin_flags: Vec<OriginFlag>,
    /// The mention that supplied it.
    pub supplier: Option<MentionId>,
}

/// A mention as far as it can be told without a string: what is fetched of all mentions of a case, or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionFacts {
    /// Its id.
    pub id: MentionId,
    /// Which number.
    pub number: NumberId,
    /// The record it stands in.
    pub record: RecordId,
    /// What kind of record that is.
    pub record_type: RecordType,
    /// The conversation. Accounts and contact cards have none.
    pub conversation: Option<ConversationId>,
    /// The source.
    pub source: SourceId,
    /// Which part of the record, from 0.
    pub part: u32,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// Who wrote it.
    pub author: Option<ParticipantId>,
    /// When.
    pub sent_at: Option<SentAt>,
    /// How sure.
    pub certainty: Certainty,
    /// Ordinary, fiction …
    pub class: Class,
    /// What the plan tells.
    pub line_type: LineType,
    /// The user's decision on this mention or its number.
    pub set_aside: bool,
}

/// Where mentions stand, as a box: each non-empty list narrows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Setting {
    /// In one of these places.
    pub places: Vec<Place>,
    /// By one of these roles.
    pub roles: Vec<Role>,
    /// In a conversation of one of these kinds.
    pub kinds: Vec<ConversationKind>,
    /// In a record of one of these types.
    pub record_types: Vec<RecordType>,
    /// Written by the export's owner, or by somebody else.
    pub by_owner: Option<bool>,
}

/// Which mentions are wanted. Empty fields do not filter. Copies that do not count are never listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MentionFilter {
    /// Of this number.
    pub number: Option<NumberId>,
    /// Of numbers of one of these owners.
    pub owners: Vec<crate::Ownership>,
    /// In any of these settings.
    pub settings: Vec<Setting>,
    /// At least this certain.
    pub certainty: Option<Certainty>,
    /// Of this class.
    pub class: Option<Class>,
    /// In this source.
    pub source: Option<SourceId>,
    /// In this conversation.
    pub conversation: Option<ConversationId>,
    /// Of this service, as [`ConversationRow::service`](crate::ConversationRow::service) says it.
    pub service: Option<String>,
    /// From this moment, in milliseconds since 1970.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
    /// Set aside (itself or its number), or not.
    pub set_aside: Option<bool>,
}

/// How mentions are ordered. Those without a time come last, in the order of their entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MentionOrder {
    /// Newest first.
    #[default]
    Latest,
    /// Oldest first.
    Earliest,
    /// Oldest first, and else by content alone, whatever the order of import: entry, place in it. Sorts all of them.
    Content,
    /// By record, and in a record as they stand.
    Record,
}

/// How many mentions share these facts. Sums over any field give that field's counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The conversation; none for accounts and contact cards.
    pub conversation: Option<ConversationId>,
    /// Its kind.
    pub kind: ConversationKind,
    /// The service.
    pub service: String,
    /// The source.
    pub source: SourceId,
    /// The type of record.
    pub record_type: RecordType,
    /// What the text is.
    pub place: Place,
    /// Who speaks.
    pub role: Role,
    /// Written by the export's owner.
    pub by_owner: bool,
    /// Year × 12 + month − 1; none without a time.
    pub month: Option<i32>,
    /// How many.
    pub mentions: u64,
}

const ROW: &str = include_str!("mention.sql");
const FACTS: &str = include_str!("mention_facts.sql");

impl MentionFilter {
    pub(super) fn conditions(&self) -> Conditions {
        let Self {
            number,
            owners,
            settings,
            certainty,
            class,
            source,
            conversation,
            service,
            from,
            until,
            set_aside,
        } = self;
        let mut where_ = Conditions::new("mention.counts = 1");
        if let Some(number) = number {
            where_.and("mention.number = ?", number.0);
        }
        where_.one_of("number.owner", owners);
        if let Some(boxes) = settings_sql(settings, Columns::MENTION) {
            where_.plain(&format!("({boxes})"));
        }
        if let Some(certainty) = certainty {
            where_.and("mention.certainty >= ?", certainty.code());
        }
        if let Some(class) = class {
            where_.and("number.class = ?", class.code());
        }
        if let Some(source) = source {
            where_.and("entry.source = ?", source.0);
        }
        if let Some(conversation) = conversation {
            where_.and("mention.conversation = ?", conversation.0);
        }
        if let Some(service) = service {
            where_.and("conversation.service = ?", service.clone());
        }
        if let Some(from) = from {
            where_.and("mention.sent_at >= ?", *from);
        }
        if let Some(until) = until {
            where_.and("mention.sent_at < ?", *until);
        }
        if let Some(set_aside) = set_aside {
            where_.and(
                "max(mention.set_aside, number.set_aside) = ?",
                i64::from(*set_aside),
            );
        }
        where_
    }
}

impl MentionOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Latest => "mention.sent_at desc, mention.id",
            Self::Earliest => "mention.sent_at is null, mention.sent_at, mention.id",
            Self::Content => {
                "mention.sent_at is null, mention.sent_at, entry.path, entry.hash, mention.record & 0xffffffff, \
                 mention.part, mention.start"
            }
            Self::Record => "mention.record, mention.part, mention.stored_at",
        }
    }
}

impl Reader {
    /// Mentions, a page of them.
    pub fn mentions(
        &self,
        filter: &MentionFilter,
        order: MentionOrder,
        page: Page,
    ) -> Result<Rows<MentionRow>> {
        let where_ = filter.conditions();
        let of_number_alone = *filter
            == MentionFilter {
                number: filter.number,
                ..MentionFilter::default()
            };
        let total = match filter.number {
            _ if !of_number_alone => where_.count(self, include_str!("mention_from.sql"))?,
            Some(number) => self.counter(
                "select ifnull((select mentions from number where id = ?1), 0)",
                number.0,
            )?,
            None => self.counter(
                "select ifnull(sum(mentions), 0) from number where mentions > ?1",
                0,
            )?,
        };
        let sql = mention_sql(&where_, order, page);
        Ok(Rows {
            rows: self.mention_rows(&sql, &where_)?,
            total,
        })
    }

    /// The facts of all mentions that pass a filter.
    pub fn facts(&self, filter: &MentionFilter, order: MentionOrder) -> Result<Vec<MentionFacts>> {
        let where_ = filter.conditions();
        self.facts_where(&where_, order)
    }

    /// The facts of all mentions of some numbers that count, in the order of content.
    pub fn facts_of(&self, numbers: &[NumberId]) -> Result<Vec<MentionFacts>> {
        self.facts_where(&of_numbers(numbers), MentionOrder::Content)
    }

    fn facts_where(&self, where_: &Conditions, order: MentionOrder) -> Result<Vec<MentionFacts>> {
        let mut select = self.db().prepare_cached(&facts_sql(where_, order))?;
        let mut found = select.query(where_.parameters())?;
        let mut facts = Vec::new();
        while let Some(row) = found.next()? {
            let zone = Zone::read(row.get(11)?)?;
            facts.push(MentionFacts {
                id: row.get(0)?,
                number: row.get(1)?,
                record: row.get(2)?,
                record_type: RecordType::read(row.get(3)?)?,
                conversation: row.get(4)?,
                source: row.get(5)?,
                part: row.get(6)?,
                place: Place::read(row.get(7)?)?,
                role: Role::read(row.get(8)?)?,
                author: row.get(9)?,
                sent_at: row
                    .get::<_, Option<i64>>(10)?
                    .map(|unix_ms| SentAt { unix_ms, zone }),
                certainty: Certainty::read(row.get(12)?)?,
                class: Class::read(row.get(13)?)?,
                line_type: LineType::read(row.get(14)?)?,
                set_aside: row.get(15)?,
            });
        }
        Ok(facts)
    }

    /// The record that a mention stands in.
    pub fn record_with(&self, mention: MentionId) -> Result<RecordId> {
        let mut select = self
            .db()
            .prepare_cached("select record from mention where id = ?1")?;
        let record = select.query_row([mention], |row| row.get(0)).optional()?;
        record.ok_or(Error::NotFound("mention"))
    }

    /// Ids of mentions, all that pass, in this order: of a long list that is then fetched piece by piece, sorted once.
    pub fn mention_ids(&self, filter: &MentionFilter, order: MentionOrder) -> Result<Vec<MentionId>> {
        let where_ = filter.conditions();
        let sql = format!(
            "select mention.id from {} where {} order by {}",
            include_str!("mention_from.sql"),
            where_.sql,
            order.sql()
        );
        let mut select = self.db().prepare_cached(&sql)?;
        let ids = select.query_map(where_.parameters(), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// One mention.
    pub fn mention(&self, mention: MentionId) -> Result<MentionRow> {
        let mut where_ = Conditions::new("1");
        where_.and("mention.id = ?", mention.0);
        self.mention_rows(&format!("{ROW} where {}", where_.sql), &where_)?
            .pop()
            .ok_or(Error::NotFound("mention"))
    }

    /// The mention with this identity, if it is there.
    pub fn mention_by_identity(&self, identity: u64) -> Result<Option<MentionRow>> {
        let mut where_ = Conditions::new("1");
        where_.and("mention.identity = ?", identity as i64);
        let sql = format!(
            "{ROW} where {} order by mention.counts desc, mention.id limit 1",
            where_.sql
        );
        Ok(self.mention_rows(&sql, &where_)?.pop())
    }

    /// The way back to the mention's part, or to the mention itself where its text stands byte for byte. For the latter the
    /// part's text is put together again in memory, which needs the number key; without it the part's own way back is given.
    pub fn locator(&self, row: &MentionRow) -> Result<Locator> {
        let record = self.record(row.record)?;
        let part = record.parts.get(row.part as usize).ok_or(Error::Damaged)?;
        let Ok(key) = self.case.number_key() else {
            return Ok(part.at.clone());
        };
        let mut spelled = 0;
        let (mut before, mut own) = (0, 0);
        for span in &part.text.spans {
            let raw = self.spelling_length(span.mention, &key)?;
            if span.mention == row.id {
                (before, own) = (
                    span.at as usize + spelled - spelled_tokens(&part.text.spans, span.at),
                    raw,
                );
            }
            spelled += raw;
        }
        let tokens = part.text.spans.len() * crate::block::TOKEN.len_utf8();
        let length = part.text.text.len() - tokens + spelled;
        Ok(part.at.narrowed(length, before, before + own))
    }

    fn spelling_length(&self, mention: MentionId, key: &NumberKey) -> Result<usize> {
        let mut select = self.db().prepare_cached(
            "select raw_sealed from spelling where id = (select spelling from mention where id = ?1)",
        )?;
        let sealed: Vec<u8> = select.query_row([mention], |row| row.get(0))?;
        Ok(key.unseal(SPELLING, &sealed).ok_or(Error::Damaged)?.len())
    }

    /// Counts of mentions that pass the filter, by all their facts. Only fields of the filter that are counted are used:
    /// number, owners, settings, source, conversation, service.
    pub fn facets(&self, filter: &MentionFilter) -> Result<Vec<FacetCount>> {
        let mut where_ = Conditions::new("1");
        if let Some(number) = filter.number {
            where_.and("facet.number = ?", number.0);
        }
        if !filter.owners.is_empty() {
            let mut owners = Conditions::new("number.mentions > 0");
            owners.one_of("number.owner", &filter.owners);
            where_.plain(&format!(
                "facet.number in (select id from number where {})",
                owners.sql
            ));
        }
        if let Some(boxes) = settings_sql(&filter.settings, Columns::FACET) {
            where_.plain(&format!("({boxes})"));
        }
        if let Some(source) = filter.source {
            where_.and("entry.source = ?", source.0);
        }
        if let Some(conversation) = filter.conversation {
            where_.and("facet.conversation = ?", conversation.0);
        }
        if let Some(service) = &filter.service {
            where_.and("conversation.service = ?", service.clone());
        }
        let sql = include_str!("facets.sql")
            .replace("/* by owner */", &by_owner_sql("facet"))
            .replace("/* where */", &where_.sql);
        let mut select = self.db().prepare_cached(&sql)?;
        let mut found = select.query(where_.parameters())?;
        let mut counts = Vec::new();
        while let Some(row) = found.next()? {
            let month: i32 = row.get(8)?;
            counts.push(FacetCount {
                conversation: row.get(0)?,
                kind: ConversationKind::read(row.get(1)?)?,
                service: row.get(2)?,
                source: row.get(3)?,
                record_type: RecordType::read(row.get(4)?)?,
                place: Place::read(row.get(5)?)?,
                role: Role::read(row.get(6)?)?,
                by_owner: row.get(7)?,
                month: (month >= 0).then_some(month),
                mentions: row.get::<_, i64>(9)? as u64,
            });
        }
        Ok(counts)
    }

    pub(super) fn counter(&self, sql: &str, value: i64) -> Result<u64> {
        Ok(self
            .db()
            .prepare_cached(sql)?
            .query_row([value], |row| row.get::<_, i64>(0))? as u64)
    }

    fn mention_rows(&self, sql: &str, where_: &Conditions) -> Result<Vec<MentionRow>> {
        let mut select = self.db().prepare_cached(sql)?;
        let mut found = select.query(where_.parameters())?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            let (start, length): (u32, u32) = (row.get(10)?, row.get(11)?);
            let zone = Zone::read(row.get(16)?)?;
            rows.push(MentionRow {
                id: row.get(0)?,
                identity: row.get::<_, i64>(1)? as u64,
                number: row.get(2)?,
                masked: row.get(3)?,
                record: row.get(4)?,
                record_type: RecordType::read(row.get(5)?)?,
                conversation: row.get(6)?,
                entry: row.get(7)?,
                source: row.get(8)?,
                part: row.get(9)?,
                start,
                end: start + length,
                place: Place::read(row.get(12)?)?,
                role: Role::read(row.get(13)?)?,
                author: row.get(14)?,
                sent_at: row
                    .get::<_, Option<i64>>(15)?
                    .map(|unix_ms| SentAt { unix_ms, zone }),
                certainty: Certainty::read(row.get(17)?)?,
                reasons: words(row.get(18)?),
                class: Class::read(row.get(19)?)?,
                line_type: LineType::read(row.get(20)?)?,
                region: region(row.get(21)?)?,
                set_aside: row.get(22)?,
                origin: row.get::<_, Option<i64>>(23)?.map(Origin::read).transpose()?,
                origin_flags: words(row.get::<_, Option<i64>>(24)?.unwrap_or(0)),
                supplier: row.get(25)?,
            });
        }
        Ok(rows)
    }
}

/// Ids are ours, so they may stand in the text.
pub(super) fn of_numbers(numbers: &[NumberId]) -> Conditions {
    let ids: Vec<String> = numbers.iter().map(|number| number.0.to_string()).collect();
    let mut where_ = Conditions::new("mention.counts = 1");
    where_.plain(&format!("mention.number in ({})", ids.join(", ")));
    where_
}

pub(super) fn mention_sql(where_: &Conditions, order: MentionOrder, page: Page) -> String {
    let (limit, offset) = (page.limit, page.offset);
    format!(
        "{ROW} where {} order by {} limit {limit} offset {offset}",
        where_.sql,
        order.sql()
    )
}

pub(super) fn facts_sql(where_: &Conditions, order: MentionOrder) -> String {
    format!("{FACTS} where {} order by {}", where_.sql, order.sql())
}

/// Bytes of the tokens before a place of a stored text.
fn spelled_tokens(spans: &[Span], at: u32) -> usize {
    spans.iter().filter(|span| span.at < at).count() * crate::block::TOKEN.len_utf8()
}
