//! Nothing is sent: a witness of every system call sees no socket of a network.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![cfg(target_os = "linux")]

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;
use teltale_tests::display::{Display, desktop_path, until};
use teltale_tests::program::teltale_path;
use teltale_tests::session::Session;
use tempfile::TempDir;

fn main() {
    let witness = Command::new("strace")
        .arg("-V")
        .output()
        .is_ok_and(|output| output.status.success());
    let trials = vec![
        Trial::test("a whole visit opens no socket of a network", a_visit).with_ignored_flag(!witness),
        Trial::test("nor does a visit in the window", a_visit_in_the_window).with_ignored_flag(!witness),
        Trial::test(
            "the witness sees such a socket where there is one",
            the_witness_sees,
        )
        .with_ignored_flag(!witness),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn a_visit() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    teltale_audit::practice::write_to(&folder.path().join("exports"))?;
    Session::new(folder.path());
    let program = teltale_path();
    let program = program.to_str().ok_or("a path that is text")?;
    let case = ["--case", "case", "--passphrase-file", "passphrase"];
    for words in [
        &["scan", "exports"][..],
        &["numbers"],
        &["mentions", "--reveal"],
        &["search", "helpline"],
        &["sources"],
    ] {
        let seen = sockets(folder.path(), &[&[program], words, &case].concat())?;
        assert!(seen.is_empty(), "`teltale {}`: {seen:?}", words.join(" "));
    }
    let seen = sockets(folder.path(), &[program, "find", "exports"])?;
    assert!(seen.is_empty(), "`teltale find`: {seen:?}");
    Ok(())
}

/// The window as people use it, without WebDriver, which would speak to it through such a socket: it reads the practice
/// case, shows its screens at the press of keys, and is locked, which starts it anew. The engine may ask for a socket;
/// the kernel must have said no.
fn a_visit_in_the_window() -> Result<(), Failed> {
    let mut display = Display::new();
    let trace = display.home().join("trace");
    let mut app = Command::new("strace");
    app.args([
        "--follow-forks",
        "--quiet=all",
        "--trace=%network,execve",
        // Whole paths, however long they are here.
        "--string-limit=4096",
        "--output",
    ])
    .arg(&trace)
    .arg(desktop_path())
    .arg("--practice");
    display.start(&mut app);
    let desk = display.name().to_owned();
    let xdotool = |words: &[&str]| {
        Command::new("xdotool")
            .args(words)
            .env("DISPLAY", &desk)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let witnessed = |what: &str| {
        let lines = fs::read_to_string(&trace).unwrap_or_default();
        lines
            .lines()
            // How it ended can stand on a later line.
            .filter(|line| line.contains("execve(") && !line.contains("= -1 ") && line.contains(what))
            .count()
    };
    until("the window is there", || {
        xdotool(&["search", "--onlyvisible", "--name", "Teltale$"])
    });
    until("the practice files are read", || {
        witnessed("--teltale-worker") > 0
    });
    for key in [
        "1", "2", "j", "3", "j", "Return", "4", "5", "ctrl+k", "Escape", "question", "Escape",
    ] {
        assert!(xdotool(&["key", key]), "the key {key}");
        sleep(Duration::from_millis(150));
    }
    // Locked by its key, twice as a case in memory is gone then: the start anew is the proof that keys arrived.
    let starts = witnessed("/teltale-desktop\"]");
    until("locking starts the program anew", || {
        xdotool(&["key", "l"]);
        sleep(Duration::from_millis(150));
        witnessed("/teltale-desktop\"]") > starts
    });
    let lines = fs::read_to_string(&trace)?;
    assert!(lines.contains("AF_UNIX"), "the witness saw the window start");
    let opened: Vec<String> = calls(&lines)
        .filter(|call| is_network(call) && !call.contains("= -1 "))
        .collect();
    assert!(opened.is_empty(), "{opened:?}");
    Ok(())
}

fn the_witness_sees() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let seen = sockets(folder.path(), &["bash", "-c", "exec 3<>/dev/udp/127.0.0.1/9"])?;
    assert!(!seen.is_empty());
    Ok(())
}

/// Every line of the trace, of the program and all it started, in which a socket of a network was asked for.
fn sockets(folder: &std::path::Path, command: &[&str]) -> Result<Vec<String>, Failed> {
    let trace = folder.join("trace");
    let output = Command::new("strace")
        .args(["--follow-forks", "--quiet=all", "--trace=%network", "--output"])
        .arg(&trace)
        .args(command)
        .current_dir(folder)
        .env("HOME", folder.join("home"))
        .output()?;
    assert!(
        output.status.success(),
        "`{}` under strace: {}",
        command.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = fs::read_to_string(trace)?;
    Ok(calls(&lines).filter(|call| is_network(call)).collect())
}

/// The calls of a trace, each whole: where one was interrupted by those of others, its end stands further down.
fn calls(trace: &str) -> impl Iterator<Item = String> {
    let lines: Vec<&str> = trace.lines().collect();
    (0..lines.len()).map(move |at| {
        let line = lines[at];
        let Some(begun) = line.strip_suffix("<unfinished ...>") else {
            return line.to_owned();
        };
        let process = line.split(' ').next();
        let end = lines[at + 1..]
            .iter()
            .find(|other| other.split(' ').next() == process)
            .and_then(|other| other.split_once("resumed>"));
        format!("{begun}{}", end.map_or("", |(_, end)| end))
    })
}

/// A socket of a network was asked for, or an address of one used. (What the kernel tells of its routes is neither.)
fn is_network(call: &str) -> bool {
    ["AF_INET", "AF_PACKET", "AF_VSOCK"].iter().any(|family| {
        ["socket(", "socketpair(", "sa_family="]
            .iter()
            .any(|use_| call.contains(&format!("{use_}{family}")))
    })
}
