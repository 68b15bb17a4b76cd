//! The folder that practice sources are written to: it goes with the case, at the latest with the process that made it.

use std::io;
use std::path::{Path, PathBuf};

/// What every such folder is called, before the process and a count.
const NAME: &str = "teltale-practice-";

/// A folder for practice sources, removed when it is dropped.
#[derive(Debug)]
pub struct PracticeFolder(PathBuf);

impl PracticeFolder {
    /// A fresh one among the system's temporary folders, for this user alone. Those that processes which are gone have
    /// left behind are removed first.
    pub fn make() -> io::Result<Self> {
        Self::make_in(&std::env::temp_dir())
    }

    fn make_in(place: &Path) -> io::Result<Self> {
        for count in 0.. {
            let path = place.join(format!("{NAME}{}-{count}", std::process::id()));
            match private(&path) {
                Ok(()) => {
                    sweep(place, &path);
                    return Ok(Self(path));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        unreachable!("some count is free")
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PracticeFolder {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next start.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<()> {
    std::fs::create_dir(path)
}

/// Removes folders of this name that belong to the owner of `ours` and whose process is gone.
#[cfg(unix)]
fn sweep(place: &Path, ours: &Path) {
    use std::os::unix::fs::MetadataExt;
    let (Ok(listing), Ok(own)) = (std::fs::read_dir(place), ours.symlink_metadata()) else {
        return;
    };
    for item in listing.flatten() {
        let Some(process) = item.file_name().to_str().and_then(maker) else {
            continue;
        };
        let mine = item
            .path()
            .symlink_metadata()
            .is_ok_and(|found| found.is_dir() && found.uid() == own.uid());
        if mine && is_gone(process) {
            let _ = std::fs::remove_dir_all(item.path());
        }
    }
}

/// Elsewhere a process cannot be asked for without more rights than this deserves; the system clears the place.
#[cfg(not(unix))]
fn sweep(_place: &Path, _ours: &Path) {}

/// The process that made a folder of this name; none where it is no such name.
#[cfg(unix)]
fn maker(name: &str) -> Option<rustix::process::Pid> {
    let (process, count) = name.strip_prefix(NAME)?.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(process) || !digits(count) {
        return None;
    }
    rustix::process::Pid::from_raw(process.parse().ok()?)
}

#[cfg(unix)]
fn is_gone(process: rustix::process::Pid) -> bool {
    rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A process that has ended, so that its number is nobody's.
    fn gone() -> u32 {
        let mut child = std::process::Command::new("true").spawn().expect("true runs");
        child.wait().expect("it ends");
        child.id()
    }

    #[test]
    fn leftovers_of_the_dead_go_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: String| place.path().join(name);
        let left = at(format!("{NAME}{}-0", gone()));
        let stays = [
            at(format!("{NAME}{}-0", std::process::id())),
            at(format!("{NAME}{}-old", gone())),
            at(format!("{NAME}notes-0")),
            at("teltale-ephemeral-7-0".to_owned()),
        ];
        for folder in stays.iter().chain([&left]) {
            std::fs::create_dir(folder).unwrap();
            std::fs::write(folder.join("contacts.vcf"), "").unwrap();
        }
        let elsewhere = tempfile::tempdir().unwrap();
        let link = at(format!("{NAME}{}-1", gone()));
        std::os::unix::fs::symlink(elsewhere.path(), &link).unwrap();

        let made = PracticeFolder::make_in(place.path()).unwrap();
        assert!(!left.exists());
        assert!(stays.iter().all(|folder| folder.join("contacts.vcf").exists()));
        assert!(link.is_symlink() && elsewhere.path().exists());
        let path = made.path().to_owned();
        std::fs::write(path.join("contacts.vcf"), "").unwrap();
        drop(made);
        assert!(!path.exists());
    }
}
