//! The patterns of numbering plans: digits, classes, groups, choices and bounded repeats, nothing else.
//!
//! Such a pattern describes finitely many strings, so it becomes a small acyclic automaton ([`super::automaton`])
//! that reads a digit in one step. The few patterns that capture parts (national prefixes) are matched by
//! [`Program::captures`], which backtracks over at most twenty digits.

/// One step of a compiled pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Any digit whose bit is set.
    Digit(u16),
    /// Go on at either place, the first preferred.
    Fork(u32, u32),
    Jump(u32),
    /// Remember the position in a slot.
    Save(u8),
    /// Only at the end of the digits.
    End,
    /// The pattern with this bit has matched.
    Done(u64),
}

/// A compiled set of patterns; each carries a bit that tells which of them matched.
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) starts: Vec<u32>,
    /// Digits that a match which is not empty may begin with, as bits.
    first: u16,
}

/// A pattern of the table that is not in the small language; a fault of the table, not of any input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadPattern;

impl Program {
    /// Compiles one pattern per bit of `patterns`.
    pub(super) fn new<'a>(patterns: impl IntoIterator<Item = (u64, &'a str)>) -> Result<Self, BadPattern> {
        let mut program = Self {
            steps: Vec::new(),
            starts: Vec::new(),
            first: 0,
        };
        for (bit, pattern) in patterns {
            program.starts.push(program.next());
            let mut reader = Reader {
                rest: pattern.as_bytes(),
                groups: 0,
                program: &mut program,
            };
            reader.choice()?;
            if !reader.rest.is_empty() {
                return Err(BadPattern);
            }
            program.steps.push(Step::Done(bit));
        }
        for start in program.starts.clone() {
            program.first |= program.first_digits(start);
        }
        Ok(program)
    }

    fn first_digits(&self, at: u32) -> u16 {
        match self.steps[at as usize] {
            Step::Digit(digits) => digits,
            Step::Fork(first, second) => self.first_digits(first) | self.first_digits(second),
            Step::Jump(to) => self.first_digits(to),
            Step::Save(_) => self.first_digits(at + 1),
            // Only empty matches go on behind an end.
            Step::End | Step::Done(_) => 0,
        }
    }

    /// False where no match at the start of `digits` takes any of them.
    pub(super) fn may_take(&self, digits: &[u8]) -> bool {
        digits
            .first()
            .is_some_and(|digit| self.first & 1 << (digit.wrapping_sub(b'0') & 15) != 0)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.steps.len()).expect("a plan's patterns are a few kilobytes")
    }

    /// Matches the first pattern at the start of `digits`: the spans of the whole match and of two groups.
    pub(super) fn captures(&self, digits: &[u8]) -> Option<[Option<(usize, usize)>; 3]> {
        let mut slots = [usize::MAX; 6];
        let end = self.walk(*self.starts.first()? as usize, digits, 0, &mut slots)?;
        let span = |n: usize| {
            (slots[2 * n] != usize::MAX && slots[2 * n + 1] != usize::MAX)
                .then(|| (slots[2 * n], slots[2 * n + 1]))
        };
        Some([Some((0, end)), span(1), span(2)])
    }

    fn walk(
        &self,
        mut at: usize,
        digits: &[u8],
        mut position: usize,
        slots: &mut [usize; 6],
    ) -> Option<usize> {
        loop {
            match self.steps[at] {
                Step::Digit(set) => {
                    let digit = digits.get(position)?.wrapping_sub(b'0');
                    if digit > 9 || set & (1 << digit) == 0 {
                        return None;
                    }
                    position += 1;
                    at += 1;
                }
                Step::Fork(first, second) => {
                    let before = *slots;
                    if let Some(end) = self.walk(first as usize, digits, position, slots) {
                        return Some(end);
                    }
                    *slots = before;
                    at = second as usize;
                }
                Step::Jump(to) => at = to as usize,
                Step::Save(slot) => {
                    if let Some(slot) = slots.get_mut(slot as usize) {
                        *slot = position;
                    }
                    at += 1;
                }
                Step::End => {
                    if position != digits.len() {
                        return None;
                    }
                    at += 1;
                }
                Step::Done(_) => return Some(position),
            }
        }
    }
}

/// Reads a pattern from left to right and writes its steps.
struct Reader<'a, 'p> {
    rest: &'a [u8],
    groups: u8,
    program: &'p mut Program,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn choice(&mut self) -> Result<(), BadPattern> {
        let start = self.program.next();
        self.sequence()?;
        let mut leave = Vec::new();
        let mut fork_at = start;
        while self.peek() == Some(b'|') {
            self.take();
            // Room for a fork before the branch just written, and a jump behind it.
            self.insert(fork_at as usize);
            leave.push(self.program.steps.len());
            self.program.steps.push(Step::Jump(0));
            let other = self.program.next();
            self.program.steps[fork_at as usize] = Step::Fork(fork_at + 1, other);
            fork_at = other;
            self.sequence()?;
        }
        let end = self.program.next();
        for jump in leave {
            self.program.steps[jump] = Step::Jump(end);
        }
        Ok(())
    }

    /// Makes room for one step and moves every target behind it.
    fn insert(&mut self, at: usize) {
        self.program.steps.insert(at, Step::Jump(0));
        let moved = |target: u32| if target as usize >= at { target + 1 } else { target };
        for step in &mut self.program.steps[at + 1..] {
            *step = match *step {
                Step::Fork(a, b) => Step::Fork(moved(a), moved(b)),
                Step::Jump(a) => Step::Jump(moved(a)),
                other => other,
            };
        }
    }

    fn sequence(&mut self) -> Result<(), BadPattern> {
        while let Some(byte) = self.peek() {
            if byte == b'|' || byte == b')' {
                break;
            }
            let start = self.program.steps.len();
            self.atom()?;
            self.repeat(start)?;
        }
        Ok(())
    }

    fn atom(&mut self) -> Result<(), BadPattern> {
        match self.take().ok_or(BadPattern)? {
            digit @ b'0'..=b'9' => self.program.steps.push(Step::Digit(1 << (digit - b'0'))),
            b'\\' if self.take() == Some(b'd') => self.program.steps.push(Step::Digit(0x3ff)),
            b'[' => {
                let set = self.class()?;
                self.program.steps.push(Step::Digit(set));
            }
            b'$' => self.program.steps.push(Step::End),
            b'(' => {
                let capture = if self.rest.starts_with(b"?:") {
                    self.rest = &self.rest[2..];
                    None
                } else {
                    self.groups += 1;
                    Some(self.groups)
                };
                if let Some(group) = capture {
                    self.program.steps.push(Step::Save(2 * group));
                }
                self.choice()?;
                if self.take() != Some(b')') {
                    return Err(BadPattern);
                }
                if let Some(group) = capture {
                    self.program.steps.push(Step::Save(2 * group + 1));
                }
            }
            _ => return Err(BadPattern),
        }
        Ok(())
    }

    fn class(&mut self) -> Result<u16, BadPattern> {
        let mut set = 0;
        loop {
            match self.take().ok_or(BadPattern)? {
                b']' => return Ok(set),
                b'\\' if self.take() == Some(b'd') => set = 0x3ff,
                low @ b'0'..=b'9' => {
                    let mut high = low;
                    if self.peek() == Some(b'-') {
                        self.take();
                        high = self.take().filter(u8::is_ascii_digit).ok_or(BadPattern)?;
                    }
                    for digit in low..=high {
                        set |= 1 << (digit - b'0');
                    }
                }
                _ => return Err(BadPattern),
            }
        }
    }

    /// Applies `?`, `{n}` or `{n,m}` to the steps from `start` on.
    fn repeat(&mut self, start: usize) -> Result<(), BadPattern> {
        let (least, most) = match self.peek() {
            Some(b'?') => {
                self.take();
                (0, 1)
            }
            Some(b'{') => {
                self.take();
                let least = self.number()?;
                let most = if self.peek() == Some(b',') {
                    self.take();
                    self.number()?
                } else {
                    least
                };
                if self.take() != Some(b'}') || most < least || most > 20 {
                    return Err(BadPattern);
                }
                (least, most)
            }
            _ => return Ok(()),
        };
        let once: Vec<Step> = self.program.steps.drain(start..).collect();
        for copy in 0..most {
            let shift = if copy >= least {
                let at = self.program.next();
                self.program.steps.push(Step::Fork(
                    at + 1,
                    at + 1 + u32::try_from(once.len()).map_err(|_| BadPattern)?,
                ));
                at + 1
            } else {
                self.program.next()
            };
            let moved = |target: u32| target - start as u32 + shift;
            self.program.steps.extend(once.iter().map(|step| match *step {
                Step::Fork(a, b) => Step::Fork(moved(a), moved(b)),
                Step::Jump(a) => Step::Jump(moved(a)),
                other => other,
            }));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<u32, BadPattern> {
        let mut value = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            self.take();
            value = Some(value.unwrap_or(0) * 10 + u32::from(digit - b'0'));
        }
        value.filter(|v| *v < 100).ok_or(BadPattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::automaton::Automaton;

    fn automaton(patterns: &[(u64, &str)]) -> Automaton {
        Automaton::new(&Program::new(patterns.iter().copied()).expect("pattern"))
    }

    #[test]
    fn reads_the_language_of_plans() {
        let automaton = automaton(&[(1, r"2(?:0[1-35-9]|1\d{2,3}|9)?"), (2, r"[2-4]\d\d")]);
        for (digits, bits) in [
            ("2", 1),
            ("201", 3),
            ("204", 2),
            ("2123", 1),
            ("21234", 1),
            ("212345", 0),
            ("29", 1),
            ("", 0),
            ("9", 0),
        ] {
            assert_eq!(automaton.matches(digits.as_bytes()), bits, "{digits}");
        }
        assert_eq!(automaton.begins(b"2123456"), 3);
    }

    #[test]
    fn captures_what_a_prefix_rule_needs() {
        let program = Program::new([(1, r"0?(?:(11|22[1-3]?)15)?")]).expect("pattern");
        assert_eq!(
            program.captures(b"0111512345678").expect("match")[1],
            Some((1, 3))
        );
        assert_eq!(program.captures(b"0223151234").expect("match")[1], Some((1, 4)));
        assert_eq!(
            program.captures(b"0331234").expect("match"),
            [Some((0, 1)), None, None]
        );
        let program = Program::new([(1, r"([2-9]\d{6})$|1")]).expect("pattern");
        assert_eq!(program.captures(b"4031234").expect("match")[1], Some((0, 7)));
        assert!(program.captures(b"40312345").is_none());
    }

    #[test]
    fn refuses_what_no_plan_needs() {
        for pattern in ["a", "[a-z]", "1*", "(1", "1{3,1}", "1)"] {
            assert_eq!(Program::new([(1, pattern)]).err(), Some(BadPattern), "{pattern}");
        }
    }
}
