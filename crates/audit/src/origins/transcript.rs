//! A conversation as the judge of origins sees it: turns in a tree, and the numbers said in each.

use std::collections::HashMap;
use std::rc::Rc;
use teltale_model::{Class, LineType, Place, UnreadKind};

/// One conversation, with its turns in the order of the export.
#[derive(Debug, Default)]
pub struct Transcript {
    /// In the order of the export; a parent may stand after its child.
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

/// A message in the tree.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The case's id of the message.
    pub message: i64,
    /// The turn this one answers; none for a root. In a linear chat, the one before.
    pub parent: Option<usize>,
    /// Whose words.
    pub speaker: Speaker,
    /// False where the app does not show it.
    pub shown: bool,
    /// Milliseconds, UTC or wall clock; comparable within the conversation.
    pub sent_ms: Option<i64>,
    /// Numbers in it, ordered by part and offset.
    pub said: Vec<Said>,
    /// What belongs to it and was not read.
    pub unread: Vec<UnreadKind>,
}

/// One mention, as far as origins need it.
#[derive(Clone)]
pub struct Said {
    /// The case's id of the mention.
    pub mention: i64,
    /// The case's id of the number.
    pub number: i64,
    /// Digits without plus; empty where the number is open. Never printed.
    pub digits: String,
    /// The part of the message, from 0.
    pub part: usize,
    /// Which number of that part this is, from 0.
    pub nth: usize,
    /// Where it stands.
    pub place: Place,
    /// A tool's or field's name beside the part; empty if none.
    pub label: String,
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

/// A part's text with U+FFFC where each number stood.
#[derive(Clone, Default)]
pub struct PartText {
    /// Where it stands; none for a part without text.
    pub place: Option<Place>,
    /// The text as stored, numbers left out.
    pub text: String,
}

/// Gives the texts of a turn when a rule needs to read words; most turns are never asked for.
pub trait Texts {
    /// The parts of turn `index`, in order. An empty list where the text cannot be had.
    fn parts(&mut self, index: usize) -> Rc<[PartText]>;
}

impl Transcript {
    /// For each turn, whether another turn is its ancestor: an interval per turn, from one walk over the tree.
    /// A parent that does not exist or closes a circle makes its turn a root.
    pub(super) fn lineage(&self) -> Lineage {
        let count = self.turns.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut roots = Vec::new();
        for (index, turn) in self.turns.iter().enumerate() {
            match turn.parent {
                Some(parent) if parent < count && parent != index => children[parent].push(index),
                Some(_) | None => roots.push(index),
            }
        }
        let mut lineage = Lineage {
            enter: vec![u32::MAX; count],
            leave: vec![0; count],
            unread_before: vec![0; count],
        };
        let mut clock = 0;
        let mut stack: Vec<(usize, usize)> = Vec::new();
        let mut next_orphan = 0;
        loop {
            let root = match roots.pop() {
                Some(root) => root,
                None => match (next_orphan..count).find(|&index| lineage.enter[index] == u32::MAX) {
                    Some(index) => {
                        next_orphan = index + 1;
                        index
                    }
                    None => break,
                },
            };
            if lineage.enter[root] != u32::MAX {
                continue;
            }
            lineage.visit(root, 0, &mut clock);
            stack.push((root, 0));
            while let Some((turn, child)) = stack.pop() {
                match children[turn].get(child) {
                    Some(&below) => {
                        stack.push((turn, child + 1));
                        if lineage.enter[below] == u32::MAX {
                            let before = lineage.unread_before[turn] | self.gaps_of(turn);
                            lineage.visit(below, before, &mut clock);
                            stack.push((below, 0));
                        }
                    }
                    None => lineage.leave[turn] = clock,
                }
            }
        }
        lineage
    }

    /// The kinds of things of a turn that were not read and may have held a number, as bits.
    fn gaps_of(&self, turn: usize) -> u16 {
        self.turns[turn]
            .unread
            .iter()
            .filter(|kind| may_hold_number(**kind))
            .fold(0, |bits, kind| bits | 1 << *kind as u16)
    }

    /// Every mention of each number, as (turn, position in the turn), in the order of the export.
    pub(super) fn by_number(&self) -> HashMap<i64, Vec<(usize, usize)>> {
        let mut map: HashMap<i64, Vec<(usize, usize)>> = HashMap::new();
        for (turn, said) in self.turns.iter().enumerate() {
            for (position, one) in said.said.iter().enumerate() {
                map.entry(one.number).or_default().push((turn, position));
            }
        }
        map
    }
}

/// True for what could have supplied a number. An unknown block could not: its strings were searched.
fn may_hold_number(kind: UnreadKind) -> bool {
    kind != UnreadKind::UnknownBlock
}

/// Ancestry as intervals, and the count of unread things above each turn.
pub(super) struct Lineage {
    enter: Vec<u32>,
    leave: Vec<u32>,
    /// Kinds of unread things in all ancestors of the turn, as bits.
    unread_before: Vec<u16>,
}

impl Lineage {
    fn visit(&mut self, turn: usize, unread_before: u16, clock: &mut u32) {
        self.enter[turn] = *clock;
        *clock += 1;
        self.unread_before[turn] = unread_before;
    }

    /// The kinds of unread things in context before the turn, each once.
    pub(super) fn unread_before(&self, turn: usize) -> impl Iterator<Item = UnreadKind> {
        let bits = self.unread_before[turn];
        UnreadKind::ALL
            .into_iter()
            .filter(move |kind| bits & 1 << *kind as u16 != 0)
    }

    /// True where `above` was in context when `below` was written.
    pub(super) fn is_ancestor(&self, above: usize, below: usize) -> bool {
        above != below && self.enter[above] < self.enter[below] && self.enter[below] < self.leave[above]
    }
}
