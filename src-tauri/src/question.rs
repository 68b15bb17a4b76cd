//! Everything the page may ask of the open case. Each answer is a masked view, passed up as the core shaped it.

use crate::trouble::{Answer, Trouble};
use serde::{Deserialize, Serialize};
use tauri::ipc::{InvokeResponseBody, Response};
use teltale_audit::OpenCase;
use teltale_audit::model::Region;
use teltale_audit::show::{
    ChangeKind, ConversationId, FindingFilter, FindingId, MentionFilter, MentionId, MessageId, NumberFilter,
    NumberId, NumberOrder, Owner, PageRequest, SourceId, Triage,
};

/// A question that changes nothing and reveals nothing.
#[derive(Debug, Deserialize)]
#[serde(tag = "question", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Question {
    Overview,
    Findings {
        filter: FindingFilter,
        page: PageRequest,
    },
    Finding {
        finding: FindingId,
    },
    Owners,
    Numbers {
        filter: NumberFilter,
        order: NumberOrder,
        page: PageRequest,
    },
    Number {
        number: NumberId,
    },
    Mentions {
        filter: MentionFilter,
        page: PageRequest,
    },
    Mention {
        mention: MentionId,
    },
    Conversations {
        page: PageRequest,
    },
    Conversation {
        conversation: ConversationId,
        page: PageRequest,
    },
    PlaceOf {
        message: MessageId,
    },
    Sources,
    Entries {
        source: SourceId,
        page: PageRequest,
    },
    Search {
        query: String,
        page: PageRequest,
    },
    /// What the latest scan changed, or an earlier one.
    Changes {
        scan: Option<u32>,
    },
    ChangedMessages {
        scan: u32,
        conversation: ConversationId,
        kind: ChangeKind,
        page: PageRequest,
    },
    Exposure,
    Countries,
}

/// The case's answer, as JSON.
pub(crate) fn answer(case: &OpenCase, question: Question) -> Answer<Response> {
    match question {
        Question::Overview => json(&case.overview()?),
        Question::Findings { filter, page } => json(&case.findings(&filter, page)?),
        Question::Finding { finding } => json(&case.finding(finding)?),
        Question::Owners => json(&case.owners()?),
        Question::Numbers { filter, order, page } => json(&case.numbers(&filter, order, page)?),
        Question::Number { number } => json(&case.number(number)?),
        Question::Mentions { filter, page } => json(&case.mentions(&filter, page)?),
        Question::Mention { mention } => json(&case.mention(mention)?),
        Question::Conversations { page } => json(&case.conversations(page)?),
        Question::Conversation { conversation, page } => json(&case.conversation(conversation, page)?),
        Question::PlaceOf { message } => json(&case.place_of(message)?.unwrap_or(0)),
        Question::Sources => json(&case.sources()?),
        Question::Entries { source, page } => json(&case.entries(source, page)?),
        Question::Search { query, page } => json(&case.search(&query, page)?),
        Question::Changes { scan } => json(&case.changes(scan)?),
        Question::ChangedMessages {
            scan,
            conversation,
            kind,
            page,
        } => json(&case.changed_messages(scan, conversation, kind, page)?),
        Question::Exposure => json(&case.exposure()?),
        Question::Countries => json(&case.countries_in_play()?),
    }
}

/// What the user says about the case; each can be taken back, forgetting excepted.
#[derive(Debug, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Decision {
    Mine {
        number: NumberId,
        mine: bool,
    },
    Owner {
        number: NumberId,
        owner: Owner,
    },
    /// None leaves it to the case's own evidence.
    Countries {
        regions: Vec<Region>,
    },
    SetAside {
        number: NumberId,
        aside: bool,
    },
    /// Gives back what was decided before.
    Triage {
        finding: FindingId,
        triage: Triage,
    },
    Note {
        finding: FindingId,
        text: String,
    },
    Forget {
        source: SourceId,
    },
}

/// Takes a decision over.
pub(crate) fn decide(case: &OpenCase, decision: Decision) -> Answer<Response> {
    match decision {
        Decision::Mine { number, mine } => json(&case.say_mine(number, mine)?),
        Decision::Owner { number, owner } => json(&case.say_owner(number, owner)?),
        Decision::Countries { regions } => json(&case.say_countries(&regions)?),
        Decision::SetAside { number, aside } => json(&case.set_aside(number, aside)?),
        Decision::Triage { finding, triage } => json(&case.triage(finding, triage)?),
        Decision::Note { finding, text } => json(&case.note_finding(finding, &text)?),
        Decision::Forget { source } => json(&case.forget(source)?),
    }
}

fn json(view: &impl Serialize) -> Answer<Response> {
    let text = serde_json::to_string(view).map_err(|_| Trouble::Inside)?;
    Ok(Response::new(InvokeResponseBody::Json(text)))
}
