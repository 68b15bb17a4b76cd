//! Names, titles and paths as they may be shown: numbers in them are masked unless digits are revealed.

use crate::show::{Digits, mask_match, mask_number};
use std::borrow::Cow;
use teltale_model::{E164, Match, Region};
use teltale_phone::Finder;

/// Hides numbers in short strings that are not message text.
pub(crate) struct Masker<'f> {
    finder: &'f Finder,
    regions: &'f [Region],
    digits: Digits,
    found: Vec<Match>,
}

impl<'f> Masker<'f> {
    pub(crate) fn new(finder: &'f Finder, regions: &'f [Region], digits: Digits) -> Self {
        Self {
            finder,
            regions,
            digits,
            found: Vec::new(),
        }
    }

    /// A name, title or path: every number the finder sees, and every messenger id that is one, is masked.
    pub(crate) fn words<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if self.digits == Digits::Revealed || !has_a_number_of_digits(text) {
            return Cow::Borrowed(text);
        }
        self.found.clear();
        self.finder.find(text, self.regions, &mut self.found);
        let numbers = self.found.iter().map(|found| {
            let span = found.start as usize..found.end as usize;
            (span.clone(), mask_match(found, &text[span]))
        });
        // What the finder leaves is looked at once more: an id that is a number is masked as one.
        let ids = messenger_ids(text).map(|span| (span.clone(), mask_digits(&text[span])));
        let mut hidden: Vec<_> = numbers.chain(ids).collect();
        hidden.sort_by_key(|(span, _)| span.start);
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        for (span, mask) in hidden {
            if span.start >= at {
                shown.push_str(&text[at..span.start]);
                shown.push_str(&mask);
                at = span.end;
            }
        }
        shown.push_str(&text[at..]);
        Cow::Owned(shown)
    }

    /// An id of the export. Opaque ids stay as they are, so that they can be joined on; those that spell a number are masked.
    pub(crate) fn id<'t>(&mut self, key: &'t str) -> Cow<'t, str> {
        let opaque = !key.contains(['+', '@', ' ']);
        if opaque {
            Cow::Borrowed(key)
        } else {
            self.words(key)
        }
    }
}

/// Numbers have seven digits and more.
const FEWEST: usize = 7;

fn has_a_number_of_digits(text: &str) -> bool {
    text.chars().filter(|c| c.is_numeric()).count() >= FEWEST
}

/// Digits before an `@`: `447700900123@s.whatsapp.net`.
fn messenger_ids(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    text.match_indices('@').filter_map(|(at, _)| {
        let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        (digits >= FEWEST).then_some(at - digits..at)
    })
}

fn mask_digits(digits: &str) -> String {
    E164::new(&format!("+{digits}")).map_or_else(|| "••••".to_owned(), |number| mask_number(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Masker::new(&Finder::new(), &[], Digits::Masked)
            .words(text)
            .into_owned()
    }

    #[test]
    fn numbers_in_names_are_masked() {
        assert_eq!(
            words("WhatsApp Chat with +1 202 555 0142.txt"),
            "WhatsApp Chat with +1 •••• ••••42.txt"
        );
        assert_eq!(
            words("12025550142@s.whatsapp.net"),
            "+1 •••• ••••42@s.whatsapp.net"
        );
        assert_eq!(words("Größe 2024-03-05 ☎"), "Größe 2024-03-05 ☎");
    }

    #[test]
    fn opaque_ids_stay_whole() {
        let finder = Finder::new();
        let mut masker = Masker::new(&finder, &[], Digits::Masked);
        assert_eq!(masker.id("1234567890"), "1234567890");
        assert_eq!(masker.id("+12025550142"), "+1 •••• ••••42");
    }
}
