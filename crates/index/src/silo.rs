//! The promise of the silo, tested: with the database key but without the number key no planted number can be found.

#[path = "../tests/support/mod.rs"]
mod support;

use crate::block;
use crate::open::Use;
use crate::{Purpose, Subject};
use rusqlite::types::ValueRef;
use support::*;

/// The columns that only the number key opens, as `sql/schema.sql` lists them.
const SILO: [&str; 11] = [
    "source.path_sealed",
    "entry.path_sealed",
    "conversation.title_sealed",
    "conversation_in.title_sealed",
    "participant.name_sealed",
    "participant_in.name_sealed",
    "named.name_sealed",
    "block.names_sealed",
    "number.digits_sealed",
    "spelling.raw_sealed",
    "note.text_sealed",
];

/// Digits of a text, whatever stands between them, where enough of them are near each other.
fn digits(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter(char::is_ascii_digit)
        .collect()
}

#[test]
fn the_content_store_holds_no_number() {
    let case = case();
    let mut chat = chat("WhatsApp Chat with +44 7700 900101.txt", 0..400);
    chat.events.push(with_attachment("group", 500));
    import(&case, &chat);
    import(&case, &transcript("conversations.json", 60));
    let cards = vec![
        contact("1", "Ann +44 7700 900211", "+44 7700 900211"),
        contact("2", "Work", "+1 202 555 0101"),
    ];
    import(&case, &Export::new("contacts.vcf", "vCard", cards));
    let titled = vec![
        conversation(
            "t",
            "Ann, +44 7700 900188",
            teltale_model::ConversationKind::Direct,
        ),
        message("t", "+44 7700 900188", 5, "+44 7700 900188"),
    ];
    import(&case, &Export::new("titled.txt", "WhatsApp", titled));
    let reader = case.reader().expect("a reader");
    let number = reader
        .numbers(&Default::default(), Default::default(), crate::Page::first(1))
        .expect("numbers")
        .rows[0]
        .id;
    case.note(Subject::Number(number), "ring +44 7700 900177")
        .expect("noted");
    case.reveal_numbers(&[number], Purpose::Output("+44 7700 900101"))
        .expect("revealed");

    // Seven digits of a planted number are enough to find it.
    let planted: Vec<String> = ["7700900", "2025550"].map(str::to_owned).to_vec();
    let db = case
        .inner
        .connect(Use::Read)
        .expect("a connection with the database key");
    let mut tables = db
        .prepare("select name from sqlite_schema where type = 'table'")
        .expect("SQL");
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .expect("tables")
        .map(|name| name.expect("a name"))
        .collect();
    let (mut cells, mut sealed) = (0, 0);
    for table in &tables {
        let mut select = db.prepare(&format!("select * from {table}")).expect("SQL");
        let names: Vec<String> = select
            .column_names()
            .map(|column| format!("{table}.{column}"))
            .collect();
        let mut rows = select.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for (index, name) in names.iter().enumerate() {
                cells += 1;
                if SILO.contains(&name.as_str()) {
                    sealed += usize::from(row.get_ref(index).expect("a value") != ValueRef::Null);
                    continue;
                }
                let content = match row.get_ref(index).expect("a value") {
                    ValueRef::Null | ValueRef::Real(_) => continue,
                    ValueRef::Integer(value) => value.to_string().into_bytes(),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
                };
                for needle in &planted {
                    assert!(
                        !digits(&content).contains(needle),
                        "{name} holds digits of a number"
                    );
                }
            }
        }
    }
    let mut select = db
        .prepare("select columns, texts, text_size from block")
        .expect("SQL");
    let mut rows = select.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let texts = block::texts(
            &row.get::<_, Vec<u8>>(1).expect("texts"),
            row.get::<_, i64>(2).expect("size") as usize,
        );
        let columns = block::unpacked(&row.get::<_, Vec<u8>>(0).expect("columns")).expect("unpacks");
        for needle in &planted {
            assert!(
                !digits(texts.as_ref().expect("unpacks").as_bytes()).contains(needle),
                "a text holds digits"
            );
            assert!(
                !String::from_utf8_lossy(&columns).contains(needle),
                "a column holds digits"
            );
        }
    }
    assert!(
        cells > 5_000 && sealed > 100,
        "{cells} cells, {sealed} of them sealed"
    );
}

#[test]
fn look_ups_are_keyed_per_case() {
    let (one, two) = (case(), case());
    for case in [&one, &two] {
        import(
            case,
            &Export::new(
                "a.txt",
                "WhatsApp",
                vec![message("c", "Ann", 1, "+44 7700 900101")],
            ),
        );
    }
    let lookup = |case: &crate::Case| -> Vec<u8> {
        let db = case.inner.connect(Use::Read).expect("a connection");
        db.query_row("select lookup from number", [], |row| row.get(0))
            .expect("a number")
    };
    assert_ne!(lookup(&one), lookup(&two));
}
