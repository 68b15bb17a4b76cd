//! What is put in comes out: lists, pages, counts, search, reveal.

mod support;

use support::*;
use teltale_index::*;
use teltale_model::{Certainty, Class, ConversationKind, E164, Place, RecordKind, Region, Role, UnreadKind};

fn mixed() -> Temporary {
    let temporary = case();
    let mut chat = chat("WhatsApp Chat with +44 7700 900101.txt", 0..400);
    chat.events.push(with_attachment("group", 500));
    import(&temporary, &chat);
    import(&temporary, &transcript("conversations.json", 40));
    let contacts = vec![
        contact("1", "Ann Gray", "+44 7700 900203"),
        contact("2", "Work", "+1 202 555 0101"),
    ];
    import(&temporary, &Export::new("contacts.vcf", "vCard", contacts));
    temporary
}

#[test]
fn totals_sum_up_what_was_read() {
    let case = mixed();
    let totals = case.reader().expect("a reader").totals().expect("totals");
    assert_eq!((totals.sources, totals.entries, totals.reading), (3, 3, 0));
    assert_eq!((totals.conversations, totals.messages), (4, 401 + 120));
    assert_eq!((totals.unread, totals.problems), (1, 1));
    assert_eq!(totals.ledger.0[&RecordKind::Message].seen, 401 + 121);
    assert!(totals.ledger.sums());
    // One author, 40 + 40 in the chat, one account, 24 in the transcripts, two cards.
    assert_eq!(totals.mentions, 1 + 80 + 1 + 24 + 2);
    assert!(totals.open_numbers > 0);
}

#[test]
fn numbers_are_listed_filtered_and_counted() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let all = reader
        .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(1000))
        .expect("numbers");
    assert_eq!(all.total, all.rows.len() as u64);
    assert_eq!(
        all.rows.iter().map(|row| row.mentions).sum::<u64>(),
        reader.totals().expect("totals").mentions
    );
    assert!(all.rows.is_sorted_by_key(|row| std::cmp::Reverse(row.mentions)));
    let american = NumberFilter {
        region: Region::new("US"),
        ..NumberFilter::default()
    };
    let american = reader
        .numbers(&american, NumberOrder::Latest, Page::first(5))
        .expect("numbers");
    assert!(
        american
            .rows
            .iter()
            .all(|row| row.masked.starts_with("+1 •••• ••••"))
    );
    assert_eq!(american.rows.len(), 5);
    let open = NumberFilter {
        open: Some(true),
        ..NumberFilter::default()
    };
    let open = reader
        .numbers(&open, NumberOrder::Earliest, Page::first(100))
        .expect("numbers")
        .rows;
    assert!(
        !open.is_empty()
            && open
                .iter()
                .all(|row| row.candidates.len() == 2 && row.region.is_none())
    );
    let by_assistant = Setting {
        roles: vec![Role::Assistant],
        ..Setting::default()
    };
    let said = NumberFilter {
        settings: vec![by_assistant],
        ..NumberFilter::default()
    };
    assert!(
        reader
            .numbers(&said, NumberOrder::Owner, Page::first(100))
            .expect("numbers")
            .total
            > 0
    );
    let sure = NumberFilter {
        certainty: Some(Certainty::Sure),
        class: Some(Class::Fiction),
        ..NumberFilter::default()
    };
    let sure = reader
        .numbers(&sure, NumberOrder::Mentions, Page { offset: 2, limit: 3 })
        .expect("numbers");
    assert_eq!(sure.rows.len(), 3);
    assert_eq!(sure.total + open.len() as u64, all.total);
}

#[test]
fn a_number_is_found_by_its_digits_and_by_its_ending() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let number = E164::new("+447700900203").expect("a number");
    let found = reader.find_number(&number).expect("found");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].masked, "+44 •••• ••••03");
    assert_eq!(found[0].sources, 2);
    assert_eq!(found[0].named_as[0].name.masked, "Ann Gray");
    let open = reader
        .find_number(&E164::new("+447700900307").expect("a number"))
        .expect("found");
    assert_eq!(open.len(), 1, "an open number that could be it");
    assert!(
        reader
            .find_number(&E164::new("+447700900999").expect("a number"))
            .expect("found")
            .is_empty()
    );
    let ending = reader.numbers_ending("0 203", Page::first(10)).expect("found");
    assert_eq!(ending.rows[0].id, found[0].id);
    assert_eq!(
        reader.numbers_ending("3", Page::first(10)).expect("found").total,
        0,
        "one digit is no ending"
    );
    case.lock_numbers();
    assert!(matches!(reader.find_number(&number), Err(Error::NumbersLocked)));
    assert!(matches!(
        reader.numbers_ending("203", Page::first(10)),
        Err(Error::NumbersLocked)
    ));
    assert!(
        reader
            .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(1))
            .is_ok()
    );
}

#[test]
fn mentions_lead_to_their_records_and_back() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let all = reader
        .mentions(&MentionFilter::default(), MentionOrder::Latest, Page::first(1000))
        .expect("mentions");
    assert_eq!(all.total, all.rows.len() as u64);
    for row in &all.rows {
        let record = reader.record(row.record).expect("its record");
        let part = &record.parts[row.part as usize];
        let span = part
            .text
            .spans
            .iter()
            .find(|span| span.mention == row.id)
            .expect("its span");
        assert_eq!((span.number, &span.masked), (row.number, &row.masked));
        assert!(part.text.text[span.at as usize..].starts_with('\u{fffc}'));
        assert_eq!(
            reader
                .mention_by_identity(row.identity)
                .expect("found")
                .map(|found| found.id),
            Some(row.id)
        );
        let revealed = case
            .reveal_records(&[row.record], Purpose::Show)
            .expect("revealed");
        let text = &revealed[0].parts[row.part as usize];
        let spelled: String = text
            .chars()
            .skip(row.start as usize)
            .take((row.end - row.start) as usize)
            .collect();
        assert_eq!(
            case.reveal_mentions(&[row.id], Purpose::Show).expect("revealed")[0].1,
            spelled
        );
        assert!(spelled.starts_with('+') || spelled.starts_with("07700"));
        // Parts of tests begin where their locator says and stand byte for byte.
        let locator = reader.locator(row).expect("the way back");
        let byte = text
            .char_indices()
            .nth(row.start as usize)
            .expect("a character")
            .0;
        assert_eq!(locator, part.at.narrowed(text.len(), byte, byte + spelled.len()));
    }
    let earliest = reader
        .mentions(
            &MentionFilter::default(),
            MentionOrder::Earliest,
            Page::first(1000),
        )
        .expect("mentions");
    let times: Vec<_> = earliest
        .rows
        .iter()
        .map(|row| row.sent_at.map_or(i64::MAX, |at| at.unix_ms))
        .collect();
    assert!(times.is_sorted());
}

#[test]
fn facets_sum_to_the_filtered_mentions() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let source = reader.sources().expect("sources")[0].id;
    let numbers = reader
        .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(3))
        .expect("numbers")
        .rows;
    let setting = |setting: Setting| MentionFilter {
        settings: vec![setting],
        ..MentionFilter::default()
    };
    let filters = [
        MentionFilter::default(),
        MentionFilter {
            number: Some(numbers[0].id),
            ..MentionFilter::default()
        },
        MentionFilter {
            source: Some(source),
            ..MentionFilter::default()
        },
        MentionFilter {
            service: Some("ChatGPT".into()),
            ..MentionFilter::default()
        },
        setting(Setting {
            by_owner: Some(true),
            ..Setting::default()
        }),
        setting(Setting {
            by_owner: Some(false),
            kinds: vec![ConversationKind::Group],
            ..Setting::default()
        }),
        setting(Setting {
            places: vec![Place::Author],
            record_types: vec![RecordType::Participant],
            ..Setting::default()
        }),
    ];
    let mut sums = Vec::new();
    for filter in &filters {
        let rows = reader
            .mentions(filter, MentionOrder::Latest, Page::first(1))
            .expect("mentions");
        let facets = reader.facets(filter).expect("facets");
        assert_eq!(
            facets.iter().map(|facet| facet.mentions).sum::<u64>(),
            rows.total,
            "{filter:?}"
        );
        assert!(rows.total > 0, "{filter:?}");
        sums.push(rows.total);
    }
    assert!(sums[4] < sums[0]);
    let none = MentionFilter {
        until: Some(START - 1),
        ..MentionFilter::default()
    };
    assert_eq!(
        reader
            .mentions(&none, MentionOrder::Latest, Page::first(1))
            .expect("mentions")
            .total,
        0
    );
}

#[test]
fn a_conversation_is_read_in_pages() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let list = reader
        .conversations(ConversationOrder::Messages, Page::first(10))
        .expect("conversations");
    assert_eq!(list.total, 4);
    let group = &list.rows[0];
    assert_eq!(
        (group.title.masked.as_str(), group.kind, group.messages),
        ("Garden group", ConversationKind::Group, 401)
    );
    assert_eq!(
        (group.unread, group.entries, group.service.as_str()),
        (1, 1, "WhatsApp")
    );
    let mut read = Vec::new();
    for from in (0..500).step_by(73) {
        read.extend(reader.messages(group.id, from, 73).expect("a page"));
    }
    assert_eq!(read.len(), 401);
    for (place, record) in read.iter().enumerate() {
        assert_eq!(record.position, Some(place as u64));
    }
    assert_eq!(
        read[4].parts[0].text.masked(),
        "The tomatoes in row 4 need water, 番茄 4"
    );
    assert_eq!(
        read[3].parts[0].text.masked(),
        "Call me on +44 •••• ••••03 about bed 3"
    );
    assert_eq!(
        (read[3].name.masked.as_str(), read[4].by_owner),
        ("+44 •••• ••••01", true)
    );
    assert_eq!(read[400].attachments[0].1, "card +•• •••• ••••55.vcf");
    assert_eq!(read[400].unread[0].kind, UnreadKind::ContactCard);
    let whole = case
        .reveal_records(&[read[400].id, read[3].id], Purpose::Show)
        .expect("revealed");
    assert_eq!(whole[0].attachments, ["card +44 7700 900155.vcf"]);
    assert_eq!(whole[1].name, "+44 7700 900101");
    let context = reader.context(read[3].id, 2).expect("context");
    assert_eq!(
        context.iter().map(|record| record.position).collect::<Vec<_>>(),
        (1..6).map(Some).collect::<Vec<_>>()
    );
    let places = reader.mentioned_at(group.id, 10_000).expect("places");
    let expected: Vec<u64> = read
        .iter()
        .filter(|record| !record.parts[0].text.spans.is_empty())
        .map(|record| record.position.expect("a place"))
        .collect();
    assert_eq!(places, expected);
    let members = reader.participants(group.id).expect("participants");
    assert_eq!(members.len(), 3);
    assert_eq!(members.iter().filter(|member| member.number.is_some()).count(), 1);
    assert_eq!(
        reader
            .conversations_named("garden", Page::first(5))
            .expect("named")
            .total,
        1
    );
    assert_eq!(
        reader
            .conversations_named("ann", Page::first(5))
            .expect("named")
            .rows[0]
            .id,
        group.id
    );
}

#[test]
fn words_are_found_newest_first() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let found = reader.search("TOMATOES", Page::first(10)).expect("found");
    assert_eq!((found.rows.len(), found.total), (10, 11));
    let times: Vec<_> = found
        .rows
        .iter()
        .map(|found| found.record.sent_at.expect("a time").unix_ms)
        .collect();
    assert!(times.is_sorted_by(|one, other| one >= other));
    for (query, count) in [
        ("番茄 142", 1),
        ("\"row 142 need\"", 1),
        ("\"142 row\"", 0),
        ("row 142 water", 1),
        ("zoë", 11),
        ("omat", 11),
        ("茄", 11),
        ("helpline day", 11),
        ("nowhere", 0),
        ("", 0),
        ("7700900203", 0),
    ] {
        assert_eq!(
            reader.search(query, Page::first(10)).expect("found").total,
            count,
            "{query}"
        );
    }
    let next = reader
        .search(
            "TOMATOES",
            Page {
                offset: 10,
                limit: 10,
            },
        )
        .expect("found");
    assert!(next.rows[0].record.sent_at <= found.rows[9].record.sent_at);
    let one = &reader
        .search("row 142 water", Page::first(1))
        .expect("found")
        .rows[0];
    let text = &one.record.parts[one.part as usize].text.text;
    assert_eq!(&text[one.at.start as usize..one.at.end as usize], "row");
}

#[test]
fn a_stopped_question_ends() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    reader.interrupt().stop();
    assert!(matches!(
        reader.search("tomatoes", Page::first(10)),
        Err(Error::Interrupted)
    ));
    assert!(
        case.reader()
            .expect("another")
            .search("tomatoes", Page::first(10))
            .is_ok()
    );
}

#[test]
fn other_records_are_listed_by_type() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let of = |record_type| {
        reader
            .records_of(record_type, None, Page::first(100))
            .expect("records")
    };
    assert_eq!(of(RecordType::Account).total, 1);
    assert_eq!(of(RecordType::Contact).rows[0].name.masked, "Ann Gray");
    assert_eq!(of(RecordType::Conversation).total, 4);
    assert_eq!(of(RecordType::Participant).total, 2);
    assert!(of(RecordType::Account).rows[0].by_owner);
    assert_eq!(of(RecordType::Contact).rows[0].conversation, None);
}

#[test]
fn sources_and_entries_keep_the_ledger() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let sources = reader.sources().expect("sources");
    assert_eq!(
        sources[0].path.masked,
        "/exports/WhatsApp Chat with +44 •••• ••••01.txt"
    );
    assert!(sources[0].path.sealed);
    assert_eq!(
        case.source_path(sources[0].id).expect("a path"),
        "/exports/WhatsApp Chat with +44 7700 900101.txt"
    );
    let entries = reader.entries(sources[1].id, Page::first(10)).expect("entries");
    assert_eq!((entries.total, entries.rows[0].state), (1, EntryState::Read));
    assert_eq!(entries.rows[0].format, "made-up");
    assert!(entries.rows[0].hash.is_some());
    assert_eq!(entries.rows[0].ledger.0[&RecordKind::Message].failed, 1);
    let problems = reader
        .problems(LedgerOf::Source(sources[1].id), Page::first(10))
        .expect("problems");
    assert_eq!((problems.total, problems.rows[0].problem.at), (1, 999));
    assert_eq!(
        reader
            .problems(LedgerOf::Source(sources[0].id), Page::first(10))
            .expect("problems")
            .total,
        0
    );
}

#[test]
fn every_reveal_is_in_the_log_before_it_leaves() {
    let case = mixed();
    let number = E164::new("+447700900203").expect("a number");
    let found = case
        .reader()
        .expect("a reader")
        .find_number(&number)
        .expect("found")[0]
        .id;
    let before = case.log_head().expect("a head").sequence;
    let revealed = case
        .reveal_numbers(&[found], Purpose::Output("letter"))
        .expect("revealed");
    assert_eq!(revealed[0].e164, Some(number));
    let lines = case.log_entries(Page::first(1)).expect("log").rows;
    assert_eq!(
        (lines[0].sequence, lines[0].event, lines[0].count),
        (before + 1, LogEvent::Revealed, 1)
    );
    assert_eq!(lines[0].detail, "output: letter");
    assert_eq!(
        case.verify_log(Some(&case.log_head().expect("a head")))
            .expect("checked"),
        LogVerdict::Whole
    );
    case.lock_numbers();
    assert!(matches!(
        case.reveal_numbers(&[found], Purpose::Show),
        Err(Error::NumbersLocked)
    ));
    assert!(matches!(case.writer().map(|_| ()), Err(Error::NumbersLocked)));
}

#[test]
fn owners_decisions_and_notes_hang_on_content() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let number = reader
        .find_number(&E164::new("+447700900203").expect("a number"))
        .expect("found")[0]
        .id;
    case.set_owners_from_evidence(&[(number, Ownership::Contact)])
        .expect("said");
    assert_eq!(reader.number(number).expect("a number").owner, Ownership::Contact);
    case.set_owner(number, Ownership::Mine, Said::ByUser)
        .expect("said");
    let row = reader.number(number).expect("a number");
    assert_eq!((row.owner, row.said_by_user), (Ownership::Mine, true));
    case.set_owners_from_evidence(&[]).expect("said");
    assert_eq!(reader.number(number).expect("a number").owner, Ownership::Mine);
    case.clear_owner(number).expect("taken back");
    assert_eq!(reader.number(number).expect("a number").owner, Ownership::Unknown);

    let later = E164::new("+12025550177").expect("a number");
    case.set_owner_of(&later, Ownership::Mine, Said::ByUser)
        .expect("said");
    let chat = Export::new(
        "later.txt",
        "WhatsApp",
        vec![message("other", "Ann", 1, "+1 202 555 0177")],
    );
    import(&case, &chat);
    let later = reader.find_number(&later).expect("found")[0].id;
    assert_eq!(reader.number(later).expect("a number").owner, Ownership::Mine);

    let mention = reader
        .mentions(
            &MentionFilter {
                number: Some(later),
                ..MentionFilter::default()
            },
            MentionOrder::Latest,
            Page::first(1),
        )
        .expect("mentions")
        .rows[0]
        .clone();
    assert_eq!(
        case.decide(Subject::Mention(mention.id), Some(Decision::SetAside))
            .expect("decided"),
        None
    );
    case.note(Subject::Mention(mention.id), "ring +44 7700 900299 about it")
        .expect("noted");
    case.decide(Subject::Number(number), Some(Decision::SetAside))
        .expect("decided");
    // Forgotten and added again, the decision still stands.
    let source = mention.source;
    let forgotten = case
        .writer()
        .expect("a writer")
        .forget_source(source)
        .expect("forgotten");
    assert_eq!(
        (
            forgotten.records,
            forgotten.mentions,
            forgotten.numbers,
            forgotten.decisions_kept
        ),
        (1, 1, 1, 1)
    );
    import(&case, &chat);
    let again = reader
        .mention_by_identity(mention.identity)
        .expect("found")
        .expect("there again");
    assert!(again.set_aside);
    assert_eq!(
        reader.note_of(Subject::Mention(again.id)).expect("a note").masked,
        "ring +•• •••• ••••99 about it"
    );
    assert_eq!(
        case.reveal_note(Subject::Mention(again.id), Purpose::Show)
            .expect("revealed"),
        "ring +44 7700 900299 about it"
    );
    let aside = MentionFilter {
        set_aside: Some(true),
        ..MentionFilter::default()
    };
    let aside = reader
        .mentions(&aside, MentionOrder::Latest, Page::first(100))
        .expect("mentions");
    assert!(
        aside.total > 1,
        "mentions of a number that is set aside are set aside"
    );
    assert_eq!(
        case.decide(Subject::Number(number), None).expect("decided"),
        Some(Decision::SetAside)
    );
    assert!(!reader.number(number).expect("a number").set_aside);
}

#[test]
fn the_user_may_say_who_they_are() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let owned = Setting {
        by_owner: Some(true),
        record_types: vec![RecordType::Message],
        ..Setting::default()
    };
    let owned = MentionFilter {
        settings: vec![owned],
        ..MentionFilter::default()
    };
    let before = reader
        .mentions(&owned, MentionOrder::Latest, Page::first(1))
        .expect("mentions")
        .total;
    let group = reader
        .conversations(ConversationOrder::Messages, Page::first(1))
        .expect("conversations")
        .rows[0]
        .id;
    let members = reader.participants(group).expect("participants");
    let ben = members
        .iter()
        .find(|member| !member.owner && member.number.is_none())
        .expect("Ben");
    case.set_you(&[ben.id]).expect("said");
    let after = reader
        .mentions(&owned, MentionOrder::Latest, Page::first(1))
        .expect("mentions")
        .total;
    assert!(after > before);
    assert!(reader.participant(ben.id).expect("Ben").owner);
    assert_eq!(
        reader
            .facets(&owned)
            .expect("facets")
            .iter()
            .map(|facet| facet.mentions)
            .sum::<u64>(),
        after
    );
    case.set_you(&[]).expect("taken back");
    assert_eq!(
        reader
            .mentions(&owned, MentionOrder::Latest, Page::first(1))
            .expect("mentions")
            .total,
        before
    );
}

#[test]
fn an_open_number_is_settled_and_opened_again() {
    let case = mixed();
    let before = case.digest().expect("digest");
    let reader = case.reader().expect("a reader");
    let open = NumberFilter {
        open: Some(true),
        ..NumberFilter::default()
    };
    let count = reader
        .numbers(&open, NumberOrder::Mentions, Page::first(1))
        .expect("numbers")
        .total;
    assert_eq!(case.settle_region(Region::new("GB")).expect("settled"), count);
    assert_eq!(
        reader
            .numbers(&open, NumberOrder::Mentions, Page::first(1))
            .expect("numbers")
            .total,
        0
    );
    let number = reader
        .find_number(&E164::new("+447700900307").expect("a number"))
        .expect("found");
    assert_eq!((number.len(), number[0].masked.as_str()), (1, "+44 •••• ••••07"));
    import(
        &case,
        &Export::new(
            "new.txt",
            "WhatsApp",
            vec![message("new", "Ann", 1, "07700 900307")],
        ),
    );
    assert_eq!(
        reader.number(number[0].id).expect("a number").mentions,
        number[0].mentions + 1
    );
    let added = reader.sources().expect("sources").last().expect("a source").id;
    case.writer()
        .expect("a writer")
        .forget_source(added)
        .expect("forgotten");
    case.settle_region(None).expect("opened");
    assert_eq!(
        reader
            .numbers(&open, NumberOrder::Mentions, Page::first(1))
            .expect("numbers")
            .total,
        count
    );
    case.settle_region(Region::new("IE")).expect("settled");
    case.settle_region(Region::new("GB")).expect("settled otherwise");
    assert!(
        reader
            .find_number(&E164::new("+3537700900307").expect("a number"))
            .expect("found")
            .is_empty()
    );
    case.settle_region(None).expect("opened");
    // Settled numbers that nothing mentions go with the next forgetting.
    import(
        &case,
        &Export::new("new.txt", "WhatsApp", vec![message("new", "Ann", 1, "hello")]),
    );
    let added = reader.sources().expect("sources").last().expect("a source").id;
    case.writer()
        .expect("a writer")
        .forget_source(added)
        .expect("forgotten");
    assert_eq!(case.digest().expect("digest"), before);
}

#[test]
fn findings_are_replaced_and_decisions_stay() {
    let case = mixed();
    let reader = case.reader().expect("a reader");
    let mention = reader
        .mentions(&MentionFilter::default(), MentionOrder::Latest, Page::first(1))
        .expect("mentions")
        .rows
        .remove(0);
    let identity = reader
        .identity_of("volunteered", mention.number, mention.conversation)
        .expect("an identity");
    let finding = Finding {
        id: FindingId(0),
        kind: "volunteered".into(),
        identity,
        number: mention.number,
        conversation: mention.conversation,
        facts: "{}".into(),
        evidence: vec![Evidence {
            role: "answer".into(),
            record: mention.record,
            mention: Some(mention.id),
        }],
        decision: None,
    };
    case.put_findings(std::slice::from_ref(&finding)).expect("put");
    let stored = reader.findings_after(None, 5).expect("findings").remove(0);
    case.decide(Subject::Finding(stored.id), Some(Decision::Keep))
        .expect("decided");
    case.put_findings_on(mention.number, &[finding])
        .expect("put again");
    let again = reader.finding(stored.id).expect("the same id");
    assert_eq!(
        (again.decision, &again.evidence),
        (Some(Decision::Keep), &stored.evidence)
    );
    case.put_findings(&[]).expect("put none");
    assert!(reader.findings_on(mention.number).expect("findings").is_empty());
    let origin = MentionOrigin {
        mention: mention.id,
        origin: teltale_model::Origin::Volunteered,
        flags: vec![teltale_model::OriginFlag::UrgesContact],
        supplier: None,
    };
    case.put_origins(std::slice::from_ref(&origin)).expect("put");
    let judged = reader.mention(mention.id).expect("a mention");
    assert_eq!(
        (judged.origin, judged.origin_flags),
        (Some(origin.origin), origin.flags)
    );
}
