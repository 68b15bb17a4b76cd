//! The measures, one after the other.
#![allow(clippy::unwrap_used, reason = "what cannot be measured ends the measuring")]

#[path = "../../tests/window/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod window;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::time::Duration;
use teltale_tests::display::desktop_path;
use teltale_tests::made;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use window::{Visit, Window};

/// Bytes of a message of the made-up chat, about.
const MESSAGE: u64 = 89;
const LAUNCHES: usize = 5;
const KEYS: usize = 120;
const BETWEEN_KEYS: Duration = Duration::from_millis(100);
const FRAMES: usize = 150;

/// Prints the table.
pub fn all() {
    let messages: u64 = std::env::args()
        .nth(1)
        .map_or(200_000, |count| count.parse().expect("a count of messages"));
    let folder = TempDir::new().unwrap();
    let practice = teltale_audit::practice::write_to(&folder.path().join("practice")).unwrap();
    println!("| what | median | p95 | worst |\n|---|---|---|---|");
    launches();
    practice_case(&practice);
    let large = folder.path().join("WhatsApp Chat with Everybody.txt");
    made::whatsapp(
        &mut BufWriter::new(File::create(&large).unwrap()),
        messages * MESSAGE,
    )
    .unwrap();
    large_case(&large);
}

/// From the start of the process to the first picture, and what it holds in memory then.
fn launches() {
    let window = Window::new(&[]);
    let (mut paints, mut rss, mut pss) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..LAUNCHES {
        window.visit("launch", async |visit| {
            visit.element("drop-area").await?;
            visit
                .is("performance.getEntriesByName('first-contentful-paint').length > 0")
                .await?;
            let painted = visit
                .ask("return performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime")
                .await?;
            let started = started_at(app()).unwrap();
            paints.push(painted.as_f64().unwrap() - started);
            settled(&visit).await?;
            let (resident, proportional) = memory();
            rss.push(resident);
            pss.push(proportional);
            Ok(())
        });
    }
    row("launch to first paint, ms", &mut paints);
    row(
        "all processes of the window after launch, RSS summed, MB",
        &mut rss,
    );
    row("the same, PSS summed (shared pages counted once), MB", &mut pss);
}

fn practice_case(files: &[PathBuf]) {
    let window = Window::new(files);
    window.visit("practice", async |visit| {
        visit.element("drop-area").await?;
        visit.drop_files().await?;
        // From the click on until the two sentences stand there.
        let script = "const done = arguments[0]; const began = performance.now();
            document.querySelector(\"[data-testid='keep-begin']\").click();
            const look = () => {
                if (document.querySelector(\"[data-testid='scan-summary'][data-phase='done']\")) document.querySelector(\"[data-testid='to-overview']\")?.click();
                if (document.querySelector(\"[data-testid='sentence']\")) done(performance.now() - began);
                else requestAnimationFrame(look);
            };
            look()";
        visit.element("keep-begin").await?;
        let taken = visit.driver.execute_async(script, vec![]).await?;
        row("drop to summary, practice case, ms", &mut [taken.json().as_f64().unwrap()]);
        Ok(())
    });
}

fn large_case(file: &Path) {
    let window = Window::new(&[file.to_owned()]);
    window.visit("large", async |visit| {
        visit.element("drop-area").await?;
        visit.drop_files().await?;
        visit.click("keep-begin").await?;
        visit.element("scan-strip").await?;

        // Typing into the search while everything is being read: from the key to the next picture.
        visit.control('k').await?;
        visit.element("search-field").await?;
        visit
            .ask("window.delays = []; document.addEventListener('keydown', (event) => {
                const at = event.timeStamp;
                requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = () => window.delays.push(performance.now() - at); port.port2.postMessage(0); });
            }, true)")
            .await?;
        let mut typed = 0;
        while typed < KEYS && reading(&visit).await? {
            for key in ["c", "a", "l", "l", "\u{e003}", "\u{e003}", "\u{e003}", "\u{e003}"] {
                visit.press(key).await?;
                typed += 1;
                // Faster than people type, keys only wait for each other.
                tokio::time::sleep(BETWEEN_KEYS).await;
            }
        }
        settled(&visit).await?;
        let mut delays: Vec<f64> = visit.ask("return window.delays").await?.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
        row(&format!("key to picture while importing ({} of {typed} keys), ms", delays.len()), &mut delays);

        visit.click("scan-strip").await.ok();
        visit.press("\u{e00c}").await?;
        visit.click("rail-sources").await?;
        while reading(&visit).await? {
            settled(&visit).await?;
        }
        settled(&visit).await?;
        let (resident, proportional) = memory();
        let counted = visit.ask("return document.querySelector(\"[data-testid='coverage-sum']\").textContent").await?;
        println!("| case open: {} | | | |", counted.as_str().unwrap());
        row("the same case open, RSS summed, MB", &mut [resident]);
        row("the same case open, PSS summed, MB", &mut [proportional]);

        // A conversation, scrolled by three lines a picture; before it the same while nothing moves, for the machine.
        visit.click("rail-conversations").await?;
        visit.click("conversations-row").await?;
        visit.element("message").await?;
        for (what, by) in [("at rest", 0), ("while scrolling", 60)] {
            let script = "const [by, many, done] = arguments; const feed = document.querySelector(\"[data-testid='feed']\");
                const times = []; let last = performance.now();
                const step = (now) => { times.push(now - last); last = now; feed.scrollTop += by; times.length > many ? done(times.slice(1)) : requestAnimationFrame(step); };
                requestAnimationFrame(step)";
            let frames = visit
                .driver
                .execute_async(script, vec![by.into(), FRAMES.into()])
                .await?;
            let frames = frames.json().as_array().unwrap().iter();
            let mut frames: Vec<f64> = frames.filter_map(serde_json::Value::as_f64).collect();
            row(&format!("between two pictures of the reader, {what}, ms"), &mut frames);
        }

        // A number's page, from the click until its mentions stand there.
        let mut opened = Vec::new();
        for nth in 0..20 {
            visit.click("rail-numbers").await?;
            visit.element("numbers-row").await?;
            let script = "const [nth, done] = arguments; const began = performance.now();
                const rows = document.querySelectorAll(\"[data-testid='numbers-row']\"); rows[nth % rows.length].click();
                const look = () => document.querySelector(\"[data-testid='mentions-row']\") ? done(performance.now() - began) : requestAnimationFrame(look);
                look()";
            let taken = visit.driver.execute_async(script, vec![nth.into()]).await?;
            opened.push(taken.json().as_f64().unwrap());
        }
        row("a number's page, from the click to its mentions, ms", &mut opened);
        Ok(())
    });
}

/// A scan is going on: millions of messages take longer than a test is patient.
async fn reading(visit: &Visit) -> WebDriverResult<bool> {
    let strip = "return Boolean(document.querySelector(\"[data-testid='scan-strip']\"))";
    Ok(visit.ask(strip).await?.as_bool() == Some(true))
}

/// Nothing of the start is still going on.
async fn settled(visit: &Visit) -> WebDriverResult<()> {
    let quiet = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => done(null)), 2000)";
    visit.driver.execute_async(quiet, vec![]).await.map(drop)
}

fn row(what: &str, values: &mut [f64]) {
    if values.is_empty() {
        println!("| {what} | – | – | – |");
        return;
    }
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
    println!("| {what} | {:.0} | {:.0} | {:.0} |", at(0.5), at(0.95), at(1.0));
}

/// Processes by their folder in `/proc`, with what `status` says of them.
fn processes() -> Vec<(u32, String)> {
    let listing = fs::read_dir("/proc").unwrap();
    listing
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid: u32| Some((pid, fs::read_to_string(format!("/proc/{pid}/status")).ok()?)))
        .collect()
}

fn said<'s>(status: &'s str, field: &str) -> Option<&'s str> {
    status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .map(str::trim)
}

/// The app that was started last.
fn app() -> u32 {
    let program = desktop_path().canonicalize().unwrap();
    let running = processes()
        .into_iter()
        .map(|(pid, _)| pid)
        .filter(|pid| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|path| path == program));
    let mut running: Vec<u32> = running.collect();
    running.sort_by(|one, other| started_at(*one).partial_cmp(&started_at(*other)).unwrap());
    *running.first().expect("the app runs")
}

/// When a process began, in milliseconds since 1970, to a hundredth of a second.
fn started_at(pid: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let ticks: f64 = stat.rsplit_once(") ")?.1.split(' ').nth(19)?.parse().ok()?;
    let uptime: f64 = fs::read_to_string("/proc/uptime")
        .ok()?
        .split(' ')
        .next()?
        .parse()
        .ok()?;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    Some(now.as_secs_f64() * 1000.0 - (uptime - ticks / 100.0) * 1000.0)
}

/// Megabytes of the app and all that it started: resident, and proportional.
fn memory() -> (f64, f64) {
    let all = processes();
    let mut family = vec![app()];
    let mut at = 0;
    while at < family.len() {
        let parent = family[at].to_string();
        let children = all
            .iter()
            .filter(|(_, status)| said(status, "PPid:") == Some(parent.as_str()));
        family.extend(children.map(|(pid, _)| *pid));
        at += 1;
    }
    let sum = |field: &str| -> f64 {
        let of = |pid: &u32| -> Option<f64> {
            let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
            said(&rollup, field)?.split(' ').next()?.parse().ok()
        };
        family.iter().filter_map(of).sum::<f64>() / 1024.0
    };
    (sum("Rss:"), sum("Pss:"))
}
