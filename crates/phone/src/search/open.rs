//! National numbers that no region in play knows: they are shown with candidates, never settled.

use super::choice::Chosen;
use super::run::Run;
use super::{LEAST_DIGITS, Removed, Search};
use crate::groups::{Gap, Group};
use crate::links::{self, Setting};
use crate::plan::{CodeFrom, Grouping};
use crate::readings::e164_digits;
use crate::reject::{self, Verdict};
use teltale_model::{Candidate, Certainty, Class, E164, LineType, Match, Reason};

/// Fewest digits of a number of another country than those in play.
const ABROAD_DIGITS: usize = 9;

impl Search<'_> {
    /// A national number that no region in play knows: candidates of every plan that would group it so. While regions
    /// are in play a number of another country needs more to show for itself, as most such digits are none.
    pub(super) fn attempt_open(&mut self, run: Run<'_>, removed: &mut Vec<Removed>) -> Option<Chosen> {
        let digits = run.digits();
        if !(LEAST_DIGITS..=13).contains(&digits.len())
            || self.look_alikes
            || run.groups()[0].gap.has(Gap::PLUS)
        {
            return None;
        }
        // Most segments of texts full of digits end here: nothing in their shape says a number.
        let trunk = digits[0] == b'0' && digits[1] != b'0';
        let placeholder = self.placeholder(digits, run.groups());
        let worth_words = self.regions.is_empty() || !run.is_bare() && digits.len() >= ABROAD_DIGITS;
        if placeholder.is_none() && !worth_words {
            return None;
        }
        let (lead, start, end) = self.span(run, run.first)?;
        if lead.plus || run.is_broken() || run.is_numbered_item() {
            return None;
        }
        if links::setting(self.text, start, run.start(), run.end()) != Setting::Plain {
            return None;
        }
        let subject = self.subject(run, (start, end), false, trunk);
        let written_so = if self.regions.is_empty() {
            trunk && !run.is_bare()
        } else {
            self.text.as_bytes()[start] == b'('
        };
        if placeholder.is_none() && !(worth_words && (written_so || subject.surroundings().phone)) {
            return None;
        }
        if let Some(rule) = reject::rejected_by(&subject) {
            removed.push(Removed::new((start, end), rule));
            return None;
        }
        let surroundings = *subject.surroundings();
        if let Verdict::Rejected(rule) = reject::words_reject(&surroundings, run.is_bare(), false) {
            removed.push(Removed::new((start, end), rule));
            return None;
        }
        let class = match placeholder {
            Some(_) => Class::Placeholder,
            None => Class::Ordinary,
        };
        // A placeholder is one whatever else its digits are somewhere.
        let candidates = match placeholder {
            Some(candidates) => candidates,
            None => self.candidates(run, trunk),
        };
        if candidates.is_empty() && class != Class::Placeholder {
            return None;
        }
        let mut reasons = vec![
            if run.is_bare() {
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
            first: run.first,
            last: run.last,
            score: 1,
            found,
        })
    }

    /// The numbers of the plans that would group a run so, ordered by region.
    fn candidates(&self, run: Run<'_>, trunk: bool) -> Vec<Candidate> {
        let finder = self.finder;
        let digits = run.digits();
        let mut candidates = Vec::new();
        let mut best = Grouping::Foreign;
        for id in finder.plans.may_know(digits) {
            if !finder.plans.may_be(digits, id) {
                continue;
            }
            let Some(reading) = finder.plans.national(digits, id) else {
                continue;
            };
            let reserved = finder.classes.of(e164_digits(&reading).as_slice());
            if !(reading.valid() || reserved.is_some_and(|reserved| reserved.class != Class::Placeholder)) {
                continue;
            }
            let grouping = match (run.is_bare(), reserved) {
                (true, _) => Grouping::Joined,
                (false, Some(_)) => Grouping::Same,
                (false, None) => finder.plans.grouping(&reading, &run.national_groups(&reading)),
            };
            // Where a country writes its numbers just so, those that only could are no candidates.
            let fits = grouping >= Grouping::Joined && grouping >= best;
            // Fixed lines are not written without the trunk prefix of their country; mobiles of some are.
            let zero = finder.plans.trunk(id) == "0";
            let bare_fixed = zero && !trunk && finder.plans.line_type(&reading) == LineType::Fixed;
            let trunk_fits =
                reading.from == CodeFrom::Region && (reading.prefix > 0) == (trunk && zero) && !bare_fixed;
            if !(fits && trunk_fits) {
                continue;
            }
            let region = reserved
                .map(|reserved| reserved.region)
                .or(reading.plan.map(|plan| finder.plans.region(plan)));
            if let (Some(region), Some(number)) = (region, reading.e164()) {
                let (line_type, class) = finder.kind_of(&reading, reserved);
                if grouping > best {
                    best = grouping;
                    candidates.clear();
                }
                candidates.push(Candidate {
                    region,
                    number,
                    line_type,
                    class,
                });
            }
        }
        candidates.sort();
        candidates.dedup();
        candidates
    }

    /// `(555) 555-5555`, `555-0143`: digits in the groups of North America that stand for a number and are none, wherever
    /// they are written. Without an area code they have no candidate.
    fn placeholder(&self, digits: &[u8], groups: &[Group]) -> Option<Vec<Candidate>> {
        let area = match groups {
            [area, exchange, line] if (area.len(), exchange.len(), line.len()) == (3, 3, 4) => true,
            [exchange, line] if (exchange.len(), line.len()) == (3, 4) && digits.starts_with(b"555") => false,
            _ => return None,
        };
        let mut international = [b'1'; 11];
        international[1..=digits.len()].copy_from_slice(digits);
        let international = &international[..=digits.len()];
        let reserved = self
            .finder
            .classes
            .of(international)
            .filter(|reserved| reserved.class == Class::Placeholder)?;
        if !area {
            return Some(Vec::new());
        }
        let text = std::str::from_utf8(international).expect("digits are ASCII");
        Some(vec![Candidate {
            region: reserved.region,
            number: E164::new(&format!("+{text}"))?,
            line_type: reserved.line_type,
            class: reserved.class,
        }])
    }
}
