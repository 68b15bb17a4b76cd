//! Sentences people might write, some with a number, more with digits that are none.

use super::Chance;

const WORDS: &[&str] = &[
    "the",
    "and",
    "we",
    "I",
    "you",
    "to",
    "at",
    "of",
    "for",
    "about",
    "train",
    "kitchen",
    "garden",
    "meeting",
    "today",
    "tomorrow",
    "late",
    "early",
    "please",
    "thanks",
    "maybe",
    "really",
    "never",
    "always",
    "bring",
    "send",
    "found",
    "lost",
    "paint",
    "cake",
    "river",
    "window",
    "doctor",
    "school",
    "music",
    "quiet",
    "red",
    "small",
    "before",
    "after",
    "because",
    "with",
    "without",
    "again",
    "soon",
    "ticket",
    "parcel",
    "Größe",
    "café",
    "naïve",
    "привет",
    "明日",
    "😀",
];

/// Digits that are no phone number, of the kinds that chats are full of.
const LOOK_ALIKES: &[&str] = &[
    "order 4417-2093-88",
    "2026-05-21 18:30",
    "v2.14.0",
    "12.50",
    "room 214",
    "3,400 words",
    "flight BA0117",
    "51.5072, -0.1276",
    "1,204 of 3,600",
    "ref 20260514-0093",
    "10:45",
    "0.0031",
];

/// `words` words and their full stop.
pub(super) fn sentence(chance: &mut Chance, words: u64, to: &mut String) {
    for at in 0..words {
        if at > 0 {
            to.push(' ');
        }
        to.push_str(chance.of(WORDS));
    }
    to.push('.');
}

/// A message of about this many words; one in ten has digits, one in forty a number.
pub(super) fn message(chance: &mut Chance, words: u64, to: &mut String) {
    to.clear();
    let mut left = words / 2 + chance.below(words + 1);
    while left > 0 {
        let now = left.min(4 + chance.below(12));
        sentence(chance, now, to);
        to.push(' ');
        left -= now;
    }
    if chance.once_in(10) {
        to.push_str(chance.of(LOOK_ALIKES));
    } else if chance.once_in(36) {
        to.push_str(chance.of(&["my number is ", "call me on ", "tel ", "", "reach her at "]));
        number(chance, to);
    } else {
        to.truncate(to.trim_end().len());
    }
}

/// One of 2,100 numbers, all reserved for fiction, in one of the ways people write them.
pub(super) fn number(chance: &mut Chance, to: &mut String) {
    let tail = chance.below(1000);
    let written = match chance.below(6) {
        0 => format!("+44 7700 900{tail:03}"),
        1 => format!("07700 900{tail:03}"),
        2 => format!("+44 20 7946 0{tail:03}"),
        3 => format!("+447700900{tail:03}"),
        4 => format!("+1 202-555-01{:02}", tail % 100),
        _ => format!("(202) 555-01{:02}", tail % 100),
    };
    to.push_str(&written);
}
