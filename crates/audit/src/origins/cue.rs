//! Cues: words near a number that say what the speaker means with it.
//!
//! A cue list is a data file, one phrase a line with its language and `#` for a number, so that a speaker of a
//! language can mend it without reading code. A phrase counts when it stands in the number's sentence or the one beside it, is not
//! covered by a longer phrase of the list's *not* file, and no negation of its language stands in its clause. Phrases of
//! scripts that write no spaces match anywhere; others only between word boundaries.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::sync::LazyLock;

/// What a cue list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Call, text or message this number.
    UrgesContact,
    /// The speaker owns the number.
    SpeaksAsOwner,
    /// A person asks for a number.
    AsksForNumber,
    /// A person asks whether a number is right.
    AsksWhetherRight,
    /// An assistant says that it is right.
    Affirms,
    /// A helpline, support or customer service.
    Helpline,
    /// The number is an example.
    Example,
    /// What follows is a draft in somebody else's voice.
    Draft,
    /// The number is given as somebody's or something's.
    PresentsAsReal,
    /// A later turn speaks about a number said before.
    SpeaksAboutNumber,
}

struct List {
    phrases: Phrases,
    not: Phrases,
}

struct Phrases {
    automaton: AhoCorasick,
    /// The language of each phrase, by its position in the automaton.
    languages: Vec<&'static str>,
}

/// A phrase found in a text.
struct Hit {
    range: Range<usize>,
    language: &'static str,
}

macro_rules! lists {
    ($($cue:ident => $file:literal),* $(,)?) => {
        const FILES: [(Cue, &'static str, &'static str); [$($file),*].len()] = [$((
            Cue::$cue,
            include_str!(concat!("../../data/cues/", $file, ".tsv")),
            include_str!(concat!("../../data/cues/", $file, ".not.tsv")),
        )),*];
    };
}
lists! {
    UrgesContact => "urges_contact",
    SpeaksAsOwner => "speaks_as_owner",
    AsksForNumber => "asks_for_number",
    AsksWhetherRight => "asks_whether_right",
    Affirms => "affirms",
    Helpline => "helpline",
    Example => "example",
    Draft => "draft",
    PresentsAsReal => "presents_as_real",
    SpeaksAboutNumber => "speaks_about_number",
}
const NEGATIONS: &str = include_str!("../../data/cues/negations.tsv");

/// The cue lists, compiled once.
pub struct Cues {
    lists: Vec<(Cue, List)>,
    negations: Phrases,
}

impl Cues {
    /// The lists that ship with the program.
    pub fn shared() -> &'static Self {
        static CUES: LazyLock<Cues> = LazyLock::new(|| Cues {
            lists: FILES
                .iter()
                .map(|&(cue, phrases, not)| {
                    (
                        cue,
                        List {
                            phrases: Phrases::parse(phrases),
                            not: Phrases::parse(not),
                        },
                    )
                })
                .collect(),
            negations: Phrases::parse(NEGATIONS),
        });
        &CUES
    }

    /// True where the cue stands near the `nth` number of a stored text (U+FFFC where numbers stood).
    pub fn near_number(&self, cue: Cue, text: &Folded, nth: usize) -> bool {
        text.number(nth)
            .is_some_and(|at| self.within(cue, text, text.around(at)))
    }

    /// True where the cue stands anywhere in the text.
    pub fn anywhere(&self, cue: Cue, text: &Folded) -> bool {
        let (bit, mut known) = (1 << cue as u16, text.known.get());
        if known.asked & bit == 0 {
            known.asked |= bit;
            if self.within(cue, text, 0..text.folded.len()) {
                known.heard |= bit;
            }
            text.known.set(known);
        }
        known.heard & bit != 0
    }

    /// True where the cue stands near the number outside quotation marks, code and quoted lines.
    pub fn in_own_voice(&self, cue: Cue, text: &Folded, nth: usize) -> bool {
        text.number(nth).is_some_and(|at| {
            self.hits(cue, text, text.around(at))
                .any(|hit| !text.is_quoted(hit.range.start))
        })
    }

    /// True where the words around the number give it as somebody's or something's.
    pub fn presents_as_real(&self, text: &Folded, nth: usize) -> bool {
        self.near_number(Cue::PresentsAsReal, text, nth)
    }

    /// True where the words around the number call it an example, or it stands in code.
    pub fn says_example(&self, text: &Folded, nth: usize) -> bool {
        self.near_number(Cue::Example, text, nth) || text.number(nth).is_some_and(|at| text.is_code(at))
    }

    fn within(&self, cue: Cue, text: &Folded, range: Range<usize>) -> bool {
        self.hits(cue, text, range).next().is_some()
    }

    fn hits<'a>(&'a self, cue: Cue, text: &'a Folded, range: Range<usize>) -> impl Iterator<Item = Hit> + 'a {
        let list = &self
            .lists
            .iter()
            .find(|(of, _)| *of == cue)
            .expect("every cue has a list")
            .1;
        // Looked for once something stands there that they might cover, which is seldom.
        let covered: OnceCell<Vec<Hit>> = OnceCell::new();
        list.phrases.find(text, range.clone()).filter(move |hit| {
            let covered = covered.get_or_init(|| list.not.find(text, range.clone()).collect());
            !covered
                .iter()
                .any(|not| not.range.start <= hit.range.start && hit.range.end <= not.range.end)
                && !self.is_negated(text, hit)
        })
    }

    /// A negation of the phrase's language at most four words before it, or two behind it, in the same clause.
    fn is_negated(&self, text: &Folded, hit: &Hit) -> bool {
        const BEFORE: usize = 4;
        const BEHIND: usize = 2;
        let clause_end = |c: char| {
            matches!(
                c,
                '.' | '!' | '?' | ';' | ',' | '\n' | '。' | '！' | '？' | '，' | '、'
            )
        };
        let Range { start, end } = hit.range;
        let before = &text.folded[..start];
        let before = before.rfind(clause_end).map_or(before, |at| &before[at..]);
        let clause = start - before.len();
        let from = before
            .rmatch_indices(' ')
            .nth(BEFORE)
            .map_or(clause, |(at, _)| clause + at);
        let behind = &text.folded[end..];
        let behind = behind.find(clause_end).map_or(behind, |at| &behind[..at]);
        let to = behind
            .match_indices(' ')
            .nth(BEHIND + 1)
            .map_or(end + behind.len(), |(at, _)| end + at);
        let negates = |range| {
            self.negations
                .find(text, range)
                .any(|negation| negation.language == hit.language)
        };
        negates(from..start) || negates(end..to)
    }
}

impl Phrases {
    fn parse(file: &'static str) -> Self {
        let (languages, phrases): (Vec<&str>, Vec<String>) = file
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .map(|(language, phrase)| (language, Folded::fold(&phrase.replace('#', "\u{fffc}"))))
            .unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(phrases)
            .expect("cue lists are small");
        Self { automaton, languages }
    }

    fn find<'a>(&'a self, text: &'a Folded, range: Range<usize>) -> impl Iterator<Item = Hit> + 'a {
        let offset = range.start;
        self.automaton
            .find_overlapping_iter(&text.folded[range])
            .map(move |found| Hit {
                range: offset + found.start()..offset + found.end(),
                language: self.languages[found.pattern().as_usize()],
            })
            .filter(|hit| text.is_whole_word(&hit.range))
    }
}

/// A text folded for comparison: lower case, straight apostrophes, plain spaces; U+FFFC where numbers stood.
#[derive(Default)]
pub struct Folded {
    folded: String,
    numbers: Vec<usize>,
    /// The turns around one number are those around its neighbours, too: each is asked the same again.
    known: Cell<Known>,
}

/// The cues that were looked for anywhere in a text, and those that were found, as bits.
#[derive(Clone, Copy, Default)]
struct Known {
    asked: u16,
    heard: u16,
}

impl Folded {
    /// Folds a stored text.
    pub fn new(text: &str) -> Self {
        let folded = Self::fold(text);
        let numbers = folded.match_indices('\u{fffc}').map(|(at, _)| at).collect();
        Self {
            folded,
            numbers,
            known: Cell::default(),
        }
    }

    fn fold(text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '*' => {}
                '\t' => folded.push(' '),
                '\0'..='\u{7f}' => folded.push(c.to_ascii_lowercase()),
                _ => folded.extend(c.to_lowercase().filter_map(plain)),
            }
        }
        folded
    }

    fn number(&self, nth: usize) -> Option<usize> {
        self.numbers.get(nth).copied()
    }

    /// The sentence at a byte, with the one before it and the one behind it.
    fn around(&self, at: usize) -> Range<usize> {
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '。' | '！' | '？' | '।' | '؟');
        let mut start = at;
        for _ in 0..2 {
            // Step over the mark that ends the sentence before, and the blanks behind it.
            let text = self.folded[..start].trim_end_matches(|c: char| ends(c) || c.is_whitespace());
            start = text.rfind(ends).map_or(0, |end| {
                end + text[end..].chars().next().map_or(1, char::len_utf8)
            });
        }
        let mut end = at;
        for _ in 0..2 {
            let text = &self.folded[end..];
            let lead = text.len()
                - text
                    .trim_start_matches(|c: char| ends(c) || c.is_whitespace())
                    .len();
            end += lead;
            end += self.folded[end..].find(ends).unwrap_or(self.folded.len() - end);
        }
        start.min(at)..end.max(at)
    }

    fn is_whole_word(&self, hit: &Range<usize>) -> bool {
        let bounded = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
            (Some(inside), Some(outside)) => {
                !inside.is_alphanumeric()
                    || !outside.is_alphanumeric()
                    || writes_no_spaces(inside)
                    || writes_no_spaces(outside)
            }
            _ => true,
        };
        let phrase = &self.folded[hit.clone()];
        bounded(
            phrase.chars().next(),
            self.folded[..hit.start].chars().next_back(),
        ) && bounded(phrase.chars().next_back(), self.folded[hit.end..].chars().next())
    }

    /// Inside quotation marks, behind a quoting `>`, or in code.
    fn is_quoted(&self, at: usize) -> bool {
        let line_start = self.folded[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = &self.folded[line_start..at];
        line.trim_start().starts_with('>')
            || opens_quote(line)
            || line.matches('"').count() % 2 == 1
            || self.is_code(at)
    }

    /// Between back quotes, or in a fenced block.
    fn is_code(&self, at: usize) -> bool {
        let before = &self.folded[..at];
        let fences = before.matches("```").count();
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        fences % 2 == 1 || line.replace("```", "").matches('`').count() % 2 == 1
    }
}

/// A lower-case character as it is compared; none where it only says how others look.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{307}' => None,
        '\u{2019}' | '\u{2018}' | '\u{2bc}' => Some('\''),
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => Some(' '),
        c => Some(c),
    }
}

/// True where a quotation opened in the line is still open at its end. German closes with the mark that English
/// opens with, so what a mark means depends on the one before.
fn opens_quote(line: &str) -> bool {
    let mut open = None;
    for mark in line.chars() {
        open = match (open, mark) {
            (None, '“' | '„' | '«' | '»' | '「' | '『') => Some(mark),
            (Some('“'), '”')
            | (Some('„'), '“' | '”')
            | (Some('«'), '»')
            | (Some('»'), '«')
            | (Some('「'), '」')
            | (Some('『'), '』') => None,
            (open, _) => open,
        };
    }
    open.is_some()
}

/// Han, kana, Thai and the like: words stand without spaces. Arabic and Hebrew glue short words on in front.
fn writes_no_spaces(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{6ff}' | '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::{Cue, Cues, Folded};

    /// Lines of `yes|no <tab> language <tab> sentence`, with `#` where the number stands.
    fn check(cue: Cue, own_voice: bool, cases: &str) {
        let (mut wrong, mut counts) = (Vec::new(), [[0u32; 2]; 2]);
        for line in cases
            .lines()
            .filter(|line| !line.starts_with("//") && !line.is_empty())
        {
            let mut fields = line.splitn(3, '\t');
            let (expected, language, sentence) = (fields.next() == Some("yes"), fields.next(), fields.next());
            let sentence = sentence
                .expect("three fields")
                .replace('#', "\u{fffc}")
                .replace("\\n", "\n");
            let text = Folded::new(&sentence);
            let found = match own_voice {
                true => Cues::shared().in_own_voice(cue, &text, 0),
                false => Cues::shared().near_number(cue, &text, 0),
            };
            counts[usize::from(expected)][usize::from(found)] += 1;
            if found != expected {
                wrong.push(format!("{} {sentence}", language.unwrap_or("?")));
            }
        }
        let [[quiet, false_alarm], [missed, heard]] = counts;
        println!("{cue:?}: heard {heard}, missed {missed}, false alarms {false_alarm}, quiet {quiet}");
        assert!(
            wrong.is_empty(),
            "{cue:?} is wrong on {} sentences:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }

    #[test]
    fn urges_contact() {
        check(
            Cue::UrgesContact,
            false,
            include_str!("../../data/cues/tests/urges_contact.tsv"),
        );
    }

    #[test]
    fn speaks_as_owner() {
        check(
            Cue::SpeaksAsOwner,
            true,
            include_str!("../../data/cues/tests/speaks_as_owner.tsv"),
        );
    }
}
