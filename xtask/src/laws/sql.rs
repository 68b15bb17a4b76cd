//! Only index writes SQL: to our case. A format that reads a foreign database may ask, never tell.

use super::Tree;
use super::arrows::dependencies;

const TELLING: &[&str] = &[
    "insert into ",
    "delete from ",
    "create table ",
    "drop table ",
    "alter table ",
    "pragma ",
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let elsewhere = |path: &str| !path.starts_with("crates/index/") && !path.starts_with("xtask/");
    let mut breaches: Vec<String> = tree
        .texts("Cargo.toml")
        .filter(|(path, _)| elsewhere(path) && !path.starts_with("crates/formats/"))
        .filter(|(_, manifest)| {
            dependencies(manifest).any(|name| name == "rusqlite" || name == "libsqlite3-sys")
        })
        .map(|(path, _)| format!("{path}: names SQLite; ask index"))
        .collect();
    breaches.extend(
        tree.files()
            .filter(|file| {
                file.path.ends_with(".sql") && elsewhere(&file.path) && !file.path.contains("/fixtures/")
            })
            .map(|file| format!("{}: SQL stands beside its Rust in index", file.path)),
    );
    for (path, text) in tree.product_code().filter(|(path, _)| elsewhere(path)) {
        let text = text.to_ascii_lowercase();
        if let Some(word) = TELLING.iter().find(|word| text.contains(&format!("\"{word}"))) {
            breaches.push(format!("{path}: `{word}…`: only index writes SQL"));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_in_the_wrong_room() {
        let found = breaches(&Tree::of(&[
            ("crates/audit/Cargo.toml", "[dependencies]\nrusqlite = \"1\"\n"),
            (
                "crates/audit/src/scan.rs",
                "db.execute(\"INSERT INTO message values (1)\")",
            ),
            ("crates/audit/sql/all.sql", "select 1;"),
            (
                "crates/index/src/writer.rs",
                "db.execute(\"insert into message values (1)\")",
            ),
            ("crates/index/sql/schema.sql", "create table x (y) strict;"),
        ]));
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
