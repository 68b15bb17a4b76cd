//! Who exposed numbers, month by month, and which services know which number: counts over the whole case.

use crate::Result;
use crate::numbers::Facets;
use crate::open_case::OpenCase;
use crate::show::{Exposure, NumberServices};
use std::collections::BTreeMap;
use teltale_index::{MentionFilter, NumberFilter, NumberOrder, Page};

/// Numbers in the grid; the list of numbers has them all.
const MOST_NUMBERS: u32 = 12;

impl OpenCase {
    /// Mentions of all numbers, by month and by service. Numbers that were set aside have no row in the grid.
    pub fn exposure(&self) -> Result<Exposure> {
        let reader = self.reader()?;
        let counts = reader.facets(&MentionFilter::default())?;
        let facets = Facets::of(&counts);
        let mut by_service: BTreeMap<String, u64> = BTreeMap::new();
        for count in facets.services() {
            *by_service.entry(count.service).or_default() += count.mentions;
        }
        let mut services: Vec<(String, u64)> = by_service.into_iter().collect();
        services.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let services: Vec<String> = services.into_iter().map(|(service, _)| service).collect();

        let in_sight = NumberFilter {
            set_aside: Some(false),
            ..NumberFilter::default()
        };
        let found = reader.numbers(&in_sight, NumberOrder::Mentions, Page::first(MOST_NUMBERS))?;
        let mut numbers = Vec::with_capacity(found.rows.len());
        for row in &found.rows {
            let counts = reader.facets(&MentionFilter {
                number: Some(row.id),
                ..MentionFilter::default()
            })?;
            let mut mentions = vec![0; services.len()];
            for count in Facets::of(&counts).services() {
                if let Some(at) = services.iter().position(|service| *service == count.service) {
                    mentions[at] += count.mentions;
                }
            }
            numbers.push(NumberServices {
                number: row.id.into(),
                masked: row.masked.clone(),
                mentions,
            });
        }
        Ok(Exposure {
            months: facets.months(),
            services,
            left_out: found.total - numbers.len() as u64,
            numbers,
        })
    }
}
