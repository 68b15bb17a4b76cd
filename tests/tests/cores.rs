//! What a case holds does not depend on how many cores read it: neither its numbers nor what the judge says of them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use teltale_tests::made;
use teltale_tests::program::{end, teltale_path};
use tempfile::TempDir;

#[test]
fn one_core_says_what_all_say() {
    let folder = TempDir::new().unwrap();
    made::mixed(&folder.path().join("in"), 2).unwrap();
    std::fs::write(folder.path().join("in/WhatsApp Chat with Ana.txt"), long_talk()).unwrap();
    std::fs::write(folder.path().join("passphrase"), "correct horse battery staple\n").unwrap();
    let all = state(folder.path(), "all", &[]);
    let one = state(folder.path(), "one", &["taskset", "--cpu-list", "0"]);
    assert!(
        all.1.len() > 500,
        "too little to tell them apart: {} findings",
        all.1.len()
    );
    assert!(all.0 == one.0, "on one core the mentions are others");
    assert_eq!(all.1, one.1, "on one core the findings are others");
}

/// One chat with so many numbers of an assistant that several cores share it. Some were asked for, some repeated, some
/// altered.
fn long_talk() -> String {
    let mut talk = String::new();
    for turn in 0..1200_u32 {
        let (day, minute) = (1 + turn / 60, turn % 60);
        let when = format!("[{day:02}/03/2026, 14:{minute:02}:00]");
        let number = 0x79 * turn % 1000;
        let said = match turn % 4 {
            0 => "Ana: what is the number of the plumber?".to_owned(),
            1 => format!("Meta AI: Call them on +44 20 7946 0{number:03}, they are open."),
            2 => format!("Ana: mine is +44 7700 900{number:03}"),
            _ => format!(
                "Meta AI: You wrote +44 7700 900{:03}, I mean +44 20 7946 0{:03}.",
                number - number % 10,
                turn % 1000
            ),
        };
        talk += &format!("{when} {said}\n");
    }
    talk
}

/// The mentions of a fresh case, and what its findings say, after a scan by a program that is started like this.
fn state(folder: &Path, case: &str, start: &[&str]) -> (String, Vec<String>) {
    let run = |words: &[&str]| {
        let line: Vec<OsString> = start
            .iter()
            .map(OsString::from)
            .chain([teltale_path().into()])
            .collect();
        let ended = end(Command::new(&line[0])
            .args(&line[1..])
            .args(words)
            .args(["--case", case, "--passphrase-file", "passphrase"])
            .current_dir(folder)
            .env("HOME", folder.join("home")));
        assert!(matches!(ended.code, Some(0 | 1)), "{}", ended.stderr);
        ended
    };
    run(&["scan", "in"]);
    // Ids and handles are each case's own.
    let says = |finding: &Value| {
        [
            "kind",
            "text",
            "origin",
            "flags",
            "certainty",
            "first",
            "not_read",
        ]
        .map(|field| finding[field].to_string())
        .join(" ")
    };
    let mut findings: Vec<String> = run(&["findings", "--json"]).json().iter().map(says).collect();
    findings.sort_unstable();
    (run(&["mentions", "--json"]).stdout, findings)
}
