//! `cargo xtask new-format <id>`: the four things a format is made of, ready to be filled in.

use crate::process::root;
use crate::{Command, Outcome, Trouble};
use std::fs;
use std::path::Path;

pub(crate) const COMMAND: Command = Command {
    name: "new-format",
    arguments: "<id>",
    help: "begin a format: module, list line, fixtures, page",
    run: new_format,
};

/// The line of the list that stands below the formats of one service.
const BELOW: &str = "    // Layouts that many programs write.";

fn new_format(arguments: &[String]) -> Outcome {
    let [id] = arguments else {
        return Err(Trouble::Refused("new-format <id>, such as `line-chat`".into()));
    };
    if !is_id(id) {
        return Err(Trouble::Refused(format!(
            "`{id}` is no id: small letters, digits and single hyphens, such as `line-chat`"
        )));
    }
    let module = id.replace('-', "_");
    let list = root().join("crates/formats/src/lib.rs");
    let text = fs::read_to_string(&list).map_err(|error| trouble(&list, &error))?;
    let Some(listed) = with_line(&text, &module) else {
        return Err(Trouble::Refused(format!(
            "{} has no list of formats that this could join",
            list.display()
        )));
    };
    let fixtures = root().join("crates/formats/fixtures").join(id);
    for kind in ["ok", "err"] {
        let folder = fixtures.join(kind);
        fs::create_dir_all(&folder).map_err(|error| trouble(&folder, &error))?;
    }
    write_new(
        &root().join(format!("crates/formats/src/{module}.rs")),
        source(id).as_bytes(),
    )?;
    write_new(&root().join(format!("docs/formats/{id}.md")), page(id).as_bytes())?;
    write_new(
        &fixtures.join("ok/smallest.txt"),
        format!("[{id}]\nAnn: ring me on 020 7946 0018\n").as_bytes(),
    )?;
    let mut cut = format!("[{id}]\nAnn: see you at the café, the café by the caf").into_bytes();
    cut.push("é".as_bytes()[0]);
    write_new(&fixtures.join("err/cut-inside-a-character.txt"), &cut)?;
    fs::write(&list, listed).map_err(|error| trouble(&list, &error))?;
    println!(
        "Made {id}:
  crates/formats/src/{module}.rs: recognise and read; replace the first line it looks for
  crates/formats/fixtures/{id}: small whole files in ok, damaged ones in err
  docs/formats/{id}.md: what we know of the layout, and from where
Then: cargo xtask bless teltale-formats, and read what it wrote"
    );
    Ok(())
}

fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && !id.contains("--")
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn with_line(list: &str, module: &str) -> Option<String> {
    let line = format!("    {module},");
    if list.lines().any(|other| other == line) {
        return None;
    }
    let at = list.find(BELOW)?;
    Some(format!("{}{line}\n{}", &list[..at], &list[at..]))
}

fn write_new(path: &Path, bytes: &[u8]) -> Outcome {
    if path.exists() {
        return Err(Trouble::Refused(format!("{} is already there", path.display())));
    }
    fs::create_dir_all(path.parent().unwrap_or(root()))
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| trouble(path, &error))
}

fn trouble(path: &Path, error: &std::io::Error) -> Trouble {
    Trouble::Failed(format!("{}: {error}", path.display()))
}

fn source(id: &str) -> String {
    let words: Vec<String> = id.split('-').map(capitalised).collect();
    include_str!("new_format/module.rs.txt")
        .replace("{id}", id)
        .replace("{name}", &words.join(" "))
        .replace("{Name}", &words.concat())
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

fn page(id: &str) -> String {
    include_str!("new_format/page.md").replace("{id}", id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        for (id, good) in [
            ("line-chat", true),
            ("vcf2", true),
            ("Line", false),
            ("a--b", false),
            ("a-", false),
            ("", false),
        ] {
            assert_eq!(is_id(id), good, "{id}");
        }
    }

    #[test]
    fn joins_the_real_list_once() {
        let list = fs::read_to_string(root().join("crates/formats/src/lib.rs")).unwrap();
        let listed = with_line(&list, "made_up").unwrap();
        assert!(listed.contains("    made_up,\n    // Layouts that many"));
        assert_eq!(with_line(&listed, "made_up"), None);
    }
}
