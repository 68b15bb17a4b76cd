//! From clusters to matches: cuts a cluster into groups and segments, and tells the kinds of numbers apart.
//!
//! Of a segment every run of groups that may be a number is tried ([`attempt`]), those that explain most digits are chosen
//! ([`choice`]), and where no plan in play knows any, plans of other countries are asked ([`open`]).

mod attempt;
mod choice;
mod lists;
mod open;
mod run;

use crate::Finder;
use crate::classes;
use crate::groups::{Gap, Group, Groups};
use crate::links::{self, Setting};
use crate::masked;
use crate::plan::PlanId;
use crate::reject::{self, Subject};
use crate::scan::Cluster;
use crate::short;
use crate::spelled::Spoken;
use crate::vanity;
use lists::Lists;
use run::Run;
use std::cell::OnceCell;
use teltale_model::{Certainty, Match, Reason, Region, Rejection};

/// Fewest digits of a cluster that is looked at: `+44 •••• ••••23`.
pub(crate) const LEAST_IN_CLUSTER: usize = 2;
/// Fewest digits of a cluster that is looked at where none are hidden: `1-800-FLOWERS`, `call 911`.
const LEAST_SHOWN: usize = 3;
/// Fewest digits that are written as digits where letters stand for others.
const LEAST_PLAIN: usize = 5;
/// Fewest digits of a number in text.
const LEAST_DIGITS: usize = 7;
/// Fewest digits of a number partly in words that no phone word speaks for.
const LEAST_MIXED: usize = 9;
/// Most digits of a number with its calling code, access code and trunk prefix.
const MOST_DIGITS: usize = 19;
/// Most parts that one number is written in.
const MOST_PIECES: usize = 14;

/// False where nothing in or beside a cluster makes it worth a search; of most clusters of a chat (times, prices, years)
/// this is all that is asked.
#[inline]
pub(crate) fn may_hold(finder: &Finder, text: &str, cluster: Cluster) -> bool {
    if cluster.digits < LEAST_SHOWN {
        return masked::may_hide(text, cluster) || vanity::is_thirteen(text, cluster);
    }
    cluster.digits >= LEAST_DIGITS
        || vanity::may_follow(text, cluster)
        || masked::may_hide(text, cluster)
        || finder.short_codes.may_stand_in(text, cluster)
        || (cluster.digits >= LEAST_PLAIN && has_look_alikes(text, cluster))
}

/// One search over one text.
pub(crate) struct Search<'a> {
    pub(crate) finder: &'a Finder,
    pub(crate) text: &'a str,
    pub(crate) regions: &'a [Region],
    lists: Box<Lists>,
    /// Letters are read as digits in this pass.
    look_alikes: bool,
    /// Runs that were tried: the work of a search, which grows with the text and nothing else.
    #[cfg(test)]
    attempts: usize,
    pub(crate) matches: &'a mut Vec<Match>,
    /// Where removed candidates are listed; None where nobody asks.
    pub(crate) removed: Option<&'a mut Vec<Rejection>>,
}

/// A run that a rule removed.
#[derive(Clone, Copy)]
struct Removed {
    start: u32,
    end: u32,
    rule: &'static str,
}

impl Removed {
    fn new((start, end): (usize, usize), rule: &'static str) -> Self {
        // Of a text no more than 4 GiB are searched.
        Self {
            start: start as u32,
            end: end as u32,
            rule,
        }
    }

    fn listed(self) -> Rejection {
        Rejection {
            start: self.start,
            end: self.end,
            rule: self.rule.to_owned(),
        }
    }
}

impl<'a> Search<'a> {
    /// A search that adds to `matches`.
    pub(crate) fn new(
        finder: &'a Finder,
        text: &'a str,
        regions: &'a [Region],
        matches: &'a mut Vec<Match>,
        removed: Option<&'a mut Vec<Rejection>>,
    ) -> Self {
        Self {
            finder,
            text,
            regions,
            lists: Lists::take(),
            look_alikes: false,
            #[cfg(test)]
            attempts: 0,
            matches,
            removed,
        }
    }

    /// Ends the search: orders the matches from `first` on.
    pub(crate) fn end(self, first: usize) {
        in_order(self.matches, first);
        self.lists.leave();
    }

    /// The plans of the regions in play, in the caller's order.
    pub(crate) fn plans(&mut self) -> &[PlanId] {
        let plans = &mut self.lists.plans;
        if plans.is_empty() {
            for plan in self
                .regions
                .iter()
                .filter_map(|region| self.finder.plans.of_region(*region))
            {
                if !plans.contains(&plan) {
                    plans.push(plan);
                }
            }
        }
        plans
    }

    /// Searches one cluster of digits.
    pub(crate) fn cluster(&mut self, cluster: Cluster) {
        let before = self.matches.len();
        if vanity::may_follow(self.text, cluster)
            && let Some(found) = vanity::read(self, cluster)
        {
            self.matches.push(found);
            return;
        }
        if cluster.digits >= LEAST_DIGITS
            || (cluster.digits >= LEAST_PLAIN && has_look_alikes(self.text, cluster))
        {
            self.digits(cluster);
        }
        if self.matches.len() == before
            && masked::may_hide(self.text, cluster)
            && let Some(found) = masked::read(self, cluster)
        {
            self.matches.push(found);
        }
        if self.matches.len() == before && cluster.digits < LEAST_DIGITS {
            short::find(self, cluster);
        }
    }

    /// Searches a cluster that has the digits of a number.
    fn digits(&mut self, cluster: Cluster) {
        let before = self.matches.len();
        let mut groups = std::mem::take(&mut self.lists.groups);
        groups.cut(self.text, cluster, false);
        self.segments(&groups);
        if self.matches.len() == before && has_look_alikes(self.text, cluster) {
            groups.cut(self.text, cluster, true);
            self.look_alikes = true;
            self.segments(&groups);
            self.look_alikes = false;
        }
        self.lists.groups = groups;
    }

    /// Weighs a number in words.
    pub(crate) fn spoken(&mut self, spoken: &Spoken) {
        // Counting, forwards or backwards, is no number.
        if classes::fills_a_field(&spoken.digits) || classes::fills_a_field(&spoken.digits[..7]) {
            return;
        }
        let finder = self.finder;
        let readings = finder.readings(self.plans(), &spoken.digits, spoken.plus, Setting::Plain);
        let Some(readings) = readings else { return };
        let (reading, reserved) = readings.list[0];
        if !reading.valid() && reserved.is_none() {
            return;
        }
        let phone_word = finder.words.around(self.text, spoken.start, spoken.end).phone;
        // Digits beside counting words are short numbers of all kinds.
        if spoken.mixed && !phone_word && spoken.digits.len() < LEAST_MIXED {
            return;
        }
        let mut reasons = vec![
            if reading.valid() {
                Reason::Valid
            } else {
                Reason::Reserved
            },
            Reason::SpelledOut,
        ];
        if spoken.plus {
            reasons.push(Reason::Plus);
        }
        if phone_word {
            reasons.push(Reason::PhoneWord);
        }
        let found = finder.matched(&readings);
        self.matches.extend(
            found.and_then(|found| placed(found, (spoken.start, spoken.end), Certainty::Likely, reasons)),
        );
    }

    /// Splits the groups where a number cannot reach over a gap.
    fn segments(&mut self, groups: &Groups) {
        let list = &groups.groups;
        let mut first = 0;
        while first < list.len() {
            let mut last = first;
            while last + 1 < list.len() && !list[last + 1].gap.ends_number() {
                last += 1;
            }
            let digits = list[last].to - list[first].from;
            if digits >= LEAST_DIGITS {
                self.segment(groups, first, last);
            } else if first == last {
                short::read_alone(self, &list[first]);
            }
            first = last + 1;
        }
    }

    fn segment(&mut self, groups: &Groups, first: usize, last: usize) {
        if let Some(user) = messenger_user(self.text, groups, first, last) {
            if let Some(mut found) = self.finder.read_digits(&self.text[user.start..user.end]) {
                found.start = user.start as u32;
                found.end = user.end as u32;
                self.matches.push(found);
            }
            return;
        }
        let mut scratch = std::mem::take(&mut self.lists.scratch);
        self.choose(groups, (first, last), &mut scratch);
        self.lists.scratch = scratch;
    }

    /// What the rules see of a run whose text is `span`.
    fn subject<'g>(&self, run: Run<'g>, span: (usize, usize), international: bool, trunk: bool) -> Subject<'g>
    where
        'a: 'g,
    {
        Subject {
            text: self.text,
            words: &self.finder.words,
            start: span.0,
            end: span.1,
            groups: &run.all.groups,
            all_digits: &run.all.digits,
            first: run.first,
            last: run.last,
            international,
            trunk,
            visible_before: reject::visible_before(self.text, span.0),
            visible_after: reject::visible_after(self.text, span.1),
            surroundings: OnceCell::new(),
        }
    }
}

/// A match with its place and weight.
fn placed(
    mut found: Match,
    (start, end): (usize, usize),
    certainty: Certainty,
    mut reasons: Vec<Reason>,
) -> Option<Match> {
    reasons.sort_unstable();
    reasons.dedup();
    found.start = u32::try_from(start).ok()?;
    found.end = u32::try_from(end).ok()?;
    found.certainty = certainty;
    found.reasons = reasons;
    Some(found)
}

/// Orders the matches from `first` on and keeps, of two that overlap, the surer or else the earlier.
fn in_order(matches: &mut Vec<Match>, first: usize) {
    if matches.len() - first < 2
        || matches[first..]
            .windows(2)
            .all(|pair| pair[0].end <= pair[1].start)
    {
        return;
    }
    matches[first..].sort_by_key(|found| (found.start, found.end));
    let mut kept: Vec<Match> = Vec::with_capacity(matches.len() - first);
    for found in matches.drain(first..) {
        match kept.last_mut() {
            Some(last) if found.start < last.end => {
                if found.certainty > last.certainty {
                    *last = found;
                }
            }
            _ => kept.push(found),
        }
    }
    matches.append(&mut kept);
}

/// The user of a messenger's id that goes on with digits: the creator of a legacy group (number, hyphen, seconds, `@g.us`), or
/// a user whose agent and device follow (`447700900111.0:5@s.whatsapp.net`).
fn messenger_user(text: &str, groups: &Groups, first: usize, last: usize) -> Option<Group> {
    let list = &groups.groups;
    if last != first + 1 || !matches!(text.as_bytes().get(list[last].end), Some(b'@' | b':')) {
        return None;
    }
    let gap = list[last].gap;
    let user = list[first];
    let agent = || {
        (gap.is_only(Gap::DOT) || gap.is_only(Gap::UNDERSCORE))
            && links::setting(text, user.start, user.start, user.end) == Setting::MessengerId
    };
    (gap.is_only(Gap::HYPHEN) && text[list[last].end..].starts_with("@g.us") || agent()).then_some(user)
}

/// Bytes that a letter which looks like a digit begins with.
const LOOK_ALIKES: [bool; 256] = table_of(b"OoQlIiSsBZzE\xd0\xce");

/// A set of bytes.
const fn table_of(list: &[u8]) -> [bool; 256] {
    let mut bytes = [false; 256];
    let mut n = 0;
    while n < list.len() {
        bytes[list[n] as usize] = true;
        n += 1;
    }
    bytes
}

/// A letter that looks like a digit stands beside a digit, or behind one and its separator.
fn has_look_alikes(text: &str, cluster: Cluster) -> bool {
    let bytes = text.as_bytes();
    let from = cluster.start.saturating_sub(4);
    let near = &bytes[from..bytes.len().min(cluster.end + 4)];
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    // One pass without a branch, as most clusters have no such letter near.
    let look_alike = |seen, byte: &u8| seen | LOOK_ALIKES[usize::from(*byte)];
    near.iter().fold(false, look_alike)
        && near.iter().enumerate().any(|(n, byte)| {
            let at = from + n;
            let behind_sign = || digit(at.checked_sub(2)) && matches!(bytes[at - 1], b'-' | b'.');
            LOOK_ALIKES[*byte as usize]
                && (digit(at.checked_sub(1))
                    || digit(Some(at + 1))
                    || (*byte >= 0x80 && digit(Some(at + 2)))
                    || behind_sign())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches a text; returns how many runs were tried.
    fn searched(
        finder: &Finder,
        text: &str,
        regions: &[Region],
        matches: &mut Vec<Match>,
        removed: Option<&mut Vec<Rejection>>,
    ) -> usize {
        let mut search = Search::new(finder, text, regions, matches, removed);
        let digits = crate::scan::Digits::Any;
        crate::scan::clusters(text, digits, LEAST_IN_CLUSTER, |cluster| search.cluster(cluster));
        search.attempts
    }

    /// Runs that are tried in a unit of text that is repeated.
    fn attempts(finder: &Finder, unit: &str, times: usize, regions: &[Region]) -> usize {
        searched(finder, &unit.repeat(times), regions, &mut Vec::new(), None)
    }

    #[test]
    fn what_is_not_tried_changes_no_match() {
        let finder = Finder::new();
        let sets: [&[&str]; 5] = [&[], &["US"], &["GB", "DE", "FR"], &["DE", "IS"], &["EE", "AT"]];
        let texts = include_str!("../tests/data/variations.tsv").lines().chain([
            "+44 7700 900123 7700 900124",
            "+1 202 555 0143 202 555 0144 20240517",
            "+44 20 7946 0018 / 020 7946 0019, order 7946 0018 2024",
            "+49 30 23125 123 30 23125 124 2024 05 17",
            // A rule removes a run that was not tried, and with it what is left of it.
            "order 12 +65-85/661 333 4567066",
            "order 12 +1 5289/7/40 548 7512 2024",
        ]);
        let mut passed_over = 0;
        for text in texts {
            for codes in &sets {
                let regions: Vec<Region> = codes.iter().filter_map(|code| Region::new(code)).collect();
                let (mut some, mut all, mut removed) = (Vec::new(), Vec::new(), Vec::new());
                // Where somebody asks what was removed, every run is tried.
                let tried = searched(&finder, text, &regions, &mut all, Some(&mut removed));
                let fewer = searched(&finder, text, &regions, &mut some, None);
                assert_eq!(some, all, "{text:?} for {codes:?}");
                passed_over += usize::from(fewer < tried);
            }
        }
        assert!(passed_over > 100, "{passed_over} searches tried less");
    }

    #[test]
    fn work_grows_with_the_text_and_nothing_else() {
        let finder = Finder::new();
        let regions: Vec<Region> = ["GB", "DE"].into_iter().filter_map(Region::new).collect();
        for unit in [
            "12 ",
            "1 ",
            "07 ",
            "123 456 ",
            "1234567/",
            "202-555-0143 ",
            "12/",
            "1-",
            "12.34.",
            "2O2-",
            "٣ ",
        ] {
            let (few, many) = (
                attempts(&finder, unit, 500, &regions),
                attempts(&finder, unit, 4000, &regions),
            );
            assert!(
                many <= 8 * (few + 8 * MOST_PIECES),
                "{unit:?}: {few} runs, then {many}"
            );
            // Every piece starts at most one run of each length.
            assert!(many <= 4000 * 2 * MOST_PIECES, "{unit:?}: {many} runs");
        }
    }
}
