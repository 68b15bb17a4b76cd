//! Sentences about the case, as what they say and what they count; said in English here, and by the window's
//! catalogue in the language of its screens.

use super::{Appearance, Target};
use crate::words::{appearance, count, thousands};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};
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

impl Display for Sentence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::HelplineTurnedMobile { chat, number, urged } => write!(
                f,
                "Asked for a helpline, an assistant answered in {} with the mobile {}{}",
                named(chat),
                number.what,
                end(*urged)
            ),
            Self::Volunteered {
                chat,
                number,
                answers,
                urged,
            } => write!(
                f,
                "{} in {} contained {}, which nobody in this export supplied{}",
                if *answers > 1 { "Answers" } else { "One answer" },
                named(chat),
                number.what,
                end(*urged)
            ),
            Self::AlteredCopy { chat, number, urged } => write!(
                f,
                "An answer in {} contained {}, which differs by one slip from a number that was in context{}",
                named(chat),
                number.what,
                end(*urged)
            ),
            Self::Endorsed { chat, number } => write!(
                f,
                "Asked whether {} is right, an assistant in {} said that it is.",
                number.what,
                named(chat)
            ),
            Self::AccountSilo { number, places } => write!(
                f,
                "The account's number {} also stands outside the account record, in {} that you did not type.",
                number.what,
                count(places.what, "place", "places")
            ),
            Self::PassedOn {
                number,
                conversations,
                uncertain,
            } => write!(
                f,
                "{}, first seen in an assistant's answer, was later written by a person in {}{}.",
                number.what,
                count(conversations.what, "conversation", "conversations"),
                if *uncertain {
                    "; the order is uncertain"
                } else {
                    ""
                }
            ),
            Self::SentToTool { chat, number } => {
                write!(
                    f,
                    "An assistant in {} sent {} to a tool.",
                    named(chat),
                    number.what
                )
            }
            Self::HiddenContext { number, places } => write!(
                f,
                "{} stands in hidden context, in {}: you do not see this in the app.",
                number.what,
                count(places.what, "place", "places")
            ),
            Self::GivenAway {
                number,
                conversations,
            } => write!(
                f,
                "You gave {} to an assistant in {}.",
                number.what,
                count(conversations.what, "conversation", "conversations")
            ),
            Self::MineShown { number, chat, others } => write!(
                f,
                "Your number {} stands in {}, where at least {} could see it.",
                number.what,
                named(chat),
                count(*others, "other", "others")
            ),
            Self::ExposedWithoutTyping { number, chat } => write!(
                f,
                "Your number {} is shown in {} by the app's own records.",
                number.what,
                named(chat)
            ),
            Self::OriginNotRecorded { chat, number, urged } => write!(
                f,
                "An answer in {} contained {}; where it came from is not recorded in this export{}",
                named(chat),
                number.what,
                end(*urged)
            ),
            Self::NumbersAppear { numbers, times, .. } => write!(
                f,
                "{} {} {}; none is known to be yours yet.",
                count(numbers.what, "number", "numbers"),
                appear(numbers.what),
                count(times.what, "time", "times")
            ),
            Self::MineAppear {
                numbers,
                ending,
                times,
                ways,
            } => {
                match (numbers.what, ending.as_str()) {
                    (1, "") => f.write_str("Your number")?,
                    (1, ending) => write!(f, "Your number ending {ending}")?,
                    (many, _) => write!(f, "Your {}", count(many, "number", "numbers"))?,
                }
                write!(
                    f,
                    " {} {}",
                    appear(numbers.what),
                    count(times.what, "time", "times")
                )?;
                for (index, way) in ways.iter().enumerate() {
                    write!(f, "{}{}", if index == 0 { ": " } else { ", " }, way.what)?;
                }
                f.write_str(".")
            }
            Self::AssistantsVolunteered {
                answers,
                urged,
                given,
            } => {
                let (answers, urged) = (answers.what, *urged);
                if answers == 1 {
                    f.write_str("One assistant answer contained a number nobody in this export supplied")?;
                } else {
                    write!(
                        f,
                        "{} assistant answers contained numbers nobody in this export supplied",
                        thousands(answers)
                    )?;
                }
                match urged {
                    0 => Ok(()),
                    _ if answers == 1 => f.write_str(", and urged contact"),
                    _ if urged == answers => f.write_str(", and all of them urged contact"),
                    _ => write!(f, ", and {} of them urged contact", thousands(urged)),
                }?;
                tell_given(f, given.as_ref())
            }
            Self::AssistantsWrote {
                numbers,
                places,
                given,
            } => {
                write!(
                    f,
                    "Assistants wrote {} in {}",
                    count(numbers.what, "number", "numbers"),
                    count(places.what, "place", "places")
                )?;
                tell_given(f, given.as_ref())
            }
            Self::AssistantsSilent { conversations, given } => {
                write!(
                    f,
                    "No assistant wrote a number in {}",
                    count(conversations.what, "conversation", "conversations")
                )?;
                tell_given(f, given.as_ref())
            }
            Self::NothingFound {
                records,
                files,
                ledger: _,
                failed,
                unread,
                passed_over,
            } => {
                write!(
                    f,
                    "No phone numbers were found in {} of {}",
                    count(*records, "record", "records"),
                    count(*files, "file", "files")
                )?;
                let mut mark = "; ";
                let mut tell = |f: &mut Formatter<'_>, many: u64, text: String| {
                    if many == 0 {
                        return Ok(());
                    }
                    write!(f, "{}{text}", std::mem::replace(&mut mark, ", "))
                };
                tell(
                    f,
                    *failed,
                    format!("{} could not be read", count(*failed, "record", "records")),
                )?;
                tell(
                    f,
                    *unread,
                    format!(
                        "{} (pictures, voice notes and the like) cannot be searched",
                        count(*unread, "attachment", "attachments")
                    ),
                )?;
                tell(
                    f,
                    *passed_over,
                    format!(
                        "{} passed over, each with a reason",
                        count(*passed_over, "file or record was", "files or records were")
                    ),
                )?;
                f.write_str(if mark == "; " {
                    "; nothing was left unread."
                } else {
                    "."
                })
            }
            Self::OutsideAccount {
                source,
                outside,
                typed,
                messages,
                tool_results,
                context,
                unread,
            } => {
                match outside.what {
                    0 => write!(f, "Not found outside the account record of {}", source.what)?,
                    places => write!(
                        f,
                        "Found in {} outside the account record of {} that you did not type",
                        count(places, "place", "places"),
                        source.what
                    )?,
                }
                write!(
                    f,
                    ". Looked through: {}, {}, {}",
                    count(*messages, "message", "messages"),
                    count(*tool_results, "tool result", "tool results"),
                    count(*context, "memory or instruction", "memories and instructions")
                )?;
                if typed.what > 0 {
                    write!(f, "; you typed it in {}", count(typed.what, "place", "places"))?;
                }
                match unread {
                    0 => f.write_str("; nothing was left unread."),
                    many => write!(f, "; {} not read.", count(*many, "thing was", "things were")),
                }
            }
            Self::NothingSent { read, changed, .. } => write!(
                f,
                "Nothing was sent. {} read, {} changed.",
                count(read.what, "file", "files"),
                thousands(*changed)
            ),
        }
    }
}

impl Display for Way {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", thousands(self.times))?;
        match self.appearance {
            // Where nobody is known to be the user, any of them may be.
            Appearance::ByOthersInGroup => write!(
                f,
                "typed {}in {}",
                if self.owner_known { "by others " } else { "" },
                count(self.conversations, "group", "groups")
            ),
            other => f.write_str(appearance(other)),
        }
    }
}

fn named(chat: &Link<String>) -> String {
    match chat.what.as_str() {
        "" => "a conversation".to_owned(),
        title => format!("“{title}”"),
    }
}

fn end(urged: bool) -> &'static str {
    if urged { ", and urged contact." } else { "." }
}

fn appear(numbers: u64) -> &'static str {
    if numbers == 1 { "appears" } else { "appear" }
}

fn tell_given(f: &mut Formatter<'_>, given: Option<&Link<u64>>) -> fmt::Result {
    let Some(given) = given else {
        return f.write_str(".");
    };
    write!(
        f,
        "; you gave assistants {} not known to be yours.",
        count(given.what, "number that is", "numbers that are")
    )
}
