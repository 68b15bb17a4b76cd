//! Kills, failing system calls, full disks and power cuts: nothing corrupt, nothing acknowledged lost, and the finished case is the one
//! that an undisturbed run makes.
//!
//! The child is this same test binary, told by its environment to import into a case and to say `ACK n` on stdout after
//! each commit. `TELTALE_FAULTS` multiplies the counts for long runs.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "tests tell what they did")]

mod support;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use support::*;
use teltale_index::*;

const CASE: &str = "TELTALE_FAULTS_CHILD";
/// What the child exits with after an error that it told.
const TOLD: i32 = 3;

fn scaled(count: u32) -> u32 {
    count * std::env::var("TELTALE_FAULTS").map_or(1, |times| times.parse().expect("a number"))
}

fn exports() -> [Export; 3] {
    [
        chat("one.txt", 0..400),
        transcript("conversations.json", 60),
        chat("two.txt", 250..700),
    ]
}

/// Imports with a commit every so many events, goes on where it was; says what is committed.
fn work(folder: &Path, say: fn(usize)) -> Result<()> {
    let case = Case::open(folder, Unlock::Passphrase(&passphrase()))?;
    let mut writer = case.writer()?;
    let mut acknowledged = 0;
    for export in exports() {
        let place = format!("/exports/{}", export.path);
        let source = writer.begin_source(&NewSource {
            path: Words {
                text: &place,
                matches: &[],
            },
            kind: SourceKind::File,
            size: 1,
            identity: place.as_bytes(),
            added_at: START,
        })?;
        let begin = writer.begin_entry(&NewEntry {
            source,
            path: Words {
                text: &export.path,
                matches: &[],
            },
            size: 1,
            read_by: &export.read_by(),
            stamp: Stamp::default(),
            hash: None,
        })?;
        let Begin::Read { entry, events_done } = begin else {
            acknowledged += export.events.len();
            continue;
        };
        for (ordinal, event) in export.events.iter().enumerate().skip(events_done as usize) {
            writer.put(entry, ordinal as u64, event, &matches(event))?;
            if ordinal % 61 == 60 {
                writer.commit()?;
                say(acknowledged + ordinal + 1);
            }
        }
        let ledger = export.ledger();
        let outcome = Outcome::Read;
        writer.finish_entry(
            entry,
            &Finish {
                hash: Some(export.hash()),
                size: 9,
                ledger: &ledger,
                problems: &[],
                outcome,
            },
        )?;
        writer.commit()?;
        acknowledged += export.events.len();
        say(acknowledged);
    }
    drop(writer);
    case.close()
}

fn say(acknowledged: usize) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ACK {acknowledged}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
}

/// Not a test of its own: does the child's work where the environment asks for it.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CASE) else {
        return;
    };
    if let Err(error) = work(Path::new(&folder), say) {
        eprintln!("TOLD {error}");
        std::process::exit(TOLD);
    }
    std::process::exit(0);
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("our own path"));
    command
        .args(["child", "--exact", "--nocapture"])
        .env(CASE, folder)
        .env_remove("RUST_BACKTRACE");
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::null())
        .process_group(0);
    command
}

/// Events in the case, over all entries.
fn stored(case: &Case) -> usize {
    let reader = case.reader().expect("a reader");
    let mut events = 0;
    for source in reader.sources().expect("sources") {
        for entry in reader.entries(source.id, Page::first(9)).expect("entries").rows {
            events += entry.events as usize;
        }
    }
    events
}

/// The case opens, every page is sound, and it has what was acknowledged.
fn is_sound(folder: &Path, acknowledged: usize, when: &str) {
    let case = open(folder);
    case.check().unwrap_or_else(|error| panic!("{when}: {error}"));
    let stored = stored(&case);
    assert!(
        stored >= acknowledged,
        "{when}: {stored} events of {acknowledged} acknowledged"
    );
}

fn acknowledged(out: &[u8]) -> usize {
    let lines = String::from_utf8_lossy(out);
    lines
        .lines()
        .filter_map(|line| line.strip_prefix("ACK ")?.parse().ok())
        .max()
        .unwrap_or(0)
}

fn expected() -> [u8; 32] {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case");
    drop(create(&path));
    work(&path, |_| ()).expect("undisturbed");
    open(&path).digest().expect("digest")
}

#[test]
fn a_killed_import_goes_on_and_ends_the_same() {
    let expected = expected();
    let (mut kills, mut wait) = (0, 1);
    while kills < scaled(10) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("case");
        drop(create(&path));
        loop {
            let mut child = command(&path).spawn().expect("started");
            let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
            let mut last = 0;
            // Killed at a different distance behind an acknowledgement each time.
            for line in lines
                .by_ref()
                .map_while(|line| line.ok())
                .take(2 + kills as usize % 5)
            {
                last = acknowledged(line.as_bytes()).max(last);
            }
            let until = std::time::Instant::now() + Duration::from_micros(wait);
            while std::time::Instant::now() < until {
                std::hint::spin_loop();
            }
            wait = wait * 13 % 37_000 + 11;
            child.kill().expect("killed");
            last = lines
                .map_while(|line| line.ok())
                .map(|line| acknowledged(line.as_bytes()))
                .fold(last, usize::max);
            let status = child.wait().expect("ended");
            if status.success() {
                break;
            }
            kills += 1;
            is_sound(&path, last, "after a kill");
        }
        assert_eq!(open(&path).digest().expect("digest"), expected);
    }
    println!("{kills} kills, 0 violations");
}

/// Builds the shim; none where there is no C compiler.
fn shim(folder: &Path) -> Option<PathBuf> {
    let library = folder.join("shim.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status();
    match built {
        Ok(status) => {
            assert!(status.success(), "the shim compiles");
            Some(library)
        }
        Err(_) => {
            println!("no C compiler: faults are not injected");
            None
        }
    }
}

#[test]
fn a_failing_call_is_told_and_the_next_run_ends_the_same() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    let Some(shim) = shim(folder.path()) else { return };
    // Input/output error, no space, quota; once and for good.
    let kinds = [(5, false, "EIO"), (28, true, "ENOSPC"), (122, false, "EDQUOT")];
    let (mut tried, mut told) = (0, HashMap::<String, u32>::new());
    for (number, sticky, name) in kinds {
        let step = (60 / scaled(1)).max(1) as usize;
        for call in (1..).step_by(step) {
            let path = folder.path().join(format!("{name}{call}"));
            drop(create(&path));
            let mut command = command(&path);
            command
                .env("LD_PRELOAD", &shim)
                .env("SHIM_PATH", "/case.db")
                .env("SHIM_FAIL", call.to_string());
            command.env("SHIM_ERRNO", number.to_string());
            if sticky {
                command.env("SHIM_STICKY", "1");
            }
            let output = command.output().expect("ran");
            let errors = String::from_utf8_lossy(&output.stderr);
            if !errors.contains("FIRED") {
                break;
            }
            tried += 1;
            let when = format!("{name} at call {call}");
            match output.status.code() {
                // SQLite may go on after a failed checkpoint; nothing is lost by it.
                Some(0) => {}
                Some(TOLD) => {
                    let line = errors
                        .lines()
                        .find_map(|line| line.strip_prefix("TOLD "))
                        .expect("told")
                        .to_owned();
                    *told.entry(line).or_default() += 1;
                }
                other => panic!("{when}: ended with {other:?}: {errors}"),
            }
            is_sound(&path, acknowledged(&output.stdout), &when);
            work(&path, |_| ()).unwrap_or_else(|error| panic!("{when}: the next run: {error}"));
            assert_eq!(open(&path).digest().expect("digest"), expected, "{when}");
            std::fs::remove_dir_all(&path).expect("removed");
        }
    }
    println!("{tried} failing calls, 0 violations; told: {told:?}");
    assert!(tried > 8);
    assert!(told.keys().any(|line| line.starts_with("the disk is full")));
}

/// What was done to the case's files, in order.
enum Done {
    Wrote { file: String, at: usize, bytes: Vec<u8> },
    Cut { file: String, to: usize },
    Synced { file: String },
    Removed { file: String },
    Acknowledged(usize),
}

fn read_log(path: &Path) -> Vec<Done> {
    let bytes = std::fs::read(path).expect("the shim wrote it");
    let (mut rest, mut log) = (&bytes[..], Vec::new());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let fields: Vec<&str> = head.split(' ').collect();
        let (at, length) = (
            fields[2].parse().expect("an offset"),
            fields[3].parse::<usize>().expect("a length"),
        );
        let (content, after) = rest[end + 1..].split_at(length);
        rest = after;
        let file = fields[1].to_owned();
        log.push(match fields[0] {
            "W" => Done::Wrote {
                file,
                at,
                bytes: content.to_vec(),
            },
            "T" => Done::Cut { file, to: at },
            "S" => Done::Synced { file },
            "U" => Done::Removed { file },
            _ => Done::Acknowledged(acknowledged(content)),
        });
    }
    log
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }
}

/// A file as the disk has it: what was synced, and what may or may not have reached it since.
#[derive(Clone, Default)]
struct Disk {
    durable: Vec<u8>,
    pending: Vec<(usize, Option<Vec<u8>>)>,
}

impl Disk {
    fn apply(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
        if content.len() < at + bytes.len() {
            content.resize(at + bytes.len(), 0);
        }
        content[at..at + bytes.len()].copy_from_slice(bytes);
    }

    fn sync(&mut self) {
        for (at, bytes) in self.pending.drain(..) {
            match bytes {
                Some(bytes) => Self::apply(&mut self.durable, at, &bytes),
                None => self.durable.resize(at, 0),
            }
        }
    }

    /// A power cut: of what was not synced each sector of 512 bytes may be there or not.
    fn cut(&self, dice: &mut Dice) -> Vec<u8> {
        let mut content = self.durable.clone();
        let kept = [0, 50, 90, 100][dice.roll(4)];
        for (at, bytes) in &self.pending {
            match bytes {
                Some(bytes) => {
                    for (index, sector) in bytes.chunks(512).enumerate() {
                        if dice.roll(100) < kept {
                            Self::apply(&mut content, at + index * 512, sector);
                        }
                    }
                }
                None if dice.roll(100) < kept => content.resize(*at, 0),
                None => {}
            }
        }
        content
    }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    let Some(shim) = shim(folder.path()) else { return };
    let (path, log) = (folder.path().join("case"), folder.path().join("log"));
    create(&path).close().expect("closed");
    let before: Vec<(String, Vec<u8>)> = ["slots.json", "teltale-case", "case.db"]
        .map(|name| (name.to_owned(), std::fs::read(path.join(name)).expect("readable")))
        .into();
    let mut command = command(&path);
    command
        .env("LD_PRELOAD", &shim)
        .env("SHIM_PATH", "/case.db")
        .env("SHIM_LOG", &log);
    assert!(command.output().expect("ran").status.success());
    let log = read_log(&log);
    assert!(log.len() > 100, "{} events", log.len());
    let mut dice = Dice(11);
    let cuts = scaled(40);
    for cut in 0..cuts {
        let end = dice.roll(log.len());
        let mut disks: HashMap<&str, Disk> = HashMap::new();
        disks.insert(
            "case.db",
            Disk {
                durable: before[2].1.clone(),
                pending: Vec::new(),
            },
        );
        let mut acknowledged = 0;
        for done in &log[..end] {
            match done {
                Done::Wrote { file, at, bytes } => disks
                    .entry(file)
                    .or_default()
                    .pending
                    .push((*at, Some(bytes.clone()))),
                Done::Cut { file, to } => disks.entry(file).or_default().pending.push((*to, None)),
                Done::Synced { file } => disks.entry(file).or_default().sync(),
                Done::Removed { file } => drop(disks.remove(file.as_str())),
                Done::Acknowledged(events) => acknowledged = acknowledged.max(*events),
            }
        }
        let image = folder.path().join("image");
        std::fs::create_dir(&image).expect("made");
        for (name, content) in &before[..2] {
            std::fs::write(image.join(name), content).expect("written");
        }
        for (name, disk) in &disks {
            std::fs::write(image.join(name), disk.cut(&mut dice)).expect("written");
        }
        is_sound(
            &image,
            acknowledged,
            &format!("cut {cut} behind {end} of {} events", log.len()),
        );
        if cut % 8 == 0 {
            work(&image, |_| ()).expect("the next run");
            assert_eq!(open(&image).digest().expect("digest"), expected, "cut {cut}");
        }
        std::fs::remove_dir_all(&image).expect("removed");
    }
    println!("{cuts} power cuts over {} events, 0 violations", log.len());
}

/// Bytes of all files of a case.
fn size_of(case: &Path) -> u64 {
    let files = std::fs::read_dir(case).expect("a folder").flatten();
    files
        .map(|file| file.metadata().map_or(0, |file| file.len()))
        .sum()
}

/// The case lies on a disk of its own, a little larger each time, until there is room for all of it.
#[test]
fn a_full_disk_is_told_and_the_next_run_ends_the_same() {
    let expected = expected();
    let folder = tempfile::tempdir().expect("a folder");
    let own_disks = ["--user", "--map-root-user", "--mount", "--", "sh", "-c"];
    let mount = "mount -t tmpfs -o size=$0 none \"$1\"";
    let can_mount = Command::new("unshare")
        .args(own_disks)
        .args([mount, "64k"])
        .arg(folder.path())
        .output();
    if !can_mount.is_ok_and(|output| output.status.success()) {
        println!("this system gives no disks of our own: none is filled");
        return;
    }
    let (made, disk, left) = (
        folder.path().join("made"),
        folder.path().join("disk"),
        folder.path().join("left"),
    );
    create(&made).close().expect("closed");
    std::fs::create_dir(&disk).expect("made");
    let script = format!(
        "{mount} && cp -a \"$2\" \"$1/case\" || exit 99
        \"$4\" child --exact --nocapture; code=$?; cp -a \"$1/case\" \"$3\"; exit $code"
    );
    let disks = u64::from(scaled(8));
    let (from, whole) = (size_of(&made), 16 << 20);
    let (mut full, mut roomy) = (0, 0);
    for step in 1..=disks {
        let size = from + (whole - from) * step / disks;
        let output = Command::new("unshare")
            .args(own_disks)
            .arg(&script)
            .arg(size.to_string())
            .args([&disk, &made, &left])
            .arg(std::env::current_exe().expect("our own path"))
            .env(CASE, disk.join("case"))
            .env_remove("RUST_BACKTRACE")
            .output()
            .expect("ran");
        let errors = String::from_utf8_lossy(&output.stderr);
        let when = format!("on a disk of {size} bytes");
        match output.status.code() {
            Some(0) => roomy += 1,
            Some(TOLD) => {
                assert!(errors.contains("TOLD the disk is full"), "{when}: {errors}");
                full += 1;
            }
            other => panic!("{when}: ended with {other:?}: {errors}"),
        }
        is_sound(&left, acknowledged(&output.stdout), &when);
        work(&left, |_| ()).unwrap_or_else(|error| panic!("{when}: the next run: {error}"));
        assert_eq!(open(&left).digest().expect("digest"), expected, "{when}");
        std::fs::remove_dir_all(&left).expect("removed");
    }
    println!("{full} full disks and {roomy} with room, 0 violations");
    assert!(full > 0 && roomy > 0, "{full} full, {roomy} with room");
}
