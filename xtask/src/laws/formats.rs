//! Every format in the list has a page on what is known of its layout, and every page a format.

use super::Tree;

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let Some((_, list)) = tree.texts("crates/formats/src/lib.rs").next() else {
        return vec!["crates/formats/src/lib.rs: holds the list of formats, and is not there".into()];
    };
    let listed: Vec<String> = modules(list)
        .map(|module| format!("docs/formats/{}.md", module.replace('_', "-")))
        .collect();
    let pages: Vec<&str> = tree
        .texts(".md")
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("docs/formats/"))
        .collect();
    let lacking = listed
        .iter()
        .filter(|page| !pages.contains(&page.as_str()))
        .map(|page| format!("{page}: is not written"));
    let left_over = pages
        .iter()
        .filter(|page| !listed.iter().any(|listed| listed == *page))
        .map(|page| format!("{page}: of no format in the list"));
    lacking.chain(left_over).collect()
}

fn modules(list: &str) -> impl Iterator<Item = &str> {
    let inside = list
        .split_once("\nformats! {")
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .map_or("", |(inside, _)| inside);
    inside
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .filter_map(|line| line.strip_suffix(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_without_a_page_and_a_page_without_a_format() {
        let found = breaches(&Tree::of(&[
            (
                "crates/formats/src/lib.rs",
                "macro_rules! formats {}\n\nformats! {\n    // One.\n    line_chat,\n    plain_text,\n}\n",
            ),
            ("docs/formats/plain-text.md", "# Text"),
            ("docs/formats/old.md", "# Old"),
        ]));
        assert_eq!(
            found,
            [
                "docs/formats/line-chat.md: is not written",
                "docs/formats/old.md: of no format in the list"
            ]
        );
    }
}
