//! A list of words and beginnings of words, asked for every word beside a candidate.

use super::Word;

/// Bytes that say where to look for a word.
const KEY: u32 = 3;
/// Bytes that tell most words apart.
const FIRST: usize = 8;
/// More bytes than any word of the files has.
const LONGEST: usize = 40;
/// Bits of the key's hash: a few times as many places as words, so that most words of a text are told by one look.
const BITS: u32 = 13;
/// Spreads keys over the places: the golden ratio as a fraction of 32 bits.
const MULTIPLIER: u32 = 0x9e37_79b9;

/// Words in lower case, each alone or as the beginning of any word.
pub(super) struct List {
    /// Per hash of a word's first bytes where its entries start and end.
    places: Vec<(u16, u16)>,
    entries: Vec<Entry>,
}

struct Entry {
    word: &'static str,
    /// Its first bytes, and which of a word's first bytes they are compared with: all where nothing follows it.
    first: u64,
    mask: u64,
    /// Nothing follows it.
    whole: bool,
    kind: Word,
}

impl Entry {
    fn new(word: &'static str, whole: bool, kind: Word) -> Self {
        let bytes = 8 * word.len().min(FIRST) as u32;
        let mask = if whole { u64::MAX } else { u64::MAX >> (64 - bytes) };
        Self {
            word,
            first: first_bytes(word.as_bytes()),
            mask,
            whole,
            kind,
        }
    }

    /// True where a word whose first bytes in lower case are `first` is this one, or begins with it.
    #[inline]
    fn is(&self, first: u64, word: &[u8]) -> bool {
        first & self.mask == self.first && (self.word.len() < FIRST || self.goes_on(word))
    }

    /// The same beyond the first bytes.
    fn goes_on(&self, word: &[u8]) -> bool {
        let known = self.word.as_bytes();
        let length = if self.whole { word.len() } else { known.len() };
        word.get(..length)
            .is_some_and(|word| word.eq_ignore_ascii_case(known))
    }
}

impl List {
    /// From words, whether they stand alone, and what they say.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, bool, Word)>) -> Self {
        // A beginning of one letter would begin too many words.
        let mut entries: Vec<Entry> = words
            .map(|(word, whole, kind)| Entry::new(word, whole, kind))
            .filter(|entry| entry.whole || entry.word.chars().nth(1).is_some())
            .collect();
        // The longest speaks, and before a beginning the word itself.
        entries.sort_by_key(|entry| {
            let length = std::cmp::Reverse(entry.word.len());
            (place(entry.first), length, !entry.whole, entry.word)
        });
        debug_assert!(
            entries
                .iter()
                .all(|entry| entry.whole || entry.word.len() >= KEY as usize)
        );
        let mut places = vec![(0, 0); 1 << BITS];
        for (n, entry) in (0..).zip(&entries) {
            let place = &mut places[place(entry.first)];
            if place.1 == 0 {
                place.0 = n;
            }
            place.1 = n + 1;
        }
        Self { places, entries }
    }

    /// What a word says, in whatever case: the first entry that it is or begins with.
    #[inline]
    pub(super) fn of(&self, word: &str) -> Option<Word> {
        let bytes = word.as_bytes();
        if word.is_ascii() {
            return self.said(lower(first_bytes(bytes)), bytes);
        }
        let mut buffer = [0; LONGEST];
        let length = lower_of_any_script(word, &mut buffer);
        let bytes = &buffer[..length];
        self.said(first_bytes(bytes), bytes)
    }

    #[inline]
    fn said(&self, first: u64, word: &[u8]) -> Option<Word> {
        let (start, end) = self.places[place(first)];
        let entries = &self.entries[start as usize..end as usize];
        entries
            .iter()
            .find(|entry| entry.is(first, word))
            .map(|entry| entry.kind)
    }
}

/// The first bytes of a word as a number, with zeros behind a shorter one.
#[inline]
fn first_bytes(word: &[u8]) -> u64 {
    match (
        word.first_chunk::<FIRST>(),
        word.first_chunk::<4>(),
        word.last_chunk::<4>(),
    ) {
        (Some(first), ..) => u64::from_le_bytes(*first),
        // Two that overlap are both of it.
        (None, Some(first), Some(last)) => {
            let last = u64::from(u32::from_le_bytes(*last)) << (8 * (word.len() - 4));
            last | u64::from(u32::from_le_bytes(*first))
        }
        _ => word
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// ASCII in lower case, eight bytes at once: a bit is added to those from `A` to `Z`.
#[inline]
fn lower(ascii: u64) -> u64 {
    const EACH: u64 = u64::from_ne_bytes([1; FIRST]);
    let from_a = ascii + EACH * (0x80 - b'A' as u64);
    let beyond_z = ascii + EACH * (0x80 - b'Z' as u64 - 1);
    ascii | ((from_a & !beyond_z & (EACH * 0x80)) >> 2)
}

/// Writes a word in lower case, as far as there is room, and says how long it is. No entry is so long: of a longer word what
/// its beginning says is asked. Letter by letter: no entry turns on where in a word a letter stands, as a Greek sigma may.
fn lower_of_any_script(word: &str, buffer: &mut [u8; LONGEST]) -> usize {
    let mut length = 0;
    for character in word.chars().flat_map(char::to_lowercase) {
        let Some(room) = buffer[length..].get_mut(..character.len_utf8()) else {
            break;
        };
        length += character.encode_utf8(room).len();
    }
    length
}

/// Where the entries of words with these first bytes are. Words shorter than a key have places of their own: no beginning is so short.
#[inline]
fn place(first: u64) -> usize {
    let key = first as u32 & (u32::MAX >> (32 - 8 * KEY));
    (key.wrapping_mul(MULTIPLIER) >> (32 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_speaks() {
        let list = List::new(
            [
                ("tel", true, Word::Phone),
                ("tele", false, Word::Number),
                ("telex", false, Word::Order),
                ("no", true, Word::Number),
                ("ordering", true, Word::Order),
                ("reservatio", false, Word::Place),
                ("жx", false, Word::Money),
            ]
            .into_iter(),
        );
        for (word, kind) in [
            ("tel", Some(Word::Phone)),
            ("tell", None),
            ("tele", Some(Word::Number)),
            ("telegram", Some(Word::Number)),
            ("telexes", Some(Word::Order)),
            ("no", Some(Word::Number)),
            ("not", None),
            ("", None),
            ("xx", None),
            ("NO", Some(Word::Number)),
            ("TELEX", Some(Word::Order)),
            ("Жх", None),
            ("ЖXи", Some(Word::Money)),
            ("ordering", Some(Word::Order)),
            ("ORDERING", Some(Word::Order)),
            ("orderings", None),
            ("Reservations", Some(Word::Place)),
            ("reservatio", Some(Word::Place)),
            ("reservati", None),
        ] {
            assert_eq!(list.of(word), kind, "{word}");
        }
    }
}
