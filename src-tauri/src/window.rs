//! The one window: made here, so that it can be told to refuse every way out.

use crate::Asked;
use crate::commands;
use crate::desk::Desk;
use crate::environment;
use crate::lock;
use crate::views::Push;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::webview::NewWindowResponse;
use tauri::{
    App, DragDropEvent, Manager, RunEvent, Url, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent,
};
use teltale_sandbox::{Enforcement, Held, Promise};

/// The window's label, which the capability names.
pub(crate) const LABEL: &str = "main";

/// True once the case was locked, so that the end of the window is a new start and not the end of the program.
#[derive(Default)]
pub(crate) struct Locking(pub(crate) AtomicBool);

/// Whether the kernel holds the network promise, for the page to say.
pub(crate) struct Offline(pub(crate) bool);

/// Shows the window until it is closed.
pub(crate) fn run(offline: &Enforcement, asked: Asked) -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .manage(Desk::default())
        .manage(Locking::default())
        .manage(asked)
        .manage(Offline(offline.of(Promise::NoNetwork) == Held::ByKernel))
        .invoke_handler(commands::all())
        .on_window_event(heard)
        .setup(|app| Ok(build(app)?))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::ExitRequested { api, .. } if app.state::<Locking>().0.load(Ordering::Acquire) => {
            api.prevent_exit();
            lock::start_anew();
        }
        RunEvent::Exit => app.state::<Desk>().clear(),
        _ => {}
    });
    Ok(())
}

fn build(app: &mut App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Teltale")
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        // Nothing the engine remembers reaches the disk. (WebDriver cannot drive a window that remembers nothing.)
        .incognito(!environment::driven())
        .devtools(false)
        // The content policy does not cover where the window itself goes.
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// True for the pages inside the program.
fn is_ours(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        // `tauri dev` serves the screens from here.
        ("http", Some("localhost")) => cfg!(dev) && url.port() == Some(5173),
        _ => false,
    }
}

fn heard(window: &Window, event: &WindowEvent) {
    let desk = window.state::<Desk>();
    match event {
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => desk.push(Push::Over { over: true }),
        WindowEvent::DragDrop(DragDropEvent::Leave) => desk.push(Push::Over { over: false }),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => desk.dropped(paths.clone()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        let ours = |url: &str| is_ours(&Url::parse(url).unwrap());
        assert!(ours("tauri://localhost/index.html"));
        for elsewhere in [
            "https://example.org/?data",
            "http://tauri.localhost.example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "tauri://elsewhere/",
            "about:blank",
        ] {
            assert!(!ours(elsewhere), "{elsewhere}");
        }
    }
}
