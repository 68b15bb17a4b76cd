//! Finds where digits stand close together, 64 bytes at a time.
//!
//! Everything else in the finder runs only on what this yields, so this decides its speed. With AVX2 a
//! block is classified by a dozen comparisons; without, by a loop over bytes with the same answer (a test
//! compares both on every script's digits and on random bytes).

// Only the call of the kernel: it must not run on a processor without AVX2.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;

use crate::characters;

/// Digits further apart than this many bytes do not belong to one cluster.
const MAX_GAP: usize = 16;
/// Bits of a mask.
const BLOCK: usize = 64;

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

/// What the bytes of a text say at a glance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Glance {
    pub(crate) digits: Digits,
    /// Some characters may be ideographs.
    pub(crate) ideographs: bool,
}

/// Which digits may stand in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Digits {
    None,
    /// Only those of one byte.
    Ascii,
    Any,
}

/// The first byte of digits of more than one byte, and of all characters behind them.
const WIDE: u8 = 0xd9;

/// The first byte of ideographs and of all characters behind them, and of some signs before them.
const IDEOGRAPHS: u8 = 0xe2;

/// What is done with every text, so that it is worth being compiled for more than the least that a processor can do.
pub(crate) trait Task {
    /// What comes of it.
    type Answer;
    /// Does it; always inlined. With vectors the processor has what they need.
    fn run<const VECTORS: bool>(self) -> Self::Answer;
}

/// Runs a task compiled for what the processor can do.
#[inline(always)]
pub(crate) fn at_full_speed<T: Task>(task: T) -> T::Answer {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("bmi2") {
        // SAFETY: the processor has what the task is compiled for.
        return unsafe { avx2::run(task) };
    }
    task.run::<false>()
}

/// Which of the 32 bytes around a place, sixteen before and sixteen from it on, are letters or digits of ASCII, as bits; None
/// where one is no ASCII, or fewer stand there.
#[inline(always)]
pub(crate) fn alphanumeric_around(text: &str, at: usize) -> Option<u32> {
    let around = text.as_bytes().get(at.checked_sub(16)?..)?.first_chunk::<32>()?;
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { avx2::alphanumeric(around) };
    }
    around.is_ascii().then(|| {
        let bits = around.iter().enumerate();
        bits.fold(0, |bits, (n, byte)| {
            bits | u32::from(byte.is_ascii_alphanumeric()) << n
        })
    })
}

/// Looks at every byte once: of most texts nothing else is asked.
///
/// With vectors it runs in a [`Task`] only, which knows that the processor has them.
#[inline(always)]
pub(crate) fn glance<const VECTORS: bool>(text: &str) -> Glance {
    #[cfg(target_arch = "x86_64")]
    if VECTORS {
        // SAFETY: the processor has AVX2.
        return unsafe { avx2::glance(text.as_bytes()) };
    }
    portable_glance(text)
}

/// The same without vectors.
fn portable_glance(text: &str) -> Glance {
    let (mut digits, mut highest) = (false, 0);
    for byte in text.bytes() {
        digits |= byte.is_ascii_digit();
        highest = highest.max(byte);
    }
    Glance {
        digits: match (highest >= WIDE, digits) {
            (true, _) => Digits::Any,
            (false, true) => Digits::Ascii,
            (false, false) => Digits::None,
        },
        ideographs: highest >= IDEOGRAPHS,
    }
}

/// Calls `each` with every cluster of at least `least` digits, in order. `digits` are those that may stand in the text.
pub(crate) fn clusters(text: &str, digits: Digits, least: usize, mut each: impl FnMut(Cluster)) {
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
    blocks(text, digits, &mut take);
    if open.digits >= least {
        each(open);
    }
}

fn blocks(text: &str, digits: Digits, take: &mut impl FnMut(usize, u64)) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        unsafe {
            match digits {
                Digits::None => {}
                Digits::Ascii => avx2::ascii_blocks(text.as_bytes(), take),
                Digits::Any => avx2::blocks(text, take),
            }
        }
        return;
    }
    portable(text, take);
}

/// The same answer without vectors.
fn portable(text: &str, take: &mut impl FnMut(usize, u64)) {
    for (number, block) in text.as_bytes().chunks(BLOCK).enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Look<'a>(&'a str);

    impl Task for Look<'_> {
        type Answer = Glance;

        fn run<const VECTORS: bool>(self) -> Glance {
            super::glance::<VECTORS>(self.0)
        }
    }

    fn glance(text: &str) -> Glance {
        at_full_speed(Look(text))
    }

    /// Where digits start.
    fn digits(text: &str, with: impl Fn(&str, &mut dyn FnMut(usize, u64))) -> Vec<usize> {
        let mut out = Vec::new();
        with(text, &mut |base, mask| {
            out.extend((0..64).filter(|bit| mask >> bit & 1 == 1).map(|bit| base + bit))
        });
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
                text.extend(char::from_u32(code).filter(|_| (code + shift as u32).is_multiple_of(7)));
            }
            texts.push(text);
        }
        // Every length, ending in digits of one to four bytes.
        for length in 0..140 {
            for end in ["7", "٧", "७", "７", "𝟕", "x", "é", "é7"] {
                texts.push("٣".repeat(length % 3) + &"z".repeat(length) + end);
            }
        }
        for text in texts {
            let vectors = digits(&text, |text, take| {
                blocks(text, Digits::Any, &mut |base, mask| take(base, mask))
            });
            let glanced = digits(&text, |text, take| {
                blocks(text, glance(text).digits, &mut |base, mask| take(base, mask))
            });
            assert_eq!(vectors, glanced, "{} bytes", text.len());
            let bytes = digits(&text, |text, take| {
                portable(text, &mut |base, mask| take(base, mask))
            });
            assert_eq!(vectors, bytes, "{} bytes", text.len());
            for (glance, how) in [(glance(&text), "vectors"), (portable_glance(&text), "bytes")] {
                let ideographs = text.bytes().any(|byte| byte >= IDEOGRAPHS);
                assert_eq!(glance.ideographs, ideographs, "{how}, {} bytes", text.len());
                let told = match glance.digits {
                    Digits::None => bytes.is_empty(),
                    Digits::Ascii => bytes.iter().all(|at| text.as_bytes()[*at].is_ascii_digit()),
                    Digits::Any => true,
                };
                assert!(told, "{how}, {} bytes: {glance:?}", text.len());
            }
        }
    }

    #[test]
    fn a_glance_sees_every_byte() {
        for length in 0..300 {
            for at in 0..=length {
                let (before, behind) = ("x".repeat(at), "x".repeat(length - at));
                for (sign, digits) in [("", Digits::None), ("7", Digits::Ascii), ("\u{e9}", Digits::None)] {
                    let seen = glance(&format!("{before}{sign}{behind}"));
                    assert_eq!(
                        seen,
                        Glance {
                            digits,
                            ideographs: false
                        },
                        "{sign:?} at {at} of {length}"
                    );
                }
                let ideograph = glance(&format!("{before}\u{4e00}{behind}"));
                assert!(ideograph.ideographs, "at {at} of {length}");
                let wide = glance(&format!("{before}\u{663}{behind}"));
                assert_eq!(wide.digits, Digits::Any, "at {at} of {length}");
            }
        }
    }

    #[test]
    fn words_are_told_around_a_place() {
        let text = "0123 azAZ@[`{/:- zero one two three é four five six 789 0123 azAZ@[`{/:- seven";
        for at in 0..=text.len() {
            let around = at
                .checked_sub(16)
                .and_then(|from| text.as_bytes().get(from..at + 16));
            let told = around.filter(|bytes| bytes.is_ascii()).map(|bytes| {
                (0..32).fold(0, |bits, n| {
                    bits | u32::from(bytes[n].is_ascii_alphanumeric()) << n
                })
            });
            assert_eq!(alphanumeric_around(text, at), told, "{at}");
        }
    }

    #[test]
    fn clusters_end_where_digits_are_far_apart() {
        let mut found = Vec::new();
        clusters(
            "1 22 a 333 ---------------- 4444 ٤٤",
            Digits::Any,
            1,
            |cluster| found.push((cluster.start, cluster.end, cluster.digits)),
        );
        assert_eq!(found, [(0, 10, 6), (28, 36, 6)]);
    }
}
