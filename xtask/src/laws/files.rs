//! Only archive opens a user's file. Other rooms open none, or only files of Teltale's own, each named here.

use super::Tree;

/// Who else may touch the file system, and for what.
const OWN_FILES: &[(&str, &str)] = &[
    ("crates/archive/", "opens what the user points at, read-only"),
    ("crates/sandbox/", "asks the system what it enforces"),
    ("crates/index/", "the case folder"),
    ("crates/audit/src/cases.rs", "the list of cases on this computer"),
    ("crates/audit/src/settings.rs", "the settings"),
    ("crates/audit/src/practice.rs", "writes the practice sources"),
    (
        "crates/audit/src/practice_folder.rs",
        "makes the folder they are in, and removes it",
    ),
    (
        "crates/cli/src/commands/",
        "the files that hold a passphrase or passwords",
    ),
    ("src-tauri/build.rs", "builds the screens"),
    ("tests/", "makes what it measures with"),
    ("xtask/", "builds the house"),
];

const OPENING: &[&str] = &[
    "File::open",
    "File::create",
    "OpenOptions",
    "fs::read",
    "fs::write",
    "fs::copy",
    "read_dir(",
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    tree.product_code()
        .filter(|(path, _)| !OWN_FILES.iter().any(|(room, _)| path.starts_with(room)))
        .flat_map(|(path, text)| {
            text.lines()
                .enumerate()
                .filter(|(_, line)| !line.trim_start().starts_with("//"))
                .filter(|(_, line)| OPENING.iter().any(|call| line.contains(call)))
                .map(move |(at, _)| {
                    format!(
                        "{path}:{}: opens a file; ask archive, or name it in the law with a reason",
                        at + 1
                    )
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_opens() {
        let found = breaches(&Tree::of(&[
            (
                "crates/formats/src/a.rs",
                "//! A.\nlet x = std::fs::read(path)?;\n// fs::read would be wrong\n#[cfg(test)]\nmod tests { fs::read(x) }",
            ),
            ("crates/archive/src/open.rs", "File::open(path)"),
            ("crates/formats/tests/golden.rs", "fs::read(path)"),
        ]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("crates/formats/src/a.rs:2:"));
    }
}
