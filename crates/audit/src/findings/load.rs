//! Judges a case, runs the rules over all its numbers and keeps what they find.

use super::RULES_VERSION;
use super::desk::Desk;
use crate::open_case::OpenCase;
use crate::ordered::try_ordered;
use crate::origins::{Verdict, judge_case};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::iter;
use teltale_index::{
    Case, Finding, MentionId, MentionOrigin, NumberFacts, NumberId, Ownership, Reader, Result, Setting,
};
use teltale_model::{Certainty, ConversationKind, Origin, OriginFlag, Place, Role};

/// What a finding keeps beside its evidence: facts of the rule, never a digit, a name or a word of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
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
    pub fn of(facts: &str) -> crate::Result<Self> {
        serde_json::from_str(facts).map_err(|_| teltale_index::Error::NotFound("finding").into())
    }
}

/// What the judge says of each mention in an assistant's words.
pub(super) type Verdicts = FxHashMap<i64, Verdict>;

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
        let found = find(&self.case, &verdicts, stop)?;
        if stop() {
            return Ok(());
        }
        self.case.put_findings(&found)?;
        self.case.set_setting(FOUND_IN, Some(&now))?;
        Ok(())
    }

    /// The same for one number, after a decision that changes no other one's findings.
    pub(crate) fn refresh_findings_of(&self, number: crate::show::NumberId) -> crate::Result<()> {
        let number = NumberId::from(number);
        let verdicts = self.judge(Some(number), &|| false)?;
        Ok(refresh_one(&self.case, number, &verdicts)?)
    }

    fn judge(&self, of: Option<NumberId>, stop: &(dyn Fn() -> bool + Sync)) -> crate::Result<Verdicts> {
        let mut verdicts = Verdicts::default();
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

/// Numbers whose mentions are fetched together, …
const NUMBERS_AT_ONCE: u32 = 256;
/// … and how many mentions at most, unless a single number has more.
const MENTIONS_AT_ONCE: u64 = 4096;

/// Runs every rule over every number, on every core, with the verdicts of this run.
fn find(case: &Case, verdicts: &Verdicts, stop: &(dyn Fn() -> bool + Sync)) -> Result<Vec<Finding>> {
    let (reader, mut after) = (case.reader()?, None);
    let looked_at = looked_at(&reader)?;
    let shares = iter::from_fn(move || {
        let share = reader.numbers_after(after, NUMBERS_AT_ONCE).map(together);
        if let Ok(numbers) = &share {
            after = Some(numbers.last()?.id);
        }
        Some(share.map(|mut numbers| {
            numbers.retain(|number| {
                number.owner == Ownership::Mine || looked_at.binary_search(&number.id).is_ok()
            });
            numbers
        }))
    });
    let mut all = Vec::new();
    try_ordered(
        shares.take_while(|_| !stop()),
        || Desk::open(case),
        |desk, share| desk.findings_of(&share?, verdicts),
        |found| {
            all.extend(found);
            Ok(())
        },
    )?;
    Ok(all)
}

/// Where a number stands by which rules may find something that no assistant took part in.
const LOOKED_AT: [Place; 7] = [
    Place::AccountField,
    Place::CustomInstructions,
    Place::ProjectPrompt,
    Place::ProjectDocument,
    Place::Memory,
    Place::SystemPrompt,
    Place::ToolCall,
];

/// The numbers, beside the user's own, of which any rule finds anything: those with assistants, of a service's
/// records, and in a tool's arguments.
/// All others need no dossier, which for a number that stands in thousands of files is thousands of rows all over the
/// case.
fn looked_at(reader: &Reader) -> Result<Vec<NumberId>> {
    let settings = [
        Setting {
            roles: vec![Role::Assistant],
            ..Setting::default()
        },
        Setting {
            places: LOOKED_AT.to_vec(),
            ..Setting::default()
        },
    ];
    reader.numbers_with_role(Role::Assistant, ConversationKind::Assistant, &settings)
}

/// Those of the numbers whose mentions are fetched together: the first, and those after it while there is room.
fn together(mut numbers: Vec<NumberFacts>) -> Vec<NumberFacts> {
    let mut mentions = 0;
    let fit = numbers.iter().take_while(|number| {
        mentions += number.mentions;
        mentions <= MENTIONS_AT_ONCE
    });
    let fit = fit.count().max(1);
    numbers.truncate(fit);
    numbers
}

/// Runs every rule over one number, and replaces its findings where they changed.
fn refresh_one(case: &Case, number: NumberId, verdicts: &Verdicts) -> Result<()> {
    let mut desk = Desk::open(case)?;
    let row = case.reader()?.number(number)?;
    let facts = NumberFacts {
        id: row.id,
        line_type: row.line_type,
        class: row.class,
        owner: row.owner,
        mentions: row.mentions,
    };
    let now = desk.findings_of(&[facts], verdicts)?;
    let says = |finding: &Finding| (finding.identity, finding.facts.clone(), finding.evidence.clone());
    let mut before: Vec<_> = case.reader()?.findings_on(number)?.iter().map(says).collect();
    let mut after: Vec<_> = now.iter().map(says).collect();
    before.sort_by_key(|(identity, ..)| *identity);
    after.sort_by_key(|(identity, ..)| *identity);
    if before != after {
        case.put_findings_on(number, &now)?;
    }
    Ok(())
}
