//! Where the program keeps its own: settings, and the folders of cases.

use crate::trouble::{Answer, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};
use teltale_audit::show::{CaseRow, Settings, visible};

/// The settings; what cannot be read is as it was in the beginning.
pub(crate) fn settings(app: &AppHandle) -> Settings {
    let text = settings_file(app).and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps the settings.
pub(crate) fn settle(app: &AppHandle, settings: &Settings) -> Answer<()> {
    let file = settings_file(app).ok_or_else(|| Trouble::said("this system names no folder for settings"))?;
    let text = serde_json::to_string_pretty(settings).unwrap_or_default();
    file.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&file, text))
        .map_err(|error| Trouble::said(format!("cannot write {}: {error}", file.display())))
}

/// Cases on this computer, by name.
pub(crate) fn cases(app: &AppHandle) -> Vec<CaseRow> {
    if !settings(app).remember_cases {
        return Vec::new();
    }
    let Some(folder) = cases_folder(app) else {
        return Vec::new();
    };
    let mut rows: Vec<CaseRow> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| teltale_audit::is_case(&entry.path()))
        .filter_map(|entry| {
            let id = entry.file_name().into_string().ok()?;
            Some(CaseRow {
                name: visible(&id).into_owned(),
                folder: visible(&folder.to_string_lossy()).into_owned(),
                locks: teltale_audit::locks(&entry.path()).unwrap_or_default(),
                present: true,
                id,
            })
        })
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

/// The folder of a case of the list. Handles are names in one folder: nothing that leads out of it.
pub(crate) fn known(app: &AppHandle, id: &str) -> Answer<PathBuf> {
    let folder = cases_folder(app).filter(|_| is_a_name(id)).map(|folder| folder.join(id));
    folder.filter(|folder| teltale_audit::is_case(folder)).ok_or_else(|| Trouble::said("this case is not where it was"))
}

/// A new folder for a case of this name.
pub(crate) fn new_folder(app: &AppHandle, name: &str) -> Answer<PathBuf> {
    let folder = cases_folder(app).ok_or_else(|| Trouble::said("this system names no folder for data"))?;
    let safe: String = name.trim().chars().map(|c| if c.is_alphanumeric() || " -_.".contains(c) { c } else { '-' }).collect();
    let safe = safe.trim_matches('.').trim();
    let safe = if is_a_name(safe) { safe } else { "Case" };
    let free = (1..).map(|n| if n == 1 { safe.to_owned() } else { format!("{safe} {n}") }).map(|name| folder.join(name)).find(|path| !path.exists());
    free.ok_or_else(|| Trouble::said("no name is free"))
}

fn is_a_name(id: &str) -> bool {
    let mut parts = Path::new(id).components();
    matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(only)), None) if only == id)
}

fn settings_file(app: &AppHandle) -> Option<PathBuf> {
    app.path().config_dir().ok().map(|folder| folder.join("teltale/settings.json"))
}

fn cases_folder(app: &AppHandle) -> Option<PathBuf> {
    app.path().data_dir().ok().map(|folder| folder.join("teltale/cases"))
}
