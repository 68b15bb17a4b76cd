//! The case folder: made, opened, refused, erased.

mod support;

use std::path::Path;
use support::*;
use teltale_index::*;

fn unlock(folder: &Path, text: &str) -> Result<Case> {
    Case::open(folder, Unlock::Passphrase(&Passphrase::new(text.into())))
}

/// A closed case with something in it, in `case` of a temporary folder.
fn closed() -> (tempfile::TempDir, std::path::PathBuf, [u8; 32]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case");
    let case = create(&path);
    import(&case, &chat("chat.txt", 0..30));
    let digest = case.digest().expect("digest");
    case.close().expect("closed");
    (folder, path, digest)
}

#[test]
fn a_case_is_closed_and_opened_again() {
    let (_folder, path, digest) = closed();
    assert!(is_case(&path) && !is_case(path.parent().expect("a parent")));
    let names = |path: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(path)
            .expect("listed")
            .map(|file| file.expect("a file").file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names(&path),
        ["case.db", "case.lock", "slots.json", "teltale-case"],
        "the write-ahead log is folded in"
    );
    let marker = std::fs::read_to_string(path.join("teltale-case")).expect("readable");
    assert!(marker.starts_with("Teltale case, format 1\n"));
    let case = open(&path);
    assert_eq!(case.digest().expect("digest"), digest);
    assert_eq!(case.folder(), path);
    let log = case.log_entries(Page::first(9)).expect("log");
    assert_eq!(
        (log.rows[0].event, log.rows[1].event),
        (LogEvent::Unlocked, LogEvent::Created)
    );
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_is_noted() {
    let (_folder, path, _) = closed();
    for _ in 0..2 {
        let error = unlock(&path, "wrong").err().expect("refused");
        assert_eq!(
            error.to_string(),
            "wrong passphrase: nothing was changed; try again"
        );
    }
    let case = open(&path);
    let log = case.log_entries(Page::first(9)).expect("log").rows;
    assert_eq!((log[1].event, log[1].count), (LogEvent::UnlockFailed, 2));
    drop(case);
    let case = open(&path);
    assert_eq!(
        case.log_entries(Page::first(9)).expect("log").rows[1].event,
        LogEvent::Unlocked
    );
}

#[test]
fn a_second_opening_is_refused_at_once() {
    let (_folder, path, _) = closed();
    let case = open(&path);
    std::thread::scope(|threads| {
        for _ in 0..20 {
            threads.spawn(|| {
                assert!(matches!(
                    unlock(&path, "correct horse"),
                    Err(Error::OpenElsewhere(_))
                ))
            });
        }
    });
    let reader = case.reader().expect("a reader");
    drop(case);
    assert!(
        matches!(unlock(&path, "correct horse"), Err(Error::OpenElsewhere(_))),
        "a reader keeps it open"
    );
    drop(reader);
    assert!(unlock(&path, "correct horse").is_ok());
}

#[test]
fn slots_are_added_changed_and_removed() {
    let (_folder, path, digest) = closed();
    let case = open(&path);
    let (old, second, third) = (
        passphrase(),
        Passphrase::new("second".into()),
        Passphrase::new("third".into()),
    );
    let only = case.slots().expect("slots")[0].id;
    assert!(matches!(case.remove_slot(only), Err(Error::LastSlot)));
    let wrong = case.add_slot(
        Unlock::Passphrase(&second),
        NewSlot::Passphrase(&second, KdfCost::ForTests),
    );
    assert!(matches!(wrong, Err(Error::WrongPassphrase)));
    let added = case
        .add_slot(
            Unlock::Passphrase(&old),
            NewSlot::Passphrase(&second, KdfCost::ForTests),
        )
        .expect("added");
    assert!(
        case.check_passphrase(&second).expect("checked") && !case.check_passphrase(&third).expect("checked")
    );
    case.remove_slot(only).expect("removed");
    assert_eq!(
        case.slots().expect("slots"),
        [SlotInfo {
            id: added,
            kind: SlotKind::Passphrase
        }]
    );
    case.change_passphrase(&second, &third, KdfCost::ForTests)
        .expect("changed");
    drop(case);
    assert!(matches!(
        unlock(&path, "correct horse"),
        Err(Error::WrongPassphrase)
    ));
    assert!(matches!(unlock(&path, "second"), Err(Error::WrongPassphrase)));
    let case = unlock(&path, "third").expect("opens");
    assert_eq!(case.digest().expect("digest"), digest);
    assert_eq!(CaseFolder::look(&path).expect("looked at").slots.len(), 1);
}

#[test]
fn without_a_keychain_the_passphrase_remains() {
    let (_folder, path, _) = closed();
    let refused = Case::open(&path, Unlock::Keychain).err().expect("refused");
    assert_eq!(
        refused.to_string(),
        "this case cannot be opened with this computer's keychain; open it with its passphrase"
    );
}

#[test]
fn only_new_or_empty_folders_become_cases() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("made");
    drop(create(&empty));
    let slot = || passphrase();
    let full = folder.path().join("full");
    std::fs::create_dir(&full).expect("made");
    std::fs::write(full.join("letter.txt"), "mine").expect("written");
    for taken in [&full, &empty] {
        let refused = Case::create(taken, NewSlot::Passphrase(&slot(), KdfCost::ForTests));
        assert!(matches!(refused, Err(Error::NotEmpty(_))));
    }
    let deep = folder.path().join("a/b/case");
    drop(create(&deep));
    assert!(is_case(&deep));
    assert!(matches!(unlock(&full, "x"), Err(Error::NotACase(_))));
    // What a creation left that was cut off before the marker: it held nothing yet.
    std::fs::remove_file(deep.join("teltale-case")).expect("removed");
    drop(create(&deep));
    assert!(is_case(&deep));
}

#[test]
fn erasing_leaves_what_is_not_ours() {
    let (_folder, path, _) = closed();
    let case = open(&path);
    assert!(matches!(CaseFolder::erase(&path), Err(Error::OpenElsewhere(_))));
    drop(case);
    std::fs::write(path.join("letter.txt"), "mine").expect("written");
    CaseFolder::erase(&path).expect("erased");
    let left: Vec<_> = std::fs::read_dir(&path)
        .expect("listed")
        .map(|file| file.expect("a file").file_name())
        .collect();
    assert_eq!(left, ["letter.txt"]);
    assert!(matches!(CaseFolder::erase(&path), Err(Error::NotACase(_))));
    let (_folder, path, _) = closed();
    CaseFolder::erase(&path).expect("erased");
    assert!(!path.exists());
}

#[test]
fn an_ephemeral_case_leaves_nothing() {
    let case = Case::ephemeral().expect("a case");
    import(&case, &chat("chat.txt", 0..30));
    let path = case.folder().to_owned();
    assert!(case.is_ephemeral() && path.join("case.db").is_file() && case.slots().expect("slots").is_empty());
    let reader = case.reader().expect("a reader");
    case.close().expect("closed");
    assert!(reader.totals().is_ok(), "a reader keeps it open");
    drop(reader);
    assert!(!path.exists());
}

#[test]
fn damage_is_told_and_nothing_is_replaced() {
    let (_folder, path, _) = closed();
    let damage = |name: &str, bytes: &[u8]| {
        let file = path.join(name);
        let before = std::fs::read(&file).expect("readable");
        std::fs::write(&file, bytes).expect("written");
        let error = unlock(&path, "correct horse").err().expect("refused");
        if name != "case.db" || !bytes.is_empty() {
            assert_eq!(
                std::fs::read(&file).expect("readable"),
                bytes,
                "{name} is left as it is"
            );
        }
        std::fs::write(&file, before).expect("restored");
        error
    };
    assert!(matches!(damage("slots.json", b""), Error::DamagedSlots { .. }));
    assert!(matches!(
        damage("slots.json", b"{\"version\": 9}"),
        Error::Newer { found: 9, .. }
    ));
    assert!(matches!(
        damage("teltale-case", b"Teltale case, format 2\n"),
        Error::Newer { found: 2, known: 1 }
    ));
    assert!(matches!(damage("teltale-case", b"something"), Error::NotACase(_)));
    assert!(matches!(damage("case.db", &[7; 40_000]), Error::Damaged));
    std::fs::rename(path.join("case.db"), path.join("away")).expect("moved");
    assert!(
        matches!(unlock(&path, "correct horse"), Err(Error::Damaged)),
        "an empty database is not made in its place"
    );
    std::fs::rename(path.join("away"), path.join("case.db")).expect("moved back");
    std::fs::write(path.join("case.db"), b"").expect("emptied");
    assert!(
        matches!(unlock(&path, "correct horse"), Err(Error::Damaged)),
        "nor an emptied one filled"
    );
}

#[test]
fn settings_belong_to_the_case() {
    let case = case();
    case.set_setting("regions", Some("GB")).expect("set");
    case.set_setting("order", Some("dmy")).expect("set");
    case.set_setting("order", None).expect("removed");
    assert_eq!(
        case.settings().expect("settings"),
        Settings::from([("regions".into(), "GB".into())])
    );
    assert_eq!(
        case.log_entries(Page::first(1)).expect("log").rows[0].event,
        LogEvent::SettingChanged
    );
}

#[test]
fn debug_says_nothing_of_content() {
    let case = case();
    import(&case, &chat("chat.txt", 0..10));
    let reader = case.reader().expect("a reader");
    let id = reader
        .conversations(ConversationOrder::Latest, Page::first(1))
        .expect("conversations")
        .rows
        .remove(0);
    let said = format!("{id:?} {:?}", reader.messages(id.id, 0, 10).expect("messages"));
    for word in ["Garden", "tomatoes", "Ann"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}
