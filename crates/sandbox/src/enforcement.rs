//! What the operating system holds this process to, as a report that can be shown.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A promise about this process that an operating system can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// No socket that could leave this computer.
    NoNetwork,
    /// No file can be opened, listed, created or removed.
    NoFiles,
    /// No program can be started, no process made.
    NoPrograms,
    /// No other process can be read, traced or signalled.
    NoOtherProcesses,
    /// Memory and output have a ceiling.
    Limits,
    /// Dies with the process that started it.
    DiesWithParent,
    /// Leaves no memory image behind and cannot be read by other programs of the same user.
    NoMemoryImage,
}

impl Promise {
    /// All that a confined worker is held to.
    pub const OF_A_WORKER: [Self; 7] = [
        Self::NoNetwork,
        Self::NoFiles,
        Self::NoPrograms,
        Self::NoOtherProcesses,
        Self::Limits,
        Self::DiesWithParent,
        Self::NoMemoryImage,
    ];
}

/// Who holds a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// The kernel: breaking it fails or ends the process.
    ByKernel,
    /// Nobody but this program's own code: the system offers nothing, or nothing that is used here.
    NotOnThisSystem,
    /// Nobody: the user asked to go without.
    Waived,
}

/// Each promise with who holds it, in the order of [`Promise`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Enforcement(pub Vec<(Promise, Held)>);

impl Enforcement {
    /// The same answer for several promises.
    pub fn all(promises: &[Promise], held: Held) -> Self {
        Self(promises.iter().map(|promise| (*promise, held)).collect())
    }

    /// Who holds a promise; nobody, where it was never asked for.
    pub fn of(&self, promise: Promise) -> Held {
        self.0
            .iter()
            .find(|(asked, _)| *asked == promise)
            .map_or(Held::NotOnThisSystem, |(_, held)| *held)
    }

    /// True where the kernel holds every promise that was asked for.
    pub fn complete(&self) -> bool {
        self.0.iter().all(|(_, held)| *held == Held::ByKernel)
    }
}

impl fmt::Display for Enforcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (promise, held)) in self.0.iter().enumerate() {
            let promise = match promise {
                Promise::NoNetwork => "no network",
                Promise::NoFiles => "no files",
                Promise::NoPrograms => "no programs",
                Promise::NoOtherProcesses => "no other processes",
                Promise::Limits => "limits",
                Promise::DiesWithParent => "dies with its parent",
                Promise::NoMemoryImage => "no memory image",
            };
            let held = match held {
                Held::ByKernel => "held by the kernel",
                Held::NotOnThisSystem => "not held on this system",
                Held::Waived => "waived",
            };
            write!(f, "{}{promise}: {held}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}
