//! A run of groups that may be one number.

use crate::groups::{Gap, Group, Groups};
use crate::plan::Reading;
use smallvec::SmallVec;

/// Neighbouring groups of a cluster, at least one.
#[derive(Clone, Copy)]
pub(super) struct Run<'g> {
    /// All groups of the cluster.
    pub(super) all: &'g Groups,
    /// The first group of the run.
    pub(super) first: usize,
    /// The last group of the run.
    pub(super) last: usize,
}

/// A line break in a run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// There is none.
    None,
    /// It stands behind a separator, or in a number with a plus: the number goes on.
    Inside,
    /// Nothing says that the number goes on.
    Bare,
}

impl<'g> Run<'g> {
    /// The groups of the run.
    pub(super) fn groups(&self) -> &'g [Group] {
        &self.all.groups[self.first..=self.last]
    }

    /// Where its first digit starts.
    pub(super) fn start(&self) -> usize {
        self.all.groups[self.first].start
    }

    /// One past its last digit.
    pub(super) fn end(&self) -> usize {
        self.all.groups[self.last].end
    }

    /// Its digits in ASCII.
    pub(super) fn digits(&self) -> &'g [u8] {
        &self.all.digits[self.all.groups[self.first].from..self.all.groups[self.last].to]
    }

    /// One group.
    pub(super) fn is_bare(&self) -> bool {
        self.first == self.last
    }

    /// What stands between its groups.
    fn gaps(&self) -> impl Iterator<Item = Gap> + 'g {
        self.groups()[1..].iter().map(|group| group.gap)
    }

    /// All that stands between its groups.
    pub(super) fn signs(&self) -> Gap {
        self.gaps().fold(Gap::default(), Gap::and)
    }

    /// Every group is one digit.
    pub(super) fn is_one_by_one(&self) -> bool {
        self.groups().iter().all(|group| group.len() == 1)
    }

    /// A line break stands inside.
    pub(super) fn is_broken(&self) -> bool {
        self.gaps().any(|gap| gap.has(Gap::NEWLINE))
    }

    /// What its one line break says; None where it has several, which no number has.
    pub(super) fn line_break(&self, plus: bool) -> Option<Break> {
        let separator = Gap::HYPHEN.and(Gap::DOT).and(Gap::SLASH).and(Gap::CLOSE);
        let mut breaks = self.gaps().filter(|gap| gap.has(Gap::NEWLINE));
        let Some(gap) = breaks.next() else {
            return Some(Break::None);
        };
        match breaks.next() {
            Some(_) => None,
            None if plus || gap.has(separator) => Some(Break::Inside),
            None => Some(Break::Bare),
        }
    }

    /// `1. 202-555-0143`: the number of an item in a list, then something else.
    pub(super) fn is_numbered_item(&self) -> bool {
        let [number, behind, rest @ ..] = self.groups() else {
            return false;
        };
        number.len() <= 2
            && behind.gap.has(Gap::DOT)
            && behind.gap.has(Gap::SPACE)
            && rest.iter().any(|group| group.gap != behind.gap)
    }

    /// Lengths of its groups without calling code and trunk prefix.
    pub(super) fn national_groups(&self, reading: &Reading) -> SmallVec<[u8; 16]> {
        let mut skip = reading.prefix as usize;
        let mut lengths = SmallVec::new();
        for group in self.groups() {
            let taken = skip.min(group.len());
            skip -= taken;
            if group.len() > taken {
                lengths.push((group.len() - taken) as u8);
            }
        }
        lengths
    }
}
