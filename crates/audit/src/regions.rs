//! Countries in play for numbers written without one: what the user said, else what the case itself tells.
//!
//! Evidence is drawn only from numbers that were written with their country, so that it does not depend on which
//! countries were in play when they were read: the order of adding sources cannot matter.

use crate::country::country;
use crate::open_case::OpenCase;
use crate::show::Appearance;
use crate::show::{CountryChoice, CountryQuestion, Evidence, EvidenceReason, MentionFilter, Owner, Target};
use crate::{Result, appearance};
use std::collections::{BTreeMap, BTreeSet};
use teltale_index::{self as index, MentionOrder, Page, Reader};
use teltale_model::{Class, Reason, Region};

/// The setting that holds what the user said.
const SAID: &str = "regions.said";
/// The setting that holds what evidence gave at the end of the last scan.
const FOUND: &str = "regions.found";

/// Mentions weighed for one kind of evidence; more do not change a majority.
const WEIGHED: u64 = 20_000;
/// A country is in play where it has this share of the numbers of contacts or senders …
const MAJORITY: f64 = 0.6;
/// … and at least this many.
const FEWEST: u64 = 2;

impl OpenCase {
    /// Countries in play, most likely first; empty where nothing is known.
    pub fn regions(&self) -> Result<Vec<Region>> {
        let list = |key: &str| -> Result<Vec<Region>> {
            Ok(self
                .case
                .setting(key)?
                .map(|codes| parse(&codes))
                .unwrap_or_default())
        };
        let said = list(SAID)?;
        if said.is_empty() { list(FOUND) } else { Ok(said) }
    }

    /// True where the user said which countries are in play.
    pub fn regions_said(&self) -> Result<bool> {
        Ok(self.case.setting(SAID)?.is_some())
    }

    /// The user says which countries numbers without one belong to. Open numbers are settled where that can be told
    /// from their candidates; sources read with other countries are read again by the next scan.
    pub fn say_countries(&self, regions: &[Region]) -> Result<()> {
        self.keep_countries(regions)?;
        self.refresh_findings(&|| false)?;
        Ok(())
    }

    /// As [`say_countries`](Self::say_countries), before a scan that joins and judges anyway.
    pub(crate) fn keep_countries(&self, regions: &[Region]) -> Result<()> {
        let codes = spell(regions);
        self.case
            .set_setting(SAID, (!codes.is_empty()).then_some(codes.as_str()))?;
        self.settle()
    }

    /// Draws the countries in play from what is in the case now. Returns whether they changed.
    pub(crate) fn find_regions(&self) -> Result<bool> {
        let before = self.regions()?;
        let found = spell(&weigh(&self.reader()?)?.in_play());
        self.case
            .set_setting(FOUND, (!found.is_empty()).then_some(found.as_str()))?;
        let changed = self.regions()? != before;
        if changed {
            self.settle()?;
        }
        Ok(changed)
    }

    fn settle(&self) -> Result<()> {
        let only = match self.regions()?.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        self.case.settle_region(only)?;
        Ok(())
    }

    /// The one question worth asking: open numbers that a country would settle. None once the user has answered.
    pub(crate) fn country_question(&self, reader: &Reader) -> Result<Option<CountryQuestion>> {
        if self.regions_said()? {
            return Ok(None);
        }
        let open = index::NumberFilter {
            open: Some(true),
            set_aside: Some(false),
            ..Default::default()
        };
        let found = reader.numbers(&open, index::NumberOrder::Mentions, Page::first(1_000))?;
        if found.total == 0 {
            return Ok(None);
        }
        let mut settles: BTreeMap<Region, u64> = BTreeMap::new();
        // No country settles what stands for no line of any: `555-0143`, for instance.
        let of_no_country = found.rows.iter().filter(|number| number.candidates.is_empty());
        let open_numbers = found.total - of_no_country.count() as u64;
        for number in &found.rows {
            for (region, _) in &number.candidates {
                *settles.entry(*region).or_default() += 1;
            }
        }
        let weights = weigh(reader)?;
        let mut regions: BTreeSet<Region> = settles.keys().copied().collect();
        regions.extend(weights.all());
        let mut choices: Vec<CountryChoice> = regions
            .into_iter()
            .map(|region| CountryChoice {
                region,
                name: country(region),
                evidence: weights.evidence(region),
                settles: settles.get(&region).copied().unwrap_or(0),
                picked: false,
            })
            // A country in play has settled what it can: naming it again would change nothing.
            .filter(|choice| choice.settles > 0)
            .collect();
        choices.sort_by_key(|choice| {
            (
                std::cmp::Reverse((weights.rank(choice.region), choice.settles)),
                choice.region,
            )
        });
        let Some(first) = choices.first_mut() else {
            return Ok(None);
        };
        first.picked = true;
        Ok(Some(CountryQuestion {
            open_numbers,
            choices,
        }))
    }
}

fn parse(codes: &str) -> Vec<Region> {
    codes.split(',').filter_map(Region::new).collect()
}

/// As it is kept, and as it stands in what an entry was read by.
pub(crate) fn spell(regions: &[Region]) -> String {
    regions.iter().map(Region::as_str).collect::<Vec<_>>().join(",")
}

/// Numbers written with their country, by country, for each kind of evidence.
#[derive(Debug, Default)]
struct Weights {
    mine: BTreeMap<Region, u64>,
    contacts: BTreeMap<Region, u64>,
    senders: BTreeMap<Region, u64>,
}

impl Weights {
    /// The countries of the user's own numbers; else the country of most contacts; else of most senders.
    fn in_play(&self) -> Vec<Region> {
        if !self.mine.is_empty() {
            let mut regions: Vec<_> = self.mine.iter().collect();
            regions.sort_by_key(|(region, count)| (std::cmp::Reverse(**count), **region));
            return regions.into_iter().map(|(region, _)| *region).collect();
        }
        majority(&self.contacts)
            .or_else(|| majority(&self.senders))
            .into_iter()
            .collect()
    }

    fn all(&self) -> BTreeSet<Region> {
        [&self.mine, &self.contacts, &self.senders]
            .into_iter()
            .flat_map(BTreeMap::keys)
            .copied()
            .collect()
    }

    /// Own numbers outweigh contacts, contacts outweigh senders.
    fn rank(&self, region: Region) -> (u64, u64, u64) {
        let of = |weights: &BTreeMap<Region, u64>| weights.get(&region).copied().unwrap_or(0);
        (of(&self.mine), of(&self.contacts), of(&self.senders))
    }

    fn evidence(&self, region: Region) -> Vec<Evidence> {
        let (mine, contacts, senders) = self.rank(region);
        let mut evidence = Vec::new();
        let mut add = |count: u64, reason, target| {
            if count > 0 {
                evidence.push(Evidence {
                    reason,
                    target: Some(target),
                });
            }
        };
        add(mine, EvidenceReason::OwnNumber, Target::Owners);
        let mentions = |appearance| Target::Mentions {
            filter: MentionFilter {
                appearance: Some(appearance),
                ..MentionFilter::default()
            },
        };
        add(
            contacts,
            EvidenceReason::Contacts { numbers: contacts },
            mentions(Appearance::OnContactCard),
        );
        add(
            senders,
            EvidenceReason::Senders { numbers: senders },
            mentions(Appearance::AsMember),
        );
        evidence
    }
}

fn majority(weights: &BTreeMap<Region, u64>) -> Option<Region> {
    let total: u64 = weights.values().sum();
    let (region, count) = weights
        .iter()
        .max_by_key(|(region, count)| (**count, std::cmp::Reverse(**region)))?;
    (*count >= FEWEST && *count as f64 >= MAJORITY * total as f64).then_some(*region)
}

fn weigh(reader: &Reader) -> Result<Weights> {
    let mut mine: BTreeSet<index::NumberId> = BTreeSet::new();
    let own = index::NumberFilter {
        owners: vec![Owner::Mine.into()],
        ..Default::default()
    };
    mine.extend(
        reader
            .numbers(&own, index::NumberOrder::Mentions, Page::first(100))?
            .rows
            .iter()
            .map(|row| row.id),
    );
    let weigh = |filter: index::MentionFilter| written_with_country(reader, &filter);
    let own = index::MentionFilter {
        owners: vec![Owner::Mine.into()],
        ..Default::default()
    };
    let of = |what| index::MentionFilter {
        settings: appearance::settings(what),
        ..Default::default()
    };
    Ok(Weights {
        mine: weigh(own)?,
        contacts: weigh(of(Appearance::OnContactCard))?,
        senders: weigh(of(Appearance::AsMember))?,
    })
}

/// Different numbers by country, among mentions that were written with their country.
fn written_with_country(reader: &Reader, filter: &index::MentionFilter) -> Result<BTreeMap<Region, u64>> {
    let mut numbers: BTreeMap<index::NumberId, Region> = BTreeMap::new();
    let mut offset = 0;
    loop {
        let found = reader.mentions(filter, MentionOrder::Earliest, Page { offset, limit: 1_000 })?;
        for row in &found.rows {
            let assumed = row
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::RegionAssumed | Reason::RegionOpen));
            if let (Some(region), false, true) = (row.region, assumed, row.class != Class::Short)
                && region != Region::WORLD
            {
                numbers.insert(row.number, region);
            }
        }
        offset += found.rows.len() as u64;
        if found.rows.is_empty() || offset >= found.total.min(WEIGHED) {
            break;
        }
    }
    let mut weights = BTreeMap::new();
    for region in numbers.into_values() {
        *weights.entry(region).or_default() += 1;
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        Region::new(code).unwrap()
    }

    fn weights(pairs: &[(&str, u64)]) -> BTreeMap<Region, u64> {
        pairs.iter().map(|(code, count)| (region(code), *count)).collect()
    }

    #[test]
    fn own_numbers_outweigh_contacts_and_contacts_outweigh_senders() {
        let mut all = Weights {
            mine: weights(&[("GB", 1)]),
            contacts: weights(&[("US", 40)]),
            senders: weights(&[("FR", 9)]),
        };
        assert_eq!(all.in_play(), [region("GB")]);
        all.mine.clear();
        assert_eq!(all.in_play(), [region("US")]);
        all.contacts.clear();
        assert_eq!(all.in_play(), [region("FR")]);
    }

    #[test]
    fn a_thin_or_split_majority_decides_nothing() {
        assert_eq!(majority(&weights(&[("US", 1)])), None);
        assert_eq!(majority(&weights(&[("US", 5), ("GB", 4)])), None);
        assert_eq!(majority(&weights(&[("US", 6), ("GB", 4)])), Some(region("US")));
    }

    #[test]
    fn regions_survive_being_kept() {
        let regions = [region("GB"), region("US")];
        assert_eq!(parse(&spell(&regions)), regions);
        assert_eq!(parse(""), []);
    }
}
