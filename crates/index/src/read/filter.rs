//! Filters as conditions of a statement. Values are always parameters; only our own column names are text.

use crate::codes::Code;
use crate::{Reader, Result, Setting};
use rusqlite::types::Value;

/// Conditions joined by `and`, with their parameters.
pub(super) struct Conditions {
    pub(super) sql: String,
    values: Vec<Value>,
}

impl Conditions {
    pub(super) fn new(first: &str) -> Self {
        Self {
            sql: first.to_owned(),
            values: Vec::new(),
        }
    }

    /// A condition with one parameter, written `?` (or `?1` where it is the only one).
    pub(super) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.plain(condition);
        self.values.push(value.into());
    }

    pub(super) fn plain(&mut self, condition: &str) {
        self.sql.push_str(" and ");
        self.sql.push_str(condition);
    }

    /// The column is one of these; no condition where there is none.
    pub(super) fn one_of<T: Code>(&mut self, column: &str, words: &[T]) {
        if !words.is_empty() {
            self.plain(&one_of(column, words));
        }
    }

    pub(super) fn parameters(&self) -> impl rusqlite::Params + use<'_> {
        rusqlite::params_from_iter(&self.values)
    }

    /// How many rows of a table (or join) fulfil them.
    pub(super) fn count(&self, reader: &Reader, from: &str) -> Result<u64> {
        let sql = format!("select count(*) from {from} where {}", self.sql);
        let mut select = reader.db().prepare_cached(&sql)?;
        Ok(select.query_row(self.parameters(), |row| row.get::<_, i64>(0))? as u64)
    }
}

/// Codes are ours, so they may stand in the text.
fn one_of<T: Code>(column: &str, words: &[T]) -> String {
    let codes: Vec<String> = words.iter().map(|word| word.code().to_string()).collect();
    format!("{column} in ({})", codes.join(", "))
}

/// Where the facts of a setting stand.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    table: &'static str,
    /// Of the conversation.
    kind: &'static str,
}

impl Columns {
    /// With `conversation` joined.
    pub(super) const FACET: Self = Self {
        table: "facet",
        kind: "conversation.kind",
    };
    /// With `conversation` joined.
    pub(super) const MENTION: Self = Self {
        table: "mention",
        kind: "conversation.kind",
    };
    /// The conversation is looked up only for rows of which all else is as asked: most are passed over without it.
    pub(super) const FACET_ALONE: Self = Self {
        table: "facet",
        kind: "(select kind from conversation where id = facet.conversation)",
    };
}

/// Settings as alternatives; none where nothing is asked.
pub(super) fn settings_sql(settings: &[Setting], of: Columns) -> Option<String> {
    let Columns { table: of, kind } = of;
    let boxes: Vec<String> = settings
        .iter()
        .map(
            |Setting {
                 places,
                 roles,
                 kinds,
                 record_types,
                 by_owner,
             }| {
                let mut all = vec!["1".to_owned()];
                if !places.is_empty() {
                    all.push(one_of(&format!("{of}.place"), places));
                }
                if !roles.is_empty() {
                    all.push(one_of(&format!("{of}.role"), roles));
                }
                if !record_types.is_empty() {
                    all.push(one_of(&format!("{of}.record_type"), record_types));
                }
                if !kinds.is_empty() {
                    all.push(one_of(kind, kinds));
                }
                if let Some(by_owner) = by_owner {
                    let not = if *by_owner { "" } else { "not " };
                    all.push(format!("{not}{}", by_owner_sql(of)));
                }
                format!("({})", all.join(" and "))
            },
        )
        .collect();
    (!boxes.is_empty()).then(|| boxes.join(" or "))
}

/// True where the export's owner wrote it, or it is of the owner's account.
pub(super) fn by_owner_sql(of: &str) -> String {
    let account = crate::RecordType::Account.code();
    format!(
        "({of}.record_type = {account} or exists (
            select 1 from participant as writer
            where writer.id = {of}.author and (
                writer.person in (select person from you)
                or exists (select 1 from participant as same where same.person = writer.person and same.owner = 1))))"
    )
}
