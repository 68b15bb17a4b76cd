//! The table of plans, and what of a plan is compiled when it is first touched.

use super::automaton::Automaton;
use super::pattern::Program;
use std::sync::OnceLock;
use teltale_model::{LineType, Region};

/// The table, written from the reference's metadata by the example `write-plans`.
const TABLE: &str = include_str!("../../data/plans.tsv");

/// Kinds of lines in the order in which the reference tells them apart; a kind's bit is its position.
pub(super) const LINES: [(&str, LineType); 11] = [
    ("general", LineType::CannotTell),
    ("premium", LineType::Premium),
    ("toll-free", LineType::TollFree),
    ("shared-cost", LineType::SharedCost),
    ("voip", LineType::Voip),
    ("personal", LineType::Personal),
    ("pager", LineType::Pager),
    ("uan", LineType::Uan),
    ("voicemail", LineType::Voicemail),
    ("fixed", LineType::Fixed),
    ("mobile", LineType::Mobile),
];
/// Bit of the general description.
pub(super) const GENERAL: u64 = 1;
/// Bit of fixed lines.
pub(super) const FIXED: u64 = 1 << 9;
/// Bit of mobiles.
pub(super) const MOBILE: u64 = 1 << 10;

/// The numbering plan of one region, or of one calling code that belongs to none.
pub(super) struct Plan {
    pub(super) region: Region,
    pub(super) code: u16,
    /// The calling code in digits.
    pub(super) code_text: &'static str,
    /// Fixed lines and mobiles share their numbers.
    pub(super) mixed: bool,
    /// What people dial before a national number; may be empty.
    pub(super) trunk: &'static str,
    pub(super) transform: &'static str,
    /// Possible lengths as bits.
    pub(super) lengths: u32,
    /// Lengths that are dialled only inside an area, as bits.
    pub(super) local_lengths: u32,
    /// Lengths of a national number in any way of writing, as bits: with trunk prefix, calling code, access code.
    pub(super) plausible: u32,
    /// Access codes of other countries; None where nobody dials one.
    pub(super) idd: Option<Program>,
    pub(super) prefix: &'static str,
    leading: &'static str,
    lines: Vec<Line>,
    /// Per length of a national number the kinds of line that have such numbers, as bits.
    kinds: [u16; 32],
    formats: Vec<FormatLine>,
    rules: OnceLock<Rules>,
}

struct Line {
    bit: u64,
    lengths: u32,
    pattern: &'static str,
}

#[derive(Clone)]
struct FormatLine {
    pattern: &'static str,
    alternate: bool,
    trunk: bool,
    leading: &'static str,
}

/// A way of grouping a national number.
pub(super) struct Format {
    /// Shortest and longest length of each group.
    pub(super) groups: Vec<(u8, u8)>,
    /// People write the trunk prefix with it.
    pub(super) trunk: bool,
    /// Another grouping that people of the calling code use; it says nothing of the trunk prefix.
    pub(super) alternate: bool,
}

/// What is taken from the start of a number as it is dialled at home.
pub(super) enum Prefix {
    None,
    /// Always the same digits, as in most plans.
    Digits(&'static [u8]),
    Rule(Program),
}

impl Prefix {
    pub(super) fn new(pattern: &'static str) -> Self {
        match program(pattern) {
            None => Self::None,
            Some(_) if pattern.bytes().all(|b| b.is_ascii_digit()) => Self::Digits(pattern.as_bytes()),
            Some(rule) => Self::Rule(rule),
        }
    }
}

/// What is compiled when a plan is first touched.
pub(super) struct Rules {
    numbers: Automaton,
    pub(super) prefix: Prefix,
    leads: Automaton,
    /// Formats; bit n of `leads` admits format n.
    pub(super) formats: Vec<Format>,
}

impl Plan {
    /// The compiled rules.
    pub(super) fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| self.compile())
    }

    /// The pattern of all numbers.
    pub(super) fn general(&self) -> Option<&'static str> {
        self.lines
            .iter()
            .find(|line| line.bit == GENERAL)
            .map(|line| line.pattern)
    }

    fn kinds_by_length(&self) -> [u16; 32] {
        let mut kinds = [0; 32];
        for (length, kinds) in kinds.iter_mut().enumerate() {
            for line in &self.lines {
                if line.lengths & 1 << length != 0 || line.lengths == 0 {
                    *kinds |= line.bit as u16;
                }
            }
        }
        kinds
    }

    fn plausible_lengths(&self) -> u32 {
        let mut bits = self.lengths;
        let code = if self.code > 99 {
            3
        } else if self.code > 9 {
            2
        } else {
            1
        };
        bits |= bits << self.trunk.len();
        bits |= bits << code;
        // Rules that rewrite a number or a carrier's code change the length by more; an access code leads to any plan.
        if !self.transform.is_empty() || self.prefix.contains('[') {
            bits |= bits << 1 | bits << 2 | bits << 3 | bits << 5 | bits >> 1;
        }
        bits
    }

    fn compile(&self) -> Rules {
        let automaton = |patterns: Vec<(u64, &'static str)>| {
            Automaton::new(&Program::new(patterns).expect("the table holds digit patterns only"))
        };
        let formats: Vec<&FormatLine> = self.formats.iter().take(60).collect();
        Rules {
            numbers: automaton(self.lines.iter().map(|line| (line.bit, line.pattern)).collect()),
            prefix: Prefix::new(self.prefix),
            leads: automaton(
                formats
                    .iter()
                    .enumerate()
                    .map(|(n, format)| (1 << n, format.leading))
                    .collect(),
            ),
            formats: formats
                .iter()
                .map(|format| Format {
                    groups: group_lengths(format.pattern),
                    trunk: format.trunk,
                    alternate: format.alternate,
                })
                .collect(),
        }
    }

    /// Bits of the kinds of line that a national number is; 0 where it is not valid.
    pub(super) fn lines(&self, national: &[u8]) -> u64 {
        let kinds = self.rules().numbers.matches(national) & u64::from(self.kinds[national.len().min(31)]);
        if kinds & GENERAL == 0 { 0 } else { kinds & !GENERAL }
    }

    /// True where the general pattern matches, whatever the kind of line.
    pub(super) fn looks_national(&self, national: &[u8]) -> bool {
        self.rules().numbers.matches(national) & GENERAL != 0
    }

    /// The formats that people use for a national number.
    pub(super) fn formats(&self, national: &[u8]) -> impl Iterator<Item = &Format> {
        let rules = self.rules();
        let bits = rules.leads.begins(national);
        rules
            .formats
            .iter()
            .enumerate()
            .filter(move |(n, _)| bits & (1 << n) != 0)
            .map(|(_, format)| format)
    }
}

/// One pattern of the table; None where it is empty.
pub(super) fn program(pattern: &'static str) -> Option<Program> {
    (!pattern.is_empty()).then(|| Program::new([(1, pattern)]).expect("the table holds digit patterns only"))
}

/// Lengths of the groups of a pattern such as `(\d{2})(\d{3,4})(1\d)`.
fn group_lengths(pattern: &str) -> Vec<(u8, u8)> {
    let mut groups = Vec::new();
    for group in pattern.split('(').skip(1) {
        let group = group.split(')').next().unwrap_or_default().as_bytes();
        let (mut least, mut most, mut at) = (0, 0, 0);
        while at < group.len() {
            at += match group[at] {
                b'\\' => 2,
                b'[' => group[at..]
                    .iter()
                    .position(|b| *b == b']')
                    .map_or(group.len(), |n| n + 1),
                _ => 1,
            };
            let (mut low, mut high) = (1, 1);
            if group.get(at) == Some(&b'{') {
                let end = group[at..]
                    .iter()
                    .position(|b| *b == b'}')
                    .map_or(group.len(), |n| at + n);
                let mut bounds = group[at + 1..end]
                    .split(|b| *b == b',')
                    .map(|n| n.iter().fold(0, |sum, d| sum * 10 + (d - b'0')));
                low = bounds.next().unwrap_or(1);
                high = bounds.next().unwrap_or(low);
                at = end + 1;
            }
            least += low;
            most += high;
        }
        groups.push((least, most));
    }
    groups
}

/// The plans of a shared calling code, asked together; a plan's bit is its position.
pub(super) struct Shared {
    generals: Automaton,
    leading: Automaton,
}

impl Shared {
    /// Which plans' general pattern matches, and which own the first digits.
    pub(super) fn ask(&self, national: &[u8]) -> (u64, u64) {
        (self.generals.matches(national), self.leading.begins(national))
    }
}

/// All plans.
pub(super) struct Table {
    #[cfg_attr(not(test), allow(dead_code))]
    pub(super) version: &'static str,
    pub(super) plans: Vec<Plan>,
    /// Per calling code its plans, the main one first; most codes have none.
    by_code: Vec<Vec<u16>>,
    /// What plans of one calling code have in common, compiled when first touched.
    shared: Vec<(u16, OnceLock<Shared>)>,
    /// Plans of regions, ordered by region.
    by_region: Vec<(Region, u16)>,
    /// The same by the region's letters: asked in every search.
    by_letters: Vec<Option<u16>>,
}

impl Table {
    /// Reads the table; nothing is compiled yet.
    pub(super) fn new() -> Self {
        let mut table = Self {
            version: "",
            plans: Vec::new(),
            by_code: vec![Vec::new(); 1000],
            by_region: Vec::new(),
            by_letters: vec![None; LETTERS * LETTERS],
            shared: Vec::new(),
        };
        let mut alternates: Option<u16> = None;
        for line in TABLE.lines() {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let field = |n: usize| fields.get(n).copied().unwrap_or_default();
            match field(0) {
                "version" => table.version = field(1),
                "plan" => {
                    let plan = Plan {
                        region: Region::new(field(1)).expect("the table names regions by their codes"),
                        code: field(2).parse().expect("calling codes are numbers"),
                        code_text: field(2),
                        mixed: field(3).contains('s'),
                        idd: program(field(4)),
                        trunk: field(5),
                        prefix: field(6),
                        transform: field(7),
                        leading: field(8),
                        lengths: 0,
                        local_lengths: 0,
                        plausible: 0,
                        lines: Vec::new(),
                        kinds: [0; 32],
                        formats: Vec::new(),
                        rules: OnceLock::new(),
                    };
                    let number = u16::try_from(table.plans.len()).expect("there are a few hundred plans");
                    let shared = &mut table.by_code[plan.code as usize];
                    if field(3).contains('m') {
                        shared.insert(0, number);
                    } else {
                        shared.push(number);
                    }
                    table.plans.push(plan);
                }
                "alternates" => alternates = field(1).parse().ok(),
                "format" => {
                    let format = FormatLine {
                        pattern: field(1),
                        alternate: alternates.is_some(),
                        trunk: field(2) == "trunk",
                        leading: field(3),
                    };
                    match alternates {
                        Some(code) => {
                            for plan in &table.by_code[code as usize] {
                                table.plans[*plan as usize].formats.push(format.clone());
                            }
                        }
                        None => table
                            .plans
                            .last_mut()
                            .expect("formats follow their plan")
                            .formats
                            .push(format),
                    }
                }
                kind => {
                    let Some(bit) = LINES.iter().position(|(name, _)| *name == kind) else {
                        continue;
                    };
                    let plan = table.plans.last_mut().expect("lines follow their plan");
                    if bit == 0 {
                        plan.lengths = length_bits(field(1));
                        plan.local_lengths = length_bits(field(2));
                    }
                    plan.lines.push(Line {
                        bit: 1 << bit,
                        lengths: length_bits(field(1)),
                        pattern: field(3),
                    });
                }
            }
        }
        table.share_formats();
        table.shared = (0..)
            .zip(&table.by_code)
            .filter(|(_, plans)| plans.len() > 1)
            .map(|(code, _)| (code, OnceLock::new()))
            .collect();
        for plan in &mut table.plans {
            plan.plausible = plan.plausible_lengths();
            plan.kinds = plan.kinds_by_length();
        }
        table.by_region = (0_u16..)
            .zip(&table.plans)
            .map(|(n, plan)| (plan.region, n))
            .filter(|(region, _)| *region != Region::WORLD)
            .collect();
        table.by_region.sort_unstable();
        for (region, plan) in &table.by_region {
            let place = letters(*region).expect("regions other than the world have two letters");
            table.by_letters[place] = Some(*plan);
        }
        table
    }

    /// Regions that share a calling code are formatted by the main one's rules.
    fn share_formats(&mut self) {
        for plans in self.by_code.iter().filter(|plans| !plans.is_empty()) {
            let main = self.plans[plans[0] as usize].formats.clone();
            for plan in &plans[1..] {
                if self.plans[*plan as usize].formats.is_empty() {
                    self.plans[*plan as usize].formats.clone_from(&main);
                }
            }
        }
    }

    /// The plans of a shared calling code together; None where a code has one plan.
    pub(super) fn shared(&self, code: u16) -> Option<&Shared> {
        let place = self.shared.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        let shared = &self.shared[place].1;
        Some(shared.get_or_init(|| {
            let plans = || {
                self.by_code[code as usize]
                    .iter()
                    .enumerate()
                    .map(|(n, plan)| (1_u64 << n, &self.plans[*plan as usize]))
            };
            let automaton = |patterns: Vec<(u64, &'static str)>| {
                Automaton::new(&Program::new(patterns).expect("the table holds digit patterns only"))
            };
            Shared {
                generals: automaton(
                    plans()
                        .filter_map(|(bit, plan)| Some((bit, plan.general()?)))
                        .collect(),
                ),
                leading: automaton(
                    plans()
                        .filter(|(_, plan)| !plan.leading.is_empty())
                        .map(|(bit, plan)| (bit, plan.leading))
                        .collect(),
                ),
            }
        }))
    }

    /// The plan of a region.
    pub(super) fn of_region(&self, region: Region) -> Option<u16> {
        self.by_letters[letters(region)?]
    }

    /// Plans of regions, ordered by region.
    pub(super) fn regions(&self) -> impl Iterator<Item = u16> {
        self.by_region.iter().map(|(_, plan)| *plan)
    }

    /// The plan at a place in the order of regions.
    pub(super) fn region_at(&self, place: usize) -> u16 {
        self.by_region[place].1
    }

    /// The plans of a calling code, the main one first.
    pub(super) fn of_code(&self, code: u16) -> &[u16] {
        self.by_code.get(code as usize).map_or(&[], Vec::as_slice)
    }
}

/// Letters of the alphabet that regions are named in.
const LETTERS: usize = 26;

/// A region's place by its two letters.
fn letters(region: Region) -> Option<usize> {
    let [first, second] = *region.as_str().as_bytes() else {
        return None;
    };
    Some(usize::from(first - b'A') * LETTERS + usize::from(second - b'A'))
}

fn length_bits(list: &str) -> u32 {
    list.split(',')
        .filter_map(|n| n.parse::<u32>().ok())
        .fold(0, |bits, n| bits | 1 << n.min(31))
}
