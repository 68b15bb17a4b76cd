//! What the shipped programs are built from: no client of a network, and licences that let everyone use them.
//!
//! `deny.toml` says the same to cargo-deny, which also knows advisories; this needs nothing but cargo, so that the
//! check is the same on a bare machine. It asks per desktop system: the lock file alone also names what only
//! telephones would build.

use crate::process::cargo;
use crate::{Outcome, Trouble};

const SYSTEMS: &[&str] = &[
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
];

/// Clients and servers of a network, and the runtimes and encryption that come with them.
const BANNED: &[&str] = &[
    "reqwest",
    "hyper",
    "h2",
    "ureq",
    "curl",
    "isahc",
    "surf",
    "attohttpc",
    "minreq",
    "tungstenite",
    "quinn",
    "rustls",
    "native-tls",
    "openssl",
    "async-std",
    "smol",
    "socket2",
    "mio",
    "tauri-plugin-http",
    "tauri-plugin-updater",
    "tauri-plugin-shell",
];

const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "MPL-2.0",
    "0BSD",
    "BSL-1.0",
    "Unlicense",
    "bzip2-1.0.6",
    "blessing",
    "WTFPL",
    "MIT-0",
];

/// One package of the graph, as cargo prints it.
struct Package {
    name: String,
    licence: String,
}

/// Asks cargo for each system.
pub(crate) fn check() -> Outcome {
    let mut breaches = Vec::new();
    for system in SYSTEMS {
        let mut tree = cargo();
        tree.args([
            "tree",
            "--package=teltale-cli",
            "--package=teltale-desktop",
            "--edges=normal,build",
            "--prefix=none",
        ]);
        tree.args(["--format={p}|{l}", "--target", system]);
        let output = tree
            .output()
            .map_err(|error| Trouble::Failed(format!("cannot run `cargo tree`: {error}")))?;
        if !output.status.success() {
            return Err(Trouble::Failed(
                String::from_utf8_lossy(&output.stderr).into_owned(),
            ));
        }
        breaches.extend(
            self::breaches(&packages(&String::from_utf8_lossy(&output.stdout)))
                .into_iter()
                .map(|what| format!("{system}: {what}")),
        );
    }
    breaches.sort();
    breaches.dedup();
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(Trouble::Failed(breaches.join("\n")))
    }
}

fn packages(tree: &str) -> Vec<Package> {
    tree.lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(package, licence)| Package {
            name: package.split(' ').next().unwrap_or_default().to_owned(),
            licence: licence.trim_end_matches(" (*)").to_owned(),
        })
        .collect()
}

fn breaches(packages: &[Package]) -> Vec<String> {
    packages
        .iter()
        .filter_map(|Package { name, licence }| {
            if BANNED.contains(&name.as_str()) {
                Some(format!("{name} talks to a network"))
            } else if !is_free(licence) {
                Some(format!("{name} is under `{licence}`"))
            } else {
                None
            }
        })
        .collect()
}

/// True where every `AND` of the expression has an `OR` that is in the list. Brackets and the old `/` are read as they are meant.
fn is_free(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain
        .split(" AND ")
        .all(|choice| choice.split(" OR ").any(|name| LICENCES.contains(&name.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences() {
        for free in [
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "MPL-2.0",
        ] {
            assert!(is_free(free), "{free}");
        }
        for bound in ["GPL-3.0-only", "MIT AND AGPL-3.0", ""] {
            assert!(!is_free(bound), "{bound}");
        }
    }

    #[test]
    fn a_client_and_a_bound_licence() {
        let tree = "teltale-cli v0.1.0 (path)|MIT OR Apache-2.0\nreqwest v1.0.0|MIT\nserde v1.0.0|MIT OR Apache-2.0 (*)\nx v1.0.0|GPL-3.0-only\n";
        assert_eq!(
            breaches(&packages(tree)),
            ["reqwest talks to a network", "x is under `GPL-3.0-only`"]
        );
    }
}
