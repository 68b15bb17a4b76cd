//! The vocabulary of Teltale: plain facts and no behaviour beyond reading them.
//!
//! Every other room speaks in these words. A format yields [`Event`]s, the finder yields [`Match`]es, the
//! case stores both, the doors show them. Types that carry text or digits print only their length in
//! `Debug`, so that nothing a user wrote can reach a log or a panic by accident.

mod event;
mod ledger;
mod locator;
mod matched;
mod number;
mod origin;
mod place;
mod problem;
mod text;
mod time;

pub use event::{
    Account, Attachment, Branch, Contact, Conversation, ConversationKind, Event, Media, Message, Part,
    Participant, ReadAs, Role, Unread, UnreadKind,
};
pub use ledger::{Ledger, RecordKind, SkipReason, Tally};
pub use locator::{Encoding, Escape, Locator};
pub use matched::{Match, Reason, Rejection};
pub use number::{Candidate, Certainty, Class, E164, LineType, Region};
pub use origin::{Origin, OriginFlag};
pub use place::Place;
pub use problem::{Problem, ProblemKind};
pub use text::{Key, Text};
pub use time::{SentAt, Zone};
