//! Brings a case's conversations before the judge: which turns answer which, who speaks, what stands in context.

use super::cue::Folded;
use super::judge::{Elsewhere, Judge, Outward, Verdict};
use super::line::Line;
use super::suppliers::Suppliers;
use super::transcript::{Kinds, PartWords, Said, Speaker, Texts, Transcript, Turn};
use super::tree::Tree;
use crate::ordered::{readers, try_ordered};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::ops::{ControlFlow, Range};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use teltale_index::{
    Case, ConversationId, ConversationRow, Error, MentionFacts, MentionFilter, MentionOrder, NumberId,
    Outline, ParticipantId, Purpose, Reader, RecordId, RecordType, Result, Setting, Wordings,
};
use teltale_model::{ConversationKind, Media, Place, Role, UnreadKind};

/// Judges every assistant's number of a case, conversation by conversation, on every core, and hands each
/// conversation's verdicts on in the order of the conversations; with a number given, only of those in which an
/// assistant wrote that one. `stop` is asked between conversations. Digits are compared, never shown; the log gets one
/// line for the run.
pub fn judge_case(
    case: &Case,
    of: Option<NumberId>,
    stop: &(dyn Fn() -> bool + Sync),
    found: &mut dyn FnMut(Vec<Verdict>) -> Result<()>,
) -> Result<()> {
    let reader = case.reader()?;
    let conversations = reader.conversations_of_role(Role::Assistant, of)?;
    if conversations.is_empty() {
        return Ok(());
    }
    let export = Export::load(case, &reader)?;
    try_ordered(
        conversations.iter().take_while(|_| !stop()),
        || Court::open(case, &export),
        |court, conversation| court.conversation(*conversation),
        found,
    )
}

/// What one thread judges with.
struct Court<'c> {
    case: &'c Case,
    export: &'c Export,
    reader: Reader,
    suppliers: Suppliers,
}

/// Numbers in an assistant's words for which another thread is worth its while.
const WORTH_A_THREAD: usize = 256;

impl<'c> Court<'c> {
    fn open(case: &'c Case, export: &'c Export) -> Result<Self> {
        Ok(Self {
            case,
            export,
            reader: case.reader()?,
            suppliers: Suppliers::default(),
        })
    }

    /// Verdicts on every number in an assistant's words, in the order of the export; on several threads where there
    /// are many.
    fn conversation(&self, conversation: ConversationId) -> Result<Vec<Verdict>> {
        let Loaded { row, transcript } = Loaded::load(&self.reader, self.export, conversation)?;
        let judge = Judge::of(&transcript);
        let mut shares = transcript.shares(readers(), WORTH_A_THREAD).into_iter();
        let own = shares.next().unwrap_or_default();
        thread::scope(|scope| {
            let others: Vec<_> = shares
                .map(|share| {
                    let (case, export, judge, row) = (self.case, self.export, &judge, &row);
                    scope.spawn(move || Court::open(case, export)?.turns(judge, row, share))
                })
                .collect();
            let mut verdicts = self.turns(&judge, &row, own)?;
            for other in others {
                verdicts.extend(other.join().expect("a judge does not panic")?);
            }
            Ok(verdicts)
        })
    }

    fn turns(&self, judge: &Judge<'_>, row: &ConversationRow, turns: Range<usize>) -> Result<Vec<Verdict>> {
        let failed = Failed::default();
        let outward = Around {
            court: self,
            conversation: row,
            failed: &failed,
        };
        let mut texts = FromCase {
            wordings: self.reader.wordings(),
            latest: VecDeque::new(),
            failed: &failed,
        };
        let verdicts = judge.turns(turns, &outward, &mut texts);
        failed.told()?;
        Ok(verdicts)
    }
}

fn in_places(places: &[Place]) -> MentionFilter {
    MentionFilter {
        settings: vec![Setting {
            places: places.to_vec(),
            ..Setting::default()
        }],
        ..MentionFilter::default()
    }
}

/// What holds for a whole case: the account's numbers, standing context, digits.
struct Export {
    account: FxHashSet<NumberId>,
    standing: Vec<MentionFacts>,
    digits: FxHashMap<NumberId, Arc<str>>,
    /// Of a number that is open.
    no_digits: Arc<str>,
}

/// Places that reach every conversation of a service, wherever their record stands.
const STANDING: [Place; 4] = [
    Place::CustomInstructions,
    Place::ProjectPrompt,
    Place::ProjectDocument,
    Place::Memory,
];

impl Export {
    fn load(case: &Case, reader: &Reader) -> Result<Self> {
        let account = reader.facts(&in_places(&[Place::AccountField]), MentionOrder::Record)?;
        let standing: Vec<MentionFacts> = reader
            .facts(&in_places(&STANDING), MentionOrder::Record)?
            .into_iter()
            .filter(|mention| mention.record_type != RecordType::Message)
            .collect();
        let mut numbers: BTreeSet<NumberId> = standing.iter().map(|mention| mention.number).collect();
        numbers.extend(reader.numbers_beside_role(Role::Assistant)?);
        let numbers: Vec<NumberId> = numbers.into_iter().collect();
        let digits = case
            .reveal_numbers(&numbers, Purpose::Compare)?
            .into_iter()
            .filter_map(|revealed| Some((revealed.number, Arc::from(revealed.e164?.digits()))))
            .collect();
        Ok(Self {
            account: account.iter().map(|mention| mention.number).collect(),
            standing,
            digits,
            no_digits: Arc::from(""),
        })
    }

    fn said(&self, mention: &MentionFacts, nth: u32, label: &str) -> Said {
        Said {
            mention: mention.id.0,
            number: mention.number.0,
            digits: Arc::clone(self.digits.get(&mention.number).unwrap_or(&self.no_digits)),
            part: mention.part,
            nth,
            place: mention.place,
            label: label.into(),
            class: mention.class,
            line_type: mention.line_type,
        }
    }
}

/// One conversation, ready to be judged.
struct Loaded {
    row: ConversationRow,
    transcript: Transcript,
}

impl Loaded {
    fn load(reader: &Reader, export: &Export, conversation: ConversationId) -> Result<Self> {
        let row = reader.conversation(conversation)?;
        let here = MentionFilter {
            conversation: Some(conversation),
            ..MentionFilter::default()
        };
        let mentions = reader.facts(&here, MentionOrder::Record)?;
        let own_facts = mentions.iter().filter(|mention| {
            matches!(
                mention.record_type,
                RecordType::Conversation | RecordType::Participant
            ) && !matches!(mention.place, Place::Title | Place::Summary)
        });
        let elsewhere = export
            .standing
            .iter()
            .filter(|mention| mention.conversation != Some(conversation));
        let same_export =
            elsewhere.filter(|mention| mention.source == row.source && reaches(mention, conversation));
        let mut standing: Vec<&MentionFacts> = own_facts.chain(same_export).collect();
        standing.sort_by_key(|mention| mention.id);
        let transcript = Transcript {
            standing: standing
                .into_iter()
                .map(|mention| export.said(mention, 0, ""))
                .collect(),
            omits_tool_data: row.omits_tool_data,
            truncated_start: row.truncated_start,
            turns: turns(reader, export, &row, &mentions)?,
        };
        Ok(Self { row, transcript })
    }
}

/// The turns of a conversation: as a line until a message says which one it answers, else from the start as a tree.
fn turns(
    reader: &Reader,
    export: &Export,
    row: &ConversationRow,
    mentions: &[MentionFacts],
) -> Result<Vec<Turn>> {
    let you = You::of(reader, row)?;
    let said = by_record(mentions);
    let turn = |outline: Outline| {
        let said = said.get(&outline.id).map_or(&[][..], |said| said);
        turn(export, said, &you, outline)
    };
    let mut line = Line::default();
    let walked = reader.outlines(row.id, &mut |outline| {
        if outline.parent.is_some() {
            return ControlFlow::Break(());
        }
        line.push(turn(outline));
        ControlFlow::Continue(())
    })?;
    if walked.is_continue() {
        return Ok(line.finish());
    }
    drop(line);
    let mut tree = Tree::default();
    let _whole = reader.outlines(row.id, &mut |outline| {
        let (key, parent) = (outline.key, outline.parent);
        tree.push(turn(outline), key, parent);
        ControlFlow::Continue(())
    })?;
    Ok(tree.finish())
}

/// A standing text of no conversation reaches all of its source; one of another conversation (a project's own) reaches
/// that conversation only, and is found as standing elsewhere.
fn reaches(mention: &MentionFacts, conversation: ConversationId) -> bool {
    mention.conversation.is_none_or(|of| of == conversation)
}

/// The mentions of each record, of mentions in the order of their records.
fn by_record(mentions: &[MentionFacts]) -> FxHashMap<RecordId, &[MentionFacts]> {
    mentions
        .chunk_by(|one, next| one.record == next.record)
        .map(|said| (said[0].record, said))
        .collect()
}

fn turn(export: &Export, mentions: &[MentionFacts], you: &You, outline: Outline) -> Turn {
    let mut said: Vec<Said> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let nth = said
            .iter()
            .rev()
            .take_while(|other| other.part == mention.part)
            .count() as u32;
        let label = outline
            .labels
            .get(mention.part as usize)
            .map_or("", String::as_str);
        said.push(export.said(mention, nth, label));
    }
    Turn {
        message: outline.id.0,
        parent: None,
        speaker: you.speaker(&outline),
        shown: !outline.hidden,
        sent_ms: outline.sent_at.map(|sent| sent.unix_ms),
        said,
        unread: outline
            .unread
            .into_iter()
            .chain(outline.files.into_iter().filter_map(without_words))
            .collect(),
        unread_before: Kinds::default(),
        from: 0,
        until: 0,
    }
}

/// What a message names as a file and nobody read the words of. A contact card is an entry of its own.
fn without_words(file: Media) -> Option<UnreadKind> {
    match file {
        Media::Image => Some(UnreadKind::Image),
        Media::Audio => Some(UnreadKind::Audio),
        Media::Video => Some(UnreadKind::Video),
        Media::Document => Some(UnreadKind::Document),
        Media::Contact => None,
    }
}

/// Who the owner is in a conversation.
pub(crate) struct You {
    everybody: bool,
    owners: FxHashSet<ParticipantId>,
}

impl You {
    /// With an assistant alone, the one person is the user; among people, only whom the export names is.
    pub(crate) fn of(reader: &Reader, row: &ConversationRow) -> Result<Self> {
        let participants = reader.participants(row.id)?;
        let people = participants.iter().filter(|one| one.role == Role::Person).count();
        let assistants = participants.iter().any(|one| one.role == Role::Assistant);
        Ok(Self {
            everybody: row.kind == ConversationKind::Assistant || (people <= 1 && assistants),
            owners: participants
                .iter()
                .filter(|one| one.owner)
                .map(|one| one.id)
                .collect(),
        })
    }

    /// True where every person in the conversation is the user.
    pub(crate) fn is_everybody(&self) -> bool {
        self.everybody
    }

    /// True where the owner speaks.
    pub(crate) fn wrote(&self, role: Role, author: Option<ParticipantId>) -> bool {
        role == Role::Person && (self.everybody || author.is_some_and(|author| self.owners.contains(&author)))
    }

    fn speaker(&self, record: &Outline) -> Speaker {
        match record.role {
            Role::Person if record.by_owner || self.wrote(record.role, record.author) => Speaker::You,
            Role::Person => Speaker::Another,
            Role::Assistant => Speaker::Assistant,
            Role::Tool => Speaker::Tool,
            Role::System | Role::Account => Speaker::Service,
        }
    }
}

/// The first question of a judgement that the case could not answer: without the answer the verdict might accuse, so
/// the judgement is given up.
#[derive(Default)]
struct Failed(RefCell<Option<Error>>);

impl Failed {
    fn or_default<T: Default>(&self, answer: Result<T>) -> T {
        answer.unwrap_or_else(|error| {
            self.0.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    fn told(&self) -> Result<()> {
        self.0.take().map_or(Ok(()), Err)
    }
}

/// What lies around a conversation in the same export.
struct Around<'a> {
    court: &'a Court<'a>,
    conversation: &'a ConversationRow,
    failed: &'a Failed,
}

impl Outward for Around<'_> {
    fn is_account_number(&self, number: i64) -> bool {
        self.court.export.account.contains(&NumberId(number))
    }

    fn elsewhere(&self, number: i64, answered_ms: Option<i64>) -> Option<Elsewhere> {
        let Court {
            reader, suppliers, ..
        } = self.court;
        self.failed
            .or_default(suppliers.first(reader, NumberId(number), self.conversation, answered_ms))
    }
}

/// Texts fetched from the case when a rule reads words: those of the latest messages are kept, as an answer is read
/// together with the turns around it and its neighbours are judged next.
struct FromCase<'a> {
    wordings: Wordings<'a>,
    /// The message read last comes last.
    latest: VecDeque<(i64, Rc<[PartWords]>)>,
    failed: &'a Failed,
}

/// Messages kept: more than are read around one answer.
const LATEST: usize = 32;

impl Texts for FromCase<'_> {
    fn parts(&mut self, turn: &Turn) -> Rc<[PartWords]> {
        if let Some((_, parts)) = self.latest.iter().rev().find(|(known, _)| *known == turn.message) {
            return Rc::clone(parts);
        }
        let parts = words(&mut self.wordings, turn);
        let parts: Rc<[PartWords]> = self.failed.or_default(parts).into();
        if self.latest.len() == LATEST {
            self.latest.pop_front();
        }
        self.latest.push_back((turn.message, Rc::clone(&parts)));
        parts
    }
}

/// The words of a message. Where a text has as many U+FFFC as numbers are said in it, there are no others.
fn words(wordings: &mut Wordings<'_>, turn: &Turn) -> Result<Vec<PartWords>> {
    let mut parts = Vec::new();
    let mut doubtful = Vec::new();
    wordings.parts(RecordId(turn.message), &mut |place, text| {
        let part = parts.len() as u32;
        let numbers = turn.said.iter().filter(|said| said.part == part).count();
        if text.matches(TOKEN).count() != numbers {
            doubtful.push((part, text.to_owned()));
        }
        let words = Folded::new(text);
        parts.push(PartWords { place, words });
    })?;
    for (part, text) in doubtful {
        let numbers = wordings.numbers_in(RecordId(turn.message), part)?;
        let text = only_numbers(&text, numbers.into_iter().map(|at| at as usize));
        parts[part as usize].words = Folded::new(&text);
    }
    Ok(parts)
}

/// Stands for a number in a stored text.
const TOKEN: char = '\u{fffc}';

/// The text with U+FFFC only where numbers stood: an export may hold that character itself.
fn only_numbers(text: &str, numbers: impl Iterator<Item = usize>) -> String {
    let numbers: FxHashSet<usize> = numbers.collect();
    text.char_indices()
        .map(|(at, c)| {
            if c == TOKEN && !numbers.contains(&at) {
                ' '
            } else {
                c
            }
        })
        .collect()
}
