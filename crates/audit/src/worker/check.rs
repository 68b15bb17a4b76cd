//! The parent's doubt: what a frame must obey before anybody acts on it.

use super::frame::{ArchiveTrouble, EntryEnd, EntryStart, Found, Frame, Outcome};
use teltale_archive::{MAX_DEPTH, MAX_ENTRIES, MAX_NAME, Ordinal};
use teltale_model::{E164, Event, Locator, Match, Part};

/// Longest path of an entry: a name at each depth.
const MAX_PATH: usize = MAX_NAME * (MAX_DEPTH + 1);
/// Longest reason, rule or column name.
const MAX_WORDS: usize = 512;
/// Most candidates, reasons or rules in one list.
const MAX_LIST: usize = 1024;

/// The rule that was broken; for tests and for nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lie(pub &'static str);

/// What is known of the source, and of what was said about it so far.
pub(super) struct Doubt {
    source_size: u64,
    entries: u64,
    bytes: u64,
    last: Option<Ordinal>,
    open: Option<Open>,
}

struct Open {
    at: Ordinal,
    events: u64,
    /// The furthest byte that a locator named.
    reach: u64,
}

impl Doubt {
    pub fn new(source_size: u64) -> Self {
        Self {
            source_size,
            entries: 0,
            bytes: 0,
            last: None,
            open: None,
        }
    }

    /// Holds a frame to the rules.
    pub fn check(&mut self, frame: &Frame<'_>) -> Result<(), Lie> {
        match frame {
            Frame::EntryStart(start) => self.start(start),
            Frame::Events(events) => events.iter().try_for_each(|found| self.found(found)),
            Frame::Progress(_) => Ok(()),
            Frame::EntryEnd(end) => self.end(end),
            Frame::Trouble(trouble) => self.trouble(trouble),
        }
    }

    /// The entry that began and has not ended.
    pub fn open(&self) -> Option<&Ordinal> {
        self.open.as_ref().map(|open| &open.at)
    }

    /// Entries that began.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Bytes that entries said they took.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The parent ends the open entry itself: which one, and how many of its events came.
    pub fn close(&mut self) -> Option<(Ordinal, u64)> {
        self.open.take().map(|open| (open.at, open.events))
    }

    fn start(&mut self, start: &EntryStart<'_>) -> Result<(), Lie> {
        holds(self.open.is_none(), "an entry begins inside another")?;
        holds(start.at.0.len() <= MAX_DEPTH, "an entry is too deep")?;
        holds(
            self.last.as_ref().is_none_or(|last| *last < start.at),
            "entries are out of order",
        )?;
        holds(start.path.len() <= MAX_PATH, "a path is too long")?;
        holds(
            start.at.0.is_empty() == start.path.is_empty(),
            "the source itself has no path, its members do",
        )?;
        if start.at.0.is_empty() {
            holds(
                start.size.is_none_or(|size| size == self.source_size),
                "the source has another size",
            )?;
        }
        if let Some(format) = &start.format {
            holds(format.reason.len() <= MAX_WORDS, "a reason is too long")?;
            let known = teltale_formats::by_id(&format.id)
                .is_some_and(|known| known.about().version == format.version);
            holds(known, "there is no such format")?;
        }
        self.entries += 1;
        holds(self.entries <= MAX_ENTRIES + 1, "there are too many entries")?;
        self.last = Some(start.at.clone());
        self.open = Some(Open {
            at: start.at.clone(),
            events: 0,
            reach: 0,
        });
        Ok(())
    }

    fn end(&mut self, end: &EntryEnd) -> Result<(), Lie> {
        let open = self.open.take().ok_or(Lie("an entry ends that did not begin"))?;
        holds(open.at == end.at, "another entry ends")?;
        self.bytes = self.bytes.saturating_add(end.bytes);
        holds(end.events >= open.events, "events were sent and not counted")?;
        holds(
            open.reach <= end.bytes,
            "a locator points past the end of its entry",
        )?;
        if end.at.0.is_empty() {
            holds(end.bytes <= self.source_size, "more bytes than the source has")?;
        }
        holds(
            !matches!(end.outcome, Outcome::Lost(_)),
            "a worker cannot say that it is lost",
        )?;
        holds(end.rejections.len() <= MAX_LIST, "there are too many rules")?;
        holds(
            end.rejections.keys().all(|rule| rule.len() <= MAX_WORDS),
            "the name of a rule is too long",
        )
    }

    fn trouble(&mut self, trouble: &ArchiveTrouble<'_>) -> Result<(), Lie> {
        holds(self.open.is_none(), "an archive is in trouble inside an entry")?;
        holds(trouble.at.0.len() <= MAX_DEPTH, "an archive is too deep")?;
        holds(trouble.path.len() <= MAX_PATH, "a path is too long")
    }

    fn found(&mut self, found: &Found<'_>) -> Result<(), Lie> {
        let open = self
            .open
            .as_mut()
            .ok_or(Lie("an event stands outside an entry"))?;
        open.events += 1;
        let parts = parts(&found.event);
        for part in parts {
            match &part.at {
                Locator::Bytes { start, end, .. } => {
                    holds(start <= end, "a locator ends before it starts")?;
                    open.reach = open.reach.max(*end);
                }
                Locator::Row { table, column, .. } => {
                    holds(
                        table.len() <= MAX_WORDS && column.len() <= MAX_WORDS,
                        "the name of a table is too long",
                    )?;
                }
            }
        }
        if open.at.0.is_empty() {
            holds(
                open.reach <= self.source_size,
                "a locator points past the end of the source",
            )?;
        }
        let mut next = 0;
        for of_part in &found.matches {
            holds(of_part.part >= next, "matches are out of order")?;
            next = of_part.part + 1;
            let part = parts
                .get(of_part.part as usize)
                .ok_or(Lie("a match stands in no part"))?;
            matches_in(&part.text, &of_part.matches)?;
        }
        Ok(())
    }
}

/// The parts of an event.
pub(super) fn parts<'e, 'a>(event: &'e Event<'a>) -> &'e [Part<'a>] {
    match event {
        Event::Account(account) => &account.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => &[],
    }
}

fn matches_in(text: &str, matches: &[Match]) -> Result<(), Lie> {
    holds(!matches.is_empty(), "a part is named for no match")?;
    let mut reached = 0;
    for found in matches {
        let (start, end) = (found.start as usize, found.end as usize);
        holds(reached <= start && start < end, "matches overlap or are empty")?;
        holds(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "a match is not inside its text",
        )?;
        reached = end;
        let candidates = found.candidates.iter().map(|candidate| &candidate.number);
        let mut numbers = found.number.iter().chain(&found.other_form).chain(candidates);
        holds(
            numbers.all(|number| E164::new(number.as_str()).is_some()),
            "a number is not E.164",
        )?;
        holds(
            found.number.is_none() || found.candidates.is_empty(),
            "a settled number has candidates",
        )?;
        holds(
            found.candidates.len() <= MAX_LIST,
            "there are too many candidates",
        )?;
        holds(
            !found.reasons.is_empty() && found.reasons.len() <= MAX_LIST,
            "a match has no reasons, or too many",
        )?;
    }
    Ok(())
}

fn holds(rule: bool, broken: &'static str) -> Result<(), Lie> {
    if rule { Ok(()) } else { Err(Lie(broken)) }
}
