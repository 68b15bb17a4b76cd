//! Measures the finder and the reference's matcher on `evaluation/sentences.tsv` and rewrites the table in `docs/accuracy.md`.
//!
//! A number is found if a match overlaps it and has its E.164, or has it among its candidates. Everything
//! else that is found is false.

use rlibphonenumber::phonenumber_matcher::{Leniency, PHONE_MATCHER_FACTORY};
use rlibphonenumber::{PhoneNumberFormat, Region as Theirs};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use teltale_model::{Certainty, Region};
use teltale_phone::Finder;

struct Sentence<'a> {
    language: &'a str,
    region: &'a str,
    category: &'a str,
    text: &'a str,
    numbers: Vec<(usize, usize, &'a str)>,
}

struct Found {
    start: usize,
    end: usize,
    numbers: Vec<String>,
}

#[derive(Default, Clone, Copy)]
struct Count {
    found: usize,
    missed: usize,
    wrong: usize,
    exact: usize,
    sentences: usize,
}

impl Count {
    fn precision(&self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }
    fn recall(&self) -> f64 {
        self.found as f64 / (self.found + self.missed).max(1) as f64
    }
    fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed).max(1) as f64
    }
    fn add(&mut self, sentence: &Sentence<'_>, found: &[Found]) {
        self.sentences += 1;
        let mut used = vec![false; found.len()];
        for (start, end, number) in &sentence.numbers {
            let hit = found
                .iter()
                .position(|f| f.start < *end && *start < f.end && f.numbers.iter().any(|n| n == number));
            match hit {
                Some(n) => {
                    used[n] = true;
                    self.found += 1;
                    self.exact += usize::from((found[n].start, found[n].end) == (*start, *end));
                }
                None => self.missed += 1,
            }
        }
        self.wrong += used.iter().filter(|used| !**used).count();
    }
}

type Find<'a> = Box<dyn Fn(&Sentence<'_>) -> Vec<Found> + 'a>;

/// One way of looking for numbers.
struct Column<'a> {
    name: &'static str,
    find: Find<'a>,
}

fn ours(finder: &Finder, sentence: &Sentence<'_>, least: Certainty) -> Vec<Found> {
    let regions: Vec<Region> = Region::new(sentence.region).into_iter().collect();
    let mut matches = Vec::new();
    finder.find(sentence.text, &regions, &mut matches);
    matches
        .into_iter()
        .filter(|m| m.certainty >= least)
        .map(|m| Found {
            start: m.start as usize,
            end: m.end as usize,
            numbers: m
                .number
                .iter()
                .map(|n| n.as_str().to_owned())
                .chain(m.candidates.iter().map(|c| c.number.as_str().to_owned()))
                .collect(),
        })
        .collect()
}

fn theirs(sentence: &Sentence<'_>, leniency: Leniency) -> Vec<Found> {
    PHONE_MATCHER_FACTORY
        .matcher_builder(sentence.text)
        .leniency(leniency)
        .max_tries(u64::MAX)
        .preferred_region(Theirs::from_code(sentence.region).ok())
        .build()
        .map(|m| Found {
            start: m.start,
            end: m.end(),
            numbers: vec![m.number.format_as(PhoneNumberFormat::E164).into_owned()],
        })
        .collect()
}

fn main() -> std::io::Result<()> {
    let data = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/evaluation/sentences.tsv"))?;
    let sentences: Vec<Sentence<'_>> = data
        .lines()
        .filter(|line| !line.starts_with("# "))
        .filter_map(parse)
        .collect();
    let finder = Finder::new();
    let columns = [
        Column {
            name: "sure",
            find: Box::new(|s| ours(&finder, s, Certainty::Sure)),
        },
        Column {
            name: "likely or better",
            find: Box::new(|s| ours(&finder, s, Certainty::Likely)),
        },
        Column {
            name: "maybe or better",
            find: Box::new(|s| ours(&finder, s, Certainty::Maybe)),
        },
        Column {
            name: "reference, VALID",
            find: Box::new(|s| theirs(s, Leniency::Valid)),
        },
        Column {
            name: "reference, POSSIBLE",
            find: Box::new(|s| theirs(s, Leniency::Possible)),
        },
    ];
    let mut totals = vec![Count::default(); columns.len()];
    let mut categories: BTreeMap<&str, Vec<Count>> = BTreeMap::new();
    let mut languages: BTreeMap<&str, Vec<Count>> = BTreeMap::new();
    let show = std::env::args().nth(1);
    for sentence in &sentences {
        for (n, column) in columns.iter().enumerate() {
            let found = (column.find)(sentence);
            totals[n].add(sentence, &found);
            categories
                .entry(sentence.category)
                .or_insert_with(|| vec![Count::default(); columns.len()])[n]
                .add(sentence, &found);
            languages
                .entry(sentence.language)
                .or_insert_with(|| vec![Count::default(); columns.len()])[n]
                .add(sentence, &found);
            // `evaluate faults` lists what is wrong at *likely*.
            if show.as_deref() == Some("faults") && n == 1 {
                let mut one = Count::default();
                one.add(sentence, &found);
                if one.missed + one.wrong > 0 {
                    writeln!(
                        std::io::stdout(),
                        "{}\t{}\t{}\tmissed {} wrong {}",
                        sentence.region,
                        sentence.category,
                        sentence.text,
                        one.missed,
                        one.wrong
                    )?;
                }
            }
        }
    }
    let mut out = String::new();
    let without = sentences.iter().filter(|s| s.numbers.is_empty()).count();
    let _ = writeln!(
        out,
        "{} sentences in {} languages, {without} of them ({:.0} %) without a number.\n",
        sentences.len(),
        languages.len(),
        100.0 * without as f64 / sentences.len() as f64
    );
    let _ = writeln!(
        out,
        "| | precision | recall | F1 | span exact |\n|---|---|---|---|---|"
    );
    for (column, total) in columns.iter().zip(&totals) {
        let _ = writeln!(
            out,
            "| {} | {:.4} | {:.4} | {:.4} | {:.4} |",
            column.name,
            total.precision(),
            total.recall(),
            total.f1(),
            total.exact as f64 / total.found.max(1) as f64
        );
    }
    let _ = writeln!(out, "\nF1 by language:\n\n{}", heading("language", &columns));
    for (language, counts) in &languages {
        let _ = writeln!(
            out,
            "| {language} | {} |",
            cells(counts, |c| format!("{:.3}", c.f1()))
        );
    }
    let _ = writeln!(
        out,
        "\nRecall by category of sentence with a number (*near* a phone word or *plain*):\n\n{}",
        heading("category | sentences", &columns)
    );
    for (category, counts) in categories.iter().filter(|(category, _)| !is_empty(category)) {
        let recall = cells(counts, |c| format!("{:.3}", c.recall()));
        let _ = writeln!(out, "| {category} | {} | {recall} |", counts[0].sentences);
    }
    let _ = writeln!(
        out,
        "\nFalse numbers by category of sentence without one:\n\n{}",
        heading("category | sentences", &columns)
    );
    for (category, counts) in categories.iter().filter(|(category, _)| is_empty(category)) {
        let wrong = cells(counts, |c| c.wrong.to_string());
        let _ = writeln!(out, "| {category} | {} | {wrong} |", counts[0].sentences);
    }
    write!(std::io::stdout(), "{out}")?;
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/accuracy.md");
    let (start, end) = ("<!-- evaluate: start -->\n", "<!-- evaluate: end -->");
    if let Ok(text) = std::fs::read_to_string(page)
        && let (Some(from), Some(to)) = (text.find(start), text.find(end))
    {
        std::fs::write(
            page,
            format!("{}{out}{}", &text[..from + start.len()], &text[to..]),
        )?;
    }
    Ok(())
}

/// The first rows of a table with a column for each way of looking.
fn heading(first: &str, columns: &[Column<'_>]) -> String {
    let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
    let width = first.split(" | ").count() + columns.len();
    format!("| {first} | {} |\n|{}", names.join(" | "), "---|".repeat(width))
}

fn cells(counts: &[Count], cell: impl Fn(&Count) -> String) -> String {
    counts.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

fn is_empty(category: &str) -> bool {
    category.starts_with("not-") || category == "filler"
}

fn parse(line: &str) -> Option<Sentence<'_>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [language, region, category, text, numbers] = fields[..] else {
        return None;
    };
    let numbers = numbers
        .split(' ')
        .filter_map(|number| {
            let (span, number) = number.split_once('=')?;
            let (start, end) = span.split_once('-')?;
            Some((start.parse().ok()?, end.parse().ok()?, number))
        })
        .collect();
    Some(Sentence {
        language,
        region,
        category,
        text,
        numbers,
    })
}
