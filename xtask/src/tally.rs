//! Counts of every runner, added up.

use std::fmt;
use std::ops::AddAssign;

/// How many checks there were, and how they ended.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `12 passed, 0 failed`, and `, 3 skipped` only where some were.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The counts in one line of a runner's output; none where the line has none.
pub(crate) fn of_line(line: &str) -> Option<Tally> {
    let line = without_colour(line);
    let counts = match line.trim_start().strip_prefix("test result:") {
        // cargo: `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; …`
        Some(rest) => rest.to_owned(),
        // vitest: `      Tests  1 failed | 11 passed | 1 skipped (13)`
        None => line.trim_start().strip_prefix("Tests ")?.to_owned(),
    };
    let words: Vec<&str> = counts
        .split([' ', ';', '|', ',', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let count = |name: &str| {
        words
            .windows(2)
            .filter(|pair| pair[1] == name)
            .filter_map(|pair| pair[0].parse::<u64>().ok())
            .sum::<u64>()
    };
    Some(Tally {
        passed: count("passed"),
        failed: count("failed"),
        skipped: count("ignored") + count("skipped") + count("todo"),
    })
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain += before;
        rest = after
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or("", |end| &after[end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_runners() {
        let tally = |passed, failed, skipped| {
            Some(Tally {
                passed,
                failed,
                skipped,
            })
        };
        for (line, expected) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 5 filtered out; finished in 0.0s",
                tally(12, 0, 1),
            ),
            (
                "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
                tally(1, 2, 0),
            ),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m54 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (54)\u{1b}[39m",
                tally(54, 0, 0),
            ),
            (
                "      Tests  1 failed | 11 passed | 1 skipped (13)",
                tally(11, 1, 1),
            ),
            (" Test Files  2 passed (2)", None),
            ("running 3 tests", None),
        ] {
            assert_eq!(of_line(line), expected, "{line}");
        }
    }

    #[test]
    fn the_last_line() {
        assert_eq!(
            Tally {
                passed: 3,
                failed: 0,
                skipped: 0
            }
            .to_string(),
            "3 passed, 0 failed"
        );
        assert_eq!(
            Tally {
                passed: 3,
                failed: 1,
                skipped: 2
            }
            .to_string(),
            "3 passed, 1 failed, 2 skipped"
        );
    }
}
