//! Findings as screens and JSON show them: lists with facets, one finding whole, rules, decisions.

use super::load::Facts;
use super::title::{Told, because, title};
use super::{RULES, Rule, UNSUPPLIED, rule};
use crate::Result;
use crate::conversations::message_view;
use crate::names::{Names, service_of};
use crate::open_case::{OpenCase, hex, unhex};
use crate::show::json_name as name;
use crate::show::{
    ConversationId, EvidenceRole, EvidenceView, FindingFacet, FindingFilter, FindingId, FindingList,
    FindingPage, FindingRow, NotRead, Owner, PageRequest, RuleExample, RuleView, Triage, When,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;
use teltale_index::{self as index, Decision, FindingOutline, Reader, Subject};
use teltale_model::{OriginFlag, SentAt, Zone};

impl OpenCase {
    /// A page of findings that pass the filter, with the counts to narrow it by.
    pub fn findings(&self, filter: &FindingFilter, page: PageRequest) -> Result<FindingList> {
        let reader = self.reader()?;
        let List { facets, passed } = listed(&reader, filter)?;
        let mut names = Names::new(&reader);
        let rows = passed
            .iter()
            .skip(page.offset as usize)
            .take(page.limit.min(PageRequest::MOST) as usize)
            .map(|listed| listed.row(&mut names))
            .collect::<Result<_>>()?;
        Ok(FindingList {
            rows,
            total: passed.len() as u64,
            facets: facets.done(),
        })
    }

    /// Every finding that passes the filter, in the order of the list.
    pub fn every_finding(
        &self,
        filter: &FindingFilter,
        take: &mut dyn FnMut(FindingRow) -> ControlFlow<()>,
    ) -> Result<u64> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let List { passed, .. } = listed(&reader, filter)?;
        for listed in &passed {
            if take(listed.row(&mut names)?).is_break() {
                break;
            }
        }
        Ok(passed.len() as u64)
    }

    /// Of these findings all that there are, in the order of the list.
    pub(crate) fn findings_among(&self, wanted: &HashSet<FindingId>) -> Result<Vec<FindingRow>> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let List { passed, .. } = listed(&reader, &FindingFilter::default())?;
        passed
            .iter()
            .filter(|listed| wanted.contains(&FindingId(listed.id.0)))
            .map(|listed| listed.row(&mut names))
            .collect()
    }

    /// One finding, whole.
    pub fn finding(&self, id: FindingId) -> Result<FindingPage> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let finding = reader.finding(index::FindingId(id.0))?;
        let rule = rule(&finding.kind).ok_or(index::Error::NotFound("finding"))?;
        let row = finding_row(&finding, rule, &mut names)?;
        let mut evidence = Vec::new();
        let mut not_read = Vec::new();
        for one in &finding.evidence {
            let record = reader.record(one.record)?;
            not_read.extend(
                record
                    .unread
                    .iter()
                    .map(|unread| NotRead::Unread { kind: unread.kind }),
            );
            let (mention, at) = match one.mention {
                Some(mention) => {
                    let view = self.mention(mention.into())?;
                    (Some(view.mention), Some(view.at))
                }
                None => (None, None),
            };
            let role = match one.role.as_str() {
                "answer" => EvidenceRole::Answer,
                "supplier" => EvidenceRole::Supplier,
                _ => EvidenceRole::SaidAfterwards,
            };
            evidence.push(EvidenceView {
                role,
                mention,
                message: message_view(&record, &mut names)?,
                at,
            });
        }
        if let Some(conversation) = finding.conversation {
            let conversation = names.conversation(conversation)?;
            not_read.extend(NotRead::left_out(conversation));
            if conversation.unread > 0 {
                not_read.push(NotRead::Attachments {
                    count: conversation.unread,
                });
            }
        }
        not_read.sort();
        not_read.dedup();
        Ok(FindingPage {
            because: because(&row),
            first_mention: finding
                .evidence
                .iter()
                .find_map(|one| one.mention)
                .map(Into::into),
            row,
            rule: rule_view(rule),
            evidence,
            not_read,
        })
    }

    /// The finding with this handle, as `findings --json` prints it.
    pub fn finding_by_handle(&self, handle: &str) -> Result<Option<FindingId>> {
        let reader = self.reader()?;
        let Some(identity) = unhex(handle).and_then(|bytes| bytes.try_into().ok()) else {
            return Ok(None);
        };
        for rule in RULES {
            if let Some(finding) = reader.finding_of(rule.id, identity)? {
                return Ok(Some(FindingId(finding.id.0)));
            }
        }
        Ok(None)
    }

    /// Decides on a finding, or takes a decision back. Returns the decision before, so that it can be undone.
    pub fn triage(&self, finding: FindingId, triage: Triage) -> Result<Triage> {
        let decision = match triage {
            Triage::Open => None,
            Triage::Kept => Some(Decision::Keep),
            Triage::SetAside => Some(Decision::SetAside),
        };
        Ok(shown_decision(self.case.decide(
            Subject::Finding(index::FindingId(finding.0)),
            decision,
        )?))
    }

    /// Writes a note on a finding; an empty one removes it.
    pub fn note_finding(&self, finding: FindingId, text: &str) -> Result<()> {
        Ok(self
            .case
            .note(Subject::Finding(index::FindingId(finding.0)), text)?)
    }
}

/// Every rule, for the rules' pages.
pub fn rules() -> Vec<RuleView> {
    RULES.iter().map(|rule| rule_view(rule)).collect()
}

fn rule_view(rule: &Rule) -> RuleView {
    RuleView {
        id: rule.id.to_owned(),
        name: rule.name.to_owned(),
        about: rule.about.to_owned(),
        advice: rule.advice.iter().map(|advice| advice.0.to_owned()).collect(),
        examples: rule
            .examples
            .iter()
            .map(|example| RuleExample {
                lines: example.script.lines().map(str::to_owned).collect(),
                fires: example.fires,
            })
            .collect(),
    }
}

fn shown_decision(decision: Option<Decision>) -> Triage {
    match decision {
        None => Triage::Open,
        Some(Decision::Keep) => Triage::Kept,
        Some(Decision::SetAside) => Triage::SetAside,
    }
}

fn finding_row(finding: &index::Finding, rule: &Rule, names: &mut Names<'_>) -> Result<FindingRow> {
    let facts = Facts::of(&finding.facts)?;
    let number = names.number(finding.number)?.clone();
    let conversation = finding.conversation;
    let conversation_title = match conversation {
        Some(id) => crate::open_case::shown(&names.conversation(id)?.title),
        None => String::new(),
    };
    let first = finding
        .evidence
        .first()
        .ok_or(index::Error::NotFound("finding"))?;
    let entry = first.record.entry();
    let source = names.entry(entry)?.source;
    let service = names.service(conversation, entry)?;
    let flags: Vec<OriginFlag> = facts.flags.iter().copied().collect();
    let title = title(&Told {
        rule: rule.id,
        number: number.id.into(),
        masked: &number.masked,
        conversation: conversation.map(ConversationId::from),
        conversation_title: &conversation_title,
        flags: &flags,
        answers: finding.evidence.len() as u64,
        count: facts.count.into(),
    });
    Ok(FindingRow {
        id: FindingId(finding.id.0),
        handle: hex(&finding.identity),
        kind: rule.id.to_owned(),
        name: rule.name.to_owned(),
        text: title.text(),
        title,
        number: number.id.into(),
        masked: number.masked.clone(),
        owner: number.owner.into(),
        conversation: conversation.map(ConversationId::from),
        conversation_title,
        service,
        source: source.into(),
        origin: facts.origin,
        flags,
        certainty: facts.certainty,
        first: facts.first_ms.map(|unix_ms| {
            When::from(SentAt {
                unix_ms,
                zone: Zone::Unknown,
            })
        }),
        not_read: facts.not_read.into(),
        triage: shown_decision(finding.decision),
        note: crate::open_case::shown(&names.reader.note_of(Subject::Finding(finding.id))?),
    })
}

/// Findings that pass a filter, in the order of the list, and the counts over all.
struct List {
    facets: Facets,
    passed: Vec<Listed>,
}

/// A finding in the list, before it is fetched.
struct Listed {
    id: index::FindingId,
    rule: &'static Rule,
    order: Order,
}

/// By rule; newest first, those without a time last, in the order of their handles.
type Order = (usize, Reverse<Option<i64>>, [u8; 16]);

impl Listed {
    fn row(&self, names: &mut Names<'_>) -> Result<FindingRow> {
        finding_row(&names.reader.finding(self.id)?, self.rule, names)
    }
}

fn listed(reader: &Reader, filter: &FindingFilter) -> Result<List> {
    let mut list = List {
        facets: Facets::default(),
        passed: Vec::new(),
    };
    let mut outcome = Ok(());
    reader.finding_outlines(&mut |outline| {
        if outcome.is_ok() {
            outcome = list.take(outline, filter);
        }
    })?;
    outcome?;
    list.passed.sort_unstable_by_key(|listed| listed.order);
    Ok(list)
}

impl List {
    fn take(&mut self, outline: FindingOutline, filter: &FindingFilter) -> Result<()> {
        let Some(place) = RULES.iter().position(|rule| rule.id == outline.kind) else {
            return Ok(());
        };
        let facts = Facts::of(&outline.facts)?;
        let (owner, triage) = (Owner::from(outline.owner), shown_decision(outline.decision));
        let service = service_of(&outline.service, &outline.format);
        self.facets.count(&outline, &facts, owner, &service, triage);
        let wants =
            |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        let passes = wants(&filter.kind, &outline.kind)
            && filter.number.is_none_or(|id| id == outline.number.into())
            && filter.owner.is_none_or(|wanted| wanted == owner)
            && filter.origin.is_none_or(|origin| facts.origin == Some(origin))
            && filter.flag.is_none_or(|flag| facts.flags.contains(&flag))
            && filter.certainty.is_none_or(|least| facts.certainty >= least)
            && filter.source.is_none_or(|id| id == outline.source.into())
            && filter
                .conversation
                .is_none_or(|id| outline.conversation.map(ConversationId::from) == Some(id))
            && wants(&filter.service, &service)
            && filter.triage.is_none_or(|wanted| wanted == triage)
            && (!filter.unsupplied || UNSUPPLIED.contains(&outline.kind.as_str()));
        if passes {
            self.passed.push(Listed {
                id: outline.id,
                rule: RULES[place],
                order: (place, Reverse(facts.first_ms), outline.identity),
            });
        }
        Ok(())
    }
}

/// Counts by field and value, over all findings.
#[derive(Default)]
struct Facets(BTreeMap<(&'static str, String), u64>);

impl Facets {
    fn count(
        &mut self,
        outline: &FindingOutline,
        facts: &Facts,
        owner: Owner,
        service: &str,
        triage: Triage,
    ) {
        self.add("kind", outline.kind.clone());
        self.add("owner", name(owner));
        if let Some(origin) = facts.origin {
            self.add("origin", name(origin));
        }
        for flag in &facts.flags {
            self.add("flag", name(flag));
        }
        self.add("certainty", name(facts.certainty));
        self.add("service", service.to_owned());
        self.add("triage", name(triage));
    }

    fn add(&mut self, field: &'static str, value: String) {
        *self.0.entry((field, value)).or_default() += 1;
    }

    fn done(self) -> Vec<FindingFacet> {
        self.0
            .into_iter()
            .map(|((field, value), count)| FindingFacet {
                field: field.to_owned(),
                value,
                count,
            })
            .collect()
    }
}
