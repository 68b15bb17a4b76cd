//! Only src-tauri knows Tauri; on the other side only one file talks to it.

use super::Tree;
use super::arrows::dependencies;

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let mut breaches: Vec<String> = tree
        .texts("Cargo.toml")
        .filter(|(path, _)| !path.starts_with("src-tauri/"))
        .filter(|(_, manifest)| dependencies(manifest).any(|name| name.starts_with("tauri") || name == "wry"))
        .map(|(path, _)| format!("{path}: only src-tauri knows Tauri"))
        .collect();
    for ending in [".ts", ".svelte", ".js", ".mjs"] {
        breaches.extend(
            tree.texts(ending)
                .filter(|(path, text)| {
                    path.starts_with("ui/src/")
                        && *path != "ui/src/lib/api.ts"
                        && text.contains("@tauri-apps/")
                })
                .map(|(path, _)| format!("{path}: goes round ui/src/lib/api.ts")),
        );
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_the_door() {
        let found = breaches(&Tree::of(&[
            ("crates/audit/Cargo.toml", "[dependencies]\ntauri = \"2\"\n"),
            (
                "ui/src/views/Start.svelte",
                "import { invoke } from '@tauri-apps/api/core';",
            ),
            (
                "ui/src/lib/api.ts",
                "import { invoke } from '@tauri-apps/api/core';",
            ),
        ]));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
