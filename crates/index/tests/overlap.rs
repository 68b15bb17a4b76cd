//! Exports that overlap, in any order, in pieces, again and forgotten: the same content gives the same case.

mod support;

use std::collections::BTreeSet;
use support::*;
use teltale_index::*;
use teltale_model::{ConversationKind, Event, Message, Role, UnreadKind};

fn digest_of(exports: &[&Export]) -> [u8; 32] {
    let case = case();
    for export in exports {
        import(&case, export);
    }
    case.digest().expect("digest")
}

fn texts(case: &Case) -> Vec<String> {
    let reader = case.reader().expect("a reader");
    let id = reader
        .conversations(ConversationOrder::Messages, Page::first(1))
        .expect("conversations")
        .rows[0]
        .id;
    let messages = reader.messages(id, 0, 100_000).expect("messages");
    messages
        .iter()
        .map(|message| message.parts[0].text.masked())
        .collect()
}

fn total(case: &Case) -> Totals {
    case.reader().expect("a reader").totals().expect("totals")
}

#[test]
fn the_order_of_import_cannot_be_seen() {
    let (one, two, three) = (
        chat("january.txt", 0..300),
        chat("february.txt", 150..500),
        chat("march.txt", 420..600),
    );
    let talk = transcript("conversations.json", 30);
    let expected = digest_of(&[&one, &two, &three, &talk]);
    for order in [
        [&talk, &three, &two, &one],
        [&two, &talk, &one, &three],
        [&three, &one, &talk, &two],
    ] {
        assert_eq!(digest_of(&order), expected);
    }
    assert_ne!(digest_of(&[&one, &two, &talk]), expected);
}

#[test]
fn a_newer_export_adds_what_is_new() {
    let case = case();
    import(&case, &chat("old.txt", 0..300));
    let before = total(&case);
    import(&case, &chat("new.txt", 0..350));
    let after = total(&case);
    assert_eq!((before.messages, after.messages), (300, 350));
    // The two sender records and the title are in both exports and count once.
    assert_eq!(after.mentions, 1 + 70);
    assert_eq!(after.conversations, 1);
    assert_eq!(texts(&case).len(), 350);
    let reader = case.reader().expect("a reader");
    let sources = reader.sources().expect("sources");
    assert_eq!(
        sources.iter().map(|source| source.mentions).sum::<u64>(),
        after.mentions
    );
}

#[test]
fn messages_of_two_exports_are_read_in_order_of_time() {
    // Each export lacks what the other has: every third message of the one, some of the other.
    let whole = chat("whole.txt", 0..400);
    let without = |path: &str, lacks: fn(usize) -> bool| {
        let events = whole
            .events
            .iter()
            .enumerate()
            .filter(|(index, _)| *index < 3 || !lacks(*index));
        Export::new(path, "WhatsApp", events.map(|(_, event)| event.clone()).collect())
    };
    let (one, two) = (
        without("one.txt", |index| index % 3 == 0),
        without("two.txt", |index| index % 51 == 7),
    );
    let (merged, reference) = (case(), case());
    import(&merged, &one);
    import(&merged, &two);
    import(&reference, &whole);
    let (mut merged_texts, expected) = (texts(&merged), texts(&reference));
    assert_eq!(merged_texts.len(), expected.len());
    // Two messages share a minute: within it the order of one export against the other is not known.
    for (merged, expected) in merged_texts.chunks_mut(2).zip(expected.chunks(2)) {
        let mut expected = expected.to_vec();
        merged.sort();
        expected.sort();
        assert_eq!(merged, expected);
    }
    let reader = merged.reader().expect("a reader");
    let id = reader
        .conversations(ConversationOrder::Latest, Page::first(1))
        .expect("conversations")
        .rows[0]
        .id;
    let all = reader.messages(id, 0, 1000).expect("messages");
    let mut paged = Vec::new();
    for from in (0..400).step_by(31) {
        paged.extend(reader.messages(id, from, 31).expect("a page"));
    }
    assert!(all == paged);
    for (place, message) in all.iter().enumerate() {
        assert_eq!(
            reader.record(message.id).expect("a record").position,
            Some(place as u64)
        );
    }
    let mentioned: Vec<u64> = all
        .iter()
        .filter(|message| !message.parts[0].text.spans.is_empty())
        .filter_map(|message| message.position)
        .collect();
    assert_eq!(reader.mentioned_at(id, 10_000).expect("places"), mentioned);
    let context = reader.context(all[200].id, 3).expect("context");
    assert!(context == all[197..204]);
}

#[test]
fn equal_messages_are_a_multiset() {
    let say = |path: &str, times: usize| {
        Export::new(
            path,
            "WhatsApp",
            (0..times)
                .map(|_| message("group", "Ann", 5, "+44 7700 900111"))
                .collect(),
        )
    };
    for (one, two) in [(2, 3), (3, 2), (1, 1)] {
        let case = case();
        import(&case, &say("one.txt", one));
        // Something of its own keeps the second file from being the same file.
        let mut second = say("two.txt", two);
        second.events.push(message("group", "Ben", 6, "and"));
        import(&case, &second);
        assert_eq!(total(&case).messages as usize, one.max(two) + 1);
        assert_eq!(total(&case).mentions as usize, one.max(two));
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let (case, export) = (case(), chat("chat.txt", 0..200));
    let Begin::Read { entry, .. } = import(&case, &export) else {
        panic!("it is read")
    };
    let before = total(&case);
    assert_eq!(import(&case, &export), Begin::Unchanged(entry));
    // A copy elsewhere: told by its hash when it was read, or before.
    assert!(matches!(
        import_as(&case, "/mirror/chat.txt", &export),
        Begin::Read { .. }
    ));
    let mut writer = case.writer().expect("a writer");
    let third = source(&mut writer, "/third/chat.txt");
    let begun = writer.begin_entry(&NewEntry {
        source: third,
        path: Words {
            text: "chat.txt",
            matches: &[],
        },
        size: 1,
        read_by: &export.read_by(),
        stamp: Stamp {
            size: 3,
            ..Stamp::default()
        },
        hash: Some(export.hash()),
    });
    assert_eq!(begun.expect("begun"), Begin::SameAs(entry));
    writer.commit().expect("committed");
    drop(writer);
    let after = total(&case);
    assert_eq!(
        (after.messages, after.mentions, after.numbers),
        (before.messages, before.mentions, before.numbers)
    );
    assert_eq!((after.sources, after.entries), (3, 3));
    let reader = case.reader().expect("a reader");
    for source in &reader.sources().expect("sources")[1..] {
        let entries = reader.entries(source.id, Page::first(5)).expect("entries").rows;
        assert_eq!(entries[0].state, EntryState::SameAs(entry));
    }
}

#[test]
fn of_two_copies_the_first_by_its_path_is_kept() {
    let export = chat("chat.txt", 0..200);
    let orders = [
        ["/copies/chat.txt", "/mirror/chat.txt"],
        ["/mirror/chat.txt", "/copies/chat.txt"],
    ];
    for paths in orders {
        let case = case();
        for path in paths {
            assert!(matches!(import_as(&case, path, &export), Begin::Read { .. }));
        }
        let reader = case.reader().expect("a reader");
        let mut read = Vec::new();
        for source in reader.sources().expect("sources") {
            let entries = reader.entries(source.id, Page::first(5)).expect("entries").rows;
            read.push((
                source.path.masked,
                entries[0].state == EntryState::Read,
                entries[0].mentions,
            ));
        }
        read.sort();
        assert_eq!(read[0].0, "/copies/chat.txt");
        assert!(read[0].1 && !read[1].1, "{paths:?}");
        assert!(read[0].2 > 0 && read[1].2 == 0, "{paths:?}");
        assert_eq!(total(&case).mentions, read[0].2);
    }
}

#[test]
fn an_interrupted_reading_goes_on() {
    let exports = [chat("chat.txt", 0..300), transcript("conversations.json", 40)];
    let expected = digest_of(&[&exports[0], &exports[1]]);
    let case = case();
    for export in &exports {
        let mut done = 0;
        loop {
            let mut writer = case.writer().expect("a writer");
            let source = source(&mut writer, &format!("/exports/{}", export.path));
            let Begin::Read { entry, events_done } = begin(&mut writer, source, export, &export.read_by())
            else {
                panic!("it is not read to its end")
            };
            assert_eq!(events_done, done, "what was committed, and nothing else");
            // Given from the first event on: what is stored is passed over.
            for (ordinal, event) in export.events.iter().enumerate().take(done as usize + 57) {
                put(&mut writer, entry, ordinal, event);
            }
            if done as usize + 57 >= export.events.len() {
                finish(&mut writer, entry, export);
                writer.commit().expect("committed");
                break;
            }
            done = (done + 57).min(export.events.len() as u64);
            writer.leave_entry(entry).expect("left");
        }
    }
    assert_eq!(case.digest().expect("digest"), expected);
}

#[test]
fn two_entries_of_one_conversation_may_be_read_at_once() {
    let (one, two) = (chat("one.txt", 0..300), chat("two.txt", 200..450));
    let expected = digest_of(&[&one, &two]);
    let case = case();
    let mut writer = case.writer().expect("a writer");
    let mut open = Vec::new();
    for export in [&one, &two] {
        let source = source(&mut writer, &format!("/exports/{}", export.path));
        let Begin::Read { entry, .. } = begin(&mut writer, source, export, &export.read_by()) else {
            panic!("new")
        };
        open.push((entry, export));
    }
    for ordinal in 0..400 {
        for (entry, export) in &open {
            if let Some(event) = export.events.get(ordinal) {
                put(&mut writer, *entry, ordinal, event);
            }
        }
        if ordinal % 90 == 0 {
            writer.commit().expect("committed");
        }
    }
    for (entry, export) in open.iter().rev() {
        finish(&mut writer, *entry, export);
    }
    writer.commit().expect("committed");
    drop(writer);
    assert_eq!(case.digest().expect("digest"), expected);
}

#[test]
fn what_only_a_source_held_is_forgotten_and_the_rest_stays() {
    let (one, two, talk) = (
        chat("one.txt", 0..300),
        chat("two.txt", 150..500),
        transcript("c.json", 20),
    );
    let case = case();
    for export in [&one, &two, &talk] {
        import(&case, export);
    }
    let sources = case.reader().expect("a reader").sources().expect("sources");
    let receipt = case
        .writer()
        .expect("a writer")
        .forget_source(sources[0].id)
        .expect("forgotten");
    assert_eq!(case.digest().expect("digest"), digest_of(&[&two, &talk]));
    assert_eq!((receipt.entries, receipt.records), (1, 150));
    assert_eq!(
        receipt.kept_records, 153,
        "150 messages, a title, two participants"
    );
    assert_eq!(receipt.mentions, 30);
    let receipt = case
        .writer()
        .expect("a writer")
        .forget_source(sources[1].id)
        .expect("forgotten");
    assert_eq!((receipt.conversations, receipt.kept_records), (1, 0));
    assert_eq!(case.digest().expect("digest"), digest_of(&[&talk]));
    case.writer()
        .expect("a writer")
        .forget_source(sources[2].id)
        .expect("forgotten");
    assert_eq!(case.digest().expect("digest"), digest_of(&[]));
    assert!(matches!(
        case.writer().expect("a writer").forget_source(sources[2].id),
        Err(Error::NotFound(_))
    ));
}

#[test]
fn a_copy_takes_over_when_the_first_is_forgotten() {
    let export = chat("chat.txt", 0..200);
    let (case, other) = (case(), case_with(&[("/copies/chat.txt", &export)]));
    import(&case, &export);
    import_as(&case, "/copies/chat.txt", &export);
    let first = case.reader().expect("a reader").sources().expect("sources")[0].id;
    let receipt = case
        .writer()
        .expect("a writer")
        .forget_source(first)
        .expect("forgotten");
    assert_eq!((receipt.records, receipt.mentions), (0, 0));
    assert_eq!(case.digest().expect("digest"), other.digest().expect("digest"));
}

fn case_with(exports: &[(&str, &Export)]) -> Temporary {
    let case = case();
    for (place, export) in exports {
        import_as(&case, place, export);
    }
    case
}

#[test]
fn a_stale_entry_is_replaced_and_a_changed_one_joined() {
    let (old, new) = (chat("chat.txt", 0..200), chat("chat.txt", 50..260));
    let case = case();
    import(&case, &old);
    let before = case.digest().expect("digest");
    // Read again by a newer detector that finds the same: the old reading gives way.
    let mut writer = case.writer().expect("a writer");
    let source = source(&mut writer, "/exports/chat.txt");
    let newer = ReadBy {
        detector: 2,
        ..old.read_by()
    };
    let Begin::Read {
        entry,
        events_done: 0,
    } = begin(&mut writer, source, &old, &newer)
    else {
        panic!("stale")
    };
    for (ordinal, event) in old.events.iter().enumerate() {
        put(&mut writer, entry, ordinal, event);
        assert_eq!(
            total(&case).messages,
            200,
            "what is being read again does not count twice"
        );
        if ordinal == 100 {
            writer.commit().expect("committed");
        }
    }
    finish(&mut writer, entry, &old);
    writer.commit().expect("committed");
    drop(writer);
    assert_eq!((total(&case).messages, total(&case).entries), (200, 1));
    assert_ne!(
        case.digest().expect("digest"),
        before,
        "the detector's version is a fact"
    );

    // Another content at the same path: joined, and what it no longer has stays.
    import_as(&case, "/exports/chat.txt", &new);
    assert_eq!(total(&case).messages, 260);
    let reader = case.reader().expect("a reader");
    let entries = reader.entries(source, Page::first(5)).expect("entries").rows;
    assert_eq!(
        entries
            .iter()
            .filter(|entry| entry.state == EntryState::Earlier)
            .count(),
        1
    );
    drop(reader);
    let receipt = case
        .writer()
        .expect("a writer")
        .forget_source(source)
        .expect("forgotten");
    assert_eq!(receipt.records, 260 + 3);
    assert_eq!(case.digest().expect("digest"), digest_of(&[]));
}

#[test]
fn documents_of_different_files_are_not_joined() {
    let lines = |path: &str| {
        let events = (0..5).map(|line| {
            Event::Message(Message {
                parts: body(&format!("line {line} +44 7700 900120")),
                ..Message::default()
            })
        });
        Export::new(path, "", events.collect())
    };
    let case = case();
    import(&case, &lines("notes.txt"));
    let mut other = lines("other.txt");
    other.events.push(problem(5));
    import(&case, &other);
    assert_eq!(
        (
            total(&case).conversations,
            total(&case).messages,
            total(&case).mentions
        ),
        (2, 10, 10)
    );
}

#[test]
fn facts_of_a_conversation_come_from_the_newest_export() {
    let named = |path: &str, title: &str, minute: i64, name: &str| {
        let events = vec![
            conversation("c", title, ConversationKind::Group),
            participant("c", "+44 7700 900102", name, false),
            message("c", "+44 7700 900102", minute, "hello"),
        ];
        Export::new(path, "WhatsApp", events)
    };
    let (old, new) = (
        named("old.txt", "Old title", 1, "Ann"),
        named("new.txt", "New title", 9, "Ann Gray"),
    );
    for order in [[&old, &new], [&new, &old]] {
        let case = case();
        order.iter().for_each(|export| {
            import(&case, export);
        });
        let reader = case.reader().expect("a reader");
        let row = reader
            .conversations(ConversationOrder::Latest, Page::first(1))
            .expect("conversations")
            .rows
            .remove(0);
        assert_eq!(
            (
                row.title.masked.as_str(),
                row.entries,
                row.messages,
                row.participants
            ),
            ("New title", 2, 2, 1)
        );
        let member = reader.participants(row.id).expect("participants").remove(0);
        assert_eq!((member.name.masked.as_str(), member.messages), ("Ann Gray", 2));
        let number = reader
            .number(member.number.expect("their number"))
            .expect("a number");
        let names: Vec<_> = number
            .named_as
            .iter()
            .map(|named| named.name.masked.as_str())
            .collect();
        assert_eq!(names.len(), 2, "every name is a claim");
    }
}

#[test]
fn events_out_of_order_are_refused_and_change_nothing() {
    let (case, export) = (case(), chat("chat.txt", 0..20));
    let mut writer = case.writer().expect("a writer");
    assert!(matches!(case.writer().map(|_| ()), Err(Error::WriterBusy)));
    let source = source(&mut writer, "/exports/chat.txt");
    let Begin::Read { entry, .. } = begin(&mut writer, source, &export, &export.read_by()) else {
        panic!("new")
    };
    assert!(matches!(
        writer.put(entry, 1, &export.events[1], &[]),
        Err(Error::OutOfOrder(_))
    ));
    assert!(matches!(
        writer.put(EntryId(99), 0, &export.events[0], &[]),
        Err(Error::OutOfOrder(_))
    ));
    let mut found = find("+44 7700 900101 +44 7700 900102");
    for matches in [vec![(9, found.clone())], vec![(0, found.clone())], {
        found.reverse();
        vec![(0, found.clone())]
    }] {
        assert!(matches!(
            writer.put(entry, 0, &message("c", "Ann", 0, "ümläut"), &matches),
            Err(Error::OutOfOrder(_))
        ));
    }
    for (ordinal, event) in export.events.iter().enumerate() {
        put(&mut writer, entry, ordinal, event);
    }
    finish(&mut writer, entry, &export);
    assert!(matches!(writer.leave_entry(entry), Err(Error::OutOfOrder(_))));
    writer.commit().expect("committed");
    drop(writer);
    assert_eq!(case.digest().expect("digest"), digest_of(&[&export]));
}

#[test]
fn many_conversations_in_order_of_time_are_kept_apart() {
    let events: Vec<_> = (0..3000)
        .map(|minute| {
            keyed(
                &format!("c{}", minute % 150),
                &minute.to_string(),
                "Ann",
                Role::Person,
                minute,
                &format!("+1 202 555 01{:02}", minute % 100),
            )
        })
        .collect();
    let export = Export::new("sms.xml", "SMS", events);
    let case = case();
    import(&case, &export);
    let reader = case.reader().expect("a reader");
    for row in reader
        .conversations(ConversationOrder::Mentions, Page::first(200))
        .expect("conversations")
        .rows
    {
        assert_eq!((row.messages, row.mentions), (20, 20));
        let messages = reader.messages(row.id, 0, 100).expect("messages");
        assert!(messages.is_sorted_by_key(|message| message.sent_at));
        assert_eq!(messages.len(), 20);
        assert!(
            messages
                .iter()
                .all(|message| message.key.is_some() && message.position.is_some())
        );
    }
    assert_eq!(total(&case).messages, 3000);
    assert_eq!(case.digest().expect("digest"), digest_of(&[&export]));
}

#[test]
fn unread_things_are_counted_once() {
    let one = Export::new(
        "one.txt",
        "WhatsApp",
        vec![with_attachment("group", 1), with_attachment("group", 2)],
    );
    let two = Export::new(
        "two.txt",
        "WhatsApp",
        vec![with_attachment("group", 1), with_attachment("group", 3)],
    );
    let case = case();
    import(&case, &one);
    import(&case, &two);
    let reader = case.reader().expect("a reader");
    let row = reader
        .conversations(ConversationOrder::Latest, Page::first(1))
        .expect("conversations")
        .rows
        .remove(0);
    assert_eq!((row.messages, row.unread), (3, 2), "at least");
    let messages = reader.messages(row.id, 0, 10).expect("messages");
    assert!(
        messages
            .iter()
            .all(|message| message.unread[0].kind == UnreadKind::ContactCard)
    );
}

/// Every number's counts of sources and conversations are those of its mentions.
fn check_spread(case: &Case, step: &str) {
    let reader = case.reader().expect("a reader");
    let numbers = reader
        .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(1000))
        .expect("numbers");
    for number in numbers.rows {
        let of_it = MentionFilter {
            number: Some(number.id),
            ..MentionFilter::default()
        };
        let mentions = reader
            .mentions(&of_it, MentionOrder::Content, Page::first(10_000))
            .expect("mentions");
        let sources: BTreeSet<_> = mentions.rows.iter().map(|mention| mention.source).collect();
        let conversations: BTreeSet<_> = mentions
            .rows
            .iter()
            .filter_map(|mention| mention.conversation)
            .collect();
        assert_eq!(
            (number.sources, number.conversations),
            (sources.len() as u64, conversations.len() as u64),
            "{step}: {}",
            number.masked
        );
    }
}

#[test]
fn where_a_number_stands_is_counted_as_it_comes_and_goes() {
    let case = case();
    let chats = [
        chat("january.txt", 0..300),
        chat("february.txt", 150..500),
        transcript("conversations.json", 30),
    ];
    for export in &chats {
        import(&case, export);
        check_spread(&case, &export.path);
        // From a second place: another source with the same bytes.
        import_as(&case, "copies", export);
        check_spread(&case, &export.path);
    }
    // Two files of one folder, of two conversations, in batches of one event each.
    let mut writer = case.writer().expect("a writer");
    let folder = source(&mut writer, "folder");
    for name in ["Ann", "Ben"] {
        let said = message(name, name, 1, "the office is +44 7700 900203");
        let export = Export::new(&format!("{name}.txt"), "WhatsApp", vec![said.clone(), said]);
        let Begin::Read { entry, .. } = begin(&mut writer, folder, &export, &export.read_by()) else {
            panic!("it is new");
        };
        for (ordinal, event) in export.events.iter().enumerate() {
            put(&mut writer, entry, ordinal, event);
            writer.commit().expect("committed");
        }
        finish(&mut writer, entry, &export);
        writer.commit().expect("committed");
    }
    check_spread(&case, "in small batches");
    writer.forget_source(folder).expect("forgotten");
    drop(writer);
    check_spread(&case, "forgotten");
}
