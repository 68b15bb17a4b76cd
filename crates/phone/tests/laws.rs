//! Laws of every answer, over texts that are mutated without a clock and with a fixed seed.

mod mutations;

use mutations::{Dice, lawful, lawfully_removed, text};
use teltale_model::{Certainty, Class, Region};
use teltale_phone::Finder;

fn regions(codes: &[&str]) -> Vec<Region> {
    codes.iter().filter_map(|code| Region::new(code)).collect()
}

#[test]
fn answers_are_ordered_apart_on_boundaries_and_reasoned() {
    let finder = Finder::new();
    let mut dice = Dice(0x1a35);
    let sets = [
        regions(&[]),
        regions(&["US"]),
        regions(&["GB", "DE"]),
        regions(&["FR", "IN", "BR"]),
    ];
    for round in 0..if cfg!(debug_assertions) { 4_000 } else { 200_000 } {
        let text = text(&mut dice, &[""]);
        let regions = &sets[round % sets.len()];
        let mut found = Vec::new();
        finder.find(&text, regions, &mut found);
        assert!(lawful(&text, &found), "round {round}");
        let mut again = Vec::new();
        finder.find(&text, regions, &mut again);
        assert_eq!(found, again, "round {round}");
        let around = format!("before {text} and behind");
        assert!(
            found.is_empty() || (finder.may_hold(&text) && finder.may_hold(&around)),
            "round {round}"
        );
        assert!(
            lawfully_removed(&text, &finder.rejections(&text, regions)),
            "round {round}"
        );
    }
}

#[test]
fn what_is_removed_is_listed_once() {
    let finder = Finder::new();
    let sentences = include_str!("../evaluation/sentences.tsv").lines();
    for text in sentences.filter_map(|line| line.split('\t').nth(3)) {
        for codes in [&[][..], &["US"], &["GB", "DE"]] {
            let removed = finder.rejections(text, &regions(codes));
            assert!(lawfully_removed(text, &removed), "{text} {codes:?}");
        }
    }
}

#[test]
fn no_region_settles_no_national_number() {
    let finder = Finder::new();
    for text in [
        "call 07700 900222",
        "0171 3920012",
        "(202) 555-0143",
        "my number is 2025550143",
        "1-800-FLOWERS",
    ] {
        let mut found = Vec::new();
        finder.find(text, &[], &mut found);
        assert!(
            found
                .iter()
                .all(|m| m.number.is_none() && m.certainty == Certainty::Maybe),
            "{text}"
        );
    }
}

#[test]
fn regions_that_disagree_leave_candidates() {
    let finder = Finder::new();
    let mut found = Vec::new();
    finder.find("call 030 23125 456", &regions(&["DE", "IT"]), &mut found);
    let [only] = found.as_slice() else {
        panic!("{} matches", found.len())
    };
    assert_eq!(only.number, None);
    assert_eq!(
        only.candidates
            .iter()
            .map(|c| c.region.as_str())
            .collect::<Vec<_>>(),
        ["DE", "IT"]
    );
}

#[test]
fn bare_digits_alone_are_at_best_a_maybe() {
    let finder = Finder::new();
    for (text, region) in [
        ("2025550143", "US"),
        ("07700900123", "GB"),
        ("13123456789", "CN"),
        ("512345678", "PL"),
        ("81234567", "SG"),
    ] {
        let mut found = Vec::new();
        finder.find(text, &regions(&[region]), &mut found);
        assert!(found.iter().all(|m| m.certainty == Certainty::Maybe), "{text}");
    }
}

#[test]
fn fields_are_read_whole() {
    let finder = Finder::new();
    let number = |text: &str, codes: &[&str]| {
        finder
            .read_number(text, &regions(codes))
            .and_then(|m| m.number)
            .map(|n| n.as_str().to_owned())
    };
    assert_eq!(number("+44 7700 900123", &[]).as_deref(), Some("+447700900123"));
    assert_eq!(number("07700900123", &["GB"]).as_deref(), Some("+447700900123"));
    assert_eq!(number("2025550143", &["US"]).as_deref(), Some("+12025550143"));
    assert_eq!(number("1715977555", &["DE"]).as_deref(), Some("+491715977555"));
    assert_eq!(number("no number", &["US"]), None);
    let open = finder
        .read_number("07700 900123", &[])
        .expect("a field without region stays open");
    assert!(open.number.is_none() && !open.candidates.is_empty());
    let digits = |text: &str| {
        finder
            .read_digits(text)
            .and_then(|m| m.number)
            .map(|n| n.as_str().to_owned())
    };
    assert_eq!(digits("447700900123").as_deref(), Some("+447700900123"));
    assert_eq!(
        digits("12025550143@s.whatsapp.net").as_deref(),
        Some("+12025550143")
    );
    assert_eq!(digits("999"), None);
}

#[test]
fn old_and_new_forms_are_linked() {
    let finder = Finder::new();
    for (text, number, other) in [
        ("+55 11 96123-4567", "+5511961234567", Some("+551161234567")),
        ("+54 9 11 2345-6789", "+5491123456789", Some("+541123456789")),
        ("+52 1 55 1234 5678", "+5215512345678", Some("+525512345678")),
        ("+1 202 555 0143", "+12025550143", None),
    ] {
        let found = finder.read_number(text, &[]).expect("a number");
        assert_eq!(found.number.as_ref().map(|n| n.as_str()), Some(number));
        assert_eq!(found.other_form.as_ref().map(|n| n.as_str()), other, "{text}");
    }
}

#[test]
fn a_placeholder_is_reported_as_one() {
    let finder = Finder::new();
    for text in [
        "(555) 555-5555",
        "555-555-5555",
        "call me at (555) 555-5555 ok",
        "+1 555 555 5555",
    ] {
        let mut found = Vec::new();
        finder.find(text, &regions(&["US"]), &mut found);
        let [only] = found.as_slice() else {
            panic!("{text}: {} matches", found.len())
        };
        assert_eq!(only.class, Class::Placeholder, "{text}");
        assert!(only.certainty >= Certainty::Likely, "{text}");
    }
    // Without a region it stays open, and is seen all the same.
    for text in ["(555) 555-5555", "555-555-5555", "123.456.7890"] {
        let mut found = Vec::new();
        finder.find(text, &[], &mut found);
        let [only] = found.as_slice() else {
            panic!("{text}: {} matches", found.len())
        };
        assert_eq!(
            (only.class, only.certainty),
            (Class::Placeholder, Certainty::Maybe),
            "{text}"
        );
        assert!(only.number.is_none() && only.candidates.len() == 1, "{text}");
    }
}
