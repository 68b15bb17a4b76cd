//! Signatures of new blocks, turned by a quarter when a segment is full.

use crate::Result;
use crate::words::{SEGMENT, SLICES, slices};
use rusqlite::{Transaction, params};

/// Turns every full segment of signatures into slices.
pub(super) fn turn_full_segments(db: &Transaction<'_>) -> Result<()> {
    loop {
        let waiting: i64 = db
            .prepare_cached("select count(*) from signature")?
            .query_row([], |row| row.get(0))?;
        if (waiting as usize) < SEGMENT {
            return Ok(());
        }
        let mut select =
            db.prepare_cached("select block, last_at, bits from signature order by block limit ?1")?;
        let mut rows = select.query([SEGMENT as i64])?;
        let (mut blocks, mut signatures, mut last) = (Vec::new(), Vec::new(), 0);
        while let Some(row) = rows.next()? {
            last = row.get::<_, i64>(0)?;
            blocks.extend_from_slice(&last.to_le_bytes());
            blocks.extend_from_slice(&row.get::<_, Option<i64>>(1)?.unwrap_or(i64::MIN).to_le_bytes());
            signatures.push(row.get::<_, Vec<u8>>(2)?);
        }
        let segment: i64 =
            db.query_row("select ifnull(max(id), 0) + 1 from segment", [], |row| row.get(0))?;
        db.execute("insert into segment values (?1, ?2)", params![segment, blocks])?;
        let mut insert = db.prepare_cached("insert into slice values (?1, ?2)")?;
        for (index, slice) in slices(&signatures).iter().enumerate() {
            insert.execute(params![segment * SLICES as i64 + index as i64, slice])?;
        }
        db.execute("delete from signature where block <= ?1", [last])?;
    }
}
