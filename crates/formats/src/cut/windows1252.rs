//! Windows-1252, the encoding of old Windows programs in western Europe and America.

use std::borrow::Cow;

/// What 0x80–0x9F stand for; the five bytes without a character become U+FFFD.
const HIGH_CONTROLS: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
    '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

/// Bytes as Windows-1252 text.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        Ok(_) | Err(_) => Cow::Owned(
            bytes
                .iter()
                .map(|&byte| match byte {
                    0x80..=0x9F => HIGH_CONTROLS[usize::from(byte - 0x80)],
                    other => char::from(other),
                })
                .collect(),
        ),
    }
}

/// True where bytes that are not UTF-8 look like Windows-1252: none is undefined there, and no well-formed
/// UTF-8 sequence stands among them, which would speak for damage instead.
pub(crate) fn is_likely(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut invalid = false;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => return invalid && text.is_ascii(),
            Err(error) => {
                let (valid, after) = rest.split_at(error.valid_up_to());
                // A sequence cut by the end of the bytes is damage, not another encoding.
                let Some(length) = error.error_len() else {
                    return false;
                };
                let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
                if !valid.is_ascii() || after[..length].iter().any(undefined) {
                    return false;
                }
                invalid = true;
                rest = &after[length..];
            }
        }
    }
}
