//! Windows of a few bytes that occur in digit words: where a text has none of them, no number stands in words.

use super::numerals::{glance_at_numeral, is_in_numeral};
use rustc_hash::FxHashSet;

/// Distance of probes; a number in words is longer by a window.
pub(super) const STRIDE: usize = 20;
/// Bytes of a probe, which are loaded at once.
const PROBE: usize = 8;
/// Bytes of a window, the first of a probe: fewer would be in many texts, and of more there would be too many for the set.
const WINDOW: usize = 7;
/// The bit of small letters in every byte. Letters of more than one byte lose it, too, and with it half of their cases.
const SMALL: u64 = 0x2020_2020_2020_2020;
/// Spreads windows over a set: the golden ratio, moved so that what is behind a window falls out.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15 << (8 * (PROBE - WINDOW));
/// Words of the set, as a power of two: with half as many, five lines of a hundred are looked at again instead of three.
const WORDS: u32 = 15;

/// Where the bits of a window are told in its hash.
const BITS: [u32; 3] = [44, 38, 32];

/// What stands between digit words.
const SEPARATORS: [&str; 3] = [" ", "-", ", "];

/// The windows of the digit words of all languages: of each, three bits in one word of the set.
pub(super) struct Windows {
    words: Box<[u64; 1 << WORDS]>,
}

impl Windows {
    /// No windows.
    pub(super) fn new() -> Self {
        Self {
            words: Box::new([0; 1 << WORDS]),
        }
    }

    /// Adds the windows of one language, in small letters and in capitals.
    pub(super) fn add(&mut self, words: &[&str]) {
        for case in [str::to_lowercase, str::to_uppercase] {
            let words: Vec<String> = words.iter().map(|word| case(word)).collect();
            let words: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
            for window in words.iter().flat_map(|word| word.windows(WINDOW)) {
                self.insert(piece(window));
            }
            // Any other window of words in a row begins with the end of one, or with what stands behind it.
            for (length, rests) in what_follows(&words).iter().rev().enumerate() {
                let end = |word: &&[u8]| Some(piece(&word[word.len().checked_sub(length)?..]));
                for end in words.iter().filter_map(end).collect::<Pieces>() {
                    for rest in rests {
                        self.insert(end | rest << (8 * length));
                    }
                }
            }
        }
    }

    fn insert(&mut self, window: u64) {
        let hash = hash(window);
        self.words[word(hash)] |= BITS.iter().fold(0, |bits, from| bits | 1 << (hash >> from & 63));
    }

    /// The first probe from `from` on that may lie in digit words. Every few bytes of every text are asked, so that this is as
    /// short as can be.
    #[inline(always)]
    pub(super) fn probe(&self, bytes: &[u8], ideographs: bool, from: usize) -> Option<usize> {
        if ideographs {
            self.next_probe::<true>(bytes, from)
        } else {
            self.next_probe::<false>(bytes, from)
        }
    }

    #[inline(always)]
    fn next_probe<const NUMERALS: bool>(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(probe) = bytes.get(at..at + PROBE).and_then(<[u8]>::first_chunk) {
            if self.has(u64::from_le_bytes(*probe)) || (NUMERALS && glance_at_numeral(bytes, at)) {
                return Some(at);
            }
            at += STRIDE;
        }
        (NUMERALS && at < bytes.len() && is_in_numeral(bytes, at)).then_some(at)
    }

    /// True where a window is in the set, and seldom where it is not.
    #[inline(always)]
    fn has(&self, window: u64) -> bool {
        let hash = hash(window);
        let word = self.words[word(hash)];
        let [one, two, three] = BITS.map(|from| word >> (hash >> from & 63));
        one & two & three & 1 != 0
    }
}

/// A window, spread over 64 bits without case.
#[inline(always)]
fn hash(window: u64) -> u64 {
    (window | SMALL).wrapping_mul(MULTIPLIER)
}

/// The word of the set that has the bits of a window.
#[inline(always)]
fn word(hash: u64) -> usize {
    (hash >> (64 - WORDS)) as usize
}

/// Pieces of text, a window long at most.
type Pieces = FxHashSet<u64>;

/// A piece of text as a number, its first byte lowest.
fn piece(text: &[u8]) -> u64 {
    text.iter()
        .rev()
        .fold(0, |piece, byte| piece << 8 | u64::from(*byte))
}

/// What may stand behind a word of a number, separators first: its first byte, its first two, and so on up to a window.
fn what_follows(words: &[&[u8]]) -> [Pieces; WINDOW] {
    // The same of what begins with a word.
    let mut begun: [Pieces; WINDOW] = Default::default();
    let mut behind: [Pieces; WINDOW] = Default::default();
    // The first bytes of a text, and what may stand behind it if that is not all of them.
    let extend = |pieces: &mut Pieces, text: &[u8], length: usize, behind: &[Pieces]| match length
        .checked_sub(text.len() + 1)
    {
        None => _ = pieces.insert(piece(&text[..length])),
        Some(last) => pieces.extend(
            behind[last]
                .iter()
                .map(|rest| piece(text) | rest << (8 * text.len())),
        ),
    };
    for length in 1..=WINDOW {
        for separator in SEPARATORS {
            extend(&mut behind[length - 1], separator.as_bytes(), length, &begun);
        }
        for word in words {
            extend(&mut begun[length - 1], word, length, &behind);
        }
    }
    behind
}
