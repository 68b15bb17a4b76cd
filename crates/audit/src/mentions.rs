//! Lists of mentions, one mention with what is around it, and mentions as lines of JSON.

use crate::appearance::{self, Facts, appearance};
use crate::conversations::message_view;
use crate::names::Names;
use crate::open_case::{OpenCase, hex, shown, unhex};
use crate::show::{
    Digits, LocatorView, MatchLine, MentionFilter, MentionId, MentionLine, MentionRow, MentionView, NotRead,
    Page, PageRequest, When, rfc3339,
};
use crate::{Result, words};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use teltale_index::{self as index, MentionOrder, Purpose};
use teltale_model::{ConversationKind, Locator};

/// Messages before and after a mention in its panel.
const AROUND: u32 = 3;

impl OpenCase {
    /// A page of mentions, newest first.
    pub fn mentions(&self, filter: &MentionFilter, page: PageRequest) -> Result<Page<MentionRow>> {
        let reader = self.reader()?;
        self.mentions_page(&mut Names::new(&reader), filter, MentionOrder::Latest, page)
    }

    pub(crate) fn mentions_page(
        &self,
        names: &mut Names<'_>,
        filter: &MentionFilter,
        order: MentionOrder,
        page: PageRequest,
    ) -> Result<Page<MentionRow>> {
        let found = names.reader.mentions(&filter.into(), order, page.into())?;
        let rows = found
            .rows
            .iter()
            .map(|row| mention_row(row, names))
            .collect::<Result<_>>()?;
        Ok(Page {
            rows,
            total: found.total,
            offset: page.offset,
        })
    }

    /// One mention with what is around it.
    pub fn mention(&self, mention: MentionId) -> Result<MentionView> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let row = reader.mention(mention.into())?;
        let mut not_read = Vec::new();
        let mut context = Vec::new();
        for record in reader.context(row.record, AROUND)? {
            for unread in &record.unread {
                not_read.push(NotRead::Unread { kind: unread.kind });
            }
            context.push(message_view(&record, &mut names)?);
        }
        if let Some(conversation) = row.conversation {
            not_read.extend(NotRead::left_out(names.conversation(conversation)?));
        }
        not_read.sort();
        not_read.dedup();
        let entry = names.entry(row.entry)?.clone();
        let locator = reader.locator(&row)?;
        Ok(MentionView {
            mention: mention_row(&row, &mut names)?,
            at: LocatorView {
                source: names.source(row.source)?,
                entry: shown(&entry.path),
                text: locator_words(&locator),
                locator,
            },
            entry: entry.id.into(),
            recognised_as: entry.reason,
            context,
            not_read,
        })
    }

    /// Every mention that passes the filter, as lines of JSON in an order that depends on content alone: oldest
    /// first, those without a time last, in the order of their entries. Revealed digits are logged first.
    pub fn mention_lines(
        &self,
        filter: &MentionFilter,
        digits: Digits,
        take: &mut dyn FnMut(MentionLine<'_>) -> ControlFlow<()>,
    ) -> Result<u64> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let filter = filter.into();
        let ids = reader.mention_ids(&filter, MentionOrder::Content)?;
        for page in ids.chunks(PageRequest::MOST as usize) {
            let rows = page
                .iter()
                .map(|id| reader.mention(*id))
                .collect::<index::Result<Vec<_>>>()?;
            let revealing = Revealing::of(self, &rows, digits)?;
            for row in &rows {
                if take(self.mention_line(row, &mut names, revealing.as_ref())?).is_break() {
                    return Ok(ids.len() as u64);
                }
            }
        }
        Ok(ids.len() as u64)
    }
}

/// Digits and names of the rows of one page, revealed together so that the log has one entry a page.
struct Revealing {
    numbers: HashMap<index::NumberId, index::Revealed>,
    spellings: HashMap<index::MentionId, String>,
    names: HashMap<index::ParticipantId, String>,
    titles: HashMap<index::ConversationId, String>,
    /// The paths of a source and of an entry in it.
    paths: HashMap<index::EntryId, (String, String)>,
}

impl Revealing {
    fn of(case: &OpenCase, rows: &[index::MentionRow], digits: Digits) -> Result<Option<Self>> {
        if digits == Digits::Masked || rows.is_empty() {
            return Ok(None);
        }
        let purpose = Purpose::Output("mentions");
        let numbers: BTreeSet<_> = rows.iter().map(|row| row.number).collect();
        let mentions: Vec<_> = rows.iter().map(|row| row.id).collect();
        let authors: BTreeSet<_> = rows.iter().filter_map(|row| row.author).collect();
        let numbers = case
            .case
            .reveal_numbers(&numbers.into_iter().collect::<Vec<_>>(), purpose)?;
        let authors = case
            .case
            .reveal_names(&authors.into_iter().collect::<Vec<_>>(), purpose)?;
        let conversations: BTreeSet<_> = rows.iter().filter_map(|row| row.conversation).collect();
        let titles = case
            .case
            .reveal_titles(&conversations.into_iter().collect::<Vec<_>>(), purpose)?;
        let mut paths = HashMap::new();
        for row in rows {
            if let Entry::Vacant(path) = paths.entry(row.entry) {
                path.insert((
                    case.case.source_path(row.source)?,
                    case.case.entry_path(row.entry)?,
                ));
            }
        }
        Ok(Some(Self {
            numbers: numbers
                .into_iter()
                .map(|revealed| (revealed.number, revealed))
                .collect(),
            spellings: case
                .case
                .reveal_mentions(&mentions, purpose)?
                .into_iter()
                .collect(),
            names: authors.into_iter().collect(),
            titles: titles.into_iter().collect(),
            paths,
        }))
    }
}

impl OpenCase {
    fn mention_line(
        &self,
        row: &index::MentionRow,
        names: &mut Names<'_>,
        revealing: Option<&Revealing>,
    ) -> Result<MentionLine<'static>> {
        let stored = names.number(row.number)?.clone();
        let masked = || match row.region {
            Some(_) => (Some(stored.masked.clone()), Vec::new()),
            None => (
                None,
                stored
                    .candidates
                    .iter()
                    .map(|(_, masked)| masked.clone())
                    .collect(),
            ),
        };
        let (number, candidates) = match revealing.and_then(|revealing| revealing.numbers.get(&row.number)) {
            None => masked(),
            Some(revealed) => (
                revealed.e164.as_ref().map(|number| number.as_str().to_owned()),
                revealed
                    .candidates
                    .iter()
                    .map(|(_, number)| number.as_str().to_owned())
                    .collect(),
            ),
        };
        let raw = revealing.and_then(|revealing| revealing.spellings.get(&row.id));
        let record = names.record(row.record)?.clone();
        let author = match row.author {
            Some(author) => {
                let shown = names.participant(author)?.name.masked.clone();
                revealing
                    .and_then(|revealing| revealing.names.get(&author))
                    .cloned()
                    .unwrap_or(shown)
            }
            None => record.name.masked.clone(),
        };
        let conversation = match row.conversation {
            Some(id) => Some(match revealing.and_then(|revealing| revealing.titles.get(&id)) {
                Some(title) => title.clone(),
                None => names.conversation(id)?.title.masked.clone(),
            }),
            None => None,
        };
        let (source, entry) = match revealing.and_then(|revealing| revealing.paths.get(&row.entry)) {
            Some(paths) => paths.clone(),
            None => (
                names.source_path(row.source)?.to_owned(),
                names.entry(row.entry)?.path.masked.clone(),
            ),
        };
        Ok(MentionLine {
            mention: Some(handle(row, names.entry(row.entry)?)),
            found: MatchLine {
                number: number.map(Cow::Owned),
                candidates: candidates.into_iter().map(Cow::Owned).collect(),
                raw: Cow::Owned(raw.unwrap_or(&row.masked).clone()),
                start: row.start.into(),
                end: row.end.into(),
                certainty: row.certainty,
                reasons: row.reasons.clone(),
                class: row.class,
                line_type: row.line_type,
                region: row.region,
            },
            place: row.place,
            source: Cow::Owned(source),
            entry: Cow::Owned(entry),
            format: Cow::Owned(names.entry(row.entry)?.format.clone()),
            conversation: conversation.filter(|title| !title.is_empty()).map(Cow::Owned),
            message: record
                .key
                .filter(|key| key >> 63 == 0)
                .map(|key| Cow::Owned(key.to_string())),
            author: Some(author).filter(|name| !name.is_empty()).map(Cow::Owned),
            role: row.role,
            sent_at: row.sent_at.map(rfc3339),
            locator: names.reader.locator(row)?,
        })
    }

    /// One mention as a line of JSON.
    pub fn mention_as_line(&self, mention: MentionId, digits: Digits) -> Result<MentionLine<'static>> {
        let reader = self.reader()?;
        let row = reader.mention(mention.into())?;
        let revealing = Revealing::of(self, std::slice::from_ref(&row), digits)?;
        self.mention_line(&row, &mut Names::new(&reader), revealing.as_ref())
    }

    /// The mention with this handle, as `mentions` prints it.
    pub fn mention_by_handle(&self, handle: &str) -> Result<Option<MentionId>> {
        let mut fields = handle.split('-');
        let (Some(hash), Some(ordinal), Some(part), Some(start), None) = (
            fields.next(),
            number(fields.next()),
            number(fields.next()),
            number(fields.next()),
            fields.next(),
        ) else {
            return Ok(None);
        };
        let reader = self.reader()?;
        for entry in entries_with_handle(&reader, hash)? {
            let Ok(record) = reader.record(index::RecordId::new(entry.id, ordinal)) else {
                continue;
            };
            let spans = record
                .parts
                .get(part as usize)
                .map(|part| part.text.spans.as_slice());
            for span in spans.unwrap_or_default() {
                if reader.mention(span.mention)?.start == start {
                    return Ok(Some(span.mention.into()));
                }
            }
        }
        Ok(None)
    }
}

/// What a mention is called on the command line: the content of its entry, and the place in it. The same in every
/// case that holds the same file.
fn handle(row: &index::MentionRow, entry: &index::EntryRow) -> String {
    format!(
        "{}-{}-{}-{}",
        entry_handle(entry),
        row.record.ordinal(),
        row.part,
        row.start
    )
}

/// Six bytes of the content's hash; of an entry that was not read to its end, of its path's instead, behind an `x`.
fn entry_handle(entry: &index::EntryRow) -> String {
    match entry.hash {
        Some(hash) => hex(&hash[..6]),
        None => format!(
            "x{}",
            hex(&blake3::hash(entry.path.masked.as_bytes()).as_bytes()[..6])
        ),
    }
}

fn entries_with_handle(reader: &index::Reader, handle: &str) -> Result<Vec<index::EntryRow>> {
    let mut entries = match unhex(handle) {
        Some(hash) => reader.entries_with_hash(&hash)?,
        None => reader.entries_without_hash()?,
    };
    entries.retain(|entry| entry_handle(entry) == handle);
    Ok(entries)
}

fn number(field: Option<&str>) -> Option<u32> {
    field?.parse().ok()
}

fn mention_row(row: &index::MentionRow, names: &mut Names<'_>) -> Result<MentionRow> {
    let (kind, conversation_title) = match row.conversation {
        Some(id) => {
            let conversation = names.conversation(id)?;
            (conversation.kind, shown(&conversation.title))
        }
        None => (ConversationKind::Unknown, String::new()),
    };
    let record = names.record(row.record)?.clone();
    let snippet = match record.parts.get(row.part as usize) {
        Some(part) => {
            let at = part
                .text
                .spans
                .iter()
                .find(|span| span.mention == row.id)
                .map_or(0, |span| span.at as usize);
            names.snippet(&part.text, at)?
        }
        None => Vec::new(),
    };
    Ok(MentionRow {
        id: row.id.into(),
        number: row.number.into(),
        masked: row.masked.clone(),
        certainty: row.certainty,
        reasons: row.reasons.clone(),
        class: row.class,
        owner: names.owner(row.number)?,
        place: row.place,
        role: row.role,
        appearance: appearance(Facts {
            record_type: row.record_type,
            place: row.place,
            role: row.role,
            kind,
            by_owner: record.by_owner,
        }),
        author: names.author(&record)?,
        sent: row.sent_at.map(Into::into),
        service: names.service(row.conversation, row.entry)?,
        source: row.source.into(),
        source_name: names.source(row.source)?,
        conversation: row.conversation.map(Into::into),
        conversation_title,
        message: row.record.into(),
        snippet,
        set_aside: row.set_aside,
        origin: row.origin,
        origin_flags: row.origin_flags.clone(),
    })
}

/// "bytes 1,204–1,219", "row 17 of message.text".
pub(crate) fn locator_words(locator: &Locator) -> String {
    match locator {
        Locator::Bytes { start, end, .. } => {
            format!("bytes {}–{}", words::thousands(*start), words::thousands(*end))
        }
        Locator::Row { table, rowid, column } => format!("row {rowid} of {table}.{column}"),
    }
}

impl From<&MentionFilter> for index::MentionFilter {
    fn from(filter: &MentionFilter) -> Self {
        let MentionFilter {
            number,
            owner,
            appearance,
            place,
            role,
            certainty,
            class,
            source,
            conversation,
            service,
            month,
        } = filter;
        let mut settings = appearance.map(appearance::settings).unwrap_or_default();
        if settings.is_empty() && (place.is_some() || role.is_some()) {
            settings.push(index::Setting::default());
        }
        for setting in &mut settings {
            narrow(&mut setting.places, *place);
            narrow(&mut setting.roles, *role);
        }
        let (from, until) = month.as_deref().and_then(month_span).unzip();
        Self {
            number: number.map(Into::into),
            owners: owner.iter().copied().map(Into::into).collect(),
            settings,
            certainty: *certainty,
            class: *class,
            source: source.map(Into::into),
            conversation: conversation.map(Into::into),
            service: service.clone(),
            from,
            until,
            set_aside: None,
        }
    }
}

/// Narrows a list that passes all when empty to one value. A value outside the list leaves the list: together they
/// would pass nothing, and an appearance already says more than a place.
fn narrow<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && (list.is_empty() || list.contains(&value))
    {
        *list = vec![value];
    }
}

/// First millisecond of a month `2024-03` and of the next one.
fn month_span(month: &str) -> Option<(i64, i64)> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    let (next_year, next_month) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    (1..=12).contains(&month).then(|| {
        (
            When::start_of_month(year, month),
            When::start_of_month(next_year, next_month),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins() {
        assert_eq!(month_span("1970-01"), Some((0, 31 * 86_400_000)));
        assert_eq!(month_span("2024-12").unwrap().1, month_span("2025-01").unwrap().0);
        assert_eq!(month_span("2024-13"), None);
    }
}
