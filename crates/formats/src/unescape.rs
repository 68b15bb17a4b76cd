//! The way back: the bytes a locator points at, as the text of its part.

use crate::cut::decode_windows1252;
use std::borrow::Cow;
use teltale_model::{Encoding, Escape};

mod base64;
pub(crate) mod charset;
mod json;
pub(crate) mod mail_header;
mod quoted_printable;
mod vcard;
mod xml;

/// What the bytes of a locator say: decoded from `encoding`, then un-escaped by `escape`. Every format builds the
/// text of its parts so that this finds it again; damage becomes U+FFFD, never an error.
pub fn unescape(encoding: Encoding, escape: Escape, bytes: &[u8]) -> String {
    match escape {
        Escape::None => decode(encoding, bytes).into_owned(),
        Escape::Json => json::string(&decode(encoding, bytes)),
        Escape::JsonTwice => json::string(&json::string(&decode(encoding, bytes))),
        Escape::JsonMojibake => json::mojibake(&json::string(&decode(encoding, bytes))),
        Escape::Xml => xml::text(&decode(encoding, bytes)),
        Escape::CrLf => decode(encoding, bytes).replace("\r\n", "\n"),
        Escape::Csv => decode(encoding, bytes).replace("\"\"", "\""),
        Escape::VCard => vcard::value(&decode(encoding, bytes)),
        Escape::VCardQuotedPrintable => inner(encoding, bytes, quoted_printable::bytes),
        Escape::Base64 => inner(encoding, bytes, base64::bytes),
        Escape::MailHeader => mail_header::value(&decode(encoding, bytes)),
    }
}

/// Bytes as characters; what does not decode becomes U+FFFD.
fn decode(encoding: Encoding, bytes: &[u8]) -> Cow<'_, str> {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Windows1252 => decode_windows1252(bytes),
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        named => charset::decode(named, bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let pairs = bytes.chunks_exact(2);
    let torn = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let characters =
        char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER));
    Cow::Owned(
        characters
            .chain(torn.then_some(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

/// Where the escape hides bytes rather than characters, `encoding` is that of the hidden bytes; in an entry of
/// UTF-16 these are UTF-8.
fn inner(encoding: Encoding, bytes: &[u8], reveal: fn(&[u8]) -> Vec<u8>) -> String {
    match encoding.is_utf16() {
        false => decode(encoding, &reveal(bytes)).into_owned(),
        true => decode(Encoding::Utf8, &reveal(decode(encoding, bytes).as_bytes())).into_owned(),
    }
}
