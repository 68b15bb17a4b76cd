//! Looks up who, where and whose for rows of a page, each thing once.

use crate::Result;
use crate::open_case::shown;
use crate::show::{AuthorView, Owner, Segment, visible, visible_line};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use teltale_index::{
    ConversationId, ConversationRow, EntryId, EntryRow, NumberId, NumberRow, Ownership, ParticipantId,
    ParticipantRow, Reader, Record, RecordId, SourceId, Span, StoredText,
};

/// What a page of rows needs to know about the things its rows point at.
pub(crate) struct Names<'r> {
    pub reader: &'r Reader,
    conversations: HashMap<ConversationId, ConversationRow>,
    participants: HashMap<ParticipantId, ParticipantRow>,
    numbers: HashMap<NumberId, NumberRow>,
    sources: HashMap<SourceId, String>,
    entries: HashMap<EntryId, EntryRow>,
    /// The last record that was asked for: several mentions often stand in one.
    record: Option<Record>,
}

/// Asks once, and remembers.
fn once<K: std::hash::Hash + Eq + Copy, V>(
    known: &mut HashMap<K, V>,
    key: K,
    ask: impl FnOnce(K) -> teltale_index::Result<V>,
) -> Result<&V> {
    match known.entry(key) {
        Entry::Occupied(entry) => Ok(entry.into_mut()),
        Entry::Vacant(entry) => Ok(entry.insert(ask(key)?)),
    }
}

impl<'r> Names<'r> {
    pub(crate) fn new(reader: &'r Reader) -> Self {
        Self {
            reader,
            conversations: HashMap::new(),
            participants: HashMap::new(),
            numbers: HashMap::new(),
            sources: HashMap::new(),
            entries: HashMap::new(),
            record: None,
        }
    }

    pub(crate) fn conversation(&mut self, id: ConversationId) -> Result<&ConversationRow> {
        once(&mut self.conversations, id, |id| self.reader.conversation(id))
    }

    pub(crate) fn participant(&mut self, id: ParticipantId) -> Result<&ParticipantRow> {
        once(&mut self.participants, id, |id| self.reader.participant(id))
    }

    pub(crate) fn number(&mut self, id: NumberId) -> Result<&NumberRow> {
        once(&mut self.numbers, id, |id| self.reader.number(id))
    }

    pub(crate) fn entry(&mut self, id: EntryId) -> Result<&EntryRow> {
        once(&mut self.entries, id, |id| self.reader.entry(id))
    }

    pub(crate) fn record(&mut self, id: RecordId) -> Result<&Record> {
        if self.record.as_ref().is_none_or(|record| record.id != id) {
            self.record = Some(self.reader.record(id)?);
        }
        Ok(self.record.as_ref().expect("was just filled"))
    }

    /// A source's path, masked.
    pub(crate) fn source_path(&mut self, id: SourceId) -> Result<&str> {
        if self.sources.is_empty() {
            for source in self.reader.source_names()? {
                self.sources.insert(source.id, source.path.masked);
            }
        }
        Ok(self.sources.entry(id).or_default())
    }

    /// The last part of a source's path, as shown.
    pub(crate) fn source(&mut self, id: SourceId) -> Result<String> {
        Ok(visible_line(&last_part(self.source_path(id)?)))
    }

    /// The service of a conversation, or the name of the format of an entry.
    pub(crate) fn service(&mut self, conversation: Option<ConversationId>, entry: EntryId) -> Result<String> {
        let service = match conversation {
            Some(conversation) => self.conversation(conversation)?.service.clone(),
            None => String::new(),
        };
        Ok(service_of(&service, &self.entry(entry)?.format))
    }

    pub(crate) fn owner(&mut self, number: NumberId) -> Result<Owner> {
        Ok(self.number(number)?.owner.into())
    }

    /// Who wrote a record.
    pub(crate) fn author(&mut self, record: &Record) -> Result<Option<AuthorView>> {
        let Some(author) = record.author else {
            let name = shown(&record.name);
            return Ok((!name.is_empty()).then_some(AuthorView {
                name,
                role: record.role,
                you: record.by_owner,
                number: None,
            }));
        };
        let row = self.participant(author)?.clone();
        let mut view = self.person(&row)?;
        // One participant may speak in several roles: an assistant's turn in a group.
        view.role = record.role;
        view.you |= record.by_owner;
        Ok(Some(view))
    }

    /// Somebody in a conversation.
    pub(crate) fn person(&mut self, row: &ParticipantRow) -> Result<AuthorView> {
        let mut name = shown(&row.name);
        if let Some(number) = row.number.filter(|_| name.is_empty()) {
            name = self.number(number)?.masked.clone();
        }
        Ok(AuthorView {
            name,
            role: row.role,
            you: row.owner,
            number: row.number.map(Into::into),
        })
    }

    /// A stretch of a stored text, in pieces.
    pub(crate) fn segments(&mut self, text: &StoredText, from: usize, to: usize) -> Result<Vec<Segment>> {
        let mut segments = Vec::new();
        let mut at = from;
        let words = |segments: &mut Vec<Segment>, piece: &str| {
            if !piece.is_empty() {
                segments.push(Segment::Text {
                    text: visible(piece).into_owned(),
                });
            }
        };
        for span in text
            .spans
            .iter()
            .filter(|span| (from..to).contains(&(span.at as usize)))
        {
            words(&mut segments, &text.text[at..span.at as usize]);
            segments.push(self.segment(span)?);
            at = span.at as usize + TOKEN_BYTES;
        }
        words(&mut segments, &text.text[at.min(to)..to]);
        Ok(segments)
    }

    fn segment(&mut self, span: &Span) -> Result<Segment> {
        Ok(Segment::Number {
            mention: span.mention.into(),
            number: span.number.into(),
            masked: span.masked.clone(),
            certainty: span.certainty,
            class: span.class,
            owner: self.owner(span.number)?,
        })
    }

    /// The words around a byte of a stored text, on one line's worth.
    pub(crate) fn snippet(&mut self, text: &StoredText, around: usize) -> Result<Vec<Segment>> {
        let (from, to) = window(&text.text, around);
        let mut segments = self.segments(text, from, to)?;
        if from > 0 {
            segments.insert(
                0,
                Segment::Text {
                    text: "…".to_owned()
                },
            );
        }
        if to < text.text.len() {
            segments.push(Segment::Text {
                text: "…".to_owned()
            });
        }
        Ok(segments)
    }
}

/// Bytes of the character that stands for a number in a stored text.
const TOKEN_BYTES: usize = '\u{fffc}'.len_utf8();

/// Characters of a snippet before and after its point.
const SNIPPET: usize = 70;

/// About [`SNIPPET`] characters on each side of a byte, on character boundaries.
fn window(text: &str, around: usize) -> (usize, usize) {
    let around = text.floor_char_boundary(around.min(text.len()));
    let from = text[..around]
        .char_indices()
        .rev()
        .nth(SNIPPET - 1)
        .map_or(0, |(at, _)| at);
    let to = text[around..]
        .char_indices()
        .nth(SNIPPET)
        .map_or(text.len(), |(at, _)| around + at);
    (from, to)
}

/// The name of a conversation's service; where it has none, that of the format it was read by.
pub(crate) fn service_of(service: &str, format: &str) -> String {
    match service.is_empty() {
        true => service_of_format(format),
        false => format_name_or(service),
    }
}

/// The name of the service of a format, or of the format itself.
pub(crate) fn service_of_format(id: &str) -> String {
    match teltale_formats::by_id(id) {
        Some(format) if !format.about().service.is_empty() => format.about().service.to_owned(),
        Some(format) => format.about().name.to_owned(),
        None => id.to_owned(),
    }
}

/// A service's name; where there is none, it is a format's id.
pub(crate) fn format_name_or(service: &str) -> String {
    teltale_formats::by_id(service)
        .map_or_else(|| service.to_owned(), |format| format.about().name.to_owned())
}

/// What follows the last separator of a path.
pub(crate) fn last_part(path: &str) -> String {
    path.trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(path)
        .to_owned()
}

impl From<Ownership> for Owner {
    fn from(owner: Ownership) -> Self {
        match owner {
            Ownership::Mine => Self::Mine,
            Ownership::Contact => Self::Contact,
            Ownership::GroupMember => Self::GroupMember,
            Ownership::PublicService => Self::PublicService,
            Ownership::Unknown => Self::Unknown,
        }
    }
}

impl From<Owner> for Ownership {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Mine => Self::Mine,
            Owner::Contact => Self::Contact,
            Owner::GroupMember => Self::GroupMember,
            Owner::PublicService => Self::PublicService,
            Owner::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_keeps_to_characters() {
        let text = "é".repeat(400);
        let (from, to) = window(&text, 401);
        assert_eq!(
            (text[from..to].chars().count(), from),
            (2 * SNIPPET, 400 - 2 * SNIPPET)
        );
        assert_eq!(window("short", 3), (0, 5));
    }

    #[test]
    fn names_of_sources_are_the_last_part_of_their_paths() {
        assert_eq!(last_part("/home/robin/exports/"), "exports");
        assert_eq!(last_part(r"C:\exports\chat.zip"), "chat.zip");
    }
}
