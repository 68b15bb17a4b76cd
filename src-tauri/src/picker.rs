//! The system's own file dialog, opened from here so that no path ever comes from the page.

use crate::desk::Desk;
use crate::views::{Picked, Wanted};
use tauri::{Manager, WebviewWindow};

/// Asks the user; nothing where they changed their mind.
#[cfg(not(feature = "e2e"))]
pub(crate) async fn pick(window: &WebviewWindow, wanted: Wanted) -> Vec<Picked> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(window);
    let chosen = match wanted {
        Wanted::Files => dialog.pick_files().await,
        Wanted::Folder | Wanted::CasesFolder => dialog.pick_folder().await.map(|folder| vec![folder]),
    };
    let paths = chosen
        .unwrap_or_default()
        .into_iter()
        .map(|file| file.path().to_owned())
        .collect();
    window.state::<Desk>().given().take(paths)
}

/// The files named by `TELTALE_E2E_FILES` stand in for the user's choice.
#[cfg(feature = "e2e")]
pub(crate) async fn pick(window: &WebviewWindow, wanted: Wanted) -> Vec<Picked> {
    use crate::views::Push;
    let paths = std::env::var_os("TELTALE_E2E_FILES")
        .map(|paths| std::env::split_paths(&paths).collect())
        .unwrap_or_default();
    let desk = window.state::<Desk>();
    if wanted == Wanted::Drop {
        desk.push(Push::Over { over: true });
        desk.dropped(paths);
        return Vec::new();
    }
    desk.given().take(paths)
}
