//! Tries one run of groups: is it read by a plan in play, removed by a rule, and how sure is what is left?

use super::choice::Chosen;
use super::run::{Break, Run};
use super::{Removed, Search, placed, table_of};
use crate::classes::Reserved;
use crate::extension;
use crate::groups::{self, Gap, Lead};
use crate::links::{self, Setting};
use crate::plan::{CodeFrom, Grouping, Reading};
use crate::readings::Readings;
use crate::reject::{self, Verdict};
use crate::tiers::{self, Evidence};
use crate::words::Surroundings;

/// Fewest digits of a SIP address's user that begin with a calling code.
const LEAST_ABROAD: usize = 11;

/// Fewest digits of a number broken over a line where no sign says that it goes on: shorter ones are two.
const LEAST_TORN: usize = 9;

/// What a digit weighs in a valid number in the groups of its country.
const MOST_WEIGHT: u32 = 10;

/// The highest score of a run of so many digits that no plus stands before.
pub(super) fn most_without_plus(digits: u32) -> u32 {
    digits * digits * MOST_WEIGHT
}

/// A run that a plan reads, and what its text shows.
struct Written<'g> {
    run: Run<'g>,
    lead: Lead,
    setting: Setting,
    readings: Readings,
    grouping: Grouping,
    /// From its plus or bracket to the end of its extension.
    span: (usize, usize),
    extension: bool,
    trunk: bool,
    line_break: Break,
}

impl Written<'_> {
    /// The number that it most likely is.
    fn reading(&self) -> &(Reading, Option<Reserved>) {
        &self.readings.list[0]
    }

    /// The calling code is written, or its setting says what it is.
    fn international(&self) -> bool {
        self.readings.international || self.setting != Setting::Plain
    }
}

impl Search<'_> {
    /// Tries one run of groups.
    pub(super) fn attempt(
        &mut self,
        run: Run<'_>,
        segment_first: usize,
        removed: &mut Vec<Removed>,
    ) -> Option<Chosen> {
        #[cfg(test)]
        {
            self.attempts += 1;
        }
        let written = self.written(run, segment_first, removed)?;
        let subject = self.subject(run, written.span, written.international(), written.trunk);
        if let Some(rule) = reject::rejected_by(&subject) {
            removed.push(Removed::new(written.span, rule));
            return None;
        }
        let surroundings = *subject.surroundings();
        let mut doubted = false;
        if !written.international() {
            match reject::words_reject(&surroundings, run.is_bare(), written.grouping >= Grouping::Joined) {
                Verdict::Free => {}
                Verdict::Doubted => doubted = true,
                Verdict::Rejected(rule) => {
                    removed.push(Removed::new(written.span, rule));
                    return None;
                }
            }
        }
        let evidence = self.evidence(&written, &surroundings, doubted);
        let Some((certainty, reasons)) = tiers::weigh(&evidence) else {
            removed.push(Removed::new(written.span, tiers::unlikely(&evidence)));
            return None;
        };
        let found = self.finder.matched(&written.readings)?;
        let found = placed(found, written.span, certainty, reasons)?;
        let weight = match (evidence.valid || evidence.reserved.is_some(), evidence.grouping) {
            (true, Grouping::Same) => MOST_WEIGHT,
            (true, Grouping::Joined | Grouping::Area) => 8,
            (true, Grouping::Foreign) => 5,
            (false, _) => 2,
        };
        let digits = evidence.digits as u32;
        Some(Chosen {
            piece: 0,
            first: run.first,
            last: run.last,
            score: digits * digits * if evidence.plus { 2 * weight } else { weight },
            found,
        })
    }

    /// Reads a run by the plans in play; None where none knows it or its form says that it is no number.
    fn written<'g>(
        &mut self,
        run: Run<'g>,
        segment_first: usize,
        removed: &mut Vec<Removed>,
    ) -> Option<Written<'g>> {
        let finder = self.finder;
        let (text, digits) = (self.text, run.digits());
        let list = &run.all.groups;
        // Most runs of most texts end here: too short or too long for the plans in play, and nothing else to read them by.
        let linked = || may_be_linked(text, run.start(), run.end());
        let signed = || run.first == segment_first && may_have_plus(text, run.start());
        if digits[0] != b'0' && !self.may_be(digits) && !linked() && !signed() {
            return None;
        }
        let linked = linked();
        let (lead, start, end) = self.span(run, segment_first)?;
        if run.is_numbered_item() && !lead.plus {
            return None;
        }
        // A plus is part of the number or makes it none.
        if !lead.plus && run.first == segment_first && list[run.first].gap.has(Gap::PLUS) && !lead.operator {
            return None;
        }
        let line_break = run.line_break(lead.plus)?;
        if line_break == Break::Bare && (digits[0] != b'0' || digits.len() < LEAST_TORN) {
            return None;
        }
        let plain = if linked || lead.plus {
            None
        } else {
            Some(finder.readings(self.plans(), digits, false, Setting::Plain)?)
        };
        let setting = links::setting(text, start, run.start(), run.end());
        if let Setting::Not(rule) = setting {
            removed.push(Removed::new((start, end), rule));
            return None;
        }
        let readings = match plain {
            Some(readings) if setting == Setting::Plain => readings,
            _ => finder
                .readings(self.plans(), digits, lead.plus, setting)
                .or_else(|| self.sip_user(run))?,
        };
        let (reading, _) = readings.list[0];
        // Nobody cuts a calling code behind its first digit: `zip+4 62704-1234` is none.
        if lead.plus && reading.code > 9 && run.groups()[0].len() == 1 && !run.is_one_by_one() {
            removed.push(Removed::new((start, end), "cut-calling-code"));
            return None;
        }
        let lengths = run.national_groups(&reading);
        let grouping = if lengths.is_empty() {
            Grouping::Foreign
        } else {
            finder.plans.grouping(&reading, &lengths)
        };
        let behind = extension::behind(text, end);
        Some(Written {
            run,
            lead,
            setting,
            trunk: reading.from == CodeFrom::Region && (reading.prefix > 0 || digits[0] == b'0'),
            readings,
            grouping,
            span: (start, behind.unwrap_or(end)),
            extension: behind.is_some(),
            line_break,
        })
    }

    /// The user of a SIP address that no plan in play knows: so many digits begin with a calling code.
    fn sip_user(&self, run: Run<'_>) -> Option<Readings> {
        let address = self.text[..run.start()].ends_with("sip:") && run.digits().len() >= LEAST_ABROAD;
        let international = Setting::Link { international: true };
        let readings = address.then(|| self.finder.readings(&[], run.digits(), false, international))??;
        let (reading, reserved) = readings.list[0];
        (reading.valid() || reserved.is_some()).then_some(readings)
    }

    /// All that is known of a run when it is weighed.
    fn evidence(&self, written: &Written<'_>, surroundings: &Surroundings, doubted: bool) -> Evidence {
        let run = written.run;
        let (groups, digits) = (run.groups(), run.digits());
        let (reading, reserved) = written.reading();
        let (start, end) = written.span;
        let signs = run.signs();
        let one_by_one = run.is_one_by_one();
        Evidence {
            plus: written.lead.plus,
            access_code: written.readings.access_code,
            setting: written.setting,
            valid: reading.valid(),
            reserved: reserved.map(|reserved| reserved.class),
            possible: reading.possible,
            grouping: written.grouping,
            one_by_one,
            bare: run.is_bare(),
            brackets: signs.has(Gap::CLOSE),
            trunk: written.trunk,
            wants_trunk: self.finder.plans.wants_trunk(reading),
            phone_word: surroundings.phone,
            doubted,
            disguised: self.look_alikes
                || groups.iter().any(|group| group.disguised)
                || signs.has(Gap::STAR.and(Gap::UNDERSCORE).and(Gap::SPELLED))
                || (one_by_one && groups.len() > 1),
            broken: written.line_break != Break::None,
            torn: written.line_break == Break::Bare,
            extension: written.extension,
            // Only the spaces beside the number are passed over, however many more there are.
            whole_text: self.text[..start].trim_end().is_empty() && self.text[end..].trim_start().is_empty(),
            digits: digits.len(),
            zero: digits[0] == b'0' && groups.iter().all(|group| (2..=8).contains(&group.len())),
            spaced: signs.is_only(Gap::SPACE),
            even: groups
                .iter()
                .all(|group| group.len() == groups[0].len() && group.len() > 2),
            readings: written.readings.list.len(),
            regions: self.regions.len(),
        }
    }

    /// The span of a run: its plus or bracket, its digits, its closing bracket.
    pub(super) fn span(&self, run: Run<'_>, segment_first: usize) -> Option<(Lead, usize, usize)> {
        let list = &run.all.groups;
        let Run { first, last, .. } = run;
        let limit = if first == 0 { 0 } else { list[first - 1].end };
        let mut lead = groups::lead(self.text, list[first].start, limit);
        if first != segment_first || lead.operator {
            lead.plus = false;
            lead.start = list[first].start;
        }
        let inner = &list[first + 1..=last];
        let opens = usize::from(lead.inside) + inner.iter().filter(|group| group.gap.has(Gap::OPEN)).count();
        let closes = inner.iter().filter(|group| group.gap.has(Gap::CLOSE)).count();
        let mut end = list[last].end;
        let start = match (lead.bracket, closes.cmp(&opens)) {
            (Some(bracket), std::cmp::Ordering::Greater) => bracket,
            // `02)123-4567`: in Korea the bracket behind an area code is never opened.
            (None, std::cmp::Ordering::Greater)
                if run.digits()[0] == b'0' && inner[0].gap.is_only(Gap::CLOSE) && closes == opens + 1 =>
            {
                lead.start
            }
            (_, std::cmp::Ordering::Greater) => return None,
            (_, std::cmp::Ordering::Less) => {
                let rest = self.text[end..].chars().next()?;
                if !matches!(rest, ')' | ']' | '\u{ff09}') {
                    return None;
                }
                end += rest.len_utf8();
                lead.start
            }
            // `(202)-(555)-(0143)`: every group has its own.
            (Some(bracket), std::cmp::Ordering::Equal)
                if self.text[end..].starts_with(')')
                    && inner
                        .iter()
                        .find(|group| group.gap.has(Gap::OPEN.and(Gap::CLOSE)))
                        .is_some_and(|group| group.gap.has(Gap::CLOSE)) =>
            {
                end += 1;
                bracket
            }
            // A bracket that closes behind the first group belongs to it only if it is inside.
            (_, std::cmp::Ordering::Equal) => lead.start,
        };
        Some((lead, start, end))
    }

    /// True where digits have a length that a plan in play knows.
    fn may_be(&mut self, digits: &[u8]) -> bool {
        let finder = self.finder;
        self.plans().iter().any(|id| finder.plans.may_be(digits, *id)) || digits.starts_with(b"011")
    }
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
