//! The digits of a text as bits, with vectors of 32 bytes.

// The kernel reads through raw pointers; each load is inside the bytes that it was given.
#![allow(unsafe_code)]

mod families;

use super::{Digits, Glance, IDEOGRAPHS, Task, WIDE, is_wide_digit};
use families::HALVES;
use std::arch::x86_64::*;

/// Bytes of a block.
const BLOCK: usize = 64;
/// Bytes of a vector.
const VECTOR: usize = 32;
/// Bytes that the classification of a byte may look ahead.
const AHEAD: usize = 2;

/// Runs a task compiled for processors with AVX2.
#[target_feature(enable = "avx2,bmi2")]
pub(super) fn run<T: Task>(task: T) -> T::Answer {
    task.run::<true>()
}

/// Which bytes are letters or digits of ASCII, as bits; None where one is no ASCII.
#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn alphanumeric(bytes: &[u8; VECTOR]) -> Option<u32> {
    let bytes = whole_vector(bytes);
    let letters = within(or(bytes, _mm256_set1_epi8(0x20)), b'a', b'z');
    (bits(bytes) == 0).then(|| bits(or(letters, ascii_digits(bytes))) as u32)
}

/// Vectors that are looked at without a branch between them: those behind the end of a text are its last.
const AT_ONCE: usize = 5;

/// Looks for digits and for ideographs; asks for longer digits only where a letter as high as theirs stands.
#[target_feature(enable = "avx2")]
#[inline]
pub(super) fn glance(bytes: &[u8]) -> Glance {
    let mut seen = Seen::of(_mm256_setzero_si256());
    if let Some(last) = bytes.len().checked_sub(VECTOR) {
        for base in (0..bytes.len()).step_by(AT_ONCE * VECTOR) {
            for n in 0..AT_ONCE {
                let at = (base + n * VECTOR).min(last);
                // SAFETY: a vector of the text stands from the last on.
                seen = seen.and(Seen::of(unsafe { load(bytes.as_ptr().add(at)) }));
            }
        }
    } else {
        seen = Seen::of(short(bytes));
    }
    let above = |byte: u8| {
        let higher = _mm256_subs_epu8(seen.highest, _mm256_set1_epi8((byte - 1) as i8));
        _mm256_testz_si256(higher, higher) == 0
    };
    let wide = above(WIDE) && may_have_wide(bytes);
    let digits = match (wide, _mm256_testz_si256(seen.digits, seen.digits) == 0) {
        (true, _) => Digits::Any,
        (false, true) => Digits::Ascii,
        (false, false) => Digits::None,
    };
    Glance {
        digits,
        ideographs: above(IDEOGRAPHS),
    }
}

/// What the vectors of a text have shown.
#[derive(Clone, Copy)]
struct Seen {
    /// Not zero where a digit stands.
    digits: __m256i,
    highest: __m256i,
}

impl Seen {
    #[target_feature(enable = "avx2")]
    #[inline]
    fn of(vector: __m256i) -> Self {
        Self {
            digits: ascii_digits(vector),
            highest: vector,
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn and(self, other: Self) -> Self {
        Self {
            digits: or(self.digits, other.digits),
            highest: _mm256_max_epu8(self.highest, other.highest),
        }
    }
}

/// Fewer bytes than a vector: all of them, some perhaps twice.
#[target_feature(enable = "avx2")]
#[inline]
fn short(bytes: &[u8]) -> __m256i {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        // SAFETY: each is as long as half a vector.
        let (first, last) = unsafe {
            (
                _mm_loadu_si128(first.as_ptr().cast()),
                _mm_loadu_si128(last.as_ptr().cast()),
            )
        };
        return _mm256_set_m128i(last, first);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return _mm256_set_epi64x(0, 0, i64::from_le_bytes(*last), i64::from_le_bytes(*first));
    }
    let few = bytes.iter().fold(0, |few, byte| few << 8 | i64::from(*byte));
    _mm256_set_epi64x(0, 0, 0, few)
}

/// False where no digit of more than one byte starts; true also beside a few letters.
#[target_feature(enable = "avx2")]
#[inline]
fn may_have_wide(bytes: &[u8]) -> bool {
    let Some(last) = bytes.len().checked_sub(VECTOR + AHEAD) else {
        return true;
    };
    let mut all = _mm256_setzero_si256();
    for base in (0..bytes.len()).step_by(AT_ONCE * VECTOR) {
        for n in 0..AT_ONCE {
            let at = (base + n * VECTOR).min(last);
            // SAFETY: a vector and what it looks ahead to stand from the last on.
            all = or(all, unsafe { families_from(bytes.as_ptr().add(at)) });
        }
    }
    // What starts with the last two bytes has two.
    _mm256_testz_si256(all, all) == 0 || matches!(bytes[bytes.len() - 2], 0xd9 | 0xdb | 0xdf)
}

/// The families of digits that may start in a vector.
///
/// # Safety
/// A vector and what it looks ahead to can be read.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn families_from(at: *const u8) -> __m256i {
    // SAFETY: the loads end at 32, 33 and 34.
    let (first, second, third) = unsafe { (load(at), load(at.add(1)), load(at.add(2))) };
    and(and(families(0, first), families(1, second)), families(2, third))
}

/// Calls `take` with every block of ASCII digits: where it starts, and its digits as bits.
#[target_feature(enable = "avx2")]
pub(super) fn ascii_blocks(bytes: &[u8], take: &mut impl FnMut(usize, u64)) {
    let mut base = 0;
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>() {
        let mask = ascii_bits(block);
        if mask != 0 {
            take(base, mask);
        }
        base += BLOCK;
        rest = behind;
    }
    if rest.is_empty() {
        return;
    }
    let mask = if let Some(last) = bytes.last_chunk() {
        // The last block of the text; it overlaps the one before.
        ascii_bits(last) >> (BLOCK - rest.len())
    } else if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        bits(ascii_digits(whole_vector(first)))
            | bits(ascii_digits(whole_vector(last))) << (rest.len() - VECTOR)
    } else {
        // What is behind the text is zero, which is no digit.
        let mut copy = [0; VECTOR];
        copy[..rest.len()].copy_from_slice(rest);
        bits(ascii_digits(whole_vector(&copy)))
    };
    if mask != 0 {
        take(base, mask);
    }
}

/// The ASCII digits of a block as bits.
#[target_feature(enable = "avx2")]
#[inline]
fn ascii_bits(block: &[u8; BLOCK]) -> u64 {
    let (first, last) = (block.first_chunk(), block.last_chunk());
    let (first, last) = first.zip(last).expect("a block is two vectors");
    bits(ascii_digits(whole_vector(first))) | bits(ascii_digits(whole_vector(last))) << VECTOR
}

/// Calls `take` with every block that has digits: where it starts, and its digits as bits.
#[target_feature(enable = "avx2")]
pub(super) fn blocks(text: &str, take: &mut impl FnMut(usize, u64)) {
    let bytes = text.as_bytes();
    let mut base = 0;
    while base + BLOCK + AHEAD <= bytes.len() {
        // SAFETY: a block and what it looks ahead to lie inside the text.
        let mask = unsafe { whole(text, base, bytes.as_ptr().add(base)) };
        if mask != 0 {
            take(base, mask);
        }
        base += BLOCK;
    }
    while base < bytes.len() {
        let rest = bytes.len() - base;
        let (mask, length) = if bytes.len() >= BLOCK {
            // The last block of the text; it overlaps the one before.
            let from = base.min(bytes.len() - BLOCK);
            // SAFETY: the block lies inside the text.
            let mask = unsafe { last(text, from, BLOCK) };
            (mask >> (base - from), BLOCK - (base - from))
        } else if rest >= VECTOR + AHEAD {
            // SAFETY: the text is longer than a vector and what it looks ahead to, and shorter than a block.
            (unsafe { last(text, 0, rest) }, rest)
        } else {
            // What is behind the text is zero, which is no digit.
            let mut copy = [0; BLOCK + AHEAD];
            copy[..rest].copy_from_slice(bytes);
            // SAFETY: the copy is as long as a block and what it looks ahead to.
            (unsafe { whole(text, base, copy.as_ptr()) }, rest)
        };
        if mask != 0 {
            take(base, mask);
        }
        base += length;
    }
}

/// The digits of a block as bits.
///
/// # Safety
/// `at` points to `BLOCK + AHEAD` readable bytes that equal the text from `base` on.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn whole(text: &str, base: usize, at: *const u8) -> u64 {
    // SAFETY: the loads end at 64, 65 and 66.
    unsafe {
        let half = at.add(VECTOR);
        digits(text, (base, base + VECTOR), (load(at), load(half)), || {
            (
                (load(at.add(1)), load(at.add(2))),
                (load(half.add(1)), load(half.add(2))),
            )
        })
    }
}

/// The same for a block of `length` bytes that is followed by fewer bytes than it looks ahead to.
///
/// # Safety
/// `from..from + length` lies inside the text, and `length` is `VECTOR + AHEAD` to `BLOCK`.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn last(text: &str, from: usize, length: usize) -> u64 {
    let bytes = text.as_bytes();
    let second = from + length - VECTOR;
    // SAFETY: both vectors are inside the block; they may overlap. The second load of the first ends at VECTOR + AHEAD.
    unsafe {
        let at = bytes.as_ptr().add(from);
        let high = load(bytes.as_ptr().add(second));
        digits(text, (from, second), (load(at), high), || {
            // What is behind the text is zero, which is no digit.
            let next = bytes.get(from + length).copied().unwrap_or(0);
            let behind = _mm256_zextsi128_si256(_mm_cvtsi32_si128(i32::from(next)));
            let across = _mm256_permute2x128_si256::<0x21>(high, behind);
            (
                (load(at.add(1)), load(at.add(2))),
                (
                    _mm256_alignr_epi8::<1>(across, high),
                    _mm256_alignr_epi8::<2>(across, high),
                ),
            )
        })
    }
}

/// A vector's bytes, each replaced by the one behind it, and by the second behind it.
type Ahead = (__m256i, __m256i);

/// The digits of two vectors as bits, which may overlap. What is behind their bytes is asked only where a digit of more
/// than one byte may begin.
#[target_feature(enable = "avx2")]
#[inline]
fn digits(
    text: &str,
    starts: (usize, usize),
    (low, high): (__m256i, __m256i),
    ahead: impl FnOnce() -> (Ahead, Ahead),
) -> u64 {
    let shift = starts.1 - starts.0;
    let mut mask = bits(ascii_digits(low)) | bits(ascii_digits(high)) << shift;
    let first = (families(0, low), families(0, high));
    let any = or(first.0, first.1);
    if _mm256_testz_si256(any, any) == 0 {
        let (low_ahead, high_ahead) = ahead();
        if may_be_wide(first.0, low_ahead) {
            mask |= wide(text, starts.0, low, low_ahead);
        }
        if may_be_wide(first.1, high_ahead) {
            mask |= wide(text, starts.1, high, high_ahead) << shift;
        }
    }
    mask
}

/// The bytes as a vector.
#[target_feature(enable = "avx2")]
#[inline]
fn whole_vector(bytes: &[u8; VECTOR]) -> __m256i {
    // SAFETY: the bytes are as many as the vector's.
    unsafe { load(bytes.as_ptr()) }
}

/// # Safety
/// `from` points to a vector of readable bytes.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn load(from: *const u8) -> __m256i {
    // SAFETY: the caller lends the bytes.
    unsafe { _mm256_loadu_si256(from.cast()) }
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
    // Moved so that the digits are the ten highest bytes with a sign.
    let moved = _mm256_add_epi8(vector, _mm256_set1_epi8((0x7f - b'9') as i8));
    _mm256_cmpgt_epi8(moved, _mm256_set1_epi8(0x7f - 10))
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

/// First bytes of digits of more than one byte, as bits.
#[target_feature(enable = "avx2")]
#[inline(never)]
fn wide(text: &str, base: usize, bytes: __m256i, ahead: Ahead) -> u64 {
    let (sure, ask) = wide_digits(bytes, ahead);
    let mut mask = bits(sure);
    let mut ask = bits(ask);
    while ask != 0 {
        let offset = ask.trailing_zeros() as usize;
        if is_wide_digit(text, base + offset) {
            mask |= 1 << offset;
        }
        ask &= ask - 1;
    }
    mask
}

/// The families that admit bytes in a place, by their halves.
#[target_feature(enable = "avx2")]
#[inline]
fn families(place: usize, bytes: __m256i) -> __m256i {
    let high = of_halves(2 * place, _mm256_srli_epi16::<4>(bytes));
    // Only the third byte's high half is told apart.
    if place == 2 {
        return high;
    }
    and(high, of_halves(2 * place + 1, bytes))
}

/// What a table of halves says of the low half of each byte.
#[target_feature(enable = "avx2")]
#[inline]
fn of_halves(table: usize, bytes: __m256i) -> __m256i {
    // SAFETY: the table is sixteen bytes.
    let table = unsafe { _mm_loadu_si128(HALVES[table].as_ptr().cast()) };
    _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(table),
        and(bytes, _mm256_set1_epi8(0x0f)),
    )
}

/// False where no digit of more than one byte starts; true also beside a few letters. `first` are the families of the bytes.
#[target_feature(enable = "avx2")]
#[inline]
fn may_be_wide(first: __m256i, (second, third): Ahead) -> bool {
    let all = and(and(first, families(1, second)), families(2, third));
    _mm256_testz_si256(all, all) == 0
}

/// First bytes of digits of the scripts that chats are written in, and of characters that may be a
/// rarer digit and must be asked one by one.
#[target_feature(enable = "avx2")]
#[inline]
fn wide_digits(b0: __m256i, (b1, b2): Ahead) -> (__m256i, __m256i) {
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
