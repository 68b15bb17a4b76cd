//! Every file is accounted for: whole folders of exports go through `scan`, and the sums match.
//!
//! Here over the practice sources; `TELTALE_SAMPLES=<folder>` adds a folder of folders, one a platform, and prints
//! a table.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use teltale_tests::session::Session;
use tempfile::TempDir;

#[test]
fn every_record_is_read_skipped_or_failed() {
    let practice = TempDir::new().unwrap();
    teltale_audit::practice::write_to(&practice.path().join("practice")).unwrap();
    let mut platforms = vec![practice.path().join("practice")];
    if let Some(samples) = std::env::var_os("TELTALE_SAMPLES") {
        platforms.extend(folders(Path::new(&samples)));
    }
    println!(
        "| platform | files | recognised as | seen | read | skipped | failed | mentions |\n|---|---:|---|---:|---:|---|---:|---:|"
    );
    for platform in platforms {
        println!("{}", row(&platform));
    }
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(of)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Scans one folder into a case of its own and adds up its ledger.
fn row(platform: &Path) -> String {
    let folder = TempDir::new().unwrap();
    let session = Session::new(folder.path());
    let ended = session.on_case(&["scan", platform.to_str().unwrap()]);
    assert!(
        matches!(ended.code, Some(0 | 1)),
        "{}: {:?} {}",
        platform.display(),
        ended.code,
        ended.stderr
    );
    assert!(
        !ended.stderr.contains("panicked"),
        "{}: {}",
        platform.display(),
        ended.stderr
    );

    let entries = session.on_case(&["sources", "--json"]).json();
    let mut formats: BTreeSet<&str> = BTreeSet::new();
    let mut skipped: BTreeMap<String, u64> = BTreeMap::new();
    let (mut seen, mut read, mut failed) = (0, 0, 0);
    for entry in &entries {
        formats.extend(entry["format"].as_str());
        for (kind, tally) in entry["ledger"].as_object().into_iter().flatten() {
            let count = |name: &str| tally[name].as_u64().unwrap_or_default();
            let passed_over: u64 = tally["skipped"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(_, count)| count.as_u64())
                .sum();
            assert_eq!(
                count("seen"),
                count("read") + passed_over + count("failed"),
                "{}: {kind} of {}",
                platform.display(),
                entry["entry"]
            );
            (seen, read, failed) = (
                seen + count("seen"),
                read + count("read"),
                failed + count("failed"),
            );
            for (reason, count) in tally["skipped"].as_object().into_iter().flatten() {
                *skipped.entry(reason.clone()).or_default() += count.as_u64().unwrap_or_default();
            }
        }
    }
    let mentions = session.on_case(&["mentions", "--json"]).stdout.lines().count();
    let skipped: Vec<String> = skipped
        .into_iter()
        .map(|(reason, count)| format!("{count} {reason}"))
        .collect();
    format!(
        "| {} | {} | {} | {seen} | {read} | {} | {failed} | {mentions} |",
        platform.file_name().unwrap().to_string_lossy(),
        entries
            .iter()
            .filter(|entry: &&Value| !entry["entry"].is_null())
            .count(),
        formats.into_iter().collect::<Vec<_>>().join(", "),
        skipped.join(", "),
    )
}
