//! Rewrites `evaluation/sentences.tsv` from hand-written sentences and generators of numbers and of what is none.
//!
//! Nothing here knows a rule of the finder: numbers are written the way people of a region write them, and
//! what is no number comes from the formats of orders, cards, dates, ids and so on. The seed is fixed.

mod dice;
mod nothing;
mod regions;

use dice::Dice;
use nothing::nothing;
use regions::{REGIONS, Region};
use std::fmt::Write as _;
use std::io::Write as _;

const TEMPLATES: &str = include_str!("../../evaluation/templates.tsv");

/// Wrappings that chats put around or into numbers, applied to some of them.
fn dress(dice: &mut Dice, language: &str, written: &str) -> (String, &'static str) {
    let wide = |zero: char, text: &str| {
        text.chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|d| char::from_u32(zero as u32 + d))
                    .unwrap_or(c)
            })
            .collect::<String>()
    };
    match dice.roll(14) {
        0 => (written.replace(' ', "\u{a0}"), "unicode"),
        1 => (written.replace('-', "\u{2011}"), "unicode"),
        2 if matches!(language, "zh" | "ja") => (wide('０', written), "unicode"),
        2 | 3 if language == "ar" => (wide('٠', written), "unicode"),
        2 if language == "hi" => (wide('०', written), "unicode"),
        4 => (written.replace(' ', "\u{202f}"), "unicode"),
        _ => (written.to_owned(), ""),
    }
}

fn fill(form: &str, national: &str) -> Option<String> {
    if form.matches('#').count() > national.len() {
        return None;
    }
    let mut digits = national.chars();
    let mut out: String = form
        .chars()
        .map(|c| if c == '#' { digits.next().unwrap_or('#') } else { c })
        .collect();
    // Numbers longer than the form end in its last group.
    out.extend(digits);
    Some(out)
}

fn main() -> std::io::Result<()> {
    let mut dice = Dice(0x7e17_a1e0_0001);
    let mut out = String::from(
        "# language, region, category, sentence, numbers as start-end=E.164 in bytes. Written by the example `write-evaluation`.\n",
    );
    let (mut count, mut negatives) = (0, 0);
    for line in TEMPLATES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, kind, sentence] = fields[..] else {
            continue;
        };
        let regions: Vec<&Region> = REGIONS
            .iter()
            .filter(|(known, _)| *known == language)
            .map(|(_, region)| region)
            .collect();
        for round in 0..match kind {
            "filler" => 1,
            "not" => 8,
            _ => 13,
        } {
            let region = regions[round % regions.len()];
            if kind == "filler" {
                writeln!(out, "{language}\t{}\tfiller\t{sentence}\t", region.code)
                    .expect("a string takes it");
                count += 1;
                negatives += 1;
                continue;
            }
            let (mut text, mut spans, mut category) = (String::new(), Vec::new(), String::new());
            let mut rest = sentence;
            while let Some(open) = rest.find('{') {
                let close = rest.find('}').expect("slots close");
                text.push_str(&rest[..open]);
                let slot = &rest[open + 1..close];
                if slot == "n" {
                    let (form_kind, written, national) = loop {
                        let national: String = dice
                            .pick(region.numbers)
                            .chars()
                            .map(|c| {
                                if c == '?' {
                                    char::from(b'0' + dice.roll(10) as u8)
                                } else {
                                    c
                                }
                            })
                            .collect();
                        let (form_kind, form) = region.forms[dice.roll(region.forms.len())];
                        if let Some(written) = fill(form, &national) {
                            break (form_kind, written, national);
                        }
                    };
                    let (written, dressed) = dress(&mut dice, language, &written);
                    category = format!(
                        "{kind}-{}",
                        if dressed.is_empty() || written.is_ascii() {
                            form_kind
                        } else {
                            dressed
                        }
                    );
                    spans.push(format!(
                        "{}-{}=+{}{national}",
                        text.len(),
                        text.len() + written.len(),
                        region.calling
                    ));
                    text.push_str(&written);
                } else {
                    let (written, what) = nothing(&mut dice, slot, language);
                    category = format!("not-{what}");
                    text.push_str(&written);
                }
                rest = &rest[close + 1..];
            }
            text.push_str(rest);
            writeln!(
                out,
                "{language}\t{}\t{category}\t{text}\t{}",
                region.code,
                spans.join(" ")
            )
            .expect("a string takes it");
            count += 1;
            negatives += usize::from(spans.is_empty());
        }
    }
    std::fs::write(
        concat!(env!("CARGO_MANIFEST_DIR"), "/evaluation/sentences.tsv"),
        out,
    )?;
    writeln!(
        std::io::stdout(),
        "{count} sentences, {negatives} without a number"
    )?;
    Ok(())
}
