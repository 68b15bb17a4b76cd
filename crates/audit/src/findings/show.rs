//! Findings as screens and JSON show them: lists with facets, one finding whole, rules, decisions.

use super::load::Facts;
use super::title::{Told, because, title};
use super::{RULES, Rule, UNSUPPLIED, rule};
use crate::Result;
use crate::conversations::message_view;
use crate::names::Names;
use crate::open_case::{OpenCase, hex};
use crate::show::json_name as name;
use crate::show::{
    ConversationId, EvidenceRole, EvidenceView, FindingFacet, FindingFilter, FindingId, FindingList,
    FindingPage, FindingRow, NotRead, PageRequest, RuleExample, RuleView, Triage, When,
};
use std::collections::BTreeMap;
use teltale_index::{self as index, Decision, Subject};
use teltale_model::{OriginFlag, SentAt, Zone};

impl OpenCase {
    /// A page of findings that pass the filter, with the counts to narrow it by.
    pub fn findings(&self, filter: &FindingFilter, page: PageRequest) -> Result<FindingList> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let mut facets = Facets::default();
        let mut rows = Vec::new();
        for rule in RULES {
            let mut of_rule = Vec::new();
            let mut offset = 0;
            loop {
                let found = reader.findings(
                    Some(rule.id),
                    index::Page {
                        offset,
                        limit: PageRequest::MOST,
                    },
                )?;
                offset += found.rows.len() as u64;
                for finding in &found.rows {
                    let row = finding_row(finding, rule, &mut names)?;
                    facets.count(&row);
                    if passes(&row, filter) {
                        of_rule.push(row);
                    }
                }
                if found.rows.is_empty() || offset >= found.total {
                    break;
                }
            }
            // Newest first; those without a time last, in the order of their handles.
            of_rule.sort_by(|a, b| {
                let time = |row: &FindingRow| row.first.as_ref().map(|when| when.unix_ms);
                time(b).cmp(&time(a)).then_with(|| a.handle.cmp(&b.handle))
            });
            rows.extend(of_rule);
        }
        let total = rows.len() as u64;
        let rows = rows
            .into_iter()
            .skip(page.offset as usize)
            .take(page.limit.min(PageRequest::MOST) as usize)
            .collect();
        Ok(FindingList {
            rows,
            total,
            facets: facets.done(),
        })
    }

    /// One finding, whole.
    pub fn finding(&self, id: FindingId) -> Result<FindingPage> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let finding = reader.finding(index::FindingId(id.0))?;
        let rule = rule(&finding.kind).ok_or(index::Error::NotFound("finding"))?;
        let row = finding_row(&finding, rule, &mut names)?;
        let facts = Facts::of(&finding)?;
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
        if let Some(conversation) = facts.conversation {
            let conversation = names.conversation(index::ConversationId(conversation))?;
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
        let mut offset = 0;
        loop {
            let found = reader.findings(
                None,
                index::Page {
                    offset,
                    limit: PageRequest::MOST,
                },
            )?;
            if let Some(finding) = found.rows.iter().find(|finding| hex(&finding.identity) == handle) {
                return Ok(Some(FindingId(finding.id.0)));
            }
            offset += found.rows.len() as u64;
            if found.rows.is_empty() || offset >= found.total {
                return Ok(None);
            }
        }
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
    let facts = Facts::of(finding)?;
    let number = names.number(index::NumberId(facts.number))?.clone();
    let conversation = facts.conversation.map(index::ConversationId);
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

fn passes(row: &FindingRow, filter: &FindingFilter) -> bool {
    fn wants<T: PartialEq>(wanted: &Option<T>, value: &T) -> bool {
        wanted.as_ref().is_none_or(|wanted| wanted == value)
    }
    wants(&filter.kind, &row.kind)
        && wants(&filter.number, &row.number)
        && wants(&filter.owner, &row.owner)
        && filter.origin.is_none_or(|origin| row.origin == Some(origin))
        && filter.flag.is_none_or(|flag| row.flags.contains(&flag))
        && filter.certainty.is_none_or(|least| row.certainty >= least)
        && wants(&filter.source, &row.source)
        && filter.conversation.is_none_or(|id| row.conversation == Some(id))
        && wants(&filter.service, &row.service)
        && wants(&filter.triage, &row.triage)
        && (!filter.unsupplied || UNSUPPLIED.contains(&row.kind.as_str()))
}

/// Counts by field and value, over all findings.
#[derive(Default)]
struct Facets(BTreeMap<(&'static str, String), u64>);

impl Facets {
    fn count(&mut self, row: &FindingRow) {
        self.add("kind", row.kind.clone());
        self.add("owner", name(row.owner));
        if let Some(origin) = row.origin {
            self.add("origin", name(origin));
        }
        for flag in &row.flags {
            self.add("flag", name(flag));
        }
        self.add("certainty", name(row.certainty));
        self.add("service", row.service.clone());
        self.add("triage", name(row.triage));
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
