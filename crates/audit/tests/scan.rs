//! From files to screens: the practice sources are scanned, and what the screens say of them is asserted.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use teltale_audit::show::*;
use teltale_audit::worker::Launch;
use teltale_audit::{OpenCase, Progress, RevealFor, ScanOptions, ScanSummary, practice};
use tempfile::TempDir;

/// Reads on a thread: a test is no program that could be started again as a worker.
fn options(paths: &[PathBuf]) -> ScanOptions {
    ScanOptions {
        launch: Launch::Thread,
        ..ScanOptions::of(paths.to_vec())
    }
}

fn scanned(paths: &[PathBuf]) -> (OpenCase, ScanSummary) {
    let case = OpenCase::ephemeral().unwrap();
    let summary = case.scan(&options(paths), &Progress::new()).unwrap();
    (case, summary)
}

fn practice_case() -> (TempDir, Vec<PathBuf>, OpenCase) {
    let folder = TempDir::new().unwrap();
    let paths = practice::write_to(folder.path()).unwrap();
    let (case, summary) = scanned(&paths);
    assert_eq!(summary.troubles, []);
    (folder, paths, case)
}

fn all_mentions(case: &OpenCase) -> Vec<MentionRow> {
    case.mentions(&MentionFilter::default(), PageRequest::FIRST)
        .unwrap()
        .rows
}

fn sentences(case: &OpenCase) -> Vec<String> {
    let overview = case.overview().unwrap();
    overview
        .sentences
        .iter()
        .chain([&overview.last_line])
        .map(Sentence::text)
        .collect()
}

/// Every count of a sentence with where it leads; numbers given to assistants lead to all that were, also the user's own.
fn counts(sentence: &Sentence) -> Vec<(u64, Target)> {
    let said = serde_json::to_value(sentence).unwrap();
    let fields = said
        .as_object()
        .unwrap()
        .iter()
        .filter(|(field, _)| *field != "given");
    fields
        .flat_map(|(_, value)| {
            value
                .as_array()
                .map_or_else(|| vec![value], |ways| ways.iter().collect())
        })
        .filter_map(|link| {
            let what = link.get("what")?;
            let count = what.as_u64().or_else(|| what.get("times")?.as_u64())?;
            Some((
                count,
                serde_json::from_value(link.get("target")?.clone()).unwrap(),
            ))
        })
        .collect()
}

#[test]
fn every_clause_of_the_overview_counts_what_it_links_to() {
    let (_folder, _, case) = practice_case();
    let overview = case.overview().unwrap();
    assert!(
        overview.sentences[0]
            .text()
            .starts_with("Your number ending 23 appears "),
        "{:?}",
        sentences(&case)
    );
    assert_eq!(
        overview.sentences[1].text(),
        "2 assistant answers contained numbers nobody in this export supplied, and 1 of them urged contact; you gave \
         assistants 4 numbers that are not known to be yours."
    );
    assert_eq!(
        overview.last_line.text(),
        "Nothing was sent. 5 files read, 0 changed."
    );
    for (said, target) in overview.sentences.iter().flat_map(counts) {
        let count = match target {
            Target::Mentions { filter } => case.mentions(&filter, PageRequest::FIRST).unwrap().total,
            Target::Numbers { filter } => {
                case.numbers(&filter, NumberOrder::Mentions, PageRequest::FIRST)
                    .unwrap()
                    .total
            }
            Target::Findings { filter } => {
                let found = case.findings(&filter, PageRequest::FIRST).unwrap();
                let answers = |row: &FindingRow| {
                    let page = case.finding(row.id).unwrap();
                    page.evidence
                        .iter()
                        .filter(|one| one.role == EvidenceRole::Answer)
                        .count() as u64
                };
                found.rows.iter().map(answers).sum()
            }
            _ => continue,
        };
        assert_eq!(said, count);
    }
    for card in &overview.cards {
        if let Target::Numbers { filter } = &card.target {
            let found = case
                .numbers(filter, NumberOrder::Mentions, PageRequest::FIRST)
                .unwrap();
            assert_eq!(found.total, card.count, "{:?}", card.id);
        }
    }
    let Coverage {
        seen,
        read,
        skipped,
        failed,
        ..
    } = overview.coverage;
    assert_eq!(seen, read + skipped + failed);
}

#[test]
fn an_account_number_says_what_was_looked_through_for_it() {
    let (_folder, _, case) = practice_case();
    let mine = case.owners().unwrap().mine[0].number.id;
    let said: Vec<String> = case
        .number(mine)
        .unwrap()
        .silo
        .iter()
        .map(Sentence::text)
        .collect();
    assert_eq!(
        said,
        [
            "Found in 3 places outside the account record of chatgpt-export.zip that you did not type. Looked through: \
             16 messages, 5 tool results, 5 memories and instructions; nothing was left unread.",
            "Found in 1 place outside the account record of claude-data-2026-06-01-batch-0000.zip that you did not type. \
             Looked through: 7 messages, 1 tool result, 4 memories and instructions; you typed it in 1 place; nothing \
             was left unread.",
            "Not found outside the account record of result.json. Looked through: 5 messages, 0 tool results, \
             0 memories and instructions; you typed it in 1 place; nothing was left unread.",
        ]
    );
    let others = NumberFilter {
        owner: Some(Owner::Unknown),
        ..NumberFilter::default()
    };
    for row in case
        .numbers(&others, NumberOrder::Mentions, PageRequest::FIRST)
        .unwrap()
        .rows
    {
        assert_eq!(case.number(row.id).unwrap().silo, []);
    }
}

#[test]
fn the_account_number_is_mine_and_its_owner_is_known_in_the_group() {
    let (_folder, _, case) = practice_case();
    let owners = case.owners().unwrap();
    let mine = &owners.mine[0];
    assert_eq!(mine.number.ending, "23");
    assert!(mine.assumed);
    assert!(matches!(
        mine.evidence[0].reason,
        EvidenceReason::AccountRecord { .. }
    ));
    assert_eq!(
        owners
            .regions
            .iter()
            .map(|region| region.as_str())
            .collect::<Vec<_>>(),
        ["GB"]
    );
    assert_eq!(owners.country, None);
    let typed = MentionFilter {
        appearance: Some(Appearance::ByYou),
        ..MentionFilter::default()
    };
    let typed = case.mentions(&typed, PageRequest::FIRST).unwrap();
    assert!(
        typed.rows.iter().any(|row| row.service == "WhatsApp"),
        "Robin Hale writes in the group"
    );
    let names: BTreeSet<String> = owners
        .contacts
        .iter()
        .flat_map(|row| &row.named_as)
        .map(|claim| claim.name.clone())
        .collect();
    assert!(
        names.contains("Sam Whitlock") && names.contains("Ana Castellón"),
        "{names:?}"
    );
}

#[test]
fn every_mention_is_verified_in_its_source() {
    let (_folder, _, case) = practice_case();
    for mention in all_mentions(&case) {
        assert_eq!(
            case.verify(mention.id, Launch::Thread).unwrap(),
            Verified::Same,
            "{:?}",
            mention.masked
        );
    }
}

#[test]
fn a_changed_source_is_never_shown_as_fact() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("note.txt");
    fs::write(&file, "ring +44 7700 900123 tonight\n").unwrap();
    let (case, _) = scanned(std::slice::from_ref(&file));
    let mention = all_mentions(&case)[0].id;
    fs::write(&file, "ring +44 7700 900124 tonight\n").unwrap();
    assert_eq!(
        case.verify(mention, Launch::Thread).unwrap(),
        Verified::SourceChanged
    );
    fs::remove_file(&file).unwrap();
    assert_eq!(
        case.verify(mention, Launch::Thread).unwrap(),
        Verified::SourceMissing
    );
}

#[test]
fn every_row_leads_to_its_page() {
    let (_folder, _, case) = practice_case();
    for row in case
        .numbers(&NumberFilter::default(), NumberOrder::Owner, PageRequest::FIRST)
        .unwrap()
        .rows
    {
        let page = case.number(row.id).unwrap();
        let sum = |counts: Vec<u64>| counts.into_iter().sum::<u64>();
        assert_eq!(
            sum(page.appearances.iter().map(|row| row.mentions).collect()),
            row.mentions
        );
        assert_eq!(
            sum(page.months.iter().map(|row| row.mentions).collect()),
            row.mentions
        );
        assert_eq!(
            sum(page.services.iter().map(|row| row.mentions).collect()),
            row.mentions
        );
        assert_eq!(
            sum(page.places.iter().map(|row| row.mentions).collect()),
            row.mentions
        );
        assert_eq!(page.mentions.len() as u64, row.mentions);
    }
    for mention in all_mentions(&case) {
        let view = case.mention(mention.id).unwrap();
        assert!(view.context.iter().any(|message| message.id == mention.message));
        let alike = MentionFilter {
            number: Some(mention.number),
            appearance: Some(mention.appearance),
            ..MentionFilter::default()
        };
        let alike = case.mentions(&alike, PageRequest::FIRST).unwrap();
        assert!(
            alike.rows.iter().any(|row| row.id == mention.id),
            "a row is found by its own appearance"
        );
    }
    for row in case.conversations(PageRequest::FIRST).unwrap().rows {
        let page = case.conversation(row.id, PageRequest::FIRST).unwrap();
        assert_eq!(page.messages.len() as u64, row.messages);
        for (place, message) in page.messages.iter().enumerate() {
            assert_eq!(case.place_of(message.id).unwrap(), Some(place as u64));
        }
    }
}

#[test]
fn nothing_shown_holds_digits_until_they_are_revealed() {
    let (_folder, _, case) = practice_case();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let shown = [
        serde_json::to_string(&case.overview().unwrap()).unwrap(),
        serde_json::to_string(&case.owners().unwrap()).unwrap(),
        serde_json::to_string(
            &all_mentions(&case)
                .iter()
                .map(|row| &row.snippet)
                .collect::<Vec<_>>(),
        )
        .unwrap(),
        serde_json::to_string(&case.search("boiler", PageRequest::FIRST).unwrap().messages.rows[0].snippet)
            .unwrap(),
    ];
    for text in &shown {
        assert!(!digits(text).contains("7700900"), "{text}");
    }
    let found = case.search("+44 7700 900123", PageRequest::FIRST).unwrap();
    assert_eq!(found.kind, SearchKind::Number);
    let revealed = case.reveal(&[found.numbers[0].id], RevealFor::Look).unwrap();
    assert_eq!(revealed[0].digits, "+447700900123");
}

#[test]
fn a_second_scan_changes_nothing() {
    let (_folder, paths, case) = practice_case();
    let before = (case.digest().unwrap(), sentences(&case));
    let summary = case.scan(&options(&paths), &Progress::new()).unwrap();
    assert_eq!(summary.unchanged, 5);
    assert_eq!((case.digest().unwrap(), sentences(&case)), before);
}

#[test]
fn the_order_of_adding_does_not_matter() {
    let folder = TempDir::new().unwrap();
    let mut paths = practice::write_to(folder.path()).unwrap();
    let one_by_one = OpenCase::ephemeral().unwrap();
    paths.reverse();
    for path in &paths {
        one_by_one
            .scan(&options(std::slice::from_ref(path)), &Progress::new())
            .unwrap();
    }
    paths.reverse();
    let (together, _) = scanned(&paths);
    assert_eq!(sentences(&one_by_one), sentences(&together));
    assert_eq!(one_by_one.digest().unwrap(), together.digest().unwrap());
}

#[test]
fn a_forgotten_source_leaves_a_receipt_and_nothing_else() {
    let (_folder, _, case) = practice_case();
    for source in case.sources().unwrap() {
        let receipt = case.forget(source.id).unwrap();
        assert!(receipt.remains[0].contains(&source.name));
    }
    assert_eq!(case.sources().unwrap(), []);
    let overview = case.overview().unwrap();
    assert!(
        overview.sentences[0]
            .text()
            .starts_with("No phone numbers were found in ")
    );
    assert_eq!(
        case.search("boiler", PageRequest::FIRST).unwrap().messages.total,
        0
    );
}

#[test]
fn findings_follow_what_is_decided_and_forgotten() {
    let (_folder, _, case) = practice_case();
    let found = |kind: &str| {
        let filter = FindingFilter {
            kind: Some(kind.to_owned()),
            ..FindingFilter::default()
        };
        case.findings(&filter, PageRequest::FIRST).unwrap().rows
    };
    let given = found("given-away");
    let number = given[0].number;
    case.say_mine(number, true).unwrap();
    assert!(found("given-away").iter().all(|row| row.number != number));
    case.unsay_owner(number).unwrap();
    assert_eq!(found("given-away").len(), given.len());
    for source in case.sources().unwrap() {
        case.forget(source.id).unwrap();
    }
    for rule in teltale_audit::findings::RULES {
        assert_eq!(found(rule.id).len(), 0, "{}", rule.id);
    }
}

#[test]
fn no_numbers_says_what_was_not_read() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("note.txt"), "nothing in here\n").unwrap();
    fs::write(
        folder.path().join("photo.jpg"),
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
    )
    .unwrap();
    let (case, _) = scanned(&[folder.path().to_owned()]);
    let said = &sentences(&case)[0];
    assert!(
        said.starts_with("No phone numbers were found in 1 record of 2 files"),
        "{said}"
    );
    assert!(said.contains("passed over, each with a reason"), "{said}");
}

#[test]
fn one_bad_file_costs_that_file() {
    let folder = TempDir::new().unwrap();
    let paths = practice::write_to(&folder.path().join("in")).unwrap();
    let zip = fs::read(&paths[0]).unwrap();
    fs::write(folder.path().join("in/cut.zip"), &zip[..zip.len() / 2]).unwrap();
    fs::write(folder.path().join("in/empty.txt"), "").unwrap();
    let missing = folder.path().join("missing.zip");
    let (case, summary) = scanned(&[folder.path().join("in"), missing]);
    let told: Vec<&str> = summary
        .troubles
        .iter()
        .map(|trouble| trouble.path.as_str())
        .collect();
    assert!(told.iter().any(|path| path.ends_with("cut.zip")), "{told:?}");
    assert!(told.iter().any(|path| path.ends_with("empty.txt")), "{told:?}");
    assert!(told.iter().any(|path| path.ends_with("missing.zip")), "{told:?}");
    assert!(sentences(&case)[0].starts_with("Your number ending 23 appears "));
}

#[test]
fn a_cancelled_scan_goes_on_where_it_stopped() {
    let folder = TempDir::new().unwrap();
    let chat: String = (0..12_000)
        .map(|n| {
            format!(
                "12/03/2024, {:02}:{:02} - Ana: call +44 7700 900{:03}\n",
                n / 60 % 24,
                n % 60,
                n % 1000
            )
        })
        .collect();
    let file = folder.path().join("WhatsApp Chat with Ana.txt");
    fs::write(&file, chat).unwrap();
    let case = Arc::new(OpenCase::ephemeral().unwrap());
    let progress = Arc::new(Progress::new());
    let scan = {
        let (case, progress, file) = (Arc::clone(&case), Arc::clone(&progress), file.clone());
        thread::spawn(move || case.scan(&options(&[file]), &progress).unwrap())
    };
    while progress.picture().mentions == 0 && progress.picture().records == 0 && !scan.is_finished() {
        if progress.picture().bytes_done > 0 {
            break;
        }
        thread::yield_now();
    }
    progress.cancel();
    let summary = scan.join().unwrap();
    assert!(summary.cancelled);
    case.scan(&options(std::slice::from_ref(&file)), &Progress::new())
        .unwrap();
    let (whole, _) = scanned(&[file]);
    assert_eq!(case.digest().unwrap(), whole.digest().unwrap());
}

#[test]
fn progress_tells_every_file_once_it_is_done() {
    let folder = TempDir::new().unwrap();
    let paths = practice::write_to(folder.path()).unwrap();
    let case = OpenCase::ephemeral().unwrap();
    let progress = Progress::new();
    case.scan(&options(&paths), &progress).unwrap();
    let picture = progress.picture();
    assert_eq!(picture.phase, ScanPhase::Done);
    assert_eq!((picture.files, picture.files_done), (5, 5));
    assert_eq!(picture.bytes, picture.bytes_done);
    assert!(picture.mentions > 0 && picture.numbers > 0);
    let recognised: BTreeSet<&str> = picture
        .changed
        .iter()
        .map(|row| row.recognised.as_str())
        .collect();
    assert!(
        recognised.iter().any(|name| name.starts_with("WhatsApp chat")),
        "{recognised:?}"
    );
    assert!(
        picture
            .changed
            .iter()
            .all(|row| row.state == FileState::Read && !row.zero_yield),
        "{:?}",
        picture.changed
    );
    assert_eq!(progress.picture().changed, [], "rows are given once");
}

#[test]
fn the_user_decides_whose_a_number_is() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("note.txt");
    fs::write(&file, "one +44 7700 900123\n\ntwo +44 7700 900205\n").unwrap();
    let case = OpenCase::ephemeral().unwrap();
    let mine = ScanOptions {
        mine: vec!["+44 7700 900205".to_owned()],
        ..options(std::slice::from_ref(&file))
    };
    case.scan(&mine, &Progress::new()).unwrap();
    assert!(
        sentences(&case)[0].starts_with("Your number ending 05 appears 1 time"),
        "{:?}",
        sentences(&case)
    );
    let other = case
        .search("+44 7700 900123", PageRequest::FIRST)
        .unwrap()
        .numbers[0]
        .id;
    case.say_mine(other, true).unwrap();
    assert!(
        sentences(&case)[0].starts_with("Your 2 numbers appear 2 times"),
        "{:?}",
        sentences(&case)
    );
    case.scan(&options(&[file]), &Progress::new()).unwrap();
    assert!(
        sentences(&case)[0].starts_with("Your 2 numbers appear 2 times"),
        "what was said stays"
    );
    case.unsay_owner(other).unwrap();
    assert!(
        sentences(&case)[0].starts_with("Your number ending 05"),
        "{:?}",
        sentences(&case)
    );
}

#[test]
fn a_country_settles_open_numbers_without_reading_again() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("note.txt");
    fs::write(&file, "ring 020 7946 0018 or +44 7700 900123\n").unwrap();
    let case = OpenCase::ephemeral().unwrap();
    let regions = ["GB", "US"].map(|code| teltale_audit::model::Region::new(code).unwrap());
    let both = ScanOptions {
        regions: regions.to_vec(),
        ..options(&[file])
    };
    case.scan(&both, &Progress::new()).unwrap();
    case.say_countries(&regions[..1]).unwrap();
    let open = NumberFilter {
        open: Some(true),
        ..NumberFilter::default()
    };
    assert_eq!(
        case.numbers(&open, NumberOrder::Mentions, PageRequest::FIRST)
            .unwrap()
            .total,
        0
    );
    assert_eq!(
        case.numbers(
            &NumberFilter::default(),
            NumberOrder::Mentions,
            PageRequest::FIRST
        )
        .unwrap()
        .total,
        2
    );
}

#[test]
fn sources_below_a_folder_keep_their_paths() {
    let folder = TempDir::new().unwrap();
    practice::write_to(&folder.path().join("exports")).unwrap();
    let (case, _) = scanned(&[folder.path().join("exports")]);
    let source = case.sources().unwrap().remove(0);
    let entries = case.entries(source.id, PageRequest::FIRST).unwrap().rows;
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    assert!(paths.contains(&"DataExport_2026-06-02/result.json"), "{paths:?}");
    assert!(
        paths.contains(&"chatgpt-export.zip/conversations.json"),
        "{paths:?}"
    );
    assert!(entries.iter().all(|entry| entry.ledger.iter().all(|row| {
        row.seen == row.read + row.failed + row.skipped.iter().map(|skip| skip.records).sum::<u64>()
    })));
    assert!(Path::new(&source.path).is_absolute());
}
