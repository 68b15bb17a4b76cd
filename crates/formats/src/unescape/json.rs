//! The inside of a JSON string.

/// Un-escapes what stands between the quotes. A lone surrogate becomes U+FFFD; what is no escape stands for itself.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(kind) = rest.chars().next() else {
            out.push('\\');
            break;
        };
        let simple = match kind {
            '"' | '\\' | '/' => Some(kind),
            'b' => Some('\u{8}'),
            'f' => Some('\u{C}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            _ => None,
        };
        match (simple, unit(rest)) {
            (Some(character), _) => {
                out.push(character);
                rest = &rest[1..];
            }
            (None, Some(first)) => {
                rest = &rest[5..];
                let second = rest.strip_prefix('\\').and_then(unit);
                let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
                match char::from_u32(u32::from(first)) {
                    Some(character) => out.push(character),
                    None => {
                        out.push(pair.unwrap_or(char::REPLACEMENT_CHARACTER));
                        if pair.is_some() {
                            rest = &rest[6..];
                        }
                    }
                }
            }
            (None, None) => out.push('\\'),
        }
    }
    out + rest
}

/// The unit of `uXXXX` at the start of `text`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    digits
        .bytes()
        .all(|digit| digit.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())?
}

/// A string whose UTF-8 bytes were each written as a character of their own, put together again; a string that
/// holds anything else is left as it is.
pub(super) fn mojibake(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}
