//! Conversations and who is in them.

use super::filter::{Columns, settings_sql};
use super::mentions::Setting;
use crate::codes::Code;
use crate::words::{folded, terms};
use crate::{ConversationId, Error, Kept, NumberId, Page, ParticipantId, Reader, Result, Rows, SourceId};
use rusqlite::{Row, params};
use std::collections::BTreeSet;
use teltale_model::{ConversationKind, Role};

/// A row of the list of conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct ConversationRow {
    /// Its id.
    pub id: ConversationId,
    /// Empty if untitled.
    pub title: Kept,
    /// What kind of gathering.
    pub kind: ConversationKind,
    /// `WhatsApp`, `ChatGPT` …; the format's id where there is no service.
    pub service: String,
    /// A source that holds some of it: the one with the newest messages.
    pub source: SourceId,
    /// Messages that count.
    pub messages: u64,
    /// People, assistants and tools in it.
    pub participants: u64,
    /// Mentions in its messages and facts.
    pub mentions: u64,
    /// Different numbers.
    pub numbers: u64,
    /// Things that belong to its messages and were not read, at least.
    pub unread: u64,
    /// First time, in milliseconds since 1970.
    pub first_at: Option<i64>,
    /// Last time.
    pub last_at: Option<i64>,
    /// True where the export cannot hold what tools returned.
    pub omits_tool_data: bool,
    /// True where the start is missing.
    pub truncated_start: bool,
    /// Entries that hold some of it: more than one where exports overlap.
    pub entries: u64,
}

/// How conversations are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConversationOrder {
    /// Last message first.
    #[default]
    Latest,
    /// Most mentions first.
    Mentions,
    /// Most messages first.
    Messages,
}

/// Somebody in a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantRow {
    /// Their id.
    pub id: ParticipantId,
    /// Stands for the service's id of the person: equal where the person is the same, in every conversation of a service.
    pub person: u64,
    /// Empty if none.
    pub name: Kept,
    /// Who speaks.
    pub role: Role,
    /// True where the export says this is its owner.
    pub owner: bool,
    /// The number they write from, where the sender's name or id is one.
    pub number: Option<NumberId>,
    /// Messages they wrote, copies included.
    pub messages: u64,
}

const ROW: &str = include_str!("conversation.sql");

impl ConversationOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Latest => "last_at desc, id",
            Self::Mentions => "mentions desc, id",
            Self::Messages => "messages desc, id",
        }
    }
}

impl Reader {
    /// Conversations, a page of them.
    pub fn conversations(&self, order: ConversationOrder, page: Page) -> Result<Rows<ConversationRow>> {
        let total = self.counter("select count(*) from conversation where class = ?1", 0)?;
        let sql = format!(
            "{ROW} where class = 0 order by {} limit {} offset {}",
            order.sql(),
            page.limit,
            page.offset
        );
        let mut select = self.db().prepare_cached(&sql)?;
        let mut found = select.query([])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(conversation(row)?);
        }
        Ok(Rows { rows, total })
    }

    /// One conversation.
    pub fn conversation(&self, id: ConversationId) -> Result<ConversationRow> {
        let mut select = self.db().prepare_cached(&format!("{ROW} where id = ?1"))?;
        let mut found = select.query([id])?;
        conversation(found.next()?.ok_or(Error::NotFound("conversation"))?)
    }

    /// Conversations in which this role wrote a number (this one, if given), in the order of their ids.
    pub fn conversations_of_role(&self, role: Role, number: Option<NumberId>) -> Result<Vec<ConversationId>> {
        let (first, last) = number.map_or((i64::MIN, i64::MAX), |number| (number.0, number.0));
        let mut select = self
            .db()
            .prepare_cached(include_str!("conversations_of_role.sql"))?;
        let rows = select.query_map([role.code(), first, last], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Numbers that stand, by anybody, in a conversation in which this role wrote one; in the order of their ids.
    pub fn numbers_beside_role(&self, role: Role) -> Result<Vec<NumberId>> {
        let mut select = self
            .db()
            .prepare_cached(include_str!("numbers_beside_role.sql"))?;
        let rows = select.query_map([role.code()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Numbers that stand in one of these settings, or in a conversation of this kind or in which this role takes part; in
    /// the order of their ids. Counters are gone through once for all of them.
    pub fn numbers_with_role(
        &self,
        role: Role,
        kind: ConversationKind,
        settings: &[Setting],
    ) -> Result<Vec<NumberId>> {
        let settings = settings_sql(settings, Columns::FACET_ALONE).unwrap_or_else(|| "0".to_owned());
        let sql = include_str!("numbers_with_role.sql").replace("/* settings */", &settings);
        let mut select = self.db().prepare_cached(&sql)?;
        let rows = select.query_map([role.code(), kind.code()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Who is in it, those who wrote most first.
    pub fn participants(&self, conversation: ConversationId) -> Result<Vec<ParticipantRow>> {
        let mut select = self.db().prepare_cached(concat!(
            include_str!("participant.sql"),
            " where conversation = ?1 order by messages desc, id"
        ))?;
        let mut found = select.query([conversation])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(participant(row)?);
        }
        Ok(rows)
    }

    /// One participant.
    pub fn participant(&self, id: ParticipantId) -> Result<ParticipantRow> {
        let mut select = self
            .db()
            .prepare_cached(concat!(include_str!("participant.sql"), " where id = ?1"))?;
        let mut found = select.query([id])?;
        participant(found.next()?.ok_or(Error::NotFound("participant"))?)
    }

    /// Conversations whose title, or a member of which, holds these words.
    pub fn conversations_named(&self, words: &str, page: Page) -> Result<Rows<ConversationRow>> {
        let terms = terms(words);
        let mut named = BTreeSet::new();
        if !terms.is_empty() {
            let mut select = self.db().prepare_cached(include_str!("names.sql"))?;
            let mut found = select.query([])?;
            while let Some(row) = found.next()? {
                self.go_on()?;
                let name = folded(row.get_ref(1)?.as_str().map_err(|_| Error::Damaged)?);
                if terms.iter().all(|term| name.contains(term)) {
                    named.insert(row.get::<_, i64>(0)?);
                }
            }
        }
        let mut rows = Vec::new();
        for id in named.iter().skip(page.offset as usize).take(page.limit as usize) {
            rows.push(self.conversation(ConversationId(*id))?);
        }
        Ok(Rows {
            rows,
            total: named.len() as u64,
        })
    }

    /// Conversations that mention a number, most mentions first, with the count.
    pub fn conversations_of(&self, number: NumberId, limit: u32) -> Result<Vec<(ConversationRow, u64)>> {
        let mut select = self.db().prepare_cached(include_str!("conversations_of.sql"))?;
        let found = select.query_map(params![number, limit], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?))
        })?;
        let mut rows = Vec::new();
        for row in found {
            let (id, mentions) = row?;
            rows.push((self.conversation(id)?, mentions as u64));
        }
        Ok(rows)
    }
}

fn conversation(row: &Row<'_>) -> Result<ConversationRow> {
    Ok(ConversationRow {
        id: row.get(0)?,
        title: Kept {
            masked: row.get(1)?,
            sealed: row.get(2)?,
        },
        kind: ConversationKind::read(row.get(3)?)?,
        service: row.get(4)?,
        source: SourceId(row.get::<_, Option<i64>>(5)?.unwrap_or(0)),
        messages: row.get::<_, i64>(6)? as u64,
        participants: row.get::<_, i64>(7)? as u64,
        mentions: row.get::<_, i64>(8)? as u64,
        numbers: row.get::<_, i64>(9)? as u64,
        first_at: row.get(10)?,
        last_at: row.get(11)?,
        omits_tool_data: row.get(12)?,
        truncated_start: row.get(13)?,
        entries: row.get::<_, i64>(14)? as u64,
        unread: row.get::<_, i64>(15)? as u64,
    })
}

fn participant(row: &Row<'_>) -> Result<ParticipantRow> {
    Ok(ParticipantRow {
        id: row.get(0)?,
        person: row.get::<_, i64>(1)? as u64,
        name: Kept {
            masked: row.get(2)?,
            sealed: row.get(3)?,
        },
        role: Role::read(row.get(4)?)?,
        owner: row.get(5)?,
        number: row.get::<_, Option<i64>>(6)?.map(NumberId),
        messages: row.get::<_, i64>(7)? as u64,
    })
}
