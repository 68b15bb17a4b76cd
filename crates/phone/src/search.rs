//! From clusters to matches: cuts a cluster, tries the runs of groups that may be a number, keeps the best.
//!
//! A run is tried only where a number may begin and end (at spaces, line breaks, slashes), is read by the
//! plans, must pass the named rules, and is then weighed. Of runs that overlap, those that explain most
//! digits win; the choice is one pass over the cluster, so the time grows with the text and nothing else.

use crate::Finder;
use crate::classes::{self, Reserved};
use crate::extension;
use crate::groups::{self, Gap, Group, Groups, Lead};
use crate::links::{self, Setting};
use crate::masked;
use crate::other_form;
use crate::plan::{CodeFrom, Grouping, PlanId, Reading};
use crate::reject::{self, Subject, Verdict};
use crate::scan::Cluster;
use crate::spelled::Spoken;
use crate::tiers::{self, Evidence};
use crate::vanity;
use smallvec::SmallVec;
use std::cell::OnceCell;
use teltale_model::{Candidate, Certainty, Class, E164, LineType, Match, Reason, Region, Rejection};

/// Fewest digits of a cluster that is looked at: `+44 •••• ••••23`, `1-800-FLOWERS`.
pub(crate) const LEAST_IN_CLUSTER: usize = 3;
/// Fewest digits that are written as digits where letters stand for others.
const LEAST_PLAIN: usize = 5;
/// Fewest digits of a number in text.
const LEAST_DIGITS: usize = 7;
/// Fewest digits of a number of another country than those in play.
const ABROAD_DIGITS: usize = 9;
/// Most digits of a number with its calling code, access code and trunk prefix.
const MOST_DIGITS: usize = 19;
/// More bytes than a run of groups can span.
const LONGEST: u32 = 512;
/// Most parts that one number is written in.
const MOST_PIECES: usize = 14;

/// One search over one text.
pub(crate) struct Search<'a> {
    pub(crate) finder: &'a Finder,
    pub(crate) text: &'a str,
    pub(crate) regions: &'a [Region],
    /// The plans of the regions, looked up when first needed.
    plans: Option<Vec<PlanId>>,
    groups: Groups,
    scratch: Scratch,
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
    fn listed(self) -> Rejection {
        Rejection {
            start: self.start,
            end: self.end,
            rule: self.rule.to_owned(),
        }
    }
}

/// Groups that stand together without a place where a number may begin.
#[derive(Clone, Copy)]
struct Piece {
    first: usize,
    last: usize,
}

/// Lists that are used again from segment to segment, so that most segments allocate nothing.
#[derive(Default)]
struct Scratch {
    pieces: Vec<Piece>,
    /// Per number of pieces the best score over them, and the number that ends there.
    best: Vec<(u64, Option<usize>)>,
    removed: Vec<Removed>,
}

/// A run of groups that is a number.
struct Chosen {
    /// The piece it starts with.
    piece: usize,
    first: usize,
    last: usize,
    score: u32,
    found: Match,
}

/// What the plans say of a run.
struct Readings {
    list: SmallVec<[(Reading, Option<Reserved>); 2]>,
    international: bool,
    access_code: bool,
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
            plans: None,
            groups: Groups::default(),
            scratch: Scratch::default(),
            look_alikes: false,
            #[cfg(test)]
            attempts: 0,
            matches,
            removed,
        }
    }

    /// The plans of the regions in play, in the caller's order.
    pub(crate) fn plans(&mut self) -> &[PlanId] {
        let (finder, regions) = (self.finder, self.regions);
        self.plans.get_or_insert_with(|| {
            let mut plans: Vec<PlanId> = regions
                .iter()
                .filter_map(|region| finder.plans.of_region(*region))
                .collect();
            let mut seen = Vec::new();
            plans.retain(|plan| !seen.contains(plan) && (seen.push(*plan), true).1);
            plans
        })
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
    }

    /// Searches a cluster that has the digits of a number.
    fn digits(&mut self, cluster: Cluster) {
        let before = self.matches.len();
        let mut groups = std::mem::take(&mut self.groups);
        groups.cut(self.text, cluster, false);
        self.segments(&groups);
        if self.matches.len() == before && has_look_alikes(self.text, cluster) {
            groups.cut(self.text, cluster, true);
            self.look_alikes = true;
            self.segments(&groups);
            self.look_alikes = false;
        }
        self.groups = groups;
    }

    /// Weighs a number in words.
    pub(crate) fn spoken(&mut self, spoken: &Spoken) {
        // Counting, forwards or backwards, is no number.
        if classes::fills_a_field(&spoken.digits) || classes::fills_a_field(&spoken.digits[..7]) {
            return;
        }
        let Some(readings) = self.readings(&spoken.digits, spoken.plus, Setting::Plain) else {
            return;
        };
        let (reading, reserved) = readings.list[0];
        if !reading.valid() && reserved.is_none() {
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
        if self
            .finder
            .words
            .around(self.text, spoken.start, spoken.end)
            .phone
        {
            reasons.push(Reason::PhoneWord);
        }
        self.matches
            .extend(self.matched(&readings, spoken.start, spoken.end, Certainty::Likely, reasons));
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
            }
            first = last + 1;
        }
    }

    fn segment(&mut self, groups: &Groups, first: usize, last: usize) {
        if let Some(creator) = legacy_group(self.text, groups, first, last) {
            if let Some(mut found) = self.finder.read_digits(&self.text[creator.start..creator.end]) {
                found.start = creator.start as u32;
                found.end = creator.end as u32;
                self.matches.push(found);
            }
            return;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        self.choose(groups, (first, last), &mut scratch);
        self.scratch = scratch;
    }

    /// Chooses among the runs of a segment.
    fn choose(&mut self, groups: &Groups, (first, last): (usize, usize), scratch: &mut Scratch) {
        let list = &groups.groups;
        let Scratch {
            pieces,
            best,
            removed,
        } = scratch;
        pieces.clear();
        removed.clear();
        for (n, group) in list.iter().enumerate().take(last + 1).skip(first) {
            match pieces.last_mut() {
                Some(piece) if !group.gap.parts_numbers() => piece.last = n,
                _ => pieces.push(Piece { first: n, last: n }),
            }
        }
        best.clear();
        best.resize(pieces.len() + 1, (0, None));
        let mut runs: Vec<Option<Chosen>> = Vec::new();
        for from in 0..pieces.len() {
            if best[from].0 > best[from + 1].0
                || best[from + 1].1.is_none() && best[from].0 == best[from + 1].0
            {
                best[from + 1] = (best[from].0, None);
            }
            for to in from..pieces.len().min(from + MOST_PIECES) {
                let (a, b) = (pieces[from].first, pieces[to].last);
                let digits = list[b].to - list[a].from;
                if digits > MOST_DIGITS {
                    break;
                }
                if digits < LEAST_DIGITS {
                    continue;
                }
                // One digit after another is a number only as a whole.
                if to > from && list[a..=b].iter().all(|group| group.len() == 1) && (a, b) != (first, last) {
                    continue;
                }
                let Some(chosen) = self.attempt(groups, (first, last), a, b, removed) else {
                    continue;
                };
                let score = best[from].0 + u64::from(chosen.score);
                if score > best[to + 1].0 {
                    best[to + 1] = (score, Some(runs.len()));
                    runs.push(Some(Chosen {
                        piece: from,
                        ..chosen
                    }));
                }
            }
        }
        let mut chosen = Vec::new();
        let mut at = pieces.len();
        while at > 0 {
            match best[at].1.and_then(|run| runs[run].take()) {
                Some(run) => {
                    at = run.piece;
                    chosen.push(run);
                }
                None => at -= 1,
            }
        }
        chosen.reverse();
        // What is left of a number that a rule removed is none.
        removed.sort_by_key(|rejection| (rejection.start, rejection.end));
        chosen.retain(|run| {
            let near = removed.partition_point(|whole| whole.start + LONGEST < run.found.start);
            !removed[near..]
                .iter()
                .take_while(|whole| whole.start < run.found.start)
                .any(|whole| run.found.end <= whole.end)
        });
        self.without_long_runs(groups, (first, last), &mut chosen, removed);
        if chosen.is_empty()
            && let Some(open) = self.attempt_open(groups, first, last, removed)
        {
            chosen.push(open);
        }
        self.list_removed(groups, (first, last), &chosen, removed);
        self.matches.extend(chosen.into_iter().map(|run| run.found));
    }

    /// Removes or doubts numbers that are cut out of a longer run of groups with the same separator.
    fn without_long_runs(
        &mut self,
        groups: &Groups,
        segment: (usize, usize),
        chosen: &mut Vec<Chosen>,
        removed: &mut Vec<Removed>,
    ) {
        let list = &groups.groups;
        let covered: Vec<(usize, usize)> = chosen.iter().map(|run| (run.first, run.last)).collect();
        let is_covered = |n: usize| {
            let at = covered.partition_point(|(_, last)| *last < n);
            covered.get(at).is_some_and(|(first, _)| *first <= n)
        };
        chosen.retain_mut(|run| {
            if run.found.reasons.contains(&Reason::Plus) || run.found.reasons.contains(&Reason::Link) {
                return true;
            }
            let inner = if run.first == run.last {
                Gap::SPACE
            } else {
                list[run.last].gap
            };
            let mut outside = 0;
            if run.first > segment.0 && list[run.first].gap == inner && !is_covered(run.first - 1) {
                outside += list[run.first - 1].len();
            }
            if run.last < segment.1
                && list[run.last + 1].gap == inner
                && !is_covered(run.last + 1)
                && !is_other_token(self.text, &list[run.last + 1])
            {
                outside += list[run.last + 1].len();
            }
            let phone = run.found.reasons.contains(&Reason::PhoneWord);
            // `12/345/67890`: a number does not begin inside a code with slashes.
            if run.first > segment.0 && list[run.first].gap.is_only(Gap::SLASH) && !is_covered(run.first - 1)
            {
                removed.push(Removed {
                    start: run.found.start,
                    end: run.found.end,
                    rule: "code-tail",
                });
                return false;
            }
            match outside {
                0 => true,
                1..=4 if run.first != run.last || phone => {
                    if !phone {
                        run.found.certainty = Certainty::Maybe;
                    }
                    true
                }
                _ if phone && run.first != run.last => {
                    run.found.certainty = run.found.certainty.min(Certainty::Likely);
                    true
                }
                _ => {
                    removed.push(Removed {
                        start: run.found.start,
                        end: run.found.end,
                        rule: "longer-run",
                    });
                    false
                }
            }
        });
    }

    fn list_removed(
        &mut self,
        groups: &Groups,
        segment: (usize, usize),
        chosen: &[Chosen],
        removed: &[Removed],
    ) {
        let Some(list) = &mut self.removed else { return };
        let free = |rejection: &Removed| {
            let at = chosen.partition_point(|run| run.found.end <= rejection.start);
            chosen.get(at).is_none_or(|run| rejection.end <= run.found.start)
        };
        let before = list.len();
        for rejection in removed.iter().filter(|removed| free(removed)) {
            if list[before..]
                .last()
                .is_none_or(|last| (last.start, last.end) != (rejection.start, rejection.end))
            {
                list.push(rejection.listed());
            }
        }
        if list.len() == before && chosen.is_empty() {
            let (first, last) = (&groups.groups[segment.0], &groups.groups[segment.1]);
            let subject = Subject {
                text: self.text,
                words: &self.finder.words,
                start: first.start,
                end: last.end,
                groups: &groups.groups,
                all_digits: &groups.digits,
                first: segment.0,
                last: segment.1,
                international: false,
                trunk: false,
                visible_before: reject::visible_before(self.text, first.start),
                visible_after: reject::visible_after(self.text, last.end),
                surroundings: OnceCell::new(),
            };
            // No plan took it; a rule may still say what it is.
            let rule = reject::rejected_by(&subject).unwrap_or(if last.to - first.from > MOST_DIGITS {
                "too-long"
            } else {
                "no-plan"
            });
            list.push(
                Removed {
                    start: first.start as u32,
                    end: last.end as u32,
                    rule,
                }
                .listed(),
            );
        }
    }

    /// The span of a run: its plus or bracket, its digits, its closing bracket.
    fn span(
        &self,
        groups: &Groups,
        segment_first: usize,
        first: usize,
        last: usize,
    ) -> Option<(Lead, usize, usize)> {
        let list = &groups.groups;
        let limit = if first == 0 { 0 } else { list[first - 1].end };
        let mut lead = groups::lead(self.text, list[first].start, limit);
        if first != segment_first || lead.operator {
            lead.plus = false;
            lead.start = list[first].start;
        }
        let inner = &list[first + 1..=last];
        let opens = inner.iter().filter(|group| group.gap.has(Gap::OPEN)).count();
        let closes = inner.iter().filter(|group| group.gap.has(Gap::CLOSE)).count();
        let mut end = list[last].end;
        let start = match (lead.bracket, closes.cmp(&opens)) {
            (Some(bracket), std::cmp::Ordering::Greater) => bracket,
            (_, std::cmp::Ordering::Greater) => return None,
            (_, std::cmp::Ordering::Less) => {
                let rest = self.text[end..].chars().next()?;
                if !matches!(rest, ')' | ']' | '\u{ff09}') {
                    return None;
                }
                end += rest.len_utf8();
                lead.start
            }
            // A bracket that closes behind the first group belongs to it only if it is inside.
            (_, std::cmp::Ordering::Equal) => lead.start,
        };
        Some((lead, start, end))
    }

    /// Tries one run of groups.
    fn attempt(
        &mut self,
        groups: &Groups,
        segment: (usize, usize),
        first: usize,
        last: usize,
        removed: &mut Vec<Removed>,
    ) -> Option<Chosen> {
        #[cfg(test)]
        {
            self.attempts += 1;
        }
        let list = &groups.groups;
        let digits = &groups.digits[list[first].from..list[last].to];
        // Most runs of most texts end here: too short or too long for the plans in play, and nothing else to read them by.
        let text = self.text;
        let linked = || may_be_linked(text, list[first].start, list[last].end);
        if digits[0] != b'0'
            && !self.may_be(digits)
            && !linked()
            && !(first == segment.0 && may_have_plus(self.text, list[first].start))
        {
            return None;
        }
        let linked = linked();
        let (lead, start, end) = self.span(groups, segment.0, first, last)?;
        if numbered_item(list, first, last) && !lead.plus {
            return None;
        }
        // A plus is part of the number or makes it none.
        if !lead.plus && first == segment.0 && list[first].gap.has(Gap::PLUS) && !lead.operator {
            return None;
        }
        let broken = list[first + 1..=last]
            .iter()
            .any(|group| group.gap.has(Gap::NEWLINE));
        if broken && !may_break(list, first, last, lead.plus) {
            return None;
        }
        let plain = if linked || lead.plus {
            None
        } else {
            Some(self.readings(digits, false, Setting::Plain)?)
        };
        let setting = links::setting(self.text, start, list[first].start, list[last].end);
        if let Setting::Not(rule) = setting {
            removed.push(Removed {
                start: start as u32,
                end: end as u32,
                rule,
            });
            return None;
        }
        let readings = match plain {
            Some(readings) if setting == Setting::Plain => readings,
            _ => self.readings(digits, lead.plus, setting)?,
        };
        let (reading, reserved) = readings.list[0];
        let lengths = national_groups(&list[first..=last], &reading);
        let grouping = if lengths.is_empty() {
            Grouping::Foreign
        } else {
            self.finder.plans.grouping(&reading, &lengths)
        };
        let one_by_one = list[first..=last].iter().all(|group| group.len() == 1);
        let (end, extension) = match extension::behind(self.text, end) {
            Some(behind) => (behind, true),
            None => (end, false),
        };
        let trunk = reading.from == CodeFrom::Region && (reading.prefix > 0 || digits[0] == b'0');
        let subject = Subject {
            text: self.text,
            words: &self.finder.words,
            start,
            end,
            groups: list,
            all_digits: &groups.digits,
            first,
            last,
            international: readings.international || setting != Setting::Plain,
            trunk,
            visible_before: reject::visible_before(self.text, start),
            visible_after: reject::visible_after(self.text, end),
            surroundings: OnceCell::new(),
        };
        if let Some(rule) = reject::rejected_by(&subject) {
            removed.push(Removed {
                start: start as u32,
                end: end as u32,
                rule,
            });
            return None;
        }
        let surroundings = *subject.surroundings();
        let bare = first == last && !readings.international;
        let international = readings.international || setting != Setting::Plain;
        let mut doubted = false;
        if !international {
            match reject::words_reject(&surroundings, bare, grouping >= Grouping::Joined) {
                Verdict::Free => {}
                Verdict::Doubted => doubted = true,
                Verdict::Rejected(rule) => {
                    removed.push(Removed {
                        start: start as u32,
                        end: end as u32,
                        rule,
                    });
                    return None;
                }
            }
        }
        let gaps = list[first + 1..=last]
            .iter()
            .fold(Gap::default(), |all, group| all.and(group.gap));
        let disguised = self.look_alikes
            || list[first..=last].iter().any(|group| group.disguised)
            || gaps.has(Gap::STAR.and(Gap::UNDERSCORE).and(Gap::SPELLED))
            || (one_by_one && list[first..=last].len() > 1);
        let evidence = Evidence {
            plus: lead.plus,
            access_code: readings.access_code,
            setting,
            valid: reading.valid(),
            reserved: reserved.map(|reserved| reserved.class),
            possible: reading.possible,
            grouping,
            one_by_one,
            bare: first == last,
            brackets: gaps.has(Gap::CLOSE),
            trunk,
            wants_trunk: self.finder.plans.wants_trunk(&reading),
            phone_word: surroundings.phone,
            doubted,
            disguised,
            broken,
            extension,
            whole_text: self.text[..start].trim().is_empty() && self.text[end..].trim().is_empty(),
            digits: digits.len(),
            zero: digits[0] == b'0'
                && list[first..=last]
                    .iter()
                    .all(|group| (2..=8).contains(&group.len())),
            spaced: gaps.is_only(Gap::SPACE),
            even: list[first..=last]
                .iter()
                .all(|group| group.len() == list[first].len() && group.len() > 2),
            readings: distinct(&readings),
            regions: self.regions.len(),
        };
        let Some((certainty, reasons)) = tiers::weigh(&evidence) else {
            removed.push(Removed {
                start: start as u32,
                end: end as u32,
                rule: tiers::unlikely(&evidence),
            });
            return None;
        };
        let found = self.matched(&readings, start, end, certainty, reasons)?;
        let weight = match (evidence.valid || evidence.reserved.is_some(), grouping) {
            (true, Grouping::Same) => 10,
            (true, Grouping::Joined | Grouping::Area) => 8,
            (true, Grouping::Foreign) => 5,
            (false, _) => 2,
        };
        let score = (digits.len() * digits.len()) as u32 * if lead.plus { 2 * weight } else { weight };
        Some(Chosen {
            piece: 0,
            first,
            last,
            score,
            found,
        })
    }

    /// A national number that no region in play knows: candidates of every plan that would group it so. While regions
    /// are in play a number of another country needs more to show for itself, as most such digits are none.
    fn attempt_open(
        &mut self,
        groups: &Groups,
        first: usize,
        last: usize,
        removed: &mut Vec<Removed>,
    ) -> Option<Chosen> {
        let list = &groups.groups;
        let digits = &groups.digits[list[first].from..list[last].to];
        if !(LEAST_DIGITS..=13).contains(&digits.len()) || self.look_alikes || list[first].gap.has(Gap::PLUS)
        {
            return None;
        }
        let (lead, start, end) = self.span(groups, first, first, last)?;
        let broken = list[first + 1..=last]
            .iter()
            .any(|group| group.gap.has(Gap::NEWLINE));
        if lead.plus || broken || numbered_item(list, first, last) {
            return None;
        }
        if links::setting(self.text, start, list[first].start, list[last].end) != Setting::Plain {
            return None;
        }
        let trunk = digits[0] == b'0' && digits[1] != b'0';
        let subject = Subject {
            text: self.text,
            words: &self.finder.words,
            start,
            end,
            groups: list,
            all_digits: &groups.digits,
            first,
            last,
            international: false,
            trunk,
            visible_before: reject::visible_before(self.text, start),
            visible_after: reject::visible_after(self.text, end),
            surroundings: OnceCell::new(),
        };
        let surroundings = *subject.surroundings();
        let placeholder = self.placeholder(digits, &list[first..=last]);
        let bracketed = self.text.as_bytes()[start] == b'(';
        let shown = if self.regions.is_empty() {
            surroundings.phone || trunk && first != last
        } else {
            first != last && digits.len() >= ABROAD_DIGITS && (surroundings.phone || bracketed)
        };
        if !(shown || placeholder.is_some()) {
            return None;
        }
        if let Some(rule) = reject::rejected_by(&subject) {
            removed.push(Removed {
                start: start as u32,
                end: end as u32,
                rule,
            });
            return None;
        }
        if let Verdict::Rejected(rule) = reject::words_reject(&surroundings, first == last, false) {
            removed.push(Removed {
                start: start as u32,
                end: end as u32,
                rule,
            });
            return None;
        }
        let class = placeholder.as_ref().map_or(Class::Ordinary, |found| found.class);
        let mut candidates: Vec<Candidate> = placeholder.into_iter().collect();
        // A placeholder is one whatever else its digits are somewhere.
        let plans = if candidates.is_empty() { usize::MAX } else { 0 };
        let mut best = Grouping::Foreign;
        for id in self.finder.plans.all().take(plans) {
            let Some(reading) = self.finder.plans.national(digits, id) else {
                continue;
            };
            let reserved = self.finder.classes.of(e164_digits(&reading).as_slice());
            if !(reading.valid() || reserved.is_some_and(|reserved| reserved.class != Class::Placeholder)) {
                continue;
            }
            let region = reserved
                .map(|reserved| reserved.region)
                .or(reading.plan.map(|plan| self.finder.plans.region(plan)));
            let lengths = national_groups(&list[first..=last], &reading);
            let grouping = match (first == last, reserved) {
                (true, _) => Grouping::Joined,
                (false, Some(_)) => Grouping::Same,
                (false, None) => self.finder.plans.grouping(&reading, &lengths),
            };
            // Where a country writes its numbers just so, those that only could are no candidates.
            let fits = grouping >= Grouping::Joined && grouping >= best;
            // Fixed lines are not written without the trunk prefix of their country; mobiles of some are.
            let zero = self.finder.plans.trunk(id) == "0";
            let bare_fixed = zero && !trunk && self.finder.plans.line_type(&reading) == LineType::Fixed;
            let trunk_fits =
                reading.from == CodeFrom::Region && (reading.prefix > 0) == (trunk && zero) && !bare_fixed;
            if let (Some(region), Some(number)) = (region, reading.e164())
                && fits
                && trunk_fits
            {
                let told = self.finder.settled(&reading, reserved);
                if grouping > best {
                    best = grouping;
                    candidates.clear();
                }
                candidates.push(Candidate {
                    region,
                    number,
                    line_type: told.line_type,
                    class: told.class,
                });
            }
        }
        candidates.sort();
        candidates.dedup();
        if candidates.is_empty() {
            return None;
        }
        let mut reasons = vec![
            if first == last {
                Reason::BareDigits
            } else {
                Reason::Separated
            },
            Reason::RegionOpen,
        ];
        if surroundings.phone {
            reasons.push(Reason::PhoneWord);
        }
        reasons.sort_unstable();
        let found = Match {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
            number: None,
            candidates,
            region: None,
            line_type: LineType::CannotTell,
            class,
            certainty: Certainty::Maybe,
            reasons,
            other_form: None,
        };
        Some(Chosen {
            piece: 0,
            first,
            last,
            score: 1,
            found,
        })
    }

    /// `(555) 555-5555`: digits in the groups of North America that stand for a number and are none, wherever they are written.
    fn placeholder(&self, digits: &[u8], groups: &[Group]) -> Option<Candidate> {
        let [area, exchange, line] = groups else {
            return None;
        };
        if (area.len(), exchange.len(), line.len()) != (3, 3, 4) {
            return None;
        }
        let mut international = [b'1'; 11];
        international[1..].copy_from_slice(digits);
        let reserved = self.finder.classes.of(&international)?;
        let text = std::str::from_utf8(&international).expect("digits are ASCII");
        (reserved.class == Class::Placeholder).then_some(Candidate {
            region: reserved.region,
            number: E164::new(&format!("+{text}"))?,
            line_type: reserved.line_type,
            class: reserved.class,
        })
    }

    /// True where digits have a length that a plan in play knows.
    fn may_be(&mut self, digits: &[u8]) -> bool {
        let finder = self.finder;
        self.plans().iter().any(|id| finder.plans.may_be(digits, *id)) || digits.starts_with(b"011")
    }

    /// What the plans in play say of digits; None where nobody knows them.
    fn readings(&mut self, digits: &[u8], plus: bool, setting: Setting) -> Option<Readings> {
        let mut readings = Readings {
            list: SmallVec::new(),
            international: plus,
            access_code: false,
        };
        let dialled = match setting {
            Setting::Link { international } => international,
            Setting::MessengerId | Setting::AtMention => true,
            Setting::Plain | Setting::Not(_) => false,
        };
        if plus || dialled {
            readings.international = true;
            self.keep(self.finder.plans.international(digits), &mut readings);
            return (!readings.list.is_empty()).then_some(readings);
        }
        for n in 0..self.plans().len() {
            let id = self.plans()[n];
            if !self.finder.plans.may_be(digits, id) {
                continue;
            }
            let reading = self.finder.plans.national(digits, id);
            self.keep(reading.filter(|reading| reading.valid()), &mut readings);
            if readings.list.is_empty() {
                self.keep(reading.filter(|reading| self.is_reserved(reading)), &mut readings);
            }
        }
        if let Some((reading, _)) = readings.list.first()
            && reading.from == CodeFrom::Written
        {
            readings.access_code = true;
            readings.international = true;
        }
        if readings.list.is_empty() {
            let rest = digits
                .strip_prefix(b"00")
                .or_else(|| digits.strip_prefix(b"011"))
                .filter(|rest| rest.len() >= LEAST_DIGITS);
            if let Some(rest) = rest {
                let code = (digits.len() - rest.len()) as u8;
                let reading = self
                    .finder
                    .plans
                    .international(rest)
                    .map(|reading| reading.behind(code));
                let reading = reading.filter(|reading| reading.valid() || self.is_reserved(reading));
                self.keep(reading, &mut readings);
                readings.access_code = true;
                readings.international = true;
            }
        }
        (!readings.list.is_empty()).then_some(readings)
    }

    fn is_reserved(&self, reading: &Reading) -> bool {
        self.finder.classes.of(e164_digits(reading).as_slice()).is_some()
    }

    fn keep(&self, reading: Option<Reading>, readings: &mut Readings) {
        let Some(reading) = reading else { return };
        let reserved = self.finder.classes.of(e164_digits(&reading).as_slice());
        let same = |(other, _): &(Reading, Option<Reserved>)| {
            e164_digits(other).as_slice() == e164_digits(&reading).as_slice()
        };
        if !readings.list.iter().any(same) {
            readings.list.push((reading, reserved));
        }
    }

    /// The match of a run that was kept.
    fn matched(
        &self,
        readings: &Readings,
        start: usize,
        end: usize,
        certainty: Certainty,
        mut reasons: Vec<Reason>,
    ) -> Option<Match> {
        let mut found = match readings.list.as_slice() {
            [(reading, reserved)] => self.finder.settled(reading, *reserved),
            several => {
                let all: Vec<Match> = several
                    .iter()
                    .map(|(reading, reserved)| self.finder.settled(reading, *reserved))
                    .collect();
                let mut candidates: Vec<Candidate> = all
                    .iter()
                    .filter_map(|found| {
                        Some(Candidate {
                            region: found.region?,
                            number: found.number.clone()?,
                            line_type: found.line_type,
                            class: found.class,
                        })
                    })
                    .collect();
                candidates.sort();
                candidates.dedup();
                let line_type = all[0].line_type;
                let class = all[0].class;
                Match {
                    number: None,
                    candidates,
                    region: None,
                    line_type: if all.iter().all(|found| found.line_type == line_type) {
                        line_type
                    } else {
                        LineType::CannotTell
                    },
                    class: if all.iter().all(|found| found.class == class) {
                        class
                    } else {
                        Class::Ordinary
                    },
                    ..all.into_iter().next()?
                }
            }
        };
        reasons.sort_unstable();
        reasons.dedup();
        found.start = u32::try_from(start).ok()?;
        found.end = u32::try_from(end).ok()?;
        found.certainty = certainty;
        found.reasons = reasons;
        Some(found)
    }
}

/// Orders the matches from `first` on and keeps, of two that overlap, the surer or else the earlier.
pub(crate) fn in_order(matches: &mut Vec<Match>, first: usize) {
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

impl Finder {
    /// A match of one reading, without place and weight.
    pub(crate) fn settled(&self, reading: &Reading, reserved: Option<Reserved>) -> Match {
        let digits = e164_digits(reading);
        let assigned =
            reading.valid() || reserved.is_some_and(|reserved| reserved.class != Class::Placeholder);
        let possible = assigned || (reading.possible && reserved.is_none());
        let region = reserved
            .map(|reserved| reserved.region)
            .or_else(|| reading.plan.map(|plan| self.plans.region(plan)));
        let told = self.plans.line_type(reading);
        let line_type = match reserved {
            Some(reserved) if told == LineType::CannotTell && reading.code != 1 => reserved.line_type,
            _ => told,
        };
        let class = match reserved {
            Some(reserved) => reserved.class,
            None if matches!(
                line_type,
                LineType::TollFree | LineType::Premium | LineType::SharedCost | LineType::Uan
            ) =>
            {
                Class::Service
            }
            None if classes::fills_a_field(reading.national.as_bytes()) => Class::Placeholder,
            None => Class::Ordinary,
        };
        let number = if possible { reading.e164() } else { None };
        Match {
            start: 0,
            end: 0,
            other_form: number.as_ref().and_then(|_| other_form::of(digits.as_slice())),
            region: if number.is_some() { region } else { None },
            number,
            candidates: Vec::new(),
            line_type,
            class,
            certainty: Certainty::Maybe,
            reasons: Vec::new(),
        }
    }
}

/// Digits in E.164 without the plus.
pub(crate) struct E164Digits([u8; 24], usize);

impl E164Digits {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0[..self.1]
    }
}

/// Calling code and national number of a reading.
pub(crate) fn e164_digits(reading: &Reading) -> E164Digits {
    let mut digits = [0; 24];
    let length = reading.write_digits(&mut digits);
    E164Digits(digits, length)
}

fn distinct(readings: &Readings) -> usize {
    readings.list.len()
}

/// Lengths of the written groups without calling code and trunk prefix.
fn national_groups(groups: &[Group], reading: &Reading) -> SmallVec<[u8; 16]> {
    let mut skip = reading.prefix as usize;
    let mut lengths = SmallVec::new();
    for group in groups {
        let taken = skip.min(group.len());
        skip -= taken;
        if group.len() > taken {
            lengths.push((group.len() - taken) as u8);
        }
    }
    lengths
}

/// `1. 202-555-0143`: the number of an item in a list, then something else.
fn numbered_item(groups: &[Group], first: usize, last: usize) -> bool {
    last > first
        && groups[first].len() <= 2
        && groups[first + 1].gap.has(Gap::DOT)
        && groups[first + 1].gap.has(Gap::SPACE)
        && groups[first + 2..=last]
            .iter()
            .any(|group| group.gap != groups[first + 1].gap)
}

/// True where a line break may stand inside a number: behind a separator, or in a number with a plus.
fn may_break(groups: &[Group], first: usize, last: usize, plus: bool) -> bool {
    let breaks = groups[first + 1..=last]
        .iter()
        .filter(|group| group.gap.has(Gap::NEWLINE));
    let mut count = 0;
    for group in breaks {
        count += 1;
        if !(plus
            || group
                .gap
                .has(Gap::HYPHEN.and(Gap::DOT).and(Gap::SLASH).and(Gap::CLOSE)))
        {
            return false;
        }
    }
    count == 1
}

/// The group behind is part of something else: `10am`, `10:30`.
fn is_other_token(text: &str, group: &Group) -> bool {
    text[group.end..]
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == ':' || c == '%')
}

/// A sign of a link, an id or a mention stands directly before or behind: without one, only a plan can read the digits.
fn may_be_linked(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let id = || bytes[end..bytes.len().min(end + 24)].contains(&b'@');
    before.is_some_and(|b| b >= 0x80 || matches!(b, b'/' | b'=' | b':' | b'@' | b'+' | b'B' | b'b'))
        || matches!(bytes.get(end), Some(b'@' | b':' | b'.' | b'-' | b'_')) && id()
}

/// Bytes that a plus begins with, however it is written.
const PLUSES: [bool; 256] = table_of(b"+%\\&\xef\xe2");

/// A plus may stand before.
fn may_have_plus(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[start.saturating_sub(12)..start]
        .iter()
        .any(|b| PLUSES[*b as usize])
}

/// The creator of a legacy group id: number, hyphen, seconds, `@g.us`.
fn legacy_group(text: &str, groups: &Groups, first: usize, last: usize) -> Option<Group> {
    let list = &groups.groups;
    (last == first + 1 && list[last].gap.is_only(Gap::HYPHEN) && text[list[last].end..].starts_with("@g.us"))
        .then(|| list[first])
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

/// A letter that looks like a digit stands beside a digit.
fn has_look_alikes(text: &str, cluster: Cluster) -> bool {
    let bytes = text.as_bytes();
    let from = cluster.start.saturating_sub(4);
    let near = &bytes[from..bytes.len().min(cluster.end + 4)];
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    near.iter().enumerate().any(|(n, byte)| {
        let at = from + n;
        LOOK_ALIKES[*byte as usize]
            && (digit(at.checked_sub(1)) || digit(Some(at + 1)) || (*byte >= 0x80 && digit(Some(at + 2))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs that are tried in a unit of text that is repeated.
    fn attempts(finder: &Finder, unit: &str, times: usize, regions: &[Region]) -> usize {
        let text = unit.repeat(times);
        let mut matches = Vec::new();
        let mut search = Search::new(finder, &text, regions, &mut matches, None);
        crate::scan::clusters(&text, LEAST_IN_CLUSTER, |cluster| search.cluster(cluster));
        search.attempts
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
