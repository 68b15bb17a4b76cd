//! Comparing with a file that is read in review.

use std::path::Path;

/// Asserts that `found` is what `expected/<name>` says. With `TELTALE_BLESS=1` the file is written instead.
///
/// # Panics
/// Where they differ, with the first line that does and the command that accepts the change.
pub fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected").join(name);
    if std::env::var_os("TELTALE_BLESS").is_some() {
        let folder = path.parent().expect("the path just put together");
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, found))
            .expect("the folder of expected files can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == found {
        return;
    }
    let line = expected
        .lines()
        .zip(found.lines())
        .take_while(|(a, b)| a == b)
        .count();
    panic!(
        "tests/expected/{name} differs from line {}:\n  expected: {}\n  found:    {}\n`cargo xtask bless teltale-tests` accepts what was found",
        line + 1,
        expected.lines().nth(line).unwrap_or("(the end)"),
        found.lines().nth(line).unwrap_or("(the end)"),
    );
}
