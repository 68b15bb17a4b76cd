//! Cuts an event down to what a line about its mentions needs.

use super::frame::PartMatches;
use teltale_model::{Event, Part};

/// The event with only those parts that hold a number. None where nothing is left to say: conversations and
/// participants are kept without parts, since a mention names them.
pub(super) fn trimmed_to_mentions(
    mut event: Event<'_>,
    mut found: Vec<PartMatches>,
) -> Option<(Event<'_>, Vec<PartMatches>)> {
    let parts = match &mut event {
        Event::Conversation(conversation) => &mut conversation.parts,
        Event::Participant(participant) => &mut participant.parts,
        Event::Problem(_) => return Some((event, found)),
        Event::Account(_) | Event::Contact(_) | Event::Message(_) if found.is_empty() => return None,
        Event::Account(account) => &mut account.parts,
        Event::Contact(contact) => &mut contact.parts,
        Event::Message(message) => {
            message.attachments.clear();
            message.unread.clear();
            &mut message.parts
        }
    };
    keep_found(parts, &mut found);
    Some((event, found))
}

/// Drops the parts without a match and counts the others anew.
fn keep_found(parts: &mut Vec<Part<'_>>, found: &mut [PartMatches]) {
    let (mut index, mut next) = (0, 0);
    parts.retain(|_| {
        let keep = found.get(next).is_some_and(|of_part| of_part.part == index);
        if keep {
            found[next].part = next as u32;
            next += 1;
        }
        index += 1;
        keep
    });
}
