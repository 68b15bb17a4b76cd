//! The Numbers screen and a number's page.

use crate::Result;
use crate::appearance::{self, Facts, appearance};
use crate::names::{Names, format_name_or};
use crate::open_case::{OpenCase, shown};
use crate::owners::evidence;
use crate::show::{
    Appearance, AppearanceCount, CandidateView, ConversationCount, Link, MentionFilter, MonthCount, NamedAs,
    NumberFilter, NumberId, NumberOrder, NumberPage, NumberRow, Page, PageRequest, PlaceCount, RoleCount,
    Sentence, ServiceCount, Target, When,
};
use std::collections::{BTreeMap, BTreeSet};
use teltale_index::{self as index, FacetCount, Reader};
use teltale_model::{Class, Role, SentAt, Zone};

/// Conversations on a number's page.
const MOST_CONVERSATIONS: u32 = 100;
/// Mentions on a number's page; more are a list of their own.
const FIRST_MENTIONS: u32 = 50;
/// Claims about a number's name in a row.
const MOST_NAMES: usize = 5;

impl OpenCase {
    /// A page of the list of numbers.
    pub fn numbers(
        &self,
        filter: &NumberFilter,
        order: NumberOrder,
        page: PageRequest,
    ) -> Result<Page<NumberRow>> {
        let reader = self.reader()?;
        let found = reader.numbers(&filter.into(), order.into(), page.into())?;
        let mut names = Names::new(&reader);
        let rows = found
            .rows
            .iter()
            .map(|row| number_row(row, &mut names))
            .collect::<Result<_>>()?;
        Ok(Page {
            rows,
            total: found.total,
            offset: page.offset,
        })
    }

    /// Every number that is mentioned, in an order that means nothing, a share at a time: for whoever takes them all, as
    /// a page far down a list is found by going through those above it.
    pub fn every_number<E: From<crate::Error>>(
        &self,
        take: &mut dyn FnMut(&[NumberRow]) -> Result<(), E>,
    ) -> Result<(), E> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let mut after = None;
        loop {
            let (last, rows) = share_of_numbers(&reader, &mut names, after)?;
            let Some(last) = last else { return Ok(()) };
            after = Some(last);
            take(&rows)?;
        }
    }

    /// A number's page.
    pub fn number(&self, number: NumberId) -> Result<NumberPage> {
        let reader = self.reader()?;
        let stored = reader.number(number.into())?;
        let mut names = Names::new(&reader);
        let mut row = number_row(&stored, &mut names)?;
        row.owner_evidence = evidence(&stored, &mut names)?;
        let of_number = index::MentionFilter {
            number: Some(stored.id),
            ..Default::default()
        };
        let counts = reader.facets(&of_number)?;
        let facets = Facets::of(&counts);
        let mut shown_to = BTreeSet::new();
        let mut conversations = Vec::new();
        for (conversation, mentions) in reader.conversations_of(stored.id, MOST_CONVERSATIONS)? {
            for person in reader.participants(conversation.id)? {
                if person.role == Role::Person && !person.owner && person.number != Some(stored.id) {
                    shown_to.insert(person.person);
                }
            }
            conversations.push(ConversationCount {
                conversation: conversation.id.into(),
                title: shown(&conversation.title),
                kind: conversation.kind,
                service: format_name_or(&conversation.service),
                mentions,
            });
        }
        let mentions = self.mentions_page(
            &mut names,
            &MentionFilter {
                number: Some(number),
                ..MentionFilter::default()
            },
            index::MentionOrder::Content,
            PageRequest {
                offset: 0,
                limit: FIRST_MENTIONS,
            },
        )?;
        Ok(NumberPage {
            silo: silo(&counts, stored.id, &reader, &mut names)?,
            nothing_to_do: matches!(row.class, Class::Fiction | Class::Placeholder | Class::Test),
            candidates: stored
                .candidates
                .iter()
                .map(|(region, masked)| CandidateView {
                    region: *region,
                    masked: masked.clone(),
                })
                .collect(),
            other_forms: stored.other_form.into_iter().map(Into::into).collect(),
            appearances: facets.appearances(),
            months: facets.months(),
            services: facets.services(),
            places: facets.places(),
            roles: facets.roles(),
            conversations,
            shown_to: shown_to.len() as u64,
            mentions: mentions.rows,
            row,
        })
    }
}

/// Where one export has a number that is its account's.
#[derive(Default)]
struct InExport {
    record: u64,
    typed: u64,
    elsewhere: u64,
}

/// For each export that names the number as its account's: where else in it the number stands, and what there was to
/// look through.
fn silo(
    counts: &[FacetCount],
    number: index::NumberId,
    reader: &Reader,
    names: &mut Names<'_>,
) -> Result<Vec<Sentence>> {
    let mut exports: BTreeMap<index::SourceId, InExport> = BTreeMap::new();
    for count in counts {
        let export = exports.entry(count.source).or_default();
        *match appearance_of(count) {
            Appearance::InAccountRecord => &mut export.record,
            Appearance::ByYou | Appearance::ByYouToAssistant => &mut export.typed,
            _ => &mut export.elsewhere,
        } += count.mentions;
    }
    let mut said = Vec::new();
    for (source, export) in exports.into_iter().filter(|(_, export)| export.record > 0) {
        let mentions = Target::Mentions {
            filter: MentionFilter {
                number: Some(number.into()),
                source: Some(source.into()),
                ..MentionFilter::default()
            },
        };
        let looked = reader.looked_through(source)?;
        said.push(Sentence::OutsideAccount {
            source: Link::new(
                names.source(source)?,
                Target::Sources {
                    source: Some(source.into()),
                },
            ),
            outside: Link::new(export.elsewhere, mentions.clone()),
            typed: Link::new(export.typed, mentions),
            messages: looked.messages,
            tool_results: looked.tool_results,
            context: looked.context,
            unread: looked.unread,
        });
    }
    Ok(said)
}

/// Numbers after one of them, and the last of them.
fn share_of_numbers(
    reader: &Reader,
    names: &mut Names<'_>,
    after: Option<index::NumberId>,
) -> Result<(Option<index::NumberId>, Vec<NumberRow>)> {
    let facts = reader.numbers_after(after, PageRequest::MOST)?;
    let ids: Vec<_> = facts.iter().map(|number| number.id).collect();
    let rows = reader
        .numbers_by_id(&ids)?
        .iter()
        .map(|row| number_row(row, names))
        .collect::<Result<_>>()?;
    Ok((ids.last().copied(), rows))
}

/// A stored number as a row. Its evidence is left to the pages that show it.
pub(crate) fn number_row(row: &index::NumberRow, names: &mut Names<'_>) -> Result<NumberRow> {
    let moment = |at: Option<i64>| {
        at.map(|unix_ms| {
            When::from(SentAt {
                unix_ms,
                zone: Zone::Unknown,
            })
        })
    };
    Ok(NumberRow {
        id: row.id.into(),
        masked: row.masked.clone(),
        ending: row.ending.clone(),
        region: row.region,
        line_type: row.line_type,
        class: row.class,
        certainty: row.certainty,
        owner: row.owner.into(),
        owner_evidence: Vec::new(),
        named_as: named_as(&row.named_as, names)?,
        mentions: row.mentions,
        sources: row.sources,
        conversations: row.conversations,
        first: moment(row.first_at),
        last: moment(row.last_at),
        open: row.region.is_none() && !row.candidates.is_empty(),
        set_aside: row.set_aside,
    })
}

/// Names as claims; the same name by the same source is said once.
pub(crate) fn named_as(claims: &[index::NamedAs], names: &mut Names<'_>) -> Result<Vec<NamedAs>> {
    let mut said: Vec<NamedAs> = Vec::new();
    for claim in claims {
        let source = names.entry(claim.by.entry())?.source;
        let claim = NamedAs {
            name: shown(&claim.name),
            by: names.source(source)?,
        };
        if !claim.name.is_empty() && !said.contains(&claim) {
            said.push(claim);
        }
        if said.len() == MOST_NAMES {
            break;
        }
    }
    Ok(said)
}

/// Counts of mentions, to be summed by one fact or two.
pub(crate) struct Facets<'f>(&'f [FacetCount]);

impl<'f> Facets<'f> {
    pub(crate) fn of(counts: &'f [FacetCount]) -> Self {
        Self(counts)
    }

    fn sums<K: Ord>(&self, key: impl Fn(&FacetCount) -> K) -> BTreeMap<K, u64> {
        let mut sums = BTreeMap::new();
        for count in self.0 {
            *sums.entry(key(count)).or_default() += count.mentions;
        }
        sums
    }

    /// Most first.
    pub(crate) fn appearances(&self) -> Vec<AppearanceCount> {
        let sums = self.sums(appearance_of);
        most_first(
            sums,
            |appearance, mentions| AppearanceCount { appearance, mentions },
            |row| row.mentions,
        )
    }

    pub(crate) fn months(&self) -> Vec<MonthCount> {
        self.sums(|count| (count.month, appearance_of(count)))
            .into_iter()
            .map(|((month, appearance), mentions)| MonthCount {
                month: month_text(month),
                appearance,
                mentions,
            })
            .collect()
    }

    pub(crate) fn services(&self) -> Vec<ServiceCount> {
        self.sums(|count| (format_name_or(&count.service), appearance_of(count)))
            .into_iter()
            .map(|((service, appearance), mentions)| ServiceCount {
                service,
                appearance,
                mentions,
            })
            .collect()
    }

    fn places(&self) -> Vec<PlaceCount> {
        most_first(
            self.sums(|count| count.place),
            |place, mentions| PlaceCount { place, mentions },
            |row| row.mentions,
        )
    }

    fn roles(&self) -> Vec<RoleCount> {
        most_first(
            self.sums(|count| count.role),
            |role, mentions| RoleCount { role, mentions },
            |row| row.mentions,
        )
    }
}

/// In what way the mentions of a count appear.
pub(crate) fn appearance_of(count: &FacetCount) -> Appearance {
    appearance(Facts {
        record_type: count.record_type,
        place: count.place,
        role: count.role,
        kind: count.kind,
        by_owner: count.by_owner,
    })
}

fn most_first<K: Ord, R>(
    sums: BTreeMap<K, u64>,
    row: impl Fn(K, u64) -> R,
    mentions: impl Fn(&R) -> u64,
) -> Vec<R> {
    let mut rows: Vec<R> = sums.into_iter().map(|(key, count)| row(key, count)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(mentions(row)));
    rows
}

/// `2024-03`; empty without a time.
fn month_text(month: Option<i32>) -> String {
    month
        .map(|month| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1))
        .unwrap_or_default()
}

impl From<&NumberFilter> for index::NumberFilter {
    fn from(filter: &NumberFilter) -> Self {
        let NumberFilter {
            owner,
            appearance,
            class,
            certainty,
            region,
            open,
            set_aside,
        } = filter;
        Self {
            owners: owner.iter().copied().map(Into::into).collect(),
            class: *class,
            certainty: *certainty,
            region: *region,
            open: *open,
            set_aside: Some(*set_aside),
            settings: appearance.map(appearance::settings).unwrap_or_default(),
        }
    }
}

impl From<NumberOrder> for index::NumberOrder {
    fn from(order: NumberOrder) -> Self {
        match order {
            NumberOrder::Mentions => Self::Mentions,
            NumberOrder::Latest => Self::Latest,
            NumberOrder::Earliest => Self::Earliest,
            NumberOrder::Owner => Self::Owner,
        }
    }
}

impl From<PageRequest> for index::Page {
    fn from(page: PageRequest) -> Self {
        Self {
            offset: page.offset,
            limit: page.limit.min(PageRequest::MOST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_spelled_from_their_count() {
        assert_eq!(month_text(Some(2024 * 12 + 2)), "2024-03");
        assert_eq!(month_text(Some(2024 * 12 + 11)), "2024-12");
        assert_eq!(month_text(None), "");
    }
}
