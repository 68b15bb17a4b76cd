//! Sentences in English, as the command line says them. The window's catalogue says the same, word for word.

use super::Appearance;
use super::sentence::{Link, Sentence, Way};
use crate::words::{appearance, count, thousands};
use std::fmt::{self, Display, Formatter};

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
