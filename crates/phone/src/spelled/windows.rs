//! Windows of a few bytes that occur in digit words: where a text has none of them, no number stands in words.

use super::numerals::{glance_at_numeral, is_in_numeral};
use crate::characters;
use crate::scan::Alphabet;
use rustc_hash::FxHashSet;

/// Distance of probes; a number in words is longer by two windows.
pub(super) const STRIDE: usize = 20;
/// Bytes of a probe: two windows side by side.
const PROBE: usize = 12;
/// Bits of the set of windows.
const BITS: u32 = 18;
/// Bits of the small set that is asked first: it stays in the nearest cache.
const GLANCE_BITS: u32 = 17;
/// Spreads windows over a set: the golden ratio as a fraction of 64 bits.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Bytes of a word that a window of four bytes reaches over.
const SHORT: usize = 2;
/// Bytes of a window that begins with a letter of two bytes.
const WIDE: usize = 8;

/// The windows of the digit words of all languages.
pub(super) struct Windows {
    bits: Vec<u64>,
    /// The same windows in a smaller set with more that are none.
    glance: Box<[u64; 1 << (GLANCE_BITS - 6)]>,
}

impl Windows {
    /// No windows.
    pub(super) fn new() -> Self {
        Self {
            bits: vec![0; 1 << (BITS - 6)],
            glance: Box::new([0; 1 << (GLANCE_BITS - 6)]),
        }
    }

    /// Adds the windows of one language: any window of two neighbours is inside a word, or ends one and begins another.
    pub(super) fn add(&mut self, words: &[&str], neighbours: &[&str]) {
        for word in words {
            self.add_text(word);
        }
        let ends: FxHashSet<&str> = neighbours.iter().map(|word| tail(word)).collect();
        let beginnings: FxHashSet<&str> = neighbours.iter().map(|word| head(word)).collect();
        for separator in [" ", "-", ", "] {
            for end in &ends {
                for beginning in &beginnings {
                    self.add_text(&format!("{end}{separator}{beginning}"));
                }
            }
            // A window reaches over words of one or two letters.
            for short in neighbours.iter().filter(|word| word.len() <= SHORT) {
                for end in &ends {
                    self.add_text(&format!("{end}{separator}{short}{separator}"));
                }
                for beginning in &beginnings {
                    self.add_text(&format!("{separator}{short}{separator}{beginning}"));
                }
            }
            // One that begins with a letter of two bytes reaches over longer ones: `två två noll`.
            let mut reaching = FxHashSet::default();
            for end in ends.iter().flat_map(|end| wide_tails(end)) {
                let reached = |word: &&&str| end.len() + separator.len() + word.len() < WIDE;
                for short in neighbours.iter().filter(reached) {
                    for beginning in &beginnings {
                        let mut text = [end, separator, short, separator, beginning].concat();
                        text.truncate(characters::ceil(&text, WIDE));
                        reaching.insert(text);
                    }
                }
            }
            for text in &reaching {
                self.add_text(text);
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        self.add_as_written(&text.to_lowercase());
        // Only letters of ASCII lose their case in a window.
        if !text.is_ascii() {
            self.add_as_written(&text.to_uppercase());
        }
    }

    fn add_as_written(&mut self, text: &str) {
        for window in (0..text.len()).filter_map(|at| window(text.as_bytes(), at)) {
            let bit = hash(window);
            self.bits[bit >> 6] |= 1 << (bit & 63);
            let bit = bit >> (BITS - GLANCE_BITS);
            self.glance[bit >> 6] |= 1 << (bit & 63);
        }
    }

    /// The first probe from `from` on, as fast as the alphabet of the text allows.
    #[inline(always)]
    pub(super) fn probe(&self, bytes: &[u8], alphabet: Alphabet, from: usize) -> Option<usize> {
        match alphabet {
            Alphabet::Ascii => self.next_probe::<false, false>(bytes, from),
            Alphabet::Wide => self.next_probe::<true, false>(bytes, from),
            Alphabet::Ideographs => self.next_probe::<true, true>(bytes, from),
        }
    }

    /// The first probe from `from` on that may lie in digit words. Every few bytes of every text are asked, so
    /// that this is as short as the alphabet of the text allows.
    #[inline(always)]
    fn next_probe<const WIDE: bool, const NUMERALS: bool>(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut rest = bytes.get(from..)?;
        while let Some(probe) = rest.first_chunk() {
            let at = bytes.len() - rest.len();
            if self.hits::<WIDE, NUMERALS>(bytes, at, probe) & 1 != 0 {
                return Some(at);
            }
            rest = rest.get(STRIDE..)?;
        }
        let at = bytes.len() - rest.len();
        self.last_hits::<WIDE, NUMERALS>(bytes, at).then_some(at)
    }

    /// One where both windows of a probe are of digit words: either alone is in many texts, both are in few.
    #[inline(always)]
    fn hits<const WIDE: bool, const NUMERALS: bool>(
        &self,
        bytes: &[u8],
        at: usize,
        probe: &[u8; PROBE],
    ) -> u64 {
        let (first, second) = (eight(probe, 0), eight(probe, 4));
        let windows = if WIDE {
            self.glance(folded(first)) & self.glance(folded(second))
        } else {
            self.glance(short(first)) & self.glance(short(second))
        };
        windows | u64::from(NUMERALS && glance_at_numeral(bytes, at))
    }

    /// True where the last bytes of a text, fewer than a probe's, may lie in digit words.
    #[inline(always)]
    fn last_hits<const WIDE: bool, const NUMERALS: bool>(&self, bytes: &[u8], at: usize) -> bool {
        let windows = bytes
            .get(at..at + 8)
            .and_then(<[u8]>::first_chunk)
            .is_some_and(|last| {
                let last = u64::from_le_bytes(*last);
                let first = if WIDE { folded(last) } else { short(last) };
                self.glance(first) & self.glance(short(last >> 32)) & 1 != 0
            });
        windows || (NUMERALS && at < bytes.len() && is_in_numeral(bytes, at))
    }

    /// Its lowest bit is not set where a window is none of digit words; cheap.
    #[inline(always)]
    fn glance(&self, window: u64) -> u64 {
        let bit = window.wrapping_mul(MULTIPLIER) >> (64 - GLANCE_BITS);
        self.glance[bit as usize >> 6] >> (bit & 63)
    }

    /// True where a probe lies in what looks like digit words also in the larger set.
    pub(super) fn confirms(&self, bytes: &[u8], at: usize) -> bool {
        self.has(bytes, at) && self.has(bytes, at + 4) || is_in_numeral(bytes, at)
    }

    fn has(&self, bytes: &[u8], at: usize) -> bool {
        window(bytes, at).is_some_and(|window| {
            let bit = hash(window);
            self.bits[bit >> 6] & 1 << (bit & 63) != 0
        })
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
#[inline(always)]
fn eight(bytes: &[u8; PROBE], from: usize) -> u64 {
    u64::from_le_bytes(
        *bytes[from..]
            .first_chunk()
            .expect("twelve bytes hold eight from four on"),
    )
}

/// The window of eight bytes, of which the first two may decide that it is four long.
#[inline(always)]
fn folded(eight: u64) -> u64 {
    if eight & BOTH_HIGH == BOTH_HIGH {
        eight | 1 << 63
    } else {
        short(eight)
    }
}

/// The window of the first four of eight bytes.
#[inline(always)]
fn short(eight: u64) -> u64 {
    eight & 0xffff_ffff | 0x2020_2020
}

fn hash(window: u64) -> usize {
    (window.wrapping_mul(MULTIPLIER) >> (64 - BITS)) as usize
}

/// The ends of a word that begin with a letter of two bytes.
fn wide_tails(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices()
        .filter(|(_, letter)| letter.len_utf8() == 2)
        .map(|(at, _)| &word[at..])
}

/// The end of a word that a window across a word boundary may hold.
fn tail(word: &str) -> &str {
    &word[characters::floor(word, word.len().saturating_sub(8))..]
}

/// The beginning of a word that a window across a word boundary may hold.
fn head(word: &str) -> &str {
    &word[..characters::ceil(word, 8)]
}
