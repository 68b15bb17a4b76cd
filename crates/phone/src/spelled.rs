//! Numbers in words: `oh double seven double oh nine hundred one two three`.
//!
//! Most texts hold no digit words at all, so the text is probed every few bytes: a window of four bytes
//! (eight in scripts of longer letters) that occurs in no two neighbouring digit words ends the matter.
//! Where it occurs, the words around the probe are read.

use crate::characters;
use crate::scan::Alphabet;
use rustc_hash::{FxHashMap, FxHashSet};

const TABLE: &str = include_str!("../data/spelled.tsv");

/// Distance of probes; a number in words is longer by two windows.
const STRIDE: usize = 20;
/// Bits of the set of windows.
const BITS: u32 = 18;
/// Bits of the small set that is asked first: it stays in the nearest cache.
const GLANCE_BITS: u32 = 16;
/// Gives each numeral a slot of its own; the compiler checks it.
const NUMERAL_MULTIPLIER: u32 = 0x2163_6369;
/// Spreads windows over a set: the golden ratio as a fraction of 64 bits.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
/// Words of one number; more is a text about numbers.
const MOST_WORDS: usize = 40;
/// Words of one table entry (`quatre vingt dix neuf`).
const LONGEST_ENTRY: usize = 4;
/// Fewest words of a number.
const LEAST_WORDS: usize = 4;

/// What a word stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Value {
    Digits(&'static str),
    /// Repeats the next digit.
    Times(u8),
    /// Zeros that follow a digit.
    Zeros(&'static str),
    Plus,
}

/// The digit words of all languages.
pub(crate) struct Spelled {
    /// Per entry the languages that have it, as bits, with the value there.
    entries: FxHashMap<&'static str, Vec<(u32, Value)>>,
    /// Beginnings of entries of several words, up to one of their spaces.
    beginnings: FxHashSet<&'static str>,
    windows: Vec<u64>,
    /// The same windows in a smaller set with more that are none.
    glance: Box<[u64; 1 << (GLANCE_BITS - 6)]>,
}

/// A number in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Digits in ASCII.
    pub(crate) digits: Vec<u8>,
    pub(crate) plus: bool,
}

/// A word of the text and what it may stand for.
struct Token<'t> {
    start: usize,
    end: usize,
    text: &'t str,
    /// The text in lower case, once the token is read; empty before.
    lower: String,
}

impl Spelled {
    /// Reads the table.
    pub(crate) fn new() -> Self {
        let mut spelled = Self {
            entries: FxHashMap::default(),
            beginnings: FxHashSet::default(),
            windows: vec![0; 1 << (BITS - 6)],
            glance: Box::new([0; 1 << (GLANCE_BITS - 6)]),
        };
        let mut languages: Vec<&str> = Vec::new();
        let mut words: Vec<Vec<(&str, Value)>> = Vec::new();
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
            spelled
                .beginnings
                .extend(word.match_indices(' ').map(|(space, _)| &word[..space]));
        }
        let mut seen = FxHashSet::default();
        for list in &words {
            // Any window of two neighbours is inside a word, or ends one and begins another.
            // Words of two digits are met inside; between them stand windows enough of words of one.
            let short = |value: &Value| !matches!(value, Value::Digits(digits) if digits.len() > 1);
            let ends: FxHashSet<&str> = list
                .iter()
                .filter(|(_, value)| short(value))
                .map(|(word, _)| tail(word))
                .collect();
            let beginnings: FxHashSet<&str> = list
                .iter()
                .filter(|(_, value)| short(value))
                .map(|(word, _)| head(word))
                .collect();
            let mut add = |text: &str| {
                let lower = text.to_lowercase();
                for at in 0..lower.len() {
                    if let Some(window) = window(lower.as_bytes(), at) {
                        seen.insert(window);
                    }
                }
            };
            for (word, _) in list {
                add(word);
            }
            for separator in [" ", "-"] {
                for end in &ends {
                    for beginning in &beginnings {
                        add(&format!("{end}{separator}{beginning}"));
                    }
                }
            }
        }
        for window in seen {
            let bit = hash(window);
            spelled.windows[bit >> 6] |= 1 << (bit & 63);
            let bit = bit >> (BITS - GLANCE_BITS);
            spelled.glance[bit >> 6] |= 1 << (bit & 63);
        }
        spelled
    }

    /// Numbers in words of at least seven digits, in order.
    #[inline]
    pub(crate) fn find(&self, text: &str, alphabet: Alphabet, mut each: impl FnMut(Spoken)) {
        let mut at = STRIDE / 2;
        while let Some(probe) = match alphabet {
            Alphabet::Ascii => self.next_probe::<false, false>(text.as_bytes(), at),
            Alphabet::Wide => self.next_probe::<true, false>(text.as_bytes(), at),
            Alphabet::Ideographs => self.next_probe::<true, true>(text.as_bytes(), at),
        } {
            at = self.read_around(text, probe, &mut each) + STRIDE;
        }
    }

    /// The first probe from `at` on that may lie in digit words. Every few bytes of every text are asked, so
    /// that this is as short as the alphabet of the text allows.
    #[inline]
    fn next_probe<const WIDE: bool, const NUMERALS: bool>(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut rest = bytes.get(from..)?;
        let at = |rest: &[u8]| bytes.len() - rest.len();
        // Two windows side by side: either alone is in many texts, both are in few.
        while let Some(twelve) = rest.first_chunk::<12>() {
            let (first, second) = (eight(twelve, 0), eight(twelve, 4));
            let windows = if WIDE {
                self.glance(folded(first)) & self.glance(folded(second))
            } else {
                self.glance(short(first)) & self.glance(short(second))
            };
            if windows | (NUMERALS && glance_at_numeral(bytes, at(rest))) {
                return Some(at(rest));
            }
            rest = rest.get(STRIDE..)?;
        }
        let windows = rest.first_chunk::<8>().is_some_and(|last| {
            let last = u64::from_le_bytes(*last);
            self.glance(folded(last)) & self.glance(short(last >> 32))
        });
        (windows || (NUMERALS && !rest.is_empty() && is_in_numeral(bytes, at(rest)))).then(|| at(rest))
    }

    /// False where a window is none of digit words; cheap.
    #[inline]
    fn glance(&self, window: u64) -> bool {
        let bit = window.wrapping_mul(MULTIPLIER) >> (64 - GLANCE_BITS);
        self.glance[bit as usize >> 6] >> (bit & 63) & 1 != 0
    }

    /// Reads the words around a probe, and says where they end.
    #[cold]
    fn read_around(&self, text: &str, at: usize, each: &mut impl FnMut(Spoken)) -> usize {
        let bytes = text.as_bytes();
        if !(self.has(bytes, at) && self.has(bytes, at + 4) || is_in_numeral(bytes, at)) {
            return at;
        }
        let Some((end, spoken)) = self.around(text, characters::floor(text, at)) else {
            return at;
        };
        if let Some(spoken) = spoken {
            each(spoken);
        }
        end.max(at)
    }

    fn has(&self, bytes: &[u8], at: usize) -> bool {
        window(bytes, at).is_some_and(|window| {
            let bit = hash(window);
            self.windows[bit >> 6] & 1 << (bit & 63) != 0
        })
    }

    /// Reads the words around a byte: where they end, and the number if they are one.
    fn around(&self, text: &str, at: usize) -> Option<(usize, Option<Spoken>)> {
        let mut probe = token_at(text, at)?;
        if !self.knows(probe.text) {
            // A probe on a separator or a digit: the next word decides.
            probe = next_token(text, probe.end)?;
            if !self.knows(probe.text) {
                return None;
            }
        }
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
        if tokens.len() < LEAST_WORDS {
            return Some((end, None));
        }
        for token in &mut tokens {
            token.lower = token.text.to_lowercase();
        }
        // The language that reads most digits.
        let languages = self.languages(&tokens);
        let spoken = (0..32)
            .filter(|language| languages & 1 << language != 0)
            .filter_map(|language| self.read(&tokens, 1 << language));
        Some((end, spoken.max_by_key(|spoken| spoken.digits.len())))
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
        let mut buffer = [0; 24];
        if word.is_ascii() {
            // No digit word is longer; nothing is allocated for words of most texts.
            let Some(lower) = buffer.get_mut(..word.len()) else {
                return false;
            };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).expect("ASCII is UTF-8");
            return self.entries.contains_key(lower)
                || matches!(lower, "y" | "e" | "et")
                || (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()));
        }
        word.len() <= 64 && self.entries.contains_key(word.to_lowercase().as_str())
    }

    /// Reads tokens in one language, from the first digit word to the last.
    fn read(&self, tokens: &[Token<'_>], language: u32) -> Option<Spoken> {
        let mut spoken = Spoken {
            start: 0,
            end: 0,
            digits: Vec::new(),
            plus: false,
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
    fn value(&self, tokens: &[Token<'_>], language: u32) -> Option<(Value, usize)> {
        let first = tokens.first()?;
        if first.text.bytes().all(|b| b.is_ascii_digit()) {
            // Digits between words are found again by their value.
            const ONES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
            return match first.text.as_bytes() {
                [digit] => Some((Value::Digits(ONES[(digit - b'0') as usize]), 1)),
                _ => None,
            };
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

/// A window of text as a number: four bytes of ASCII without case, or eight bytes of longer letters.
fn window(bytes: &[u8], at: usize) -> Option<u64> {
    let rest = bytes.get(at..)?;
    match rest.first_chunk::<8>() {
        Some(eight) => Some(folded(u64::from_le_bytes(*eight))),
        None => {
            let four = u64::from(u32::from_le_bytes(*rest.first_chunk::<4>()?));
            (four & BOTH_HIGH != BOTH_HIGH).then(|| folded(four))
        }
    }
}

/// The high bits of the first two bytes: set where a letter of more than one byte starts or goes on.
const BOTH_HIGH: u64 = 0x8080;

/// Eight bytes as a number.
#[inline]
fn eight(bytes: &[u8; 12], from: usize) -> u64 {
    u64::from_le_bytes(
        *bytes[from..]
            .first_chunk()
            .expect("twelve bytes hold eight from four on"),
    )
}

/// The window of eight bytes, of which the first two may decide that it is four long.
#[inline]
fn folded(eight: u64) -> u64 {
    if eight & BOTH_HIGH == BOTH_HIGH {
        eight | 1 << 63
    } else {
        short(eight)
    }
}

/// The window of the first four of eight bytes.
#[inline]
fn short(eight: u64) -> u64 {
    eight & 0xffff_ffff | 0x2020_2020
}

fn hash(window: u64) -> usize {
    (window.wrapping_mul(MULTIPLIER) >> (64 - BITS)) as usize
}

/// The end of a word that a window across a word boundary may hold.
fn tail(word: &str) -> &str {
    &word[characters::floor(word, word.len().saturating_sub(8))..]
}

/// The beginning of a word that a window across a word boundary may hold.
fn head(word: &str) -> &str {
    &word[..characters::ceil(word, 8)]
}

/// Numerals that stand side by side without spaces; all are three bytes long.
const NUMERALS: [char; 14] = [
    '零', '〇', '○', '一', '二', '三', '四', '五', '六', '七', '八', '九', '幺', '两',
];

/// The numerals by their bytes, each in the slot that [`slot`] gives it.
const NUMERAL_SLOTS: [u32; 64] = {
    let mut slots = [0; 64];
    let mut n = 0;
    while n < NUMERALS.len() {
        let code = NUMERALS[n] as u32;
        let bytes = 0xe0 | code >> 12 | (0x80 | code >> 6 & 0x3f) << 8 | (0x80 | code & 0x3f) << 16;
        assert!(
            slots[slot(bytes)] == 0,
            "the multiplier gives each numeral a slot of its own"
        );
        slots[slot(bytes)] = bytes;
        n += 1;
    }
    slots
};

/// The slot of three bytes.
const fn slot(bytes: u32) -> usize {
    (bytes.wrapping_mul(NUMERAL_MULTIPLIER) >> 26) as usize
}

fn is_numeral(character: char) -> bool {
    NUMERALS.contains(&character)
}

/// [`is_in_numeral`] without a branch, as scripts are mixed; two bytes stand before and six behind.
#[inline]
fn glance_at_numeral(bytes: &[u8], at: usize) -> bool {
    let Some(eight) = bytes[at - 2..].first_chunk::<8>() else {
        return is_in_numeral(bytes, at);
    };
    let back = u32::from(bytes[at] < 0xc0) * (1 + u32::from(bytes[at - 1] < 0xc0));
    let three = (u64::from_le_bytes(*eight) >> (8 * (2 - back))) as u32 & 0xff_ffff;
    NUMERAL_SLOTS[slot(three)] == three
}

/// True where a byte is of a numeral of Chinese and Japanese: they stand without spaces, too short for windows.
fn is_in_numeral(bytes: &[u8], at: usize) -> bool {
    if bytes[at] < 0x80 {
        return false;
    }
    // All are three bytes long.
    let back = usize::from(bytes[at] < 0xc0) * (1 + usize::from(bytes[at - 1] < 0xc0));
    match bytes.get(at - back..at - back + 3) {
        Some([first @ 0xe2..=0xe9, second, third]) => {
            let code = u32::from(first & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
            char::from_u32(code).is_some_and(is_numeral)
        }
        _ => false,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character as u32, 0x300..=0x36f | 0x64b..=0x65f | 0x900..=0x903 | 0x93a..=0x94f)
}

/// The word that a byte stands in, or a separator as an empty word.
fn token_at(text: &str, at: usize) -> Option<Token<'_>> {
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

fn next_token(text: &str, end: usize) -> Option<Token<'_>> {
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

fn previous_token(text: &str, start: usize) -> Option<Token<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digit_words_are_read_in_many_languages() {
        let spelled = Spelled::new();
        for (text, digits) in [
            ("two zero two five five five zero one five nine", "2025550159"),
            (
                "oh double seven double oh nine hundred one two three",
                "07700900123",
            ),
            (
                "my number is oh-seven-seven-double-oh nine double oh one two three, ok",
                "07700900123",
            ),
            (
                "null drei null zwei drei eins zwei fünf eins zwei drei",
                "03023125123",
            ),
            (
                "null drei null dreiundzwanzig zwölf fünf eins zwei drei",
                "03023125123",
            ),
            (
                "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
                "0639981234",
            ),
            ("seis uno dos tres cuatro cinco seis siete ocho", "612345678"),
            ("nove um dois três quatro cinco seis sete oito", "912345678"),
            ("tre uno due tre quattro cinque sei sette otto nove", "3123456789"),
            ("nul zes een twee drie vier vijf zes zeven acht", "0612345678"),
            ("pięć jeden dwa trzy cztery pięć sześć siedem osiem", "512345678"),
            (
                "восемь девять один два три четыре пять шесть семь восемь девять",
                "89123456789",
            ),
            ("sıfır beş üç iki bir iki üç dört beş altı yedi", "05321234567"),
            ("صفر خمسة صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة", "0501234567"),
            ("नौ आठ सात छह पांच चार तीन दो एक शून्य", "9876543210"),
            ("我的电话一三八〇〇一三八〇〇〇", "13800138000"),
            (
                "plus four four seven seven double oh nine double oh one two three",
                "447700900123",
            ),
        ] {
            let mut found = Vec::new();
            spelled.find(text, Alphabet::of(text), |spoken| {
                found.push(String::from_utf8(spoken.digits).expect("digits"))
            });
            assert_eq!(found, [digits], "{text}");
        }
        for text in [
            "one of two or three things we saw for ten minutes",
            "un deux trois, soleil",
            "seven",
        ] {
            let mut found = 0;
            spelled.find(text, Alphabet::of(text), |_| found += 1);
            assert_eq!(found, 0, "{text}");
        }
    }
}
