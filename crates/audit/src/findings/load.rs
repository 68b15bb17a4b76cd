//! Builds the dossiers of a case's numbers, runs the rules and keeps what they find.

use super::dossier::{Appearance, Dossier, Setting, Standing};
use super::rule::{Finding, Scope};
use super::{RULES, RULES_VERSION, findings};
use crate::open_case::OpenCase;
use crate::origins::{Verdict, You, all_mentions, judge_case};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use teltale_index::{
    Case, ConversationId, Evidence, MentionFilter, MentionId, MentionOrigin, NumberFilter, NumberId,
    NumberOrder, NumberRow, Ownership, Page, Reader, RecordId, RecordType, Result,
};
use teltale_model::{Certainty, Class, LineType, Origin, OriginFlag, Role};

/// What a finding keeps beside its evidence: facts of the rule, never a digit, a name or a word of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The number, by the case's id.
    pub number: i64,
    /// The conversation it holds in; none for the whole case.
    pub conversation: Option<i64>,
    /// Who supplied the number first, where an assistant's words are judged.
    pub origin: Option<Origin>,
    /// What else is true.
    pub flags: BTreeSet<OriginFlag>,
    /// The best certainty among the evidence.
    pub certainty: Certainty,
    /// When it first happened, in milliseconds, where known.
    pub first_ms: Option<i64>,
    /// A count that the title speaks of.
    pub count: u32,
    /// Things that were not read and may change the picture.
    pub not_read: u32,
}

impl Facts {
    /// What a stored finding keeps.
    pub fn of(finding: &teltale_index::Finding) -> crate::Result<Self> {
        serde_json::from_str(&finding.facts).map_err(|_| teltale_index::Error::NotFound("finding").into())
    }
}

/// The setting that holds in what state of the case the findings were drawn.
const FOUND_IN: &str = "findings.found-in";

/// Origins written in one transaction: most conversations have few, and each transaction waits for the disk.
const ORIGINS_AT_ONCE: usize = 4096;

impl OpenCase {
    /// Judges where assistants' numbers came from and runs every rule, over the whole case; unless nothing has changed
    /// since the last time. `stop` is asked now and then; a run that is stopped leaves the findings of the last one.
    pub fn refresh_findings(&self, stop: &(dyn Fn() -> bool + Sync)) -> crate::Result<()> {
        let now = format!("{RULES_VERSION} {}", self.reader()?.extent()?);
        if self.case.setting(FOUND_IN)?.as_ref() == Some(&now) {
            return Ok(());
        }
        let verdicts = self.judge(None, stop)?;
        if stop() {
            return Ok(());
        }
        refresh(&self.case, &verdicts)?;
        self.case.set_setting(FOUND_IN, Some(&now))?;
        Ok(())
    }

    /// The same for one number, after a decision that changes no other one's findings.
    pub(crate) fn refresh_findings_of(&self, number: crate::show::NumberId) -> crate::Result<()> {
        let number = NumberId::from(number);
        let verdicts = self.judge(Some(number), &|| false)?;
        Ok(refresh_one(&self.case, number, &verdicts)?)
    }

    fn judge(
        &self,
        of: Option<NumberId>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> crate::Result<HashMap<i64, Verdict>> {
        let mut verdicts = HashMap::new();
        let mut origins = Vec::new();
        judge_case(&self.case, of, stop, &mut |judged| {
            origins.extend(judged.iter().map(origin_of));
            verdicts.extend(judged.into_iter().map(|verdict| (verdict.mention, verdict)));
            if origins.len() >= ORIGINS_AT_ONCE {
                self.case.put_origins(&origins)?;
                origins.clear();
            }
            Ok(())
        })?;
        self.case.put_origins(&origins)?;
        Ok(verdicts)
    }
}

fn origin_of(verdict: &Verdict) -> MentionOrigin {
    MentionOrigin {
        mention: MentionId(verdict.mention),
        origin: verdict.origin,
        flags: verdict.flags.iter().copied().collect(),
        supplier: verdict.source.map(MentionId),
    }
}

/// Runs every rule over every number, with the verdicts of this run, and replaces the case's findings.
fn refresh(case: &Case, verdicts: &HashMap<i64, Verdict>) -> Result<()> {
    let reader = case.reader()?;
    let mut settings = Settings {
        reader: &reader,
        known: HashMap::new(),
    };
    let mut by_rule: HashMap<&'static str, Vec<teltale_index::Finding>> = HashMap::new();
    let mut offset = 0;
    loop {
        let page = Page { offset, limit: 512 };
        let numbers = reader
            .numbers(&NumberFilter::default(), NumberOrder::Mentions, page)?
            .rows;
        for number in &numbers {
            let dossier = dossier(&reader, &mut settings, number, verdicts)?;
            for finding in findings(&dossier) {
                let kept = kept(&reader, &dossier, &finding)?;
                by_rule.entry(finding.rule).or_default().push(kept);
            }
        }
        offset += numbers.len() as u64;
        if numbers.len() < 512 {
            break;
        }
    }
    for rule in RULES {
        let found = by_rule.remove(rule.id).unwrap_or_default();
        case.put_findings(rule.id, &found)?;
    }
    Ok(())
}

/// Runs every rule over one number, and replaces its findings where they changed.
fn refresh_one(case: &Case, number: NumberId, verdicts: &HashMap<i64, Verdict>) -> Result<()> {
    let reader = case.reader()?;
    let mut settings = Settings {
        reader: &reader,
        known: HashMap::new(),
    };
    let dossier = dossier(&reader, &mut settings, &reader.number(number)?, verdicts)?;
    let mut by_rule: HashMap<&'static str, Vec<teltale_index::Finding>> = HashMap::new();
    for finding in findings(&dossier) {
        by_rule
            .entry(finding.rule)
            .or_default()
            .push(kept(&reader, &dossier, &finding)?);
    }
    for rule in RULES {
        let now = by_rule.remove(rule.id).unwrap_or_default();
        let all = reader.findings(Some(rule.id), Page::first(u32::MAX))?.rows;
        let (before, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|finding| Facts::of(finding).is_ok_and(|facts| facts.number == number.0));
        let same = |one: &teltale_index::Finding, other: &teltale_index::Finding| {
            (one.identity, &one.facts, &one.evidence) == (other.identity, &other.facts, &other.evidence)
        };
        let unchanged = before.len() == now.len()
            && now
                .iter()
                .all(|finding| before.iter().any(|stored| same(finding, stored)));
        if !unchanged {
            case.put_findings(rule.id, &[others, now].concat())?;
        }
    }
    Ok(())
}

fn dossier(
    reader: &Reader,
    settings: &mut Settings<'_>,
    number: &NumberRow,
    verdicts: &HashMap<i64, Verdict>,
) -> Result<Dossier> {
    let filter = MentionFilter {
        number: Some(number.id),
        ..MentionFilter::default()
    };
    let mut appearances = Vec::new();
    let mut known = HashMap::new();
    for mention in all_mentions(reader, &filter)?
        .iter()
        .filter(|mention| !mention.set_aside)
    {
        let mut by_you = false;
        if let Some(conversation) = mention.conversation {
            let (setting, you) = settings.of(conversation)?;
            by_you = you.wrote(mention.role, mention.author);
            known.entry(conversation.0).or_insert_with(|| setting.clone());
        }
        let verdict = verdicts.get(&mention.id.0);
        appearances.push(Appearance {
            mention: mention.id.0,
            message: (mention.record_type == RecordType::Message).then_some(mention.record.0),
            conversation: mention.conversation.map(|id| id.0),
            source: mention.source.0,
            place: mention.place,
            role: mention.role,
            by_you,
            sent_ms: mention.sent_at.map(|sent| sent.unix_ms),
            zone_known: mention
                .sent_at
                .is_some_and(|sent| sent.zone == teltale_model::Zone::Utc),
            certainty: mention.certainty,
            origin: verdict.map(|verdict| verdict.origin),
            flags: verdict.map(|verdict| verdict.flags.clone()).unwrap_or_default(),
            supplied_by: verdict.and_then(|verdict| verdict.source),
            afterwards: verdict
                .map(|verdict| verdict.afterwards.clone())
                .unwrap_or_default(),
        });
    }
    Ok(Dossier {
        number: number.id.0,
        standing: standing(number),
        class: number.class,
        line_type: number.line_type,
        appearances,
        settings: known,
    })
}

fn standing(number: &NumberRow) -> Standing {
    let service = matches!(number.class, Class::Service | Class::Short)
        || matches!(
            number.line_type,
            LineType::TollFree | LineType::Premium | LineType::SharedCost | LineType::Uan
        );
    match number.owner {
        Ownership::Mine => Standing::Mine,
        Ownership::Contact => Standing::Contact,
        Ownership::GroupMember => Standing::Member,
        Ownership::PublicService => Standing::Service,
        Ownership::Unknown if service => Standing::Service,
        Ownership::Unknown => Standing::Unknown,
    }
}

/// Conversations that dossiers have asked for, each looked up once.
struct Settings<'a> {
    reader: &'a Reader,
    known: HashMap<ConversationId, (Setting, You)>,
}

impl Settings<'_> {
    fn of(&mut self, conversation: ConversationId) -> Result<&(Setting, You)> {
        if !self.known.contains_key(&conversation) {
            let row = self.reader.conversation(conversation)?;
            let you = You::of(self.reader, &row)?;
            let participants = self.reader.participants(conversation)?;
            let count = |role: Role| {
                participants
                    .iter()
                    .filter(|one| one.role == role && !one.owner)
                    .count() as u32
            };
            let alone = you.is_everybody();
            let setting = Setting {
                kind: row.kind,
                has_assistant: count(Role::Assistant) > 0
                    || row.kind == teltale_model::ConversationKind::Assistant,
                others: if alone { 0 } else { count(Role::Person) },
                assistants: count(Role::Assistant)
                    .max(u32::from(row.kind == teltale_model::ConversationKind::Assistant)),
                unread: row.unread as u32,
            };
            self.known.insert(conversation, (setting, you));
        }
        Ok(&self.known[&conversation])
    }
}

/// A finding as the case keeps it. Its identity is made of what it says, not of row ids.
fn kept(reader: &Reader, dossier: &Dossier, finding: &Finding) -> Result<teltale_index::Finding> {
    let conversation = match finding.scope {
        Scope::Conversation(id) => Some(id),
        Scope::Case => None,
    };
    let facts = Facts {
        number: finding.number,
        conversation,
        origin: finding.origin,
        flags: finding.flags.clone(),
        certainty: finding.certainty,
        first_ms: finding.first_ms,
        count: finding.count,
        not_read: finding.not_read,
    };
    let mut evidence = Vec::new();
    let roles = [("answer", &finding.evidence), ("supplier", &finding.supplied_by)];
    for (role, mentions) in roles {
        for &mention in mentions {
            let row = reader.mention(MentionId(mention))?;
            evidence.push(Evidence {
                role: role.into(),
                record: row.record,
                mention: Some(row.id),
            });
        }
    }
    evidence.extend(finding.afterwards.iter().map(|message| Evidence {
        role: "said afterwards".into(),
        record: RecordId(*message),
        mention: None,
    }));
    Ok(teltale_index::Finding {
        id: teltale_index::FindingId(0),
        kind: finding.rule.into(),
        identity: reader.identity_of(
            finding.rule,
            NumberId(dossier.number),
            conversation.map(ConversationId),
        )?,
        facts: serde_json::to_string(&facts).expect("facts are plain data"),
        evidence,
        decision: None,
    })
}
