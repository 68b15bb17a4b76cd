//! The core's own English for what has a name in JSON: generated for the window, whose catalogue of words takes its
//! English from here and must say each of it in every other language.

use crate::Error;
use crate::findings::{RULES, words as finding_words};
use crate::words;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use teltale_archive::{Failure, Limit, Refusal, Trouble};
use teltale_index::Error as Case;
use teltale_model::{Origin, OriginFlag, ProblemKind, SkipReason, UnreadKind};

/// Texts by the name that their kind has in JSON.
type Texts = BTreeMap<String, String>;

/// Everything the core says without counts or names in it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// How an origin was concluded.
    because: Texts,
    /// What else was concluded.
    flag_because: Texts,
    /// What belongs to a message and was not searched.
    not_read: Texts,
    /// What went wrong in an entry.
    damage: Texts,
    /// The rules' pages, by id.
    rules: BTreeMap<&'static str, RulePage>,
    /// How to get a file that we read, by the format's id.
    guides: BTreeMap<&'static str, String>,
    /// Texts that are handed over as they stand, each under itself: names of formats, reasons of failures.
    said: Texts,
}

#[derive(Debug, Serialize)]
struct RulePage {
    name: &'static str,
    about: &'static str,
    advice: Vec<&'static str>,
}

/// The whole catalogue. `also` are texts that are only met by reading: why a format was recognised.
pub fn catalogue(also: impl IntoIterator<Item = String>) -> Catalogue {
    let formats = teltale_formats::all().iter().map(|format| format.about());
    Catalogue {
        because: texts(Origin::ALL, finding_words::origin_because),
        flag_because: texts(OriginFlag::ALL, finding_words::flag_because),
        not_read: texts(UnreadKind::ALL, words::unread),
        damage: texts(ProblemKind::ALL, words::problem),
        rules: RULES
            .iter()
            .map(|rule| {
                let advice = rule.advice.iter().map(|advice| advice.0).collect();
                let page = RulePage {
                    name: rule.name,
                    about: rule.about,
                    advice,
                };
                (rule.id, page)
            })
            .collect(),
        guides: formats
            .clone()
            .filter(|about| !about.how_to_export.is_empty())
            .map(|about| (about.id, about.how_to_export.to_owned()))
            .collect(),
        said: failures()
            .into_iter()
            .chain(errors())
            .chain(formats.map(|about| about.name.to_owned()))
            .chain(also)
            .map(|text| (text.clone(), text))
            .collect(),
    }
}

/// Why something was not read, or not whole: every text that a [`crate::show::Why`] may hold, what a system says of its
/// own and what holds a count left out.
fn failures() -> Vec<String> {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let limits = [
        Limit::Depth,
        Limit::Entries,
        Limit::Ratio,
        Limit::Output,
        Limit::Name,
        Limit::Overlap,
    ];
    let failures = [
        Failure::CutOff,
        Failure::Damaged,
        Failure::Checksum,
        Failure::WrongPassword,
        Failure::Disk,
    ]
    .into_iter()
    .chain(limits.map(Failure::Limit));
    let archives = [Trouble::NoDirectory, Trouble::BrokenDirectory, Trouble::Streamed]
        .into_iter()
        .chain(limits.map(Trouble::Limit))
        .chain(failures.clone().map(Trouble::Failed));
    let refused = [
        Refusal::OwnFile,
        Refusal::Unreadable(NotFound),
        Refusal::Unreadable(PermissionDenied),
    ];
    let fixed = [
        words::NO_SUCH_FILE,
        words::FORBIDDEN,
        words::ENCRYPTED,
        words::NOTHING_IN_IT,
        words::CHANGED_MEANWHILE,
        words::EARLIER_STATE,
        words::skip(SkipReason::ByUser),
        words::skip(SkipReason::Shadowed),
    ];
    failures
        .map(|failure| failure.to_string())
        .chain(archives.map(|trouble| trouble.to_string()))
        .chain(limits.map(words::over))
        .chain(crate::worker::LOSSES.map(|loss| loss.to_string()))
        .chain(refused.map(|why| why.to_string()))
        .chain(ProblemKind::ALL.map(|kind| words::problem(kind).to_owned()))
        .chain(fixed.map(str::to_owned))
        .collect()
}

/// Errors that a user may meet without the system having something of its own to say; a path or name in them is `{}`.
fn errors() -> Vec<String> {
    let name = PathBuf::from("{}");
    let of_case = [
        Case::OpenElsewhere(name.clone()),
        Case::NotACase(name.clone()),
        Case::NotEmpty(name),
        Case::LastSlot,
        Case::Damaged,
        Case::DatabaseIo,
        Case::ReadOnly,
        Case::WriterBusy,
        Case::NumbersLocked,
        Case::Interrupted,
        Case::WriterFailed,
    ];
    let own = [
        Error::SourceMissing("{}".to_owned()),
        Error::NotANumber,
        Error::NothingToRead,
        Error::Cancelled,
    ];
    of_case
        .into_iter()
        .map(Error::from)
        .chain(own)
        .map(|error| error.to_string())
        .collect()
}

fn texts<K: Serialize + Copy, const N: usize>(kinds: [K; N], says: fn(K) -> &'static str) -> Texts {
    kinds
        .into_iter()
        .map(|kind| (crate::show::json_name(kind), says(kind).to_owned()))
        .collect()
}
