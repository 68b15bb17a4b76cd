//! Exports of one conversation, compared: what is new, gone, edited, or outside of what the newer one covers.

mod support;

use support::*;
use teltale_index::*;
use teltale_model::{Event, Role};

/// Compares the first export (older) with the second (newer): texts of what was added, gone, outside and edited,
/// and how many are the same.
fn compared(older: &Export, newer: &Export) -> String {
    let case = case();
    for export in [older, newer] {
        import(&case, export);
    }
    let reader = case.reader().expect("a reader");
    let holdings = reader.holdings().expect("holdings");
    let (conversation, held) = holdings.iter().next().expect("a conversation");
    let (older, newer): (Vec<Holding>, Vec<Holding>) =
        held.iter().partition(|holding| holding.entry == EntryId(1));
    let found = reader.compare(*conversation, &newer, &older).expect("compared");
    let said = |record: &RecordId| {
        let record = reader.record(*record).expect("a record");
        record.parts[0].text.masked()
    };
    let all = |records: &[RecordId]| records.iter().map(said).collect::<Vec<_>>().join(", ");
    let edited: Vec<String> = found
        .edited
        .iter()
        .map(|(before, after)| format!("{} > {}", said(before), said(after)))
        .collect();
    format!(
        "added [{}] gone [{}] outside [{}] edited [{}] same {}",
        all(&found.added),
        all(&found.gone),
        all(&found.outside),
        edited.join(", "),
        found.same
    )
}

fn export(path: &str, said: &[(&str, i64, &str)]) -> Export {
    let events = said
        .iter()
        .map(|(author, minute, text)| message("group", author, *minute, text));
    Export::new(path, "WhatsApp", events.collect())
}

fn keyed_export(path: &str, said: &[(&str, i64, &str)]) -> Export {
    let events = said
        .iter()
        .map(|(id, minute, text)| keyed("group", id, "Ann", Role::Person, *minute, text));
    Export::new(path, "Telegram", events.collect::<Vec<Event<'static>>>())
}

#[test]
fn new_gone_and_the_same() {
    let older = export(
        "old.txt",
        &[("Ann", 1, "one"), ("Ben", 2, "two"), ("Ann", 3, "three")],
    );
    let newer = export(
        "new.txt",
        &[("Ann", 1, "one"), ("Ann", 3, "three"), ("Ben", 4, "four")],
    );
    assert_eq!(
        compared(&older, &newer),
        "added [four] gone [two] outside [] edited [] same 2"
    );
}

#[test]
fn an_export_that_begins_later_is_not_taken_for_a_deletion() {
    let older = export(
        "old.txt",
        &[("Ann", 1, "one"), ("Ben", 2, "two"), ("Ann", 3, "three")],
    );
    let newer = export("new.txt", &[("Ann", 3, "three"), ("Ben", 4, "four")]);
    assert_eq!(
        compared(&older, &newer),
        "added [four] gone [] outside [one, two] edited [] same 1"
    );
}

#[test]
fn a_message_without_an_id_is_edited_where_its_author_and_time_leave_no_doubt() {
    let older = export(
        "old.txt",
        &[
            ("Ann", 1, "one"),
            ("Ann", 2, "two"),
            ("Ann", 2, "too"),
            ("Ben", 3, "end"),
        ],
    );
    let newer = export(
        "new.txt",
        &[
            ("Ann", 1, "one!"),
            ("Ann", 2, "a"),
            ("Ann", 2, "b"),
            ("Ben", 3, "end"),
        ],
    );
    assert_eq!(
        compared(&older, &newer),
        "added [a, b] gone [two, too] outside [] edited [one > one!] same 1"
    );
}

#[test]
fn a_message_with_an_id_is_edited_whenever_it_says_something_else() {
    let older = keyed_export("old.json", &[("7", 1, "one"), ("8", 2, "two"), ("9", 3, "three")]);
    let newer = keyed_export(
        "new.json",
        &[("7", 1, "one"), ("8", 2, "two, corrected"), ("10", 4, "four")],
    );
    assert_eq!(
        compared(&older, &newer),
        "added [four] gone [three] outside [] edited [two > two, corrected] same 1"
    );
}

#[test]
fn equal_messages_are_counted_not_merged() {
    let older = export(
        "old.txt",
        &[("Ann", 1, "ok"), ("Ann", 1, "ok"), ("Ben", 5, "end")],
    );
    let newer = export(
        "new.txt",
        &[
            ("Ann", 1, "ok"),
            ("Ann", 1, "ok"),
            ("Ann", 1, "ok"),
            ("Ben", 5, "end"),
        ],
    );
    assert_eq!(
        compared(&older, &newer),
        "added [ok] gone [] outside [] edited [] same 3"
    );
}
