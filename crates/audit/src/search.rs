//! Search: one box for numbers in any spelling, endings, names and words.

use crate::Result;
use crate::conversations::conversation_row;
use crate::names::Names;
use crate::numbers::number_row;
use crate::open_case::{OpenCase, shown};
use crate::show::{FoundMessage, NumberId, NumberRow, Page, PageRequest, SearchKind, SearchResult};
use teltale_index as index;
use teltale_model::E164;

/// Numbers and conversations shown beside the messages.
const BESIDE: u32 = 50;
/// Numbers have this many digits and more; fewer are an ending.
const FEWEST_DIGITS: usize = 7;

impl OpenCase {
    /// Finds numbers for what looks like one, and words otherwise.
    pub fn search(&self, query: &str, page: PageRequest) -> Result<SearchResult> {
        let query = query.trim();
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let mut result = SearchResult {
            kind: kind_of(query),
            numbers: Vec::new(),
            conversations: Vec::new(),
            messages: Page {
                rows: Vec::new(),
                total: 0,
                offset: page.offset,
            },
        };
        let digits: String = query.chars().filter(char::is_ascii_digit).collect();
        match result.kind {
            SearchKind::Number => {
                result.numbers = self.numbers_like(query, &mut names)?;
            }
            SearchKind::Ending => result.numbers = numbers_ending(&digits, &mut names)?,
            SearchKind::Words => {}
        }
        if !query.is_empty() && result.kind != SearchKind::Number {
            let beside = index::Page::first(BESIDE);
            result.conversations = reader
                .conversations_named(query, beside)?
                .rows
                .iter()
                .map(conversation_row)
                .collect();
            let found = reader.search(query, page.into())?;
            result.messages.total = found.total;
            for found in &found.rows {
                result.messages.rows.push(found_message(found, &mut names)?);
            }
        }
        Ok(result)
    }

    /// Numbers of the case that a spelling may stand for: with its country code, in a country in play, or by its
    /// last digits where that leads nowhere.
    fn numbers_like(&self, spelling: &str, names: &mut Names<'_>) -> Result<Vec<NumberRow>> {
        let mut rows: Vec<NumberRow> = Vec::new();
        for number in self.read_number(spelling)? {
            for row in names.reader.find_number(&number)? {
                let row = number_row(&row, names)?;
                if !rows.iter().any(|known| known.id == row.id) {
                    rows.push(row);
                }
            }
        }
        // What stands before a national number's own digits differs between spellings.
        let digits: String = spelling.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches('0');
        if rows.is_empty() && digits.len() >= FEWEST_DIGITS {
            rows = numbers_ending(digits, names)?;
        }
        Ok(rows)
    }

    /// Numbers of the case that a spelling stands for; none where it is no number at all.
    pub fn numbers_spelled(&self, spelling: &str) -> Result<Option<Vec<NumberId>>> {
        if self.read_number(spelling)?.is_empty() && kind_of(spelling) == SearchKind::Words {
            return Ok(None);
        }
        let reader = self.reader()?;
        let rows = self.numbers_like(spelling, &mut Names::new(&reader))?;
        Ok(Some(rows.into_iter().map(|row| row.id).collect()))
    }

    /// What a spelling stands for: one number, or one in each country in play.
    pub fn read_number(&self, spelling: &str) -> Result<Vec<E164>> {
        let Some(found) = self.finder.read_number(spelling.trim(), &self.regions()?) else {
            return Ok(Vec::new());
        };
        Ok(match found.number {
            Some(number) => vec![number],
            None => found
                .candidates
                .into_iter()
                .map(|candidate| candidate.number)
                .collect(),
        })
    }
}

fn numbers_ending(digits: &str, names: &mut Names<'_>) -> Result<Vec<NumberRow>> {
    let found = names.reader.numbers_ending(digits, index::Page::first(BESIDE))?;
    found.rows.iter().map(|row| number_row(row, names)).collect()
}

fn found_message(found: &index::Found, names: &mut Names<'_>) -> Result<FoundMessage> {
    let record = &found.record;
    let conversation_title = match record.conversation {
        Some(id) => shown(&names.conversation(id)?.title),
        None => String::new(),
    };
    let snippet = match record.parts.get(found.part as usize) {
        Some(part) => names.snippet(&part.text, found.at.start as usize)?,
        None => Vec::new(),
    };
    Ok(FoundMessage {
        message: record.id.into(),
        conversation: record.conversation.map(Into::into),
        conversation_title,
        author: names.author(record)?,
        role: record.role,
        sent: record.sent_at.map(Into::into),
        service: names.service(record.conversation, record.id.entry())?,
        snippet,
    })
}

/// A query of digits and the characters people put between them is a number, a short one an ending.
fn kind_of(query: &str) -> SearchKind {
    let digits = query.chars().filter(char::is_ascii_digit).count();
    let like_a_number = query
        .chars()
        .all(|c| c.is_ascii_digit() || " +-.()/\u{a0}\u{202f}".contains(c));
    match digits {
        2..=6 if like_a_number && !query.contains('+') => SearchKind::Ending,
        7.. if like_a_number => SearchKind::Number,
        _ => SearchKind::Words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_it_is() {
        for query in ["+44 7700 900123", "(202) 555-0142", "07700900123"] {
            assert_eq!(kind_of(query), SearchKind::Number, "{query}");
        }
        for query in ["23", "0123"] {
            assert_eq!(kind_of(query), SearchKind::Ending, "{query}");
        }
        for query in ["", "plumber", "7", "2024-03-05T10", "mañana 12345678"] {
            assert_eq!(kind_of(query), SearchKind::Words, "{query}");
        }
    }
}
