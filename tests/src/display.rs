//! A display nobody sees, and folders nobody lives in, for programs with a window.

use crate::program::built;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything in a window may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A private display and home; what runs on it ends when this is dropped.
#[derive(Debug)]
pub struct Display {
    screen: Child,
    name: String,
    home: TempDir,
    groups: Vec<Child>,
}

impl Default for Display {
    fn default() -> Self {
        Self::new()
    }
}

impl Display {
    /// An X server that chooses a free number itself and says it once it is ready.
    ///
    /// # Panics
    /// Where there is no Xvfb.
    pub fn new() -> Self {
        let home = TempDir::new().expect("a fresh folder");
        for folder in ["config", "data", "state", "cache", "run"] {
            fs::create_dir(home.path().join(folder)).expect("a fresh folder can be written");
        }
        let mut screen = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts: `cargo xtask test` installs it");
        let mut number = String::new();
        let output = screen.stdout.as_mut().expect("asked for above");
        BufReader::new(output)
            .read_line(&mut number)
            .expect("Xvfb says its number");
        let name = format!(":{}", number.trim());
        Self {
            screen,
            name,
            home,
            groups: Vec::new(),
        }
    }

    /// The home of whatever runs here.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Its number, as programs are told it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts a program here, with nothing of the person who runs the tests: not the display, not the folders, not
    /// the language. It ends with its whole family.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn start(&mut self, command: &mut Command) {
        let home = self.home.path();
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("GDK_BACKEND", "x11")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("LC_ALL", "C.UTF-8")
            .env("GSETTINGS_BACKEND", "memory")
            .env("NO_AT_BRIDGE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if std::env::var_os("TELTALE_VERBOSE").is_none() {
            command.stderr(Stdio::null());
        }
        self.groups
            .push(command.process_group(0).spawn().expect("the program starts"));
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in self.groups.iter_mut().rev() {
            // The whole group: a window can outlive what drove it.
            let group = format!("-{}", child.id());
            let _ = Command::new("kill")
                .args(["--", &group])
                .stderr(Stdio::null())
                .status();
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = self.screen.kill();
        let _ = self.screen.wait();
    }
}

/// The built desktop app, with the scripted files of tests.
///
/// # Panics
/// Where there is none, naming the command that builds it.
pub fn desktop_path() -> PathBuf {
    let build = "cargo build --package teltale-desktop --features teltale-desktop/e2e";
    built("teltale-desktop", "TELTALE_DESKTOP", build)
}

/// Waits for the world outside, which has no event to wait for.
///
/// # Panics
/// Where patience ends first.
pub fn until(what: &str, ready: impl Fn() -> bool) {
    let started = Instant::now();
    while !ready() {
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(Duration::from_millis(20));
    }
}
