//! What changed between an older and a newer export, and what a scan brought.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::{Path, PathBuf};
use teltale_audit::show::*;
use teltale_audit::worker::Launch;
use teltale_audit::{OpenCase, Progress, ScanOptions};
use tempfile::TempDir;

fn scan(case: &OpenCase, paths: &[PathBuf]) {
    let options = ScanOptions {
        launch: Launch::Thread,
        ..ScanOptions::of(paths.to_vec())
    };
    case.scan(&options, &Progress::new()).unwrap();
}

/// A WhatsApp export: `day hh:mm author: text` a line, of May 2026.
fn chat(folder: &Path, name: &str, lines: &[&str]) -> PathBuf {
    let mut text = String::new();
    for line in lines {
        let (day, rest) = line.split_once(' ').unwrap();
        let (time, said) = rest.split_once(' ').unwrap();
        text += &format!("{day}/05/2026, {time} - {said}\n");
    }
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// A case into which exports of the same chat were scanned, one after the other; each in the folder named.
fn scanned(exports: &[(&str, &[&str])]) -> (TempDir, OpenCase) {
    let folder = TempDir::new().unwrap();
    let case = OpenCase::ephemeral().unwrap();
    for (month, lines) in exports {
        let name = format!("{month}/WhatsApp Chat with Towpath.txt");
        scan(&case, &[chat(folder.path(), &name, lines)]);
    }
    (folder, case)
}

const OLD: &[&str] = &[
    "02 09:00 Robin Hale: Who mends lock gates?",
    "02 09:01 Sam Whitlock: Try +44 7700 900101.",
    "02 09:02 Sam Whitlock: Or the office, mornings.",
    "03 10:00 Robin Hale: Thank you.",
];
/// One edited, one gone, two more, of which one mentions a number.
const NEW: &[&str] = &[
    "02 09:00 Robin Hale: Who mends lock gates?",
    "02 09:01 Sam Whitlock: Try +44 7700 900102, sorry.",
    "03 10:00 Robin Hale: Thank you.",
    "20 11:00 Sam Whitlock: New man: +44 7700 900103.",
    "20 11:05 Robin Hale: Noted.",
];

/// What changed, in one line.
fn told(changes: &Changes) -> String {
    let counts = |counts: ChangeCounts| {
        let ChangeCounts {
            added,
            gone,
            outside,
            edited,
            same,
            mentions,
        } = counts;
        format!(
            "{added} added ({mentions} mentions), {gone} gone, {outside} outside, {edited} edited, {same} same"
        )
    };
    let rows = changes.conversations.iter().map(|row| {
        let smaller = if row.smaller { ", smaller" } else { "" };
        format!("{}: {:?}{smaller}: {}", row.title, row.order, counts(row.counts))
    });
    let mut lines: Vec<String> = rows.collect();
    let numbers: Vec<&str> = changes.numbers.iter().map(|row| row.ending.as_str()).collect();
    lines.push(format!(
        "new numbers {numbers:?}, unchanged {}",
        changes.unchanged
    ));
    lines.join("\n")
}

fn messages(case: &OpenCase, changes: &Changes, kind: ChangeKind) -> Vec<String> {
    let text = |view: &MessageView| -> String {
        let segment = |segment: &Segment| match segment {
            Segment::Text { text } => text.clone(),
            Segment::Number { masked, .. } => masked.clone(),
        };
        view.parts[0].segments.iter().map(segment).collect()
    };
    let page = case
        .changed_messages(
            changes.scan.unwrap(),
            changes.conversations[0].conversation,
            kind,
            PageRequest::FIRST,
        )
        .unwrap();
    page.rows
        .iter()
        .map(|row| {
            let side = |view: &Option<MessageView>| view.as_ref().map(text).unwrap_or_default();
            format!("{} > {}", side(&row.before), side(&row.after))
        })
        .collect()
}

#[test]
fn nothing_is_compared_with_the_first_scan() {
    let (_folder, empty) = scanned(&[]);
    assert_eq!(empty.changes(None).unwrap().scan, None);
    let (_folder, case) = scanned(&[("may", OLD)]);
    let changes = case.changes(None).unwrap();
    assert!(changes.first);
    assert_eq!((changes.scans.len(), changes.numbers_total), (1, 0));
}

#[test]
fn a_newer_export_in_another_folder() {
    let (_folder, case) = scanned(&[("may", OLD), ("june", NEW)]);
    let changes = case.changes(None).unwrap();
    assert!(!changes.first);
    assert_eq!(
        told(&changes),
        "Towpath: Newer: 2 added (1 mentions), 1 gone, 0 outside, 1 edited, 2 same\n\
         new numbers [\"02\", \"03\"], unchanged 0"
    );
    assert_eq!(
        messages(&case, &changes, ChangeKind::Added),
        [" > New man: +44 •••• ••••03.", " > Noted."]
    );
    assert_eq!(
        messages(&case, &changes, ChangeKind::Gone),
        ["Or the office, mornings. > "]
    );
    assert_eq!(
        messages(&case, &changes, ChangeKind::Edited),
        ["Try +44 •••• ••••01. > Try +44 •••• ••••02, sorry."]
    );
    // The older scan can be looked at again.
    let before = case.changes(Some(0)).unwrap();
    assert!(before.first && before.scan == Some(0));
}

#[test]
fn a_file_that_was_replaced_is_a_newer_export_of_it() {
    let (_folder, case) = scanned(&[("may", OLD), ("may", NEW)]);
    let changes = case.changes(None).unwrap();
    assert_eq!(changes.files.len(), 1);
    assert!(changes.files[0].replaces);
    assert_eq!((changes.totals.gone, changes.totals.edited), (1, 1));
}

#[test]
fn a_scan_that_brings_nothing_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let case = OpenCase::ephemeral().unwrap();
    let path = chat(folder.path(), "WhatsApp Chat with Towpath.txt", OLD);
    scan(&case, std::slice::from_ref(&path));
    scan(
        &case,
        &[chat(folder.path(), "new/WhatsApp Chat with Towpath.txt", NEW)],
    );
    let changes = case.changes(None).unwrap();
    scan(&case, &[path]);
    assert_eq!(case.changes(None).unwrap(), changes);
}

#[test]
fn read_again_for_another_country_is_not_new() {
    let folder = TempDir::new().unwrap();
    let case = OpenCase::ephemeral().unwrap();
    scan(
        &case,
        &[chat(
            folder.path(),
            "WhatsApp Chat with Towpath.txt",
            &["02 09:00 Robin Hale: Call 07700 900123."],
        )],
    );
    // A conversation that puts a country in play, under which the first one is read again.
    scan(
        &case,
        &[chat(
            folder.path(),
            "WhatsApp Chat with Lock.txt",
            &[
                "02 09:00 Robin Hale: +44 7700 900104",
                "02 09:01 Robin Hale: +44 7700 900105",
                "02 09:02 Robin Hale: +44 7700 900106",
            ],
        )],
    );
    case.say_countries(&[teltale_audit::model::Region::new("GB").unwrap()])
        .unwrap();
    scan(&case, &[folder.path().to_owned()]);
    let changes = case.changes(None).unwrap();
    let titles: Vec<&str> = changes
        .conversations
        .iter()
        .map(|row| row.title.as_str())
        .collect();
    assert_eq!((changes.scans.len(), titles), (2, vec!["Lock"]));
}

#[test]
fn an_older_export_that_comes_later_adds_and_takes_nothing() {
    let (_folder, case) = scanned(&[("june", NEW), ("may", OLD)]);
    let changes = case.changes(None).unwrap();
    assert_eq!(
        told(&changes),
        "Towpath: Older: 1 added (0 mentions), 0 gone, 2 outside, 1 edited, 2 same\n\
         new numbers [\"01\"], unchanged 0"
    );
    assert_eq!(
        messages(&case, &changes, ChangeKind::Edited),
        ["Try +44 •••• ••••01. > Try +44 •••• ••••02, sorry."]
    );
}

#[test]
fn two_exports_of_one_scan_are_compared_with_each_other() {
    let folder = TempDir::new().unwrap();
    let case = OpenCase::ephemeral().unwrap();
    let exports = [
        chat(folder.path(), "june/WhatsApp Chat with Towpath.txt", NEW),
        chat(folder.path(), "may/WhatsApp Chat with Towpath.txt", OLD),
    ];
    scan(&case, &exports);
    let changes = case.changes(None).unwrap();
    assert!(!changes.first);
    assert_eq!(
        (changes.totals.added, changes.totals.gone, changes.totals.edited),
        (2, 1, 1)
    );
}

#[test]
fn a_newer_export_that_is_smaller_says_so() {
    let (_folder, case) = scanned(&[("may", OLD), ("june", &NEW[2..])]);
    let changes = case.changes(None).unwrap();
    assert_eq!(
        told(&changes),
        "Towpath: Newer, smaller: 2 added (1 mentions), 0 gone, 3 outside, 0 edited, 1 same\n\
         new numbers [\"03\"], unchanged 0"
    );
}

#[test]
fn the_overview_names_the_last_scan_that_was_not_the_first() {
    let (folder, case) = scanned(&[("may", OLD)]);
    let latest = || {
        let row = case.overview().unwrap().changed;
        row.map(|row| (row.scan, row.files))
    };
    assert_eq!(latest(), None, "what the first scan brings changes nothing");
    scan(&case, &[folder.path().join("may")]);
    assert_eq!(latest(), None, "the same again changes nothing");
    scan(
        &case,
        &[chat(folder.path(), "june/WhatsApp Chat with Towpath.txt", NEW)],
    );
    assert_eq!(latest(), Some((1, 1)));
    // What the last scan brought is written down by the next one.
    scan(&case, &[folder.path().join("june")]);
    assert_eq!(latest(), Some((1, 1)));
    assert_eq!(
        case.changes(None).unwrap().scans[0].files,
        1,
        "as the list of scans says"
    );
}

#[test]
fn what_is_forgotten_leaves_no_mark() {
    let (_folder, case) = scanned(&[("may", OLD), ("june", NEW)]);
    let sources = case.sources().unwrap();
    case.forget(sources[0].id).unwrap();
    let changes = case.changes(None).unwrap();
    assert_eq!((changes.scans.len(), changes.first), (1, true));
}
