//! A WhatsApp chat as an Android phone writes it.

use super::{Chance, Counted, prose};
use std::io::{self, Write};

const PEOPLE: &[&str] = &[
    "Robin Hale",
    "Sam Whitlock",
    "Priya Raman",
    "+44 7700 900558",
    "Teresa",
    "Meta AI",
    "Ana Castellón",
];

/// Writes messages until `size` bytes are reached.
///
/// # Errors
/// What the writer says.
pub fn whatsapp(to: &mut impl Write, size: u64) -> io::Result<()> {
    let mut to = Counted::new(to);
    let mut chance = Chance::new(2);
    let mut text = String::new();
    let mut minute = 0;
    to.write_all(b"13/01/2019, 08:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.\n")?;
    while to.bytes < size {
        minute += chance.below(2);
        prose::message(&mut chance, 12, &mut text);
        if chance.once_in(25) {
            text.push_str("\nand another line");
        }
        let (day, month, year) = date(minute / (24 * 60));
        writeln!(
            to,
            "{day:02}/{month:02}/{year}, {:02}:{:02} - {}: {text}",
            minute / 60 % 24,
            minute % 60,
            chance.of(PEOPLE)
        )?;
    }
    Ok(())
}

/// Days since 13 January 2019, in months of 28 days: a calendar that never ends a file by a bad date.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 12;
    (days % 28 + 1, days / 28 % 12 + 1, 2019 + days / (28 * 12))
}
