//! The shell's state: the one open case, what the user gave, and the line to the page.

use crate::allowance::Allowance;
use crate::given::Given;
use crate::trouble::{Answer, Trouble};
use crate::views::{OpenView, Push};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tauri::ipc::Channel;
use teltale_audit::practice::PracticeFolder;
use teltale_audit::show::{LockKind, NumberId};
use teltale_audit::{OpenCase, Progress};

/// An open case and how it is shown.
pub(crate) struct Open {
    pub(crate) case: Arc<OpenCase>,
    pub(crate) view: OpenView,
    /// Holds the practice sources while the case is open.
    pub(crate) _practice: Option<PracticeFolder>,
}

/// What the commands share.
#[derive(Default)]
pub(crate) struct Desk {
    open: Mutex<Option<Open>>,
    scan: Mutex<Option<Arc<Progress>>>,
    given: Mutex<Given>,
    allowance: Mutex<Allowance>,
    page: Mutex<Option<Channel<Push>>>,
}

/// A panic elsewhere does not make state unusable: everything here is replaced as a whole.
fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// The open case; it stays open for whoever asked while another is locked.
    pub(crate) fn case(&self) -> Answer<Arc<OpenCase>> {
        held(&self.open)
            .as_ref()
            .map(|open| Arc::clone(&open.case))
            .ok_or(Trouble::NoCase)
    }

    pub(crate) fn view(&self) -> Option<OpenView> {
        held(&self.open).as_ref().map(|open| open.view.clone())
    }

    /// Puts a case on the desk; the one before is closed.
    pub(crate) fn put(&self, open: Open) -> OpenView {
        let view = open.view.clone();
        *held(&self.open) = Some(open);
        *held(&self.allowance) = Allowance::default();
        view
    }

    /// The open case is unlocked in other ways now.
    pub(crate) fn relocked(&self, locks: Vec<LockKind>) -> Answer<OpenView> {
        let mut open = held(&self.open);
        let open = open.as_mut().ok_or(Trouble::NoCase)?;
        open.view.locks = locks;
        Ok(open.view.clone())
    }

    /// True where so many numbers may be revealed without the passphrase.
    pub(crate) fn allows(&self, numbers: &[NumberId]) -> bool {
        held(&self.allowance).take(numbers, Instant::now())
    }

    /// Takes the case off the desk: its keys go when the last question to it is answered.
    pub(crate) fn clear(&self) {
        if let Some(scan) = held(&self.scan).take() {
            scan.cancel();
        }
        held(&self.open).take();
        held(&self.page).take();
    }

    /// The running scan.
    pub(crate) fn scan(&self) -> Option<Arc<Progress>> {
        held(&self.scan).clone()
    }

    /// A new scan, unless one is running.
    pub(crate) fn begin_scan(&self) -> Option<Arc<Progress>> {
        let mut scan = held(&self.scan);
        if scan.is_some() {
            return None;
        }
        Some(Arc::clone(scan.insert(Arc::new(Progress::new()))))
    }

    pub(crate) fn end_scan(&self) {
        held(&self.scan).take();
    }

    pub(crate) fn given(&self) -> MutexGuard<'_, Given> {
        held(&self.given)
    }

    /// The page listens here from now on.
    pub(crate) fn listen(&self, page: Channel<Push>) {
        *held(&self.page) = Some(page);
    }

    /// Says something to the page, if there is one.
    pub(crate) fn push(&self, push: Push) {
        if let Some(page) = held(&self.page).as_ref() {
            // A page that is gone hears nothing, and needs nothing.
            let _ = page.send(push);
        }
    }

    /// Files were dropped on the window.
    pub(crate) fn dropped(&self, paths: Vec<PathBuf>) {
        let picked = self.given().take(paths);
        self.push(Push::Dropped { picked });
    }
}
