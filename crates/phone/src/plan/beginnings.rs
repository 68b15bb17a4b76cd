//! Which plans may know digits, by the first three and how many they are: of all plans a few, told without compiling any.
//!
//! A number of a country that is not in play may be any plan's. Reading it by each would cost more than all else that is
//! done with it, and compile every plan for one number.

use super::pattern::{Program, Step};
use super::table::{Plan, Prefix, Table, program};

/// A set of plans of regions: bits of their places in the order of regions.
type Places = [u64; 4];

fn add(places: &mut Places, place: usize) {
    places[place / 64] |= 1 << (place % 64);
}

/// The places of one word of a set.
fn each(word: usize, mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (bit < 64).then_some(64 * word + bit)
    })
}

/// Which plans' national numbers begin so, and what people dial before them.
pub(super) struct Beginnings {
    /// Per three first digits of a national number the plans that have such.
    national: Vec<Places>,
    /// The same of ranges beside the plans, which no pattern knows.
    reserved: Vec<Places>,
    /// Per length of a national number the plans that have such.
    lengths: [Places; 32],
    /// Plans whose national numbers are dialled behind the same digits.
    behind: Vec<(&'static [u8], Places)>,
    /// Plans with a rule of their own: what it takes off, and whether it rewrites what it took.
    rules: Vec<(usize, Program, bool)>,
}

impl Beginnings {
    /// From the patterns of the table and from ranges beside them.
    pub(super) fn new(table: &Table, reserved: &[&[u8]]) -> Self {
        let mut beginnings = Self {
            national: vec![[0; 4]; 1000],
            reserved: vec![[0; 4]; 1000],
            lengths: [[0; 4]; 32],
            behind: Vec::new(),
            rules: Vec::new(),
        };
        for (place, number) in table.regions().enumerate() {
            let plan = &table.plans[number as usize];
            beginnings.add_general(place, plan);
            if table.of_code(plan.code).first() == Some(&number) {
                beginnings.add_reserved(place, plan, reserved);
            }
            match Prefix::new(plan.prefix) {
                Prefix::None => {}
                Prefix::Digits(digits) => {
                    let known = beginnings.behind.iter().position(|(other, _)| *other == digits);
                    let known = known.unwrap_or_else(|| {
                        beginnings.behind.push((digits, [0; 4]));
                        beginnings.behind.len() - 1
                    });
                    add(&mut beginnings.behind[known].1, place);
                }
                Prefix::Rule(rule) => beginnings.rules.push((place, rule, !plan.transform.is_empty())),
            }
        }
        beginnings
    }

    /// Places of the plans that may know digits as people of their region write them, in the order of regions. Where only
    /// the first digits speak for a plan it is asked by `looks_national`, with the digits behind what people dial before.
    pub(super) fn of(
        &self,
        digits: &[u8],
        looks_national: impl Fn(usize, &[u8]) -> bool,
    ) -> impl Iterator<Item = usize> {
        let as_they_are = self.begin(&self.national, digits);
        let mut places = self.begin(&self.reserved, digits);
        for (prefix, with) in &self.behind {
            if let Some(rest) = digits.strip_prefix(*prefix) {
                let (national, reserved) =
                    (self.begin(&self.national, rest), self.begin(&self.reserved, rest));
                for word in 0..places.len() {
                    places[word] |= reserved[word] & with[word];
                    for place in each(word, national[word] & with[word] & !places[word]) {
                        if looks_national(place, rest) {
                            add(&mut places, place);
                        }
                    }
                }
            }
        }
        for (place, rule, rewrites) in &self.rules {
            if rule.may_take(digits)
                && let Some([Some((_, end)), first, second]) = rule.captures(digits)
                && (*rewrites && (first.is_some() || second.is_some())
                    || self.begin(&self.national, &digits[end..])[place / 64] & 1 << (place % 64) != 0
                    || self.begin(&self.reserved, &digits[end..])[place / 64] & 1 << (place % 64) != 0)
            {
                add(&mut places, *place);
            }
        }
        for word in 0..places.len() {
            for place in each(word, as_they_are[word] & !places[word]) {
                if looks_national(place, digits) {
                    add(&mut places, place);
                }
            }
        }
        (0..places.len()).flat_map(move |word| each(word, places[word]))
    }

    /// Plans whose national numbers begin like digits and are as long.
    fn begin(&self, by: &[Places], digits: &[u8]) -> Places {
        let [a, b, c, ..] = digits else {
            return [0; 4];
        };
        let (beginning, length) = (&by[number([*a, *b, *c])], &self.lengths[digits.len().min(31)]);
        std::array::from_fn(|word| beginning[word] & length[word])
    }

    /// The numbers that a plan's general pattern knows.
    fn add_general(&mut self, place: usize, plan: &Plan) {
        let Some(general) = plan.general().and_then(program) else {
            return;
        };
        for length in (0..32).filter(|length| plan.lengths & 1 << length != 0) {
            add(&mut self.lengths[length], place);
        }
        let mut start = Vec::new();
        for first in &general.starts {
            close(&general, *first, &mut start);
        }
        for a in 0..10 {
            let behind_one = after(&general, &start, a);
            for b in 0..10 {
                for at in after(&general, &behind_one, b) {
                    let Step::Digit(digits) = general.steps[at as usize] else {
                        continue;
                    };
                    for c in (0..10).filter(|c| digits & 1 << c != 0) {
                        let number = 100 * a as usize + 10 * b as usize + c;
                        add(&mut self.national[number], place);
                    }
                }
            }
        }
    }

    /// The numbers of ranges beside the plans; `x` and `n` are signs for several digits.
    fn add_reserved(&mut self, place: usize, plan: &Plan, reserved: &[&[u8]]) {
        let fits = |sign: u8, digit: usize| !sign.is_ascii_digit() || (sign - b'0') as usize == digit;
        let ranges = reserved
            .iter()
            .filter_map(|range| range.strip_prefix(plan.code_text.as_bytes()));
        for range in ranges {
            let [a, b, c, ..] = range else { continue };
            add(&mut self.lengths[range.len().min(31)], place);
            for (number, places) in self.reserved.iter_mut().enumerate() {
                if fits(*a, number / 100) && fits(*b, number / 10 % 10) && fits(*c, number % 10) {
                    add(places, place);
                }
            }
        }
    }
}

fn number([a, b, c]: [u8; 3]) -> usize {
    100 * (a - b'0') as usize + 10 * (b - b'0') as usize + (c - b'0') as usize
}

/// The steps behind a digit.
fn after(program: &Program, steps: &[u32], digit: u8) -> Vec<u32> {
    let mut after = Vec::new();
    for at in steps {
        if let Step::Digit(digits) = program.steps[*at as usize]
            && digits & 1 << digit != 0
        {
            close(program, at + 1, &mut after);
        }
    }
    after
}

/// Adds the steps that read a digit or end a match, reachable from `at` without reading.
fn close(program: &Program, at: u32, into: &mut Vec<u32>) {
    match program.steps[at as usize] {
        Step::Fork(first, second) => {
            close(program, first, into);
            close(program, second, into);
        }
        Step::Jump(to) => close(program, to, into),
        Step::Save(_) | Step::End => close(program, at + 1, into),
        Step::Digit(_) | Step::Done(_) => into.push(at),
    }
}
