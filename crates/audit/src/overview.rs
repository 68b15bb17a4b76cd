//! The Overview: what was found in two sentences, each clause of which is a link, and what was not read.

use crate::Result;
use crate::appearance;
use crate::findings::{Facts, UNSUPPLIED};
use crate::numbers::appearance_of;
use crate::open_case::OpenCase;
use crate::show::{
    Appearance, Card, Clause, FindingFilter, MentionFilter, NumberFilter, Overview, Owner, Sentence, Target,
    visible_line,
};
use crate::sources::coverage;
use crate::trouble::words_read;
use crate::words::{count, thousands};
use std::collections::{BTreeMap, BTreeSet};
use teltale_index::{self as index, NumberOrder, Ownership, Page, Reader, Totals};
use teltale_model::{OriginFlag, SkipReason};

/// Builds a sentence clause by clause.
#[derive(Default)]
struct Telling {
    clauses: Vec<Clause>,
}

impl Telling {
    fn words(mut self, text: impl Into<String>) -> Self {
        self.clauses.push(Clause {
            text: text.into(),
            target: None,
        });
        self
    }

    fn link(mut self, text: impl Into<String>, target: Target) -> Self {
        self.clauses.push(Clause {
            text: text.into(),
            target: Some(target),
        });
        self
    }

    fn done(self) -> Sentence {
        Sentence {
            clauses: self.clauses,
        }
    }
}

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
        })
    }

    /// "Nothing was sent. 4 files read, 0 changed."
    fn last_line(&self) -> Result<Sentence> {
        let (mut read, mut changed) = (0, 0);
        for source in self.reader()?.sources()? {
            if let Some(checked) = self.checked(source.id.into())? {
                read += checked.files;
                changed += checked.changed;
            }
        }
        Ok(Telling::default()
            .link("Nothing was sent.", Target::Proof)
            .words(" ")
            .link(
                format!(
                    "{} read, {} changed.",
                    count(read, "file", "files"),
                    thousands(changed)
                ),
                Target::Sources { source: None },
            )
            .done())
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
        return Ok(Telling::default()
            .link(
                count(totals.numbers, "number", "numbers"),
                Target::Numbers {
                    filter: NumberFilter::default(),
                },
            )
            .words(if totals.numbers == 1 {
                " appears "
            } else {
                " appear "
            })
            .link(
                count(totals.mentions, "time", "times"),
                mentions(MentionFilter::default()),
            )
            .words("; ")
            .link("none is known to be yours yet", Target::Owners)
            .words(".")
            .done());
    };
    let (subject, filter, facets) = if mine.total == 1 {
        let subject = match visible_line(&first.ending).as_str() {
            "" => "Your number".to_owned(),
            ending => format!("Your number ending {ending}"),
        };
        let filter = MentionFilter {
            number: Some(first.id.into()),
            ..MentionFilter::default()
        };
        (
            subject,
            filter,
            index::MentionFilter {
                number: Some(first.id),
                ..Default::default()
            },
        )
    } else {
        let filter = MentionFilter {
            owner: Some(Owner::Mine),
            ..MentionFilter::default()
        };
        let subject = format!("Your {}", count(mine.total, "number", "numbers"));
        (
            subject,
            filter,
            index::MentionFilter {
                owners: vec![Ownership::Mine],
                ..Default::default()
            },
        )
    };
    let subject_target = if mine.total == 1 {
        Target::Number {
            number: first.id.into(),
        }
    } else {
        Target::Numbers {
            filter: NumberFilter {
                owner: Some(Owner::Mine),
                ..NumberFilter::default()
            },
        }
    };
    let mut by: BTreeMap<Appearance, (u64, BTreeSet<index::ConversationId>)> = BTreeMap::new();
    for facet in reader.facets(&facets)? {
        let (mentions, conversations) = by.entry(appearance_of(&facet)).or_default();
        *mentions += facet.mentions;
        conversations.extend(facet.conversation);
    }
    let total = by.values().map(|(mentions, _)| mentions).sum();
    let mut telling = Telling::default()
        .link(subject, subject_target)
        .words(if mine.total == 1 { " appears " } else { " appear " })
        .link(count(total, "time", "times"), mentions(filter.clone()));
    let mut ways: Vec<_> = by.into_iter().collect();
    ways.sort_by_key(|(appearance, (mentions, _))| (std::cmp::Reverse(*mentions), *appearance));
    for (index, (appearance, (times, conversations))) in ways.into_iter().enumerate() {
        let known = appearance != Appearance::ByOthersInGroup || somebody_is_you(reader, &conversations)?;
        let text = format!(
            "{} {}",
            thousands(times),
            way(appearance, conversations.len() as u64, known)
        );
        telling = telling.words(if index == 0 { ": " } else { ", " }).link(
            text,
            mentions(MentionFilter {
                appearance: Some(appearance),
                ..filter.clone()
            }),
        );
    }
    Ok(telling.words(".").done())
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

/// Follows a count: "typed by others in 3 groups".
fn way(appearance: Appearance, conversations: u64, known: bool) -> String {
    match appearance {
        Appearance::ByOthersInGroup if known => {
            format!("typed by others in {}", count(conversations, "group", "groups"))
        }
        // Where nobody is known to be the user, any of them may be.
        Appearance::ByOthersInGroup => format!("typed in {}", count(conversations, "group", "groups")),
        other => crate::words::appearance(other).to_owned(),
    }
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
    let unsupplied = Unsupplied::of(reader)?;
    let telling = if unsupplied.answers > 0 {
        unsupplied.tell()
    } else if wrote == 0 {
        Telling::default().words("No assistant wrote a number in ").link(
            count(totals.conversations, "conversation", "conversations"),
            Target::Sources { source: None },
        )
    } else {
        let filter = index::MentionFilter {
            settings: appearance::settings(by_assistants),
            ..Default::default()
        };
        let places: u64 = reader.facets(&filter)?.iter().map(|facet| facet.mentions).sum();
        Telling::default()
            .words("Assistants wrote ")
            .link(
                count(wrote, "number", "numbers"),
                Target::Numbers {
                    filter: with(by_assistants),
                },
            )
            .words(" in ")
            .link(
                count(places, "place", "places"),
                mentions(MentionFilter {
                    appearance: Some(by_assistants),
                    ..MentionFilter::default()
                }),
            )
    };
    Ok(if given == 0 {
        telling.words(".").done()
    } else {
        telling
            .words("; you gave assistants ")
            .link(
                format!(
                    "{} that {} not known to be yours",
                    count(given, "number", "numbers"),
                    if given == 1 { "is" } else { "are" }
                ),
                Target::Numbers {
                    filter: with(Appearance::ByYouToAssistant),
                },
            )
            .words(".")
            .done()
    })
}

/// Answers with a number that nothing in the export supplied.
struct Unsupplied {
    answers: u64,
    /// Of these, the answers that urged contact.
    urged: u64,
}

impl Unsupplied {
    fn of(reader: &Reader) -> Result<Self> {
        let (mut answers, mut urged) = (BTreeSet::new(), BTreeSet::new());
        for kind in UNSUPPLIED {
            let mut offset = 0;
            loop {
                let found = reader.findings(Some(kind), Page { offset, limit: 500 })?;
                for finding in &found.rows {
                    // A finding's flags are those of all its answers: without this one none of them urged contact.
                    let some_urged = Facts::of(finding)?.flags.contains(&OriginFlag::UrgesContact);
                    for answer in finding.evidence.iter().filter(|one| one.role == "answer") {
                        answers.insert(answer.record);
                        let Some(mention) = answer.mention.filter(|_| some_urged) else {
                            continue;
                        };
                        if reader
                            .mention(mention)?
                            .origin_flags
                            .contains(&OriginFlag::UrgesContact)
                        {
                            urged.insert(answer.record);
                        }
                    }
                }
                offset += found.rows.len() as u64;
                if found.rows.is_empty() || offset >= found.total {
                    break;
                }
            }
        }
        Ok(Self {
            answers: answers.len() as u64,
            urged: urged.len() as u64,
        })
    }

    fn tell(&self) -> Telling {
        let one = self.answers == 1;
        let telling = Telling::default()
            .link(
                if one {
                    "One assistant answer".to_owned()
                } else {
                    count(self.answers, "assistant answer", "assistant answers")
                },
                Target::Findings {
                    filter: FindingFilter {
                        unsupplied: true,
                        ..FindingFilter::default()
                    },
                },
            )
            .words(if one {
                " contained a number nobody in this export supplied"
            } else {
                " contained numbers nobody in this export supplied"
            });
        match self.urged {
            0 => telling,
            _ if one => telling.words(", and urged contact"),
            urged if urged == self.answers => telling.words(", and all of them urged contact"),
            urged => telling.words(format!(", and {} of them urged contact", thousands(urged))),
        }
    }
}

/// What was and what was not read, where no number was found.
fn nothing_found(totals: &Totals) -> Sentence {
    let sources = || Target::Sources { source: None };
    let read = words_read(&totals.ledger);
    let mut telling = Telling::default().words("No phone numbers were found in ").link(
        format!(
            "{} of {}",
            count(read, "record", "records"),
            count(totals.entries, "file", "files")
        ),
        sources(),
    );
    let sum = coverage(&totals.ledger);
    let mut not_read = Vec::new();
    if sum.failed > 0 {
        not_read.push(format!(
            "{} could not be read",
            count(sum.failed, "record", "records")
        ));
    }
    if totals.unread > 0 {
        not_read.push(format!(
            "{} (pictures, voice notes and the like) cannot be searched",
            count(totals.unread, "attachment", "attachments")
        ));
    }
    let skipped: u64 = totals
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
    if skipped > 0 {
        not_read.push(format!(
            "{} passed over, each with a reason",
            if skipped == 1 {
                "1 file or record was".to_owned()
            } else {
                format!("{} files or records were", thousands(skipped))
            }
        ));
    }
    if not_read.is_empty() {
        return telling.words("; nothing was left unread.").done();
    }
    for (index, text) in not_read.into_iter().enumerate() {
        telling = telling
            .words(if index == 0 { "; " } else { ", " })
            .link(text, sources());
    }
    telling.words(".").done()
}

fn cards(reader: &Reader, totals: &Totals) -> Result<Vec<Card>> {
    let numbers = |filter: &NumberFilter| -> Result<u64> {
        Ok(reader
            .numbers(&filter.into(), NumberOrder::Mentions, Page::first(1))?
            .total)
    };
    let mut cards = vec![Card {
        id: "numbers".to_owned(),
        label: "numbers".to_owned(),
        count: totals.numbers,
        target: Target::Numbers {
            filter: NumberFilter::default(),
        },
    }];
    for (id, label, filter) in [
        (
            "mine",
            "yours",
            NumberFilter {
                owner: Some(Owner::Mine),
                ..NumberFilter::default()
            },
        ),
        (
            "contacts",
            "of contacts",
            NumberFilter {
                owner: Some(Owner::Contact),
                ..NumberFilter::default()
            },
        ),
        (
            "assistants",
            "written by assistants",
            NumberFilter {
                appearance: Some(Appearance::ByAssistant),
                ..NumberFilter::default()
            },
        ),
        (
            "open",
            "without a country",
            NumberFilter {
                open: Some(true),
                ..NumberFilter::default()
            },
        ),
    ] {
        let count = numbers(&filter)?;
        if count > 0 || id != "open" {
            cards.push(Card {
                id: id.to_owned(),
                label: label.to_owned(),
                count,
                target: Target::Numbers { filter },
            });
        }
    }
    for (id, label, count) in [
        ("conversations", "conversations", totals.conversations),
        ("messages", "messages", totals.messages),
    ] {
        cards.push(Card {
            id: id.to_owned(),
            label: label.to_owned(),
            count,
            target: Target::Sources { source: None },
        });
    }
    Ok(cards)
}
