//! One file per command, and what several of them share.

pub mod cases;
pub mod changes;
pub mod explain;
pub mod find;
pub mod findings;
pub mod forget;
pub mod matching;
pub mod mentions;
pub mod numbers;
mod opening;
pub mod scan;
pub mod search;
pub mod show;
pub mod sources;

use crate::{exit, output};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use teltale_audit::Trouble;
use teltale_audit::model::Region;

/// A country code given on the command line.
pub fn region(code: &str) -> Result<Region, String> {
    Region::new(code).ok_or_else(|| "a country is two letters, such as GB".to_owned())
}

/// What the commands that read files share.
#[derive(clap::Args)]
pub struct Reading {
    /// A file with passwords of archives, one a line
    #[arg(long, value_name = "FILE")]
    archive_passwords: Option<PathBuf>,
}

impl Reading {
    /// Passwords of archives, tried in turn.
    pub fn passwords(&self) -> Result<Vec<String>> {
        let Some(file) = &self.archive_passwords else {
            return Ok(Vec::new());
        };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the passwords in {:?}", file.display().to_string()))?;
        Ok(text
            .lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect())
    }
}

/// A bar on standard error, where that is a terminal.
pub fn progress_bar() -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes}  {bytes_per_sec}  {msg}")
        .expect("the template is well-formed");
    ProgressBar::with_draw_target(None, target).with_style(style)
}

/// Asks for the password of something that is locked, where somebody is there to ask. None ends the asking.
pub fn password_for(troubles: &[Trouble]) -> Result<Option<String>> {
    let Some(locked) = troubles.iter().find(|trouble| trouble.locked) else {
        return Ok(None);
    };
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(None);
    }
    let prompt = format!("Password of {} (empty to leave it): ", output::line(&locked.path));
    let password = rpassword::prompt_password(prompt).context("cannot ask for the password")?;
    Ok((!password.is_empty()).then_some(password))
}

/// Tells of something that could not be read, in one line on standard error.
pub fn tell_trouble(trouble: &Trouble) {
    exit::tell(&trouble.to_string());
}
