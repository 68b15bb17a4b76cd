//! Bad input, one row each: a plain word about the file, and everything else is still read.
//!
//! Each row makes something bad beside one good file, scans the folder, and compares what was said, what the ledger
//! holds and what was found with `expected/bad-input/<row>.txt`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::Path;
use std::process::Command;
use teltale_tests::bomb::bomb;
use teltale_tests::expected;
use teltale_tests::program::{end, teltale_path};
use teltale_tests::session::{Session, written_down};
use tempfile::TempDir;

type Make = fn(&Path);

/// What is bad, and how it is made in the folder `in`.
const ROWS: &[(&str, Make)] = &[
    ("empty-file", |folder| write(folder, "empty.txt", b"")),
    ("truncated-zip", |folder| {
        let (_, zip) = teltale_audit::practice::sources()[1];
        write(folder, "cut.zip", &zip[..zip.len() / 2]);
    }),
    ("zips-ten-deep", |folder| write(folder, "deep.zip", &nested(10))),
    ("zip-of-four-gigabytes", |folder| {
        write(folder, "large.zip", &bomb("text.txt", b'7', 16_000_000))
    }),
    ("no-zip-at-all", |folder| {
        write(folder, "photo.zip", b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    }),
    ("bytes-that-are-no-text", |folder| {
        write(
            folder,
            "mixed.txt",
            b"ring \xc3\x28 me on 020 7946 0018 \xff\xfe\xfd\n\nand again \x80\x81 020 7946 0019\n",
        );
    }),
    ("utf-16", |folder| {
        let text = "\u{feff}Ring me on +44 20 7946 0018\r\n";
        write(
            folder,
            "windows.txt",
            &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        );
    }),
    ("json-cut-in-the-middle", |folder| {
        let json = include_bytes!("../../crates/audit/practice/chatgpt/conversations.json");
        let second = b"Ana's visit";
        let at = json
            .windows(second.len())
            .position(|window| window == second)
            .unwrap();
        write(folder, "conversations.json", &json[..at + 2000]);
    }),
    ("json-too-deep", |folder| {
        let deep = format!(
            "{}\"+44 20 7946 0018\"{}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        write(folder, "deep.json", deep.as_bytes());
    }),
    ("one-line-of-digits", |folder| {
        write(folder, "digits.txt", &b"7".repeat(3_000_000))
    }),
    ("a-name-that-turns-the-line-round", |folder| {
        write(folder, "cha\u{202e}txt.zip\u{1b}[31m", b"020 7946 0018")
    }),
    #[cfg(unix)]
    ("links-and-pipes", |folder| {
        std::os::unix::fs::symlink("..", folder.join("round")).unwrap();
        std::os::unix::fs::symlink("missing", folder.join("nowhere")).unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(folder.join("pipe"))
                .status()
                .unwrap()
                .success()
        );
    }),
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = ROWS
        .iter()
        .map(|(row, make)| {
            Trial::test(*row, move || {
                let folder = TempDir::new()?;
                let session = prepared(folder.path(), *make);
                expected::check(&format!("bad-input/{row}.txt"), &read_all(&session));
                Ok(())
            })
        })
        .collect();
    trials.push(Trial::test("path-that-is-not-there", path_that_is_not_there));
    trials.push(Trial::test("wrong-passphrase", wrong_passphrase));
    trials.push(Trial::test(
        "case-without-a-passphrase",
        case_without_a_passphrase,
    ));
    trials.push(
        Trial::test("folder-that-may-not-be-read", folder_that_may_not_be_read)
            .with_ignored_flag(!can("setpriv", &["--version"])),
    );
    // A disk of 1.5 megabytes needs a mount of one's own; where the machine forbids that, the row is counted as skipped.
    let own_mount = can(
        "unshare",
        &[
            "--mount",
            "--map-root-user",
            "mount",
            "-t",
            "tmpfs",
            "none",
            "/mnt",
        ],
    );
    trials.push(Trial::test("full-disk", full_disk).with_ignored_flag(!own_mount));
    libtest_mimic::run(&arguments, trials).exit();
}

/// One good file, and whatever `make` puts beside it.
fn prepared(folder: &Path, make: Make) -> Session {
    let input = folder.join("in");
    fs::create_dir(&input).unwrap();
    make(&input);
    write(&input, "zz-good.txt", b"The good one: +44 20 7946 0001\n");
    Session::new(folder)
}

fn read_all(session: &Session) -> String {
    [
        &["scan", "in", "--region", "GB"][..],
        &["sources"],
        &["mentions", "--reveal"],
    ]
    .map(|words| session.transcript(words))
    .join("\n")
}

fn path_that_is_not_there() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let session = prepared(folder.path(), |_| {});
    expected::check(
        "bad-input/path-that-is-not-there.txt",
        &session.transcript(&["scan", "in", "missing.zip"]),
    );
    Ok(())
}

fn wrong_passphrase() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let session = prepared(folder.path(), |_| {});
    assert_eq!(session.on_case(&["scan", "in"]).code, Some(0));
    fs::write(folder.path().join("passphrase"), "something else\n")?;
    expected::check(
        "bad-input/wrong-passphrase.txt",
        &session.transcript(&["numbers"]),
    );
    Ok(())
}

fn case_without_a_passphrase() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let session = prepared(folder.path(), |_| {});
    let words = ["scan", "in", "--case", "case"];
    expected::check(
        "bad-input/case-without-a-passphrase.txt",
        &written_down(&words, &session.run(&words)),
    );
    Ok(())
}

/// As nobody, since the rights of files mean nothing to root.
fn folder_that_may_not_be_read() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    prepared(folder.path(), |input| {
        fs::create_dir(input.join("locked")).unwrap()
    });
    let program = folder.path().join("teltale");
    fs::copy(teltale_path(), &program)?;
    let shell = "chmod 000 in/locked && chmod 777 . in && exec ${1+\"$@\"}";
    let root = end(Command::new("id").arg("-u")).stdout.trim() == "0";
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).args(["-c", shell, "sh"]);
    if root {
        command.args(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]);
    }
    let words = ["find", "in", "--reveal"];
    let ended = end(command.arg(&program).args(words));
    expected::check(
        "bad-input/folder-that-may-not-be-read.txt",
        &written_down(&words, &ended),
    );
    Ok(())
}

/// The case lies on a disk that fills up during the scan; after it is given room the scan goes on where it was.
fn full_disk() -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let session = prepared(folder.path(), |input| {
        let mut chat = Vec::new();
        teltale_tests::made::whatsapp(&mut chat, 6_000_000).unwrap();
        write(input, "chat.txt", &chat);
    });
    fs::create_dir(folder.path().join("disk"))?;
    let script = "mount -t tmpfs -o size=1500k none disk
        \"$0\" scan in --case disk/case --passphrase-file passphrase; echo \"[exit $?]\"
        mount -o remount,size=200m disk
        \"$0\" scan in --case disk/case --passphrase-file passphrase >out 2>err; echo \"[then $?]\"
        \"$0\" mentions --json --case disk/case --passphrase-file passphrase | wc -l";
    let ended = end(Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", script])
        .arg(teltale_path())
        .env("HOME", folder.path().join("home"))
        .current_dir(folder.path()));
    assert_eq!(session.on_case(&["scan", "in"]).code, Some(0));
    let whole = session.on_case(&["mentions", "--json"]).stdout.lines().count();
    assert!(ended.stdout.contains("[exit 2]"), "{ended:?}");
    assert!(
        ended.stderr.contains("disk"),
        "the message names where there is no room: {ended:?}"
    );
    assert!(
        ended.stdout.contains("[then 0]") && ended.stdout.trim_end().ends_with(&whole.to_string()),
        "{whole}: {ended:?}"
    );
    Ok(())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).unwrap();
}

/// A zip in a zip in a zip …, and in the last one a text.
fn nested(depth: u32) -> Vec<u8> {
    (0..depth).fold(
        teltale_audit::practice::sources()[0].1.to_vec(),
        |inner, level| stored(&format!("{level}.zip"), &inner),
    )
}

/// A zip with one member stored as it is.
fn stored(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file(name, options).unwrap();
    std::io::Write::write_all(&mut zip, bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn can(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}
