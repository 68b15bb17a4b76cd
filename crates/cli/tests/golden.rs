//! The real program on small files: every word it prints is a file in `tests/expected/`, read in review.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder of its own with the input of `tests/input`, a passphrase and a home.
struct Desk {
    folder: TempDir,
}

struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        for file in fs::read_dir(here("input")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.path().join("in").join(file.file_name())).unwrap();
        }
        fs::write(folder.path().join("passphrase"), "correct horse battery staple\n").unwrap();
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        self.run_with(arguments, b"")
    }

    fn run_with<A: AsRef<OsStr>>(&self, arguments: &[A], stdin: &[u8]) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_teltale"))
            .args(arguments)
            .current_dir(self.path())
            .env("HOME", self.path().join("home"))
            .env_remove("XDG_DATA_HOME")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let stdin = stdin.to_owned();
        let writing = std::thread::spawn(move || input.write_all(&stdin));
        let output = child.wait_with_output().unwrap();
        let _ = writing.join().unwrap();
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("output is text"),
            stderr: String::from_utf8(output.stderr).expect("errors are text"),
        }
    }

    fn on_case(&self, arguments: &[&str]) -> Ended {
        self.run(&[arguments, &["--case", "case", "--passphrase-file", "passphrase"]].concat())
    }
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compares with `tests/expected/<name>.txt`, or rewrites it where blessed.
fn check(name: &str, ended: &Ended) {
    let mut actual = ended.stdout.clone();
    if !ended.stderr.is_empty() {
        actual.push_str("--- stderr\n");
        actual.push_str(&ended.stderr);
    }
    actual.push_str(&format!("--- exit {:?}\n", ended.code));
    let file = here("expected").join(name).with_extension("txt");
    if std::env::var_os("TELTALE_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &actual).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        actual == expected,
        "{} differs; if it is right now, run: cargo xtask bless\n{actual}",
        file.display()
    );
}

#[test]
fn match_answers_each_line() {
    let lines = fs::read(here("match.jsonl")).unwrap();
    let desk = Desk::new();
    check("match-masked", &desk.run_with(&["match"], &lines));
    check(
        "match-revealed",
        &desk.run_with(&["match", "--reveal", "--region", "DE"], &lines),
    );
}

#[test]
fn find_prints_mentions_as_words_and_as_lines() {
    let desk = Desk::new();
    check("find-words", &desk.run(&["find", "in", "--region", "GB"]));
    check(
        "find-json",
        &desk.run(&["find", "in", "--json", "--reveal", "--region", "GB"]),
    );
}

#[test]
fn find_says_when_there_is_nothing() {
    let desk = Desk::new();
    fs::write(desk.path().join("nothing.txt"), "not a number in here\n").unwrap();
    check("find-nothing", &desk.run(&["find", "nothing.txt"]));
    check(
        "find-missing",
        &desk.run(&["find", "in/contacts.vcf", "missing.txt"]),
    );
}

#[test]
fn a_case_answers_what_is_asked_of_it() {
    let desk = Desk::new();
    check("scan", &desk.on_case(&["scan", "in"]));
    check("scan-again", &desk.on_case(&["scan", "in"]));
    check("numbers", &desk.on_case(&["numbers"]));
    check("numbers-json", &desk.on_case(&["numbers", "--json", "--reveal"]));
    check("mentions", &desk.on_case(&["mentions"]));
    check(
        "mentions-json",
        &desk.on_case(&["mentions", "--json", "--reveal"]),
    );
    check(
        "mentions-of-one",
        &desk.on_case(&["mentions", "--number", "+44 7700 900123"]),
    );
    check(
        "mentions-of-nobody",
        &desk.on_case(&["mentions", "--number", "+44 7700 900999"]),
    );
    check(
        "mentions-of-no-number",
        &desk.on_case(&["mentions", "--number", "plumber"]),
    );
    check("sources", &desk.on_case(&["sources"]));
    check("sources-json", &desk.on_case(&["sources", "--json"]));
    check("search-words", &desk.on_case(&["search", "boiler"]));
    check("search-ending", &desk.on_case(&["search", "0123"]));
    check("search-nothing", &desk.on_case(&["search", "zebra"]));
    let mentions = desk.on_case(&["mentions", "--number", "+44 7700 900123"]).stdout;
    let handle = mentions.split_whitespace().next().expect("a handle");
    check("show", &desk.on_case(&["show", handle]));
    check(
        "show-json",
        &desk.on_case(&["show", handle, "--json", "--reveal"]),
    );
    check("show-nothing", &desk.on_case(&["show", "0123"]));
    check("forget", &desk.on_case(&["forget", "in"]));
    check("numbers-after-forgetting", &desk.on_case(&["numbers"]));
}

#[test]
fn scan_prints_a_ledger_that_sums() {
    let desk = Desk::new();
    check("scan-json", &desk.run(&["scan", "in", "--ephemeral", "--json"]));
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let desk = Desk::new();
    check("no-case", &desk.run(&["numbers"]));
    check("no-place", &desk.run(&["scan", "in"]));
    check("no-passphrase", &desk.run(&["scan", "in", "--case", "case"]));
    assert_eq!(desk.on_case(&["scan", "in"]).code, Some(0));
    fs::write(desk.path().join("passphrase"), "another\n").unwrap();
    check("wrong-passphrase", &desk.on_case(&["numbers"]));
}

#[test]
fn two_cases_print_the_same_bytes() {
    let (first, second) = (Desk::new(), Desk::new());
    assert_eq!(first.on_case(&["scan", "in"]).code, Some(0));
    let words = ["mentions", "--json", "--reveal"];
    assert_eq!(second.on_case(&["scan", "in"]).code, Some(0));
    assert_eq!(first.on_case(&words).stdout, second.on_case(&words).stdout);
}

#[test]
fn nothing_printed_acts_on_a_terminal() {
    let desk = Desk::new();
    let chat = "12/03/2024, 09:10 - Eve \u{202e}\u{1b}[31m: ring \u{9b}31m +44 7700 900123 \u{200b}\u{7f}\n";
    fs::write(desk.path().join("in/chat \u{202e}txt.exe"), chat.repeat(3)).unwrap();
    assert_eq!(desk.on_case(&["scan", "in"]).code, Some(0));
    for words in [
        &["scan", "in"][..],
        &["mentions"],
        &["mentions", "--json", "--reveal"],
        &["sources"],
        &["sources", "--json"],
        &["search", "ring"],
        &["search", "ring", "--json"],
        &["numbers"],
    ] {
        let ended = desk.on_case(words);
        acts_not(&ended.stdout, words);
        acts_not(&ended.stderr, words);
    }
    let ended = desk.run(&["find", "in", "--reveal", "missing \u{1b}[31m"]);
    acts_not(&ended.stdout, &["find"]);
    acts_not(&ended.stderr, &["find"]);
}

fn acts_not(text: &str, words: &[&str]) {
    let acts = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(
        !text.contains(acts),
        "`teltale {}` prints a character that acts",
        words.join(" ")
    );
}
