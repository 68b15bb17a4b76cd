//! Every screen of the practice case, one after the other, each looked at by axe in the window's own engine.

use super::{Visit, picture_of, screens};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use thirtyfour::prelude::*;

/// A way a screen can look.
pub struct Look {
    pub theme: &'static str,
    pub size: (u32, u32),
}

/// The screens of a case that is open; the Start screen and the screen of a scan have to be met on the way.
pub const SCREENS: &[&str] = &[
    "overview",
    "whose-numbers",
    "findings",
    "numbers",
    "number",
    "number-why",
    "mentions",
    "conversations",
    "reader",
    "reader-why",
    "sources",
    "search",
    "settings",
    "help-export",
    "help-findings",
    "keys",
    "lock",
];

/// Goes to a screen, from whichever other.
pub async fn reach(visit: &Visit, screen: &str) -> WebDriverResult<()> {
    match screen {
        "overview" => {
            visit.click("rail-overview").await?;
            visit.element("sentence").await
        }
        "whose-numbers" => {
            visit.click("rail-overview").await?;
            visit.click("to-whose").await?;
            visit.element("suggestion").await
        }
        "findings" => {
            visit.click("rail-findings").await?;
            visit.element("evidence").await
        }
        "numbers" => {
            visit.click("rail-numbers").await?;
            visit.element("numbers-row").await
        }
        "number" => {
            visit.click("rail-numbers").await?;
            let mine = |text: &str| text.contains("••23");
            visit.click_when("numbers-row", mine).await?;
            visit.element("mentions-row").await
        }
        "number-why" => {
            visit.click("rail-numbers").await?;
            visit
                .click_when("numbers-row", |text| text.contains("••61"))
                .await?;
            visit.click("mentions-row").await?;
            visit.element("why-bytes").await
        }
        "mentions" => {
            visit.click("rail-overview").await?;
            // The first clause that is a count, in whatever language.
            let counts = |text: &str| {
                text.trim_start_matches('‹')
                    .starts_with(|c: char| c.is_ascii_digit())
            };
            visit.click_when("clause", counts).await?;
            visit.element("mentions-row").await
        }
        "conversations" => {
            visit.click("rail-conversations").await?;
            visit.element("conversations-row").await
        }
        "reader" | "reader-why" => {
            visit.click("rail-conversations").await?;
            let group = |text: &str| text.contains("Canal Walk");
            visit.click_when("conversations-row", group).await?;
            if screen == "reader" {
                return visit.element("message").await.map(drop);
            }
            visit.click_when("mention", |text| text.contains("••61")).await?;
            visit.element("why-bytes").await
        }
        "sources" => {
            visit.click("rail-sources").await?;
            visit.click("source-open").await?;
            visit.element("entry").await
        }
        "search" => {
            visit.control('k').await?;
            visit.element("search-field").await?.send_keys("helpline").await?;
            visit.element("found-message").await
        }
        "settings" => {
            visit.click("rail-settings").await?;
            visit.element("theme").await
        }
        "help-export" => {
            visit.click("rail-help").await?;
            visit.click("help-export").await?;
            visit.element("guide").await
        }
        "help-findings" => {
            visit.click("rail-help").await?;
            visit.click("help-findings").await?;
            visit.element("rule").await
        }
        "keys" => {
            visit.click("rail-keys").await?;
            visit.element("keys").await
        }
        "lock" => {
            visit.click("rail-lock").await?;
            visit.element("lock-ask").await
        }
        other => panic!("no way to {other}"),
    }
    .map(drop)
}

/// Looks at the screen that is shown: nothing that axe knows is wrong with it, nothing of it is cut off at the side.
pub async fn look(visit: &Visit, screen: &str, look: &Look) -> WebDriverResult<()> {
    let (width, height) = look.size;
    let wide = visit
        .ask("return document.documentElement.scrollWidth - innerWidth")
        .await?;
    assert!(wide.as_i64() <= Some(0), "{screen} is wider than the window");
    // Half-way through a change of colours nothing has the contrast it is going to have.
    visit.is("document.getAnimations().length === 0").await?;
    let found = axe(visit).await?;
    assert!(found.is_empty(), "{screen}, {}: {found:#?}", look.theme);
    let name = format!("{screen}-{}-{width}x{height}.png", look.theme);
    let path = folder().join(name);
    picture_of(&visit.driver, &path).await?;
    if wanted() {
        slim(&path);
    }
    Ok(())
}

/// Sets the theme as people do, and the size as their window manager does.
pub async fn dress(visit: &Visit, look: &Look) -> WebDriverResult<()> {
    let (width, height) = look.size;
    visit.driver.set_window_rect(0, 0, width, height).await?;
    visit
        .is(&format!("innerWidth === {width} && innerHeight === {height}"))
        .await?;
    visit.choose("theme", look.theme).await?;
    visit
        .is(&format!(
            "document.documentElement.dataset.theme === '{}'",
            look.theme
        ))
        .await
}

/// What axe finds wrong: each rule with the elements that break it.
async fn axe(visit: &Visit) -> WebDriverResult<Vec<String>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let source =
        fs::read_to_string(source).expect("the packages of the screens are installed: `npm ci` in ui");
    if visit.ask("return 'axe' in window").await? == Value::Bool(false) {
        visit.ask(&format!("{source}; window.axe = axe")).await?;
    }
    let script = "const done = arguments[0];
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
            ({ violations }) => done(violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 200)).join(' | '))),
            (error) => done([String(error)]))";
    let found = visit.driver.execute_async(script, vec![]).await?;
    found.convert()
}

/// With `TELTALE_SCREENS=1` the pictures of the documents are made anew.
pub fn wanted() -> bool {
    std::env::var_os("TELTALE_SCREENS").is_some()
}

/// Writes a picture with 256 colours at most: a third of the bytes, and no eye sees it.
fn slim(path: &Path) {
    let mut reader = png::Decoder::new(BufReader::new(fs::File::open(path).unwrap()))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let depth = info.color_type.samples();
    assert!(depth >= 3, "a screenshot has colours");
    let mut counts: HashMap<[u8; 3], u32> = HashMap::new();
    for pixel in pixels.chunks_exact(depth) {
        *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
    }
    // Colours that share their upper bits become the most frequent of them, so that grounds keep theirs exactly.
    let cell = |colour: [u8; 3], bits: u32| colour.map(|part| part >> (8 - bits));
    let (bits, cells) = (1..=8)
        .rev()
        .find_map(|bits| {
            let mut cells: HashMap<[u8; 3], ([u8; 3], u32)> = HashMap::new();
            for (colour, count) in &counts {
                let best = cells.entry(cell(*colour, bits)).or_insert((*colour, *count));
                if (*count, *colour) > (best.1, best.0) {
                    *best = (*colour, *count);
                }
            }
            (cells.len() <= 256).then_some((bits, cells))
        })
        .expect("eight colours are few enough");
    let mut palette: Vec<([u8; 3], [u8; 3])> = cells.iter().map(|(at, (colour, _))| (*at, *colour)).collect();
    palette.sort_unstable();
    let place: HashMap<[u8; 3], u8> = palette
        .iter()
        .enumerate()
        .map(|(index, (at, _))| (*at, u8::try_from(index).unwrap()))
        .collect();
    let indices: Vec<u8> = pixels
        .chunks_exact(depth)
        .map(|pixel| place[&cell([pixel[0], pixel[1], pixel[2]], bits)])
        .collect();
    let mut encoder = png::Encoder::new(
        BufWriter::new(fs::File::create(path).unwrap()),
        info.width,
        info.height,
    );
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(
        palette
            .iter()
            .flat_map(|(_, colour)| *colour)
            .collect::<Vec<u8>>(),
    );
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&indices)
        .unwrap();
}

fn folder() -> PathBuf {
    if wanted() {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screens")
    } else {
        screens()
    }
}
