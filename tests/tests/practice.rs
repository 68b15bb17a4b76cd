//! The individual's journey by the command line, over the practice case: every word it prints is read in review.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use teltale_tests::expected;
use teltale_tests::session::{Session, written_down};
use tempfile::TempDir;

/// Every number planted in the practice sources, and whose it is in the story. What is not here is noise.
const PLANTED: &[(&str, &str)] = &[
    ("+447700900123", "Robin, whose exports these are"),
    ("+447700900558", "Teresa, before"),
    ("+447700900871", "Teresa, after her grandson's gift"),
    ("+447700900732", "Sam"),
    ("+447700900205", "Priya"),
    ("+442079460771", "Priya at home"),
    ("+447700900316", "Nadia's mobile, in her card"),
    ("+442079460184", "Nadia's office"),
    (
        "+447700900461",
        "volunteered as a helpline by the assistant in the group",
    ),
    ("+12025550143", "Ana"),
    ("+12025550134", "Ana's with two digits swapped by an assistant"),
    ("+442079460652", "the surgery, in the address book"),
    ("+442079460990", "the customer office, from a page a tool read"),
    (
        "+442079460415",
        "volunteered as a lost property office by an assistant",
    ),
    ("+442079460528", "Harbour Components, from a project's document"),
    ("+442079460537", "Lantern Wireless, from the same document"),
];

/// The practice sources in `exports`, not yet read.
fn session(folder: &Path) -> Session {
    teltale_audit::practice::write_to(&folder.join("exports")).unwrap();
    Session::new(folder)
}

/// The same, read into the case.
fn scanned(folder: &Path) -> Session {
    let session = session(folder);
    let ended = session.on_case(&["scan", "exports"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    session
}

#[test]
fn find_keeps_nothing_and_says_all() {
    let folder = TempDir::new().unwrap();
    let session = session(folder.path());
    let words = ["find", "exports", "--region", "GB", "--reveal"];
    let text = written_down(&words, &session.run(&words));
    expected::check("practice/find.txt", &text);
    let kept: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(
        kept.len(),
        2,
        "the exports and the passphrase, and nothing new: {kept:?}"
    );
}

#[test]
fn a_visit() {
    let folder = TempDir::new().unwrap();
    let session = scanned(folder.path());
    let visit: &[(&str, &[&str])] = &[
        ("sources", &["sources"]),
        ("numbers", &["numbers"]),
        ("mentions", &["mentions"]),
        (
            "one-number",
            &["mentions", "--number", "07700 900461", "--reveal"],
        ),
        ("search", &["search", "helpline"]),
        ("search-number", &["search", "900461"]),
        ("scan-again", &["scan", "exports"]),
    ];
    for (name, words) in visit {
        expected::check(&format!("practice/{name}.txt"), &session.transcript(words));
    }
    let mentions = session.on_case(&["mentions", "--json", "--reveal"]).json();
    every_planted_number_and_no_other(&mentions);
    volunteered_and_where(&session, &mentions);
    masked_unless_revealed(&session);
    the_same_in_another_case(&session);
}

fn every_planted_number_and_no_other(mentions: &[Value]) {
    let found: BTreeSet<&str> = mentions
        .iter()
        .filter_map(|mention| mention["number"].as_str())
        .collect();
    let planted: BTreeSet<&str> = PLANTED.iter().map(|(number, _)| *number).collect();
    assert_eq!(found, planted);
    let open = mentions
        .iter()
        .filter(|mention| mention["number"].is_null())
        .count();
    assert_eq!(open, 0, "numbers of no country, though the account says which");
}

/// The helpline leads back to its bytes in the chat, and `show` says so in words.
fn volunteered_and_where(session: &Session, mentions: &[Value]) {
    let chat =
        include_bytes!("../../crates/audit/practice/whatsapp/WhatsApp Chat with Canal Walk neighbours.txt");
    let helpline: Vec<&Value> = mentions
        .iter()
        .filter(|mention| mention["number"] == "+447700900461")
        .collect();
    assert_eq!(helpline.len(), 2);
    for mention in &helpline {
        let range = &mention["locator"]["bytes"];
        let at = |end: &str| usize::try_from(range[end].as_u64().unwrap()).unwrap();
        let bytes = std::str::from_utf8(&chat[at("start")..at("end")]).unwrap();
        assert!(bytes.contains(mention["raw"].as_str().unwrap()), "{mention}");
    }
    let handle = helpline[0]["mention"].as_str().unwrap();
    let shown = session
        .transcript(&["show", handle])
        .replace(handle, "<the helpline>");
    expected::check("practice/show.txt", &shown);
}

fn masked_unless_revealed(session: &Session) {
    let asked: &[&[&str]] = &[
        &["numbers"],
        &["mentions"],
        &["mentions", "--json"],
        &["numbers", "--json"],
        &["search", "helpline"],
        &["sources", "--json"],
    ];
    for words in asked {
        let printed = session.on_case(words).stdout;
        let digits: String = printed.chars().filter(char::is_ascii_digit).collect();
        for (number, _) in PLANTED {
            assert!(
                !digits.contains(&number[3..]),
                "`teltale {}` shows a number",
                words.join(" ")
            );
        }
    }
}

/// Read again elsewhere, the same sources give the same bytes.
fn the_same_in_another_case(first: &Session) {
    let folder = TempDir::new().unwrap();
    let second = session(folder.path());
    expected::check("practice/scan.txt", &second.transcript(&["scan", "exports"]));
    for words in [
        ["mentions", "--json", "--reveal"],
        ["numbers", "--json", "--reveal"],
    ] {
        assert!(
            first.on_case(&words).stdout == second.on_case(&words).stdout,
            "{words:?}"
        );
    }
}
