//! Which room may import which. Rooms on one floor never import each other.

use super::Tree;

/// Each room by its manifest, and the rooms it may name.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("crates/model", &[]),
    ("crates/sandbox", &[]),
    ("crates/archive", &["model"]),
    ("crates/formats", &["model"]),
    ("crates/phone", &["model"]),
    ("crates/index", &["model"]),
    (
        "crates/audit",
        &["model", "sandbox", "archive", "formats", "phone", "index"],
    ),
    // The doors put on the offline filter before anything else, hence sandbox.
    ("crates/cli", &["model", "sandbox", "audit"]),
    ("src-tauri", &["model", "sandbox", "audit"]),
    ("tests", &["audit"]), // for the practice case; the programs are driven from outside
    ("xtask", &[]),
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for (path, manifest) in tree.texts("Cargo.toml") {
        let Some(room) = path.strip_suffix("/Cargo.toml") else {
            continue;
        };
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == room) else {
            if !room.ends_with("/fuzz") {
                breaches.push(format!(
                    "{path}: a room that no floor knows; add it to ARCHITECTURE.md and to this law"
                ));
            }
            continue;
        };
        for import in dependencies(manifest).filter_map(|name| name.strip_prefix("teltale-")) {
            if !allowed.contains(&import) {
                breaches.push(format!("{path}: {room} may not import {import}"));
            }
        }
    }
    breaches
}

/// Names under every `[…dependencies]` heading, build and development ones included.
pub(super) fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.trim_end_matches(']');
            inside = heading.ends_with("dependencies");
            // `[dependencies.name]`
            return heading.rsplit_once("dependencies.").map(|(_, name)| name);
        }
        let name = line
            .split(['=', '.', ' '])
            .next()
            .unwrap_or_default()
            .trim_matches('"');
        (inside && !name.is_empty() && !name.starts_with('#')).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sideways_upwards_and_unknown() {
        let found = breaches(&Tree::of(&[
            (
                "Cargo.toml",
                "[workspace.dependencies]\nteltale-index = { path = \"crates/index\" }\n",
            ),
            (
                "crates/phone/Cargo.toml",
                "[dependencies]\nteltale-model = { workspace = true }\n[dev-dependencies]\nteltale-formats.workspace = true\n",
            ),
            (
                "crates/index/Cargo.toml",
                "[dependencies.teltale-audit]\nworkspace = true\n",
            ),
            ("crates/extra/Cargo.toml", "[dependencies]\n"),
            (
                "crates/cli/Cargo.toml",
                "[dependencies]\n# teltale-index would be one floor too deep\nteltale-audit = { workspace = true }\n",
            ),
        ]));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].ends_with("crates/phone may not import formats"));
        assert!(found[1].ends_with("crates/index may not import audit"));
        assert!(found[2].starts_with("crates/extra"));
    }
}
