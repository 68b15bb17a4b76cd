//! Finds the numbers in events and sends what the job wants of them.

use super::frame::{EntryEnd, Frame, PartMatches};
use super::job::{Job, Mode};
use super::trim::trimmed_to_mentions;
use super::wire::{Outgoing, Said};
use std::collections::BTreeMap;
use std::io::{self, Write};
use teltale_model::{Event, Locator, Part, Problem, ProblemKind, ReadAs};
use teltale_phone::Finder;

/// What to look for, and with what.
pub(super) struct Search<'j> {
    pub job: &'j Job,
    pub finder: &'j Finder,
}

/// Where events go, and what is said between them, in this order.
pub(super) trait Sink {
    /// An event of the entry that began last; one that is not new is counted and not sent.
    fn event(&mut self, event: Event<'_>, is_new: bool) -> io::Result<()>;
    /// Anything else.
    fn say(&mut self, said: &Said<'_>) -> io::Result<()>;
    /// The end of the entry, to be completed by what was found in its events.
    fn end(&mut self, end: EntryEnd) -> io::Result<()>;
}

/// What was found in the events of one entry.
#[derive(Debug, Default)]
pub(super) struct Tally {
    matches: u64,
    problems: BTreeMap<ProblemKind, u64>,
    rejections: BTreeMap<String, u64>,
}

impl Tally {
    /// Adds what was found elsewhere in the same entry.
    pub fn add(&mut self, other: Self) {
        self.matches += other.matches;
        for (kind, count) in other.problems {
            *self.problems.entry(kind).or_default() += count;
        }
        for (rule, count) in other.rejections {
            *self.rejections.entry(rule).or_default() += count;
        }
    }

    /// Completes the end of the entry, and begins anew.
    pub fn complete(&mut self, end: &mut EntryEnd) {
        let tally = std::mem::take(self);
        end.matches = tally.matches;
        end.problems = tally.problems;
        end.rejections = tally.rejections;
    }
}

/// Searches on the calling thread.
pub(super) struct Here<'s, W> {
    search: &'s Search<'s>,
    pub out: Outgoing<W>,
    pub tally: Tally,
}

impl<'s, W: Write> Here<'s, W> {
    pub fn new(search: &'s Search<'s>, out: Outgoing<W>) -> Self {
        Self {
            search,
            out,
            tally: Tally::default(),
        }
    }

    fn find(&mut self, parts: &[Part<'_>]) -> Vec<PartMatches> {
        let Search { job, finder } = self.search;
        let mut all = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let mut matches = Vec::new();
            match part.read_as {
                ReadAs::Text => finder.find(&part.text, &job.regions, &mut matches),
                ReadAs::Number => matches.extend(finder.read_number(&part.text, &job.regions)),
                ReadAs::Digits => matches.extend(finder.read_digits(&part.text)),
                ReadAs::Opaque => {}
            }
            if job.rejections && part.read_as == ReadAs::Text {
                for rejection in finder.rejections(&part.text, &job.regions) {
                    *self.tally.rejections.entry(rejection.rule).or_default() += 1;
                }
            }
            if !matches.is_empty() {
                self.tally.matches += matches.len() as u64;
                all.push(PartMatches {
                    part: index as u32,
                    matches,
                });
            }
        }
        all
    }

    fn send(&mut self, event: &Event<'_>, found: &[PartMatches]) -> io::Result<()> {
        if self.out.event(event, found)?.is_ok() {
            return Ok(());
        }
        let at = match super::check::parts(event).first().map(|part| &part.at) {
            Some(Locator::Bytes { start, .. }) => *start,
            Some(Locator::Row { .. }) | None => 0,
        };
        let kind = ProblemKind::RecordTooLarge;
        *self.tally.problems.entry(kind).or_default() += 1;
        let problem = Event::Problem(Problem { kind, at, line: None });
        // A problem is a few bytes.
        self.out
            .event(&problem, &[])?
            .map_err(|_| io::Error::other("a problem did not fit into a frame"))
    }
}

impl<W: Write> Sink for Here<'_, W> {
    fn event(&mut self, event: Event<'_>, is_new: bool) -> io::Result<()> {
        if let Event::Problem(problem) = &event {
            *self.tally.problems.entry(problem.kind).or_default() += 1;
        }
        let found = self.find(super::check::parts(&event));
        if !is_new {
            return Ok(());
        }
        let wanted = match self.search.job.mode {
            Mode::Everything => Some((event, found)),
            Mode::MentionsOnly => trimmed_to_mentions(event, found),
        };
        match wanted {
            Some((event, found)) => self.send(&event, &found),
            None => Ok(()),
        }
    }

    fn say(&mut self, said: &Said<'_>) -> io::Result<()> {
        self.out.say(said)
    }

    fn end(&mut self, mut end: EntryEnd) -> io::Result<()> {
        self.tally.complete(&mut end);
        self.out.say(&Said::Frame(Frame::EntryEnd(end)))
    }
}
