//! One run of a program: how long it took, and the most memory its whole family held at once.

use crate::Trouble;
use crate::process::spelled;
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What one run cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    pub seconds: f64,
    /// Time on processors, of the process and its children; 0 where the system does not tell.
    pub processor_seconds: f64,
    /// Proportional set size of the process and its children, sampled every 20 ms; 0 where the system does not tell.
    pub peak_bytes: u64,
}

/// Runs it to the end with its output thrown away. Exit codes 0 and 1 are answers, anything else is a failure.
pub(super) fn measure(command: &mut Command) -> Result<Cost, Trouble> {
    let failed = |error: std::io::Error, command: &Command| {
        Trouble::Failed(format!("cannot run `{}`: {error}", spelled(command)))
    };
    let before = children_processor_seconds();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error, command))?;
    let id = child.id();
    let over = AtomicBool::new(false);
    let (status, peak_bytes) = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut peak = 0;
            while !over.load(Ordering::Relaxed) {
                peak = peak.max(family_memory(id));
                thread::sleep(Duration::from_millis(20));
            }
            peak
        });
        let status = child.wait();
        over.store(true, Ordering::Relaxed);
        (status, watch.join().unwrap_or_default())
    });
    let seconds = started.elapsed().as_secs_f64();
    let status = status.map_err(|error| failed(error, command))?;
    match status.code() {
        Some(0 | 1) => Ok(Cost {
            seconds,
            processor_seconds: children_processor_seconds() - before,
            peak_bytes,
        }),
        Some(_) | None => Err(Trouble::Failed(format!(
            "`{}` failed ({status})",
            spelled(command)
        ))),
    }
}

/// The middle one by time, with the largest memory of all.
pub(super) fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let peak_bytes = costs.iter().map(|cost| cost.peak_bytes).max().unwrap_or_default();
    costs
        .get(costs.len() / 2)
        .map(|middle| Cost {
            peak_bytes,
            ..*middle
        })
        .unwrap_or_default()
}

/// What all children that have ended took, and their children.
fn children_processor_seconds() -> f64 {
    // Linux counts in hundredths for programs, whatever it does itself.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // `id (name) state …`: user and system time of children are the fifteenth and sixteenth from the state on.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(13).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}

fn family_memory(of: u32) -> u64 {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // `id (name) state parent …`, and a name may hold brackets and spaces.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        children.entry(parent.unwrap_or_default()).or_default().push(id);
    }
    let mut sum = 0;
    let mut family = vec![of];
    while let Some(id) = family.pop() {
        sum += proportional(id);
        family.extend(children.get(&id).into_iter().flatten());
    }
    sum
}

fn proportional(id: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or_default()
        * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_most() {
        let cost = |seconds, peak_bytes| Cost {
            seconds,
            peak_bytes,
            ..Cost::default()
        };
        let middle = median(vec![cost(3.0, 1), cost(1.0, 9), cost(2.0, 5)]);
        assert_eq!((middle.seconds, middle.peak_bytes), (2.0, 9));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn children_take_processor_time() {
        let mut busy = Command::new("sh");
        busy.args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done"]);
        assert!(measure(&mut busy).is_ok_and(|cost| cost.processor_seconds > 0.0));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_holds_some_memory() {
        assert!(family_memory(std::process::id()) > 100_000);
    }
}
