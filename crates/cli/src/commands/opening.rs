//! Opening the case that a command is about.

use crate::exit;
use anyhow::{Context, Result, bail};
use std::io::IsTerminal;
use std::path::PathBuf;
use teltale_audit::show::Settings;
use teltale_audit::{OpenCase, Passphrase, cases};

/// Which case, and how it opens.
#[derive(clap::Args)]
pub struct Which {
    /// The case's folder
    #[arg(long, value_name = "DIR")]
    case: Option<PathBuf>,
    /// A file whose first line is the passphrase; without it, you are asked
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Which {
    /// Opens a case that is there.
    pub fn open(&self) -> Result<OpenCase> {
        let Some(folder) = &self.case else {
            bail!(
                "which case? Name its folder with --case DIR (`teltale cases` lists those on this computer)"
            );
        };
        if !teltale_audit::is_case(folder) {
            bail!(
                "there is no case in {:?}; `teltale scan PATH… --case {}` makes one",
                shown(folder),
                shown(folder)
            );
        }
        let case = OpenCase::open(folder, &self.passphrase(false)?)?;
        remember(folder);
        Ok(case)
    }

    /// Opens the case, or makes it where there is none.
    pub fn open_or_create(&self, ephemeral: bool) -> Result<OpenCase> {
        let Some(folder) = &self.case else {
            if ephemeral {
                return Ok(OpenCase::ephemeral()?);
            }
            bail!(
                "where to? --case DIR keeps what is read in an encrypted case; --ephemeral keeps it until this command ends"
            );
        };
        if teltale_audit::is_case(folder) {
            return self.open();
        }
        let case = OpenCase::create(folder, &self.passphrase(true)?)?;
        remember(folder);
        Ok(case)
    }

    fn passphrase(&self, new: bool) -> Result<Passphrase> {
        if let Some(file) = &self.passphrase_file {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("cannot read the passphrase in {:?}", shown(file)))?;
            let passphrase = Passphrase::new(text.lines().next().unwrap_or_default().to_owned());
            if passphrase.is_empty() {
                bail!(
                    "the first line of {:?} is empty: write the passphrase there",
                    shown(file)
                );
            }
            return Ok(passphrase);
        }
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            bail!(
                "the case needs its passphrase: without a terminal to ask, give --passphrase-file FILE (or use --ephemeral)"
            );
        }
        let ask = |prompt: &str| rpassword::prompt_password(prompt).context("cannot ask for the passphrase");
        if !new {
            return Ok(Passphrase::new(ask("Passphrase: ")?));
        }
        exit::tell("a new case; nobody can open it without its passphrase, and nobody can recover that");
        let first = ask("Choose a passphrase: ")?;
        if first.is_empty() {
            bail!("a case needs a passphrase; for one that is gone afterwards use --ephemeral");
        }
        if first != ask("Once more: ")? {
            bail!("the two passphrases differ; nothing was made");
        }
        Ok(Passphrase::new(first))
    }
}

/// Keeps the case in the list of recent ones, where the user wants one. Not worth failing for.
fn remember(folder: &std::path::Path) {
    if Settings::load().remember_cases
        && let Err(error) = cases::remember(folder)
    {
        exit::tell(&format!("the list of cases was not updated: {error}"));
    }
}

fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}
