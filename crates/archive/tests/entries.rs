//! What each kind of file gives, step by step, against `tests/entries/<case>.txt`. The files are built here: they are
//! hostile, large once unpacked, or both.

#![allow(clippy::unwrap_used)]

mod built;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use teltale_archive::{Kind, Next, Options, Step, entries};

/// Every step of a reading as lines.
fn transcript(bytes: &[u8], name: &str, passwords: &[&str]) -> String {
    let file = stored(bytes);
    let mut lines = String::new();
    entries(
        &file,
        name,
        &Options {
            passwords,
            hashes: true,
        },
        &mut |step| {
            match step {
                Step::Opening { .. } => {}
                Step::Entry {
                    at,
                    path,
                    size,
                    bytes,
                    ..
                } => {
                    let mut bytes = bytes;
                    let kind = Kind::of(bytes.head(Kind::HEAD));
                    let finished = bytes.finish();
                    let hash = finished.hash.map_or("no hash".to_owned(), |hash| {
                        blake3::Hash::from(hash).to_hex()[..8].to_owned()
                    });
                    let size = size.map_or("?".to_owned(), |size| size.to_string());
                    write!(
                        lines,
                        "entry {:?} {path:?}: {} of {size} bytes, {kind:?}, {hash}",
                        at.0, finished.bytes
                    )
                    .unwrap();
                    match finished.failure {
                        Some(failure) => writeln!(lines, "; {failure}").unwrap(),
                        None => writeln!(lines).unwrap(),
                    }
                }
                Step::Passed { at, path, why, .. } => {
                    let path: String = path.chars().take(80).collect();
                    writeln!(lines, "passed {:?} {path:?}: {why}", at.0).unwrap();
                }
                Step::Trouble { at, path, trouble } => {
                    writeln!(lines, "trouble {:?} {path:?}: {trouble}", at.0).unwrap()
                }
            }
            Next::GoOn
        },
    )
    .unwrap();
    lines
}

fn stored(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

/// One case: built bytes, read with these passwords, must give what is written down.
fn check(case: &str, name: &str, bytes: &[u8], passwords: &[&str]) {
    let got = transcript(bytes, name, passwords);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/entries")
        .join(case)
        .with_extension("txt");
    if std::env::var_os("TELTALE_BLESS").is_some() {
        std::fs::write(&expected, got).unwrap();
        return;
    }
    let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(
        got, wanted,
        "{case} gives other steps; if that is right: cargo xtask bless"
    );
}

macro_rules! cases {
    ($($test:ident: $name:literal, $bytes:expr, $passwords:expr;)*) => {$(
        #[test]
        fn $test() {
            check(&stringify!($test).replace('_', "-"), $name, $bytes.as_ref(), &$passwords);
        }
    )*};
}

cases! {
    empty_file: "a.txt", b"", [];
    plain_text: "a.txt", b"one entry", [];
    zip_members: "a.zip", built::zip(&[("chat.txt", b"hello"), ("media/", b""), ("media/b.txt", b"there")]), [];
    zip_without_its_name: "export", built::zip(&[("chat.txt", b"hello")]), [];
    zip_without_members: "a.zip", built::zip(&[]), [];
    zip_wide: "a.zip", built::zip_wide(&[("chat.txt", b"hello")]), [];
    zip_streamed: "a.zip", built::zip_streamed(&[("chat.txt", b"hello"), ("b.txt", b"there")]), [];
    zip_cut_in_a_member: "a.zip", built::cut_in_a_member(), [];
    zip_cut_in_the_directory: "a.zip", built::cut_by(&built::zip(&[("chat.txt", b"hello"), ("b.txt", b"there")]), 60), [];
    zip_streamed_cut_in_the_directory: "a.zip",
        built::cut_by(&built::zip_streamed(&[("chat.txt", b"hello"), ("b.txt", b"there")]), 60), [];
    zip_signature_and_nothing_else: "a.zip", b"PK\x03\x04", [];
    zip_ten_deep: "a.zip", built::nested(10), [];
    zip_in_zip_stored: "a.zip", built::zip_stored(&[("b.zip", &built::zip(&[("c.txt", b"inner")]))]), [];
    zip_in_zip_too_large_to_hold: "a.zip", built::too_large_to_hold(), [];
    zip_in_zip_cut: "a.zip", built::zip(&[("b.zip", &built::cut_in_a_member()), ("c.txt", b"goes on")]), [];
    bomb_of_shared_members: "bomb.zip", built::shared_bomb(256), [];
    bomb_of_quoted_headers: "bomb.zip", built::quoted_bomb(20), [];
    bomb_that_says_so: "bomb.zip", built::honest_bomb(), [];
    bomb_that_lies: "bomb.zip", built::lying_bomb(), [];
    bomb_of_gzip: "bomb.gz", built::gzip(&vec![0; 80 << 20]), [];
    duplicate_names: "a.zip", built::duplicates(), [];
    encrypted_and_no_password: "a.zip", built::encrypted(), [];
    encrypted_and_a_wrong_password: "a.zip", built::encrypted(), ["nightingale"];
    encrypted_and_the_passwords: "a.zip", built::encrypted(), ["nightingale", "old", "new"];
    names_that_climb: "a.zip", built::zip(&[("../../etc/passwd", b"a"), ("/etc/shadow", b"b"), ("C:\\x\\y", b"c")]), [];
    names_not_utf8: "a.zip", built::renamed(b"Gr__e.txt", b"Gr\x81\xe1e.txt"), [];
    name_too_long: "a.zip", built::zip(&[(&"n".repeat(5000), b"a"), ("b.txt", b"goes on")]), [];
    wrong_checksum: "a.zip", built::wrong_checksum(), [];
    wrong_size: "a.zip", built::wrong_size(), [];
    damaged_member: "a.zip", built::damaged(), [];
    unknown_method: "a.zip", built::unknown_method(), [];
    link_in_zip: "a.zip", built::with_link(), [];
    unlisted_member: "a.zip", built::unlisted(), [];
    pictures_are_told_from_text: "a.zip",
        built::zip(&[("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"), ("b.jpg", b"no picture"), ("c", b"GIF89a in prose")]), [];
    tar: "a.tar", built::tar(), [];
    tar_cut: "a.tar", built::cut_by(&built::tar(), 1700), [];
    tar_gzip: "a.tgz", built::gzip(&built::tar()), [];
    tar_gzip_cut: "a.tgz", built::cut_by(&built::gzip(&built::tar()), 40), [];
    gzip: "chat.txt.gz", built::gzip(b"hello"), [];
    gzip_in_zip: "a.zip", built::zip(&[("log.gz", &built::gzip(b"hello"))]), [];
}

#[test]
fn a_visitor_stops_at_any_step() {
    let file = stored(&built::duplicates());
    let mut seen = 0;
    let steps = {
        let mut steps = 0;
        entries(&file, "", &Options::default(), &mut |_| {
            steps += 1;
            Next::GoOn
        })
        .unwrap();
        steps
    };
    for last in 1..=steps {
        let mut count = 0;
        entries(&file, "", &Options::default(), &mut |_| {
            count += 1;
            if count == last { Next::Stop } else { Next::GoOn }
        })
        .unwrap();
        assert_eq!(count, last);
        seen += 1;
    }
    assert_eq!(seen, steps);
}

#[test]
fn an_entry_can_be_had_again_and_an_archive_passed_over() {
    let inner = built::zip(&[("inside.txt", b"never seen")]);
    let file = stored(&built::zip(&[
        ("a.txt", b"twice"),
        ("b.zip", &inner),
        ("c.txt", b"once"),
    ]));
    let mut seen = Vec::new();
    entries(&file, "", &Options::default(), &mut |step| match step {
        Step::Opening { path: "b.zip", .. } => Next::PassOver,
        Step::Entry {
            path,
            repeatable,
            bytes,
            ..
        } => {
            seen.push((path.to_owned(), bytes.finish().bytes));
            assert!(repeatable);
            if seen.len() == 1 { Next::Again } else { Next::GoOn }
        }
        Step::Opening { .. } | Step::Passed { .. } | Step::Trouble { .. } => Next::GoOn,
    })
    .unwrap();
    assert_eq!(
        seen,
        [
            ("a.txt".to_owned(), 5),
            ("a.txt".to_owned(), 5),
            ("c.txt".to_owned(), 4)
        ]
    );
}

/// Reads everything and answers how many steps there were.
fn steps(bytes: &[u8]) -> usize {
    let mut steps = 0;
    entries(&stored(bytes), "", &Options::default(), &mut |step| {
        steps += 1;
        if let Step::Entry { bytes, .. } = step {
            bytes.finish();
        }
        Next::GoOn
    })
    .unwrap();
    steps
}

#[test]
fn every_cut_and_every_changed_byte_ends_in_steps() {
    let archives = [
        built::duplicates(),
        built::zip_wide(&[("chat.txt", b"hello")]),
        built::zip_streamed(&[("chat.txt", b"hello"), ("b.txt", b"there")]),
        built::nested(3),
        built::with_link(),
        built::gzip(&built::tar()),
    ];
    for archive in archives {
        for length in 0..archive.len() {
            assert!(steps(&archive[..length]) > 0, "cut to {length} bytes");
        }
        for at in 0..archive.len() {
            for byte in [0xff, archive[at] ^ 1] {
                let mut changed = archive.clone();
                changed[at] = byte;
                assert!(steps(&changed) > 0, "byte {at} set to {byte}");
            }
        }
    }
}
