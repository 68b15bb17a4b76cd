//! The inside of a JSON string.

/// Un-escapes what stands between the quotes, as the JSON cutter does. A lone surrogate becomes U+FFFD; what is
/// no escape stands for itself.
pub(super) fn string(text: &str) -> String {
    crate::cut::json::unescape(text).text
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
