//! No file of a case says anything in clear, and a changed bit is an error, never another answer.

mod support;

use std::path::{Path, PathBuf};
use support::*;
use teltale_index::*;

fn files(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).expect("listed");
    found
        .map(|file| file.expect("a file").path())
        .filter(|path| path.is_file())
        .collect()
}

/// The needles in UTF-8, UTF-16, and (for numbers) as digits alone.
fn encodings(needle: &str) -> Vec<Vec<u8>> {
    let mut all = vec![needle.as_bytes().to_vec()];
    all.push(needle.encode_utf16().flat_map(u16::to_le_bytes).collect());
    all.push(needle.encode_utf16().flat_map(u16::to_be_bytes).collect());
    let digits: String = needle.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > 6 {
        all.push(digits.as_bytes()[digits.len() - 7..].to_vec());
        all.push(digits.into_bytes());
    }
    all
}

fn contains(content: &[u8], needle: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = content[from..].iter().position(|byte| *byte == needle[0]) {
        if content[from + at..].starts_with(needle) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[test]
fn nothing_planted_is_in_any_file_in_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case");
    let case = create(&path);
    import(&case, &chat("WhatsApp Chat with +44 7700 900101.txt", 0..400));
    import(&case, &transcript("conversations.json", 60));
    case.set_setting("regions", Some("tomatoland")).expect("set");
    let needles = [
        "+44 7700 900101",
        "+44 7700 900203",
        "07700 900307",
        "+1 202 555 0101",
        "+1 202 555 0100",
        "Garden group",
        "tomatoes",
        "番茄",
        "helpline",
        "WhatsApp Chat with",
        "conversations.json",
        "tomatoland",
        "About number",
    ];
    let look = |when: &str| {
        let mut bytes = 0;
        for file in files(&path) {
            let content = std::fs::read(&file).expect("readable");
            bytes += content.len();
            for needle in needles {
                for encoded in encodings(needle) {
                    assert!(
                        !contains(&content, &encoded),
                        "{needle} in {} {when}",
                        file.display()
                    );
                }
            }
        }
        assert!(bytes > 100_000, "there is something to look at {when}");
    };
    let mut writer = case.writer().expect("a writer");
    let export = chat("later.txt", 500..900);
    let source = source(&mut writer, "/exports/later.txt");
    let Begin::Read { entry, .. } = begin(&mut writer, source, &export, &export.read_by()) else {
        panic!("new")
    };
    for (ordinal, event) in export.events.iter().enumerate() {
        put(&mut writer, entry, ordinal, event);
    }
    writer.commit().expect("committed");
    assert!(path.join("case.db-wal").is_file());
    look("while it is written");
    drop(writer);
    let number = case.reader().expect("a reader").numbers(
        &NumberFilter::default(),
        NumberOrder::Mentions,
        Page::first(1),
    );
    case.reveal_numbers(&[number.expect("numbers").rows[0].id], Purpose::Show)
        .expect("revealed");
    look("after a reveal");
    case.close().expect("closed");
    look("closed");
}

/// A small generator, so that runs can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// `TELTALE_BIT_FLIPS` sets how many; nightly runs take a hundred thousand.
#[test]
fn a_flipped_bit_is_an_error_and_never_another_answer() {
    let flips = std::env::var("TELTALE_BIT_FLIPS").map_or(120, |count| count.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let (path, work) = (folder.path().join("case"), folder.path().join("work"));
    let case = create(&path);
    import(&case, &chat("chat.txt", 0..200));
    let digest = case.digest().expect("digest");
    let head = case.log_head().expect("a head");
    case.close().expect("closed");
    let originals: Vec<(PathBuf, Vec<u8>)> = files(&path)
        .into_iter()
        .map(|file| {
            (
                work.join(file.file_name().expect("a name")),
                std::fs::read(&file).expect("readable"),
            )
        })
        .filter(|(_, content)| !content.is_empty())
        .collect();
    let size: u64 = originals.iter().map(|(_, content)| content.len() as u64).sum();
    std::fs::create_dir(&work).expect("made");
    let (mut dice, mut errors, mut harmless, mut found) = (Dice(7), 0, 0, 0);
    for flip in 0..flips {
        // One flip in eight hits the small files.
        let mut at = if flip % 8 == 0 {
            dice.roll(2000)
        } else {
            dice.roll(size)
        };
        let bit = dice.roll(8);
        for file in files(&work) {
            std::fs::remove_file(file).expect("removed");
        }
        for (file, content) in originals.iter().rev() {
            let mut content = content.clone();
            if at < content.len() as u64 {
                content[at as usize] ^= 1 << bit;
                at = u64::MAX;
            } else if at != u64::MAX {
                at -= content.len() as u64;
            }
            std::fs::write(file, content).expect("written");
        }
        let opened = Case::open(&work, Unlock::Passphrase(&passphrase()));
        let case = match opened {
            Ok(case) => case,
            Err(_) => {
                errors += 1;
                continue;
            }
        };
        match case
            .digest()
            .and_then(|digest| Ok((digest, case.verify_log(Some(&head))?)))
        {
            Ok(answer) => {
                assert_eq!(answer, (digest, LogVerdict::Whole), "flip {flip}: another answer");
                // It hit what these questions do not read. The check reads everything.
                harmless += 1;
                found += usize::from(case.check().is_err());
            }
            Err(_) => errors += 1,
        }
    }
    println!(
        "{flips} flips: {errors} errors, 0 other answers, {harmless} not read, of which the check found {found}"
    );
    assert!(errors > flips / 4);
    assert!(
        harmless - found < flips / 16,
        "only flips in text that says nothing go unnoticed"
    );
}
