//! Names inside archives are bytes from strangers; here they become text, injectively and without loss.

use crate::MAX_NAME;
use std::borrow::Cow;
use std::fmt::Write;

/// The name of a member. UTF-8 is taken for UTF-8 even where the archive does not say so, as most programs write
/// it unannounced; other bytes are code page 437 as the format has it, or, where UTF-8 was promised, `\xNN`.
pub(crate) fn member_name(raw: &[u8], promised_utf8: bool) -> Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) if promised_utf8 => Cow::Owned(escaped(raw)),
        Err(_) => Cow::Owned(raw.iter().map(|byte| code_page_437(*byte)).collect()),
    }
}

/// The beginning of a name that is too long; none for one that is not.
pub(crate) fn shortened(name: &str) -> Option<&str> {
    (name.len() > MAX_NAME).then(|| &name[..name.floor_char_boundary(MAX_NAME / 8)])
}

fn escaped(raw: &[u8]) -> String {
    let mut name = String::new();
    for chunk in raw.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(name, "\\x{byte:02X}").expect("a string takes everything");
        }
    }
    name
}

fn code_page_437(byte: u8) -> char {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(index) => UPPER
            .chars()
            .nth(usize::from(index))
            .expect("the table has 128 characters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_members() {
        let cases: [(&[u8], bool, &str); 6] = [
            (b"chat.txt", false, "chat.txt"),
            ("Grüße.txt".as_bytes(), false, "Grüße.txt"),
            (b"Gr\x81\xe1e.txt", false, "Grüße.txt"),
            (b"Gr\x81\xe1e.txt", true, "Gr\\x81\\xE1e.txt"),
            (b"../../etc/passwd", false, "../../etc/passwd"),
            (b"\xff", false, "\u{a0}"),
        ];
        for (raw, promised, name) in cases {
            assert_eq!(member_name(raw, promised), name);
        }
    }
}
