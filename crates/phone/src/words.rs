//! The words around a candidate: those that speak for a phone number and those that speak against it.
//!
//! The words are data, one file per language under `data/words`. A line is a kind and a word; `*` at the
//! end stands for any ending. Words of scripts without spaces are looked for inside the text.

mod list;

use crate::characters;
use list::List;
use rustc_hash::FxHashMap;

const FILES: [&str; 15] = [
    include_str!("../data/words/ar.tsv"),
    include_str!("../data/words/de.tsv"),
    include_str!("../data/words/en.tsv"),
    include_str!("../data/words/es.tsv"),
    include_str!("../data/words/fr.tsv"),
    include_str!("../data/words/hi.tsv"),
    include_str!("../data/words/it.tsv"),
    include_str!("../data/words/ja.tsv"),
    include_str!("../data/words/nl.tsv"),
    include_str!("../data/words/pl.tsv"),
    include_str!("../data/words/pt.tsv"),
    include_str!("../data/words/ru.tsv"),
    include_str!("../data/words/tr.tsv"),
    include_str!("../data/words/zh.tsv"),
    include_str!("../data/words/other.tsv"),
];

/// What a word says about a number beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    /// Speaks of phones, calls or messages.
    Phone,
    /// "number": speaks for a phone unless the word before it says which other number.
    Number,
    /// Orders, invoices, tickets, parcels.
    Order,
    /// Papers whose numbers have a checksum or a register: never a phone number.
    Paper,
    /// Identifiers, accounts, members.
    Identifier,
    /// Codes and passwords for one use.
    Code,
    /// Money.
    Money,
    /// Things that are counted or measured.
    Amount,
    /// Dates and years.
    Date,
    /// Pages, rooms, flights, versions.
    Place,
}

impl Word {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "phone" => Self::Phone,
            "number" => Self::Number,
            "order" => Self::Order,
            "paper" => Self::Paper,
            "identifier" => Self::Identifier,
            "code" => Self::Code,
            "money" => Self::Money,
            "amount" => Self::Amount,
            "date" => Self::Date,
            "place" => Self::Place,
            _ => return None,
        })
    }

    /// The name of the rule that rejects a candidate for this word; None for words that speak for a phone.
    pub(crate) fn rule(self) -> Option<&'static str> {
        match self {
            Self::Phone | Self::Number => None,
            Self::Order => Some("order-word"),
            Self::Paper => Some("paper-word"),
            Self::Identifier => Some("identifier-word"),
            Self::Code => Some("code-word"),
            Self::Money => Some("money-word"),
            Self::Amount => Some("amount-word"),
            Self::Date => Some("date-word"),
            Self::Place => Some("place-word"),
        }
    }
}

/// All words of all languages.
pub(crate) struct Words {
    list: List,
    inside: FxHashMap<&'static str, Word>,
}

/// What the surroundings of a candidate say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Surroundings {
    /// A phone word stands within reach and nothing nearer speaks against it.
    pub(crate) phone: bool,
    /// The nearest word that speaks against a phone number, and how many words away it is (0 = directly beside).
    pub(crate) counter: Option<(Word, usize)>,
}

/// Words before a candidate that are looked at.
const WORDS_BEFORE: usize = 8;
/// Words behind a candidate that are looked at.
const WORDS_AFTER: usize = 6;
/// Bytes before and behind a candidate that are looked at.
const BYTES: usize = 96;

impl Words {
    /// Reads the word files.
    pub(crate) fn new() -> Self {
        let mut inside = FxHashMap::default();
        let (mut whole, mut beginnings) = (FxHashMap::default(), FxHashMap::default());
        for line in FILES.iter().flat_map(|file| file.lines()) {
            let Some((kind, word)) = line.split_once('\t') else {
                continue;
            };
            let Some(kind) = Word::from_name(kind) else {
                continue;
            };
            if let Some(beginning) = word.strip_suffix('*') {
                beginnings.insert(beginning, kind);
            } else if word.chars().next().is_some_and(without_spaces) {
                inside.insert(word, kind);
            } else {
                whole.insert(word, kind);
            }
        }
        let whole = whole.into_iter().map(|(word, kind)| (word, true, kind));
        let beginnings = beginnings.into_iter().map(|(word, kind)| (word, false, kind));
        Self {
            list: List::new(whole.chain(beginnings)),
            inside,
        }
    }

    /// True where letters glued to a number are a phone word (`tel2025550143`).
    pub(crate) fn is_phone(&self, word: &str) -> bool {
        self.list.of(word) == Some(Word::Phone)
    }

    /// Reads the surroundings of the span `start..end`.
    pub(crate) fn around(&self, text: &str, start: usize, end: usize) -> Surroundings {
        let before = &text[characters::floor(text, start.saturating_sub(BYTES))..start];
        let after = &text[end..characters::ceil(text, end.saturating_add(BYTES))];
        let mut found = Surroundings::default();
        let mut phone_at = None;
        let mut number_at = None;
        let mut sentences = 0;
        for (distance, (word, ends_sentence)) in Backwards(before).take(WORDS_BEFORE).enumerate() {
            // A word before another number speaks of that number.
            let is_number = word.bytes().all(|b| b.is_ascii_digit());
            sentences += usize::from(ends_sentence) + usize::from(is_number);
            match self.list.of(word) {
                Some(Word::Phone) => {
                    phone_at.get_or_insert(distance);
                }
                Some(Word::Number) => {
                    number_at.get_or_insert(distance);
                }
                // Counted things stand behind their number.
                Some(Word::Amount) | None => {}
                Some(kind) if sentences == 0 && distance < 5 && found.counter.is_none() => {
                    found.counter = Some((kind, distance));
                }
                _ => {}
            }
            // What stands further away changes nothing.
            if phone_at.is_some() && (found.counter.is_some() || sentences > 0 || distance >= 4) {
                break;
            }
        }
        self.inside_before(before, &mut phone_at, &mut number_at, &mut found);
        // "number" speaks for a phone only where no other word says which number.
        if let (Some(number), None) = (number_at, phone_at)
            && found.counter.is_none_or(|(_, counter)| counter > number + 3)
        {
            phone_at = Some(number);
        }
        if let (Some(phone), Some((_, counter))) = (phone_at, found.counter) {
            if phone < counter {
                found.counter = None;
            } else if counter < phone {
                phone_at = None;
            }
        }
        if phone_at.is_none() && found.counter.is_none_or(|(_, distance)| distance > 1) {
            self.behind(after, &mut phone_at, &mut found);
        }
        found.phone = phone_at.is_some();
        if found.phone && found.counter.is_some_and(|(_, distance)| distance > 1) {
            found.counter = None;
        }
        found
    }

    fn behind(&self, after: &str, phone_at: &mut Option<usize>, found: &mut Surroundings) {
        for (distance, word) in Forwards(after).take(WORDS_AFTER).enumerate() {
            match self.list.of(word) {
                Some(Word::Phone) => {
                    phone_at.get_or_insert(distance);
                }
                // "… is my new number"
                Some(Word::Number) if (2..=5).contains(&distance) && found.counter.is_none() => {
                    phone_at.get_or_insert(distance);
                }
                Some(kind @ (Word::Amount | Word::Money)) if distance == 0 && found.counter.is_none() => {
                    found.counter = Some((kind, 0));
                }
                _ => {}
            }
        }
        if after.is_ascii() {
            return;
        }
        for (n, (start, _)) in after.char_indices().enumerate().take(12) {
            if let Some((kind, _)) = characters::at(after, start)
                .filter(|c| without_spaces(*c))
                .and_then(|_| self.inside_at(&after[start..]))
            {
                match kind {
                    Word::Phone | Word::Number => {
                        phone_at.get_or_insert(n);
                    }
                    Word::Amount | Word::Money if n == 0 => found.counter = found.counter.or(Some((kind, 0))),
                    _ => {}
                }
            }
        }
    }

    /// Words of scripts without spaces, nearest to the number first.
    fn inside_before(
        &self,
        before: &str,
        phone_at: &mut Option<usize>,
        number_at: &mut Option<usize>,
        found: &mut Surroundings,
    ) {
        if before.is_ascii() {
            return;
        }
        for (n, (start, character)) in before.char_indices().rev().enumerate() {
            if n > 24 || character == '\n' {
                break;
            }
            if !without_spaces(character) {
                continue;
            }
            let Some((kind, length)) = self.inside_at(&before[start..]) else {
                continue;
            };
            // Distance in characters between the word and the number, on the scale of words.
            let distance = (n + 1).saturating_sub(length) / 2;
            match kind {
                Word::Phone => {
                    phone_at.get_or_insert(distance);
                }
                Word::Number => {
                    number_at.get_or_insert(distance);
                }
                Word::Amount => {}
                kind if found.counter.is_none() && distance < 5 => found.counter = Some((kind, distance)),
                _ => {}
            }
        }
    }

    /// The longest word of a script without spaces that starts here, and its length in characters.
    fn inside_at(&self, text: &str) -> Option<(Word, usize)> {
        let ends = text.char_indices().map(|(n, c)| n + c.len_utf8()).take(6);
        ends.enumerate()
            .filter_map(|(n, end)| self.inside.get(&text[..end]).map(|kind| (*kind, n + 1)))
            .last()
    }
}

/// Scripts that put no spaces between words: Han, kana, Hangul, Thai.
fn without_spaces(character: char) -> bool {
    matches!(character as u32, 0xe00..=0xe7f | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x2ffff)
}

/// Words from the end of a text to its start, and whether a sentence ends behind each.
struct Backwards<'a>(&'a str);

impl<'a> Iterator for Backwards<'a> {
    type Item = (&'a str, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0;
        let mut end = text.len();
        let mut behind = '\0';
        let (mut ended, mut stopped) = (false, false);
        while let Some(character) = characters::before(text, end)
            && !is(character, LETTER)
        {
            ended |= is(character, END);
            stopped |= character == '.' && behind == ' ';
            behind = character;
            end -= character.len_utf8();
        }
        let mut start = end;
        while let Some(character) = characters::before(text, start)
            && is(character, LETTER | PART | INVISIBLE)
        {
            start -= character.len_utf8();
        }
        let word = &text[start..end];
        self.0 = &text[..start];
        (start < end).then(|| (word, ended || (stopped && !is_short(word))))
    }
}

/// Short words before a full stop are abbreviations: `no.`, `tel.`; so is `Kundennr.`
fn is_short(word: &str) -> bool {
    let last = word.chars().rev().take(4);
    let letters = last.take_while(|c| characters::is_alphanumeric(*c)).count();
    letters < 4 || word.ends_with("nr")
}

/// Words from the start of a text to its end.
struct Forwards<'a>(&'a str);

impl<'a> Iterator for Forwards<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0;
        let mut start = 0;
        while let Some(character) = characters::at(text, start)
            && !is(character, LETTER | PART)
        {
            start += character.len_utf8();
        }
        let mut end = start;
        while let Some(character) = characters::at(text, end)
            && is(character, LETTER | PART)
        {
            end += character.len_utf8();
        }
        self.0 = &text[end..];
        (start < end).then(|| &text[start..end])
    }
}

/// A letter or digit.
const LETTER: u8 = 1;
/// What else words are made of.
const PART: u8 = 1 << 1;
/// What nobody sees inside of a word.
const INVISIBLE: u8 = 1 << 2;
/// The end of a sentence; a full stop is one only before a space.
const END: u8 = 1 << 3;

/// What ASCII is to words: most of what is asked for.
const ASCII: [u8; 128] = {
    let mut roles = [0; 128];
    let mut code = 0;
    while code < 128 {
        roles[code as usize] = match code as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'\'' => PART,
            b'!' | b'?' | b'\n' | b';' => END,
            _ => 0,
        };
        code += 1;
    }
    roles
};

/// True where a character is any of these to a word.
#[inline]
fn is(character: char, roles: u8) -> bool {
    let role = match ASCII.get(character as usize) {
        Some(role) => *role,
        None => role_of(character),
    };
    role & roles != 0
}

#[inline(never)]
fn role_of(character: char) -> u8 {
    if characters::is_alphanumeric(character) {
        return LETTER;
    }
    match character {
        '。' | '！' | '？' | '।' => END,
        _ if is_mark(character) => PART,
        _ if characters::kind(character) == characters::Kind::Invisible => INVISIBLE,
        _ => 0,
    }
}

/// Vowel signs and other marks that continue a word of an Indic or Arabic script; of Bengali those that are no letters.
fn is_mark(character: char) -> bool {
    matches!(character as u32, 0x300..=0x36f | 0x64b..=0x65f | 0x900..=0x903 | 0x93a..=0x94f | 0x962..=0x963 | 0x9bc | 0x9cd)
}
