//! Acyclic automata that read digits one step each.

use super::pattern::{Program, Step};
use rustc_hash::FxHashMap;

/// A deterministic reader of digits: which patterns match the digits read so far.
pub(super) struct Automaton {
    states: Vec<State>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    /// Bits of the patterns that end here.
    ends: u64,
    /// The state after each digit; 0 is the state from which nothing matches.
    next: [u16; 10],
}

impl Automaton {
    /// From a program without captures; equal tails are shared.
    pub(super) fn new(program: &Program) -> Self {
        let mut builder = Builder {
            program,
            states: Vec::new(),
            known: FxHashMap::default(),
            shared: FxHashMap::default(),
        };
        let nothing = State {
            ends: 0,
            next: [0; 10],
        };
        builder.shared.insert(nothing.clone(), 0);
        builder.states.push(nothing);
        let mut start = Vec::new();
        for first in &program.starts {
            builder.close(*first, &mut start);
        }
        start.sort_unstable();
        start.dedup();
        let first = builder.state(start);
        // The walk starts at the last state.
        let copy = builder.states[first as usize].clone();
        builder.states.push(copy);
        builder.states.shrink_to_fit();
        Self {
            states: builder.states,
        }
    }

    /// Bits of the patterns that match all of `digits` (ASCII).
    pub(super) fn matches(&self, digits: &[u8]) -> u64 {
        let mut at = self.states.len() - 1;
        for digit in digits {
            let digit = digit.wrapping_sub(b'0') as usize;
            if digit > 9 {
                return 0;
            }
            at = self.states[at].next[digit] as usize;
            if at == 0 {
                return 0;
            }
        }
        self.states[at].ends
    }

    /// Bits of the patterns that match some beginning of `digits`.
    pub(super) fn begins(&self, digits: &[u8]) -> u64 {
        let mut at = self.states.len() - 1;
        let mut seen = self.states[at].ends;
        for digit in digits {
            let digit = digit.wrapping_sub(b'0') as usize;
            if digit > 9 {
                break;
            }
            at = self.states[at].next[digit] as usize;
            if at == 0 {
                break;
            }
            seen |= self.states[at].ends;
        }
        seen
    }
}

struct Builder<'p> {
    program: &'p Program,
    states: Vec<State>,
    known: FxHashMap<Vec<u32>, u16>,
    shared: FxHashMap<State, u16>,
}

impl Builder<'_> {
    /// Adds the digit and end steps reachable from `at` without reading.
    fn close(&self, at: u32, into: &mut Vec<u32>) {
        match self.program.steps[at as usize] {
            Step::Fork(first, second) => {
                self.close(first, into);
                self.close(second, into);
            }
            Step::Jump(to) => self.close(to, into),
            Step::Save(_) | Step::End => self.close(at + 1, into),
            Step::Digit(_) | Step::Done(_) => into.push(at),
        }
    }

    fn state(&mut self, set: Vec<u32>) -> u16 {
        if let Some(known) = self.known.get(&set) {
            return *known;
        }
        let mut state = State {
            ends: 0,
            next: [0; 10],
        };
        for at in &set {
            if let Step::Done(bit) = self.program.steps[*at as usize] {
                state.ends |= bit;
            }
        }
        for digit in 0..10 {
            let mut after = Vec::new();
            for at in &set {
                if let Step::Digit(digits) = self.program.steps[*at as usize]
                    && digits & (1 << digit) != 0
                {
                    self.close(at + 1, &mut after);
                }
            }
            if after.is_empty() {
                continue;
            }
            after.sort_unstable();
            after.dedup();
            state.next[digit] = self.state(after);
        }
        let number = match self.shared.get(&state) {
            Some(number) => *number,
            None => {
                let number = u16::try_from(self.states.len()).expect("a plan has a few thousand states");
                self.states.push(state.clone());
                self.shared.insert(state, number);
                number
            }
        };
        self.known.insert(set, number);
        number
    }
}
