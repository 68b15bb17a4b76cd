//! How words are found in blocks: letters are folded, every sequence of three is turned into one of 8,192 bits, and a
//! block can hold a word only if it has all bits of the word. What passes is looked at letter by letter.
//!
//! Sequences of two are added for scripts that write no spaces, so that a two-letter word of Chinese narrows the search
//! as well.

/// Bits of a signature.
pub(crate) const BITS: usize = 8192;

/// A text folded for comparison: lower case. Its bytes do not stand where those of the text do.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    // Most letters of most texts are ASCII: those are copied in runs, and folded together at the end.
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, other) = rest.split_at(at);
        folded.push_str(plain);
        let mut others = other.chars();
        if let Some(c) = others.next() {
            folded.extend(c.to_lowercase());
        }
        rest = others.as_str();
    }
    folded.push_str(rest);
    folded.make_ascii_lowercase();
    folded
}

/// The signature of a block's texts: all that [`each_bit`] tells of the folded text, which is not written down for it.
pub(crate) fn signature(text: &str) -> Vec<u8> {
    let mut seen = Seen {
        bits: [0; BITS],
        letters: 0,
        count: 0,
    };
    let mut rest = text;
    loop {
        let plain = rest
            .bytes()
            .take_while(u8::is_ascii)
            .map(|byte| seen.next(byte.to_ascii_lowercase().into()))
            .count();
        let mut others = rest[plain..].chars();
        let Some(other) = others.next() else { break };
        for c in other.to_lowercase() {
            seen.next(c.into());
        }
        rest = others.as_str();
    }
    seen.signature()
}

/// What was seen of a text so far.
struct Seen {
    /// One byte for each bit: to write one needs no look at what stands there, as setting a bit would.
    bits: [u8; BITS],
    /// The last three letters, 21 bits each.
    letters: u64,
    /// Letters before them, as far as it matters.
    count: u8,
}

impl Seen {
    #[inline(always)] // Where `c` is known to be ASCII, half of this falls away.
    fn next(&mut self, c: u32) {
        let before = self.letters & ONE_LETTER;
        self.letters = (self.letters << 21 | u64::from(c)) & THREE_LETTERS;
        if self.count >= 2 {
            self.bits[mixed(self.letters)] = 1;
        } else {
            self.count += 1;
        }
        if let Some(bit) = of_two(before as u32, c) {
            self.bits[bit] = 1;
        }
    }

    fn signature(&self) -> Vec<u8> {
        let eights = self.bits.chunks_exact(8);
        eights
            .map(|eight| eight.iter().rev().fold(0, |bits, bit| bits << 1 | bit))
            .collect()
    }
}

const ONE_LETTER: u64 = (1 << 21) - 1;
const THREE_LETTERS: u64 = (1 << 63) - 1;

/// The bits that a block with this folded word must have. Empty for words too short to narrow anything.
pub(crate) fn bits_of(word: &str) -> Vec<usize> {
    let mut bits = Vec::new();
    each_bit(word, |bit| bits.push(bit));
    bits.sort_unstable();
    bits.dedup();
    bits
}

/// True where a signature has all of these bits.
pub(crate) fn has_all(signature: &[u8], bits: &[usize]) -> bool {
    bits.iter().all(|bit| {
        signature
            .get(bit / 8)
            .is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    })
}

fn each_bit(folded: &str, mut bit: impl FnMut(usize)) {
    let letters: Vec<u32> = folded.chars().map(u32::from).collect();
    for three in letters.windows(3) {
        bit(mixed(
            u64::from(three[0]) << 42 | u64::from(three[1]) << 21 | u64::from(three[2]),
        ));
    }
    letters
        .windows(2)
        .filter_map(|two| of_two(two[0], two[1]))
        .for_each(bit);
}

/// The bit of two letters, where both are of scripts that write no spaces.
fn of_two(before: u32, c: u32) -> Option<usize> {
    (c >= FIRST_WITHOUT_SPACES && writes_no_spaces(before) && writes_no_spaces(c))
        .then(|| mixed(1 << 63 | u64::from(before) << 21 | u64::from(c)))
}

/// Most letters are told apart by this alone.
const FIRST_WITHOUT_SPACES: u32 = 0xe00;

/// Han, kana, hangul, Thai, Lao, Khmer, Burmese.
fn writes_no_spaces(c: u32) -> bool {
    matches!(c, 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn mixed(value: u64) -> usize {
    // Fibonacci hashing after a fold, so that the high letters count too.
    ((value ^ value >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS.trailing_zeros())) as usize
}

/// Blocks that are turned by a quarter together.
pub(crate) const SEGMENT: usize = 512;
/// Positions of one slice.
pub(crate) const SLICE: usize = 64;
/// Slices of a segment.
pub(crate) const SLICES: usize = BITS / SLICE;
/// Bytes of one position over all blocks of a segment.
pub(crate) const ROW: usize = SEGMENT / 8;

/// Turns signatures by a quarter: slice by slice, position by position, one bit a block.
pub(crate) fn slices(signatures: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut slices = vec![vec![0; SLICE * ROW]; SLICES];
    for (block, signature) in signatures.iter().enumerate().take(SEGMENT) {
        for (at, byte) in signature.iter().enumerate() {
            let mut left = *byte;
            while left != 0 {
                let position = at * 8 + left.trailing_zeros() as usize;
                slices[position / SLICE][position % SLICE * ROW + block / 8] |= 1 << (block % 8);
                left &= left - 1;
            }
        }
    }
    slices
}

/// A query in words: each must stand in one text. "Quoted words" are one.
pub(crate) fn terms(query: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (index, piece) in query.split('"').enumerate() {
        if index % 2 == 1 {
            terms.push(folded(piece.trim()));
        } else {
            terms.extend(piece.split_whitespace().map(folded));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_bits_of_all_its_words() {
        let signature = signature("Die Straße nach KÖLN, 电话号码在这里, ünïcode");
        for word in ["straße", "köln", "ach", "电话", "号码", "ünï"] {
            let bits = bits_of(word);
            assert!(!bits.is_empty(), "{word}");
            assert!(has_all(&signature, &bits), "{word}");
        }
        assert!(!has_all(&signature, &bits_of("nowhere")));
        assert!(bits_of("ab").is_empty());
    }

    #[test]
    fn a_signature_has_the_bits_of_the_folded_text_and_no_others() {
        let letters = [
            "a",
            "B",
            "Z",
            "@",
            "[",
            "\0",
            "\u{7f}",
            " ",
            "\n",
            "Ä",
            "ß",
            "İ",
            "\u{212a}",
            "Σ",
            "Ж",
            "\u{fffc}",
            "电",
            "话",
            "か",
            "ท",
            "한",
            "😀",
            "𝐀",
            "\u{e9}",
            "\u{10ffff}",
        ];
        let (mut text, mut at) = (String::new(), 1_usize);
        let mut texts = vec![String::new()];
        for length in 0..600 {
            at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(length);
            // Runs of ASCII of all lengths, with others between them.
            match at >> 60 {
                0..8 => text.push_str(&"Call ME under +44 7700 900123, or not at all. "[..(at >> 40) % 46]),
                _ => text.push_str(letters[(at >> 33) % letters.len()]),
            }
            texts.push(text.clone());
            if text.len() > 300 {
                text.clear();
            }
        }
        for one in letters {
            for other in letters {
                texts.extend([
                    one.to_owned(),
                    format!("{one}{other}"),
                    format!("{one}{other}{one}"),
                ]);
            }
        }
        for text in texts {
            let mut plain = vec![0; BITS / 8];
            each_bit(&folded(&text), |bit| plain[bit / 8] |= 1 << (bit % 8));
            assert!(signature(&text) == plain, "{text:?}");
        }
    }

    #[test]
    fn ascii_and_other_texts_agree_on_ascii_words() {
        let (plain, mixed) = (signature("hello world"), signature("hello world ü"));
        assert!(
            plain
                .iter()
                .zip(&mixed)
                .all(|(plain, mixed)| plain & mixed == *plain)
        );
    }

    #[test]
    fn slices_hold_the_same_bits() {
        let signatures: Vec<Vec<u8>> = (0..SEGMENT)
            .map(|block| signature(&format!("block number {block} of the segment")))
            .collect();
        let slices = slices(&signatures);
        for (block, signature) in signatures.iter().enumerate() {
            for position in 0..BITS {
                let stands = signature[position / 8] >> (position % 8) & 1;
                let turned = slices[position / SLICE][position % SLICE * ROW + block / 8] >> (block % 8) & 1;
                assert_eq!(stands, turned);
            }
        }
    }

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(terms("Call \"My Office\" now"), ["call", "my office", "now"]);
        assert_eq!(terms(" \" "), Vec::<String>::new());
    }
}
