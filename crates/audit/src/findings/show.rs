//! Findings as screens and JSON show them: lists with facets, one finding whole, rules, decisions.

use super::load::Facts;
use super::title::{because, title};
use super::{RULES, Rule, UNSUPPLIED, rule};
use crate::conversations::message_view;
use crate::names::Names;
use crate::open_case::{OpenCase, hex};
use crate::show::{
    ConversationId, EvidenceRole, EvidenceView, FindingFacet, FindingFilter, FindingId, FindingList,
    FindingPage, FindingRow, PageRequest, RuleExample, RuleView, Triage, When,
};
use crate::{Result, words};
use std::collections::BTreeMap;
use teltale_index::{self as index, Decision, Subject};
use teltale_model::{SentAt, Zone};

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
                    .map(|unread| words::unread(unread.kind).to_owned()),
            );
            let (mention, at) = match one.mention {
                Some(mention) => {
                    let view = self.mention(mention.into())?;
                    (Some(view.mention), Some(view.at))
                }
                None => (None, None),
            };
            let (role, label) = match one.role.as_str() {
                "answer" => (EvidenceRole::Answer, "Where it stands"),
                "supplier" => (EvidenceRole::Supplier, "Supplied here"),
                _ => (
                    EvidenceRole::SaidAfterwards,
                    "Said afterwards: a claim, not an explanation",
                ),
            };
            evidence.push(EvidenceView {
                role,
                label: label.to_owned(),
                mention,
                message: message_view(&record, &mut names)?,
                at,
            });
        }
        if let Some(conversation) = facts.conversation {
            let conversation = names.conversation(index::ConversationId(conversation))?;
            if conversation.omits_tool_data {
                not_read.push("What tools returned: exports of this kind leave it out.".to_owned());
            }
            if conversation.truncated_start {
                not_read.push("The start of this conversation: the export does not hold it.".to_owned());
            }
            if conversation.unread > 0 {
                not_read.push(format!(
                    "{} in this conversation: pictures, voice notes and the like are not searched.",
                    words::count(conversation.unread, "attachment", "attachments")
                ));
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
    let mut row = FindingRow {
        id: FindingId(finding.id.0),
        handle: hex(&finding.identity),
        kind: rule.id.to_owned(),
        name: rule.name.to_owned(),
        title: crate::show::Sentence { clauses: Vec::new() },
        number: number.id.into(),
        masked: number.masked.clone(),
        owner: number.owner.into(),
        conversation: conversation.map(ConversationId::from),
        conversation_title,
        service,
        source: source.into(),
        origin: facts.origin,
        flags: facts.flags.iter().copied().collect(),
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
    };
    row.title = title(&row, finding.evidence.len() as u64, facts.count.into());
    Ok(row)
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
struct Facets(BTreeMap<(&'static str, String), (String, u64)>);

impl Facets {
    fn count(&mut self, row: &FindingRow) {
        self.add("kind", row.kind.clone(), row.name.clone());
        self.add("owner", name(row.owner), name(row.owner).replace('_', " "));
        if let Some(origin) = row.origin {
            self.add("origin", name(origin), super::words::origin(origin).to_owned());
        }
        for flag in &row.flags {
            self.add("flag", name(flag), super::words::flag(*flag).to_owned());
        }
        self.add("certainty", name(row.certainty), name(row.certainty));
        self.add("service", row.service.clone(), row.service.clone());
        self.add("triage", name(row.triage), name(row.triage).replace('_', " "));
    }

    fn add(&mut self, field: &'static str, value: String, label: String) {
        self.0.entry((field, value)).or_insert((label, 0)).1 += 1;
    }

    fn done(self) -> Vec<FindingFacet> {
        self.0
            .into_iter()
            .map(|((field, value), (label, count))| FindingFacet {
                field: field.to_owned(),
                value,
                label,
                count,
            })
            .collect()
    }
}

/// The name a value has in JSON.
fn name(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
