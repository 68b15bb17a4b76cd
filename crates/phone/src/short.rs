//! Emergency and other short codes: `call 911`, `dial 999 or 112`. They are nobody's number and are shown as what they are.

use crate::characters;
use crate::groups::Group;
use crate::scan::Cluster;
use crate::search::Search;
use rustc_hash::FxHashMap;
use teltale_model::{Certainty, Class, LineType, Match, Reason, Region};

const TABLE: &str = include_str!("../data/short.tsv");

/// Digits of a short code.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=6;

/// The short codes of all regions.
pub(crate) struct ShortCodes {
    regions: FxHashMap<&'static str, Vec<Region>>,
    /// Values of the last three digits of all codes, as bits: most short numbers have none of them.
    tails: [u64; 16],
}

impl ShortCodes {
    /// Reads the table.
    pub(crate) fn new() -> Self {
        let mut regions: FxHashMap<&'static str, Vec<Region>> = FxHashMap::default();
        for (places, codes) in rows() {
            for code in codes.split(' ') {
                let places = places.split(' ').filter_map(Region::new);
                regions.entry(code).or_default().extend(places);
            }
        }
        let mut tails = [0; 16];
        for code in regions.keys() {
            let tail = tail(code.as_bytes());
            tails[tail / 64] |= 1 << (tail % 64);
        }
        Self { regions, tails }
    }

    /// False where a cluster holds no short code.
    pub(crate) fn may_stand_in(&self, text: &str, cluster: Cluster) -> bool {
        let bytes = &text.as_bytes()[cluster.start..cluster.end];
        bytes
            .split(|b| !b.is_ascii_digit())
            .any(|digits| LENGTHS.contains(&digits.len()) && self.may_end_in(digits))
    }

    /// False where no code has the last three of at least three digits.
    fn may_end_in(&self, digits: &[u8]) -> bool {
        let tail = tail(digits);
        self.tails[tail / 64] & 1 << (tail % 64) != 0
    }

    /// The first region in play that has the code, or any region's code where none is in play.
    fn has(&self, code: &str, in_play: &[Region]) -> Option<Option<Region>> {
        let regions = self.regions.get(code)?;
        if in_play.is_empty() {
            return Some(None);
        }
        in_play
            .iter()
            .find(|region| regions.contains(region))
            .map(|region| Some(*region))
    }
}

/// The value of the last three of at least three digits.
fn tail(digits: &[u8]) -> usize {
    digits[digits.len() - 3..]
        .iter()
        .fold(0, |value, digit| 10 * value + (digit - b'0') as usize)
}

/// Regions and codes of each row.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(places, rest)| Some((places, rest.split_once('\t')?.0)))
}

/// The short codes of a cluster that somebody is told to call; three digits alone are more often something else.
pub(crate) fn find(search: &mut Search<'_>, cluster: Cluster) {
    let bytes = search.text.as_bytes();
    let mut at = cluster.start;
    while at < cluster.end {
        let length = bytes[at..cluster.end]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if LENGTHS.contains(&length) {
            let found = read(search, at, at + length);
            search.matches.extend(found);
        }
        at += length.max(1);
    }
}

/// A short code beside other numbers: `call 911 or 202-555-0143`.
pub(crate) fn read_alone(search: &mut Search<'_>, group: &Group) {
    let bytes = search.text.as_bytes();
    let digits = &bytes[group.start..group.end];
    // Texts full of digits have few that stand so free.
    let apart = group
        .start
        .checked_sub(1)
        .is_none_or(|at| matches!(bytes[at], b' ' | b'\n' | b'('));
    if apart
        && LENGTHS.contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && search.finder.short_codes.may_end_in(digits)
    {
        let found = read(search, group.start, group.end);
        search.matches.extend(found);
    }
}

fn read(search: &Search<'_>, start: usize, end: usize) -> Option<Match> {
    let text = search.text;
    let code = text.get(start..end)?;
    let region = search.finder.short_codes.has(code, search.regions)?;
    let joins = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '+' | '#' | '$' | '€' | '£' | '%' | ':' | '/' | '-' | '@' | '=' | '_'
            )
    };
    let mut behind = text[end..].chars();
    let next = behind.next();
    let decimal = matches!(next, Some('.' | ',')) && behind.next().is_some_and(|c| c.is_ascii_digit());
    let before = characters::before(text, start);
    if decimal || next.is_some_and(joins) || before.is_some_and(|c| joins(c) || matches!(c, '.' | ',')) {
        return None;
    }
    let around = search.finder.words.around(text, start, end);
    if !around.phone || around.counter.is_some() {
        return None;
    }
    Some(Match {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
        number: None,
        candidates: Vec::new(),
        region,
        line_type: LineType::CannotTell,
        class: Class::Short,
        certainty: Certainty::Maybe,
        reasons: vec![Reason::BareDigits, Reason::PhoneWord],
        other_form: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Finder;

    #[test]
    fn every_row_is_read_and_has_a_source() {
        let lines = || TABLE.lines().filter(|line| !line.starts_with('#'));
        for line in lines() {
            let fields: Vec<_> = line.split('\t').collect();
            assert_eq!(fields.len(), 4, "{line}");
            assert!(
                fields[0].split(' ').all(|code| Region::new(code).is_some()),
                "{line}"
            );
            assert!(
                fields[1]
                    .split(' ')
                    .all(|code| LENGTHS.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())),
                "{line}"
            );
            assert!(fields[3].len() > 10, "{line}");
        }
        assert_eq!(rows().count(), lines().count());
    }

    #[test]
    fn a_code_that_is_called_is_shown_as_one() {
        let finder = Finder::new();
        let classes = |text: &str, region: &str| {
            let regions: Vec<Region> = Region::new(region).into_iter().collect();
            let mut found = Vec::new();
            finder.find(text, &regions, &mut found);
            found.iter().map(|m| (m.class, m.certainty)).collect::<Vec<_>>()
        };
        let short = (Class::Short, Certainty::Maybe);
        for (text, region, count) in [
            ("call 911 now", "US", 1),
            ("dial 999 or 112", "GB", 2),
            ("call 112", "", 1),
            ("wähle die Nummer 110", "DE", 1),
            ("call 911 now", "DE", 0),
            ("room 911", "US", 0),
            ("911", "US", 0),
            ("call me at 9:11", "US", 0),
            ("call 911.50", "US", 0),
        ] {
            assert_eq!(classes(text, region), vec![short; count], "{text} in {region:?}");
        }
    }
}
