//! A file's name says what is in it.

use super::Tree;

const SAY_NOTHING: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "manager", "misc", "service", "services", "stuff",
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    tree.files()
        .filter(|file| is_code(&file.path))
        .filter(|file| {
            file.path
                .split(['/', '.'])
                .any(|part| SAY_NOTHING.contains(&part.to_ascii_lowercase().as_str()))
        })
        .map(|file| format!("{}: name it after its one concept", file.path))
        .collect()
}

/// Files above 500 lines, longest first: no breach, but a question.
pub(crate) fn long_files(tree: &Tree) -> Vec<String> {
    let mut long: Vec<(usize, &str)> = tree
        .files()
        .filter(|file| is_code(&file.path))
        .filter_map(|file| Some((file.text.as_ref()?.lines().count(), &*file.path)))
        .filter(|(lines, _)| *lines > 500)
        .collect();
    long.sort_by(|a, b| b.cmp(a));
    long.into_iter()
        .map(|(lines, path)| format!("{path}: {lines} lines; is it still one concept?"))
        .collect()
}

fn is_code(path: &str) -> bool {
    [".rs", ".ts", ".svelte", ".css", ".sql", ".mjs"]
        .iter()
        .any(|ending| path.ends_with(ending))
        && !path.contains("/fixtures/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_nothing_or_too_much() {
        let long = "x\n".repeat(501);
        let tree = Tree::of(&[
            ("a/utils.rs", ""),
            ("a/common/x.ts", ""),
            ("a/service_number.rs", ""),
            ("a/b.rs", &long),
        ]);
        assert_eq!(breaches(&tree).len(), 2);
        assert_eq!(long_files(&tree).len(), 1);
    }
}
