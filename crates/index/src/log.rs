//! The log of what was done with digits and keys: a chain in which each line seals the one before, under a key that
//! moves on and is wiped. Tamper-evident, not tamper-proof: who holds the case key can write a new chain.

use crate::codes::Code;
use crate::hex::hex;
use crate::kept::guarded;
use crate::keys::Secret;
use crate::{Case, Error, Page, Result, Rows};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogEvent {
    /// The case was made.
    Created,
    /// The case was unlocked.
    Unlocked,
    /// Wrong passphrases were tried; noted at the next unlocking.
    UnlockFailed,
    /// Digits were shown.
    Revealed,
    /// Digits were copied.
    Copied,
    /// Something was written out.
    Exported,
    /// A source was forgotten.
    Forgotten,
    /// A setting was changed.
    SettingChanged,
    /// A slot was added, removed or its passphrase changed.
    SlotChanged,
    /// The sandbox was overridden.
    SandboxOverridden,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// From 1, without gaps.
    pub sequence: u64,
    /// By the wall clock, in milliseconds since 1970: may jump, the order is by `sequence`.
    pub at: i64,
    /// What happened.
    pub event: LogEvent,
    /// How many numbers or things.
    pub count: u64,
    /// What for, in the user's words, or which setting; no digits.
    pub detail: String,
}

/// The end of the log, to be written down: with it a cut end is found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// Lines.
    pub sequence: u64,
    /// First 16 hexadecimal digits of the last line's seal.
    pub fingerprint: String,
}

/// What checking the log gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogVerdict {
    /// Every line is as it was written.
    Whole,
    /// The first line that is not as it was written, is missing or out of order.
    BrokenAt(u64),
    /// The log is shorter than, or differs from, the head that was written down.
    DoesNotReach(u64),
}

/// Puts the chain's first key in place, once.
pub(crate) fn start(connection: &mut Connection, key: &Secret) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "insert or ignore into log_key (one, next, key) values (1, 1, ?1)",
        [first_key(key).bytes().as_slice()],
    )?;
    transaction.commit()?;
    Ok(())
}

fn first_key(key: &Secret) -> Secret {
    key.derive("line")
}

/// Adds a line; it stands if and when the transaction is committed.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    event: LogEvent,
    count: u64,
    detail: &str,
) -> Result<LogHead> {
    let (sequence, key): (i64, Vec<u8>) =
        transaction.query_row("select next, key from log_key", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let key = Secret::from_slice(&key).ok_or(Error::Damaged)?;
    let before = seal_of(transaction, sequence - 1)?;
    let at = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64);
    let (count, detail) = (count as i64, guarded(detail));
    let seal = seal(&key, sequence, at, event.code(), count, &detail, &before);
    transaction.execute(
        "insert into log (sequence, at, event, count, detail, seal) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![sequence, at, event.code(), count, detail, seal.as_slice()],
    )?;
    let next = key.derive("next");
    transaction.execute(
        "update log_key set next = ?1, key = ?2",
        params![sequence + 1, next.bytes().as_slice()],
    )?;
    Ok(LogHead {
        sequence: sequence as u64,
        fingerprint: fingerprint(&seal),
    })
}

fn seal_of(connection: &Connection, sequence: i64) -> Result<[u8; 32]> {
    let seal = connection
        .query_row("select seal from log where sequence = ?1", [sequence], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(seal.unwrap_or_default())
}

fn seal(
    key: &Secret,
    sequence: i64,
    at: i64,
    event: i64,
    count: i64,
    detail: &str,
    before: &[u8; 32],
) -> [u8; 32] {
    let numbers = [sequence, at, event, count].map(i64::to_le_bytes).concat();
    key.mac(&[&numbers, before, detail.as_bytes()])
}

fn fingerprint(seal: &[u8]) -> String {
    hex(&seal[..8])
}

/// Checks the lines against a chain that starts with a key.
fn verify(connection: &Connection, key: &Secret, head: Option<&LogHead>) -> Result<LogVerdict> {
    let mut statement =
        connection.prepare("select sequence, at, event, count, detail, seal from log order by sequence")?;
    let mut rows = statement.query([])?;
    let (mut key, mut before, mut expected) = (first_key(key), [0; 32], 1);
    let mut reached = head.is_none_or(|head| head.sequence == 0);
    while let Some(row) = rows.next()? {
        let (sequence, at, event, count): (i64, i64, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let (detail, stored): (String, [u8; 32]) = (row.get(4)?, row.get(5)?);
        if sequence != expected || stored != seal(&key, sequence, at, event, count, &detail, &before) {
            return Ok(LogVerdict::BrokenAt(expected as u64));
        }
        if let Some(head) = head.filter(|head| head.sequence == sequence as u64) {
            reached = head.fingerprint == fingerprint(&stored);
        }
        key = key.derive("next");
        before = stored;
        expected += 1;
    }
    let next: i64 = connection.query_row("select next from log_key", [], |row| row.get(0))?;
    match head {
        _ if next != expected => Ok(LogVerdict::BrokenAt(expected as u64)),
        Some(head) if !reached => Ok(LogVerdict::DoesNotReach(head.sequence)),
        _ => Ok(LogVerdict::Whole),
    }
}

impl Case {
    /// Notes something that happens outside this crate (a copy, an export), before it happens.
    pub fn log(&self, event: LogEvent, count: u64, detail: &str) -> Result<LogHead> {
        self.inner
            .write(|transaction| append(transaction, event, count, detail))
    }

    /// The log, newest first.
    pub fn log_entries(&self, page: Page) -> Result<Rows<LogEntry>> {
        let reader = self.reader()?;
        let total = reader
            .db()
            .query_row("select count(*) from log", [], |row| row.get::<_, i64>(0))?
            as u64;
        let mut statement = reader.db().prepare_cached(
            "select sequence, at, event, count, detail from log order by sequence desc limit ?1 offset ?2",
        )?;
        let mut rows = statement.query(params![page.limit, page.offset as i64])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(LogEntry {
                sequence: row.get::<_, i64>(0)? as u64,
                at: row.get(1)?,
                event: LogEvent::read(row.get(2)?)?,
                count: row.get::<_, i64>(3)? as u64,
                detail: row.get(4)?,
            });
        }
        Ok(Rows { rows: entries, total })
    }

    /// The end of the log.
    pub fn log_head(&self) -> Result<LogHead> {
        let reader = self.reader()?;
        let last = reader
            .db()
            .query_row(
                "select sequence, seal from log order by sequence desc limit 1",
                [],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)),
            )
            .optional()?;
        Ok(last.map_or(
            LogHead {
                sequence: 0,
                fingerprint: String::new(),
            },
            |(sequence, seal)| LogHead {
                sequence: sequence as u64,
                fingerprint: fingerprint(&seal),
            },
        ))
    }

    /// Checks the chain, and that it reaches a head that was written down.
    pub fn verify_log(&self, head: Option<&LogHead>) -> Result<LogVerdict> {
        verify(self.reader()?.db(), &self.inner.keys.log, head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clean_log_verifies_and_every_edit_shows() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Secret::random();
        let mut connection = crate::open::make(&folder.path().join("case.db"), &key).expect("made");
        start(&mut connection, &key).expect("started");
        let transaction = connection.transaction().expect("begins");
        let mut heads = Vec::new();
        for count in 0..20 {
            heads.push(append(&transaction, LogEvent::Revealed, count, "on screen").expect("added"));
        }
        transaction.commit().expect("committed");
        assert_eq!(
            verify(&connection, &key, heads.last()).expect("checked"),
            LogVerdict::Whole
        );
        assert_eq!(
            verify(&connection, &key, heads.first()).expect("checked"),
            LogVerdict::Whole
        );

        for edit in [
            "update log set count = count + 1 where sequence = 7",
            "update log set detail = 'for fun' where sequence = 7",
            "update log set at = at + 1 where sequence = 7",
            "update log set event = 4 where sequence = 7",
            "update log set seal = zeroblob(32) where sequence = 7",
            "delete from log where sequence = 7",
            "update log set sequence = 70 where sequence = 7",
            "update log set count = (select count from log where sequence = 8), seal = (select seal from log where sequence = 8) where sequence = 7",
        ] {
            let transaction = connection.transaction().expect("begins");
            transaction.execute_batch(edit).expect("edited");
            assert_eq!(
                verify(&transaction, &key, None).expect("checked"),
                LogVerdict::BrokenAt(7),
                "{edit}"
            );
            transaction.rollback().expect("as before");
        }

        let transaction = connection.transaction().expect("begins");
        transaction
            .execute_batch("delete from log where sequence > 15")
            .expect("cut");
        assert_eq!(
            verify(&transaction, &key, None).expect("checked"),
            LogVerdict::BrokenAt(16)
        );
        transaction
            .execute_batch("update log_key set next = 16")
            .expect("covered up");
        assert_eq!(
            verify(&transaction, &key, None).expect("checked"),
            LogVerdict::Whole,
            "why the head is written down"
        );
        assert_eq!(
            verify(&transaction, &key, heads.last()).expect("checked"),
            LogVerdict::DoesNotReach(20)
        );
    }

    #[test]
    fn a_number_in_a_purpose_is_masked() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Secret::random();
        let mut connection = crate::open::make(&folder.path().join("case.db"), &key).expect("made");
        start(&mut connection, &key).expect("started");
        let transaction = connection.transaction().expect("begins");
        append(&transaction, LogEvent::Exported, 1, "letter about 020 7946 0123").expect("added");
        let detail: String = transaction
            .query_row("select detail from log", [], |row| row.get(0))
            .expect("a row");
        assert_eq!(detail, "letter about ••• •••• ••23");
    }
}
