//! Every Rust file opens with a `//!` line saying what it is for, and nothing is marked as left for later.

use super::Tree;

/// Spelled apart, so that the law does not find itself.
const LATER: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let mut breaches: Vec<String> = tree
        .texts(".rs")
        .filter(|(path, text)| !path.contains("/fixtures/") && !opening(text).starts_with("//! "))
        .map(|(path, _)| format!("{path}: begin with `//! ` and what this file is for"))
        .collect();
    for ending in [".rs", ".ts", ".svelte", ".sql", ".toml"] {
        breaches.extend(
            tree.texts(ending)
                .filter(|(_, text)| LATER.iter().any(|mark| text.contains(mark)))
                .map(|(path, _)| format!("{path}: something is marked as left for later")),
        );
    }
    breaches
}

/// The first line, or the first after the file's attributes.
fn opening(text: &str) -> &str {
    let said = |line: &&str| !line.is_empty() && !line.starts_with("#![");
    text.lines().find(said).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_opening_and_a_mark() {
        let later = format!("//! A.\n// {} later\n", LATER[0]);
        let found = breaches(&Tree::of(&[
            ("a.rs", "fn a() {}\n"),
            ("b.rs", &later),
            ("c.rs", "//! C.\n"),
        ]));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
