//! Texts made to meet every branch of the finder, and the laws of an answer.

use teltale_model::{Match, Rejection};

/// Dice with a fixed seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Less than `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// Pieces that meet the grammar's every branch.
const PIECES: &[&str] = &[
    "0",
    "1",
    "7",
    "00",
    "011",
    "+",
    "+1",
    "+44",
    "44",
    "x12",
    "1-800-FLOWERS",
    "202",
    "555",
    "0143",
    "2025550143",
    "07700 900123",
    " ",
    "  ",
    "-",
    ".",
    "/",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\r\n",
    ",",
    ";",
    ":",
    "*",
    "_",
    "~",
    "@",
    "#",
    "$",
    "€",
    "%",
    "%20",
    "%2B",
    "\\u002b",
    "&#43;",
    "&nbsp;",
    "\u{200b}",
    "\u{202a}",
    "\u{2066}",
    "\u{a0}",
    "\u{2011}",
    "\u{fe0f}\u{20e3}",
    "٣",
    "۴",
    "५",
    "９",
    "𝟗",
    "⑨",
    "O",
    "l",
    "S",
    "x",
    "ext. ",
    "tel:",
    "wa.me/",
    "https://",
    "t.me/+",
    "@s.whatsapp.net",
    "@lid",
    "@g.us",
    "-1612345678@g.us",
    "•••",
    "***",
    "XXXX",
    "(dot)",
    " dot ",
    "oh ",
    "double ",
    "seven ",
    "nine hundred ",
    "null ",
    "quatre vingt ",
    "一",
    "三",
    "〇",
    "1-800-",
    "FLOWERS",
    "call ",
    "order ",
    "invoice no. ",
    "电话",
    "رقم ",
    "नंबर ",
    "GB29 NWBK ",
    "4111 1111 1111 1111",
    "2024-05-17",
    "20:25:55",
    "192.168.1.1",
    "550e8400-e29b-41d4-a716-",
    ".pdf",
    "İ",
    "ß",
    "\u{0}",
    "é",
    "한",
    "🙂",
];

/// Pieces put together at random, a third of them into one of `seeds`.
pub(crate) fn text(dice: &mut Dice, seeds: &[&str]) -> String {
    let mut text = String::new();
    if dice.roll(3) == 0 {
        text.push_str(seeds[dice.roll(seeds.len())]);
    }
    for _ in 0..dice.roll(24) {
        let piece = PIECES[dice.roll(PIECES.len())];
        let mut at = dice.roll(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if dice.roll(3) == 0 {
            text.insert_str(at, piece)
        } else {
            text.push_str(piece)
        }
    }
    if dice.roll(40) == 0 {
        text = text.repeat(1 + dice.roll(30));
    }
    text
}

/// Ordered, apart, on boundaries, with reasons in order, settled or open.
pub(crate) fn lawful(text: &str, found: &[Match]) -> bool {
    found.windows(2).all(|pair| pair[0].end <= pair[1].start)
        && found.iter().all(|m| {
            m.start < m.end
                && text.get(m.start as usize..m.end as usize).is_some()
                && !m.reasons.is_empty()
                && m.reasons.windows(2).all(|pair| pair[0] < pair[1])
                && (m.number.is_none() || m.candidates.is_empty())
        })
}

/// Removed spans are on boundaries, and none is listed twice.
pub(crate) fn lawfully_removed(text: &str, removed: &[Rejection]) -> bool {
    let span = |rejection: &Rejection| (rejection.start, rejection.end);
    removed.windows(2).all(|pair| span(&pair[0]) < span(&pair[1]))
        && removed.iter().all(|rejection| {
            text.get(rejection.start as usize..rejection.end as usize)
                .is_some()
        })
}
