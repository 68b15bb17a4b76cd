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

/// The signature of a block's texts.
pub(crate) fn signature(text: &str) -> Vec<u8> {
    let mut bits = vec![0; BITS / 8];
    each_bit(&folded(text), |bit| bits[bit / 8] |= 1 << (bit % 8));
    bits
}

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
    if folded.is_ascii() {
        let bytes = folded.as_bytes().windows(3);
        bytes.for_each(|three| bit(of_three(three[0].into(), three[1].into(), three[2].into())));
        return;
    }
    let letters: Vec<u32> = folded.chars().map(u32::from).collect();
    let threes = letters.windows(3);
    threes.for_each(|three| bit(of_three(three[0].into(), three[1].into(), three[2].into())));
    for two in letters.windows(2) {
        if two[1] >= FIRST_WITHOUT_SPACES && writes_no_spaces(two[0]) && writes_no_spaces(two[1]) {
            bit(mixed(1 << 63 | u64::from(two[0]) << 21 | u64::from(two[1])));
        }
    }
}

fn of_three(before: u64, last: u64, c: u64) -> usize {
    mixed(before << 42 | last << 21 | c)
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
