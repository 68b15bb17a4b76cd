//! Conversations: the list and the reader.

use crate::Result;
use crate::names::{Names, format_name_or};
use crate::open_case::{OpenCase, shown};
use crate::show::{
    AttachmentView, ConversationId, ConversationPage, ConversationRow, MessageId, MessageView, Page,
    PageRequest, PartView, UnreadView, When, visible_line,
};
use teltale_index::{self as index, ConversationOrder, Record};
use teltale_model::{SentAt, Zone};

/// Jump marks of a conversation.
const MOST_MARKS: u32 = 10_000;
/// Characters of one part in the reader; a pasted book is cut here.
const LONGEST_PART: usize = 20_000;

impl OpenCase {
    /// A page of the list of conversations, last message first.
    pub fn conversations(&self, page: PageRequest) -> Result<Page<ConversationRow>> {
        let found = self
            .reader()?
            .conversations(ConversationOrder::Latest, page.into())?;
        let rows = found.rows.iter().map(conversation_row).collect();
        Ok(Page {
            rows,
            total: found.total,
            offset: page.offset,
        })
    }

    /// A conversation with a window of its messages.
    pub fn conversation(&self, conversation: ConversationId, page: PageRequest) -> Result<ConversationPage> {
        let reader = self.reader()?;
        let mut names = Names::new(&reader);
        let row = conversation_row(&reader.conversation(conversation.into())?);
        let participants = reader
            .participants(conversation.into())?
            .iter()
            .map(|person| names.person(person))
            .collect::<Result<_>>()?;
        let limit = page.limit.min(PageRequest::MOST);
        let messages = reader
            .messages(conversation.into(), page.offset, limit)?
            .iter()
            .map(|record| message_view(record, &mut names))
            .collect::<Result<_>>()?;
        let mentioned_at = reader.mentioned_at(conversation.into(), MOST_MARKS)?;
        Ok(ConversationPage {
            row,
            participants,
            messages,
            offset: page.offset,
            mentioned_at,
        })
    }

    /// Where in its conversation a message stands, from 0; none for records of no conversation.
    pub fn place_of(&self, message: MessageId) -> Result<Option<u64>> {
        Ok(self.reader()?.record(message.into())?.position)
    }
}

pub(crate) fn conversation_row(row: &index::ConversationRow) -> ConversationRow {
    let moment = |at: Option<i64>| {
        at.map(|unix_ms| {
            When::from(SentAt {
                unix_ms,
                zone: Zone::Unknown,
            })
        })
    };
    ConversationRow {
        id: row.id.into(),
        title: shown(&row.title),
        kind: row.kind,
        service: format_name_or(&row.service),
        source: row.source.into(),
        messages: row.messages,
        participants: row.participants,
        mentions: row.mentions,
        numbers: row.numbers,
        first: moment(row.first_at),
        last: moment(row.last_at),
        omits_tool_data: row.omits_tool_data,
        truncated_start: row.truncated_start,
    }
}

pub(crate) fn message_view(record: &Record, names: &mut Names<'_>) -> Result<MessageView> {
    let mut parts = Vec::with_capacity(record.parts.len());
    for part in &record.parts {
        let text = &part.text.text;
        let to = text
            .char_indices()
            .nth(LONGEST_PART)
            .map_or(text.len(), |(at, _)| at);
        parts.push(PartView {
            place: part.place,
            label: visible_line(&part.label),
            segments: names.segments(&part.text, 0, to)?,
            left_out: text[to..].chars().count() as u64,
        });
    }
    Ok(MessageView {
        id: record.id.into(),
        conversation: record.conversation.map(Into::into),
        place_in_conversation: record.position.unwrap_or(0),
        author: names.author(record)?,
        role: record.role,
        sent: record.sent_at.map(Into::into),
        branch: record.branch,
        hidden: record.hidden,
        forwarded: record.forwarded,
        edited: record.edited,
        parts,
        attachments: record
            .attachments
            .iter()
            .map(|(media, name)| AttachmentView {
                name: visible_line(name),
                media: *media,
            })
            .collect(),
        unread: record
            .unread
            .iter()
            .map(|unread| UnreadView { kind: unread.kind })
            .collect(),
    })
}
