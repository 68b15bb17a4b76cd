//! Any text, any of a few sets of regions: no panic, matches in order and on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use teltale_model::Region;
use teltale_phone::Finder;

static FINDER: LazyLock<Finder> = LazyLock::new(Finder::new);

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let codes: &[&str] = [&[][..], &["US"], &["GB", "DE"], &["FR", "IN", "BR", "NO"]][choice as usize % 4];
    let regions: Vec<Region> = codes.iter().filter_map(|code| Region::new(code)).collect();
    let mut found = Vec::new();
    FINDER.find(text, &regions, &mut found);
    assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
    assert!(found.iter().all(|m| text.get(m.start as usize..m.end as usize).is_some() && !m.reasons.is_empty()));
    FINDER.rejections(text, &regions);
    FINDER.read_number(text, &regions);
    FINDER.read_digits(text);
});
