//! A list of words and beginnings of words, asked for every word beside a candidate.

use super::Word;

/// Bytes that say where to look for a word.
const KEY: usize = 3;
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
    /// Nothing follows it.
    whole: bool,
    kind: Word,
}

impl List {
    /// From words, whether they stand alone, and what they say.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, bool, Word)>) -> Self {
        // A beginning of one letter would begin too many words.
        let mut entries: Vec<Entry> = words
            .map(|(word, whole, kind)| Entry { word, whole, kind })
            .filter(|entry| entry.whole || entry.word.chars().nth(1).is_some())
            .collect();
        // The longest speaks, and before a beginning the word itself.
        entries.sort_by_key(|entry| {
            let length = std::cmp::Reverse(entry.word.len());
            (place(entry.word.as_bytes()), length, !entry.whole, entry.word)
        });
        debug_assert!(entries.iter().all(|entry| entry.whole || entry.word.len() >= KEY));
        let mut places = vec![(0, 0); 1 << BITS];
        for (n, entry) in (0..).zip(&entries) {
            let place = &mut places[place(entry.word.as_bytes())];
            if place.1 == 0 {
                place.0 = n;
            }
            place.1 = n + 1;
        }
        Self { places, entries }
    }

    /// What a word in lower case says.
    pub(super) fn of(&self, word: &[u8]) -> Option<Word> {
        let (start, end) = self.places[place(word)];
        self.entries[start as usize..end as usize]
            .iter()
            .find(|entry| {
                let known = entry.word.as_bytes();
                if entry.whole {
                    word == known
                } else {
                    word.starts_with(known)
                }
            })
            .map(|entry| entry.kind)
    }
}

/// Where the entries of words with these first bytes are. Words shorter than a key have places of their own: no beginning is so short.
fn place(word: &[u8]) -> usize {
    let mut key = [0; 4];
    let length = word.len().min(KEY);
    key[..length].copy_from_slice(&word[..length]);
    (u32::from_le_bytes(key).wrapping_mul(MULTIPLIER) >> (32 - BITS)) as usize
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
        ] {
            assert_eq!(list.of(word.as_bytes()), kind, "{word}");
        }
    }
}
