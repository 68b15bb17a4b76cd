//! Tables in delimited text whose program is not known: messages, contacts, or just rows.

mod columns;
mod layout;

use crate::cut::csv::{Field as Cell, Quotes, fields};
use crate::cut::{Cap, HeadText, Record, Records};
use crate::entry_name::EntryName;
use crate::field::Field;
use crate::instant;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition};
use columns::Column;
use layout::{Layout, Table};
use std::collections::HashSet;
use teltale_model::{
    Contact, Conversation, ConversationKind, Escape, Key, Message, Part, Participant, Place, ReadAs, RecordKind, Role,
    SentAt,
};

pub(crate) const FORMAT: &dyn Format = &CsvTable;

struct CsvTable;

static ABOUT: About = About { id: "csv-table", name: "Table", service: "", version: 2, how_to_export: "" };

/// How much of the start is looked at to tell the delimiter and the columns.
const SAMPLE: usize = 64 * 1024;

impl Format for CsvTable {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        match Layout::of(HeadText::new(head).text().as_bytes()) {
            Some(layout) => Recognition::Yes(match layout.table {
                Table::Messages => "a table with columns for who wrote what",
                Table::Contacts => "a table with a column of phone numbers",
                Table::Rows => "lines with the same number of fields",
            }),
            None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, ()> = Records::new(entry, Cap::MESSAGE);
        // Cut before its second row, a table cannot be told as one; its fields are still read.
        let layout = Layout::of(records.peek(SAMPLE)?).unwrap_or_else(|| Layout::unknown(b','));
        let mut quotes = Quotes::new(layout.delimiter);
        let mut table = Reading { layout, entry: name.key(), rows: 0, told: HashSet::new(), records: 0 };
        table.open(&name, emit)?;
        while let Some(record) = records.next(|line, _| quotes.starts(line).then_some(()))? {
            table.record(&record, emit)?;
        }
        Ok(())
    }
}

/// One table while it is read.
struct Reading<'n> {
    layout: Layout,
    entry: &'n str,
    rows: u64,
    records: usize,
    /// Conversations and participants that went out.
    told: HashSet<String>,
}

/// Names remembered so that each is introduced once.
const MOST_NAMES: usize = 100_000;

impl Reading<'_> {
    fn open(&mut self, name: &EntryName, emit: &mut Emit<'_>) -> Result<(), Halt> {
        // Contacts stand alone; only lines above the table need a conversation.
        if self.layout.table == Table::Contacts && self.layout.first_row <= 1 {
            return Ok(());
        }
        let kind = match self.layout.table {
            Table::Messages => ConversationKind::Unknown,
            Table::Rows | Table::Contacts => ConversationKind::Document,
        };
        let title = name.file().into();
        let parts = name.parts(name.file());
        emit.event(Event::Conversation(Conversation {
            key: self.entry.into(),
            title,
            kind,
            parts,
            ..Conversation::default()
        }))
    }

    fn record(&mut self, record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        if record.bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        if record.continues {
            let parts = vec![self.part(record, 0..record.bytes.len(), Escape::None, Place::OtherField, ReadAs::Text, "")];
            emit.event(Event::Message(Message { conversation: self.entry.into(), parts, ..Message::default() }))?;
            return record.report(emit);
        }
        let index = self.records;
        self.records += 1;
        if Some(index) == self.layout.header_at {
            return Ok(());
        }
        self.rows += 1;
        let cells = fields(record.bytes, self.layout.delimiter);
        match self.layout.table {
            Table::Contacts if index >= self.layout.first_row => self.contact(&cells, record, emit)?,
            Table::Messages if index >= self.layout.first_row => self.message(&cells, record, emit)?,
            Table::Messages | Table::Rows | Table::Contacts => {
                let below = index >= self.layout.first_row;
                self.row(&cells, below, record, emit)?;
            }
        }
        record.report(emit)
    }

    /// A row without a meaning of its own; the names of the columns hold for those `below` the header.
    fn row(&mut self, cells: &[Cell], below: bool, record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut parts = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            let column = if below { at } else { usize::MAX };
            self.cell(column, cell, Place::OtherField, record, &mut parts);
        }
        crate::tell::counted_message(
            emit,
            RecordKind::Row,
            Message { conversation: self.entry.into(), parts, ..Message::default() },
        )?;
        Ok(())
    }

    fn contact(&mut self, cells: &[Cell], record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut parts = Vec::new();
        let mut name = String::new();
        for (at, cell) in cells.iter().enumerate() {
            self.cell(at, cell, Place::ContactCard, record, &mut parts);
            if matches!(self.layout.column(at), Column::Name | Column::Author) && !cell.range.is_empty() {
                let (text, _) = record.text(cell.range.clone());
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&text);
            }
        }
        let key = format!("{} {} {name}", self.entry, self.rows);
        crate::tell::contact(emit, Contact { key: key.into(), name: name.into(), owner: false, parts })
    }

    fn message(&mut self, cells: &[Cell], record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut message = Message::default();
        let mut parts = Vec::new();
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.range.is_empty()) {
            let (text, _) = record.text(cell.range.clone());
            match self.layout.column(at) {
                Column::Text => self.cell(at, cell, Place::Body, record, &mut message.parts),
                Column::Recipient => self.cell(at, cell, Place::Recipient, record, &mut parts),
                Column::Author => {
                    message.role = role(&text);
                    message.author = text.into_owned().into();
                    self.participant(at, cell, message.role, record, emit)?;
                }
                Column::Conversation => {
                    message.conversation = text.into_owned().into();
                    self.conversation(at, cell, record, emit)?;
                }
                Column::Time if time(&text).is_some() => message.sent_at = time(&text),
                Column::Time => {
                    parts.push(self.part(record, cell.range.clone(), Escape::None, Place::OtherField, ReadAs::Opaque, self.layout.name(at)));
                }
                Column::Name | Column::Phone | Column::Other => self.cell(at, cell, Place::OtherField, record, &mut parts),
            }
        }
        if message.conversation.is_empty() {
            message.conversation = self.entry.into();
        }
        message.parts.append(&mut parts);
        crate::tell::message(emit, message)?;
        Ok(())
    }

    fn participant(&mut self, at: usize, cell: &Cell, role: Role, record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let (text, _) = record.text(cell.range.clone());
        if self.told.len() >= MOST_NAMES || !self.told.insert(format!("from {text}")) {
            return Ok(());
        }
        let mut parts = Vec::new();
        self.cell(at, cell, Place::Author, record, &mut parts);
        for part in &mut parts {
            if Field::of("phone", &part.text) == Field::Phone && part.text.chars().filter(char::is_ascii_digit).count() >= 7 {
                part.read_as = ReadAs::Number;
            }
        }
        let key: Key<'_> = text.clone().into();
        emit.event(Event::Participant(Participant { key, name: text.into(), role, parts, ..Participant::default() }))
    }

    fn conversation(&mut self, at: usize, cell: &Cell, record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let (text, _) = record.text(cell.range.clone());
        if self.told.len() >= MOST_NAMES || !self.told.insert(format!("in {text}")) {
            return Ok(());
        }
        let mut parts = Vec::new();
        self.cell(at, cell, Place::Title, record, &mut parts);
        let key: Key<'_> = text.clone().into();
        emit.event(Event::Conversation(Conversation { key, title: text.into(), parts, ..Conversation::default() }))
    }

    /// A cell as a part, if it holds anything.
    fn cell<'b>(&self, at: usize, cell: &Cell, place: Place, record: &Record<'b, ()>, parts: &mut Vec<Part<'b>>)
    where
        Self: 'b,
    {
        let raw = &record.bytes[cell.range.clone()];
        if raw.trim_ascii().is_empty() {
            return;
        }
        let escape = if cell.doubled { Escape::Csv } else { Escape::None };
        let mut part = self.part(record, cell.range.clone(), escape, place, ReadAs::Text, self.layout.name(at));
        part.read_as = columns::read_as(self.layout.column(at), self.layout.name(at), &part.text);
        parts.push(part);
    }

    fn part<'b>(
        &self,
        record: &Record<'b, ()>,
        range: std::ops::Range<usize>,
        escape: Escape,
        place: Place,
        read_as: ReadAs,
        label: &str,
    ) -> Part<'b> {
        let (text, mut at) = record.text(range.clone());
        let text = match escape {
            Escape::Csv => {
                at = record.locator(range, Escape::Csv);
                text.replace("\"\"", "\"").into()
            }
            _ => text.into(),
        };
        Part { place, read_as, text, label: label.to_owned().into(), at }
    }
}

/// A time with a known order of its numbers; others are kept as they are.
fn time(text: &str) -> Option<SentAt> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match text.parse::<f64>() {
        Ok(epoch) if digits && epoch >= 1e8 => instant::from_epoch(epoch),
        Ok(_) | Err(_) => instant::from_iso(text),
    }
}

/// Who speaks, where the author's column holds a role.
fn role(author: &str) -> Role {
    match author.trim().to_ascii_lowercase().as_str() {
        "assistant" | "ai" | "bot" | "chatgpt" | "copilot" | "model" | "claude" | "gemini" | "meta ai" => Role::Assistant,
        "system" => Role::System,
        "tool" | "function" => Role::Tool,
        _ => Role::Person,
    }
}
