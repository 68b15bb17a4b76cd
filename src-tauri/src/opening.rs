//! Opening cases: the practice case, one in memory, a new one that is kept, one of the list.

use crate::trouble::{Answer, Trouble};
use crate::views::{Guide, OpenRequest, OpenView};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use teltale_audit::practice::{self, PracticeFolder};
use teltale_audit::show::{CaseRow, Settings, visible};
use teltale_audit::{OpenCase, Passphrase, cases};

/// A case that was opened.
pub(crate) struct Opened {
    pub(crate) case: Arc<OpenCase>,
    pub(crate) view: OpenView,
    /// What is to be read into it at once.
    pub(crate) reads: Vec<PathBuf>,
    /// Where the practice sources are; goes when the case is closed.
    pub(crate) practice: Option<PracticeFolder>,
}

/// Opens what was asked for.
pub(crate) fn open(request: OpenRequest) -> Answer<Opened> {
    match request {
        OpenRequest::Practice => {
            let case = OpenCase::ephemeral()?;
            let made = PracticeFolder::make().and_then(|folder| {
                let reads = practice::write_to(folder.path())?;
                Ok((folder, reads))
            });
            let (folder, reads) = made.map_err(|_| Trouble::Practice)?;
            Ok(Opened {
                practice: Some(folder),
                reads,
                ..opened(case, "Practice".to_owned(), true)?
            })
        }
        OpenRequest::Ephemeral => Ok(opened(OpenCase::ephemeral()?, String::new(), false)?),
        OpenRequest::New {
            name,
            passphrase,
            keychain,
        } => {
            let folder = new_folder(&name)?;
            let passphrase = Passphrase::new(passphrase);
            let case = OpenCase::create(&folder, &passphrase)?;
            if keychain {
                case.add_keychain(&passphrase)?;
            }
            kept(case, &folder)
        }
        OpenRequest::Known { id, passphrase } => {
            let folder = cases::folder_of(&id).ok_or(Trouble::CaseGone)?;
            let case = match passphrase {
                Some(passphrase) => OpenCase::open(&folder, &Passphrase::new(passphrase))?,
                None => OpenCase::open_with_keychain(&folder)?,
            };
            kept(case, &folder)
        }
    }
}

/// Cases to offer, unless the user wants no list.
pub(crate) fn recent() -> Vec<CaseRow> {
    if Settings::load().remember_cases {
        cases::recent()
    } else {
        Vec::new()
    }
}

/// How to export from each service we read.
pub(crate) fn guides() -> Vec<Guide> {
    teltale_audit::formats()
        .iter()
        .map(|format| format.about())
        .filter(|format| !format.how_to_export.is_empty())
        .map(|format| Guide {
            id: format.id,
            name: format.name,
            service: format.service,
        })
        .collect()
}

fn kept(case: OpenCase, folder: &Path) -> Answer<Opened> {
    if Settings::load().remember_cases {
        cases::remember(folder)?;
    }
    Ok(opened(case, named(folder), false)?)
}

fn opened(case: OpenCase, name: String, practice: bool) -> teltale_audit::Result<Opened> {
    let folder = if case.is_ephemeral() {
        String::new()
    } else {
        words_of(case.folder())
    };
    let locks = case.ways_in()?;
    Ok(Opened {
        case: Arc::new(case),
        view: OpenView {
            name,
            folder,
            locks,
            practice,
        },
        reads: Vec::new(),
        practice: None,
    })
}

/// A new folder for a case of this name.
fn new_folder(name: &str) -> Answer<PathBuf> {
    let cases = cases::cases_folder().ok_or(Trouble::NoDataFolder)?;
    let name = as_folder(name);
    let names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name} {n}")));
    let free = names.map(|name| cases.join(name)).find(|folder| !folder.exists());
    free.ok_or(Trouble::NoFreeName)
}

/// A name that is one part of a path on every system.
fn as_folder(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || " -_".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = name.trim().chars().map(plain).collect();
    if name.chars().any(char::is_alphanumeric) {
        name
    } else {
        "Case".to_owned()
    }
}

/// The user's own folder, as words: what is below it is shown without it.
pub(crate) fn home() -> String {
    std::env::home_dir()
        .map(|folder| words_of(&folder))
        .unwrap_or_default()
}

/// Where new cases are made, as words.
pub(crate) fn cases_folder() -> String {
    cases::cases_folder()
        .map(|folder| words_of(&folder))
        .unwrap_or_default()
}

/// Keeps the folder in which new cases are made; none for the program's own.
pub(crate) fn keep_cases_folder(folder: Option<&Path>) -> Answer<()> {
    let mut settings = Settings::load();
    settings.cases_folder = match folder {
        None => None,
        Some(folder) => Some(folder.to_str().ok_or(Trouble::OddName)?.to_owned()),
    };
    Ok(settings.save()?)
}

fn words_of(folder: &Path) -> String {
    visible(&folder.to_string_lossy()).into_owned()
}

fn named(folder: &Path) -> String {
    let last = folder.file_name().unwrap_or(folder.as_os_str());
    visible(&last.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_its_folder() {
        assert_eq!(as_folder("My exports"), "My exports");
        assert_eq!(as_folder("../../etc"), "------etc");
        assert_eq!(as_folder("C:\\x/y"), "C--x-y");
        assert_eq!(as_folder(" .. "), "Case");
        assert_eq!(as_folder("家族"), "家族");
    }
}
