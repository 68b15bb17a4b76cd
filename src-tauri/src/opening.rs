//! Opening cases: the practice case, one in memory, a new one that is kept, one of the list.

use crate::keeping;
use crate::trouble::{Answer, Trouble};
use crate::views::{Guide, OpenRequest, OpenView};
use std::path::Path;
use std::sync::Arc;
use tauri::AppHandle;
use teltale_audit::show::{LockKind, visible};
use teltale_audit::{OpenCase, Passphrase};

/// Opens what was asked for.
pub(crate) fn open(app: &AppHandle, request: OpenRequest) -> Answer<(Arc<OpenCase>, OpenView)> {
    let (case, name, practice) = match request {
        OpenRequest::Practice => (OpenCase::ephemeral()?, "Practice".to_owned(), true),
        OpenRequest::Ephemeral => (OpenCase::ephemeral()?, String::new(), false),
        OpenRequest::New { name, passphrase, keychain } => {
            let folder = keeping::new_folder(app, &name)?;
            let case = OpenCase::create(&folder, &Passphrase::new(passphrase))?;
            if keychain {
                case.add_keychain()?;
            }
            (case, named(&folder), false)
        }
        OpenRequest::Known { id, passphrase } => {
            let folder = keeping::known(app, &id)?;
            let case = match passphrase {
                Some(passphrase) => OpenCase::open(&folder, &Passphrase::new(passphrase))?,
                None => OpenCase::open_with_keychain(&folder)?,
            };
            (case, named(&folder), false)
        }
    };
    let locks = if case.is_ephemeral() { vec![LockKind::Ephemeral] } else { teltale_audit::locks(case.folder())? };
    Ok((Arc::new(case), OpenView { name, locks, practice }))
}

/// How to export from each service we read.
pub(crate) fn guides() -> Vec<Guide> {
    Vec::new()
}

fn named(folder: &Path) -> String {
    let last = folder.file_name().unwrap_or(folder.as_os_str());
    visible(&last.to_string_lossy()).into_owned()
}
