//! Variations on the cases: other countries, languages, separators and words, and what only looks like a number.
//!
//! Each line of `tests/data/variations.tsv` is a section, the regions in play, a text and what is found in it: the span's
//! text, its number, how certain it is, and its class where that is not an ordinary line. `TELTALE_BLESS=1` rewrites the
//! last column.

use std::fmt::Write as _;
use teltale_model::{Certainty, Class, Match, Region};
use teltale_phone::Finder;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/variations.tsv");

/// `\n` and `\u{…}` of a line as the characters that they stand for.
fn unescape(text: &str) -> String {
    let text = text.replace("\\n", "\n");
    let mut parts = text.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32).filter(|c| !c.is_ascii()) {
            Some(character) => {
                out.push(character);
                out.push_str(&part[4..]);
            }
            None => _ = write!(out, "\\u{part}"),
        }
    }
    out
}

fn describe(text: &str, found: &Match) -> String {
    let number = match (&found.number, found.class) {
        (Some(number), _) => number.as_str().to_owned(),
        (None, Class::Placeholder) => "placeholder".to_owned(),
        (None, Class::Short) => "short code".to_owned(),
        (None, _) if found.candidates.is_empty() => "masked".to_owned(),
        (None, _) => "open".to_owned(),
    };
    let certainty = match found.certainty {
        Certainty::Sure => "sure",
        Certainty::Likely => "likely",
        Certainty::Maybe => "maybe",
    };
    let class = match (&found.number, found.class) {
        (_, Class::Ordinary) | (None, Class::Placeholder | Class::Short) => "",
        (_, Class::Fiction) => " fiction",
        (_, Class::Placeholder) => " placeholder",
        (_, Class::Test) => " test",
        (_, Class::Service) => " service",
        (_, Class::Short) => " short",
    };
    let span = text[found.start as usize..found.end as usize].escape_debug();
    format!("{span} = {number} {certainty}{class}")
}

#[test]
fn variations() {
    let finder = Finder::new();
    let file = std::fs::read_to_string(PATH).expect("the variations are beside the test");
    let (mut out, mut wrong) = (String::new(), Vec::new());
    for line in file.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [section, regions, written, expected] = fields[..] else {
            _ = writeln!(out, "{line}");
            continue;
        };
        let text = unescape(written);
        let in_play: Vec<Region> = regions.split(',').filter_map(Region::new).collect();
        let mut found = Vec::new();
        finder.find(&text, &in_play, &mut found);
        let answer: Vec<String> = found.iter().map(|found| describe(&text, found)).collect();
        let answer = answer.join("; ");
        let strong = found.iter().any(|found| found.certainty > Certainty::Maybe);
        if section == "none" && strong || section == "found" && found.is_empty() || answer != expected {
            wrong.push(format!("{regions} {written}: {answer}, not {expected}"));
        }
        _ = writeln!(out, "{section}\t{regions}\t{written}\t{answer}");
    }
    if std::env::var_os("TELTALE_BLESS").is_some() {
        std::fs::write(PATH, out).expect("the variations can be written");
        return;
    }
    assert!(
        wrong.is_empty(),
        "{} variations differ (`cargo xtask bless` rewrites them):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
