//! What is there to read: a list of files by kind, in the order in which they are to be read.

use crate::show::SurveyRow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use teltale_archive::{Refusal, Root, Walked, walk};

/// What a file probably is, told from its name alone: for ordering and estimates, never for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Address books.
    Contacts,
    /// Archives.
    Archive,
    /// Texts, JSON and other data.
    Text,
    /// Databases.
    Database,
    /// Pictures, sound and video.
    Media,
    /// Anything else.
    Other,
}

impl Kind {
    /// As shown, and as the user names it to skip it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Archive => "archives",
            Self::Text => "texts and data",
            Self::Database => "databases",
            Self::Media => "pictures, sound and video",
            Self::Other => "other",
        }
    }

    fn of(path: &Path) -> Self {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        match extension.as_deref().unwrap_or_default() {
            "vcf" | "vcard" => Self::Contacts,
            "zip" | "gz" | "tgz" | "tar" | "7z" | "rar" | "bz2" | "xz" | "zst" => Self::Archive,
            "txt" | "json" | "jsonl" | "ndjson" | "html" | "htm" | "xml" | "csv" | "tsv" | "md" | "log"
            | "eml" | "mbox" | "vtt" | "srt" | "ics" | "yaml" | "yml" => Self::Text,
            "db" | "sqlite" | "sqlite3" | "abcddb" | "storedata" => Self::Database,
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "bmp" | "tif" | "tiff" | "svg" | "opus"
            | "ogg" | "mp3" | "m4a" | "aac" | "wav" | "amr" | "mp4" | "mov" | "3gp" | "mkv" | "avi"
            | "webm" => Self::Media,
            _ => Self::Other,
        }
    }
}

/// What the user named.
#[derive(Debug)]
pub struct Named {
    /// As given.
    pub path: PathBuf,
    /// Held open, so that files below are reached through it alone. None where it cannot be opened.
    pub root: Option<Root>,
    /// True for a folder.
    pub folder: bool,
}

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Index into [`Survey::named`].
    pub named: usize,
    /// Below what was named; empty for the named file itself.
    pub path: PathBuf,
    /// Bytes, when it was listed.
    pub size: u64,
    /// What it probably is.
    pub kind: Kind,
}

/// Something that will not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// Index into [`Survey::named`].
    pub named: usize,
    /// Below what was named.
    pub path: PathBuf,
    /// Why.
    pub why: Refusal,
}

/// What is there.
#[derive(Debug, Default)]
pub struct Survey {
    /// What the user named, in that order.
    pub named: Vec<Named>,
    /// Files, in the order of the names and their paths.
    pub files: Vec<FoundFile>,
    /// What is not read, in the same order.
    pub refused: Vec<RefusedFile>,
}

impl Survey {
    /// Lists what is under the paths. `go_on` is asked at every file.
    pub fn of(paths: &[PathBuf], go_on: &mut dyn FnMut() -> bool) -> Self {
        let mut survey = Self::default();
        for path in paths {
            let named = survey.named.len();
            // Named twice is read once.
            if survey.named.iter().any(|known| known.path == *path) {
                continue;
            }
            let root = Root::new(path);
            if let Err(why) = &root {
                survey.refused.push(RefusedFile {
                    named,
                    path: PathBuf::new(),
                    why: *why,
                });
                survey.named.push(Named {
                    path: path.clone(),
                    root: None,
                    folder: false,
                });
                continue;
            }
            survey.named.push(Named {
                path: path.clone(),
                root: root.ok(),
                folder: path.is_dir(),
            });
            walk(path, &mut |walked| {
                match walked {
                    Walked::File { path: below, size } => {
                        let kind = Kind::of(if below.as_os_str().is_empty() {
                            path
                        } else {
                            &below
                        });
                        survey.files.push(FoundFile {
                            named,
                            path: below,
                            size,
                            kind,
                        });
                    }
                    Walked::Refused { path, why } => survey.refused.push(RefusedFile { named, path, why }),
                }
                if go_on() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
        }
        survey
    }

    /// The path of a file as the user knows it.
    pub fn shown_path(&self, named: usize, below: &Path) -> String {
        let path = &self.named[named].path;
        if below.as_os_str().is_empty() {
            path.to_string_lossy().into_owned()
        } else {
            path.join(below).to_string_lossy().into_owned()
        }
    }

    /// Files and bytes by kind.
    pub fn by_kind(&self) -> Vec<SurveyRow> {
        let mut kinds: BTreeMap<Kind, (u64, u64)> = BTreeMap::new();
        for file in &self.files {
            let (files, bytes) = kinds.entry(file.kind).or_default();
            *files += 1;
            *bytes += file.size;
        }
        kinds
            .into_iter()
            .map(|(kind, (files, bytes))| SurveyRow {
                kind: kind.name().to_owned(),
                files,
                bytes,
            })
            .collect()
    }
}

impl FoundFile {
    /// The file's own name; `named` is the path that the user gave.
    pub(crate) fn name(&self, named: &Path) -> String {
        let path = if self.path.as_os_str().is_empty() {
            named
        } else {
            &self.path
        };
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// How early it is read: what tells whose numbers are comes first, then what assistants wrote, then the rest. In each,
    /// what holds words before pictures and the like, and small files before large ones, so that something is on screen
    /// soon.
    pub(crate) fn urgency(&self, named: &Path) -> (Stage, bool, u64) {
        let name = self.name(named).to_ascii_lowercase();
        let about_owner = [
            "account",
            "user",
            "profile",
            "personal",
            "contact",
            "subscriber",
            "memories",
        ];
        let assistant = [
            "chatgpt",
            "openai",
            "claude",
            "anthropic",
            "gemini",
            "conversations",
            "copilot",
            "grok",
        ];
        let data = matches!(self.kind, Kind::Archive | Kind::Text);
        let says = |words: &[&str]| data && words.iter().any(|word| name.contains(word));
        let stage = if self.kind == Kind::Contacts || says(&about_owner) {
            Stage::WhoIsWho
        } else if says(&assistant) {
            Stage::Assistants
        } else {
            Stage::TheRest
        };
        let without_words = matches!(self.kind, Kind::Database | Kind::Media | Kind::Other);
        (stage, without_words, self.size)
    }
}

/// A stage is read to its end before the next begins: it tells which countries are in play, and what was read without
/// knowing them is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Account files and contacts.
    WhoIsWho,
    /// Exports of assistants.
    Assistants,
    /// Everything else.
    TheRest,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_survey_lists_files_by_kind_and_says_what_it_refuses() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.vcf", "photo.JPG"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let missing = folder.path().join("missing");
        let survey = Survey::of(&[folder.path().to_owned(), missing], &mut || true);
        let names: Vec<_> = survey
            .files
            .iter()
            .map(|file| file.path.to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.vcf", "b.txt", "photo.JPG"]);
        assert_eq!(survey.by_kind().len(), 3);
        assert_eq!(survey.refused.len(), 1);
        assert_eq!(survey.refused[0].named, 1);
    }

    #[test]
    fn contacts_and_assistants_come_first() {
        let urgency = |name: &str, size: u64| {
            let file = FoundFile {
                named: 0,
                path: PathBuf::new(),
                size,
                kind: Kind::of(Path::new(name)),
            };
            file.urgency(Path::new(name))
        };
        let stage = |name: &str| urgency(name, 1).0;
        assert_eq!(stage("contacts.vcf"), Stage::WhoIsWho);
        assert_eq!(stage("user.json"), Stage::WhoIsWho);
        assert_eq!(stage("claude-data.zip"), Stage::Assistants);
        assert_eq!(stage("WhatsApp Chat.zip"), Stage::TheRest);
        assert_eq!(stage("claude.jpg"), Stage::TheRest);
        assert!(urgency("chat.txt", 1) < urgency("chat.txt", 2));
        assert!(urgency("chat.txt", 1_000_000) < urgency("photo.jpg", 10));
    }
}
