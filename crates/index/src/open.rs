//! The one opening routine: key → pragmas → make or upgrade → check. A newer version is refused by name; a damaged
//! file is never replaced.

use crate::keys::Secret;
use crate::{Error, Result};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

const SCHEMA: &str = include_str!("../sql/schema.sql");

/// The version that [`SCHEMA`] makes.
const VERSION: i64 = 2;

/// `UPGRADES[n - 1]` brings version `n` to `n + 1`, as SQL.
const UPGRADES: [&str; VERSION as usize - 1] = [include_str!("../sql/versions/1-to-2.sql")];

/// Marks the file as a case of Teltale.
const APPLICATION_ID: i64 = 0x5465_6c74;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The writer, and short writes.
    Write,
    /// Questions.
    Read,
}

/// Makes the database of a new case.
pub(crate) fn make(path: &Path, key: &Secret) -> Result<Connection> {
    let mut connection = connect(path, key, Use::Write)?;
    bring_up(&mut connection, Some(SCHEMA), VERSION, &UPGRADES)?;
    Ok(connection)
}

/// Opens the database of a case, brought up to this version. One that is empty is not filled in its place.
pub(crate) fn open(path: &Path, key: &Secret) -> Result<Connection> {
    if std::fs::metadata(path).map_or(0, |database| database.len()) == 0 {
        return Err(Error::Damaged);
    }
    let mut connection = connect(path, key, Use::Write)?;
    bring_up(&mut connection, None, VERSION, &UPGRADES)?;
    Ok(connection)
}

/// Another connection to a database that is open.
pub(crate) fn connect(path: &Path, key: &Secret, used: Use) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLCipher writes lines to stderr for every bad page otherwise.
    connection.execute_batch("pragma cipher_log_level = none")?;
    give_key(&connection, key)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // See docs/decisions/0402-pragmas.md for what each of these costs and gives.
    connection.execute_batch(&format!("pragma cipher_page_size = {PAGE_SIZE}"))?;
    connection.execute_batch(
        "pragma auto_vacuum = incremental; pragma cell_size_check = on; pragma foreign_keys = on;",
    )?;
    // The first page is read here: a wrong key or a damaged file shows.
    let mode: String = connection.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::Database("the file system cannot hold a write-ahead log"));
    }
    connection.execute_batch(match used {
        Use::Write => {
            "pragma synchronous = full; pragma cache_size = -32768; pragma temp_store = memory; pragma secure_delete = on;
             pragma wal_autocheckpoint = 2000; pragma journal_size_limit = 67108864;"
        }
        Use::Read => "pragma query_only = on; pragma cache_size = -8192; pragma temp_store = memory;",
    })?;
    connection.execute_batch(&format!("pragma soft_heap_limit = {CACHES}"))?;
    connection.set_prepared_statement_cache_capacity(96);
    Ok(connection)
}

/// Bytes that the caches of all connections may take together; above it the page used longest ago makes room.
const CACHES: u32 = 48 << 20;
/// Bytes of a page.
const PAGE_SIZE: u32 = 16384;

fn give_key(connection: &Connection, key: &Secret) -> Result<()> {
    let mut statement = Zeroizing::new(String::with_capacity(128));
    statement.push_str("pragma key = \"x'");
    for byte in key.bytes() {
        write!(statement, "{byte:02x}").expect("writing to a string");
    }
    statement.push_str("'\"");
    connection.execute_batch(&statement)?;
    Ok(())
}

/// Makes the schema, or brings an older one up step by step; all in one transaction, so that a cut leaves the one or the
/// other.
fn bring_up(
    connection: &mut Connection,
    schema: Option<&str>,
    version: i64,
    upgrades: &[&str],
) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("pragma user_version", [], |row| row.get(0))?;
    match found {
        _ if found == version => {}
        0 => {
            let tables: i64 =
                transaction.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
            let schema = schema.filter(|_| tables == 0).ok_or(Error::Damaged)?;
            transaction.execute_batch(&format!("pragma application_id = {APPLICATION_ID}"))?;
            transaction.execute_batch(schema)?;
        }
        _ if found > version => {
            return Err(Error::Newer {
                found,
                known: version,
            });
        }
        _ if found < 0 => return Err(Error::Damaged),
        _ => {
            for step in &upgrades[found as usize - 1..] {
                transaction.execute_batch(step)?;
            }
        }
    }
    transaction.execute_batch(&format!("pragma user_version = {version}"))?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret {
        Secret::from_slice(&[7; 32]).expect("32 bytes")
    }

    /// Tables and indices as SQL, without spaces and comments, in one order.
    fn shape(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("select type, name, tbl_name from sqlite_schema order by 1, 2")
            .expect("SQL");
        let rows = statement.query_map([], |row| {
            let (kind, name, table): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{kind} {name} {table}"))
        });
        let mut shape: Vec<String> = rows.expect("rows").map(|row| row.expect("row")).collect();
        let tables: Vec<String> = shape
            .iter()
            .filter_map(|row| row.strip_prefix("table "))
            .map(|row| row.split(' ').next().expect("a name").to_owned())
            .collect();
        for table in tables {
            let mut columns = connection
                .prepare(&format!(
                    "select name, type, \"notnull\", pk from pragma_table_xinfo('{table}') order by name"
                ))
                .expect("SQL");
            let rows = columns.query_map([], |row| {
                Ok(format!(
                    "{table}.{} {} {} {}",
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?
                ))
            });
            shape.extend(rows.expect("rows").map(|row| row.expect("row")));
        }
        shape
    }

    #[test]
    fn every_step_leads_to_the_same_schema() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = "create table a (x integer primary key) strict;";
        let steps = [
            "alter table a add column y text;",
            "create index a_by_y on a (y);",
        ];
        let new = "create table a (x integer primary key, y text) strict; create index a_by_y on a (y);";
        for from in 1..=3 {
            let path = folder.path().join(format!("{from}.db"));
            let mut upgraded = connect(&path, &key(), Use::Write).expect("opens");
            bring_up(&mut upgraded, Some(old), 1, &[]).expect("made");
            bring_up(&mut upgraded, None, from, &steps[..from as usize - 1]).expect("older version");
            bring_up(&mut upgraded, Some(new), 3, &steps).expect("upgraded");
            let mut fresh =
                connect(&folder.path().join(format!("fresh{from}.db")), &key(), Use::Write).expect("opens");
            bring_up(&mut fresh, Some(new), 3, &steps).expect("made");
            assert_eq!(shape(&upgraded), shape(&fresh), "from version {from}");
        }
    }

    #[test]
    fn old_dumps_upgrade_to_the_schema_of_today() {
        let folder = tempfile::tempdir().expect("a folder");
        let fresh = make(&folder.path().join("fresh.db"), &key()).expect("made");
        let dumps = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/versions");
        for version in 1..=VERSION {
            let dump = std::fs::read_to_string(dumps.join(format!("{version}.sql")))
                .expect("each version is kept as a dump");
            let path = folder.path().join(format!("{version}.db"));
            let mut old = connect(&path, &key(), Use::Write).expect("opens");
            bring_up(&mut old, Some(&dump), version, &[]).expect("made as it was");
            drop(old);
            let upgraded = open(&path, &key()).expect("upgraded");
            assert_eq!(shape(&upgraded), shape(&fresh), "from version {version}");
        }
    }

    #[test]
    fn findings_of_version_1_keep_what_they_are_about() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("1.db");
        let dump = include_str!("../sql/versions/1.sql");
        let mut old = connect(&path, &key(), Use::Write).expect("opens");
        bring_up(&mut old, Some(dump), 1, &[]).expect("made as it was");
        old.execute_batch(
            "insert into finding values (1, 'volunteered', x'01', '{\"number\":7,\"conversation\":9}');
             insert into finding values (2, 'passed_on', x'02', '{\"number\":8,\"conversation\":null}')",
        )
        .expect("stored as it was");
        drop(old);
        let upgraded = open(&path, &key()).expect("upgraded");
        let mut select = upgraded
            .prepare("select number, conversation from finding order by id")
            .expect("SQL");
        let about = select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, Option<i64>)>>>)
            .expect("rows");
        assert_eq!(about, [(7, Some(9)), (8, None)]);
    }

    #[test]
    fn a_failing_step_leaves_the_old_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut connection = connect(&folder.path().join("a.db"), &key(), Use::Write).expect("opens");
        bring_up(
            &mut connection,
            Some("create table a (x integer) strict;"),
            1,
            &[],
        )
        .expect("made");
        let before = shape(&connection);
        assert!(
            bring_up(
                &mut connection,
                None,
                3,
                &["alter table a add column y text;", "no such statement"]
            )
            .is_err()
        );
        assert_eq!(shape(&connection), before);
        let version: i64 = connection
            .query_row("pragma user_version", [], |row| row.get(0))
            .expect("version");
        assert_eq!(version, 1);
    }

    #[test]
    fn a_newer_version_is_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let connection = make(&path, &key()).expect("made");
        connection.execute_batch("pragma user_version = 7").expect("set");
        drop(connection);
        assert!(matches!(
            open(&path, &key()),
            Err(Error::Newer {
                found: 7,
                known: VERSION
            })
        ));
    }

    #[test]
    fn a_wrong_key_opens_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        drop(make(&path, &key()).expect("made"));
        let other = Secret::from_slice(&[8; 32]).expect("32 bytes");
        assert!(matches!(open(&path, &other), Err(Error::Damaged)));
    }
}
