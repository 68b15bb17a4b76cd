//! Who supplied a number in another conversation of the same export: each number's mentions are gone through once,
//! and only those are kept that can answer for some conversation.

use super::judge::{Elsewhere, origin_of};
use super::load::You;
use super::transcript::Speaker;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;
use teltale_index::{
    ConversationId, ConversationRow, MentionFacts, MentionFilter, MentionOrder, NumberId, Reader, Result,
    Setting, SourceId,
};
use teltale_model::{Origin, Place, Role};

/// Looks suppliers up, and remembers them.
#[derive(Default)]
pub(super) struct Suppliers {
    conversations: RefCell<FxHashMap<ConversationId, Rc<Around>>>,
    numbers: RefCell<FxHashMap<NumberId, Rc<[Supplier]>>>,
}

/// What of a conversation matters to the others.
struct Around {
    service: String,
    you: You,
}

/// A mention that supplies a number to other conversations.
struct Supplier {
    mention: i64,
    conversation: Option<ConversationId>,
    source: SourceId,
    around: Option<Rc<Around>>,
    origin: Origin,
    sent_ms: Option<i64>,
}

impl Suppliers {
    /// The first supplier of the number outside the conversation that does not come after the answer. Those without a
    /// time come last: their order is not known.
    pub fn first(
        &self,
        reader: &Reader,
        number: NumberId,
        asking: &ConversationRow,
        answered_ms: Option<i64>,
    ) -> Result<Option<Elsewhere>> {
        let suppliers = self.of(reader, number)?;
        let first = suppliers.iter().find(|supplier| {
            let same_service = supplier
                .around
                .as_ref()
                .is_some_and(|around| !around.service.is_empty() && around.service == asking.service);
            let after = matches!((supplier.sent_ms, answered_ms), (Some(then), Some(now)) if then > now);
            supplier.conversation != Some(asking.id)
                && (supplier.source == asking.source || same_service)
                && !after
        });
        Ok(first.map(|supplier| Elsewhere {
            mention: supplier.mention,
            origin: supplier.origin,
            sent_ms: supplier.sent_ms,
        }))
    }

    fn of(&self, reader: &Reader, number: NumberId) -> Result<Rc<[Supplier]>> {
        if let Some(known) = self.numbers.borrow().get(&number) {
            return Ok(Rc::clone(known));
        }
        // The same assistant saying it elsewhere is no supplier.
        let filter = MentionFilter {
            number: Some(number),
            settings: vec![Setting {
                roles: vec![Role::Person, Role::Tool, Role::System, Role::Account],
                ..Setting::default()
            }],
            ..MentionFilter::default()
        };
        let mut kept = Kept::default();
        let mut suppliers = Vec::new();
        for mention in reader.facts(&filter, MentionOrder::Content)? {
            if matches!(mention.place, Place::Title | Place::Summary | Place::AccountField) {
                continue;
            }
            let around = mention
                .conversation
                .map(|id| self.around(reader, id))
                .transpose()?;
            if kept.is_worth_it(&mention, around.as_deref()) {
                suppliers.push(supplier(&mention, around));
            }
        }
        let suppliers: Rc<[Supplier]> = suppliers.into();
        self.numbers.borrow_mut().insert(number, Rc::clone(&suppliers));
        Ok(suppliers)
    }

    fn around(&self, reader: &Reader, conversation: ConversationId) -> Result<Rc<Around>> {
        if let Some(known) = self.conversations.borrow().get(&conversation) {
            return Ok(Rc::clone(known));
        }
        let row = reader.conversation(conversation)?;
        let around = Rc::new(Around {
            you: You::of(reader, &row)?,
            service: row.service,
        });
        self.conversations
            .borrow_mut()
            .insert(conversation, Rc::clone(&around));
        Ok(around)
    }
}

fn supplier(mention: &MentionFacts, around: Option<Rc<Around>>) -> Supplier {
    let speaker = match mention.role {
        Role::Person => match &around {
            Some(around) if around.you.wrote(mention.role, mention.author) => Speaker::You,
            _ => Speaker::Another,
        },
        Role::Assistant => Speaker::Assistant,
        Role::Tool => Speaker::Tool,
        Role::System | Role::Account => Speaker::Service,
    };
    Supplier {
        mention: mention.id.0,
        conversation: mention.conversation,
        source: mention.source,
        around,
        origin: origin_of(speaker, mention.place, ""),
        sent_ms: mention.sent_at.map(|sent| sent.unix_ms),
    }
}

/// Which mentions were kept of a number. The first of a source or a service answers for every conversation but its
/// own, and the first of another conversation for that one; of those with a time, and of those without.
#[derive(Default)]
struct Kept(FxHashMap<(bool, Group), Vec<Option<ConversationId>>>);

#[derive(PartialEq, Eq, Hash)]
enum Group {
    Source(SourceId),
    Service(String),
}

impl Kept {
    fn is_worth_it(&mut self, mention: &MentionFacts, around: Option<&Around>) -> bool {
        let service = around.map(|around| Group::Service(around.service.clone()));
        let mut worth_it = false;
        for group in std::iter::once(Group::Source(mention.source)).chain(service) {
            let kept = self.0.entry((mention.sent_at.is_some(), group)).or_default();
            if kept.len() < 2 && !kept.contains(&mention.conversation) {
                kept.push(mention.conversation);
                worth_it = true;
            }
        }
        worth_it
    }
}
