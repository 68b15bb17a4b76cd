//! Every command the page may call, sorted by what it may do: read masked views, decide, reveal, open, scan.
//!
//! No command takes a path. Work is done off the window's thread.

use crate::desk::{Desk, Open};
use crate::question::{self, Decision, Question};
use crate::trouble::{Answer, Trouble};
use crate::views::{Guide, OpenRequest, OpenView, Picked, Push, Start, Steer, Wanted};
use crate::window::{Locking, Offline};
use crate::{lock, picker};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tauri::ipc::{Channel, Invoke, Response};
use tauri::{AppHandle, Manager, State, WebviewWindow};
use teltale_audit::show::{LockKind, NumberId, Revealed, Settings};
use teltale_audit::{OpenCase, Passphrase, RevealFor};

/// Their handler. `build.rs` and the capability name the same list.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![connect, settle, pick, open, scan, steer, ask, decide, reveal, lock_case]
}

/// Work that may take a while, off the window's thread and off the few that answer commands.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Trouble::said("something went wrong inside; the case was not changed")))
}

/// The page is there: what it needs to begin, and the line on which it will hear.
#[tauri::command]
pub(crate) async fn connect(channel: Channel<Push>, app: AppHandle) -> Answer<Start> {
    app.state::<Desk>().listen(channel);
    aside(move || start(&app)).await
}
