//! Chooses among the runs of a segment: of runs that overlap, those that explain most digits win.
//!
//! The choice is one pass over the pieces of the segment, so the time grows with the text and nothing else.

use super::attempt;
use super::run::Run;
use super::{LEAST_DIGITS, MOST_DIGITS, MOST_PIECES, Removed, Search};
use crate::groups::{Gap, Group, Groups};
use crate::reject;
use smallvec::SmallVec;
use teltale_model::{Certainty, Match, Reason};

/// More bytes than a run of groups can span.
const LONGEST: u32 = 512;

/// Most digits that a rule names: hashes have no more. Rules look at digits several times, so that longer runs would cost more
/// than their length.
const MOST_NAMED: usize = 128;

/// Fewest digits of a number before a date.
const LEAST_DATED: usize = 10;

/// Groups that stand together without a place where a number may begin.
#[derive(Clone, Copy)]
struct Piece {
    first: usize,
    last: usize,
}

/// Lists that are used again from segment to segment, so that most segments allocate nothing.
#[derive(Default)]
pub(super) struct Scratch {
    pieces: Vec<Piece>,
    /// Per number of pieces the best score over them, and the number that ends there.
    best: Vec<(u64, Option<usize>)>,
    removed: Vec<Removed>,
    /// First and last group of runs that could not win and were not tried.
    passed: Vec<(usize, usize)>,
}

/// A run of groups that is a number.
pub(super) struct Chosen {
    /// The piece it starts with.
    pub(super) piece: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) score: u32,
    pub(super) found: Match,
}

impl Chosen {
    fn removed_by(&self, rule: &'static str) -> Removed {
        Removed {
            start: self.found.start,
            end: self.found.end,
            rule,
        }
    }
}

impl Search<'_> {
    /// Chooses among the runs of a segment.
    pub(super) fn choose(&mut self, groups: &Groups, (first, last): (usize, usize), scratch: &mut Scratch) {
        let list = &groups.groups;
        let Scratch {
            pieces,
            best,
            removed,
            passed,
        } = scratch;
        pieces.clear();
        removed.clear();
        passed.clear();
        for (n, group) in list.iter().enumerate().take(last + 1).skip(first) {
            match pieces.last_mut() {
                Some(piece) if !(group.gap.parts_numbers() || self.is_dated(groups, first, n)) => {
                    piece.last = n
                }
                _ => pieces.push(Piece { first: n, last: n }),
            }
        }
        best.clear();
        best.resize(pieces.len() + 1, (0, None));
        let mut runs: SmallVec<[Option<Chosen>; 1]> = SmallVec::new();
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
                let run = Run {
                    all: groups,
                    first: a,
                    last: b,
                };
                if to > from && (a, b) != (first, last) && run.is_one_by_one() {
                    continue;
                }
                // `7700 900123` behind a plus and 44: with all its digits the number is more than it can be without.
                let most = best[from].0 + u64::from(attempt::most_without_plus(digits as u32));
                if from > 0 && most <= best[to + 1].0 && self.removed.is_none() {
                    passed.push((a, b));
                    continue;
                }
                let Some(chosen) = self.attempt(run, first, removed) else {
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
        // What is left of a number that a rule removed is none. A rule may remove what was not tried, too.
        for (a, b) in passed.drain(..) {
            if chosen.iter().any(|run| a <= run.first && run.last <= b) {
                let run = Run {
                    all: groups,
                    first: a,
                    last: b,
                };
                self.attempt(run, first, removed);
            }
        }
        removed.sort_by_key(|rejection| (rejection.start, rejection.end));
        chosen.retain(|run| {
            let near = removed.partition_point(|whole| whole.start + LONGEST < run.found.start);
            !removed[near..]
                .iter()
                .take_while(|whole| whole.start < run.found.start)
                .any(|whole| run.found.end <= whole.end)
        });
        self.without_long_runs(groups, (first, last), &mut chosen, removed);
        let whole = Run {
            all: groups,
            first,
            last,
        };
        if chosen.is_empty()
            && let Some(open) = self.attempt_open(whole, removed)
        {
            chosen.push(open);
        }
        self.list_removed(whole, &chosen, removed);
        self.matches.extend(chosen.into_iter().map(|run| run.found));
    }

    /// True where a whole number with a plus stands before a date, as recordings are named: `+12025550143_20240517.m4a`.
    fn is_dated(&self, groups: &Groups, first: usize, date: usize) -> bool {
        let list = &groups.groups;
        let number = &list[first];
        date == first + 1
            && (list[date].gap.is_only(Gap::UNDERSCORE) || list[date].gap.is_only(Gap::HYPHEN))
            && number.len() >= LEAST_DATED
            && self.text[..number.start].ends_with('+')
            && reject::begin_with_date(&list[date..], &groups.digits)
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
        let covered: SmallVec<[(usize, usize); 4]> = chosen.iter().map(|run| (run.first, run.last)).collect();
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
                removed.push(run.removed_by("code-tail"));
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
                    removed.push(run.removed_by("longer-run"));
                    false
                }
            }
        });
    }

    fn list_removed(&mut self, whole: Run<'_>, chosen: &[Chosen], removed: &[Removed]) {
        let Some(list) = &mut self.removed else { return };
        let free = |rejection: &Removed| {
            let at = chosen.partition_point(|run| run.found.end <= rejection.start);
            chosen.get(at).is_none_or(|run| rejection.end <= run.found.start)
        };
        let before = list.len();
        list.extend(
            removed
                .iter()
                .filter(|removed| free(removed))
                .map(|removed| removed.listed()),
        );
        if list.len() > before || !chosen.is_empty() {
            return;
        }
        // No plan took it; a rule may still say what it is.
        let span = (whole.start(), whole.end());
        let digits = whole.digits().len();
        let rule = (digits <= MOST_NAMED)
            .then(|| reject::rejected_by(&self.subject(whole, span, false, false)))
            .flatten();
        let rule = rule.unwrap_or(if digits > MOST_DIGITS {
            "too-long"
        } else {
            "no-plan"
        });
        if let Some(list) = &mut self.removed {
            list.push(Removed::new(span, rule).listed());
        }
    }
}

/// The group behind is part of something else: `10am`, `10:30`.
fn is_other_token(text: &str, group: &Group) -> bool {
    text[group.end..]
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == ':' || c == '%')
}
