//! Questions of screens use an index: what grows with the case is never gone through from end to end.

use super::mentions::{facts_sql, mention_sql, of_numbers};
use super::numbers::{AFTER, number_sql};
use super::sources::{ENTRY, WITH_HASH};
use crate::{
    ConversationId, MentionFilter, MentionOrder, NumberFilter, NumberId, NumberOrder, Page, Setting, SourceId,
};
use rusqlite::{Connection, types::Null};
use teltale_model::{Certainty, Role};

/// Tables that grow with the case.
const LARGE: [&str; 9] = [
    "mention",
    "block",
    "facet",
    "number",
    "spelling",
    "conversation",
    "participant",
    "problem",
    "signature",
];

fn database() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = crate::keys::Secret::random();
    let connection = crate::open::make(&folder.path().join("case.db"), &key).expect("made");
    (folder, connection)
}

/// The plan of a statement, a line a step.
fn plan(db: &Connection, sql: &str) -> Vec<String> {
    let mut explain = db.prepare(&format!("explain query plan {sql}")).expect("SQL");
    for parameter in 1..=explain.parameter_count() {
        explain.raw_bind_parameter(parameter, Null).expect("bound");
    }
    let mut rows = explain.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        steps.push(row.get::<_, String>(3).expect("a step"));
    }
    steps
}

/// Asserts that no large table is scanned but along an index that gives the order asked for.
#[track_caller]
fn check(db: &Connection, name: &str, sql: &str, expected: &str) {
    let steps = plan(db, sql);
    for step in &steps {
        let scanned = step
            .strip_prefix("SCAN ")
            .and_then(|rest| rest.split(' ').next())
            .unwrap_or("");
        let along = step.contains("USING INDEX") || step.contains("USING COVERING INDEX");
        assert!(along || !LARGE.contains(&scanned), "{name}: {steps:#?}");
    }
    assert!(
        steps.iter().any(|step| step.contains(expected)),
        "{name} does not use {expected}: {steps:#?}"
    );
}

#[test]
fn lists_use_their_indices() {
    let (_folder, db) = database();
    let page = Page::first(50);
    for (order, index) in [
        (NumberOrder::Mentions, "number_by_mentions"),
        (NumberOrder::Latest, "number_by_latest"),
        (NumberOrder::Earliest, "number_by_earliest"),
        (NumberOrder::Owner, "number_by_owner"),
    ] {
        let settings = vec![Setting {
            roles: vec![Role::Assistant],
            by_owner: Some(false),
            ..Setting::default()
        }];
        for filter in [
            NumberFilter::default(),
            NumberFilter {
                settings,
                certainty: Some(Certainty::Likely),
                ..NumberFilter::default()
            },
        ] {
            let sql = number_sql(&filter.conditions(), order, page);
            check(&db, "numbers", &sql, index);
            assert!(
                !plan(&db, &sql).iter().any(|step| step.contains("ORDER BY")),
                "{order:?} needs no sorting"
            );
        }
    }
    let of_number = MentionFilter {
        number: Some(NumberId(1)),
        ..MentionFilter::default()
    };
    let of_conversation = MentionFilter {
        conversation: Some(ConversationId(1)),
        ..MentionFilter::default()
    };
    let of_source = MentionFilter {
        source: Some(SourceId(1)),
        ..MentionFilter::default()
    };
    for (filter, order, index) in [
        (&MentionFilter::default(), MentionOrder::Latest, "mention_latest"),
        (
            &MentionFilter::default(),
            MentionOrder::Earliest,
            "mention_earliest",
        ),
        (&of_number, MentionOrder::Latest, "mention_of_number"),
        (&of_number, MentionOrder::Earliest, "mention_of_number"),
        (&of_conversation, MentionOrder::Latest, "mention_in_conversation"),
        (&of_source, MentionOrder::Latest, "mention_latest"),
    ] {
        check(
            &db,
            "mentions",
            &mention_sql(&filter.conditions(), order, page),
            index,
        );
    }
}

#[test]
fn going_through_all_numbers_uses_indices() {
    let (_folder, db) = database();
    let several = of_numbers(&[NumberId(1), NumberId(2)]);
    check(
        &db,
        "mentions of numbers",
        &facts_sql(&several, MentionOrder::Content),
        "mention_of_number",
    );
    let of_conversation = MentionFilter {
        conversation: Some(ConversationId(1)),
        ..MentionFilter::default()
    };
    let sql = facts_sql(&of_conversation.conditions(), MentionOrder::Record);
    check(&db, "mentions of a conversation", &sql, "mention_in_conversation");
    assert!(
        !plan(&db, &sql).iter().any(|step| step.contains("ORDER BY")),
        "they stand in the order of their records"
    );
    check(&db, "numbers after one", AFTER, "INTEGER PRIMARY KEY");
}

#[test]
fn questions_use_their_indices() {
    let (_folder, db) = database();
    let with_hash = format!("{ENTRY} where {WITH_HASH}");
    check(&db, "entries with a hash", &with_hash, "entry_by_hash");
    for (name, sql, index) in [
        ("block", include_str!("block.sql"), "INTEGER PRIMARY KEY"),
        (
            "participants",
            concat!(include_str!("participant.sql"), " where conversation = ?1"),
            "participant_number",
        ),
        (
            "their names",
            concat!(include_str!("participant.sql"), " where conversation = ?1"),
            "participant_name",
        ),
        ("stretch", include_str!("stretch.sql"), "block_in_conversation"),
        ("outlines", include_str!("outlines.sql"), "block_in_conversation"),
        ("spans", include_str!("spans.sql"), "mention_in_block"),
        ("wording", include_str!("wording.sql"), "block_in_entry"),
        (
            "mentioned at",
            include_str!("mentioned_at.sql"),
            "mention_in_conversation",
        ),
        ("facts", include_str!("fact_blocks.sql"), "block_in_conversation"),
        (
            "looked through",
            include_str!("looked_through.sql"),
            "block_in_entry",
        ),
        (
            "conversations of a number",
            include_str!("conversations_of.sql"),
            "PRIMARY KEY (number=?)",
        ),
        (
            "participants",
            concat!(include_str!("participant.sql"), " where conversation = ?1"),
            "(conversation=?)",
        ),
        (
            "participant",
            concat!(include_str!("participant.sql"), " where id = ?1"),
            "INTEGER PRIMARY KEY",
        ),
        (
            "number times",
            include_str!("../writer/number_times.sql"),
            "mention_of_number",
        ),
        (
            "number spread",
            include_str!("../writer/number_spread.sql"),
            "PRIMARY KEY (number=?)",
        ),
        (
            "stored entries",
            include_str!("../writer/stored_entries.sql"),
            "entry_by_path",
        ),
        ("twin", include_str!("../writer/twin.sql"), "entry_by_hash"),
        (
            "others of a path",
            include_str!("../writer/others_of_path.sql"),
            "entry_by_path",
        ),
        (
            "ranked",
            include_str!("../writer/ranked.sql"),
            "PRIMARY KEY (conversation=?)",
        ),
        (
            "merged",
            include_str!("../writer/participant_merged.sql"),
            "PRIMARY KEY (participant=?)",
        ),
    ] {
        check(&db, name, sql, index);
    }
}
