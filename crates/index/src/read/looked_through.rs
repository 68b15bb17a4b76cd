//! What there was to look through in a source, for the claim that something does not stand in it.

use super::Reader;
use crate::block;
use crate::codes::Code;
use crate::{Result, SourceId};
use rusqlite::params;
use teltale_model::{ConversationKind, Place};

/// What a source holds beside its account records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookedThrough {
    /// Messages, copies included.
    pub messages: u64,
    /// What tools returned to assistants.
    pub tool_results: u64,
    /// Memories, instructions and documents that stand in an assistant's context.
    pub context: u64,
    /// Things that belong to messages and were not read.
    pub unread: u64,
}

impl Reader {
    /// Counts what a source holds. Only what was said with assistants is unpacked for it: elsewhere there are neither
    /// tools nor memories.
    pub fn looked_through(&self, source: SourceId) -> Result<LookedThrough> {
        let mut found = LookedThrough::default();
        (found.messages, found.unread) = self
            .db()
            .prepare_cached(
                "select ifnull(sum(messages), 0), ifnull(sum(unread), 0) from entry where source = ?1",
            )?
            .query_row([source], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64))
            })?;
        let mut select = self.db().prepare_cached(include_str!("looked_through.sql"))?;
        let mut blocks = select.query(params![
            source,
            ConversationKind::Assistant.code(),
            ConversationKind::Document.code()
        ])?;
        while let Some(row) = blocks.next()? {
            self.go_on()?;
            let (skips, columns): (Option<Vec<u8>>, Vec<u8>) = (row.get(0)?, row.get(2)?);
            for (slot, places) in block::places(&columns, row.get(1)?)?.into_iter().enumerate() {
                for place in places
                    .into_iter()
                    .filter(|_| block::counts(skips.as_deref(), slot))
                {
                    match place {
                        Place::ToolResult => found.tool_results += 1,
                        Place::CustomInstructions
                        | Place::ProjectPrompt
                        | Place::ProjectDocument
                        | Place::Memory
                        | Place::SystemPrompt => found.context += 1,
                        _ => {}
                    }
                }
            }
        }
        Ok(found)
    }
}
