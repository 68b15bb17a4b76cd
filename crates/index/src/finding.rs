//! Findings and origins: results of rules, kept with their evidence. The rules live above this crate.

use crate::codes::{Code, bits};
use crate::decide::{FINDING, Subject, decision_of};
use crate::{
    Case, ConversationId, Decision, Error, FindingId, MentionId, NumberId, Page, Reader, RecordId, Result,
    Rows,
};
use rusqlite::{OptionalExtension, Row, params};
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
    /// Replaces all findings of a kind. Decisions stay with those of the same identity.
    pub fn put_findings(&self, kind: &str, findings: &[Finding]) -> Result<()> {
        self.inner.write(|db| {
            // Those that are found again keep their id, so that a screen that shows one does not lose it.
            db.execute(
                "delete from evidence where finding in (select id from finding where kind = ?1)",
                [kind],
            )?;
            let mut put = db.prepare_cached(
                "insert into finding (kind, identity, facts) values (?1, ?2, ?3)
                 on conflict do update set facts = excluded.facts returning id",
            )?;
            let mut show = db.prepare_cached("insert into evidence values (?1, ?2, ?3, ?4, ?5)")?;
            let mut kept = Vec::with_capacity(findings.len());
            for finding in findings {
                let id: i64 = put
                    .query_row(params![kind, finding.identity.as_slice(), finding.facts], |row| {
                        row.get(0)
                    })?;
                kept.push(id);
                db.execute("delete from evidence where finding = ?1", [id])?;
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
            let mut select = db.prepare("select id from finding where kind = ?1")?;
            let stored = select
                .query_map([kind], |row| row.get::<_, i64>(0))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            for id in stored {
                if kept.binary_search(&id).is_err() {
                    db.execute("delete from finding where id = ?1", [id])?;
                }
            }
            Ok(())
        })
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

impl Reader {
    /// Findings, by kind and then in the order they were first written; of one kind if given.
    pub fn findings(&self, kind: Option<&str>, page: Page) -> Result<Rows<Finding>> {
        let mut count = self
            .db()
            .prepare_cached("select count(*) from finding where ?1 is null or kind = ?1")?;
        let total = count.query_row([kind], |row| row.get::<_, i64>(0))? as u64;
        let mut select = self.db().prepare_cached(
            "select id, kind, identity, facts from finding where ?1 is null or kind = ?1
             order by kind, id limit ?2 offset ?3",
        )?;
        let mut found = select.query(params![kind, page.limit, page.offset as i64])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(self.finding_of(row)?);
        }
        Ok(Rows { rows, total })
    }

    /// One finding.
    pub fn finding(&self, finding: FindingId) -> Result<Finding> {
        let mut select = self
            .db()
            .prepare_cached("select id, kind, identity, facts from finding where id = ?1")?;
        let mut found = select.query([finding])?;
        self.finding_of(found.next()?.ok_or(Error::NotFound("finding"))?)
    }

    fn finding_of(&self, row: &Row<'_>) -> Result<Finding> {
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
