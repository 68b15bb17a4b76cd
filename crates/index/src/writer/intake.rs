//! Events as they are taken: each becomes a record, and says something of a conversation or a participant.

use super::Writer;
use super::open_entry::{Gathering, OpenEntry};
use super::record::{Facts, Kept};
use crate::{EntryId, Error, RecordId, RecordType, Result};
use teltale_model::{ConversationKind, Event, Match, Message, Problem, Role, Text};

/// People of an entry that are remembered before the memory of them starts afresh.
const REMEMBERED_PERSONS: usize = 4096;

impl Writer {
    /// Returns false for an event that is stored already.
    pub(super) fn take_event(
        &mut self,
        id: EntryId,
        ordinal: u64,
        event: &Event<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<bool> {
        let next = self
            .open
            .get(&id.0)
            .ok_or(Error::OutOfOrder("no such entry is being read"))?
            .next;
        if ordinal < next {
            return Ok(false);
        }
        if ordinal > next {
            return Err(Error::OutOfOrder("an event is missing"));
        }
        let ordinal = u32::try_from(ordinal)
            .map_err(|_| Error::TooLarge("more than four thousand million events in a file"))?;
        if !matches.iter().all(|(part, found)| fits(event, *part, found)) {
            return Err(Error::OutOfOrder(
                "matches must be ordered, apart and on character boundaries of their part",
            ));
        }
        let mut entry = self.open.remove(&id.0).expect("looked up above");
        let taken = self.take_new(id.0, &mut entry, ordinal, event, matches);
        self.open.insert(id.0, entry);
        taken.map(|()| true)
    }

    fn take_new(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        ordinal: u32,
        event: &Event<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<()> {
        match event {
            Event::Account(account) => {
                let conversation = self.conversation(id, entry, Gathering::Accounts, "")?;
                let facts = Facts {
                    by_owner: true,
                    ..Facts::new(
                        RecordType::Account,
                        Role::Account,
                        &account.name,
                        &account.key,
                        &account.parts,
                    )
                };
                self.record(id, entry, conversation, ordinal, &facts, matches)?;
            }
            Event::Contact(contact) => {
                let conversation = self.conversation(id, entry, Gathering::Contacts, "")?;
                let facts = Facts {
                    by_owner: contact.owner,
                    ..Facts::new(
                        RecordType::Contact,
                        Role::Person,
                        &contact.name,
                        &contact.key,
                        &contact.parts,
                    )
                };
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                self.name(id, ordinal, kept);
            }
            Event::Conversation(said) => {
                let conversation = self.conversation(id, entry, Gathering::Conversation, &said.key)?;
                let facts = Facts::new(
                    RecordType::Conversation,
                    Role::System,
                    &said.title,
                    "",
                    &said.parts,
                );
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                let of = &mut entry
                    .conversations
                    .get_mut(&conversation)
                    .expect("made above")
                    .said;
                if !said.title.is_empty() {
                    of.title = kept.name;
                }
                if said.kind != ConversationKind::Unknown {
                    of.kind = said.kind;
                }
                of.omits_tool_data |= said.omits_tool_data;
                of.truncated_start |= said.truncated_start;
            }
            Event::Participant(said) => {
                let gathering = if said.conversation.is_empty() {
                    Gathering::People
                } else {
                    Gathering::Conversation
                };
                let conversation = self.conversation(id, entry, gathering, &said.conversation)?;
                let person = self.person(entry, &said.key);
                let participant = self.participant(id, entry, conversation, person)?;
                let facts = Facts {
                    by_owner: said.owner,
                    author: Some((participant, person)),
                    ..Facts::new(RecordType::Participant, said.role, &said.name, "", &said.parts)
                };
                let kept = self.record(id, entry, conversation, ordinal, &facts, matches)?;
                let of = entry.participants.get_mut(&participant).expect("made above");
                if !said.name.is_empty() {
                    of.name = kept.name.clone();
                }
                if said.role != Role::Person {
                    of.role = said.role;
                }
                of.owner |= said.owner;
                of.number = of.number.or(kept.number);
                self.name(id, ordinal, kept);
            }
            Event::Message(message) => self.message(id, entry, ordinal, message, matches)?,
            Event::Problem(problem) => self.problem(id, entry, problem),
        }
        entry.next += 1;
        entry.progress.events += 1;
        self.batch.events += 1;
        Ok(())
    }

    pub(super) fn problem(&mut self, id: i64, entry: &mut OpenEntry, problem: &Problem) {
        self.batch.problems.push((id, problem.clone()));
        entry.progress.problems += 1;
    }

    fn message(
        &mut self,
        id: i64,
        entry: &mut OpenEntry,
        ordinal: u32,
        message: &Message<'_>,
        matches: &[(usize, Vec<Match>)],
    ) -> Result<()> {
        let conversation = self.conversation(id, entry, Gathering::Conversation, &message.conversation)?;
        let author = if message.author.is_empty() {
            None
        } else {
            let person = self.person(entry, &message.author);
            let participant = self.participant(id, entry, conversation, person)?;
            entry
                .participants
                .get_mut(&participant)
                .expect("made above")
                .messages += 1;
            Some((participant, person))
        };
        let nameless = Text::default();
        let facts = Facts {
            branch: message.branch,
            hidden: message.hidden,
            forwarded: message.forwarded,
            edited: message.edited,
            sent_at: message.sent_at,
            author,
            parent: &message.parent,
            attachments: &message.attachments,
            unread: &message.unread,
            ..Facts::new(
                RecordType::Message,
                message.role,
                &nameless,
                &message.key,
                &message.parts,
            )
        };
        self.record(id, entry, conversation, ordinal, &facts, matches)?;
        entry.progress.messages += 1;
        entry.progress.unread += message.unread.len() as i64;
        let of = &mut entry
            .conversations
            .get_mut(&conversation)
            .expect("made above")
            .said;
        of.unread += message.unread.len() as i64;
        Ok(())
    }

    /// A name on a card, or of a member, is a claim about each number on it.
    fn name(&mut self, id: i64, ordinal: u32, kept: Kept) {
        if kept.name.masked.is_empty() || kept.name.sealed.is_some() {
            return;
        }
        let record = RecordId::new(EntryId(id), ordinal).0;
        for number in kept.numbers {
            self.batch.named.push((number, record, kept.name.clone()));
        }
    }

    /// Stands for a person of a service, in all its conversations.
    fn person(&self, entry: &mut OpenEntry, key: &str) -> i64 {
        if let Some(person) = entry.persons.get(key) {
            return *person;
        }
        let digest = self.case.identity("person", &[&entry.scope, key.as_bytes()]);
        let person = i64::from_le_bytes(digest.as_bytes()[..8].try_into().expect("8 of 32 bytes"));
        if entry.persons.len() >= REMEMBERED_PERSONS {
            entry.persons.clear();
        }
        entry.persons.insert(key.to_owned(), person);
        person
    }
}

/// Matches come from a process that read a stranger's file: they are checked before anything is done with them.
fn fits(event: &Event<'_>, part: usize, found: &[Match]) -> bool {
    let parts = match event {
        Event::Account(account) => &account.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => return false,
    };
    let Some(part) = parts.get(part) else { return false };
    let mut end = 0;
    found.iter().all(|one| {
        let (from, to) = (one.start as usize, one.end as usize);
        let fits = from >= end && from < to && part.text.get(from..to).is_some();
        end = to;
        fits
    })
}
