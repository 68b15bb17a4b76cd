//! `cargo xtask bench scan`: `find` and `scan` on generated exports, beside search, import and parsing by others.
//!
//! All in the same run, turn by turn, so that a busy machine is busy for everyone. The table says who got fewer
//! runs or a smaller file of the same kind, and what stays on disk for each byte of the file. Below it, what a folder
//! and the questions of the screens cost.

use super::measure::{Cost, measure, median};
use super::waits;
use crate::process::{cargo, root, run, succeeds};
use crate::{Outcome, Trouble};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const RUNS: usize = 5;
/// Peers written in Python get one run.
const SLOW_RUNS: usize = 1;
/// What keeps a whole chat in memory as a table gets a chat of this size.
const SMALL_MB: u64 = 50;
const PEERS: &[&str] = &["phonenumbers==9.0.43", "sqlite-utils==4.2.1", "whatstk==0.9.1"];

/// What people would type into `rg` to find numbers.
const ASCII_PHONE: &str = r"\+?[0-9][0-9() .\-]{7,16}[0-9]";

/// Megabytes of each file, where nobody asks for others.
const MB: u64 = 100;

/// One row of the table.
struct Subject {
    name: String,
    file: PathBuf,
    /// What it leaves on disk.
    leaves: Option<PathBuf>,
    runs: usize,
    command: Box<dyn Fn() -> Result<Command, Trouble>>,
}

pub(super) fn bench(arguments: &[String]) -> Outcome {
    let mb = match arguments {
        [] => MB,
        [flag, text] if flag == "--mb" => text
            .parse()
            .map_err(|_| Trouble::Refused(format!("`{text}` is no number of megabytes")))?,
        _ => return Err(Trouble::Refused("bench scan [--mb MB]".into())),
    };
    run(cargo().args(["build", "--release", "--package=teltale-cli", "--bin=teltale"]))?;
    run(cargo().args(["build", "--release", "--package=teltale-tests", "--bin=generate"]))?;
    let place = Place::new()?;
    let kinds = ["chatgpt", "whatsapp", "table"];
    let large: Vec<PathBuf> = kinds
        .iter()
        .map(|kind| place.export(kind, mb))
        .collect::<Result<_, _>>()?;
    let small_chat = place.export("whatsapp", SMALL_MB.min(mb))?;

    let mut subjects = Vec::new();
    for file in &large[..2] {
        subjects.extend(place.ours(file));
        subjects.extend(place.searchers(file));
    }
    subjects.extend(place.ours(&large[2]));
    subjects.extend(place.importers(&large, &small_chat));

    let mut measured: Vec<Measured> = subjects.iter().map(|_| Measured::default()).collect();
    for round in 0..RUNS {
        for (subject, measured) in subjects
            .iter()
            .zip(&mut measured)
            .filter(|(subject, _)| round < subject.runs)
        {
            let cost = measure(&mut (subject.command)()?)?;
            eprintln!(
                "round {} of {RUNS}: {} {:.2} s",
                round + 1,
                subject.name,
                cost.seconds
            );
            measured.costs.push(cost);
            measured.left = subject.leaves.as_deref().map(bytes_below);
        }
    }
    print!("{}", table(&subjects, measured)?);
    waits::folders(&place.folder, &place.programs)?;
    waits::questions(&[])
}

/// All runs of a subject.
#[derive(Default)]
struct Measured {
    costs: Vec<Cost>,
    /// Bytes that the last one left on disk.
    left: Option<u64>,
}

/// Bytes of a file, or of all files of a folder.
fn bytes_below(path: &Path) -> u64 {
    match fs::read_dir(path) {
        Ok(inside) => inside.flatten().map(|entry| bytes_below(&entry.path())).sum(),
        Err(_) => fs::metadata(path).map_or(0, |file| file.len()),
    }
}

/// Rows in the order they were measured; a ratio is how many times as long as `scan` of the same kind, per byte.
fn table(subjects: &[Subject], measured: Vec<Measured>) -> Result<String, Trouble> {
    let size = |subject: &Subject| {
        fs::metadata(&subject.file)
            .map(|file| file.len() as f64)
            .map_err(|error| Trouble::Failed(format!("{}: {error}", subject.file.display())))
    };
    let kind = |subject: &Subject| {
        subject
            .file
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.split('-').next())
            .unwrap_or_default()
            .to_owned()
    };
    let left: Vec<Option<u64>> = measured.iter().map(|measured| measured.left).collect();
    let costs: Vec<Cost> = measured
        .into_iter()
        .map(|measured| median(measured.costs))
        .collect();
    let mut text = "| file | program | MB | runs | seconds | of processors | MB/s | peak MB | left on disk, of the file | time beside scan |\n\
                    |---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for ((subject, cost), left) in subjects.iter().zip(&costs).zip(left) {
        let bytes = size(subject)?;
        let scan = subjects
            .iter()
            .zip(&costs)
            .find(|(other, _)| other.name == "teltale scan" && kind(other) == kind(subject));
        let beside = match scan {
            Some((other, scan)) => format!("{:.2}", (cost.seconds / bytes) / (scan.seconds / size(other)?)),
            None => String::new(),
        };
        let left = left.map_or(String::new(), |left| format!("{:.2}", left as f64 / bytes));
        text += &format!(
            "| {} | {} | {:.0} | {} | {:.2} | {:.2} | {:.0} | {:.0} | {left} | {beside} |\n",
            kind(subject),
            subject.name,
            bytes / 1e6,
            subject.runs,
            cost.seconds,
            cost.processor_seconds,
            bytes / 1e6 / cost.seconds,
            cost.peak_bytes as f64 / 1e6,
        );
    }
    Ok(text)
}

/// Where programs and generated files are.
#[derive(Clone)]
struct Place {
    programs: PathBuf,
    folder: PathBuf,
    python: Option<PathBuf>,
}

impl Place {
    fn new() -> Result<Self, Trouble> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let folder = target.join("bench");
        fs::create_dir_all(&folder)
            .map_err(|error| Trouble::Failed(format!("{}: {error}", folder.display())))?;
        fs::write(folder.join("passphrase"), "a passphrase for measuring\n")
            .map_err(|error| Trouble::Failed(error.to_string()))?;
        let python = peers(&folder.join("peers"));
        Ok(Self {
            programs: target.join("release"),
            folder,
            python,
        })
    }

    fn export(&self, kind: &str, mb: u64) -> Result<PathBuf, Trouble> {
        let ending = match kind {
            "chatgpt" => "json",
            "table" => "csv",
            _ => "txt",
        };
        let path = self.folder.join(format!("{kind}-{mb}.{ending}"));
        if !path.exists() {
            run(Command::new(self.programs.join("generate"))
                .args([kind, &mb.to_string()])
                .arg(&path))?;
        }
        Ok(path)
    }

    fn ours(&self, file: &Path) -> Vec<Subject> {
        let (here, of) = (self.clone(), file.to_owned());
        let find = move || {
            let mut command = Command::new(here.programs.join("teltale"));
            command
                .args(["find", "--json", "--region", "GB", "--region", "US"])
                .arg(&of);
            Ok(command)
        };
        let (here, of) = (self.clone(), file.to_owned());
        let scan = move || {
            let case = here.folder.join("case");
            gone(&case)?;
            let mut command = Command::new(here.programs.join("teltale"));
            command
                .args(["scan", "--region", "GB", "--region", "US", "--case"])
                .arg(case);
            command
                .arg("--passphrase-file")
                .arg(here.folder.join("passphrase"))
                .arg(&of);
            Ok(command)
        };
        vec![
            Subject {
                name: "teltale find".into(),
                file: file.into(),
                leaves: None,
                runs: RUNS,
                command: Box::new(find),
            },
            Subject {
                name: "teltale scan".into(),
                file: file.into(),
                leaves: Some(self.folder.join("case")),
                runs: RUNS,
                command: Box::new(scan),
            },
        ]
    }

    fn searchers(&self, file: &Path) -> Vec<Subject> {
        let programs: [(&str, &[&str]); 4] = [
            ("cat", &[]),
            ("rg", &["--no-config", "-c", "[0-9]"]),
            ("rg", &["--no-config", "-c", "--no-unicode", ASCII_PHONE]),
            ("rg", &["--no-config", "-o", "--no-unicode", ASCII_PHONE]),
        ];
        programs
            .into_iter()
            .map(|(program, arguments)| subject(program, arguments, file, RUNS))
            .collect()
    }

    fn importers(&self, large: &[PathBuf], small_chat: &Path) -> Vec<Subject> {
        let (chatgpt, whatsapp, table) = (&large[0], &large[1], &large[2]);
        let database = self.folder.join("peer.db");
        let shell = |name: &str, file: &Path, runs, line: String| {
            let database = database.clone();
            Subject {
                name: name.into(),
                file: file.into(),
                leaves: Some(database.clone()),
                runs,
                command: Box::new(move || {
                    gone(&database)?;
                    let mut command = Command::new("sh");
                    command.args(["-c", &line]);
                    Ok(command)
                }),
            }
        };
        let db = database.display();
        let mut subjects = vec![
            subject("cat", &[], table, RUNS),
            shell(
                "sqlite3 .import",
                table,
                RUNS,
                format!("sqlite3 '{db}' '.import --csv \"{}\" message'", table.display()),
            ),
        ];
        let Some(python) = &self.python else {
            return subjects;
        };
        let bin = python.with_file_name("");
        subjects.push(shell(
            "sqlite-utils insert, enable-fts",
            table,
            SLOW_RUNS,
            format!("cd '{}' && ./sqlite-utils insert '{db}' message '{}' --csv && ./sqlite-utils enable-fts '{db}' message text", bin.display(), table.display()),
        ));
        let scripts: [(&str, &Path, &str); 3] = [
            ("Python json + phonenumbers", chatgpt, JSON_PHONENUMBERS),
            ("Python lines + phonenumbers", whatsapp, LINES_PHONENUMBERS),
            ("whatstk", small_chat, WHATSTK),
        ];
        for (name, file, script) in scripts {
            let (python, of) = (python.clone(), file.to_owned());
            let command = move || {
                let mut command = Command::new(&python);
                command.args(["-c", script]).arg(&of);
                Ok(command)
            };
            subjects.push(Subject {
                name: name.into(),
                file: file.to_owned(),
                leaves: None,
                runs: SLOW_RUNS,
                command: Box::new(command),
            });
        }
        subjects
    }
}

const JSON_PHONENUMBERS: &str = "
import json, sys, phonenumbers
found = 0
for conversation in json.load(open(sys.argv[1])):
    for node in conversation['mapping'].values():
        for part in ((node['message'] or {}).get('content') or {}).get('parts', []):
            found += sum(1 for _ in phonenumbers.PhoneNumberMatcher(part, 'GB'))
print(found)";

const LINES_PHONENUMBERS: &str = "
import sys, phonenumbers
print(sum(1 for line in open(sys.argv[1]) for _ in phonenumbers.PhoneNumberMatcher(line, 'GB')))";

const WHATSTK: &str = "
import sys
from whatstk import WhatsAppChat
print(len(WhatsAppChat.from_source(sys.argv[1], hformat='%d/%m/%Y, %H:%M - %name:').df))";

fn subject(program: &str, arguments: &[&str], file: &Path, runs: usize) -> Subject {
    let name = std::iter::once(program)
        .chain(arguments.iter().copied().filter(|word| !word.starts_with("--")))
        .collect::<Vec<_>>()
        .join(" ");
    let name = name.replace(ASCII_PHONE, "PHONE");
    let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
    let (program, of) = (program.to_owned(), file.to_owned());
    let command = move || {
        let mut command = Command::new(&program);
        command.args(&arguments).arg(&of);
        Ok(command)
    };
    Subject {
        name,
        file: file.into(),
        leaves: None,
        runs,
        command: Box::new(command),
    }
}

fn gone(path: &Path) -> Outcome {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Trouble::Failed(format!("{}: {error}", path.display())))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// A Python of its own with the peers installed; none where the machine has no Python or they cannot be had.
fn peers(folder: &Path) -> Option<PathBuf> {
    let python = folder.join("bin/python");
    if !python.exists() {
        succeeds("python3", &["-m", "venv", &folder.display().to_string()]).then_some(())?;
    }
    let installed = Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(PEERS)
        .status();
    if installed.is_ok_and(|status| status.success()) {
        return Some(python);
    }
    eprintln!(
        "without the Python peers: pip could not install {}",
        PEERS.join(" ")
    );
    None
}
