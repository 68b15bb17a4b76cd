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
    let mut text = format!("$ teltale {words}\n{}{}", ended.stdout, ended.stderr);
    match ended.code {
        Some(0) => {}
        Some(code) => text += &format!("[exit {code}]\n"),
        None => text += "[ended by a signal]\n",
    }
    text
}
