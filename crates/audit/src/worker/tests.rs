//! Workers that die, hang and lie: each is a thread that speaks on the other end of the socket.
#![allow(
    clippy::unwrap_used,
    reason = "a worker of the tests that cannot be had fails its test"
)]

use super::check::{Doubt, Lie};
use super::frame::{EntryEnd, EntryStart, Found, Frame, Loss, Outcome, PartMatches, Recognised};
use super::job::{Mode, Quiet};
use super::serve::{LARGE, serve};
use super::wire::{Broken, Incoming, Outgoing, Said};
use super::{Fault, Job, Launch, Reader};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use teltale_archive::Ordinal;
use teltale_model::{
    Certainty, Class, E164, Event, Key, Ledger, LineType, Locator, Match, Message, Part, Place, ReadAs,
    Reason, Text,
};
use teltale_phone::Finder;
use teltale_sandbox::Enforcement;

const SOURCE: u64 = 100;

fn at(levels: &[u32]) -> Ordinal {
    Ordinal(levels.to_vec())
}

fn start(levels: &[u32]) -> EntryStart<'static> {
    let path = if levels.is_empty() { "" } else { "member.txt" };
    EntryStart {
        at: at(levels),
        path: Text::from(path),
        size: None,
        format: None,
    }
}

fn end(levels: &[u32]) -> EntryEnd {
    EntryEnd {
        at: at(levels),
        bytes: SOURCE,
        hash: None,
        outcome: Outcome::Read,
        ledger: Ledger::default(),
        problems: BTreeMap::new(),
        events: 1,
        matches: 1,
        rejections: BTreeMap::new(),
    }
}

fn a_match(start: u32, end: u32) -> Match {
    Match {
        start,
        end,
        number: E164::new("+12025550142"),
        candidates: Vec::new(),
        region: None,
        line_type: LineType::CannotTell,
        class: Class::Fiction,
        certainty: Certainty::Sure,
        reasons: vec![Reason::Plus],
        other_form: None,
    }
}

/// A message whose one part is 9 bytes, of which `ü` takes two, from byte 10 of its entry.
fn found(matches: Vec<PartMatches>) -> Found<'static> {
    let part = Part {
        place: Place::Body,
        read_as: ReadAs::Text,
        text: Text::from("für alle!"),
        label: Text::default(),
        at: Locator::plain(10, 20),
    };
    let message = Message {
        conversation: Key::from("c"),
        parts: vec![part],
        ..Message::default()
    };
    Found {
        event: Event::Message(message),
        matches,
    }
}

fn in_part(part: u32, matches: Vec<Match>) -> Vec<PartMatches> {
    vec![PartMatches { part, matches }]
}

#[test]
fn every_rule_is_held() {
    let of_text = |matches| vec![Frame::EntryStart(start(&[])), Frame::Events(vec![found(matches)])];
    let of_match = |broken: fn(&mut Match)| {
        let mut one = a_match(0, 4);
        broken(&mut one);
        of_text(in_part(0, vec![one]))
    };
    let of_locator = |locator: Locator, entry: &'static [u32]| {
        let mut event = found(Vec::new());
        if let Event::Message(message) = &mut event.event {
            message.parts[0].at = locator;
        }
        vec![
            Frame::EntryStart(start(entry)),
            Frame::Events(vec![event]),
            Frame::EntryEnd(end(entry)),
        ]
    };
    let of_start = |change: fn(&mut EntryStart<'static>)| {
        let mut one = start(&[0]);
        change(&mut one);
        vec![Frame::EntryStart(one)]
    };
    let of_end = |change: fn(&mut EntryEnd)| {
        let mut one = end(&[]);
        change(&mut one);
        vec![
            Frame::EntryStart(start(&[])),
            Frame::Events(vec![found(Vec::new())]),
            Frame::EntryEnd(one),
        ]
    };
    let cases: Vec<(Vec<Frame<'_>>, Result<(), Lie>)> = vec![
        (of_text(in_part(0, vec![a_match(0, 4), a_match(4, 10)])), Ok(())),
        (
            of_text(in_part(0, vec![a_match(0, 4), a_match(3, 5)])),
            Err(Lie("matches overlap or are empty")),
        ),
        (
            of_text(in_part(0, vec![a_match(4, 4)])),
            Err(Lie("matches overlap or are empty")),
        ),
        (
            of_text(in_part(0, vec![a_match(2, 4)])),
            Err(Lie("a match is not inside its text")),
        ),
        (
            of_text(in_part(0, vec![a_match(0, 11)])),
            Err(Lie("a match is not inside its text")),
        ),
        (
            of_text(in_part(0, Vec::new())),
            Err(Lie("a part is named for no match")),
        ),
        (
            of_text(in_part(1, vec![a_match(0, 4)])),
            Err(Lie("a match stands in no part")),
        ),
        (
            of_text([in_part(0, vec![a_match(0, 4)]), in_part(0, vec![a_match(0, 4)])].concat()),
            Err(Lie("matches are out of order")),
        ),
        (
            of_match(|one| one.reasons.clear()),
            Err(Lie("a match has no reasons, or too many")),
        ),
        (
            of_match(|one| one.number = postcard::from_bytes(b"\x05spoof").ok()),
            Err(Lie("a number is not E.164")),
        ),
        (
            of_locator(Locator::plain(20, 10), &[]),
            Err(Lie("a locator ends before it starts")),
        ),
        (
            of_locator(Locator::plain(10, 101), &[]),
            Err(Lie("a locator points past the end of the source")),
        ),
        (
            of_locator(Locator::plain(10, 101), &[0]),
            Err(Lie("a locator points past the end of its entry")),
        ),
        (
            of_start(|one| one.at = at(&[0, 0, 0, 0])),
            Err(Lie("an entry is too deep")),
        ),
        (
            of_start(|one| one.path = Text::from("p".repeat(20_000))),
            Err(Lie("a path is too long")),
        ),
        (
            of_start(|one| one.path = Text::default()),
            Err(Lie("the source itself has no path, its members do")),
        ),
        (
            of_start(|one| {
                one.format = Some(Recognised {
                    id: Text::from("none"),
                    version: 1,
                    reason: Text::default(),
                });
            }),
            Err(Lie("there is no such format")),
        ),
        (
            vec![Frame::EntryStart(EntryStart {
                size: Some(5),
                ..start(&[])
            })],
            Err(Lie("the source has another size")),
        ),
        (
            vec![Frame::EntryStart(start(&[1])), Frame::EntryStart(start(&[2]))],
            Err(Lie("an entry begins inside another")),
        ),
        (
            vec![
                Frame::EntryStart(start(&[1])),
                Frame::EntryEnd(end(&[1])),
                Frame::EntryStart(start(&[1])),
            ],
            Err(Lie("entries are out of order")),
        ),
        (
            vec![Frame::EntryEnd(end(&[]))],
            Err(Lie("an entry ends that did not begin")),
        ),
        (
            vec![Frame::Events(vec![found(Vec::new())])],
            Err(Lie("an event stands outside an entry")),
        ),
        (of_end(|_| {}), Ok(())),
        (of_end(|one| one.at = at(&[7])), Err(Lie("another entry ends"))),
        (
            of_end(|one| one.events = 0),
            Err(Lie("events were sent and not counted")),
        ),
        (
            of_end(|one| one.bytes = SOURCE + 1),
            Err(Lie("more bytes than the source has")),
        ),
        (
            of_end(|one| one.outcome = Outcome::Lost(Loss::Hung)),
            Err(Lie("a worker cannot say that it is lost")),
        ),
        (
            of_end(|one| one.rejections = BTreeMap::from([("r".repeat(600), 1)])),
            Err(Lie("the name of a rule is too long")),
        ),
    ];
    for (frames, expected) in cases {
        let mut doubt = Doubt::new(SOURCE);
        let answer = frames.iter().try_for_each(|frame| doubt.check(frame));
        assert_eq!(answer, expected, "{frames:?}");
    }
}

#[test]
fn frames_cross_the_pipe_as_they_were() {
    let mut pipe = Vec::new();
    let mut out = Outgoing::new(&mut pipe);
    let event = found(in_part(0, vec![a_match(0, 4)]));
    out.say(&Said::Frame(Frame::EntryStart(start(&[0])))).unwrap();
    for _ in 0..3 {
        out.event(&event.event, &event.matches).unwrap().unwrap();
    }
    out.say(&Said::Frame(Frame::EntryEnd(end(&[0])))).unwrap();
    out.say(&Said::End).unwrap();
    let mut incoming = Incoming::new(Cursor::new(pipe));
    assert_eq!(
        incoming.next().unwrap(),
        Said::Frame(Frame::EntryStart(start(&[0])))
    );
    let events = vec![event.clone(), event.clone(), event];
    assert_eq!(incoming.next().unwrap(), Said::Frame(Frame::Events(events)));
    assert_eq!(incoming.next().unwrap(), Said::Frame(Frame::EntryEnd(end(&[0]))));
    assert_eq!(incoming.next().unwrap(), Said::End);
    assert!(matches!(incoming.next(), Err(Broken::Closed)));
}

#[test]
fn no_bytes_are_taken_for_a_frame() {
    let mut good = Vec::new();
    Outgoing::new(&mut good)
        .say(&Said::Frame(Frame::EntryEnd(end(&[0]))))
        .unwrap();
    // Cut anywhere, and with any byte after the length changed: an answer, never a panic.
    for length in 0..good.len() {
        assert!(matches!(
            Incoming::new(&good[..length]).next(),
            Err(Broken::Closed)
        ));
    }
    for index in 4..good.len() {
        for byte in 0..=255 {
            let mut bad = good.clone();
            bad[index] = byte;
            let _ = Incoming::new(&bad[..]).next();
        }
    }
    for frame in [
        &[0, 0, 0, 0][..],
        &[255, 255, 255, 255, 0],
        &[1, 0, 0, 0, 9],
        &[3, 0, 0, 0, 1, 77, 77],
    ] {
        assert!(
            matches!(Incoming::new(frame).next(), Err(Broken::NotAFrame)),
            "{frame:?}"
        );
    }
}

/// Takes the job's length, the job, and the file's carrier byte, whatever they are.
fn greet_and_take_a_job(socket: &mut UnixStream) {
    Outgoing::new(&*socket)
        .say(&Said::Ready(Enforcement::default()))
        .unwrap();
    drop(teltale_sandbox::receive_file(socket));
    let mut length = [0; 4];
    if socket.read_exact(&mut length).is_ok() {
        let mut job = vec![0; u32::from_le_bytes(length) as usize];
        socket.read_exact(&mut job).unwrap();
    }
}

/// Reads with fake workers and gives the outcome of each entry, or the fault.
fn read_by(fake: fn(UnixStream), patience: Duration) -> Result<Vec<String>, Fault> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&[b'x'; SOURCE as usize]).unwrap();
    let mut reader = Reader::new(Launch::Fake(fake));
    reader.patience = patience;
    let mut lines = Vec::new();
    reader.read(&file, &Job::default(), &mut |frame| {
        if let Frame::EntryEnd(end) = frame {
            lines.push(format!("{:?} {}, {} events", end.at.0, end.outcome, end.events));
        }
        ControlFlow::Continue(())
    })?;
    Ok(lines)
}

const PATIENT: Duration = Duration::from_secs(60);

fn say(socket: &UnixStream, said: &[Said<'_>]) {
    let mut out = Outgoing::new(socket);
    for one in said {
        out.say(one).unwrap();
    }
}

fn opening(levels: &[u32]) -> Said<'static> {
    Said::Opening {
        at: at(levels),
        path: Text::from("member.txt"),
    }
}

#[test]
fn a_worker_that_dies_costs_the_entry_it_was_reading() {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let fake = |mut socket: UnixStream| {
        greet_and_take_a_job(&mut socket);
        match STARTED.fetch_add(1, Ordering::SeqCst) {
            // In the middle of an entry.
            0 => say(
                &socket,
                &[
                    opening(&[]),
                    opening(&[0]),
                    Said::Frame(Frame::EntryStart(start(&[0]))),
                    Said::Frame(Frame::Events(vec![found(Vec::new())])),
                ],
            ),
            // Before the next one began.
            1 => say(&socket, &[opening(&[1])]),
            _ => say(
                &socket,
                &[
                    opening(&[2]),
                    Said::Frame(Frame::EntryStart(start(&[2]))),
                    Said::Frame(Frame::EntryEnd(EntryEnd {
                        events: 0,
                        ..end(&[2])
                    })),
                    Said::End,
                ],
            ),
        }
    };
    assert_eq!(
        read_by(fake, PATIENT).unwrap(),
        [
            "[0] failed: the reading process ended while reading it, 1 events",
            "[1] failed: the reading process ended while reading it, 0 events",
            "[2] read, 0 events",
        ]
    );
}

#[test]
fn a_worker_that_hangs_or_lies_is_ended() {
    let hangs = |mut socket: UnixStream| {
        greet_and_take_a_job(&mut socket);
        say(
            &socket,
            &[Said::Opening {
                at: at(&[]),
                path: Text::default(),
            }],
        );
        // Until the parent has had enough and closes its end.
        let _ = socket.read(&mut [0]);
    };
    let hung = "[] failed: the reading process made no progress and was ended, 0 events";
    assert_eq!(read_by(hangs, Duration::from_millis(50)).unwrap(), [hung]);
    let lies = |mut socket: UnixStream| {
        greet_and_take_a_job(&mut socket);
        say(
            &socket,
            &[
                Said::Opening {
                    at: at(&[]),
                    path: Text::default(),
                },
                Said::Frame(Frame::EntryStart(start(&[]))),
                Said::Frame(Frame::EntryEnd(EntryEnd {
                    bytes: 1 << 40,
                    ..end(&[])
                })),
            ],
        );
        let _ = socket.read(&mut [0]);
    };
    assert!(matches!(read_by(lies, PATIENT), Err(Fault::Lost(Loss::Lied))));
    let lies_inside = |mut socket: UnixStream| {
        greet_and_take_a_job(&mut socket);
        say(&socket, &[Said::Frame(Frame::EntryStart(start(&[]))), Said::End]);
        let _ = socket.read(&mut [0]);
    };
    let lied = "[] failed: the reading process answered against the rules and was ended, 0 events";
    assert_eq!(read_by(lies_inside, PATIENT).unwrap(), [lied]);
}

#[test]
fn a_worker_cannot_die_for_ever() {
    let fake = |mut socket: UnixStream| {
        greet_and_take_a_job(&mut socket);
        say(&socket, &[opening(&[5])]);
    };
    assert!(matches!(read_by(fake, PATIENT), Err(Fault::Lost(Loss::Died))));
}

#[test]
fn a_worker_that_the_system_does_not_hold_reads_nothing() {
    let fake = |socket: UnixStream| say(&socket, &[Said::Unconfined(Text::from("no Landlock here"))]);
    let fault = read_by(fake, PATIENT).unwrap_err();
    assert_eq!(fault.to_string(), "no Landlock here");
    let silent = |mut socket: UnixStream| {
        let _ = socket.read(&mut [0]);
    };
    assert!(matches!(
        read_by(silent, Duration::from_millis(50)),
        Err(Fault::Lost(Loss::Hung))
    ));
}

/// What a worker on so many threads says of a file, word for word but for its progress.
fn said_on(threads: usize, file: &std::fs::File, finder: &Finder) -> Vec<Vec<u8>> {
    let job = Job {
        name: Quiet("chat.txt".to_owned()),
        mode: Mode::MentionsOnly,
        ..Job::default()
    };
    let pipe = serve(file, &job, finder, threads, Outgoing::new(Vec::new())).unwrap();
    let pipe = pipe.into_pipe().unwrap();
    let mut incoming = Incoming::new(Cursor::new(pipe));
    let mut said = Vec::new();
    loop {
        match incoming.next().unwrap() {
            Said::End => return said,
            Said::Frame(Frame::Progress(_)) => {}
            Said::Frame(Frame::Events(events)) => {
                said.extend(events.iter().map(|found| postcard::to_stdvec(found).unwrap()));
            }
            other => said.push(postcard::to_stdvec(&other).unwrap()),
        }
    }
}

#[test]
fn several_threads_say_what_one_says() {
    let finder = Finder::new();
    let mut file = tempfile::tempfile().unwrap();
    let mut text = String::new();
    let mut line = 0;
    while text.len() as u64 <= LARGE {
        let words = match line % 7 {
            0 => "ring me on +44 7700 900123 or +44 20 7946 0018",
            3 => "(+1 202 555 0142) is hers",
            5 => "room 4711, 12 pieces",
            _ => "nothing to be found in this one",
        };
        text += &format!("01/02/24, 09:{:02} - Anna {}: {words}\n", line % 60, line % 5);
        line += 1;
    }
    file.write_all(text.as_bytes()).unwrap();
    let one = said_on(1, &file, &finder);
    assert!(one.len() > 10_000, "most mentions of {line} lines are told");
    assert!(said_on(3, &file, &finder) == one);
}
