//! A decision record has a number of its own, a title, its context (figures where there are some) and the decision.

use super::Tree;

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    for (path, text) in tree.texts(".md") {
        let Some(name) = path
            .strip_prefix("docs/decisions/")
            .filter(|name| *name != "README.md")
        else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            breaches.push(format!("{path}: begin the name with four digits"));
        } else if numbers.contains(&number) {
            breaches.push(format!("{path}: {number} is taken"));
        }
        numbers.push(number);
        if !text.starts_with("# ") {
            breaches.push(format!("{path}: begin with a title"));
        }
        let paragraphs = text
            .split("\n\n")
            .skip(1)
            .filter(|paragraph| !paragraph.trim().is_empty());
        if paragraphs.count() < 2 {
            breaches.push(format!(
                "{path}: say what it was about, with figures where there are some, and what was decided"
            ));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomplete_records() {
        let whole = "# Title\n\n## Context\n\n12 MB/s.\n\n## Decision\n\nYes.\n";
        assert!(breaches(&Tree::of(&[("docs/decisions/0701-a.md", whole)])).is_empty());
        let found = breaches(&Tree::of(&[
            ("docs/decisions/0701-a.md", whole),
            ("docs/decisions/0701-b.md", whole),
            ("docs/decisions/c.md", whole),
            ("docs/decisions/0702-d.md", "# Only a title\n"),
        ]));
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
