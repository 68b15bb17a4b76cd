//! The files of the repository, read once.

use crate::process::root;
use std::fs;
use std::path::Path;

/// One file: its path from the root with forward slashes, and its text unless it is not UTF-8.
pub(crate) struct File {
    pub path: String,
    pub text: Option<String>,
}

/// Every file that is, or could be, committed; ordered by path.
pub(crate) struct Tree(Vec<File>);

/// What is built, fetched or generated: the same folders that git is told to ignore.
const NOT_OURS: &[&str] = &["target", "node_modules", "dist", "gen", "shots"];

impl Tree {
    /// As it lies on the disk.
    pub(crate) fn read() -> Self {
        let mut files = Vec::new();
        walk(root(), "", &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self(files)
    }

    /// A tree of the given files, for showing that a law can be broken.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self(
            files
                .iter()
                .map(|(path, text)| File {
                    path: (*path).into(),
                    text: Some((*text).into()),
                })
                .collect(),
        )
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }

    /// Files with text whose path ends so.
    pub(crate) fn texts<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files()
            .filter(move |file| file.path.ends_with(ending))
            .filter_map(|file| Some((&*file.path, file.text.as_deref()?)))
    }

    /// Rust sources without their test modules, which stand at the end of a file, and without tests, benches and examples.
    pub(crate) fn product_code(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts(".rs")
            .filter(|(path, _)| !is_test(path))
            .map(|(path, text)| {
                let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
                (path, &text[..end])
            })
    }
}

fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || ["/tests/", "/benches/", "/examples/", "/fuzz/", "/fixtures/"]
            .iter()
            .any(|folder| path.contains(folder))
        || path.ends_with("/tests.rs")
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
                if !hidden && !NOT_OURS.contains(&name.as_str()) {
                    walk(&entry.path(), &format!("{path}/"), files);
                }
            }
            // In a second work tree `.git` is a file.
            Ok(kind) if kind.is_file() && name != ".git" => {
                let text = fs::read(entry.path())
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok());
                files.push(File { path, text });
            }
            Ok(_) | Err(_) => {}
        }
    }
}
