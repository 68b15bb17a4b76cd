//! The language of `scenarios.txt`: conversations with the verdict that each assistant's number must get.

use std::collections::BTreeSet;

/// One scripted conversation.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub name: String,
    pub formats: Vec<String>,
    pub steps: Vec<Step>,
}

/// One line of a script.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub kind: Kind,
    pub name: String,
    pub text: String,
    pub expected: Vec<Expected>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    You,
    Other,
    Assistant,
    Tool,
    Call,
    Reasoning,
    Instructions,
    Memory,
    Document,
    System,
    Attached,
    Image,
    Voice,
    Branch,
}

/// What one number of an assistant's turn must be judged as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    pub number: String,
    pub origin: String,
    pub flags: BTreeSet<String>,
}

/// Letters that stand for numbers in a script, all of ranges reserved for fiction.
pub const NUMBERS: [(char, &str); 8] = [
    ('A', "+44 7700 900141"),
    ('B', "+44 20 7946 0142"),
    ('C', "+1 202 555 0143"),
    ('D', "+44 7700 900147"),
    ('E', "+44 7700 900411"),
    ('M', "+44 7700 900199"),
    ('P', "(555) 555-5555"),
    ('S', "+44 808 157 0144"),
];

/// Fills the letters of a text with their numbers.
pub fn fill(text: &str) -> String {
    NUMBERS.iter().fold(text.to_owned(), |text, (letter, number)| {
        text.replace(&format!("{{{letter}}}"), number)
    })
}

/// Reads all scenarios of a script file.
pub fn parse(file: &str) -> Vec<Scenario> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for line in file
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
    {
        if let Some(name) = line.strip_prefix("== ") {
            scenarios.push(Scenario {
                name: name.into(),
                formats: Vec::new(),
                steps: Vec::new(),
            });
            continue;
        }
        let scenario = scenarios.last_mut().expect("a script opens with ==");
        if let Some(formats) = line.strip_prefix("formats: ") {
            scenario.formats = formats.split(' ').map(str::to_owned).collect();
        } else if let Some(expected) = line.strip_prefix("-> ") {
            let mut words = expected.split(' ').map(str::to_owned);
            let step = scenario.steps.last_mut().expect("a verdict follows a turn");
            step.expected.push(Expected {
                number: words.next().expect("a number"),
                origin: words.next().expect("an origin"),
                flags: words.collect(),
            });
        } else {
            scenario.steps.push(step(line));
        }
    }
    scenarios
}

fn step(line: &str) -> Step {
    let (head, text) = line.split_once(": ").unwrap_or((line, ""));
    let (word, name) = head.split_once(' ').unwrap_or((head, ""));
    let kind = match word {
        "you" => Kind::You,
        "other" => Kind::Other,
        "ai" => Kind::Assistant,
        "tool" => Kind::Tool,
        "call" => Kind::Call,
        "reasoning" => Kind::Reasoning,
        "instructions" => Kind::Instructions,
        "memory" => Kind::Memory,
        "document" => Kind::Document,
        "system" => Kind::System,
        "attached" => Kind::Attached,
        "image" => Kind::Image,
        "voice" => Kind::Voice,
        "branch" => Kind::Branch,
        other => panic!("no such line: {other}"),
    };
    Step {
        kind,
        name: fill(name),
        text: fill(text),
        expected: Vec::new(),
    }
}
