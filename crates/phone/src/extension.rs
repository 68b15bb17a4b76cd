//! Extensions behind a number: `ext. 204`, `x204`, `#204`, `Durchwahl 12`, `;ext=204`.

/// Words that open an extension, longest first where one begins another.
const WORDS: [&str; 24] = [
    "extension",
    "extensión",
    "extensão",
    "extn",
    "ext",
    "durchwahl",
    "dw",
    "nebenstelle",
    "poste",
    "anexo",
    "ramal",
    "interno",
    "int",
    "toestel",
    "tst",
    "wew",
    "wewn",
    "dahili",
    "доб",
    "вн",
    "x",
    "#",
    "内线",
    "内線",
];

/// Bytes that a word may start with; of letters beyond ASCII all, as they have their own lower case.
const FIRST: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut n = 0;
    while n < WORDS.len() {
        bytes[WORDS[n].as_bytes()[0] as usize] = true;
        n += 1;
    }
    let mut byte = 0x80;
    while byte < 256 {
        bytes[byte] = true;
        byte += 1;
    }
    bytes
};

/// Where the extension ends that starts at a byte; None where there is none.
pub(crate) fn behind(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let lead = rest.len()
        - rest
            .trim_start_matches([' ', ',', ';', '(', '\u{a0}', '-', '/'])
            .len();
    if lead > 4 {
        return None;
    }
    let bracket = rest[..lead].contains('(');
    let body = &rest[lead..];
    // Most texts go on with no letter that any of the words starts with.
    let first = body.as_bytes().first()?.to_ascii_lowercase();
    if !FIRST[first as usize] {
        return None;
    }
    let word = WORDS
        .iter()
        .filter(|word| starts_with(body, word))
        .max_by_key(|word| word.len())?;
    let behind_word = &body[word.len()..];
    let behind_sign = behind_word.trim_start_matches(['.', ':', '=', ' ', '\u{a0}']);
    let sign = behind_word.len() - behind_sign.len();
    let digits = behind_sign.bytes().take(8).take_while(u8::is_ascii_digit).count();
    // `x` and `#` must touch what they mean; digits alone behind a word of letters would be a word.
    let tight = matches!(*word, "x" | "#");
    if sign > 3 || (tight && sign > 1) || !(1..=7).contains(&digits) || (tight && digits > 5) {
        return None;
    }
    let end = start + lead + word.len() + sign + digits;
    let next = text[end..].chars().next();
    if next.is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some(if bracket && next == Some(')') {
        end + 1
    } else {
        end
    })
}

fn starts_with(text: &str, word: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    word.chars().all(|c| letters.next() == Some(c)) && text.is_char_boundary(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_end_behind_their_digits() {
        for (text, length) in [
            (" ext. 204", Some(9)),
            ("x204", Some(4)),
            (" x 204 please", Some(6)),
            (" #12", Some(4)),
            (";ext=204", Some(8)),
            (" (ext 204)", Some(10)),
            (" доб. 12", Some(11)),
            (" extra 5", None),
            (" x2045678901", None),
            (" 204", None),
            (" ext. x", None),
            ("", None),
        ] {
            assert_eq!(behind(text, 0), length, "{text}");
        }
    }
}
