//! The Overview: what was found in two sentences, each count of which is a link, and what was not read.

use crate::Result;
use crate::appearance;
use crate::findings::UNSUPPLIED;
use crate::numbers::appearance_of;
use crate::open_case::OpenCase;
use crate::show::{
    Appearance, Card, CardId, FindingFilter, Link, MentionFilter, NumberFilter, Overview, Owner, Sentence,
    Target, Way, visible_line,
};
use crate::sources::coverage;
use crate::trouble::words_read;
use std::collections::{BTreeMap, BTreeSet};
use teltale_index::{self as index, NumberOrder, Ownership, Page, Reader, Totals};
use teltale_model::{OriginFlag, SkipReason};

impl OpenCase {
    /// The first screen of the case.
    pub fn overview(&self) -> Result<Overview> {
        let reader = self.reader()?;
        let totals = reader.totals()?;
        let sentences = if totals.numbers == 0 {
            vec![nothing_found(&totals)]
        } else {
            vec![own_numbers(&reader, &totals)?, assistants(&reader, &totals)?]
        };
        let mut coverage = coverage(&totals.ledger);
        coverage.unread = totals.unread;
        Ok(Overview {
            sentences,
            last_line: self.last_line()?,
            cards: cards(&reader, &totals)?,
            coverage,
            country: self.country_question(&reader)?,
            changed: self.latest_change(&reader)?,
        })
    }

    /// "Nothing was sent. 4 files read, 0 changed."
    fn last_line(&self) -> Result<Sentence> {
        let (mut read, mut changed) = (0, 0);
        for source in self.reader()?.source_names()? {
            if let Some(checked) = self.checked(source.id.into())? {
                read += checked.files;
                changed += checked.changed;
            }
        }
        Ok(Sentence::NothingSent {
            proof: Link::new((), Target::Proof),
            read: Link::new(read, Target::Sources { source: None }),
            changed,
        })
    }
}

fn mentions(filter: MentionFilter) -> Target {
    Target::Mentions { filter }
}

/// "Your number ending 23 appears 31 times: 24 typed by others in 3 groups, …"
fn own_numbers(reader: &Reader, totals: &Totals) -> Result<Sentence> {
    let own = index::NumberFilter {
        owners: vec![Ownership::Mine],
        ..Default::default()
    };
    let mine = reader.numbers(&own, NumberOrder::Mentions, Page::first(2))?;
    let Some(first) = mine.rows.first() else {
        return Ok(Sentence::NumbersAppear {
            numbers: Link::new(
                totals.numbers,
                Target::Numbers {
                    filter: NumberFilter::default(),
                },
            ),
            times: Link::new(totals.mentions, mentions(MentionFilter::default())),
            whose: Link::new((), Target::Owners),
        });
    };
    let (ending, target, filter, facets) = if mine.total == 1 {
        (
            visible_line(&first.ending),
            Target::Number {
                number: first.id.into(),
            },
            MentionFilter {
                number: Some(first.id.into()),
                ..MentionFilter::default()
            },
            index::MentionFilter {
                number: Some(first.id),
                ..Default::default()
            },
        )
    } else {
        (
            String::new(),
            Target::Numbers {
                filter: NumberFilter {
                    owner: Some(Owner::Mine),
                    ..NumberFilter::default()
                },
            },
            MentionFilter {
                owner: Some(Owner::Mine),
                ..MentionFilter::default()
            },
            index::MentionFilter {
                owners: vec![Ownership::Mine],
                ..Default::default()
            },
        )
    };
    let mut by: BTreeMap<Appearance, (u64, BTreeSet<index::ConversationId>)> = BTreeMap::new();
    for facet in reader.facets(&facets)? {
        let (mentions, conversations) = by.entry(appearance_of(&facet)).or_default();
        *mentions += facet.mentions;
        conversations.extend(facet.conversation);
    }
    let total = by.values().map(|(mentions, _)| mentions).sum();
    let mut by: Vec<_> = by.into_iter().collect();
    by.sort_by_key(|(appearance, (mentions, _))| (std::cmp::Reverse(*mentions), *appearance));
    let mut ways = Vec::with_capacity(by.len());
    for (appearance, (times, conversations)) in by {
        let way = Way {
            appearance,
            times,
            conversations: conversations.len() as u64,
            owner_known: appearance != Appearance::ByOthersInGroup
                || somebody_is_you(reader, &conversations)?,
        };
        ways.push(Link::new(
            way,
            mentions(MentionFilter {
                appearance: Some(appearance),
                ..filter.clone()
            }),
        ));
    }
    Ok(Sentence::MineAppear {
        numbers: Link::new(mine.total, target),
        ending,
        times: Link::new(total, mentions(filter)),
        ways,
    })
}

/// True where the export says of every such conversation which member is its owner, so that the others are others.
fn somebody_is_you(reader: &Reader, conversations: &BTreeSet<index::ConversationId>) -> Result<bool> {
    for conversation in conversations {
        if !reader
            .participants(*conversation)?
            .iter()
            .any(|person| person.owner)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// "One assistant answer contained a number nobody in this export supplied, and urged contact; you gave assistants
/// 1 number that is not known to be yours."
fn assistants(reader: &Reader, totals: &Totals) -> Result<Sentence> {
    let numbers_with = |appearance, owners: Vec<Ownership>| -> Result<u64> {
        let filter = index::NumberFilter {
            owners,
            settings: appearance::settings(appearance),
            ..Default::default()
        };
        Ok(reader
            .numbers(&filter, NumberOrder::Mentions, Page::first(1))?
            .total)
    };
    let by_assistants = Appearance::ByAssistant;
    let wrote = numbers_with(by_assistants, Vec::new())?;
    let given = numbers_with(
        Appearance::ByYouToAssistant,
        vec![
            Ownership::Contact,
            Ownership::GroupMember,
            Ownership::PublicService,
            Ownership::Unknown,
        ],
    )?;
    let with = |appearance| NumberFilter {
        appearance: Some(appearance),
        ..NumberFilter::default()
    };
    let given = (given > 0).then(|| {
        Link::new(
            given,
            Target::Numbers {
                filter: with(Appearance::ByYouToAssistant),
            },
        )
    });
    let unsupplied = reader.answers_of(UNSUPPLIED, OriginFlag::UrgesContact)?;
    if unsupplied.all > 0 {
        let filter = FindingFilter {
            unsupplied: true,
            ..FindingFilter::default()
        };
        return Ok(Sentence::AssistantsVolunteered {
            answers: Link::new(unsupplied.all, Target::Findings { filter }),
            urged: unsupplied.flagged,
            given,
        });
    }
    if wrote == 0 {
        return Ok(Sentence::AssistantsSilent {
            conversations: Link::new(totals.conversations, Target::Sources { source: None }),
            given,
        });
    }
    let filter = index::MentionFilter {
        settings: appearance::settings(by_assistants),
        ..Default::default()
    };
    let places = reader.facets(&filter)?.iter().map(|facet| facet.mentions).sum();
    Ok(Sentence::AssistantsWrote {
        numbers: Link::new(
            wrote,
            Target::Numbers {
                filter: with(by_assistants),
            },
        ),
        places: Link::new(
            places,
            mentions(MentionFilter {
                appearance: Some(by_assistants),
                ..MentionFilter::default()
            }),
        ),
        given,
    })
}

/// What was and what was not read, where no number was found.
fn nothing_found(totals: &Totals) -> Sentence {
    let passed_over = totals
        .ledger
        .0
        .values()
        .flat_map(|tally| &tally.skipped)
        .filter(|(reason, _)| {
            !matches!(
                reason,
                SkipReason::Empty | SkipReason::Repeats | SkipReason::Unchanged
            )
        })
        .map(|(_, records)| records)
        .sum();
    Sentence::NothingFound {
        records: words_read(&totals.ledger),
        files: totals.entries,
        ledger: Link::new((), Target::Sources { source: None }),
        failed: coverage(&totals.ledger).failed,
        unread: totals.unread,
        passed_over,
    }
}

fn cards(reader: &Reader, totals: &Totals) -> Result<Vec<Card>> {
    let numbers = |filter: &NumberFilter| -> Result<u64> {
        Ok(reader
            .numbers(&filter.into(), NumberOrder::Mentions, Page::first(1))?
            .total)
    };
    let mut cards = vec![Card {
        id: CardId::Numbers,
        count: totals.numbers,
        target: Target::Numbers {
            filter: NumberFilter::default(),
        },
    }];
    for (id, filter) in [
        (
            CardId::Mine,
            NumberFilter {
                owner: Some(Owner::Mine),
                ..NumberFilter::default()
            },
        ),
        (
            CardId::Contacts,
            NumberFilter {
                owner: Some(Owner::Contact),
                ..NumberFilter::default()
            },
        ),
        (
            CardId::Assistants,
            NumberFilter {
                appearance: Some(Appearance::ByAssistant),
                ..NumberFilter::default()
            },
        ),
        (
            CardId::Open,
            NumberFilter {
                open: Some(true),
                ..NumberFilter::default()
            },
        ),
    ] {
        let count = numbers(&filter)?;
        if count > 0 || id != CardId::Open {
            cards.push(Card {
                id,
                count,
                target: Target::Numbers { filter },
            });
        }
    }
    for (id, count) in [
        (CardId::Conversations, totals.conversations),
        (CardId::Messages, totals.messages),
    ] {
        cards.push(Card {
            id,
            count,
            target: Target::Sources { source: None },
        });
    }
    Ok(cards)
}
