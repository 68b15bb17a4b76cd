//! The named rules that remove a candidate which a plan would take for a number.
//!
//! Each rule is one value in its family's slice, with the texts it must remove; a test runs them all. Rules
//! see a [`Subject`]: the candidate, the groups around it and the text. Words around it are the last to be
//! asked ([`words_reject`]), because reading them costs most.

mod codes;
mod dates;
mod measures;
mod papers;
mod words;

pub(crate) use dates::begin_with_date;
pub(crate) use words::{Verdict, words_reject};

use crate::characters;
use crate::groups::{Gap, Group};
use crate::words::{Surroundings, Words};
use std::cell::OnceCell;

/// A rule that removes candidates.
pub(crate) struct Rule {
    /// Its name, as it is listed and counted.
    pub(crate) name: &'static str,
    /// True where the candidate is not a number.
    pub(crate) rejects: fn(&Subject<'_>) -> bool,
    /// Texts and regions in which the rule removes a candidate.
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) examples: &'static [(&'static str, &'static str)],
}

/// A candidate and what surrounds it.
pub(crate) struct Subject<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// The words of all languages.
    pub(crate) words: &'a Words,
    /// Where the candidate starts, plus and bracket included.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// All groups of the cluster.
    pub(crate) groups: &'a [Group],
    /// The digits of all groups.
    pub(crate) all_digits: &'a [u8],
    /// The candidate's first group.
    pub(crate) first: usize,
    /// The candidate's last group.
    pub(crate) last: usize,
    /// A plus or an access code was written.
    pub(crate) international: bool,
    /// Begins with the trunk prefix of its plan.
    pub(crate) trunk: bool,
    /// The visible characters before it, nearest first.
    pub(crate) visible_before: [Option<char>; 2],
    /// The visible characters behind it.
    pub(crate) visible_after: [Option<char>; 4],
    /// The words around it, read when first asked for.
    pub(crate) surroundings: OnceCell<Surroundings>,
}

impl<'a> Subject<'a> {
    /// The words around the candidate; costs more than any other question.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        self.surroundings
            .get_or_init(|| self.words.around(self.text, self.start, self.end))
    }

    /// A phone word stands within reach.
    fn phone_word(&self) -> bool {
        self.surroundings().phone
    }

    /// The candidate's groups.
    fn own(&self) -> &'a [Group] {
        &self.groups[self.first..=self.last]
    }

    /// The candidate's digits.
    fn digits(&self) -> &'a [u8] {
        &self.all_digits[self.groups[self.first].from..self.groups[self.last].to]
    }

    /// The digits of a group.
    fn of(&self, group: &Group) -> &'a [u8] {
        &self.all_digits[group.from..group.to]
    }

    /// A group's digits as a number, for groups of at most nine digits.
    fn value(&self, group: &Group) -> Option<u32> {
        (group.len() <= 9).then(|| {
            self.of(group)
                .iter()
                .fold(0, |sum, d| sum * 10 + u32::from(d - b'0'))
        })
    }

    /// One group and nothing else.
    fn bare(&self) -> bool {
        self.first == self.last
    }

    /// The gap before a group of the candidate other than its first.
    fn gaps(&self) -> impl Iterator<Item = Gap> + 'a {
        self.own()[1..].iter().map(|group| group.gap)
    }

    /// The groups joined to the candidate without a space, at most a dozen on each side, and the candidate's own.
    fn tight_run(&self) -> (usize, usize) {
        let (mut first, mut last) = (self.first, self.last);
        while first > 0
            && self.first - first < 12
            && !self.groups[first].gap.parts_words()
            && !self.groups[first].gap.ends_number()
        {
            first -= 1;
        }
        while last + 1 < self.groups.len()
            && last - self.last < 12
            && !self.groups[last + 1].gap.parts_words()
            && !self.groups[last + 1].gap.ends_number()
        {
            last += 1;
        }
        (first, last)
    }

    /// Groups around the candidate that are joined by spaces or hyphens alone, at most `reach` on each side.
    fn loose_run(&self, reach: usize) -> (usize, usize) {
        let joins = |gap: Gap| gap.is_only(Gap::SPACE) || gap.is_only(Gap::HYPHEN);
        let (mut first, mut last) = (self.first, self.last);
        while first > 0 && self.first - first < reach && joins(self.groups[first].gap) {
            first -= 1;
        }
        while last + 1 < self.groups.len() && last - self.last < reach && joins(self.groups[last + 1].gap) {
            last += 1;
        }
        (first, last)
    }

    /// The character directly before the candidate, invisible ones passed over.
    fn before(&self) -> Option<char> {
        self.nth_before(0)
    }

    /// The `n`th visible character before the candidate.
    fn nth_before(&self, n: usize) -> Option<char> {
        self.visible_before[n]
    }

    /// The character directly behind the candidate, invisible ones passed over.
    fn after(&self) -> Option<char> {
        self.nth_after(0)
    }

    /// The `n`th visible character behind the candidate.
    fn nth_after(&self, n: usize) -> Option<char> {
        self.visible_after[n]
    }

    /// The first character before the candidate that is no space.
    fn before_space(&self) -> Option<char> {
        self.text[..self.start]
            .chars()
            .rev()
            .take(4)
            .find(|c| !c.is_whitespace())
    }

    /// The first character behind the candidate that is no space.
    fn after_space(&self) -> Option<char> {
        self.text[self.end..].chars().take(4).find(|c| !c.is_whitespace())
    }

    /// The letters, digits and underscores that end before a byte.
    fn identifier_before(&self, end: usize) -> &'a str {
        let mut start = end;
        while let Some(character) = characters::before(self.text, start) {
            if !(character.is_alphanumeric() || character == '_') || end - start > 40 {
                break;
            }
            start -= character.len_utf8();
        }
        &self.text[start..end]
    }

    /// One past the visible character behind the candidate.
    fn after_end(&self) -> usize {
        let rest = self.text[self.end..]
            .char_indices()
            .find(|(_, c)| characters::kind(*c) != characters::Kind::Invisible);
        self.end + rest.map_or(0, |(n, c)| n + c.len_utf8())
    }

    /// Where the visible character before the candidate starts.
    fn before_start(&self) -> usize {
        self.text[..self.start]
            .char_indices()
            .rev()
            .find(|(_, c)| characters::kind(*c) != characters::Kind::Invisible)
            .map_or(0, |(n, _)| n)
    }
}

/// The visible characters before a byte, nearest first.
pub(crate) fn visible_before(text: &str, start: usize) -> [Option<char>; 2] {
    let mut visible = text[..start]
        .chars()
        .rev()
        .filter(|c| characters::kind(*c) != characters::Kind::Invisible);
    [visible.next(), visible.next()]
}

/// The visible characters from a byte on.
pub(crate) fn visible_after(text: &str, end: usize) -> [Option<char>; 4] {
    let mut visible = text[end..]
        .chars()
        .filter(|c| characters::kind(*c) != characters::Kind::Invisible);
    [visible.next(), visible.next(), visible.next(), visible.next()]
}

/// Families, in the order in which they are asked.
const FAMILIES: [&[Rule]; 4] = [codes::RULES, dates::RULES, papers::RULES, measures::RULES];

/// The first rule that removes the candidate.
pub(crate) fn rejected_by(subject: &Subject<'_>) -> Option<&'static str> {
    FAMILIES
        .iter()
        .flat_map(|family| family.iter())
        .find(|rule| (rule.rejects)(subject))
        .map(|rule| rule.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Finder;
    use teltale_model::{Certainty, Region};

    #[test]
    fn every_rule_removes_its_examples() {
        let finder = Finder::new();
        let mut wrong = Vec::new();
        for rule in FAMILIES
            .iter()
            .flat_map(|family| family.iter())
            .chain([&words::RULES].into_iter().flat_map(|family| family.iter()))
        {
            assert!(!rule.examples.is_empty(), "{} shows no example", rule.name);
            for (text, region) in rule.examples {
                let regions: Vec<Region> = Region::new(region).into_iter().collect();
                let removed = finder.rejections(text, &regions);
                if !removed.iter().any(|rejection| rejection.rule == rule.name) {
                    wrong.push(format!(
                        "{}: {text:?} in {region}: removed by {:?}",
                        rule.name,
                        removed.iter().map(|r| &r.rule).collect::<Vec<_>>()
                    ));
                }
                let mut found = Vec::new();
                finder.find(text, &regions, &mut found);
                if found.iter().any(|m| m.certainty > Certainty::Maybe) {
                    wrong.push(format!("{}: {text:?} in {region} is still found", rule.name));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = FAMILIES
            .iter()
            .flat_map(|family| family.iter())
            .chain(words::RULES)
            .map(|rule| rule.name)
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
