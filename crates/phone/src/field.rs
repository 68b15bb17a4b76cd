//! Reads a field that holds one phone number and nothing else, however it is punctuated.

use crate::Finder;
use crate::extension;
use crate::groups::{self, Groups};
use crate::plan::Reading;
use crate::readings::{e164_digits, joined};
use crate::scan::Cluster;
use crate::search::Search;
use teltale_model::{Certainty, Class, Match, Reason, Region};

/// Longest field that is read; longer ones are text.
const LONGEST: usize = 64;

/// The number of a field; None where more than a number stands in it.
pub(crate) fn read(finder: &Finder, text: &str, regions: &[Region]) -> Option<Match> {
    if text.len() > LONGEST {
        return None;
    }
    let first = text
        .char_indices()
        .find(|(_, c)| crate::characters::digit(*c).is_some())?
        .0;
    let digits = text
        .chars()
        .filter(|c| crate::characters::digit(*c).is_some())
        .count();
    let mut groups = Groups::default();
    groups.cut(
        text,
        Cluster {
            start: first,
            end: text.len(),
            digits,
        },
        false,
    );
    let list = &groups.groups;
    let mut last = 0;
    while last + 1 < list.len() && !list[last + 1].gap.ends_number() {
        last += 1;
    }
    let lead = groups::lead(text, list.first()?.start, 0);
    let end = list[last].end;
    let behind = extension::behind(text, end).unwrap_or(end);
    let rest_is_empty = |rest: &str| rest.chars().all(|c| !c.is_alphanumeric());
    if !rest_is_empty(&text[..lead.start]) || !rest_is_empty(&text[behind..]) {
        return None;
    }
    let written = &groups.digits[..list[last].to];
    let mut readings: Vec<Reading> = Vec::new();
    if lead.plus {
        readings.extend(finder.plans.international(written));
    } else {
        let mut matches = Vec::new();
        let mut search = Search::new(finder, text, regions, &mut matches, None);
        let plans = search.plans().to_vec();
        readings.extend(plans.iter().filter_map(|id| finder.plans.national(written, *id)));
        if let Some(rest) = written.strip_prefix(b"00") {
            readings.extend(finder.plans.international(rest));
        }
    }
    let mut known: Vec<Match> = Vec::new();
    for only_assigned in [true, false] {
        for reading in &readings {
            let digits = e164_digits(reading);
            let reserved = finder.classes.of(digits.as_slice());
            let assigned =
                reading.valid() || reserved.is_some_and(|reserved| reserved.class != Class::Placeholder);
            if assigned == only_assigned && (assigned || reading.possible) {
                let mut found = finder.settled(reading, reserved);
                let why = if reading.valid() {
                    Reason::Valid
                } else if reserved.is_some() {
                    Reason::Reserved
                } else {
                    Reason::Possible
                };
                found.reasons = vec![why];
                if !known.iter().any(|other| other.number == found.number) {
                    known.push(found);
                }
            }
        }
        if !known.is_empty() {
            break;
        }
    }
    let several = known.len() > 1;
    let mut found = joined(known)?;
    if several {
        found.reasons.push(Reason::RegionOpen);
    }
    if lead.plus {
        found.reasons.push(Reason::Plus);
    } else if regions.len() == 1 {
        found.reasons.push(Reason::RegionAssumed);
    }
    if behind > end {
        found.reasons.push(Reason::Extension);
    }
    found.certainty = Certainty::Likely;
    found.start = u32::try_from(lead.start).ok()?;
    found.end = u32::try_from(behind).ok()?;
    Some(found)
}
