//! Whose numbers: evidence drawn from the case, the user's word, and the screen for both.

use crate::Result;
use crate::appearance;
use crate::names::Names;
use crate::numbers::{named_as, number_row};
use crate::open_case::OpenCase;
use crate::show::{
    Appearance, ContactRow, Evidence, EvidenceReason, MentionFilter, NumberId, Owner, OwnersPage, Suggestion,
    Target,
};
use std::collections::{BTreeMap, BTreeSet};
use teltale_index::{
    self as index, Decision, MentionOrder, NumberOrder, Ownership, Page, Reader, RecordType, Said, Setting,
    Subject,
};
use teltale_model::{Class, ConversationKind, E164, Place, Role};

/// Contacts on the screen; search finds the others.
const MOST_CONTACTS: u32 = 500;
/// Suggestions for *mine*.
const MOST_SUGGESTIONS: u32 = 50;
/// Numbers whose owner is told from evidence in one go.
const MOST_TOLD: u32 = 100_000;
/// Messages with "my number is" that are looked at.
const MOST_PHRASES: u32 = 200;
/// Bytes between the phrase and the number it speaks of.
const WITHIN: usize = 24;

/// How people say which number is theirs.
const MY_NUMBER_IS: &[&str] = &[
    "my number is",
    "my phone number is",
    "my mobile is",
    "my mobile number is",
    "my cell is",
    "my new number is",
    "meine nummer ist",
    "meine handynummer ist",
    "mon numéro est",
    "mi número es",
    "mi numero es",
    "meu número é",
    "il mio numero è",
    "mijn nummer is",
    "mitt nummer är",
];

impl OpenCase {
    /// The Whose numbers screen.
    pub fn owners(&self) -> Result<OwnersPage> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let mut mine = Vec::new();
        for (number, mut reasons) in suggestions(&reader)? {
            let stored = reader.number(number)?;
            if stored.set_aside {
                continue;
            }
            for reason in evidence(&stored, &mut names)? {
                let same_kind = |known: &Evidence| known.reason.strength() == reason.reason.strength();
                if !reasons.iter().any(same_kind) {
                    reasons.push(reason);
                }
            }
            reasons.retain(|one| one.reason.speaks_for_mine());
            reasons.sort_by_key(|one| one.reason.strength());
            let said = stored.said_by_user;
            mine.push(Suggestion {
                assumed: reasons
                    .first()
                    .is_some_and(|strongest| strongest.reason.is_record()),
                decided: said.then_some(stored.owner == Ownership::Mine),
                number: number_row(&stored, &mut names)?,
                evidence: reasons,
            });
        }
        mine.sort_by(|one, other| {
            let strongest =
                |suggestion: &Suggestion| suggestion.evidence.first().map(|one| one.reason.strength());
            strongest(one)
                .cmp(&strongest(other))
                .then(other.number.mentions.cmp(&one.number.mentions))
        });
        let of_contacts = index::NumberFilter {
            owners: vec![Ownership::Contact],
            ..Default::default()
        };
        let found = reader.numbers(&of_contacts, NumberOrder::Mentions, Page::first(MOST_CONTACTS))?;
        let mut contacts = Vec::new();
        for row in &found.rows {
            let on_cards = index::MentionFilter {
                number: Some(row.id),
                settings: appearance::settings(Appearance::OnContactCard),
                ..Default::default()
            };
            let on_cards: u64 = reader.facets(&on_cards)?.iter().map(|count| count.mentions).sum();
            contacts.push(ContactRow {
                number: row.id.into(),
                masked: row.masked.clone(),
                named_as: named_as(&row.named_as, &mut names)?,
                mentions: row.mentions - on_cards.min(row.mentions),
            });
        }
        contacts.sort_by_key(first_name);
        Ok(OwnersPage {
            mine,
            contacts,
            contacts_total: found.total,
            regions: self.regions()?,
            country: self.country_question(&reader)?,
        })
    }

    /// The user says whether a number is theirs.
    pub fn say_mine(&self, number: NumberId, mine: bool) -> Result<()> {
        self.say_owner(number, if mine { Owner::Mine } else { Owner::Unknown })
    }

    /// The user says whose a number is.
    pub fn say_owner(&self, number: NumberId, owner: Owner) -> Result<()> {
        self.case.set_owner(number.into(), owner.into(), Said::ByUser)?;
        self.refresh_findings_of(number)
    }

    /// The user takes back what was said of a number; evidence counts again.
    pub fn unsay_owner(&self, number: NumberId) -> Result<()> {
        self.case.clear_owner(number.into())?;
        self.tell_owners()?;
        self.refresh_findings_of(number)
    }

    /// The user says that a number is theirs that may not have been read yet.
    pub fn say_mine_e164(&self, number: &E164) -> Result<()> {
        Ok(self.case.set_owner_of(number, Ownership::Mine, Said::ByUser)?)
    }

    /// Sets a number aside, or keeps it in sight again.
    pub fn set_aside(&self, number: NumberId, aside: bool) -> Result<()> {
        self.case.decide(
            Subject::Number(number.into()),
            aside.then_some(Decision::SetAside),
        )?;
        self.refresh_findings_of(number)
    }

    /// Tells who of the participants is the user, beside those whose export says so: who bears the full name of the
    /// export's account or own card, or writes from a number that is the user's.
    pub(crate) fn tell_you(&self) -> Result<()> {
        let reader = self.reader()?;
        let mut you = BTreeSet::new();
        for name in own_names(&reader)? {
            let quoted = format!("\"{name}\"");
            let mut offset = 0;
            loop {
                let found = reader.conversations_named(&quoted, Page { offset, limit: 1_000 })?;
                for conversation in &found.rows {
                    let people = reader.participants(conversation.id)?;
                    let named = people
                        .iter()
                        .filter(|one| one.role == Role::Person && fold(&one.name.masked) == name);
                    you.extend(named.map(|one| one.id));
                }
                offset += found.rows.len() as u64;
                if found.rows.is_empty() || offset >= found.total {
                    break;
                }
            }
        }
        let mine = index::NumberFilter {
            owners: vec![Ownership::Mine],
            ..Default::default()
        };
        for number in reader
            .numbers(&mine, NumberOrder::Mentions, Page::first(MOST_SUGGESTIONS))?
            .rows
        {
            for (conversation, _) in reader.conversations_of(number.id, 1_000)? {
                let people = reader.participants(conversation.id)?;
                you.extend(
                    people
                        .iter()
                        .filter(|one| one.number == Some(number.id))
                        .map(|one| one.id),
                );
            }
        }
        Ok(self.case.set_you(&you.into_iter().collect::<Vec<_>>())?)
    }

    /// Tells whose numbers are from evidence: the export's own account and card, contacts, senders, services. What
    /// the user said stays.
    pub(crate) fn tell_owners(&self) -> Result<()> {
        let reader = self.reader()?;
        let mut owners: BTreeMap<index::NumberId, Ownership> = BTreeMap::new();
        let mut tell = |filter: &index::NumberFilter, owner| -> Result<()> {
            for row in reader
                .numbers(filter, NumberOrder::Mentions, Page::first(MOST_TOLD))?
                .rows
            {
                owners.entry(row.id).or_insert(owner);
            }
            Ok(())
        };
        let with = |settings| index::NumberFilter {
            settings,
            ..Default::default()
        };
        tell(&with(own_settings()), Ownership::Mine)?;
        tell(
            &with(appearance::settings(Appearance::OnContactCard)),
            Ownership::Contact,
        )?;
        for class in [Class::Service, Class::Short] {
            tell(
                &index::NumberFilter {
                    class: Some(class),
                    ..Default::default()
                },
                Ownership::PublicService,
            )?;
        }
        tell(
            &with(appearance::settings(Appearance::AsMember)),
            Ownership::GroupMember,
        )?;
        let owners: Vec<_> = owners.into_iter().collect();
        Ok(self.case.set_owners_from_evidence(&owners)?)
    }
}

/// Full names on account records and own cards. One word alone ("Robin") is borne by too many.
fn own_names(reader: &Reader) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for record_type in [RecordType::Account, RecordType::Contact] {
        let mut offset = 0;
        loop {
            let found = reader.records_of(record_type, None, Page { offset, limit: 1_000 })?;
            let own = found
                .rows
                .iter()
                .filter(|record| record_type == RecordType::Account || record.by_owner);
            names.extend(
                own.map(|record| fold(&record.name.masked))
                    .filter(|name| name.contains(' ')),
            );
            offset += found.rows.len() as u64;
            if found.rows.is_empty() || offset >= found.total {
                break;
            }
        }
    }
    Ok(names)
}

/// A name without differences of case and spacing.
fn fold(name: &str) -> String {
    name.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn first_name(row: &ContactRow) -> String {
    row.named_as
        .first()
        .map(|claim| claim.name.to_lowercase())
        .unwrap_or_else(|| "\u{10ffff}".to_owned())
}

/// Where a number stands that the export itself calls its owner's.
fn own_settings() -> Vec<Setting> {
    vec![
        account_setting(),
        own_card_setting(),
        own_sender_setting(),
        own_author_setting(),
    ]
}

fn account_setting() -> Setting {
    Setting {
        record_types: vec![RecordType::Account],
        places: vec![Place::AccountField],
        ..Setting::default()
    }
}

fn own_card_setting() -> Setting {
    Setting {
        record_types: vec![RecordType::Contact],
        by_owner: Some(true),
        ..Setting::default()
    }
}

fn own_sender_setting() -> Setting {
    Setting {
        record_types: vec![RecordType::Participant],
        by_owner: Some(true),
        ..Setting::default()
    }
}

fn own_author_setting() -> Setting {
    Setting {
        record_types: vec![RecordType::Message],
        places: vec![Place::Author],
        by_owner: Some(true),
        ..Setting::default()
    }
}

/// Numbers that may be the user's, with reasons that are not told from the number's own settings.
fn suggestions(reader: &Reader) -> Result<BTreeMap<index::NumberId, Vec<Evidence>>> {
    let mut found: BTreeMap<index::NumberId, Vec<Evidence>> = BTreeMap::new();
    let own = index::NumberFilter {
        settings: own_settings(),
        ..Default::default()
    };
    let mine = index::NumberFilter {
        owners: vec![Ownership::Mine],
        ..Default::default()
    };
    for filter in [own, mine] {
        for row in reader
            .numbers(&filter, NumberOrder::Mentions, Page::first(MOST_SUGGESTIONS))?
            .rows
        {
            found.entry(row.id).or_default();
        }
    }
    for phrase in MY_NUMBER_IS {
        for hit in reader
            .search(&format!("\"{phrase}\""), Page::first(MOST_PHRASES))?
            .rows
        {
            let record = &hit.record;
            let to_assistant = match record.conversation {
                Some(id) => reader.conversation(id)?.kind == ConversationKind::Assistant,
                None => false,
            };
            let by_you = record.role == Role::Person && (record.by_owner || to_assistant);
            let Some(part) = record.parts.get(hit.part as usize).filter(|_| by_you) else {
                continue;
            };
            let after = hit.at.start as usize + phrase.len();
            let next = part
                .text
                .spans
                .iter()
                .find(|span| span.at as usize >= after.min(part.text.text.len()));
            if let Some(span) = next.filter(|span| span.at as usize - after <= WITHIN) {
                let reasons = found.entry(span.number).or_default();
                if reasons.is_empty() {
                    reasons.push(Evidence {
                        reason: EvidenceReason::MyNumberIs {
                            phrase: (*phrase).to_owned(),
                        },
                        target: record.conversation.map(|conversation| Target::Conversation {
                            conversation: conversation.into(),
                            message: Some(record.id.into()),
                        }),
                    });
                }
            }
        }
    }
    Ok(found)
}

/// How we know whose a number is, strongest first.
pub(crate) fn evidence(row: &index::NumberRow, names: &mut Names<'_>) -> Result<Vec<Evidence>> {
    let mut reasons = Vec::new();
    if row.said_by_user {
        reasons.push(Evidence {
            reason: EvidenceReason::Said,
            target: None,
        });
    }
    for (settings, reason, appearance) in [
        (
            vec![account_setting()],
            (|source| EvidenceReason::AccountRecord { source }) as fn(String) -> EvidenceReason,
            Appearance::InAccountRecord,
        ),
        (
            vec![own_card_setting()],
            |source| EvidenceReason::OwnCard { source },
            Appearance::OnContactCard,
        ),
        (
            vec![own_sender_setting(), own_author_setting()],
            |source| EvidenceReason::OwnSender { source },
            Appearance::AsMember,
        ),
        (
            vec![Setting {
                record_types: vec![RecordType::Contact],
                by_owner: Some(false),
                ..Setting::default()
            }],
            |source| EvidenceReason::ContactCard { source },
            Appearance::OnContactCard,
        ),
        (
            vec![Setting {
                record_types: vec![RecordType::Participant],
                by_owner: Some(false),
                ..Setting::default()
            }],
            |source| EvidenceReason::Sender { source },
            Appearance::AsMember,
        ),
    ] {
        let filter = index::MentionFilter {
            number: Some(row.id),
            settings,
            ..Default::default()
        };
        let found = names
            .reader
            .mentions(&filter, MentionOrder::Content, Page::first(1))?;
        if let Some(first) = found.rows.first() {
            let filter = MentionFilter {
                number: Some(row.id.into()),
                appearance: Some(appearance),
                ..MentionFilter::default()
            };
            reasons.push(Evidence {
                reason: reason(names.source(first.source)?),
                target: Some(Target::Mentions { filter }),
            });
        }
    }
    if matches!(row.class, Class::Service | Class::Short) {
        reasons.push(Evidence {
            reason: EvidenceReason::Plan { class: row.class },
            target: None,
        });
    }
    reasons.sort_by_key(|one| one.reason.strength());
    Ok(reasons)
}
