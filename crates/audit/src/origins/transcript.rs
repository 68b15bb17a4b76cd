//! A conversation as the judge of origins sees it: its turns, which of them answer which, and the numbers said in each.
//!
//! Of a chat of millions of messages only those turns are kept that a judgement may ask for; see
//! [`line`](super::line) and [`tree`](super::tree), which put transcripts together.

use super::cue::Folded;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use teltale_model::{Class, LineType, Place, UnreadKind};

/// One conversation, with its turns in the order of the export.
#[derive(Debug, Default)]
pub struct Transcript {
    /// In the order of the export; a parent may stand after its child. Others may lie between two of them.
    pub turns: Vec<Turn>,
    /// Numbers in standing context, before every turn: instructions, project documents, memory.
    pub standing: Vec<Said>,
    /// True where the format leaves out what tools returned.
    pub omits_tool_data: bool,
    /// True where the start of the conversation is missing.
    pub truncated_start: bool,
}

/// Whose words a turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// The export's owner, or the user of an assistant.
    You,
    /// Another person.
    Another,
    /// An assistant.
    Assistant,
    /// A tool.
    Tool,
    /// The service.
    Service,
}

/// A message among those of its conversation.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The case's id of the message.
    pub message: i64,
    /// The turn this one answers, where it is kept; none for a root. In a linear chat, the one before.
    pub parent: Option<u32>,
    /// Whose words.
    pub speaker: Speaker,
    /// False where the app does not show it.
    pub shown: bool,
    /// Milliseconds, UTC or wall clock; comparable within the conversation.
    pub sent_ms: Option<i64>,
    /// Numbers in it, ordered by part and offset.
    pub said: Vec<Said>,
    /// What belongs to it and was not read.
    pub unread: Kinds,
    /// What was in context before it, may have held a number and was not read.
    pub unread_before: Kinds,
    /// Turns from this number up to [`until`](Self::until) stand below it, itself included.
    pub from: u32,
    /// One past the last.
    pub until: u32,
}

/// Kinds of unread things, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// These and those.
    pub fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Those that could have supplied a number. An unknown block could not: its strings were searched.
    pub fn that_may_hold_number(self) -> Self {
        Self(self.0 & !Self::bit(UnreadKind::UnknownBlock))
    }

    /// True where the kind is among them.
    pub fn has(self, kind: UnreadKind) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// In the order of [`UnreadKind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = UnreadKind> {
        UnreadKind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }

    fn bit(kind: UnreadKind) -> u16 {
        1 << kind as u16
    }
}

impl FromIterator<UnreadKind> for Kinds {
    fn from_iter<I: IntoIterator<Item = UnreadKind>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |bits, kind| bits | Self::bit(kind)))
    }
}

/// One mention, as far as origins need it.
#[derive(Clone)]
pub struct Said {
    /// The case's id of the mention.
    pub mention: i64,
    /// The case's id of the number.
    pub number: i64,
    /// Digits without plus; empty where the number is open. Never printed.
    pub digits: Arc<str>,
    /// The part of the message, from 0.
    pub part: u32,
    /// Which number of that part this is, from 0.
    pub nth: u32,
    /// Where it stands.
    pub place: Place,
    /// A tool's or field's name beside the part; empty if none.
    pub label: Box<str>,
    /// What class of number.
    pub class: Class,
    /// What the plan tells of the line.
    pub line_type: LineType,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Said")
            .field("mention", &self.mention)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// The words of a part, with U+FFFC where each number stood.
pub struct PartWords {
    /// What the part is.
    pub place: Place,
    /// The words.
    pub words: Folded,
}

/// Gives the words of a turn when a rule needs to read them; most turns are never asked for.
pub trait Texts {
    /// The parts of a turn's message, in order. An empty list where its texts cannot be had.
    fn parts(&mut self, turn: &Turn) -> Rc<[PartWords]>;
}

/// Mentions of each number, as (turn, position in the turn).
pub(super) type ByNumber = FxHashMap<i64, Vec<(usize, usize)>>;

impl Transcript {
    /// True where `above` was in context when `below` was written.
    pub(super) fn is_ancestor(&self, above: usize, below: usize) -> bool {
        let (above, below) = (&self.turns[above], &self.turns[below]);
        above.from < below.from && below.from < above.until
    }

    /// The turns in up to `most` shares of about as many numbers in assistants' turns; no share has fewer than
    /// `worth_it`, but for the only one.
    pub(super) fn shares(&self, most: usize, worth_it: usize) -> Vec<Range<usize>> {
        let numbers = |turn: &Turn| match turn.speaker {
            Speaker::Assistant => turn.said.len(),
            _ => 0,
        };
        let all: usize = self.turns.iter().map(numbers).sum();
        let count = (all / worth_it).clamp(1, most);
        let mut shares = Vec::with_capacity(count);
        let (mut from, mut given) = (0, 0);
        for (index, turn) in self.turns.iter().enumerate() {
            given += numbers(turn);
            if shares.len() + 1 < count && given * count >= all * (shares.len() + 1) {
                shares.push(from..index + 1);
                from = index + 1;
            }
        }
        shares.push(from..self.turns.len());
        shares
    }

    /// Every mention of each number, in the order of the export.
    pub(super) fn by_number(&self) -> ByNumber {
        let mut map = ByNumber::default();
        for (turn, said) in self.turns.iter().enumerate() {
            for (position, one) in said.said.iter().enumerate() {
                map.entry(one.number).or_default().push((turn, position));
            }
        }
        map
    }
}
