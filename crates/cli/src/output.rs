//! Standard output: tables for people, JSON lines for programs. Characters of strangers never act on the terminal.

use serde::Serialize;
use std::io::{self, BufWriter, StdoutLock, Write};
use teltale_audit::show::{visible_line, write_json};
use unicode_width::UnicodeWidthStr;

/// A buffered standard output.
pub struct Output {
    to: BufWriter<StdoutLock<'static>>,
}

impl Output {
    /// Locks standard output.
    pub fn new() -> Self {
        Self {
            to: BufWriter::with_capacity(64 << 10, io::stdout().lock()),
        }
    }

    /// One line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        write_json(&mut self.to, value)?;
        self.to.write_all(b"\n")
    }

    /// One line of words.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}", line(text))
    }

    /// Rows under a heading, with columns that line up; the last one is not padded.
    pub fn table<const N: usize>(&mut self, heading: [&str; N], rows: &[[String; N]]) -> io::Result<()> {
        let rows: Vec<[String; N]> = std::iter::once(heading.map(str::to_owned))
            .chain(rows.iter().cloned())
            .map(|row| row.map(|cell| line(&cell)))
            .collect();
        let mut widths = [0; N];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        for row in &rows {
            let mut padded = String::new();
            for (cell, width) in row.iter().zip(widths) {
                padded.push_str(cell);
                padded.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
            }
            writeln!(self.to, "{}", padded.trim_end())?;
        }
        Ok(())
    }

    /// Hands over what is buffered.
    pub fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Text on one line of a terminal.
pub fn line(text: &str) -> String {
    visible_line(text)
}
