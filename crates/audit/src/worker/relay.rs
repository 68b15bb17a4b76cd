//! Cuts on one thread and searches on others, for the one who asks for mentions only.
//!
//! Few events may hold a number, and whether one may is told while it is cut. Those travel in batches, as bytes, to
//! whichever thread is free; what comes of them is written in the order in which they were cut, so that the pipe
//! carries the same as without threads.

use super::frame::{EntryEnd, Frame};
use super::job::{Job, Mode, Resume};
use super::search::{Here, Search, Sink, Tally};
use super::wire::{Outgoing, Said, append};
use crate::ordered::ordered;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use teltale_model::{Event, ReadAs};

/// Bytes of events that are searched at once.
const BATCH: usize = 64 << 10;

/// True for jobs of which nearly all events are dropped.
pub(super) fn is_for(job: &Job) -> bool {
    job.mode == Mode::MentionsOnly && !job.rejections && !matches!(job.resume, Some(Resume::Inside { .. }))
}

/// What goes from the thread that cuts to those that search.
enum Cut {
    /// Events, one behind the other.
    Events(Vec<u8>),
    /// Frames as they go out.
    Said(Vec<u8>),
    End(Box<EntryEnd>),
}

/// What goes from those to the one that writes.
enum Done {
    Found(io::Result<(Vec<u8>, Tally)>),
    Said(Vec<u8>),
    End(Box<EntryEnd>),
}

/// Lets `cut` fill a sink on a thread of its own, and writes what comes of it.
pub(super) fn through<W: Write>(
    search: &Search<'_>,
    threads: usize,
    mut out: Outgoing<W>,
    cut: impl FnOnce(&mut dyn Sink) -> io::Result<()> + Send,
) -> io::Result<Outgoing<W>> {
    let (to, cuts) = sync_channel(2 * threads);
    thread::scope(|scope| {
        let cutter = scope.spawn(move || {
            let mut relay = Relay {
                search,
                batch: Vec::with_capacity(BATCH),
                to,
            };
            cut(&mut relay)?;
            relay.flush()
        });
        let mut tally = Tally::default();
        let mut written = Ok(());
        ordered(
            cuts.into_iter(),
            threads,
            1,
            // Cutting needs no plans, and need not wait for them.
            || search.finder.warm_up(&search.job.regions),
            |(), cut, results| {
                // Nobody takes it only where the pipe is gone.
                let _ = results.give(match cut {
                    Cut::Events(events) => Done::Found(searched(search, &events)),
                    Cut::Said(bytes) => Done::Said(bytes),
                    Cut::End(end) => Done::End(end),
                });
            },
            |done| {
                written = match done {
                    Done::Found(Ok((bytes, found))) => {
                        tally.add(found);
                        out.pass_on(&bytes)
                    }
                    Done::Found(Err(error)) => Err(error),
                    Done::Said(bytes) => out.pass_on(&bytes),
                    Done::End(mut end) => {
                        tally.complete(&mut end);
                        out.say(&Said::Frame(Frame::EntryEnd(*end)))
                    }
                };
                match written {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            },
        );
        let cut = cutter
            .join()
            .map_err(|_| io::Error::other("the cutting stopped"))?;
        written.and(cut).map(|()| out)
    })
}

/// The frames that a batch of events gives, and what was found in them.
fn searched(search: &Search<'_>, mut events: &[u8]) -> io::Result<(Vec<u8>, Tally)> {
    let mut here = Here::new(search, Outgoing::new(Vec::new()));
    while !events.is_empty() {
        let (event, rest) = postcard::take_from_bytes::<Event<'_>>(events)
            .map_err(|_| io::Error::other("an event could not be read"))?;
        here.event(event, true)?;
        events = rest;
    }
    Ok((here.out.into_pipe()?, here.tally))
}

/// The end at which events are cut.
struct Relay<'s> {
    search: &'s Search<'s>,
    batch: Vec<u8>,
    to: SyncSender<Cut>,
}

impl Relay<'_> {
    fn flush(&mut self) -> io::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.give(Cut::Events(batch))
    }

    fn give(&mut self, cut: Cut) -> io::Result<()> {
        self.to.send(cut).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    /// False for a message that would be dropped after a search.
    fn may_matter(&self, event: &Event<'_>) -> bool {
        let Event::Message(message) = event else {
            return true;
        };
        message.parts.iter().any(|part| match part.read_as {
            ReadAs::Text => self.search.finder.may_hold(&part.text),
            ReadAs::Number | ReadAs::Digits => true,
            ReadAs::Opaque => false,
        })
    }
}

impl Sink for Relay<'_> {
    fn event(&mut self, event: Event<'_>, _is_new: bool) -> io::Result<()> {
        if !self.may_matter(&event) {
            return Ok(());
        }
        self.batch = append(&event, std::mem::take(&mut self.batch))?;
        if self.batch.len() >= BATCH {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn say(&mut self, said: &Said<'_>) -> io::Result<()> {
        self.flush()?;
        let mut frame = Outgoing::new(Vec::new());
        frame.say(said)?;
        self.give(Cut::Said(frame.into_pipe()?))
    }

    fn end(&mut self, end: EntryEnd) -> io::Result<()> {
        self.flush()?;
        self.give(Cut::End(Box::new(end)))
    }
}
