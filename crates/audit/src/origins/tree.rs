//! Puts the transcript of a conversation with branches together: messages say which one they answer.

use super::transcript::{Kinds, Turn};
use rustc_hash::FxHashMap;

/// No turn.
const NONE: u32 = u32::MAX;

/// A conversation with branches, message by message.
#[derive(Default)]
pub(super) struct Tree {
    turns: Vec<Turn>,
    /// The key of the message that each turn answers.
    answers: Vec<Option<u64>>,
    /// The first turn of each key.
    keys: FxHashMap<u64, u32>,
}

impl Tree {
    /// The next message, its own key and the key of the one it answers.
    pub fn push(&mut self, turn: Turn, key: Option<u64>, answers: Option<u64>) {
        if let Some(key) = key {
            self.keys.entry(key).or_insert(self.turns.len() as u32);
        }
        self.turns.push(turn);
        self.answers.push(answers);
    }

    /// All turns, in order, with their places in the tree. A parent that does not exist or closes a circle makes its turn
    /// a root.
    pub fn finish(self) -> Vec<Turn> {
        let Self {
            mut turns,
            answers,
            keys,
        } = self;
        for (turn, answers) in turns.iter_mut().zip(answers) {
            turn.parent = answers.and_then(|key| keys.get(&key).copied());
        }
        drop(keys);
        number(&mut turns);
        turns
    }
}

/// Numbers the turns in the order of one walk over the tree, so that those below a turn are an interval, and carries
/// down what was not read.
fn number(turns: &mut [Turn]) {
    let children = Children::of(turns);
    let is_root = |index: &usize| {
        turns[*index]
            .parent
            .is_none_or(|parent| parent as usize == *index)
    };
    // Circles have no root: the first turn that the walk has not met begins one.
    let mut roots: Vec<usize> = (0..turns.len()).filter(is_root).collect();
    roots.extend(0..turns.len());
    for turn in turns.iter_mut() {
        turn.from = NONE;
    }
    let mut clock = 0;
    let mut path: Vec<(usize, u32)> = Vec::new();
    for root in roots {
        if turns[root].from != NONE {
            continue;
        }
        enter(&mut turns[root], Kinds::default(), &mut clock);
        path.push((root, children.first[root]));
        while let Some((turn, child)) = path.pop() {
            if child == NONE {
                turns[turn].until = clock;
                continue;
            }
            let child = child as usize;
            path.push((turn, children.next[child]));
            if turns[child].from == NONE {
                let above = &turns[turn];
                let before = above.unread_before.with(above.unread.that_may_hold_number());
                enter(&mut turns[child], before, &mut clock);
                path.push((child, children.first[child]));
            }
        }
    }
}

fn enter(turn: &mut Turn, before: Kinds, clock: &mut u32) {
    turn.from = *clock;
    turn.unread_before = before;
    *clock += 1;
}

/// The turns that answer each turn, as chains through two lists.
struct Children {
    first: Vec<u32>,
    next: Vec<u32>,
}

impl Children {
    fn of(turns: &[Turn]) -> Self {
        let mut children = Self {
            first: vec![NONE; turns.len()],
            next: vec![NONE; turns.len()],
        };
        // From the last to the first, as each is put before those that are there.
        for (index, turn) in turns.iter().enumerate().rev() {
            if let Some(parent) = turn.parent.map(|parent| parent as usize)
                && parent != index
            {
                children.next[index] = std::mem::replace(&mut children.first[parent], index as u32);
            }
        }
        children
    }
}

#[cfg(test)]
mod tests {
    use super::super::transcript::{Speaker, Transcript};
    use super::*;
    use teltale_model::UnreadKind;

    /// A conversation of turns that answer those of the given keys; each has its place as key.
    fn tree(answers: &[Option<u64>], image_in: usize) -> Transcript {
        let mut tree = Tree::default();
        for (place, answers) in answers.iter().enumerate() {
            let unread = (place == image_in).then_some(UnreadKind::Image);
            let turn = Turn {
                message: place as i64,
                parent: None,
                speaker: Speaker::You,
                shown: true,
                sent_ms: None,
                said: Vec::new(),
                unread: unread.into_iter().collect(),
                unread_before: Kinds::default(),
                from: 0,
                until: 0,
            };
            tree.push(turn, Some(place as u64), *answers);
        }
        Transcript {
            turns: tree.finish(),
            ..Transcript::default()
        }
    }

    fn ancestors(transcript: &Transcript, of: usize) -> Vec<usize> {
        let all = 0..transcript.turns.len();
        all.filter(|above| transcript.is_ancestor(*above, of)).collect()
    }

    #[test]
    fn what_was_in_context_is_what_stands_above_on_the_branch() {
        // 0 -- 1 -- 2
        //       \-- 3 -- 5     4 answers nothing
        let transcript = tree(&[None, Some(0), Some(1), Some(1), None, Some(3)], 1);
        assert_eq!(ancestors(&transcript, 5), [0, 1, 3]);
        assert_eq!(ancestors(&transcript, 2), [0, 1]);
        assert!(ancestors(&transcript, 4).is_empty());
        let sees_image = |turn: &Turn| turn.unread_before.has(UnreadKind::Image);
        let blind: Vec<i64> = transcript
            .turns
            .iter()
            .filter(|turn| sees_image(turn))
            .map(|turn| turn.message)
            .collect();
        assert_eq!(blind, [2, 3, 5]);
    }

    #[test]
    fn a_parent_may_come_later_be_missing_or_close_a_circle() {
        let transcript = tree(&[Some(1), None, Some(9), Some(4), Some(3), Some(5)], 99);
        assert_eq!(ancestors(&transcript, 0), [1]);
        assert!(ancestors(&transcript, 2).is_empty());
        assert_eq!(
            (ancestors(&transcript, 3), ancestors(&transcript, 4)),
            (vec![], vec![3])
        );
        assert!(ancestors(&transcript, 5).is_empty());
    }
}
