//! Locking: keys dropped, window destroyed, program started anew.
//!
//! Wiping buffers is not enough: with a number on the screen, copies of it were found in the engine's memory and in
//! C memory of this process that no allocator of ours reaches. A fresh address space holds none.

use crate::desk::Desk;
use crate::environment::restart;
use crate::window;
use std::process::Command;
use tauri::{AppHandle, Manager};

/// Closes the case and everything that showed it.
pub(crate) fn lock(app: &AppHandle) {
    app.state::<Desk>().clear();
    match app.get_webview_window(window::LABEL) {
        // The event loop starts the program anew once the window, and with it the engine's processes, is gone.
        Some(window) if window.destroy().is_ok() => {}
        _ => start_anew(),
    }
}

/// Replaces this process by a fresh one, without the case it was started with.
pub(crate) fn start_anew() {
    if let Ok(program) = std::env::current_exe() {
        restart(Command::new(program));
    }
}
