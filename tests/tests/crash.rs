//! Killed at random instants, a scan loses nothing that it said it kept, and the next one ends as if nothing had been.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use teltale_tests::made::{self, Chance};
use teltale_tests::program::teltale;
use teltale_tests::session::Session;
use tempfile::TempDir;

/// How often to kill: a few here, `TELTALE_KILLS=1000` for a night.
fn kills() -> u64 {
    std::env::var("TELTALE_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5)
}

#[test]
fn killed_scans_end_like_whole_ones() {
    let folder = TempDir::new().unwrap();
    made::mixed(&folder.path().join("in"), 8).unwrap();
    teltale_audit::practice::write_to(&folder.path().join("in/practice")).unwrap();
    let session = Session::new(folder.path());

    let started = Instant::now();
    assert_eq!(session.on_case(&["scan", "in"]).code, Some(0));
    let whole = started.elapsed();
    let expected = state(&session);
    std::fs::remove_dir_all(folder.path().join("case")).unwrap();

    let mut chance = Chance::new(std::process::id().into());
    let (mut killed, mut rounds) = (0, 0);
    while killed < kills() {
        // Killed again and again on one case, until it comes to its end or has been killed five times.
        for _ in 0..5 {
            let moment = whole.mul_f64(chance.below(1000) as f64 / 1000.0);
            let survived = kill_after(&mut scan(&session, folder.path()), moment);
            killed += u64::from(!survived);
            if survived || killed >= kills() {
                break;
            }
        }
        let last = session.on_case(&["scan", "in"]);
        assert_eq!(last.code, Some(0), "after {killed} kills: {}", last.stderr);
        assert!(
            state(&session) == expected,
            "after {killed} kills the case is another one"
        );
        std::fs::remove_dir_all(folder.path().join("case")).unwrap();
        rounds += 1;
    }
    println!("{killed} kills in {rounds} rounds of a scan of {whole:?}: 0 cases differ");
}

/// Everything a case can be asked, in one text.
fn state(session: &Session) -> String {
    [
        &["numbers", "--json", "--reveal"][..],
        &["mentions", "--json", "--reveal"],
        &["sources", "--json"],
    ]
    .map(|words| {
        let ended = session.on_case(words);
        assert!(matches!(ended.code, Some(0 | 1)), "{}", ended.stderr);
        ended.stdout
    })
    .join("\n")
}

fn scan(_session: &Session, folder: &std::path::Path) -> Command {
    let mut command = teltale();
    command
        .args(["scan", "in", "--case", "case", "--passphrase-file", "passphrase"])
        .current_dir(folder)
        .env("HOME", folder.join("home"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// True where it had ended by itself before the moment came.
fn kill_after(command: &mut Command, moment: Duration) -> bool {
    let mut child = command.spawn().unwrap();
    sleep(moment);
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}
