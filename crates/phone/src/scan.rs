//! Finds where digits stand close together, 64 bytes at a time.
//!
//! Everything else in the finder runs only on what this yields, so this decides its speed. With AVX2 a
//! block is classified by a dozen comparisons; without, by a loop over bytes with the same answer (a test
//! compares both on every script's digits and on random bytes).

// One kernel reads 32 bytes at a time through raw pointers; each load is inside the block it was given.
#![allow(unsafe_code)]

use crate::characters;

/// Digits further apart than this many bytes do not belong to one cluster.
const MAX_GAP: usize = 16;
/// Bytes of a block.
const BLOCK: usize = 64;
/// Bytes that the classification of a block's last byte may look ahead.
const AHEAD: usize = 3;

/// Digits that stand close together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cluster {
    /// The first digit's first byte.
    pub(crate) start: usize,
    /// One past the first byte of the last digit.
    pub(crate) end: usize,
    /// How many digits.
    pub(crate) digits: usize,
}

/// Calls `each` with every cluster of at least `least` digits, in order.
pub(crate) fn clusters(text: &str, least: usize, mut each: impl FnMut(Cluster)) {
    let bytes = text.as_bytes();
    let mut open = Cluster {
        start: 0,
        end: 0,
        digits: 0,
    };
    let mut take = |base: usize, mut mask: u64| {
        while mask != 0 {
            let start = mask.trailing_zeros() as usize;
            let run = (!(mask >> start)).trailing_zeros() as usize;
            let at = base + start;
            if at > open.end + MAX_GAP || open.digits == 0 {
                if open.digits >= least {
                    each(open);
                }
                open = Cluster {
                    start: at,
                    end: at,
                    digits: 0,
                };
            }
            open.digits += run;
            open.end = at + run;
            if start + run >= BLOCK {
                break;
            }
            mask &= u64::MAX << (start + run);
        }
    };
    blocks(text, bytes, &mut take);
    if open.digits >= least {
        each(open);
    }
}

fn blocks(text: &str, bytes: &[u8], take: &mut impl FnMut(usize, u64)) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        unsafe { avx2::blocks(text, bytes, take) };
        return;
    }
    portable(text, bytes, take);
}

/// The same answer without vectors.
fn portable(text: &str, bytes: &[u8], take: &mut impl FnMut(usize, u64)) {
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        let base = number * BLOCK;
        let mut mask = 0;
        for (offset, byte) in block.iter().enumerate() {
            if byte.is_ascii_digit() || (*byte >= 0xc0 && is_wide_digit(text, base + offset)) {
                mask |= 1 << offset;
            }
        }
        if mask != 0 {
            take(base, mask);
        }
    }
}

/// True where a digit of more than one byte starts.
fn is_wide_digit(text: &str, position: usize) -> bool {
    characters::at(text, position)
        .and_then(characters::digit)
        .is_some()
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{AHEAD, BLOCK, is_wide_digit};
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx2")]
    pub(super) fn blocks(text: &str, bytes: &[u8], take: &mut impl FnMut(usize, u64)) {
        let mut base = 0;
        while base + BLOCK + AHEAD <= bytes.len() {
            // SAFETY: a block and what it looks ahead to lie inside the text.
            let mask = unsafe { block(text, base, bytes.as_ptr().add(base)) };
            if mask != 0 {
                take(base, mask);
            }
            base += BLOCK;
        }
        // What is left is copied behind zeros, which are no digits.
        while base < bytes.len() {
            let mut tail = [0; BLOCK + AHEAD];
            let rest = &bytes[base..bytes.len().min(base + BLOCK + AHEAD)];
            tail[..rest.len()].copy_from_slice(rest);
            // SAFETY: the copy is as long as a block and what it looks ahead to.
            let mask = unsafe { block(text, base, tail.as_ptr()) };
            if mask != 0 {
                take(base, mask);
            }
            base += BLOCK;
        }
    }

    /// Digits of one block as bits. `from` points to `BLOCK + AHEAD` readable bytes that equal the text at `base`.
    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn block(text: &str, base: usize, from: *const u8) -> u64 {
        // SAFETY: the caller lends BLOCK + AHEAD bytes; the loads end at 64, 65 and 66.
        let (low, high) = unsafe {
            (
                _mm256_loadu_si256(from.cast()),
                _mm256_loadu_si256(from.add(32).cast()),
            )
        };
        let mut mask = bits(ascii_digits(low)) | bits(ascii_digits(high)) << 32;
        if bits(low) | bits(high) != 0 {
            for half in [0, 32] {
                // SAFETY: as above.
                let (b0, b1, b2) = unsafe {
                    let at = from.add(half);
                    (
                        _mm256_loadu_si256(at.cast()),
                        _mm256_loadu_si256(at.add(1).cast()),
                        _mm256_loadu_si256(at.add(2).cast()),
                    )
                };
                let (sure, ask) = wide_digits(b0, b1, b2);
                mask |= bits(sure) << half;
                let mut ask = bits(ask);
                while ask != 0 {
                    let offset = ask.trailing_zeros() as usize + half;
                    if is_wide_digit(text, base + offset) {
                        mask |= 1 << offset;
                    }
                    ask &= ask - 1;
                }
            }
        }
        mask
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn bits(vector: __m256i) -> u64 {
        u64::from(_mm256_movemask_epi8(vector) as u32)
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn is(vector: __m256i, byte: u8) -> __m256i {
        _mm256_cmpeq_epi8(vector, _mm256_set1_epi8(byte as i8))
    }

    /// Bytes in `low..=high`.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn within(vector: __m256i, low: u8, high: u8) -> __m256i {
        let shifted = _mm256_sub_epi8(vector, _mm256_set1_epi8(low as i8));
        let width = _mm256_set1_epi8((high - low) as i8);
        _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, width), shifted)
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn ascii_digits(vector: __m256i) -> __m256i {
        within(vector, b'0', b'9')
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn and(a: __m256i, b: __m256i) -> __m256i {
        _mm256_and_si256(a, b)
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn or(a: __m256i, b: __m256i) -> __m256i {
        _mm256_or_si256(a, b)
    }

    /// First bytes of digits of the scripts that chats are written in, and of characters that may be a
    /// rarer digit and must be asked one by one.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn wide_digits(b0: __m256i, b1: __m256i, b2: __m256i) -> (__m256i, __m256i) {
        let arabic = or(
            and(is(b0, 0xd9), within(b1, 0xa0, 0xa9)),
            and(is(b0, 0xdb), within(b1, 0xb0, 0xb9)),
        );
        let odd = is(and(b1, _mm256_set1_epi8(1)), 1);
        let indic = and(and(odd, within(b1, 0xa5, 0xb7)), within(b2, 0xa6, 0xaf));
        let thai = and(or(is(b1, 0xb9), is(b1, 0xbb)), within(b2, 0x90, 0x99));
        let tibetan = and(is(b1, 0xbc), within(b2, 0xa0, 0xa9));
        let e0 = and(is(b0, 0xe0), or(or(indic, thai), tibetan));
        let full_width = and(and(is(b0, 0xef), is(b1, 0xbc)), within(b2, 0x90, 0x99));
        let sure = or(or(arabic, e0), full_width);

        let nko = and(is(b0, 0xdf), within(b1, 0x80, 0x89));
        let e1 = and(is(b0, 0xe1), within(b1, 0x81, 0xb1));
        let circled = and(is(b0, 0xe2), or(within(b1, 0x91, 0x93), within(b1, 0x9d, 0x9e)));
        let ea = and(is(b0, 0xea), within(b1, 0x98, 0xaf));
        let astral = and(
            is(b0, 0xf0),
            or(within(b1, 0x90, 0x9e), and(is(b1, 0x9f), is(b2, 0xaf))),
        );
        (sure, or(or(or(nko, e1), or(circled, ea)), astral))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(text: &str, with: impl Fn(&str, &[u8], &mut dyn FnMut(usize, u64))) -> Vec<(usize, u64)> {
        let mut out = Vec::new();
        with(text, text.as_bytes(), &mut |base, mask| out.push((base, mask)));
        out
    }

    #[test]
    fn vectors_and_bytes_give_the_same_answer() {
        let mut texts: Vec<String> = vec![String::new(), "5".into(), "a".repeat(200), "7".repeat(200)];
        // Every character of the digits' neighbourhood, at every offset in a block.
        for shift in 0..70 {
            let mut text = "x".repeat(shift);
            for code in (0..0x3100)
                .chain(0xa600..0xac00)
                .chain(0xff00..0xff20)
                .chain(0x10480..0x10500)
                .chain(0x1d7c0..0x1d800)
                .chain(0x1fbe0..0x1fc00)
            {
                text.extend(char::from_u32(code).filter(|_| (code + shift as u32) % 7 == 0));
            }
            texts.push(text);
        }
        for text in texts {
            let vectors = masks(&text, |text, bytes, take| {
                blocks(text, bytes, &mut |base, mask| take(base, mask))
            });
            let bytes = masks(&text, |text, bytes, take| {
                portable(text, bytes, &mut |base, mask| take(base, mask))
            });
            assert_eq!(vectors, bytes, "{} bytes", text.len());
        }
    }

    #[test]
    fn clusters_end_where_digits_are_far_apart() {
        let mut found = Vec::new();
        clusters("1 22 a 333 ---------------- 4444 ٤٤", 1, |cluster| {
            found.push((cluster.start, cluster.end, cluster.digits))
        });
        assert_eq!(found, [(0, 10, 6), (28, 36, 6)]);
    }
}
