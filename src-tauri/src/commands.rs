//! Every command the page may call, sorted by what it may do: read masked views, decide, reveal, open, scan.
//!
//! No command takes a path. Work is done off the window's thread.

use crate::Asked;
use crate::desk::{Desk, Open};
use crate::opening::Opened;
use crate::question::{self, Decision, Question};
use crate::trouble::{Answer, Trouble};
use crate::views::{OpenRequest, OpenView, Picked, Push, Start, Steer, Wanted, WayIn};
use crate::window::{Locking, Offline};
use crate::{clipboard, lock as locking, opening, picker, scanning};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tauri::ipc::{Channel, Invoke, Response};
use tauri::{AppHandle, Manager, State, WebviewWindow};
use teltale_audit::show::{NumberId, Revealed, Settings};
use teltale_audit::{Again, OpenCase, Passphrase, RevealFor, ScanOptions};

/// Numbers revealed in one go; more is a matter of an output, with its own question.
const MOST_REVEALED: usize = 1_000;

/// Their handler. `build.rs` and the capability name the same list.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        connect,
        settle,
        make_cases_in,
        pick,
        open,
        way_in,
        scan,
        again,
        steer,
        ask,
        decide,
        reveal,
        copy,
        lock
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
            home: opening::home(),
            cases_folder: opening::cases_folder(),
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
    off_the_window(move || {
        // No path comes from the page.
        let cases_folder = Settings::load().cases_folder;
        Ok(Settings {
            cases_folder,
            ..settings
        }
        .save()?)
    })
    .await
}

/// New cases are made in a folder that was picked; none for the program's own. Gives it back, as words.
#[tauri::command]
async fn make_cases_in(handle: Option<u32>, app: AppHandle) -> Answer<String> {
    let folders = app.state::<Desk>().given().give(handle.as_slice());
    off_the_window(move || {
        opening::keep_cases_folder(folders.first().map(PathBuf::as_path))?;
        Ok(opening::cases_folder())
    })
    .await
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
        let Opened {
            case,
            view,
            reads,
            practice,
        } = opening::open(request)?;
        let desk = app.state::<Desk>();
        desk.put(Open {
            case: Arc::clone(&case),
            view: view.clone(),
            _practice: practice,
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

/// Changes how the open case is unlocked.
#[tauri::command]
async fn way_in(way: WayIn, app: AppHandle) -> Answer<OpenView> {
    let case = app.state::<Desk>().case()?;
    off_the_window(move || {
        match way {
            WayIn::Keychain { passphrase } => case.add_keychain(&Passphrase::new(passphrase))?,
            WayIn::NoKeychain => case.remove_keychain()?,
            WayIn::Passphrase { old, new } => {
                case.change_passphrase(&Passphrase::new(old), &Passphrase::new(new))?;
            }
        }
        app.state::<Desk>().relocked(case.ways_in()?)
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
        return Err(Trouble::NothingGiven);
    }
    read(&app, case, paths)
}

/// Looks at sources of the case again; what is as it was is passed over. Gives back how many there are to look at.
#[tauri::command]
async fn again(which: Again, app: AppHandle) -> Answer<usize> {
    let case = app.state::<Desk>().case()?;
    off_the_window(move || {
        let paths = case.paths_of(which)?;
        let sources = paths.len();
        if sources > 0 {
            read(&app, case, paths)?;
        }
        Ok(sources)
    })
    .await
}

fn read(app: &AppHandle, case: Arc<OpenCase>, paths: Vec<PathBuf>) -> Answer<()> {
    let progress = app.state::<Desk>().begin_scan().ok_or(Trouble::Busy)?;
    let options = ScanOptions {
        ask_passwords: true,
        ..ScanOptions::of(paths)
    };
    scanning::begin(app, case, options, progress);
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

/// Digits of numbers; the case's log has its line before one leaves. Many at once, or one after the other, ask for
/// the passphrase; a case in memory has none, and saying so is enough.
#[tauri::command]
async fn reveal(
    numbers: Vec<NumberId>,
    passphrase: Option<String>,
    desk: State<'_, Desk>,
) -> Answer<Vec<Revealed>> {
    if numbers.len() > MOST_REVEALED {
        return Err(Trouble::TooMany);
    }
    let case = desk.case()?;
    if passphrase.is_none() && !desk.allows(&numbers) {
        return Err(Trouble::Passphrase);
    }
    off_the_window(move || {
        if let Some(passphrase) = passphrase
            && !case.is_ephemeral()
            && !case.check_passphrase(&Passphrase::new(passphrase))?
        {
            return Err(Trouble::WrongPassphrase);
        }
        Ok(case.reveal(&numbers, RevealFor::Look)?)
    })
    .await
}

/// A number's digits to the clipboard, for a while; they do not pass through the page.
#[tauri::command]
async fn copy(number: NumberId, desk: State<'_, Desk>) -> Answer<()> {
    let case = desk.case()?;
    if !desk.allows(&[number]) {
        return Err(Trouble::Passphrase);
    }
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
    done.unwrap_or(Err(Trouble::Inside))
}
