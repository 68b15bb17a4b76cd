//! Scripted conversations: each is written as the export of every service it names, scanned into a case, judged, and
//! compared number by number, flag by flag. Counter-tests follow by themselves.

#[path = "origins/render.rs"]
mod render;
#[path = "origins/script.rs"]
mod script;

use script::{Expected, Kind, Scenario, Step, fill, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use teltale_audit::findings::RULES;
use teltale_audit::model::{Origin, Place, Region, Role};
use teltale_audit::show::{FindingFilter, MentionFilter, PageRequest};
use teltale_audit::worker::Launch;
use teltale_audit::{OpenCase, Progress, RevealFor, ScanOptions};

const SCENARIOS: &str = include_str!("origins/scenarios.txt");
const EVERYTHING: PageRequest = PageRequest {
    offset: 0,
    limit: 1000,
};

fn write(folder: &Path, files: render::Files) {
    std::fs::create_dir_all(folder).expect("a fresh folder");
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes).expect("a fresh folder takes files");
    }
}

fn scanned(folder: &Path) -> OpenCase {
    let case = OpenCase::ephemeral().expect("a case in memory");
    let mut options = ScanOptions::of(vec![folder.to_owned()]);
    options.launch = Launch::Thread;
    options.regions = ["GB", "US"]
        .map(|code| Region::new(code).expect("two letters"))
        .to_vec();
    options.mine = vec![fill("{M}")];
    case.scan(&options, &Progress::default()).expect("a scan");
    case
}

fn scanned_as(scenario: &Scenario, format: &str) -> OpenCase {
    let folder = tempfile::tempdir().expect("a fresh folder");
    write(folder.path(), render::render(scenario, format));
    scanned(folder.path())
}

/// What the case says of every number in assistants' words: (number, origin, flags).
fn judged(case: &OpenCase) -> Vec<Expected> {
    let filter = MentionFilter {
        role: Some(Role::Assistant),
        ..MentionFilter::default()
    };
    let page = case.mentions(&filter, EVERYTHING).expect("mentions");
    let mut judged: Vec<Expected> = page
        .rows
        .iter()
        .filter(|row| !matches!(row.place, Place::Author | Place::Title | Place::ToolResult))
        .map(|row| {
            let digits = case.reveal(&[row.number], RevealFor::Look).expect("a reveal");
            let number = digits
                .first()
                .map(|revealed| revealed.digits.clone())
                .unwrap_or_default();
            let letter = script::NUMBERS
                .iter()
                .find(|(_, text)| plain(text) == plain(&number));
            Expected {
                number: letter.map_or_else(|| "P".to_owned(), |(letter, _)| letter.to_string()),
                origin: row.origin.map(name).unwrap_or_default(),
                flags: row.origin_flags.iter().map(|flag| name(*flag)).collect(),
            }
        })
        .collect();
    judged.sort();
    judged
}

fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .expect("plain")
        .as_str()
        .expect("a word")
        .to_owned()
}

fn expected(scenario: &Scenario) -> Vec<Expected> {
    let mut all: Vec<Expected> = scenario
        .steps
        .iter()
        .flat_map(|step| step.expected.iter().cloned())
        .collect();
    all.sort();
    all
}

/// A turn that says numbers nobody judges (a later turn that repeats one is judged too, so scripts list it).
fn renderings() -> impl Iterator<Item = (Scenario, String)> {
    parse(SCENARIOS).into_iter().flat_map(|scenario| {
        let formats = scenario.formats.clone();
        formats.into_iter().map(move |format| (scenario.clone(), format))
    })
}

#[test]
fn every_number_is_judged_as_scripted() {
    let mut matrix: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut transcripts = 0;
    for (scenario, format) in renderings() {
        transcripts += 1;
        let (expected, found) = (expected(&scenario), judged(&scanned_as(&scenario, &format)));
        for (index, want) in expected.iter().enumerate() {
            let origin = found.get(index).map_or("nothing", |found| found.origin.as_str());
            *matrix
                .entry((want.origin.clone(), origin.to_owned()))
                .or_default() += 1;
        }
        if expected != found {
            wrong.push(format!(
                "{} as {format}\n  expected {expected:?}\n  found    {found:?}",
                scenario.name
            ));
        }
    }
    println!("{transcripts} transcripts; expected, found, count:");
    for ((expected, found), count) in &matrix {
        println!("{expected:20} {found:20} {count:4}");
    }
    assert!(transcripts >= 120, "only {transcripts} transcripts");
    assert!(
        wrong.is_empty(),
        "{} of {transcripts} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Supplied by a turn of the conversation itself, so that taking the turn away takes the supplier away.
const SUPPLIED: [&str; 6] = [
    "typed_by_you",
    "typed_by_another",
    "attached",
    "tool_result",
    "connector_result",
    "service_context",
];

#[test]
fn without_its_supplier_a_number_is_no_longer_supplied() {
    let mut tried = 0;
    for (scenario, format) in renderings() {
        for want in expected(&scenario)
            .iter()
            .filter(|want| SUPPLIED.contains(&want.origin.as_str()))
        {
            let number = fill(&format!("{{{}}}", want.number));
            let mut without = scenario.clone();
            for step in &mut without.steps {
                if step.kind != Kind::Assistant && step.kind != Kind::Call && step.kind != Kind::Reasoning {
                    step.text = step.text.replace(&number, "nowhere");
                }
            }
            tried += 1;
            let found = judged(&scanned_as(&without, &format));
            let still: Vec<&Expected> = found
                .iter()
                .filter(|one| one.number == want.number && SUPPLIED.contains(&one.origin.as_str()))
                .collect();
            assert!(still.is_empty(), "{} as {format}: still {still:?}", scenario.name);
        }
    }
    println!("{tried} suppliers taken away");
    assert!(tried > 40);
}

#[test]
fn an_unread_image_weakens_volunteered() {
    let image = Step {
        kind: Kind::Image,
        name: String::new(),
        text: String::new(),
        expected: Vec::new(),
    };
    let mut tried = 0;
    for (scenario, format) in renderings().filter(|(_, format)| format != "generic") {
        let volunteered: BTreeSet<String> = expected(&scenario)
            .into_iter()
            .filter(|want| want.origin == "volunteered")
            .map(|want| want.number)
            .collect();
        if volunteered.is_empty() {
            continue;
        }
        let mut with_image = scenario.clone();
        with_image.steps.insert(0, image.clone());
        tried += 1;
        for one in judged(&scanned_as(&with_image, &format)) {
            let unweakened = volunteered.contains(&one.number) && one.origin == "volunteered";
            assert!(!unweakened, "{} as {format}: {one:?}", scenario.name);
        }
    }
    println!("{tried} transcripts weakened");
    assert!(tried > 30);
}

#[test]
fn every_rule_does_what_its_examples_say() {
    for rule in RULES {
        assert!(
            rule.examples.iter().any(|example| example.fires),
            "{} has no example that fires",
            rule.id
        );
        assert!(
            rule.examples.iter().any(|example| !example.fires),
            "{} has no example that stays quiet",
            rule.id
        );
        for example in rule.examples {
            let folder = tempfile::tempdir().expect("a fresh folder");
            for (index, part) in split_exports(example.script).into_iter().enumerate() {
                write(
                    &folder.path().join(index.to_string()),
                    render::render(&part, &part.formats[0]),
                );
            }
            let case = scanned(folder.path());
            let filter = FindingFilter {
                kind: Some(rule.id.into()),
                ..FindingFilter::default()
            };
            let list = case.findings(&filter, EVERYTHING).expect("findings");
            assert_eq!(
                list.total > 0,
                example.fires,
                "{} on: {}",
                rule.id,
                example.script
            );
            for row in &list.rows {
                let page = case.finding(row.id).expect("a finding");
                assert!(!page.evidence.is_empty() && !page.rule.advice.is_empty() && !row.text.is_empty());
            }
        }
    }
}

/// An example may hold two exports, the second behind a line `then FORMAT`; the first is of whatever can say it.
fn split_exports(script: &str) -> Vec<Scenario> {
    let mut parts = vec![(String::new(), String::new())];
    for line in script.lines() {
        match line.strip_prefix("then ") {
            Some(format) => parts.push((format.to_owned(), String::new())),
            None => {
                let text = &mut parts.last_mut().expect("never empty").1;
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    parts
        .into_iter()
        .map(|(format, text)| {
            let mut scenario = parse(&format!("== example\nformats: x\n{text}")).remove(0);
            let messenger = scenario.steps.iter().any(|step| step.kind == Kind::Other);
            let fitting = if messenger { "whatsapp" } else { "chatgpt" };
            scenario.formats = vec![if format.is_empty() {
                fitting.to_owned()
            } else {
                format
            }];
            scenario
        })
        .collect()
}

#[test]
fn every_origin_is_scripted() {
    let scripted: BTreeSet<String> = parse(SCENARIOS)
        .iter()
        .flat_map(expected)
        .map(|want| want.origin)
        .collect();
    for origin in Origin::ALL {
        assert!(scripted.contains(&name(origin)), "no script expects {origin:?}");
    }
}

/// What the user types in another conversation supplies an answer only where it was typed before it.
#[test]
fn a_number_typed_elsewhere_after_the_answer_is_no_supplier() {
    let answer = "you: Where is it?\nai: It is on {B}.\nyou: Thank you.\nai: Anything else?";
    for (other, expected) in [
        ("you: It is on {B}.\nai: Noted.", "typed_by_you"),
        (
            "you: Good morning.\nai: Good morning.\nyou: It is on {B}.\nai: Noted.",
            "volunteered",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a fresh folder");
        for (name, text) in [("answered", answer), ("elsewhere", other)] {
            let scenario = parse(&format!("== {name}\nformats: chatgpt\n{text}")).remove(0);
            write(&folder.path().join(name), render::render(&scenario, "chatgpt"));
        }
        let origins: Vec<String> = judged(&scanned(folder.path()))
            .into_iter()
            .map(|verdict| verdict.origin)
            .collect();
        assert_eq!(origins, [expected], "{other}");
    }
}

/// Evidence is re-read from the bytes of its source through its locator.
#[test]
fn every_finding_can_be_re_read() {
    let mut read = 0;
    for (scenario, format) in renderings() {
        let folder = tempfile::tempdir().expect("a fresh folder");
        write(folder.path(), render::render(&scenario, &format));
        let case = scanned(folder.path());
        for row in case
            .findings(&FindingFilter::default(), EVERYTHING)
            .expect("findings")
            .rows
        {
            for evidence in case.finding(row.id).expect("a finding").evidence {
                if let Some(mention) = evidence.mention {
                    let verified = case.verify(mention.id, Launch::Thread).expect("a verification");
                    assert_eq!(
                        verified,
                        teltale_audit::show::Verified::Same,
                        "{} as {format}",
                        scenario.name
                    );
                    read += 1;
                }
            }
        }
    }
    println!("{read} places re-read");
    assert!(read > 100);
}

/// No word shown to people claims more than an export can bear.
#[test]
fn no_word_is_too_strong() {
    const TOO_STRONG: [&str; 8] = [
        "hallucinat",
        "leaked",
        "memorised",
        "memorized",
        "training data",
        "belongs to",
        "dismiss",
        "false positive",
    ];
    let mut shown = String::new();
    for rule in RULES {
        shown.push_str(rule.name);
        shown.push_str(rule.about);
        rule.advice.iter().for_each(|advice| shown.push_str(advice.0));
    }
    for origin in Origin::ALL {
        shown.push_str(teltale_audit::findings::words::origin(origin));
        shown.push_str(teltale_audit::findings::words::origin_because(origin));
    }
    for word in TOO_STRONG {
        assert!(!shown.to_lowercase().contains(word), "somewhere it says {word}");
    }
}
