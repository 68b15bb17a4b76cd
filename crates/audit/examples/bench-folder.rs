//! The two waits of somebody who adds a folder: until it is known what is in it, and until the first number is found.
//! Each is told with the whole, in milliseconds: `cargo run --release -p teltale-audit --example bench-folder -- FOLDER`
#![allow(clippy::print_stdout)] // Its output is the point.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use teltale_audit::show::ScanPhase;
use teltale_audit::{OpenCase, Progress, ScanOptions, worker};

/// What had happened, how many milliseconds after the start.
#[derive(Default)]
struct Waits {
    surveyed: Option<f64>,
    first_number: Option<f64>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    worker::run_if_asked();
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("which folder?")?);
    let case = OpenCase::ephemeral()?;
    let (progress, over) = (Progress::new(), AtomicBool::new(false));
    let started = Instant::now();
    let waited = || started.elapsed().as_secs_f64() * 1e3;
    let (summary, waits) = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut waits = Waits::default();
            while !over.load(Ordering::Acquire) {
                let picture = progress.picture();
                if picture.phase != ScanPhase::Survey {
                    waits.surveyed.get_or_insert_with(waited);
                }
                if picture.mentions > 0 {
                    waits.first_number.get_or_insert_with(waited);
                }
                thread::sleep(Duration::from_millis(1));
            }
            waits
        });
        let summary = case.scan(&ScanOptions::of(vec![folder]), &progress);
        over.store(true, Ordering::Release);
        (summary, watch.join().unwrap_or_default())
    });
    let (summary, whole) = (summary?, waited());
    let told = |wait: Option<f64>| wait.map_or("never".to_owned(), |wait| format!("{wait:.0} ms"));
    println!(
        "{} files, {} mentions: known what is there after {}, first mention after {}, read after {whole:.0} ms",
        summary.files,
        summary.mentions,
        told(waits.surveyed),
        told(waits.first_number),
    );
    Ok(())
}
