//! Sentences about the case, as what they say and what they count; said in English by
//! `english.rs`, and by the window's catalogue in the language of its screens.

use super::{Appearance, Target};
use serde::Serialize;
use ts_rs::TS;

/// Something a sentence names or counts, one click away.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Link<T> {
    /// What is named or counted.
    pub what: T,
    /// Where a click leads.
    pub target: Target,
}

impl<T> Link<T> {
    /// What is named, and where a click on it leads.
    pub fn new(what: T, target: Target) -> Self {
        Self { what, target }
    }
}

/// One sentence: what it says, with what stands in it. Numbers and titles in it are masked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "says", rename_all = "snake_case")]
pub enum Sentence {
    /// A helpline was asked for and a mobile given.
    HelplineTurnedMobile {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
        /// True where the answer urged contact.
        urged: bool,
    },
    /// Nobody supplied the number.
    Volunteered {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
        /// How many answers held it.
        answers: u64,
        /// True where one of them urged contact.
        urged: bool,
    },
    /// One slip away from a number in context.
    AlteredCopy {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
        /// True where the answer urged contact.
        urged: bool,
    },
    /// Called right when somebody asked.
    Endorsed {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
    },
    /// The account's number outside the account record.
    AccountSilo {
        /// The number, masked.
        number: Link<String>,
        /// Where else it stands.
        places: Link<u64>,
    },
    /// From an assistant's answer into a chat.
    PassedOn {
        /// The number, masked.
        number: Link<String>,
        /// Chats it was written in later.
        conversations: Link<u64>,
        /// True where a time or a zone is missing.
        uncertain: bool,
    },
    /// Into a tool's arguments.
    SentToTool {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
    },
    /// In what the app does not show.
    HiddenContext {
        /// The number, masked.
        number: Link<String>,
        /// Where it stands.
        places: Link<u64>,
    },
    /// Given to assistants by the user.
    GivenAway {
        /// The number, masked.
        number: Link<String>,
        /// In how many conversations.
        conversations: Link<u64>,
    },
    /// The user's own number where others could see it.
    MineShown {
        /// The number, masked.
        number: Link<String>,
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// How many could see it, at least.
        others: u64,
    },
    /// The user's own number in the app's own records.
    ExposedWithoutTyping {
        /// The number, masked.
        number: Link<String>,
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
    },
    /// Nothing that could be read supplied it.
    OriginNotRecorded {
        /// The conversation, by its title; empty where it has none.
        chat: Link<String>,
        /// The number, masked.
        number: Link<String>,
        /// True where the answer urged contact.
        urged: bool,
    },
    /// How many numbers there are, none of them known to be the user's.
    NumbersAppear {
        /// How many.
        numbers: Link<u64>,
        /// How often, in all.
        times: Link<u64>,
        /// Where the user says whose they are.
        whose: Link<()>,
    },
    /// How often the user's own numbers appear, and in what ways.
    MineAppear {
        /// How many are the user's.
        numbers: Link<u64>,
        /// The last digits of the only one; empty where it has none to show, or there are several.
        ending: String,
        /// How often, in all.
        times: Link<u64>,
        /// In what ways, most first.
        ways: Vec<Link<Way>>,
    },
    /// Answers of assistants with a number that nothing in the export supplied.
    AssistantsVolunteered {
        /// How many answers.
        answers: Link<u64>,
        /// How many of them urged contact.
        urged: u64,
        /// Numbers the user gave to assistants that are not known to be the user's.
        given: Option<Link<u64>>,
    },
    /// Assistants wrote numbers, each supplied by something.
    AssistantsWrote {
        /// How many numbers.
        numbers: Link<u64>,
        /// In how many places.
        places: Link<u64>,
        /// Numbers the user gave to assistants that are not known to be the user's.
        given: Option<Link<u64>>,
    },
    /// Assistants wrote none.
    AssistantsSilent {
        /// Conversations that were read.
        conversations: Link<u64>,
        /// Numbers the user gave to assistants that are not known to be the user's.
        given: Option<Link<u64>>,
    },
    /// No numbers, and what was and was not read.
    NothingFound {
        /// Records that were read.
        records: u64,
        /// Files they stand in.
        files: u64,
        /// Where the ledger is.
        ledger: Link<()>,
        /// Records that could not be read.
        failed: u64,
        /// Things that belong to messages and cannot be searched.
        unread: u64,
        /// Files and records passed over with a reason.
        passed_over: u64,
    },
    /// Whether an account's number stands outside the account record of its export, and what was looked through.
    OutsideAccount {
        /// The export, by its name.
        source: Link<String>,
        /// Places outside the record that the user did not type.
        outside: Link<u64>,
        /// Places where the user typed it.
        typed: Link<u64>,
        /// Messages that were looked through.
        messages: u64,
        /// Results of tools that were looked through.
        tool_results: u64,
        /// Memories, instructions and documents in an assistant's context that were looked through.
        context: u64,
        /// Things that were not read.
        unread: u64,
    },
    /// What the program itself did.
    NothingSent {
        /// Where the promises are.
        proof: Link<()>,
        /// Files read, and where they are.
        read: Link<u64>,
        /// Of them, changed since.
        changed: u64,
    },
}

/// One way in which the user's own numbers appear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Way {
    /// Which.
    pub appearance: Appearance,
    /// How often.
    pub times: u64,
    /// In how many conversations.
    pub conversations: u64,
    /// True where the export says of each which member is its owner, so that the others are others.
    pub owner_known: bool,
}

impl Sentence {
    /// The sentence in English.
    pub fn text(&self) -> String {
        self.to_string()
    }
}
