//! Numbers in words: `oh double seven double oh nine hundred one two three`.
//!
//! Most texts hold no digit words at all, so the text is probed every few bytes: a window of seven bytes that occurs in no
//! digit words in a row ends the matter ([`windows`]). Where it occurs, the words around the probe are read.

mod numerals;
#[cfg(test)]
mod tests;
mod tokens;
mod windows;

use crate::characters;
use crate::scan;
use rustc_hash::{FxHashMap, FxHashSet};
use tokens::{Token, next_token, previous_token, token_at};
use windows::{STRIDE, Windows};

const TABLE: &str = include_str!("../data/spelled.tsv");

/// Words of one number; more is a text about numbers.
const MOST_WORDS: usize = 40;
/// Words of one table entry (`quatre vingt dix neuf`).
const LONGEST_ENTRY: usize = 4;
/// Fewest words of a number.
const LEAST_WORDS: usize = 4;

/// What a word stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Value<'t> {
    Digits(&'t str),
    /// Repeats the next digit.
    Times(u8),
    /// Zeros that follow a digit.
    Zeros(&'t str),
    Plus,
}

/// The digit words of all languages.
pub(crate) struct Spelled {
    /// Per entry the languages that have it, as bits, with the value there.
    entries: FxHashMap<&'static str, Vec<(u32, Value<'static>)>>,
    /// Entries of up to eight bytes of ASCII, and words that join others: asked before a word is copied.
    short: FxHashSet<u64>,
    /// The first eight bytes of longer entries of ASCII.
    long: FxHashSet<u64>,
    /// How entries begin that are not all ASCII.
    pairs: FxHashSet<(char, char)>,
    /// Beginnings of entries of several words, up to one of their spaces.
    beginnings: FxHashSet<&'static str>,
    windows: Windows,
}

/// A number in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Digits in ASCII.
    pub(crate) digits: Vec<u8>,
    pub(crate) plus: bool,
    /// Some groups are written in digits.
    pub(crate) mixed: bool,
}

impl Spelled {
    /// Reads the table.
    pub(crate) fn new() -> Self {
        let mut spelled = Self {
            entries: FxHashMap::default(),
            short: JOINING.iter().filter_map(|word| short_word(word)).collect(),
            long: FxHashSet::default(),
            pairs: FxHashSet::default(),
            beginnings: FxHashSet::default(),
            windows: Windows::new(),
        };
        let mut languages: Vec<&str> = Vec::new();
        let mut words: Vec<Vec<(&str, Value<'static>)>> = Vec::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(language), Some(word), Some(value)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let number = languages
                .iter()
                .position(|known| *known == language)
                .unwrap_or_else(|| {
                    languages.push(language);
                    words.push(Vec::new());
                    languages.len() - 1
                });
            let value = match value {
                "x2" => Value::Times(2),
                "x3" => Value::Times(3),
                "00" | "000" => Value::Zeros(value),
                "+" => Value::Plus,
                digits => Value::Digits(digits),
            };
            spelled
                .entries
                .entry(word)
                .or_default()
                .push((1 << number, value));
            words[number].push((word, value));
            spelled.short.extend(short_word(word));
            spelled.long.extend(word.get(..8).and_then(short_word));
            spelled.pairs.insert(first_pair(word));
            spelled
                .beginnings
                .extend(word.match_indices(' ').map(|(space, _)| &word[..space]));
        }
        for list in &words {
            let words: Vec<&str> = list.iter().map(|(word, _)| *word).collect();
            spelled.windows.add(&words);
        }
        spelled
    }

    /// Numbers in words of at least seven digits, in order.
    #[inline(always)]
    pub(crate) fn find(&self, text: &str, ideographs: bool, mut each: impl FnMut(Spoken)) {
        let mut at = STRIDE / 2;
        while let Some(probe) = self.windows.probe(text.as_bytes(), ideographs, at) {
            at = self.read_around(text, probe, &mut each) + STRIDE;
        }
    }

    /// False where [`find`](Self::find) gives nothing.
    #[inline(always)]
    pub(crate) fn may_stand_in(&self, text: &str, ideographs: bool) -> bool {
        let mut at = STRIDE / 2;
        while let Some(probe) = self.windows.probe(text.as_bytes(), ideographs, at) {
            match self.words_around(text, probe) {
                Around::Few { end } => at = end + STRIDE,
                Around::Many(_) => return true,
            }
        }
        false
    }

    /// Reads the words around a probe, and says where they end.
    #[inline(never)]
    fn read_around(&self, text: &str, at: usize, each: &mut impl FnMut(Spoken)) -> usize {
        match self.words_around(text, at) {
            Around::Few { end } => end,
            Around::Many(probe) => {
                let (end, spoken) = self.around(text, probe);
                if let Some(spoken) = spoken {
                    each(spoken);
                }
                end.max(at)
            }
        }
    }

    /// Looks at the words around a probe; most are no digit words, or too few.
    #[inline(never)]
    fn words_around<'t>(&self, text: &'t str, at: usize) -> Around<'t> {
        if !self.may_know_at(text, at) {
            return Around::Few { end: at };
        }
        let Some(probe) = self.known_at(text, characters::floor(text, at)) else {
            return Around::Few { end: at };
        };
        match self.end_of_few(text, &probe) {
            Some(end) => Around::Few { end: end.max(at) },
            None => Around::Many(probe),
        }
    }

    /// False where neither the word that a byte stands in nor the next one is known; most windows of digit words stand in others.
    fn may_know_at(&self, text: &str, at: usize) -> bool {
        const HERE: u32 = 16;
        let Some(letters) = scan::alphanumeric_around(text, at) else {
            return true;
        };
        let before = (!(letters << HERE)).leading_zeros();
        let behind = (!(letters >> HERE)).trailing_zeros();
        let own = if letters >> HERE & 1 == 0 {
            0
        } else {
            before + behind
        };
        let gap = (letters.checked_shr(HERE + behind).unwrap_or(0)).trailing_zeros();
        let next_start = behind + gap;
        let next = (!letters.checked_shr(HERE + next_start).unwrap_or(0)).trailing_zeros();
        // What reaches beyond the bytes around is left to the reading of words.
        if before >= HERE || next_start + next >= HERE {
            return true;
        }
        let known = |start: usize, length: u32| {
            let bytes = text
                .as_bytes()
                .get(start..start + 8)
                .and_then(<[u8]>::first_chunk);
            bytes.is_none_or(|bytes| {
                let eight = u64::from_le_bytes(*bytes);
                match length {
                    0 => false,
                    1..=8 => {
                        let word = eight & u64::MAX >> (64 - 8 * length) | lower_bits(length as usize);
                        self.short.contains(&word) || is_few_digits(word)
                    }
                    _ => self.long.contains(&(eight | lower_bits(8))),
                }
            })
        };
        known(at - if own == 0 { 0 } else { before as usize }, own) || known(at + next_start as usize, next)
    }

    /// The known word that a byte stands in, or the next one.
    fn known_at<'t>(&self, text: &'t str, at: usize) -> Option<Token<'t>> {
        let probe = token_at(text, at)?;
        if self.knows(probe.text) {
            return Some(probe);
        }
        // A probe on a separator or a digit: the next word decides.
        next_token(text, probe.end).filter(|next| self.knows(next.text))
    }

    /// Where the known words around one end, if they are too few for a number; most are.
    fn end_of_few(&self, text: &str, probe: &Token<'_>) -> Option<usize> {
        let (mut start, mut end) = (probe.start, probe.end);
        let mut count = 1;
        while let Some(token) = previous_token(text, start).filter(|token| self.knows(token.text)) {
            start = token.start;
            count += 1;
            if count == LEAST_WORDS {
                return None;
            }
        }
        while let Some(token) = next_token(text, end).filter(|token| self.knows(token.text)) {
            end = token.end;
            count += 1;
            if count == LEAST_WORDS {
                return None;
            }
        }
        Some(end)
    }

    /// Reads the words around one: where they end, and the number if they are one.
    fn around(&self, text: &str, probe: Token<'_>) -> (usize, Option<Spoken>) {
        let mut tokens = vec![probe];
        while tokens.len() < MOST_WORDS {
            match previous_token(text, tokens[0].start) {
                Some(token) if self.knows(token.text) => tokens.insert(0, token),
                _ => break,
            }
        }
        while tokens.len() < MOST_WORDS {
            match next_token(text, tokens[tokens.len() - 1].end) {
                Some(token) if self.knows(token.text) => tokens.push(token),
                _ => break,
            }
        }
        let end = tokens[tokens.len() - 1].end;
        for token in &mut tokens {
            token.lower = token.text.to_lowercase();
        }
        // The language that reads most digits.
        let languages = self.languages(&tokens);
        let spoken = (0..32)
            .filter(|language| languages & 1 << language != 0)
            .filter_map(|language| self.read(&tokens, 1 << language));
        (end, spoken.max_by_key(|spoken| spoken.digits.len()))
    }

    fn languages(&self, tokens: &[Token<'_>]) -> u32 {
        tokens
            .iter()
            .filter_map(|token| self.entries.get(token.lower.as_str()))
            .flatten()
            .fold(0, |all, (language, _)| all | language)
    }

    /// True for a digit word, a part of a longer entry, or a short run of digits.
    fn knows(&self, word: &str) -> bool {
        if let Some(word) = short_word(word) {
            return self.short.contains(&word) || is_few_digits(word);
        }
        let mut buffer = [0; 24];
        if word.is_ascii() {
            // No digit word is longer; nothing is allocated for words of most texts.
            let Some(lower) = buffer.get_mut(..word.len()) else {
                return false;
            };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).expect("ASCII is UTF-8");
            return self.entries.contains_key(lower);
        }
        // Nearly all other words begin otherwise.
        word.len() <= 64
            && self.pairs.contains(&first_pair(word))
            && self.entries.contains_key(word.to_lowercase().as_str())
    }

    /// Reads tokens in one language, from the first digit word to the last.
    fn read(&self, tokens: &[Token<'_>], language: u32) -> Option<Spoken> {
        let mut spoken = Spoken {
            start: 0,
            end: 0,
            digits: Vec::new(),
            plus: false,
            mixed: false,
        };
        let mut best: Option<Spoken> = None;
        let (mut times, mut words, mut at) = (1, 0, 0);
        while at < tokens.len() {
            let Some((value, used)) = self.value(&tokens[at..], language) else {
                if words >= LEAST_WORDS && spoken.digits.len() >= 7 {
                    best = best.or(Some(spoken));
                }
                spoken = Spoken {
                    start: 0,
                    end: 0,
                    digits: Vec::new(),
                    plus: false,
                    mixed: false,
                };
                (times, words) = (1, 0);
                at += 1;
                continue;
            };
            let (start, end) = (tokens[at].start, tokens[at + used - 1].end);
            match value {
                Value::Plus if spoken.digits.is_empty() => (spoken.plus, spoken.start) = (true, start),
                Value::Plus => {}
                Value::Times(n) => {
                    times = n;
                    if spoken.digits.is_empty() && !spoken.plus {
                        spoken.start = start;
                    }
                }
                Value::Digits(digits) => {
                    if spoken.digits.is_empty() && !spoken.plus && times == 1 {
                        spoken.start = start;
                    }
                    for _ in 0..times {
                        spoken.digits.extend_from_slice(digits.as_bytes());
                    }
                    spoken.mixed |= tokens[at].text.len() > 1 && tokens[at].is_number();
                    times = 1;
                    spoken.end = end;
                }
                Value::Zeros(zeros) if spoken.digits.is_empty() => _ = zeros,
                Value::Zeros(zeros) => {
                    spoken.digits.extend_from_slice(zeros.as_bytes());
                    spoken.end = end;
                }
            }
            words += usize::from(!tokens[at].text.as_bytes()[0].is_ascii_digit()) * used;
            at += used;
        }
        if words >= LEAST_WORDS && spoken.digits.len() >= 7 {
            best = best.or(Some(spoken));
        }
        best.filter(|spoken| spoken.digits.len() <= 18)
    }

    /// What the longest entry at the start of tokens stands for, and how many tokens it takes.
    fn value<'t>(&self, tokens: &[Token<'t>], language: u32) -> Option<(Value<'t>, usize)> {
        let first = tokens.first()?;
        if first.is_number() {
            return Some((Value::Digits(first.text), 1));
        }
        let mut phrase = String::new();
        let mut best = None;
        for (n, token) in tokens.iter().take(LONGEST_ENTRY).enumerate() {
            // Most words begin no longer entry.
            if n > 0 && !self.beginnings.contains(phrase.as_str()) {
                break;
            }
            if n > 0 {
                phrase.push(' ');
            }
            phrase.push_str(&token.lower);
            let value = self
                .entries
                .get(phrase.as_str())
                .and_then(|values| values.iter().find(|(bit, _)| bit & language != 0));
            if let Some((_, value)) = value {
                best = Some((*value, n + 1));
            }
        }
        best
    }
}

/// Known words around a byte of a text.
enum Around<'t> {
    /// Too few for a number, or none.
    Few {
        /// Where they end.
        end: usize,
    },
    /// Enough, with one of them.
    Many(Token<'t>),
}

/// Words between the words of a number.
const JOINING: [&str; 3] = ["y", "e", "et"];

/// A word of up to eight letters and digits of ASCII as a number, without case.
#[inline]
fn short_word(word: &str) -> Option<u64> {
    let bytes = word.as_bytes();
    let mut eight = [0; 8];
    eight.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let value = u64::from_le_bytes(eight);
    (value & 0x8080_8080_8080_8080 == 0 && !bytes.is_empty()).then_some(value | lower_bits(bytes.len()))
}

/// The first two characters of a word without case.
fn first_pair(word: &str) -> (char, char) {
    let mut small = word.chars().map(|c| c.to_lowercase().next().unwrap_or(c));
    (small.next().unwrap_or_default(), small.next().unwrap_or_default())
}

/// The bit of small letters, which digits have too, in one to eight bytes; no sign of a word loses by it.
#[inline]
fn lower_bits(length: usize) -> u64 {
    0x2020_2020_2020_2020 & (u64::MAX >> (64 - 8 * length.max(1)))
}

/// One to four digits, as [`short_word`] gives them.
fn is_few_digits(word: u64) -> bool {
    let bytes = word.to_le_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=4).contains(&digits) && word >> (8 * digits) == 0
}
