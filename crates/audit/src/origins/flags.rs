//! What else is true of a number in an assistant's words: asked for, endorsed, urged, owned, sent on.

use super::cue::{Cue, Cues, Folded};
use super::judge::Verdict;
use super::transcript::{ByNumber, PartWords, Said, Speaker, Texts, Transcript};
use std::rc::Rc;
use teltale_model::{LineType, Origin, OriginFlag, Place};

/// How many turns before the answer a request may stand.
const REQUEST_TURNS: usize = 2;
/// How far up the branch a request is looked for: the bound lets a circle of parents end.
pub(super) const REQUEST_STEPS: usize = 8;
/// How many later turns are looked at for words about the number.
pub(super) const LATER_TURNS: usize = 12;

/// Raises the verdict's flags. Texts are read only for the answer, the turns just before and the few after it.
pub(super) fn raise(
    verdict: &mut Verdict,
    transcript: &Transcript,
    by_number: &ByNumber,
    index: usize,
    said: &Said,
    cues: &Cues,
    texts: &mut dyn Texts,
) {
    let turn = &transcript.turns[index];
    let parts = texts.parts(turn);
    let nothing = Folded::default();
    let answer = parts.get(said.part as usize).map_or(&nothing, |part| &part.words);
    let nth = said.nth as usize;
    let mut flag = |flag: OriginFlag, raised: bool| {
        if raised {
            verdict.flags.insert(flag);
        }
    };

    let requests: Vec<Rc<[PartWords]>> = requests_before(transcript, index)
        .map(|before| texts.parts(&transcript.turns[before]))
        .collect();
    let asked = |cue| {
        let mut bodies = requests
            .iter()
            .flat_map(|parts| parts.iter())
            .filter(|part| part.place == Place::Body);
        bodies.any(|body| cues.anywhere(cue, &body.words))
    };

    flag(OriginFlag::SentToTool, said.place == Place::ToolCall);
    flag(
        OriginFlag::HiddenContext,
        !turn.shown || said.place == Place::Reasoning,
    );
    let drafted =
        said.place == Place::Artifact || parts.iter().any(|part| cues.anywhere(Cue::Draft, &part.words));
    let supplied = !matches!(
        verdict.origin,
        Origin::Volunteered | Origin::NotRecorded | Origin::AlteredCopy
    );
    flag(
        OriginFlag::SlotFiller,
        !supplied && (drafted || asked(Cue::Draft)),
    );
    // A number that a person gave before is not what they ask for.
    let given = matches!(
        verdict.origin,
        Origin::TypedByYou | Origin::TypedByAnother | Origin::Attached | Origin::Repeated
    );
    flag(
        OriginFlag::AskedFor,
        !given && (asked(Cue::AsksForNumber) || asked(Cue::Helpline)),
    );
    let speaks = matches!(said.place, Place::Body | Place::Link);
    flag(
        OriginFlag::UrgesContact,
        speaks && cues.near_number(Cue::UrgesContact, answer, nth),
    );
    flag(
        OriginFlag::SpeaksAsOwner,
        speaks && !drafted && cues.in_own_voice(Cue::SpeaksAsOwner, answer, nth),
    );
    flag(
        OriginFlag::HelplineTurnedMobile,
        speaks
            && said.line_type == LineType::Mobile
            && asked(Cue::Helpline)
            && matches!(
                verdict.origin,
                Origin::Volunteered | Origin::NotRecorded | Origin::AlteredCopy
            ),
    );
    let given_by_user = matches!(
        verdict.origin,
        Origin::TypedByYou | Origin::TypedByAnother | Origin::Attached
    );
    flag(
        OriginFlag::Endorsed,
        given_by_user && asked(Cue::AsksWhetherRight) && cues.near_number(Cue::Affirms, answer, nth),
    );

    verdict.afterwards = later_words(transcript, by_number, index, said, cues, texts);
    if !verdict.afterwards.is_empty() {
        verdict.flags.insert(OriginFlag::SaidAfterwards);
    }
}

/// The persons' turns just before the answer, nearest first, up the branch.
fn requests_before(transcript: &Transcript, index: usize) -> impl Iterator<Item = usize> + '_ {
    let parent = |turn: usize| transcript.turns[turn].parent.map(|parent| parent as usize);
    std::iter::successors(parent(index), move |turn| parent(*turn))
        .take(REQUEST_STEPS)
        .filter(|turn| matches!(transcript.turns[*turn].speaker, Speaker::You | Speaker::Another))
        .take(REQUEST_TURNS)
}

/// Later turns below the answer that say the number again or speak about a number, in the order of the export.
fn later_words(
    transcript: &Transcript,
    by_number: &ByNumber,
    index: usize,
    said: &Said,
    cues: &Cues,
    texts: &mut dyn Texts,
) -> Vec<i64> {
    let says_again = |turn: usize| {
        by_number
            .get(&said.number)
            .is_some_and(|all| all.binary_search_by_key(&turn, |(other, _)| *other).is_ok())
    };
    let mut later = Vec::new();
    let mut looked_at = 0;
    for turn in index + 1..transcript.turns.len() {
        if looked_at == LATER_TURNS {
            break;
        }
        if !transcript.is_ancestor(index, turn) {
            continue;
        }
        looked_at += 1;
        let speaker = transcript.turns[turn].speaker;
        if !matches!(speaker, Speaker::Assistant | Speaker::You | Speaker::Another) {
            continue;
        }
        let mut speaks = || {
            texts
                .parts(&transcript.turns[turn])
                .iter()
                .any(|part| part.place == Place::Body && cues.anywhere(Cue::SpeaksAboutNumber, &part.words))
        };
        if says_again(turn) || speaks() {
            later.push(transcript.turns[turn].message);
        }
    }
    later
}
