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

/// The window as people use it, without WebDriver, which would speak to it through such a socket: it starts, shows a
/// few screens at the press of keys, and is closed. The engine may ask for a socket; the kernel must have said no.
fn a_visit_in_the_window() -> Result<(), Failed> {
    let mut display = Display::new();
    let trace = display.home().join("trace");
    let mut app = Command::new("strace");
    app.args(["--follow-forks", "--quiet=all", "--trace=%network", "--output"])
        .arg(&trace)
        .arg(desktop_path());
    display.start(&mut app);
    let desk = display.name().to_owned();
    let xdotool = |words: &[&str]| {
        Command::new("xdotool")
            .args(words)
            .env("DISPLAY", &desk)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    until("the window is there", || {
        xdotool(&["search", "--onlyvisible", "--name", "^Teltale$"])
    });
    for key in [
        "question", "Escape", "Tab", "Tab", "Tab", "Tab", "Return", "1", "2", "3", "4", "ctrl+k", "Escape",
    ] {
        sleep(Duration::from_millis(300));
        xdotool(&["key", key]);
    }
    let lines = fs::read_to_string(&trace)?;
    assert!(lines.contains("AF_UNIX"), "the witness saw the window start");
    let opened: Vec<&str> = lines
        .lines()
        .filter(|line| is_network(line) && !line.contains("= -1 "))
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
    Ok(lines
        .lines()
        .filter(|line| is_network(line))
        .map(str::to_owned)
        .collect())
}

fn is_network(line: &str) -> bool {
    ["AF_INET", "AF_PACKET", "AF_VSOCK"]
        .iter()
        .any(|family| line.contains(family))
}
