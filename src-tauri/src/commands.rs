//! Every command the page may call, sorted by what it may do: read masked views, decide, reveal, open, scan.
//!
//! No command takes a path. Work is done off the window's thread.

use crate::Asked;
use crate::desk::{Desk, Open};
use crate::opening::Opened;
use crate::question::{self, Decision, Question};
use crate::trouble::{Answer, Trouble};
use crate::views::{OpenRequest, OpenView, Picked, Push, Start, Steer, Wanted};
use crate::window::{Locking, Offline};
use crate::{clipboard, lock as locking, opening, picker, scanning};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tauri::ipc::{Channel, Invoke, Response};
use tauri::{AppHandle, Manager, State, WebviewWindow};
use teltale_audit::show::{NumberId, Revealed, Settings};
use teltale_audit::{RevealFor, ScanOptions};

/// Numbers revealed in one go; more is a matter of an output, with its own question.
const MOST_REVEALED: usize = 100;

/// Their handler. `build.rs` and the capability name the same list.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        connect, settle, pick, open, scan, steer, ask, decide, reveal, copy, lock
    ]
}

/// The page is there: what it needs to begin, and the line on which it will hear.
#[tauri::command]
async fn connect(channel: Channel<Push>, app: AppHandle) -> Answer<Start> {
    app.state::<Desk>().listen(channel);
    off_the_window(move || {
        Ok(Start {
            version: env!("CARGO_PKG_VERSION"),
            offline_enforced: app.state::<Offline>().0,
            settings: Settings::load(),
            cases: opening::recent(),
            keychain: cfg!(not(feature = "e2e")),
            open: app.state::<Desk>().view(),
            practice: *app.state::<Asked>() == Asked::Practice,
            guides: opening::guides(),
            rules: teltale_audit::findings::rules(),
        })
    })
    .await
}

/// Keeps the settings.
#[tauri::command]
async fn settle(settings: Settings) -> Answer<()> {
    off_the_window(move || Ok(settings.save()?)).await
}

/// Opens the system's own dialog.
#[tauri::command]
async fn pick(what: Wanted, window: WebviewWindow) -> Answer<Vec<Picked>> {
    Ok(picker::pick(&window, what).await)
}

/// Opens a case, or makes one.
#[tauri::command]
async fn open(request: OpenRequest, app: AppHandle) -> Answer<OpenView> {
    off_the_window(move || {
        let Opened { case, view, reads } = opening::open(request)?;
        let desk = app.state::<Desk>();
        desk.put(Open {
            case: Arc::clone(&case),
            view: view.clone(),
        });
        if !reads.is_empty()
            && let Some(progress) = desk.begin_scan()
        {
            scanning::begin(&app, case, ScanOptions::of(reads), progress);
        }
        Ok(view)
    })
    .await
}

/// Reads what the user gave into the open case.
#[tauri::command]
async fn scan(handles: Vec<u32>, app: AppHandle) -> Answer<()> {
    let desk = app.state::<Desk>();
    let case = desk.case()?;
    let paths = desk.given().give(&handles);
    if paths.is_empty() {
        return Err(Trouble::said("nothing to read was given"));
    }
    let progress = desk
        .begin_scan()
        .ok_or_else(|| Trouble::busy("another scan is running; add more when it is done"))?;
    scanning::begin(
        &app,
        case,
        ScanOptions {
            ask_passwords: true,
            ..ScanOptions::of(paths)
        },
        progress,
    );
    Ok(())
}

/// Tells the running scan something.
#[tauri::command]
async fn steer(steer: Steer, desk: State<'_, Desk>) -> Answer<()> {
    let Some(scan) = desk.scan() else { return Ok(()) };
    match steer {
        Steer::Pause => scan.pause(true),
        Steer::Resume => scan.pause(false),
        Steer::Stop => scan.cancel(),
        Steer::Skip { file } => {
            scan.skip_file(file);
            scan.answer_password(file, None);
        }
        Steer::Password { file, password } => scan.answer_password(file, Some(password)),
    }
    Ok(())
}

/// Answers a question with a masked view.
#[tauri::command]
async fn ask(question: Question, desk: State<'_, Desk>) -> Answer<Response> {
    let case = desk.case()?;
    off_the_window(move || question::answer(&case, question)).await
}

/// Takes a decision of the user over.
#[tauri::command]
async fn decide(decision: Decision, desk: State<'_, Desk>) -> Answer<Response> {
    let case = desk.case()?;
    off_the_window(move || question::decide(&case, decision)).await
}

/// Digits of numbers; the case's log has its line before one leaves.
#[tauri::command]
async fn reveal(numbers: Vec<NumberId>, desk: State<'_, Desk>) -> Answer<Vec<Revealed>> {
    if numbers.len() > MOST_REVEALED {
        return Err(Trouble::said("so many numbers are not revealed at once"));
    }
    let case = desk.case()?;
    off_the_window(move || Ok(case.reveal(&numbers, RevealFor::Look)?)).await
}

/// A number's digits to the clipboard, for a while; they do not pass through the page.
#[tauri::command]
async fn copy(number: NumberId, desk: State<'_, Desk>) -> Answer<()> {
    let case = desk.case()?;
    off_the_window(move || {
        let revealed = case.reveal(&[number], RevealFor::Copy)?;
        revealed
            .first()
            .map_or(Ok(()), |number| clipboard::lend(&number.digits))
    })
    .await
}

/// Drops the keys, closes the window and starts the program anew.
#[tauri::command]
async fn lock(app: AppHandle) {
    app.state::<Locking>().0.store(true, Ordering::Release);
    locking::lock(&app);
}

/// Work that may take a while goes to threads of its own: other commands are answered meanwhile.
async fn off_the_window<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or_else(|_| {
        Err(Trouble::said(
            "something went wrong inside; the case was not changed by it",
        ))
    })
}
