//! Throughput of the finder beside `wc -l`, `rg` with an ASCII phone pattern and Debian's C++ matcher, in one run.
//!
//! `cargo xtask bench detector [MB]` writes two corpora to the temporary
//! folder (chat lines in fourteen languages; digit-dense logs, JSON and CSV), takes the median of five runs
//! of each in processor time, so that a busy machine does not decide, and prints ratios. `… differential [MB]` compares every match of the reference with ours.

use rlibphonenumber::phonenumber_matcher::{Leniency, PHONE_MATCHER_FACTORY};
use rlibphonenumber::{PhoneNumberFormat, Region as Theirs};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use teltale_model::{Match, Region};
use teltale_phone::Finder;

const RUNS: usize = 5;
/// Our readings of the file in one run.
const REPEATS: usize = 3;
/// Bytes that other programs read in one run: the clock of their processor time is coarse.
const OTHERS_READ: f64 = 600e6;
/// Bytes of each read; what `wc` reads at once.
const CHUNK: usize = 256 * 1024;
/// A phone number as an ASCII pattern that people paste.
const PATTERN: &str = r"\+?(?:\d[ \-./()]{0,2}){7,15}\d";
/// Reads a file, finds numbers line by line, prints their count and the processor seconds of the search.
const CPP: &str = r#"
#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumbermatch.h>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
using namespace i18n::phonenumbers;
int main(int argc, char** argv) {
  std::ifstream in(argv[1]);
  std::string line;
  size_t count = 0;
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  util.IsPossibleNumberForString("+12025550143", "US");
  std::clock_t start = std::clock();
  while (std::getline(in, line)) {
    PhoneNumberMatcher matcher(util, line, "US", PhoneNumberMatcher::VALID, 65535);
    PhoneNumberMatch match;
    while (matcher.HasNext() && matcher.Next(&match)) ++count;
  }
  double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
  std::cout << count << " " << seconds << std::endl;
}
"#;

struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// One line in this many is a sentence of the evaluation, half of them with a number and half with something
/// like one. People send a number about once in some hundred messages; denser text is the other corpus.
const SENTENCE_EVERY: usize = 150;

/// Chat lines in fourteen languages, most without digits, one in five with a time, a price or a small number.
fn write_chat(path: &Path, bytes: usize) -> std::io::Result<()> {
    let sentences: Vec<&str> = include_str!("../evaluation/sentences.tsv")
        .lines()
        .filter_map(|line| line.split('\t').nth(3))
        .collect();
    let filler: Vec<&str> = include_str!("../evaluation/templates.tsv")
        .lines()
        .filter_map(|line| line.split_once("\tfiller\t"))
        .map(|(_, text)| text)
        .collect();
    let mut dice = Dice(0xc4a7_0001);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut written = 0;
    while written < bytes {
        let line = if dice.roll(SENTENCE_EVERY) == 0 {
            sentences[dice.roll(sentences.len())].to_owned()
        } else {
            let mut line = filler[dice.roll(filler.len())].to_owned();
            for _ in 0..dice.roll(3) {
                line.push(' ');
                line.push_str(filler[dice.roll(filler.len())]);
            }
            // Small numbers that chats are full of.
            if dice.roll(5) == 0 {
                let _ = match dice.roll(3) {
                    0 => write!(line, " {}:{:02}", dice.roll(24), dice.roll(60)),
                    1 => write!(line, " {}", dice.roll(100)),
                    _ => write!(line, " {}€", dice.roll(1000)),
                };
            }
            line
        };
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
        written += line.len() + 1;
    }
    out.flush()
}

/// Logs, JSON and CSV in which half of the bytes are digits.
fn write_dense(path: &Path, bytes: usize) -> std::io::Result<()> {
    let mut dice = Dice(0xde45_e001);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut written = 0;
    while written < bytes {
        let (day, hour, minute, second) = (1 + dice.roll(28), dice.roll(24), dice.roll(60), dice.roll(60));
        let line = match dice.roll(5) {
            0 => format!(
                "2025-03-{day:02}T{hour:02}:{minute:02}:{second:02}.{:06}Z 10.{}.{}.{} GET /item/{} 200 {}",
                dice.roll(1_000_000),
                dice.roll(256),
                dice.roll(256),
                dice.roll(256),
                dice.roll(100_000_000),
                dice.roll(100_000)
            ),
            1 => format!(
                "{{\"id\":{},\"ts\":17{:08},\"user\":\"{}\",\"amount\":{}.{:02},\"ok\":true}}",
                dice.roll(10_000_000_000),
                dice.roll(100_000_000),
                dice.roll(1_000_000_000),
                dice.roll(10_000),
                dice.roll(100)
            ),
            2 => format!(
                "{},{},{}.{:04},{}.{:04},{}",
                dice.roll(1_000_000),
                dice.roll(10_000_000),
                dice.roll(90),
                dice.roll(10_000),
                dice.roll(180),
                dice.roll(10_000),
                dice.roll(1_000_000_000)
            ),
            3 => format!(
                "[{day:02}/03/2025, {hour:02}:{minute:02}:{second:02}] order #{} total {}.{:02}",
                dice.roll(1_000_000_000),
                dice.roll(1000),
                dice.roll(100)
            ),
            _ => format!(
                "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x} {} {}",
                dice.roll(1 << 32),
                dice.roll(1 << 16),
                dice.roll(1 << 12),
                dice.roll(1 << 12),
                dice.roll(1 << 48),
                dice.roll(1_000_000),
                dice.roll(1_000_000)
            ),
        };
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n")?;
        written += line.len() + 1;
    }
    out.flush()
}

/// Reads a file in blocks of whole lines and hands every line to `each`.
fn lines(path: &Path, each: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    blocks(path, &mut |text| {
        let mut start = 0;
        let (whole, rest) = text.as_bytes().as_chunks();
        for (number, block) in whole.iter().enumerate() {
            let mut ends = newlines(block);
            while ends != 0 {
                let end = number * BLOCK + ends.trailing_zeros() as usize;
                each(&text[start..end]);
                start = end + 1;
                ends &= ends - 1;
            }
        }
        for end in memchr::memchr_iter(b'\n', rest) {
            let end = whole.len() * BLOCK + end;
            each(&text[start..end]);
            start = end + 1;
        }
    })
}

/// Bytes whose newlines are told at once.
const BLOCK: usize = 64;

/// The newlines of a block as bits; a search from each to the next takes a third longer.
fn newlines(block: &[u8; BLOCK]) -> u64 {
    let found = block.map(|byte| u8::from(byte == b'\n'));
    let eights = found.as_chunks().0.iter().enumerate();
    eights.fold(0, |bits, (n, eight)| {
        // The product has the lowest bits of eight bytes side by side in its highest byte.
        let few = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits | few << (8 * n)
    })
}

/// Reads a file and hands blocks of whole lines to `each`.
fn blocks(path: &Path, each: &mut dyn FnMut(&str)) -> std::io::Result<()> {
    let mut file = std::fs::File::open(path)?;
    let mut buffer = vec![0; 2 * CHUNK];
    let mut kept = 0;
    loop {
        let read = file.read(&mut buffer[kept..kept + CHUNK])?;
        let filled = kept + read;
        let end = if read == 0 {
            filled
        } else {
            memchr::memrchr(b'\n', &buffer[..filled]).map_or(filled, |n| n + 1)
        };
        let text = simdutf8::basic::from_utf8(&buffer[..end])
            .map_err(|_| std::io::Error::other("the corpus is not UTF-8"))?;
        each(text);
        if read == 0 {
            return Ok(());
        }
        buffer.copy_within(end..filled, 0);
        kept = filled - end;
    }
}

/// Processor seconds of this process.
fn own_seconds() -> f64 {
    let schedule = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = schedule
        .split(' ')
        .next()
        .and_then(|first| first.parse::<f64>().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}

/// Processor seconds of the children that have ended, in ticks of a hundredth.
fn children_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// Reads a file and hands out the texts of one call each.
type Texts = fn(&Path, &mut dyn FnMut(&str)) -> std::io::Result<()>;

/// Our search of a file: the count of matches and the processor seconds, reading included. `read` hands the
/// texts of one call each: lines, as a message is searched, or blocks of whole lines, as `rg` searches.
fn ours(finder: &Finder, path: &Path, read: Texts) -> std::io::Result<(usize, f64)> {
    let regions: Vec<Region> = Region::new("US").into_iter().collect();
    let mut found: Vec<Match> = Vec::new();
    let mut count = 0;
    let start = own_seconds();
    for _ in 0..REPEATS {
        count = 0;
        read(path, &mut |text| {
            found.clear();
            finder.find(text, &regions, &mut found);
            count += found.len();
        })?;
    }
    Ok((count, (own_seconds() - start) / REPEATS as f64))
}

/// Processor seconds of a program that reads the file several times, for one reading.
fn command(program: &str, arguments: &[&str], path: &str, size: f64) -> Option<f64> {
    let repeats = (OTHERS_READ / (size * 1e6)).ceil() as usize;
    let start = children_seconds();
    let status = Command::new(program)
        .args(arguments)
        .args(vec![path; repeats])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    // `rg` says 1 where nothing is found.
    (status.code()? < 2).then(|| (children_seconds() - start) / repeats as f64)
}

fn median(mut runs: Vec<f64>) -> f64 {
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Builds the C++ program; None where compiler or library is missing.
fn build_cpp(folder: &Path) -> Option<PathBuf> {
    let (source, program) = (folder.join("matcher.cpp"), folder.join("matcher"));
    std::fs::write(&source, CPP).ok()?;
    let built = Command::new("g++")
        .args(["-O2", "-std=c++17", "-o"])
        .arg(&program)
        .arg(&source)
        .args(["-lphonenumber"])
        .stderr(Stdio::null())
        .status()
        .ok()?;
    built.success().then_some(program)
}

fn rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kb = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kb.map_or(f64::NAN, |kb| kb / 1024.0)
}

fn main() -> std::io::Result<()> {
    // `cargo bench` adds an option of its own.
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .peekable();
    let differential = arguments.next_if(|argument| argument == "differential").is_some();
    let megabytes: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(200);
    let folder = std::env::temp_dir().join("teltale-bench-detector");
    std::fs::create_dir_all(&folder)?;
    let before = rss_mb();
    let finder = Finder::new();
    let ready = rss_mb();
    let start = Instant::now();
    finder.warm_up_all();
    writeln!(
        std::io::stdout(),
        "memory: {before:.1} MB before, {ready:.1} with a finder, {:.1} with every plan compiled ({:.0} ms)",
        rss_mb(),
        start.elapsed().as_secs_f64() * 1000.0
    )?;
    let (chat, dense) = (folder.join("chat.txt"), folder.join("dense.txt"));
    write_chat(&chat, megabytes * 1_000_000)?;
    write_dense(&dense, megabytes * 1_000_000)?;
    if differential {
        for path in [&chat, &dense] {
            compare(&finder, path)?;
        }
        return Ok(());
    }
    let cpp = build_cpp(&folder);
    if cpp.is_none() {
        writeln!(
            std::io::stdout(),
            "C++ matcher skipped: g++ or libphonenumber-dev is missing (apt install libphonenumber-dev)"
        )?;
    }
    writeln!(
        std::io::stdout(),
        "\n| corpus | program | MB/s | ours is × |\n|---|---|---|---|"
    )?;
    for (name, path) in [("chat", &chat), ("dense", &dense)] {
        let size = std::fs::metadata(path)?.len() as f64 / 1e6;
        let text = path.to_str().unwrap_or_default();
        // The C++ matcher reads a slice: its speed does not depend on the length.
        let slice = folder.join(format!("{name}-slice.txt"));
        let slice_size = if name == "dense" { 0.3 } else { 4.0_f64.min(size) };
        let content = std::fs::read_to_string(path)?;
        let end = content[..]
            .char_indices()
            .map(|(n, _)| n)
            .find(|n| *n as f64 >= slice_size * 1e6)
            .unwrap_or(content.len());
        std::fs::write(&slice, &content[..end])?;
        drop(content);
        let slice_size = std::fs::metadata(&slice)?.len() as f64 / 1e6;
        let (mut own, mut own_blocks, mut wc, mut rg, mut reference, mut count) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), 0);
        for _ in 0..RUNS {
            let (found, seconds) = ours(&finder, path, lines)?;
            count = found;
            own.push(size / seconds);
            own_blocks.push(size / ours(&finder, path, blocks)?.1);
            wc.extend(command("wc", &["-l"], text, size).map(|seconds| size / seconds));
            rg.extend(
                command("rg", &["-j1", "--no-unicode", "-c", PATTERN], text, size)
                    .map(|seconds| size / seconds),
            );
            if let Some(program) = &cpp {
                let output = Command::new(program).arg(&slice).output()?;
                let seconds = String::from_utf8_lossy(&output.stdout)
                    .split_whitespace()
                    .nth(1)
                    .and_then(|n| n.parse::<f64>().ok());
                reference.extend(seconds.map(|seconds| slice_size / seconds));
            }
        }
        let (speed, in_blocks) = (median(own), median(own_blocks));
        writeln!(
            std::io::stdout(),
            "| {name} ({size:.0} MB) | ours, a line a call ({count} matches) | {speed:.0} | |"
        )?;
        writeln!(
            std::io::stdout(),
            "| {name} | ours, a block a call | {in_blocks:.0} | |"
        )?;
        for (program, runs) in [
            ("wc -l", wc),
            ("rg -j1 -c, ASCII pattern", rg),
            ("C++ PhoneNumberMatcher, VALID (slice)", reference),
        ] {
            if !runs.is_empty() {
                let other = median(runs);
                writeln!(
                    std::io::stdout(),
                    "| {name} | {program} | {other:.1} | {:.2}, in blocks {:.2} |",
                    speed / other,
                    in_blocks / other
                )?;
            }
        }
    }
    Ok(())
}

/// Every match of the reference at VALID is ours or was removed by a named rule.
fn compare(finder: &Finder, path: &Path) -> std::io::Result<()> {
    let regions: Vec<Region> = Region::new("US").into_iter().collect();
    let region = Theirs::from_code("US").ok();
    let (mut reference, mut same, mut other_number) = (0_u64, 0_u64, 0_u64);
    let mut rules: BTreeMap<String, u64> = BTreeMap::new();
    let mut unexplained: Vec<String> = Vec::new();
    let mut found: Vec<Match> = Vec::new();
    lines(path, &mut |line| {
        if line.bytes().filter(u8::is_ascii_digit).count() < 7 && line.is_ascii() {
            return;
        }
        let mut removed = None;
        found.clear();
        finder.find(line, &regions, &mut found);
        for theirs in PHONE_MATCHER_FACTORY
            .matcher_builder(line)
            .leniency(Leniency::Valid)
            .max_tries(u64::MAX)
            .preferred_region(region)
            .build()
        {
            reference += 1;
            let overlaps = |m: &&Match| (m.start as usize) < theirs.end() && theirs.start < m.end as usize;
            match found.iter().find(overlaps) {
                Some(m)
                    if m.number
                        .as_ref()
                        .is_some_and(|n| n.as_str() == theirs.number.format_as(PhoneNumberFormat::E164)) =>
                {
                    same += 1
                }
                Some(_) => other_number += 1,
                None => {
                    let removed = removed.get_or_insert_with(|| finder.rejections(line, &regions));
                    match removed
                        .iter()
                        .find(|r| (r.start as usize) < theirs.end() && theirs.start < r.end as usize)
                    {
                        Some(rule) => *rules.entry(rule.rule.clone()).or_default() += 1,
                        None => unexplained.push(line.to_owned()),
                    }
                }
            }
        }
    })?;
    writeln!(
        std::io::stdout(),
        "{}: reference VALID {reference}, ours with the same number {same}, with another or an open number {other_number}",
        path.file_name().unwrap_or_default().to_string_lossy()
    )?;
    for (rule, count) in &rules {
        writeln!(std::io::stdout(), "    removed by {rule}: {count}")?;
    }
    writeln!(
        std::io::stdout(),
        "    neither found nor removed: {}",
        unexplained.len()
    )?;
    unexplained.sort();
    unexplained.dedup();
    for line in unexplained.iter().take(20) {
        writeln!(std::io::stdout(), "        {line}")?;
    }
    Ok(())
}
