//! The delimiter, the header and the columns of a table, told from its first rows.

use super::columns::Column;
use crate::cut::csv::{Quotes, fields};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// Who wrote what.
    Messages,
    /// People and their numbers.
    Contacts,
    /// Neither.
    Rows,
}

/// How a table is laid out.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) delimiter: u8,
    /// Which record names the columns; none where the first row is data.
    pub(super) header_at: Option<usize>,
    /// The first record that is a row of the table; those before it stand above the table.
    pub(super) first_row: usize,
    pub(super) table: Table,
    names: Vec<String>,
    columns: Vec<Column>,
}

/// Rows looked at.
const ROWS: usize = 60;
/// Lines that some programs put above the header.
const ABOVE: usize = 5;

impl Layout {
    /// A table of which nothing is known.
    pub(super) fn unknown(delimiter: u8) -> Self {
        Self { delimiter, header_at: None, first_row: 0, table: Table::Rows, names: Vec::new(), columns: Vec::new() }
    }

    /// The layout that fits the start of a text best; None where it is no table.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        let fits = [b',', b';', b'\t', b'|'].into_iter().filter_map(|delimiter| Self::with(start, delimiter));
        fits.max_by_key(|(score, _)| *score).map(|(_, layout)| layout)
    }

    /// The layout with this delimiter and how well it fits.
    fn with(start: &[u8], delimiter: u8) -> Option<(usize, Self)> {
        let rows = rows(start, delimiter);
        if delimiter == b'|' && rows.iter().any(|row| is_rule(row)) {
            return None;
        }
        let width = rows.iter().take(ROWS).map(Vec::len).max_by_key(|width| {
            rows.iter().filter(|row| row.len() == *width).count() * 64 + (*width).min(63)
        })?;
        if width < 2 {
            return None;
        }
        let first = rows.iter().position(|row| row.len() == width)?;
        let of_width = rows.iter().filter(|row| row.len() == width).count();
        let table = rows.len() - first;
        if first > ABOVE || of_width * 10 < table * 8 {
            return None;
        }
        let has_header = is_header(&rows[first]);
        let names: Vec<String> = if has_header { rows[first].clone() } else { Vec::new() };
        let columns: Vec<Column> = match has_header {
            true => names.iter().map(|name| Column::of(name)).collect(),
            false => guessed(&rows[first..], width).unwrap_or_default(),
        };
        let has = |column: Column| columns.contains(&column);
        let known = columns.iter().filter(|column| **column != Column::Other).count();
        // Lines of prose with a comma each are no table: a known column, or rows that agree.
        let agree = of_width >= 3 && of_width == table && (width >= 3 || delimiter != b',');
        if !(known >= 2 && of_width >= 2 || known >= 1 && of_width >= 3 || agree && (has_header || width >= 3)) {
            return None;
        }
        let table = if has(Column::Text) && (has(Column::Author) || has(Column::Time) || has(Column::Phone)) {
            Table::Messages
        } else if has(Column::Phone) && has(Column::Name) {
            Table::Contacts
        } else {
            Table::Rows
        };
        let header_at = has_header.then_some(first);
        let first_row = first + usize::from(has_header);
        let score = of_width * width + known * 100;
        Some((score, Self { delimiter, header_at, first_row, table, names, columns }))
    }

    /// What the cell at this place of a row holds.
    pub(super) fn column(&self, at: usize) -> Column {
        self.columns.get(at).copied().unwrap_or(Column::Other)
    }

    /// The name of the column; empty if it has none.
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", |name| name.trim())
    }
}

/// The columns of messages without a header, as Viber mails them: times, then a sender, his number, and what he wrote.
/// None unless all of these are there, in this order.
fn guessed(rows: &[Vec<String>], width: usize) -> Option<Vec<Column>> {
    let all = |at: usize, is: fn(&str) -> bool| {
        let mut cells = rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| is(cell.trim()))
    };
    let times = (0..width).take_while(|at| all(*at, is_time)).count();
    let phone = times + 1;
    let is_messages = (1..=2).contains(&times)
        && phone + 2 == width
        && rows.len() >= 2
        && all(phone, is_phone)
        && all(times, |cell| cell.chars().any(char::is_alphabetic) || is_phone(cell))
        && all(phone + 1, |cell| cell.chars().any(|character| !character.is_ascii_digit()));
    is_messages.then(|| {
        let mut columns = vec![Column::Time; times];
        columns.extend([Column::Author, Column::Phone, Column::Text]);
        columns
    })
}

/// True for a date, a time of day, or both.
fn is_time(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let others = cell.bytes().filter(|byte| matches!(byte, b'/' | b'.' | b'-' | b':')).count();
    let rest = cell.trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm', ' ']);
    let plain = rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'.' | b'-' | b':' | b' ' | b',' | b'T' | b'Z'));
    plain && others >= 1 && (3..=17).contains(&digits) && !cell.starts_with('+')
}

/// True for a phone number and nothing else.
fn is_phone(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits) && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b' ' | b'-' | b'(' | b')' | b'.'))
}

/// The first rows as texts.
fn rows(start: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut quotes = Quotes::new(delimiter);
    let mut rows = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut take = |record: &[u8]| {
        if !record.trim_ascii().is_empty() {
            let row = fields(record, delimiter);
            rows.push(row.iter().map(|cell| String::from_utf8_lossy(&record[cell.range.clone()]).into_owned()).collect());
        }
        rows.len() <= ROWS
    };
    for line in start.split_inclusive(|byte| *byte == b'\n') {
        if quotes.starts(line.trim_ascii_end()) && at > from {
            if !take(&start[from..at]) {
                return rows;
            }
            from = at;
        }
        at += line.len();
    }
    take(&start[from..]);
    rows
}

/// True where a row names columns: short words, all different, no long digits.
fn is_header(row: &[String]) -> bool {
    let names: Vec<String> = row.iter().map(|name| name.trim().to_lowercase()).collect();
    let word = |name: &String| {
        name.len() <= 64 && !name.contains('\n') && name.chars().filter(|character| character.is_numeric()).count() <= 4
            && name.chars().any(char::is_alphabetic)
    };
    let named = names.iter().filter(|name| !name.is_empty());
    let mut distinct: Vec<&String> = named.clone().collect();
    distinct.sort();
    distinct.dedup();
    named.clone().all(word) && named.clone().count() * 2 > row.len() && distinct.len() == named.count()
}

/// True for the rule under the header of a table in Markdown, which is prose.
fn is_rule(row: &[String]) -> bool {
    let dashes = |cell: &String| cell.chars().all(|character| matches!(character, '-' | ':' | ' '));
    row.iter().any(|cell| cell.contains("--")) && row.iter().all(dashes)
}
