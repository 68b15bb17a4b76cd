//! Feeds mutated texts to the finder for some minutes: counts panics, checks the laws of its answer and keeps
//! the slowest input. `cargo run --release -p teltale-phone --example fuzz-detector [minutes]`
//!
//! First it doubles inputs made to be slow, and prints nanoseconds per byte: a column that grows with the
//! length would betray a search that is not linear.

#[path = "../tests/mutations/mod.rs"]
mod mutations;

use mutations::{Dice, lawful, lawfully_removed, text};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use teltale_model::Region;
use teltale_phone::Finder;

/// Repeated between blanks that are as long.
const SPACED: &str = "07700 900123, ";

fn main() -> std::io::Result<()> {
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
    writeln!(
        std::io::stdout(),
        "| input | 16 KB | 64 KB | 256 KB | 1 MB | (ns per byte)\n|---|---|---|---|---|"
    )?;
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
        "> 202-555-0143 ",
        SPACED,
    ] {
        let mut line = format!("| {} |", unit.escape_debug());
        for size in [16 << 10, 64 << 10, 256 << 10, 1 << 20] {
            let text = unit.repeat(size / unit.len());
            // Long blanks around must not be passed over again for each number.
            let text = match unit {
                SPACED => [" ".repeat(size / 2), text, " ".repeat(size / 2)].concat(),
                _ => text,
            };
            let start = Instant::now();
            let mut found = Vec::new();
            finder.find(&text, &regions[2], &mut found);
            let finding = start.elapsed();
            // A listing of what was removed takes about as long; the slower of both counts.
            finder.rejections(&text, &regions[2]);
            let slower = finding.max(start.elapsed().saturating_sub(finding));
            line += &format!(" {:.1} |", slower.as_nanos() as f64 / text.len() as f64);
        }
        writeln!(std::io::stdout(), "{line}")?;
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
                writeln!(std::io::stdout(), "panic: {}", text.escape_debug())?;
            } else if !(lawful(&text, &found)
                && listed.is_ok_and(|removed| lawfully_removed(&text, &removed)))
            {
                unlawful += 1;
                writeln!(std::io::stdout(), "unlawful: {}", text.escape_debug())?;
            }
            let pace = elapsed.as_nanos() as f64 / text.len().max(1) as f64;
            // The scheduler takes milliseconds; the slowest is taken again, often enough to have the processor once.
            if text.len() > 32 && pace > slowest {
                let again = (0..100)
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
    writeln!(
        std::io::stdout(),
        "{runs} texts, {bytes} bytes, {panics} panics, {unlawful} unlawful answers; slowest {slowest:.0} ns per byte: {}",
        slowest_text.escape_debug()
    )?;
    Ok(())
}
