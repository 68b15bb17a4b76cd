//! Builds the dossiers of numbers from a case and runs the rules over them.

use super::dossier::{Appearance, Dossier, Setting, Standing};
use super::findings;
use super::load::{Facts, Verdicts};
use super::rule::{Finding, Scope};
use crate::origins::You;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use teltale_index::{
    Case, ConversationId, Evidence, MentionFacts, MentionId, NumberFacts, NumberId, Ownership, Reader,
    RecordId, RecordType, Result,
};
use teltale_model::{Class, ConversationKind, LineType, Role, Zone};

/// What one thread runs rules with. Conversations that dossiers have asked for are looked up once.
pub(super) struct Desk {
    reader: Reader,
    known: FxHashMap<ConversationId, (Setting, You)>,
}

impl Desk {
    pub fn open(case: &Case) -> Result<Self> {
        Ok(Self {
            reader: case.reader()?,
            known: FxHashMap::default(),
        })
    }

    /// What the rules find in these numbers, in the order of the numbers.
    pub fn findings_of(
        &mut self,
        numbers: &[NumberFacts],
        verdicts: &Verdicts,
    ) -> Result<Vec<teltale_index::Finding>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<NumberId> = numbers.iter().map(|number| number.id).collect();
        let mut mentions: FxHashMap<NumberId, Vec<MentionFacts>> = FxHashMap::default();
        for mention in self.reader.facts_of(&ids)? {
            mentions.entry(mention.number).or_default().push(mention);
        }
        let mut found = Vec::new();
        for number in numbers {
            let mentions = mentions.remove(&number.id).unwrap_or_default();
            let dossier = self.dossier(number, &mentions, verdicts)?;
            for finding in findings(&dossier) {
                found.push(self.kept(&dossier, &finding)?);
            }
        }
        Ok(found)
    }

    fn dossier(
        &mut self,
        number: &NumberFacts,
        mentions: &[MentionFacts],
        verdicts: &Verdicts,
    ) -> Result<Dossier> {
        let mut appearances = Vec::new();
        let mut known = FxHashMap::default();
        for mention in mentions.iter().filter(|mention| !mention.set_aside) {
            let mut by_you = false;
            if let Some(conversation) = mention.conversation {
                let (setting, you) = self.setting(conversation)?;
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
                zone_known: mention.sent_at.is_some_and(|sent| sent.zone == Zone::Utc),
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

    fn setting(&mut self, conversation: ConversationId) -> Result<&(Setting, You)> {
        match self.known.entry(conversation) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(setting(&self.reader, conversation)?)),
        }
    }

    /// A finding as the case keeps it. Its identity is made of what it says, not of row ids.
    fn kept(&self, dossier: &Dossier, finding: &Finding) -> Result<teltale_index::Finding> {
        let conversation = match finding.scope {
            Scope::Conversation(id) => Some(ConversationId(id)),
            Scope::Case => None,
        };
        let number = NumberId(dossier.number);
        let facts = Facts {
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
                let mention = MentionId(mention);
                evidence.push(Evidence {
                    role: role.into(),
                    record: self.reader.record_with(mention)?,
                    mention: Some(mention),
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
            identity: self.reader.identity_of(finding.rule, number, conversation)?,
            number,
            conversation,
            facts: serde_json::to_string(&facts).expect("facts are plain data"),
            evidence,
            decision: None,
        })
    }
}

fn setting(reader: &Reader, conversation: ConversationId) -> Result<(Setting, You)> {
    let row = reader.conversation(conversation)?;
    let you = You::of(reader, &row)?;
    let participants = reader.participants(conversation)?;
    let count = |role: Role| {
        participants
            .iter()
            .filter(|one| one.role == role && !one.owner)
            .count() as u32
    };
    let alone = you.is_everybody();
    let setting = Setting {
        kind: row.kind,
        has_assistant: count(Role::Assistant) > 0 || row.kind == ConversationKind::Assistant,
        others: if alone { 0 } else { count(Role::Person) },
        assistants: count(Role::Assistant).max(u32::from(row.kind == ConversationKind::Assistant)),
        unread: row.unread as u32,
    };
    Ok((setting, you))
}

fn standing(number: &NumberFacts) -> Standing {
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
