//! Short strings that may hold a number (names, titles, paths, labels) and the masks of numbers.

use crate::Words;
use crate::keys::NumberKey;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use teltale_model::{E164, Match};

/// A short string as it may be shown: any number in it is masked. The whole string, where it differs, is sealed
/// beside it and needs the number key.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Kept {
    /// As shown. Equal to the original where `sealed` is false.
    pub masked: String,
    /// True where something was hidden.
    pub sealed: bool,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} bytes)", self.masked.len())
    }
}

impl std::fmt::Display for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked)
    }
}

/// A short string on its way into the database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sealed {
    /// For the column in clear.
    pub(crate) masked: String,
    /// For the column in the silo.
    pub(crate) sealed: Option<Vec<u8>>,
}

/// What a sealed short string is sealed as.
pub(crate) const NAME: &str = "name";

impl Sealed {
    /// Masks the numbers that were found in the string, and whatever else looks like one.
    pub(crate) fn words(words: Words<'_>, key: &NumberKey) -> Self {
        let found: Vec<_> = words
            .matches
            .iter()
            .filter_map(|found| {
                let span = found.start as usize..found.end as usize;
                let raw = words.text.get(span.clone())?;
                Some((span, Mask::of(found, raw).masked))
            })
            .collect();
        Self::spans(words.text, &found, key)
    }

    /// The same where the numbers are known by their spelling.
    pub(crate) fn spellings(text: &str, spellings: &[(&str, &str)], key: &NumberKey) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        for (raw, masked) in spellings.iter().filter(|(raw, _)| !raw.is_empty()) {
            for (at, _) in text.match_indices(raw) {
                found.push((at..at + raw.len(), (*masked).to_owned()));
            }
        }
        found.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        let mut end = 0;
        found.retain(|(span, _)| {
            let free = span.start >= end;
            end = if free { span.end } else { end };
            free
        });
        Self::spans(text, &found, key)
    }

    fn spans(text: &str, found: &[(Range<usize>, String)], key: &NumberKey) -> Self {
        let mut masked = String::with_capacity(text.len());
        let mut from = 0;
        for (span, mask) in found {
            if span.start < from {
                continue;
            }
            masked.push_str(&guarded(&text[from..span.start]));
            masked.push_str(mask);
            from = span.end;
        }
        masked.push_str(&guarded(&text[from..]));
        let sealed = (masked != text).then(|| key.seal(NAME, text));
        Self { masked, sealed }
    }
}

/// What hides a digit.
pub(crate) const DOT: char = '•';

/// A number as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    /// `+44 •••• ••••23`: the same width for every number, so that the mask does not tell its length.
    pub(crate) masked: String,
    /// The last two digits; empty where the number is so short that they would give it away.
    pub(crate) ending: String,
}

impl Mask {
    /// Of a match, with its spelling.
    pub(crate) fn of(found: &Match, raw: &str) -> Self {
        match &found.number {
            Some(number) => Self::of_number(number),
            None => {
                let digits = match found.candidates.first() {
                    Some(candidate) => candidate.number.digits().to_owned(),
                    None => decimal_digits(raw),
                };
                let ending = ending(&digits);
                Self {
                    masked: format!("{DOT}{DOT}{DOT}{DOT} {DOT}{DOT}{DOT}{DOT}{ending}"),
                    ending,
                }
            }
        }
    }

    /// Of a number.
    pub(crate) fn of_number(number: &E164) -> Self {
        let (code, ending) = (number.calling_code(), ending(number.digits()));
        Self {
            masked: format!("+{code} {DOT}{DOT}{DOT}{DOT} {DOT}{DOT}{DOT}{DOT}{ending}"),
            ending,
        }
    }
}

fn ending(digits: &str) -> String {
    if digits.len() < 7 {
        String::new()
    } else {
        digits[digits.len() - 2..].to_owned()
    }
}

/// The decimal digits of a spelling, of any script, as ASCII.
pub(crate) fn decimal_digits(raw: &str) -> String {
    raw.chars()
        .filter_map(digit_value)
        .map(|value| char::from(b'0' + value))
        .collect()
}

/// Full-width, Arabic-Indic, Persian, Devanagari, Bengali, Thai and ASCII digits.
fn digit_value(c: char) -> Option<u8> {
    const ZEROS: [u32; 7] = ['0' as u32, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    ZEROS
        .iter()
        .find_map(|zero| (c as u32).checked_sub(*zero).filter(|value| *value < 10))
        .map(|value| value as u8)
}

/// Hides the digits of whatever is shaped like a phone number, the last two excepted: seven digits or more behind a plus,
/// nine or more without. For strings that no finder has seen; dates and ordinals of file names stay readable.
pub(crate) fn guarded(text: &str) -> String {
    let mut out = String::new();
    let mut copied = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first != '+' && digit_value(first).is_none() {
            continue;
        }
        let mut digits = usize::from(first != '+');
        let (mut end, mut gap) = (start + first.len_utf8(), 0);
        while let Some(&(at, c)) = chars.peek() {
            if digit_value(c).is_some() {
                digits += 1;
                end = at + c.len_utf8();
                gap = 0;
            } else if gap < 2
                && matches!(
                    c,
                    ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{202f}' | '\u{2011}'
                )
            {
                gap += 1;
            } else {
                break;
            }
            chars.next();
        }
        let needed = if first == '+' { 7 } else { 9 };
        if digits >= needed {
            out.push_str(&text[copied..start]);
            let mut left = digits;
            for c in text[start..end].chars() {
                let hide = digit_value(c).is_some() && {
                    left -= 1;
                    left >= 2
                };
                out.push(if hide { DOT } else { c });
            }
            copied = end;
        }
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_the_code_and_the_ending() {
        for (number, masked) in [
            ("+447700900123", "+44 •••• ••••23"),
            ("+12025550142", "+1 •••• ••••42"),
            ("+353209134567", "+353 •••• ••••67"),
            ("+4411", "+44 •••• ••••"),
        ] {
            assert_eq!(
                Mask::of_number(&E164::new(number).expect("a number")).masked,
                masked
            );
        }
    }

    #[test]
    fn what_is_shaped_like_a_number_is_hidden() {
        for (text, kept) in [
            ("Ann", "Ann"),
            ("+44 7700 900123", "+•• •••• ••••23"),
            ("Ann 07700900123 (work)", "Ann •••••••••23 (work)"),
            ("IMG-20240305-WA0001.jpg", "IMG-20240305-WA0001.jpg"),
            ("٠٧٧٠٠٩٠٠١٢٣", "•••••••••٢٣"),
            ("2024-03-05", "2024-03-05"),
            ("+1 2 3", "+1 2 3"),
            ("x+4420794600", "x+••••••••00"),
        ] {
            assert_eq!(guarded(text), kept);
        }
    }

    #[test]
    fn a_name_that_is_a_number_is_sealed() {
        let (_, key) = crate::keys::Keys::of(&crate::keys::Secret::random());
        let kept = Sealed::spellings(
            "Ann +44 20 7946 0123",
            &[("+44 20 7946 0123", "+44 •••• ••••23")],
            &key,
        );
        assert_eq!(kept.masked, "Ann +44 •••• ••••23");
        assert_eq!(
            key.unseal(NAME, &kept.sealed.expect("sealed"))
                .expect("opens")
                .as_str(),
            "Ann +44 20 7946 0123"
        );
        assert_eq!(
            Sealed::spellings("Ann", &[], &key),
            Sealed {
                masked: "Ann".into(),
                sealed: None
            }
        );
    }
}
