//! What this computer has, what it lacks, and the exact line that installs it.

use crate::process::{output, run, succeeds};
use crate::{Outcome, Trouble};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::Command;

/// A package of Debian and its children, and how to see that it, or what it gives, is there.
struct Package {
    name: &'static str,
    seen_by: Sign,
}

enum Sign {
    PkgConfig(&'static str),
    Program(&'static str),
    File(&'static str),
}
use Sign::{File, PkgConfig, Program};

const BUILD: &[Package] = &[
    Package {
        name: "build-essential",
        seen_by: Program("cc"),
    },
    Package {
        name: "pkg-config",
        seen_by: Program("pkg-config"),
    },
    Package {
        name: "libssl-dev",
        seen_by: PkgConfig("openssl"),
    },
    Package {
        name: "libwebkit2gtk-4.1-dev",
        seen_by: PkgConfig("webkit2gtk-4.1"),
    },
];

/// A display, a browser and its driver, fonts for the scripts in the screens, a keychain, a witness of system calls.
const TEST: &[Package] = &[
    Package {
        name: "xvfb",
        seen_by: Program("Xvfb"),
    },
    Package {
        name: "webkit2gtk-driver",
        seen_by: Program("WebKitWebDriver"),
    },
    Package {
        name: "chromium",
        seen_by: Program("chromium"),
    },
    Package {
        name: "xdotool",
        seen_by: Program("xdotool"),
    },
    Package {
        name: "dbus",
        seen_by: Program("dbus-run-session"),
    },
    Package {
        name: "gnome-keyring",
        seen_by: Program("gnome-keyring-daemon"),
    },
    Package {
        name: "strace",
        seen_by: Program("strace"),
    },
    Package {
        name: "fonts-noto-core",
        seen_by: File("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    },
    Package {
        name: "fonts-noto-cjk",
        seen_by: File("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    },
    Package {
        name: "fonts-noto-color-emoji",
        seen_by: File("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
    },
];

/// What the machine is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// The desktop app.
    Building,
    /// The app and every test.
    Testing,
}

/// Makes sure that everything needed is there: asks before it installs, unless `yes` or on a build server.
pub(crate) fn prepare(purpose: For, yes: bool) -> Outcome {
    node()?;
    if !cfg!(target_os = "linux") {
        return Ok(()); // the window's engine comes with the system
    }
    let wanted = BUILD
        .iter()
        .chain(if purpose == For::Testing { TEST } else { &[] });
    let missing: Vec<&str> = wanted
        .filter(|package| !package.seen_by.is_there())
        .map(|package| package.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let line = install_line(&missing, root);
    println!("Teltale needs system packages that are not here:\n\n  {line}\n");
    if !succeeds("apt-get", &["--version"]) {
        return Err(Trouble::Refused(
            "This system has no apt-get: install what corresponds to them, then run this again.".into(),
        ));
    }
    if !yes && !on_build_server() && !agreed()? {
        return Err(Trouble::Refused("Nothing was installed.".into()));
    }
    run(Command::new("sh")
        .args(["-c", &line])
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// True where nobody can answer and nobody minds: a build server says so itself.
pub(crate) fn on_build_server() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

fn install_line(packages: &[&str], root: bool) -> String {
    let sudo = if root { "" } else { "sudo " };
    format!(
        "{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

fn agreed() -> Result<bool, Trouble> {
    if !std::io::stdin().is_terminal() {
        return Err(Trouble::Refused(
            "Not a terminal, so nobody can agree: run the line above, or pass --yes.".into(),
        ));
    }
    print!("Run this line now? [y/N] ");
    let mut answer = String::new();
    let heard = std::io::stdout()
        .flush()
        .and_then(|()| std::io::stdin().read_line(&mut answer));
    Ok(heard.is_ok() && answer.trim().eq_ignore_ascii_case("y"))
}

fn node() -> Outcome {
    const NEEDED: &str = "Node.js 20.19 or newer is needed to build the screens";
    let Some(version) = output("node", &["--version"]) else {
        return Err(Trouble::Refused(format!(
            "{NEEDED}, and there is none: see https://nodejs.org"
        )));
    };
    if is_new_enough(&version) {
        Ok(())
    } else {
        Err(Trouble::Refused(format!(
            "{NEEDED}; this one is {}: see https://nodejs.org",
            version.trim()
        )))
    }
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map_while(|part| part.parse::<u32>().ok());
    (parts.next(), parts.next()) >= (Some(20), Some(19))
}

impl Sign {
    fn is_there(&self) -> bool {
        match self {
            PkgConfig(module) => succeeds("pkg-config", &["--exists", module]),
            Program(name) => is_on_path(name),
            File(path) => Path::new(path).exists(),
        }
    }
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions() {
        for (version, enough) in [
            ("v20.19.0\n", true),
            ("v22.1.0", true),
            ("v20.18.3", false),
            ("v18.20.1", false),
            ("?", false),
        ] {
            assert_eq!(is_new_enough(version), enough, "{version}");
        }
    }

    #[test]
    fn the_line_can_be_pasted() {
        assert_eq!(
            install_line(&["xvfb", "strace"], false),
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb strace"
        );
    }
}
