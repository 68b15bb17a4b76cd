//! A scan beside the window: one thread reads, one says how far it is.

use crate::desk::Desk;
use crate::views::Push;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use teltale_audit::{OpenCase, Progress, ScanOptions};

/// Between two pictures: nobody reads faster than ten a second, and each takes time from who types meanwhile.
const BEAT: Duration = Duration::from_millis(100);

/// Starts reading; returns at once.
pub(crate) fn begin(app: &AppHandle, case: Arc<OpenCase>, options: ScanOptions, progress: Arc<Progress>) {
    let app = app.clone();
    let options = ScanOptions {
        gives_way: true,
        ..options
    };
    thread::spawn(move || {
        let (ended, end) = channel::<()>();
        thread::scope(|scope| {
            let (case, options, progress) = (&case, &options, &*progress);
            // What went wrong is in the picture; what was read is in the case.
            scope.spawn(move || {
                let _ended = ended;
                let _ = case.scan(options, progress);
            });
            let desk = app.state::<Desk>();
            while end.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                desk.push(Push::Progress {
                    progress: progress.picture(),
                });
            }
            // Rows are given once each, some hundred at a time: the last picture is the one without any.
            loop {
                let last = progress.picture();
                let more = !last.changed.is_empty();
                if !more {
                    desk.end_scan();
                }
                desk.push(Push::Progress { progress: last });
                if !more {
                    break;
                }
            }
        });
    });
}
