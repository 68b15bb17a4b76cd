//! Words of a text around a byte.

use super::numerals::is_numeral;
use crate::characters;

/// A word of the text and what it may stand for.
pub(super) struct Token<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'t str,
    /// The text in lower case, once the token is read; empty before.
    pub(super) lower: String,
}

impl Token<'_> {
    /// Written in digits.
    pub(super) fn is_number(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

fn is_word(character: char) -> bool {
    characters::is_alphanumeric(character)
        || matches!(character as u32, 0x300..=0x36f | 0x64b..=0x65f | 0x900..=0x903 | 0x93a..=0x94f)
}

/// The word that a byte stands in, or a separator as an empty word.
pub(super) fn token_at(text: &str, at: usize) -> Option<Token<'_>> {
    if let Some(token) = ascii_token_at(text, at) {
        return Some(token);
    }
    let character = characters::at(text, at)?;
    if is_numeral(character) {
        return Some(Token {
            start: at,
            end: at + character.len_utf8(),
            text: &text[at..at + character.len_utf8()],
            lower: String::new(),
        });
    }
    let mut start = at;
    while let Some(before) = characters::before(text, start) {
        if !is_word(before) || is_numeral(before) || at - start > 40 {
            break;
        }
        start -= before.len_utf8();
    }
    Some(token_from(text, start))
}

/// The same where the word and its neighbours are ASCII; None asks the slower way.
fn ascii_token_at(text: &str, at: usize) -> Option<Token<'_>> {
    let bytes = text.as_bytes();
    let start = at
        - bytes[..at]
            .iter()
            .rev()
            .take(40)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
    let end = ascii_word_end(bytes, at)?;
    (at - start < 40 && (start == 0 || bytes[start - 1] < 0x80)).then(|| Token {
        start,
        end,
        text: &text[start..end],
        lower: String::new(),
    })
}

/// Where a short word of ASCII ends that goes on from a byte; None where something else touches it.
fn ascii_word_end(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = &bytes[from..];
    let length = rest
        .iter()
        .take(20)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    (length < 20 && rest.get(length).is_none_or(u8::is_ascii)).then_some(from + length)
}

fn token_from(text: &str, start: usize) -> Token<'_> {
    if let Some(end) = ascii_word_end(text.as_bytes(), start) {
        return Token {
            start,
            end,
            text: &text[start..end],
            lower: String::new(),
        };
    }
    let mut end = start;
    while let Some(character) = characters::at(text, end) {
        if is_numeral(character) && end == start {
            end += character.len_utf8();
            break;
        }
        if !is_word(character) || is_numeral(character) || end - start > 60 {
            break;
        }
        end += character.len_utf8();
    }
    Token {
        start,
        end,
        text: &text[start..end],
        lower: String::new(),
    }
}

/// Signs that may stand between digit words.
fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '-'
            | ','
            | '.'
            | '/'
            | '\u{a0}'
            | '\u{2013}'
            | '\u{2010}'
            | '\u{2011}'
            | 'の'
            | '\u{3000}'
            | '，'
            | '、'
    )
}

pub(super) fn next_token(text: &str, end: usize) -> Option<Token<'_>> {
    let mut at = end;
    let mut passed = 0;
    while let Some(character) = characters::at(text, at) {
        if !is_separator(character) {
            break;
        }
        at += character.len_utf8();
        passed += 1;
        if passed > 3 {
            return None;
        }
    }
    let token = token_from(text, at);
    (!token.text.is_empty()).then_some(token)
}

pub(super) fn previous_token(text: &str, start: usize) -> Option<Token<'_>> {
    let mut at = start;
    let mut passed = 0;
    while let Some(character) = characters::before(text, at) {
        if !is_separator(character) {
            break;
        }
        at -= character.len_utf8();
        passed += 1;
        if passed > 3 {
            return None;
        }
    }
    let last = characters::before(text, at)?;
    let token = token_at(text, at - last.len_utf8())?;
    (token.end == at && !token.text.is_empty()).then_some(token)
}
