//! The look-back itself: from each number in an assistant's words to its first supplier.

use super::altered::{Near, is_altered};
use super::cue::{Cues, Folded};
use super::flags;
use super::transcript::{ByNumber, Said, Speaker, Texts, Transcript};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;
use std::sync::OnceLock;
use teltale_model::{Class, Origin, OriginFlag, Place, UnreadKind};

/// Why an origin cannot be said more strongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// The format leaves out what tools returned.
    ToolDataOmitted,
    /// The start of the conversation is missing.
    StartMissing,
    /// Something in context before the answer was not read.
    Unread(UnreadKind),
}

/// What the judge says of one number in an assistant's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The judged mention.
    pub mention: i64,
    /// Who supplied it first.
    pub origin: Origin,
    /// The mention that supplied it, where there is one.
    pub source: Option<i64>,
    /// What else is true.
    pub flags: BTreeSet<OriginFlag>,
    /// Why nothing stronger is said; filled for [`Origin::NotRecorded`].
    pub gaps: BTreeSet<Gap>,
    /// Later messages that speak about the number, in order: claims, not explanations.
    pub afterwards: Vec<i64>,
}

/// What lies outside the conversation: the account's numbers, and where else in the export a number stands.
pub trait Outward {
    /// True where the number is one of the account's own.
    fn is_account_number(&self, number: i64) -> bool;
    /// The first supplier in another conversation of the same export that does not come after the answer, if any.
    fn elsewhere(&self, number: i64, answered_ms: Option<i64>) -> Option<Elsewhere>;
}

/// A supplier in another conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// The supplying mention.
    pub mention: i64,
    /// As which origin it counts.
    pub origin: Origin,
    /// When, if known.
    pub sent_ms: Option<i64>,
}

/// The judge of one conversation. Several threads may have different turns of it judged.
pub struct Judge<'t> {
    transcript: &'t Transcript,
    by_number: ByNumber,
    /// Found out when it is first asked for: most numbers were supplied as they are.
    near: OnceLock<Near>,
}

impl<'t> Judge<'t> {
    /// Of this conversation.
    pub fn of(transcript: &'t Transcript) -> Self {
        Self {
            transcript,
            by_number: transcript.by_number(),
            near: OnceLock::new(),
        }
    }

    /// Judges every number in the assistant's words of some turns, in the order of the export.
    pub fn turns(&self, turns: Range<usize>, outward: &dyn Outward, texts: &mut dyn Texts) -> Vec<Verdict> {
        let cues = Cues::shared();
        let transcript = self.transcript;
        let look = Look {
            judge: self,
            outward,
            near: RefCell::default(),
        };
        let mut verdicts = Vec::new();
        for index in turns {
            let turn = &transcript.turns[index];
            if turn.speaker != Speaker::Assistant {
                continue;
            }
            for said in turn.said.iter().filter(|said| is_own_word(said.place)) {
                let mut verdict = look.back(index, said);
                flags::raise(
                    &mut verdict,
                    transcript,
                    &self.by_number,
                    index,
                    said,
                    cues,
                    texts,
                );
                let (parts, nothing) = (texts.parts(turn), Folded::default());
                let words = parts.get(said.part as usize).map_or(&nothing, |part| &part.words);
                settle_reserved(&mut verdict, said, words, cues);
                verdicts.push(verdict);
            }
        }
        verdicts
    }

    fn places(&self, number: i64) -> &[(usize, usize)] {
        self.by_number.get(&number).map_or(&[], Vec::as_slice)
    }

    fn digits(&self, number: i64) -> &str {
        self.places(number).first().map_or("", |&(turn, position)| {
            &self.transcript.turns[turn].said[position].digits
        })
    }
}

/// The places of an assistant's turn that are its own words. A title or summary is a copy, a citation is a tool's.
pub(super) fn is_own_word(place: Place) -> bool {
    matches!(
        place,
        Place::Body
            | Place::Artifact
            | Place::Reasoning
            | Place::ToolCall
            | Place::Link
            | Place::ContactCard
            | Place::EarlierVersion
    )
}

/// A number of a reserved range is called a placeholder unless the words present it for use: a reader who is told
/// to ring it, or who asked for it, was given a number all the same.
fn settle_reserved(verdict: &mut Verdict, said: &Said, words: &Folded, cues: &Cues) {
    let unsupplied = matches!(verdict.origin, Origin::Volunteered | Origin::NotRecorded);
    let presented = || {
        [
            OriginFlag::AskedFor,
            OriginFlag::UrgesContact,
            OriginFlag::SpeaksAsOwner,
            OriginFlag::HelplineTurnedMobile,
        ]
        .iter()
        .any(|flag| verdict.flags.contains(flag))
            || cues.presents_as_real(words, said.nth as usize)
    };
    let stands_for_one = match said.class {
        Class::Placeholder | Class::Test => true,
        Class::Fiction => {
            verdict.flags.contains(&OriginFlag::SlotFiller)
                || cues.says_example(words, said.nth as usize)
                || !presented()
        }
        Class::Ordinary | Class::Service | Class::Short => false,
    };
    if unsupplied && stands_for_one {
        verdict.origin = Origin::Placeholder;
        verdict.gaps.clear();
    }
}

/// Where numbers stand, as (turn, position in the turn), in the order of the export.
type Places = Rc<[(usize, usize)]>;

struct Look<'a> {
    judge: &'a Judge<'a>,
    outward: &'a dyn Outward,
    /// For numbers asked for so far: where numbers stand that differ by one digit or one swap.
    near: RefCell<FxHashMap<i64, Places>>,
}

impl Look<'_> {
    fn back(&self, index: usize, said: &Said) -> Verdict {
        let mut verdict = Verdict {
            mention: said.mention,
            origin: Origin::Volunteered,
            source: None,
            flags: BTreeSet::new(),
            gaps: BTreeSet::new(),
            afterwards: Vec::new(),
        };
        if let Some((origin, source)) = self.in_context(index, said) {
            (verdict.origin, verdict.source) = (origin, Some(source));
        } else if let Some(source) = self.altered_from(index, said) {
            (verdict.origin, verdict.source) = (Origin::AlteredCopy, Some(source));
        } else if self.outward.is_account_number(said.number) {
            verdict.origin = Origin::AccountNumber;
        } else if let Some((origin, source)) = self.on_another_branch(index, said) {
            (verdict.origin, verdict.source) = (origin, Some(source));
            verdict.flags.insert(OriginFlag::OtherBranch);
        } else if let Some(elsewhere) = self
            .outward
            .elsewhere(said.number, self.judge.transcript.turns[index].sent_ms)
        {
            (verdict.origin, verdict.source) = (elsewhere.origin, Some(elsewhere.mention));
            verdict.flags.insert(OriginFlag::OtherConversation);
            if elsewhere.sent_ms.is_none() || self.judge.transcript.turns[index].sent_ms.is_none() {
                verdict.flags.insert(OriginFlag::OrderUncertain);
            }
        } else {
            verdict.gaps = self.gaps(index);
            if !verdict.gaps.is_empty() {
                verdict.origin = Origin::NotRecorded;
            }
        }
        verdict
    }

    /// The earliest mention of the number that was in context: standing context, an ancestor, or a tool's result
    /// that the same turn carries.
    fn in_context(&self, index: usize, said: &Said) -> Option<(Origin, i64)> {
        if let Some(standing) = self
            .judge
            .transcript
            .standing
            .iter()
            .find(|other| other.number == said.number)
        {
            return Some((
                origin_of(Speaker::Service, standing.place, &standing.label),
                standing.mention,
            ));
        }
        let mut earliest: Option<(Origin, i64)> = None;
        for &(turn, position) in self.judge.places(said.number) {
            let other = &self.judge.transcript.turns[turn].said[position];
            let supplies = if turn == index {
                other.mention != said.mention && !is_own_word(other.place) && !is_copy(other.place)
            } else {
                self.judge.transcript.is_ancestor(turn, index) && !is_copy(other.place)
            };
            if supplies {
                let origin = origin_of(
                    self.judge.transcript.turns[turn].speaker,
                    other.place,
                    &other.label,
                );
                // The export's order follows each branch, so the first one met is the earliest on it; a result
                // carried by the same turn only counts when nothing before supplied the number.
                if turn != index {
                    return Some((origin, other.mention));
                }
                earliest.get_or_insert((origin, other.mention));
            }
        }
        earliest
    }

    fn on_another_branch(&self, index: usize, said: &Said) -> Option<(Origin, i64)> {
        let now = self.judge.transcript.turns[index].sent_ms;
        self.judge
            .places(said.number)
            .iter()
            .find_map(|&(turn, position)| {
                let (that, other) = (
                    &self.judge.transcript.turns[turn],
                    &self.judge.transcript.turns[turn].said[position],
                );
                let before = match (that.sent_ms, now) {
                    (Some(then), Some(now)) => then <= now,
                    _ => turn < index,
                };
                let eligible = turn != index
                    && before
                    && !self.judge.transcript.is_ancestor(index, turn)
                    && !is_copy(other.place);
                eligible.then(|| (origin_of(that.speaker, other.place, &other.label), other.mention))
            })
    }

    /// A number in context that differs by one digit or one swap.
    fn altered_from(&self, index: usize, said: &Said) -> Option<i64> {
        let near = |other: &Said| is_altered(&other.digits, &said.digits);
        if let Some(standing) = self.judge.transcript.standing.iter().find(|other| near(other)) {
            return Some(standing.mention);
        }
        self.near(said).iter().find_map(|&(turn, position)| {
            let that = &self.judge.transcript.turns[turn];
            let other = &that.said[position];
            let supplies = !is_copy(other.place)
                && if turn == index {
                    !is_own_word(other.place)
                } else {
                    (that.speaker != Speaker::Assistant || !is_own_word(other.place))
                        && self.judge.transcript.is_ancestor(turn, index)
                };
            supplies.then_some(other.mention)
        })
    }

    /// Where numbers stand in the conversation that differ from this one by one digit or one swap, in the order of the
    /// export.
    fn near(&self, said: &Said) -> Places {
        let judge = self.judge;
        let all = || {
            Near::of(
                judge
                    .by_number
                    .keys()
                    .map(|number| (*number, judge.digits(*number))),
            )
        };
        let find = || {
            let mut near: Vec<(usize, usize)> = judge
                .near
                .get_or_init(all)
                .to(&said.digits)
                .filter(|other| is_altered(judge.digits(*other), &said.digits))
                .flat_map(|other| judge.places(other))
                .copied()
                .collect();
            near.sort_unstable();
            near.into()
        };
        Rc::clone(self.near.borrow_mut().entry(said.number).or_insert_with(find))
    }

    fn gaps(&self, index: usize) -> BTreeSet<Gap> {
        let mut gaps = BTreeSet::new();
        if self.judge.transcript.omits_tool_data {
            gaps.insert(Gap::ToolDataOmitted);
        }
        if self.judge.transcript.truncated_start {
            gaps.insert(Gap::StartMissing);
        }
        let turn = &self.judge.transcript.turns[index];
        if turn.unread.has(UnreadKind::ToolResult) {
            gaps.insert(Gap::Unread(UnreadKind::ToolResult));
        }
        gaps.extend(turn.unread_before.iter().map(Gap::Unread));
        gaps
    }
}

/// A copy that a model wrote of the conversation: never a first appearance.
fn is_copy(place: Place) -> bool {
    matches!(place, Place::Title | Place::Summary | Place::Quote)
}

/// As which origin a supplying mention counts; `label` names the tool.
pub(super) fn origin_of(speaker: Speaker, place: Place, label: &str) -> Origin {
    match place {
        Place::AttachmentText | Place::FileName | Place::ContactCard => Origin::Attached,
        Place::ToolResult => tool_origin(label),
        Place::CustomInstructions
        | Place::ProjectPrompt
        | Place::ProjectDocument
        | Place::Memory
        | Place::SystemPrompt
        | Place::AccountField => Origin::ServiceContext,
        Place::Author | Place::Recipient | Place::AtMention | Place::SystemNotice | Place::Call => {
            Origin::ChatRecord
        }
        Place::Body
        | Place::Title
        | Place::Summary
        | Place::Link
        | Place::ToolCall
        | Place::Reasoning
        | Place::Artifact
        | Place::Transcript
        | Place::Quote
        | Place::EarlierVersion
        | Place::OtherField => match speaker {
            Speaker::You => Origin::TypedByYou,
            Speaker::Another => Origin::TypedByAnother,
            Speaker::Assistant => Origin::Repeated,
            Speaker::Tool => tool_origin(label),
            Speaker::Service => Origin::ServiceContext,
        },
    }
}

/// Words in a tool's name that mean the user's own data.
const CONNECTORS: [&str; 14] = [
    "mail",
    "gmail",
    "outlook",
    "calendar",
    "contact",
    "drive",
    "dropbox",
    "notion",
    "slack",
    "teams",
    "sharepoint",
    "crm",
    "hubspot",
    "file_search",
];

fn tool_origin(label: &str) -> Origin {
    let label = label.to_lowercase();
    match CONNECTORS.iter().any(|word| label.contains(word)) {
        true => Origin::ConnectorResult,
        false => Origin::ToolResult,
    }
}
