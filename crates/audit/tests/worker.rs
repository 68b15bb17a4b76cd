//! Real worker processes over real files: this program is its own worker, as the shipped ones are.
#![allow(clippy::unwrap_used)]

use libtest_mimic::{Arguments, Trial};
use std::fs::File;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use teltale_audit::model::{Event, Region, SkipReason};
use teltale_audit::worker::{
    Fault, Frame, Job, Known, Launch, Mode, Quiet, Reader, Resume, Skip, run_if_asked,
};
use zip::write::SimpleFileOptions;

fn main() {
    run_if_asked();
    let trials = [
        trial(
            "a_process_says_what_a_thread_says",
            a_process_says_what_a_thread_says,
        ),
        trial("a_worker_is_held_by_the_kernel", a_worker_is_held_by_the_kernel),
        trial("one_worker_reads_many_sources", one_worker_reads_many_sources),
        trial(
            "mentions_only_sends_only_what_holds_a_number",
            mentions_only_sends_only_what_holds_a_number,
        ),
        trial(
            "known_and_skipped_entries_are_not_read",
            known_and_skipped_entries_are_not_read,
        ),
        trial(
            "a_resumed_reading_gives_the_rest",
            a_resumed_reading_gives_the_rest,
        ),
        trial(
            "a_break_stops_the_source_and_not_the_reader",
            a_break_stops_the_source_and_not_the_reader,
        ),
        trial(
            "a_stopper_stops_at_once_and_for_good",
            a_stopper_stops_at_once_and_for_good,
        ),
        trial("a_program_that_is_no_worker", a_program_that_is_no_worker),
        trial("a_file_that_changes_is_told", a_file_that_changes_is_told),
        trial("media_cost_nothing", media_cost_nothing),
        #[cfg(target_os = "linux")]
        trial(
            "large_files_are_searched_by_threads",
            large_files_are_searched_by_threads,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit();
}

fn trial(name: &str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn archive() -> File {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let members: [(&str, &[u8]); 4] = [
        ("a.txt", b"Call +1 202 555 0142 today.\n\nNothing here.\n"),
        ("b.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("c.txt", b"No numbers at all.\n"),
        ("d.txt", b"Or +44 20 7946 0018.\n"),
    ];
    for (name, content) in members {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    file(&writer.finish().unwrap().into_inner())
}

fn job() -> Job {
    Job {
        name: Quiet("a.zip".into()),
        regions: vec![Region::new("US").unwrap()],
        ..Job::default()
    }
}

/// Every frame but progress as a line; text is silent in it, which is enough to compare.
fn read(reader: &mut Reader, source: &File, job: &Job) -> Vec<String> {
    let mut lines = Vec::new();
    let end = reader.read(source, job, &mut |frame| {
        match &frame {
            Frame::Progress(_) => {}
            Frame::Events(events) => lines.extend(events.iter().map(|event| format!("{event:?}"))),
            Frame::EntryStart(_) | Frame::EntryEnd(_) | Frame::Trouble(_) => lines.push(format!("{frame:?}")),
        }
        ControlFlow::Continue(())
    });
    lines.push(format!("{:?}", end.unwrap()));
    lines
}

/// Each entry as its path, outcome and counts.
fn entries(reader: &mut Reader, source: &File, job: &Job) -> Vec<String> {
    let (mut lines, mut path, mut received) = (Vec::new(), String::new(), 0);
    reader
        .read(source, job, &mut |frame| {
            match frame {
                Frame::EntryStart(start) => {
                    path = start.path.to_string();
                    received = 0;
                }
                Frame::Events(events) => received += events.len(),
                Frame::EntryEnd(end) => {
                    let (events, matches) = (end.events, end.matches);
                    lines.push(format!(
                        "{path}: {}, {received} of {events} events, {matches} matches",
                        end.outcome
                    ));
                }
                Frame::Progress(_) | Frame::Trouble(_) => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    lines
}

fn a_process_says_what_a_thread_says() {
    let source = archive();
    let by_process = read(&mut Reader::new(Launch::SameProgram), &source, &job());
    let by_thread = read(&mut Reader::new(Launch::Thread), &source, &job());
    assert_eq!(by_process, by_thread);
    assert!(
        by_process
            .iter()
            .any(|line| line.contains("matches: [PartMatches")),
        "{by_process:?}"
    );
}

fn a_worker_is_held_by_the_kernel() {
    let enforcement = Reader::new(Launch::SameProgram).enforcement().unwrap();
    assert_eq!(enforcement.complete(), cfg!(target_os = "linux"), "{enforcement}");
    assert!(!Reader::new(Launch::Thread).enforcement().unwrap().complete());
}

fn one_worker_reads_many_sources() {
    let mut reader = Reader::new(Launch::SameProgram);
    let source = archive();
    let first = read(&mut reader, &source, &job());
    for _ in 0..10 {
        assert_eq!(read(&mut reader, &source, &job()), first);
    }
}

fn mentions_only_sends_only_what_holds_a_number() {
    let mut reader = Reader::new(Launch::SameProgram);
    let job = Job {
        mode: Mode::MentionsOnly,
        ..job()
    };
    let (mut messages, mut matches) = (0, 0);
    reader
        .read(&archive(), &job, &mut |frame| {
            if let Frame::Events(events) = frame {
                for found in events {
                    if let Event::Message(message) = &found.event {
                        messages += 1;
                        assert_eq!(message.parts.len(), found.matches.len());
                    }
                    matches += found.matches.iter().map(|part| part.matches.len()).sum::<usize>();
                }
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((messages, matches), (2, 2));
}

fn known_and_skipped_entries_are_not_read() {
    let mut reader = Reader::new(Launch::SameProgram);
    let source = archive();
    let (mut known, mut at) = (Vec::new(), Vec::new());
    let mut path = String::new();
    reader
        .read(&source, &job(), &mut |frame| {
            match frame {
                Frame::EntryStart(start) => path = start.path.to_string(),
                Frame::EntryEnd(end) => {
                    at.push(end.at);
                    known.extend(end.hash.map(|hash| Known {
                        path: Quiet(path.clone()),
                        size: end.bytes,
                        hash,
                    }));
                }
                Frame::Events(_) | Frame::Progress(_) | Frame::Trouble(_) => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(known.len(), 3);
    known[1].hash[0] ^= 1;
    let skip = vec![Skip {
        at: at[3].clone(),
        reason: SkipReason::ByUser,
    }];
    assert_eq!(
        entries(&mut reader, &source, &Job { known, skip, ..job() }),
        [
            "a.txt: skipped: unchanged since it was last read, 0 of 0 events, 0 matches",
            "b.jpg: skipped: a picture, sound or video, 0 of 0 events, 0 matches",
            &entries(&mut reader, &source, &job())[2],
            "d.txt: skipped: as you chose, 0 of 0 events, 0 matches",
        ]
    );
}

fn a_resumed_reading_gives_the_rest() {
    let mut reader = Reader::new(Launch::SameProgram);
    let source = archive();
    let whole = read(&mut reader, &source, &job());
    let mut at = Vec::new();
    let mut events = 0;
    reader
        .read(&source, &job(), &mut |frame| {
            if let Frame::EntryEnd(end) = frame {
                at.push(end.at);
                events = events.max(end.events);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    let after_two = Job {
        resume: Some(Resume::After(at[1].clone())),
        ..job()
    };
    let rest = read(&mut reader, &source, &after_two);
    assert_eq!(
        rest[..rest.len() - 1],
        whole[whole.len() - rest.len()..whole.len() - 1]
    );
    let inside = Job {
        resume: Some(Resume::Inside {
            at: at[0].clone(),
            events: 1,
        }),
        ..job()
    };
    let again = read(&mut reader, &source, &inside);
    // All but the one event that the caller has; the counts at the end are those of a whole reading.
    let mut expected = whole.clone();
    expected.remove(1);
    assert_eq!(again, expected);
}

fn a_break_stops_the_source_and_not_the_reader() {
    let mut reader = Reader::new(Launch::SameProgram);
    let source = archive();
    let stopped = reader.read(&source, &job(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(Fault::Stopped)));
    assert_eq!(entries(&mut reader, &source, &job()).len(), 4);
}

fn a_stopper_stops_at_once_and_for_good() {
    let mut reader = Reader::new(Launch::SameProgram);
    let stopper = reader.stopper();
    let source = file("word ".repeat(2 << 20).as_bytes());
    let stopped = reader.read(&source, &job(), &mut |_| {
        stopper.stop();
        ControlFlow::Continue(())
    });
    assert!(matches!(stopped, Err(Fault::Stopped)), "{stopped:?}");
    assert!(matches!(
        reader.read(&source, &job(), &mut |_| ControlFlow::Continue(())),
        Err(Fault::Stopped)
    ));
}

fn a_program_that_is_no_worker() {
    let mut reader = Reader::new(Launch::Program("/bin/true".into(), Vec::new()));
    let lost = reader.read(&archive(), &job(), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(lost, Err(Fault::Lost(_))), "{lost:?}");
    let mut reader = Reader::new(Launch::Program("/nowhere/teltale".into(), Vec::new()));
    let missing = reader.read(&archive(), &job(), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(missing, Err(Fault::NotStarted(_))), "{missing:?}");
}

fn a_file_that_changes_is_told() {
    let source = archive();
    let mut reader = Reader::new(Launch::SameProgram);
    let mut twin = source.try_clone().unwrap();
    let end = reader.read(&source, &job(), &mut |frame| {
        if matches!(frame, Frame::EntryStart(_)) {
            twin.write_all(b"more").unwrap();
        }
        ControlFlow::Continue(())
    });
    assert!(end.unwrap().changed);
    assert!(
        !reader
            .read(&source, &job(), &mut |_| ControlFlow::Continue(()))
            .unwrap()
            .changed
    );
}

fn media_cost_nothing() {
    let mut picture = b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec();
    picture.resize(8 << 20, 0);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.jpg", SimpleFileOptions::default()).unwrap();
    writer.write_all(&picture).unwrap();
    let source = file(&writer.finish().unwrap().into_inner());
    let end = Reader::new(Launch::SameProgram)
        .read(&source, &job(), &mut |_| ControlFlow::Continue(()))
        .unwrap();
    assert!(end.bytes <= 512, "{} bytes of a picture were unpacked", end.bytes);
}

/// Told by the system: threads that a worker may not start, or a size that it may not ask for, change no answer.
#[cfg(target_os = "linux")]
fn large_files_are_searched_by_threads() {
    let mut text = String::new();
    for at in 0..100_000 {
        text += &format!("01/02/24, 09:05 - Anna: number {at} of many messages, and +1 202 555 0142\n");
    }
    let job = Job {
        mode: Mode::MentionsOnly,
        ..job()
    };
    let mut most = 0;
    Reader::new(Launch::SameProgram)
        .read(&file(text.as_bytes()), &job, &mut |_| {
            let children = std::fs::read_to_string("/proc/thread-self/children").unwrap();
            for child in children.split_whitespace() {
                let threads = std::fs::read_dir(format!("/proc/{child}/task")).map_or(0, Iterator::count);
                most = most.max(threads);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    let cores = std::thread::available_parallelism().unwrap().get();
    assert!(cores == 1 || most > cores, "{most} threads on {cores} cores");
}
