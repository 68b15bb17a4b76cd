//! Findings and origins: results of rules, kept with their evidence. The rules live above this crate.

use crate::codes::{Code, bits};
use crate::decide::{FINDING, Subject, decision_of};
use crate::{
    Case, ConversationId, Decision, Error, FindingId, MentionId, NumberId, Ownership, Reader, RecordId,
    Result, SourceId,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use teltale_model::{Origin, OriginFlag};

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id; ignored when it is written.
    pub id: FindingId,
    /// The rule's name.
    pub kind: String,
    /// What it is by content, from [`Reader::identity_of`]: decisions hang on it.
    pub identity: [u8; 16],
    /// The number it is about.
    pub number: NumberId,
    /// The conversation it holds in; none for the whole case.
    pub conversation: Option<ConversationId>,
    /// Facts of the rule, as JSON without digits, names or words of a text.
    pub facts: String,
    /// Where to see it, in order.
    pub evidence: Vec<Evidence>,
    /// The user's decision; ignored when it is written.
    pub decision: Option<Decision>,
}

/// One place that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it shows: `answer`, `supplier`, `said afterwards`.
    pub role: String,
    /// The record.
    pub record: RecordId,
    /// The mention in it, if it is one.
    pub mention: Option<MentionId>,
}

/// What lists of findings are sorted and narrowed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingOutline {
    /// Its id.
    pub id: FindingId,
    /// The rule's name.
    pub kind: String,
    /// What it is by content.
    pub identity: [u8; 16],
    /// Facts of the rule, as JSON.
    pub facts: String,
    /// The number it is about.
    pub number: NumberId,
    /// Whose number that is.
    pub owner: Ownership,
    /// The conversation it holds in; none for the whole case.
    pub conversation: Option<ConversationId>,
    /// The conversation's service; empty for none.
    pub service: String,
    /// The source of its first evidence.
    pub source: SourceId,
    /// By what format that was read.
    pub format: String,
    /// The user's decision.
    pub decision: Option<Decision>,
}

/// How many records are evidence of findings as answers, each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// All of them.
    pub all: u64,
    /// Those of which the number shown has a flag.
    pub flagged: u64,
}

/// Who supplied the number of a mention first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionOrigin {
    /// The mention.
    pub mention: MentionId,
    /// Who supplied it.
    pub origin: Origin,
    /// What else is true.
    pub flags: Vec<OriginFlag>,
    /// The mention that supplied it.
    pub supplier: Option<MentionId>,
}

impl Case {
    /// Replaces all findings. Decisions stay with those of the same identity.
    pub fn put_findings(&self, findings: &[Finding]) -> Result<()> {
        self.inner
            .write(|db| put(db, findings, "select id from finding", []))
    }

    /// Replaces all findings on a number.
    pub fn put_findings_on(&self, number: NumberId, findings: &[Finding]) -> Result<()> {
        self.inner
            .write(|db| put(db, findings, "select id from finding where number = ?1", [number]))
    }

    /// Writes down origins of mentions; those of a conversation's other mentions stay as they are.
    pub fn put_origins(&self, origins: &[MentionOrigin]) -> Result<()> {
        self.inner.write(|db| {
            let mut put = db.prepare_cached(
                "update mention set origin = ?2, origin_flags = ?3, supplier = ?4 where id = ?1",
            )?;
            for of in origins {
                put.execute(params![
                    of.mention,
                    of.origin.code(),
                    bits(&of.flags),
                    of.supplier
                ])?;
            }
            Ok(())
        })
    }
}

/// Writes findings in place of those that `stored` selects. Those that are found again keep their id, so that a screen
/// that shows one does not lose it.
fn put(db: &Connection, findings: &[Finding], stored: &str, of: impl Params) -> Result<()> {
    let mut put = db.prepare_cached(
        "insert into finding (kind, identity, facts, number, conversation) values (?1, ?2, ?3, ?4, ?5)
         on conflict do update set facts = excluded.facts, number = excluded.number, conversation = excluded.conversation
         returning id",
    )?;
    let mut forget = db.prepare_cached("delete from evidence where finding = ?1")?;
    let mut show = db.prepare_cached("insert into evidence values (?1, ?2, ?3, ?4, ?5)")?;
    let mut kept = Vec::with_capacity(findings.len());
    for finding in findings {
        let of = params![
            finding.kind,
            finding.identity.as_slice(),
            finding.facts,
            finding.number,
            finding.conversation
        ];
        let id: i64 = put.query_row(of, |row| row.get(0))?;
        kept.push(id);
        forget.execute([id])?;
        for (nth, evidence) in finding.evidence.iter().enumerate() {
            show.execute(params![
                id,
                nth as i64,
                evidence.role,
                evidence.record,
                evidence.mention
            ])?;
        }
    }
    kept.sort_unstable();
    let mut select = db.prepare_cached(stored)?;
    let stored = select
        .query_map(of, |row| row.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut remove = db.prepare_cached("delete from finding where id = ?1")?;
    for id in stored {
        if kept.binary_search(&id).is_err() {
            remove.execute([id])?;
        }
    }
    Ok(())
}

impl Reader {
    /// Findings in the order they were first written, those after one of them: for whoever goes through all.
    pub fn findings_after(&self, after: Option<FindingId>, limit: u32) -> Result<Vec<Finding>> {
        self.findings_where(
            "id > ?1 order by id limit ?2",
            params![after.map_or(0, |id| id.0), limit],
        )
    }

    /// Findings on a number, in the order they were first written.
    pub fn findings_on(&self, number: NumberId) -> Result<Vec<Finding>> {
        self.findings_where("number = ?1 order by id", [number])
    }

    /// The finding of a rule with this identity.
    pub fn finding_of(&self, kind: &str, identity: [u8; 16]) -> Result<Option<Finding>> {
        let mut found =
            self.findings_where("kind = ?1 and identity = ?2", params![kind, identity.as_slice()])?;
        Ok(found.pop())
    }

    /// One finding.
    pub fn finding(&self, finding: FindingId) -> Result<Finding> {
        let mut found = self.findings_where("id = ?1", [finding])?;
        found.pop().ok_or(Error::NotFound("finding"))
    }

    /// Gives what lists are sorted and narrowed by, of every finding, in the order they were first written.
    pub fn finding_outlines(&self, take: &mut dyn FnMut(FindingOutline)) -> Result<()> {
        let mut select = self.db().prepare_cached(include_str!("finding_outlines.sql"))?;
        let mut found = select.query([FINDING])?;
        while let Some(row) = found.next()? {
            self.go_on()?;
            take(FindingOutline {
                id: row.get(0)?,
                kind: row.get(1)?,
                identity: row.get(2)?,
                facts: row.get(3)?,
                number: row.get(4)?,
                owner: Ownership::read(row.get(5)?)?,
                conversation: row.get(6)?,
                service: row.get(7)?,
                source: row.get(8)?,
                format: row.get(9)?,
                decision: row.get::<_, Option<i64>>(10)?.map(Decision::read).transpose()?,
            });
        }
        Ok(())
    }

    /// How many records are answers that findings of some rules show, and how many of these give the number with a flag.
    pub fn answers_of(&self, kinds: [&str; 2], flag: OriginFlag) -> Result<Answers> {
        let mut count = self.db().prepare_cached(include_str!("answers_of.sql"))?;
        Ok(
            count.query_row(params![kinds[0], kinds[1], bits(&[flag])], |row| {
                Ok(Answers {
                    all: row.get::<_, i64>(0)? as u64,
                    flagged: row.get::<_, i64>(1)? as u64,
                })
            })?,
        )
    }

    fn findings_where(&self, condition: &str, parameters: impl Params) -> Result<Vec<Finding>> {
        let mut select = self.db().prepare_cached(&format!(
            "select id, kind, identity, facts, number, conversation from finding where {condition}"
        ))?;
        let mut found = select.query(parameters)?;
        let mut findings = Vec::new();
        while let Some(row) = found.next()? {
            self.go_on()?;
            findings.push(self.finding_in(row)?);
        }
        Ok(findings)
    }

    fn finding_in(&self, row: &Row<'_>) -> Result<Finding> {
        let (id, identity): (FindingId, [u8; 16]) = (row.get(0)?, row.get(2)?);
        let mut select = self
            .db()
            .prepare_cached("select role, record, mention from evidence where finding = ?1 order by nth")?;
        let evidence = select.query_map([id], |row| {
            Ok(Evidence {
                role: row.get(0)?,
                record: row.get(1)?,
                mention: row.get(2)?,
            })
        })?;
        Ok(Finding {
            id,
            kind: row.get(1)?,
            identity,
            facts: row.get(3)?,
            number: row.get(4)?,
            conversation: row.get(5)?,
            evidence: evidence.collect::<rusqlite::Result<_>>()?,
            decision: decision_of(self.db(), FINDING, &identity)?,
        })
    }

    /// What a rule's result on a number (in one conversation, or in the whole case) is by content: the same after re-reading
    /// and in every order of import.
    pub fn identity_of(
        &self,
        rule: &str,
        number: NumberId,
        conversation: Option<ConversationId>,
    ) -> Result<[u8; 16]> {
        let number = Subject::Number(number).identity(self.db())?;
        let conversation = match conversation {
            Some(conversation) => Subject::Conversation(conversation).identity(self.db())?,
            None => Vec::new(),
        };
        let digest = self
            .case
            .identity("finding", &[rule.as_bytes(), &number, &conversation]);
        Ok(digest.as_bytes()[..16].try_into().expect("16 of 32 bytes"))
    }

    /// What the user noted; masked. Empty if nothing.
    pub fn note_of(&self, subject: Subject) -> Result<crate::Kept> {
        let identity = subject.identity(self.db())?;
        let mut select = self.db().prepare_cached(
            "select text, text_sealed is not null from note where subject = ?1 and identity = ?2",
        )?;
        let note = select.query_row(params![subject.code(), identity], |row| {
            Ok(crate::Kept {
                masked: row.get(0)?,
                sealed: row.get(1)?,
            })
        });
        Ok(note.optional()?.unwrap_or_default())
    }

    /// The user's decision.
    pub fn decision_on(&self, subject: Subject) -> Result<Option<Decision>> {
        decision_of(self.db(), subject.code(), &subject.identity(self.db())?)
    }
}
