//! Feeds mutated texts to the finder for some minutes: counts panics, checks the laws of its answer and keeps
//! the slowest input. `cargo run --release -p teltale-phone --example fuzz-detector [minutes]`
//!
//! First it doubles inputs made to be slow, and prints nanoseconds per byte: a column that grows with the
//! length would betray a search that is not linear.

#![allow(clippy::print_stdout)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use teltale_model::{Match, Region};
use teltale_phone::Finder;

struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
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

fn text(dice: &mut Dice, seeds: &[&str]) -> String {
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

/// Ordered, apart, on boundaries, with reasons.
fn lawful(text: &str, found: &[Match]) -> bool {
    found.windows(2).all(|pair| pair[0].end <= pair[1].start)
        && found.iter().all(|m| {
            m.start < m.end && text.get(m.start as usize..m.end as usize).is_some() && !m.reasons.is_empty()
        })
}

fn main() {
    let minutes: f64 = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1.0);
    let finder = Finder::new();
    let regions: Vec<Vec<Region>> = [
        &[][..],
        &["US"],
        &["GB", "DE"],
        &["FR", "IN", "BR"],
        &["CN"],
        &["NO", "SG", "AR", "MX"],
    ]
    .iter()
    .map(|codes| codes.iter().filter_map(|code| Region::new(code)).collect())
    .collect();
    println!("| input | 16 KB | 64 KB | 256 KB | 1 MB | (ns per byte)\n|---|---|---|---|---|");
    for unit in [
        "1",
        "12 ",
        "1 ",
        "1-",
        "123-",
        "123 456 ",
        "+1 ",
        "+",
        "(",
        "1(",
        "202-555-0143 ",
        "2025550143/",
        "1234567/",
        "2O2-",
        "1\u{200b}",
        "1\u{20e3}",
        "12.34.",
        "99,",
        "1:2 ",
        "0",
        "00",
        "seven ",
        "一",
        "1Z",
        "wa.me/1",
        "https://a/1234567 ",
        "4111 1111 ",
        "*1",
        "1-800-F",
        "tel:1234567",
        "٣",
        "9 8 7 ",
        "call 1234567 ",
        "1234567@",
        "1\n",
    ] {
        let mut line = format!("| {} |", unit.escape_debug());
        for size in [16 << 10, 64 << 10, 256 << 10, 1 << 20] {
            let text = unit.repeat(size / unit.len());
            let start = Instant::now();
            let mut found = Vec::new();
            finder.find(&text, &regions[2], &mut found);
            line += &format!(" {:.1} |", start.elapsed().as_nanos() as f64 / text.len() as f64);
        }
        println!("{line}");
    }
    std::panic::set_hook(Box::new(|_| {}));
    let seeds: Vec<&str> = include_str!("../evaluation/sentences.tsv")
        .lines()
        .filter_map(|line| line.split('\t').nth(3))
        .collect();
    let mut dice = Dice(0xf022_0001);
    let (mut runs, mut panics, mut unlawful, mut bytes) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut slowest, mut slowest_text) = (0.0_f64, String::new());
    let mut found = Vec::new();
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    while Instant::now() < end {
        for _ in 0..256 {
            let text = text(&mut dice, &seeds);
            let regions = &regions[dice.roll(regions.len())];
            found.clear();
            let start = Instant::now();
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                finder.find(&text, regions, &mut found);
                finder.read_digits(&text);
                finder.read_number(&text, regions);
            }));
            let elapsed = start.elapsed();
            let listed = catch_unwind(AssertUnwindSafe(|| finder.rejections(&text, regions)));
            runs += 1;
            bytes += text.len() as u64;
            if outcome.is_err() || listed.is_err() {
                panics += 1;
                println!("panic: {}", text.escape_debug());
            } else if !lawful(&text, &found) {
                unlawful += 1;
                println!("unlawful: {}", text.escape_debug());
            }
            let pace = elapsed.as_nanos() as f64 / text.len().max(1) as f64;
            // The scheduler takes milliseconds; the slowest is taken again before it counts.
            if text.len() > 32 && pace > slowest {
                let again = (0..3)
                    .map(|_| {
                        let start = Instant::now();
                        found.clear();
                        finder.find(&text, regions, &mut found);
                        start.elapsed()
                    })
                    .min()
                    .unwrap_or(elapsed);
                let pace = again.as_nanos() as f64 / text.len() as f64;
                if pace > slowest {
                    (slowest, slowest_text) = (pace, text);
                }
            }
        }
    }
    println!(
        "{runs} texts, {bytes} bytes, {panics} panics, {unlawful} unlawful answers; slowest {slowest:.0} ns per byte: {}",
        slowest_text.escape_debug()
    );
}
