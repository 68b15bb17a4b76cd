//! Fills a case with generated messages and asks it the questions of the screens: rows a second, bytes of file for a byte
//! of text, milliseconds a question.
//!
//! `cargo run --release -p teltale-index --example bench-index -- [messages, 2000000 if not given]`
#![allow(clippy::print_stdout)] // Its output is the point.

use std::time::Instant;
use teltale_index::{
    Begin, Case, ConversationOrder, Finish, KdfCost, MentionFilter, MentionOrder, NewEntry, NewSlot,
    NewSource, NumberFilter, NumberOrder, Outcome, Page, Passphrase, ReadBy, Result, Setting, SourceKind,
    Stamp, Unlock, Words,
};
use teltale_model::{
    Certainty, Class, Conversation, ConversationKind, E164, Event, Key, Ledger, LineType, Locator, Match,
    Message, Part, Place, ReadAs, Reason, Region, Role, SentAt, Text, Zone,
};

/// Words of a made-up language: as many different ones, and as unevenly used, as in chats.
struct Language {
    words: Vec<String>,
    state: u64,
}

impl Language {
    fn new() -> Self {
        let mut language = Self {
            words: Vec::new(),
            state: 7,
        };
        for _ in 0..20_000 {
            let syllables = 1 + language.dice(4);
            let word = (0..syllables).map(|_| {
                let (consonant, vowel) = (language.dice(18), language.dice(5));
                format!(
                    "{}{}",
                    &"bcdfghjklmnprstvwz"[consonant..=consonant],
                    &"aeiou"[vowel..=vowel]
                )
            });
            let word = word.collect();
            language.words.push(word);
        }
        language
    }

    fn dice(&mut self, below: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) % below as u64) as usize
    }

    /// A word, the first ones much more often.
    fn word(&mut self) -> &str {
        let ceiling = 1 + self.dice(self.words.len());
        let at = self.dice(ceiling).min(self.dice(ceiling) * 3 / 2);
        &self.words[at.min(self.words.len() - 1)]
    }

    /// About 115 bytes.
    fn sentence(&mut self, into: &mut String) {
        into.clear();
        for _ in 0..4 + self.dice(29) {
            into.push_str(self.word());
            into.push(' ');
        }
    }
}

fn main() -> Result<()> {
    let messages: usize = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(2_000_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("case");
    let passphrase = Passphrase::new("bench".into());
    let started = Instant::now();
    let case = Case::create(&path, NewSlot::Passphrase(&passphrase, KdfCost::Floor))?;
    println!("create: {:.0} ms", milliseconds(started));

    let (text, seconds) = fill(&case, messages)?;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    println!(
        "insert: {messages} messages, {:.0} MB of text in {seconds:.1} s: {:.0} messages/s, {:.0} MB/s",
        megabytes(text),
        messages as f64 / seconds,
        megabytes(text) / seconds
    );
    case.close()?;
    let size = std::fs::metadata(path.join("case.db"))
        .expect("the database")
        .len();
    println!(
        "file: {:.0} MB, {:.2} of the text, with the search for words",
        megabytes(size),
        size as f64 / text as f64
    );
    let started = Instant::now();
    let case = Case::open(&path, Unlock::Passphrase(&passphrase))?;
    println!("open: {:.0} ms", milliseconds(started));
    questions(&case)
}

fn fill(case: &Case, messages: usize) -> Result<(u64, f64)> {
    let mut language = Language::new();
    let (mut text, mut seconds) = (0, 0.0);
    let mut writer = case.writer()?;
    let by = ReadBy {
        format: "bench".into(),
        service: "WhatsApp".into(),
        ..ReadBy::default()
    };
    let (chats, each) = (40, messages / 40);
    let mut sentence = String::new();
    for chat in 0..chats {
        let place = format!("/bench/chat{chat}.txt");
        let words = Words {
            text: &place,
            matches: &[],
        };
        let source = NewSource {
            path: words,
            kind: SourceKind::File,
            size: 1,
            identity: place.as_bytes(),
            added_at: 0,
        };
        let source = writer.begin_source(&source)?;
        let entry = NewEntry {
            source,
            path: words,
            size: 1,
            read_by: &by,
            stamp: Stamp::default(),
            hash: None,
        };
        let Begin::Read { entry, .. } = writer.begin_entry(&entry)? else {
            unreachable!("a new case")
        };
        let key = format!("chat{chat}");
        writer.put(
            entry,
            0,
            &Event::Conversation(Conversation {
                key: Key::from(key.as_str()),
                title: Text::from(key.as_str()),
                kind: ConversationKind::Group,
                ..Conversation::default()
            }),
            &[],
        )?;
        let mut at = 0;
        for index in 0..each {
            language.sentence(&mut sentence);
            let mut matches = Vec::new();
            // One message in a hundred has a number, one of twenty thousand.
            if index % 100 == 7 {
                let start = sentence.len() as u32;
                let number = language.dice(100);
                let area = 201 + language.dice(200);
                sentence.push_str(&format!("+1 {area} 555 01{number:02}"));
                matches.push(Match {
                    start,
                    end: sentence.len() as u32,
                    number: E164::new(&format!("+1{area}55501{number:02}")),
                    candidates: Vec::new(),
                    region: Region::new("US"),
                    line_type: LineType::CannotTell,
                    class: Class::Fiction,
                    certainty: Certainty::Sure,
                    reasons: vec![Reason::Plus, Reason::Reserved],
                    other_form: None,
                });
            }
            let author = ["Ann", "Ben", "Cid", "Dot", "Eve"][language.dice(5)];
            let message = Message {
                conversation: Key::from(key.as_str()),
                author: Key::from(author),
                role: if author == "Eve" {
                    Role::Assistant
                } else {
                    Role::Person
                },
                sent_at: Some(SentAt {
                    unix_ms: 1_500_000_000_000 + (index * chats + chat) as i64 * 1_700,
                    zone: Zone::Unknown,
                }),
                parts: vec![Part {
                    place: Place::Body,
                    read_as: ReadAs::Text,
                    text: Text::from(sentence.as_str()),
                    label: Text::default(),
                    at: Locator::plain(at + 24, at + 24 + sentence.len() as u64),
                }],
                ..Message::default()
            };
            at += 25 + sentence.len() as u64;
            text += sentence.len() as u64;
            let found = if matches.is_empty() {
                Vec::new()
            } else {
                vec![(0, matches)]
            };
            // Making the messages up is not counted.
            let started = Instant::now();
            writer.put(entry, index as u64 + 1, &Event::Message(message), &found)?;
            seconds += started.elapsed().as_secs_f64();
        }
        let started = Instant::now();
        writer.finish_entry(
            entry,
            &Finish {
                hash: Some(*blake3::hash(place.as_bytes()).as_bytes()),
                size: at,
                ledger: &Ledger::default(),
                problems: &[],
                outcome: Outcome::Read,
            },
        )?;
        seconds += started.elapsed().as_secs_f64();
    }
    let started = Instant::now();
    writer.commit()?;
    Ok((text, seconds + started.elapsed().as_secs_f64()))
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}

fn ask(name: &str, times: usize, mut question: impl FnMut(usize) -> Result<usize>) -> Result<()> {
    let mut taken = Vec::with_capacity(times);
    let (mut rows, mut first) = (0, 0.0);
    for time in 0..times {
        let started = Instant::now();
        rows += question(time)?;
        if time == 0 {
            first = milliseconds(started);
        } else {
            taken.push(milliseconds(started));
        }
    }
    taken.sort_by(f64::total_cmp);
    let at = |share: f64| taken[((taken.len() - 1) as f64 * share) as usize];
    println!(
        "{name:<34} first {first:7.2}  p50 {:7.2}  p99 {:7.2} ms   {:.1} rows",
        at(0.5),
        at(0.99),
        rows as f64 / times as f64
    );
    Ok(())
}

fn questions(case: &Case) -> Result<()> {
    let reader = case.reader()?;
    let mut language = Language::new();
    let totals = reader.totals()?;
    println!(
        "{} messages, {} mentions, {} numbers",
        totals.messages, totals.mentions, totals.numbers
    );
    let numbers = reader
        .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(1000))?
        .rows;
    let conversations = reader
        .conversations(ConversationOrder::Latest, Page::first(100))?
        .rows;
    let mentions = reader
        .mentions(&MentionFilter::default(), MentionOrder::Latest, Page::first(1000))?
        .rows;

    ask("totals", 100, |_| reader.totals().map(|_| 1))?;
    ask("numbers, first page of 50", 100, |_| {
        Ok(reader
            .numbers(&NumberFilter::default(), NumberOrder::Mentions, Page::first(50))?
            .rows
            .len())
    })?;
    ask("numbers, by latest, offset 5000", 100, |_| {
        Ok(reader
            .numbers(
                &NumberFilter::default(),
                NumberOrder::Latest,
                Page {
                    offset: 5000,
                    limit: 50,
                },
            )?
            .rows
            .len())
    })?;
    ask("numbers, said by an assistant", 100, |_| {
        let settings = vec![Setting {
            roles: vec![Role::Assistant],
            ..Setting::default()
        }];
        let filter = NumberFilter {
            settings,
            ..NumberFilter::default()
        };
        Ok(reader
            .numbers(&filter, NumberOrder::Mentions, Page::first(50))?
            .rows
            .len())
    })?;
    ask("a number, its facets, 50 mentions", 300, |time| {
        let number = numbers[time % numbers.len()].id;
        let filter = MentionFilter {
            number: Some(number),
            ..MentionFilter::default()
        };
        let rows = reader.number(number).map(|_| 1)? + reader.facets(&filter)?.len();
        Ok(rows
            + reader
                .mentions(&filter, MentionOrder::Earliest, Page::first(50))?
                .rows
                .len())
    })?;
    ask("a number by its digits", 300, |time| {
        let number = E164::new(&format!("+1{}55501{:02}", 201 + time % 200, time % 100)).expect("a number");
        Ok(reader.find_number(&number)?.len())
    })?;
    ask("numbers ending in three digits", 100, |time| {
        Ok(reader
            .numbers_ending(&format!("1{:02}", time % 100), Page::first(50))?
            .rows
            .len())
    })?;
    ask("all facets", 20, |_| {
        Ok(reader.facets(&MentionFilter::default())?.len())
    })?;
    ask("mentions, newest 50", 100, |_| {
        Ok(reader
            .mentions(&MentionFilter::default(), MentionOrder::Latest, Page::first(50))?
            .rows
            .len())
    })?;
    ask("mentions by an assistant, newest 50", 100, |_| {
        let settings = vec![Setting {
            roles: vec![Role::Assistant],
            ..Setting::default()
        }];
        let filter = MentionFilter {
            settings,
            ..MentionFilter::default()
        };
        Ok(reader
            .mentions(&filter, MentionOrder::Latest, Page::first(50))?
            .rows
            .len())
    })?;
    ask("a mention with 10 messages around", 300, |time| {
        Ok(reader.context(mentions[time * 3].record, 10)?.len())
    })?;
    ask("conversations, first 50", 100, |_| {
        Ok(reader
            .conversations(ConversationOrder::Latest, Page::first(50))?
            .rows
            .len())
    })?;
    ask("100 messages anywhere", 300, |time| {
        let conversation = &conversations[time % conversations.len()];
        let from = time as u64 * 7_919 % conversation.messages.max(1);
        Ok(reader.messages(conversation.id, from, 100)?.len())
    })?;
    ask("places of mentions", 40, |time| {
        Ok(reader
            .mentioned_at(conversations[time % conversations.len()].id, 10_000)?
            .len())
    })?;
    ask("search, a common word", 60, |time| {
        Ok(reader.search(&language.words[time], Page::first(50))?.rows.len())
    })?;
    ask("search, any word", 100, |_| {
        let word = language.word().to_owned();
        Ok(reader.search(&word, Page::first(50))?.rows.len())
    })?;
    ask("search, a rare word", 60, |time| {
        Ok(reader
            .search(&language.words[19_000 + time * 7], Page::first(50))?
            .rows
            .len())
    })?;
    ask("search, no such word", 60, |time| {
        Ok(reader.search(&format!("xyq{time}"), Page::first(50))?.rows.len())
    })
}
