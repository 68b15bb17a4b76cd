//! vCard values: folded lines and backslash escapes.

/// Un-folds and un-escapes one value. A line end and the blank after it are a fold; blank lines between are
/// part of the fold, as some programs write them.
pub(super) fn value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\r' | '\n' => {
                let tail = rest.as_str().trim_start_matches(['\r', '\n']);
                rest = tail.strip_prefix([' ', '\t']).unwrap_or(tail).chars();
            }
            '\\' => match rest.clone().next() {
                Some('n' | 'N') => {
                    out.push('\n');
                    rest.next();
                }
                Some(escaped @ (',' | ';' | ':' | '\\' | '"')) => {
                    out.push(escaped);
                    rest.next();
                }
                Some(_) | None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}
