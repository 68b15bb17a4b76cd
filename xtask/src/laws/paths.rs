//! No path of anybody's machine, in code, data or documents.

use super::Tree;

/// Spelled apart, so that the law does not find itself.
const MACHINES: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/tmp/", "t/"),
    concat!("/Us", "ers/"),
];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    tree.files()
        .filter(|file| !file.path.ends_with("package-lock.json"))
        .filter_map(|file| Some((&file.path, file.text.as_ref()?)))
        .filter_map(|(path, text)| {
            let machine = MACHINES.iter().find(|machine| {
                text.match_indices(**machine).any(|(at, _)| {
                    // Inside a longer path it is somebody's tree; at its beginning, a machine's.
                    !text[..at]
                        .ends_with(|before: char| before.is_alphanumeric() || "._-*}>".contains(before))
                })
            })?;
            Some(format!("{path}: {machine}…"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_only() {
        let absolute = format!("see {}x", MACHINES[1]);
        let relative = format!("see some{}x", MACHINES[1]);
        assert_eq!(
            breaches(&Tree::of(&[("a.md", &absolute), ("b.md", &relative)])).len(),
            1
        );
    }
}
