//! A folder of its own with a case in it, and everything said about the case written down as in a terminal.

use crate::program::{Ended, end, teltale};
use std::fs;
use std::path::{Path, PathBuf};

/// One person at one terminal, in one folder.
#[derive(Debug)]
pub struct Session {
    folder: PathBuf,
}

impl Session {
    /// Begins in this folder, which is there and is the caller's to remove.
    ///
    /// # Panics
    /// Where the folder cannot be written.
    pub fn new(folder: &Path) -> Self {
        fs::write(folder.join("passphrase"), "correct horse battery staple\n")
            .expect("a fresh folder can be written");
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Runs `teltale` with these words in the folder.
    pub fn run(&self, words: &[&str]) -> Ended {
        // The person's own settings and list of cases are not the test's.
        let home = self.folder.join("home");
        end(teltale()
            .args(words)
            .current_dir(&self.folder)
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache")))
    }

    /// Runs it on the folder's case.
    pub fn on_case(&self, words: &[&str]) -> Ended {
        self.run(&[words, &["--case", "case", "--passphrase-file", "passphrase"]].concat())
    }

    /// Runs it on the folder's case and writes down what was typed and what came back.
    pub fn transcript(&self, words: &[&str]) -> String {
        written_down(words, &self.on_case(words))
    }
}

/// What a terminal would show, errors after output, and the exit code where it is not 0.
pub fn written_down(words: &[&str], ended: &Ended) -> String {
    let quoted = words.iter().map(|word| {
        if word.contains(' ') {
            format!("'{word}'")
        } else {
            (*word).to_owned()
        }
    });
    let words = quoted.collect::<Vec<_>>().join(" ");
    let mut text = format!("$ teltale {words}\n{}{}", numbered(&ended.stdout), ended.stderr);
    match ended.code {
        Some(0) => {}
        Some(code) => text += &format!("[exit {code}]\n"),
        None => text += "[ended by a signal]\n",
    }
    text
}

/// The handles of mentions are keyed by the case, so that they tell a stranger nothing; each becomes its place in
/// the order they are named in, which must be the same in every case of the same sources.
pub fn numbered(text: &str) -> String {
    let mut handles: Vec<&str> = Vec::new();
    let mut numbered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let (before, run) = rest.split_at(at);
        let end = run
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(run.len());
        let (word, after) = run.split_at(end);
        numbered += before;
        let alone = !before.ends_with(|c: char| c.is_alphanumeric());
        if alone
            && word.len() == HANDLE
            && word
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
        {
            let place = handles
                .iter()
                .position(|handle| *handle == word)
                .unwrap_or_else(|| {
                    handles.push(word);
                    handles.len() - 1
                });
            numbered += &format!("<mention {place:04}>");
        } else {
            numbered += word;
        }
        rest = after;
    }
    numbered + rest
}

/// Hexadecimal digits of a handle.
const HANDLE: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_by_their_order() {
        let text = "7b2785868f708922  +44 •••• ••••58\n{\"mention\":\"bc3bcd312d559031\",\"hash\":\"be898c752d83a6582901d2f6b380782f\"} 7b2785868f708922";
        assert_eq!(
            numbered(text),
            "<mention 0000>  +44 •••• ••••58\n{\"mention\":\"<mention 0001>\",\"hash\":\"be898c752d83a6582901d2f6b380782f\"} <mention 0000>"
        );
    }
}
