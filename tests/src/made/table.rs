//! The same kind of messages as a plain table, for measuring beside programs that read only tables.

use super::{Chance, Counted, prose};
use std::io::{self, Write};

/// Writes CSV rows until `size` bytes are reached.
///
/// # Errors
/// What the writer says.
pub fn table(to: &mut impl Write, size: u64) -> io::Result<()> {
    let mut to = Counted::new(to);
    let mut chance = Chance::new(3);
    let mut text = String::new();
    to.write_all(b"id,conversation,author,sent_at,text\n")?;
    let mut row = 0;
    while to.bytes < size {
        prose::message(&mut chance, 40, &mut text);
        writeln!(
            to,
            "{row},{},{},{},\"{text}\"",
            row / 30,
            row % 2,
            1_700_000_000 + row * 20
        )?;
        row += 1;
    }
    Ok(())
}
