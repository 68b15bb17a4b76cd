//! XML and HTML character references.

/// Un-escapes references. Two references to the halves of a surrogate pair, which XML forbids and phones write
/// nevertheless, become one character; a reference to no character becomes U+FFFD; an unknown name stands for itself.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((Reference::Character(character), length)) => {
                out.push(character);
                rest = &rest[length..];
            }
            Some((Reference::Code(code), length)) => {
                let after = &rest[length..];
                let low = match reference(after) {
                    Some((Reference::Code(low), length)) => Some((low, length)),
                    Some((Reference::Character(_), _)) | None => None,
                };
                let pair = low.and_then(|(low, length)| {
                    let units = [u16::try_from(code).ok()?, u16::try_from(low).ok()?];
                    Some((char::decode_utf16(units).next()?.ok()?, length))
                });
                let (character, more) = pair.unwrap_or((char::REPLACEMENT_CHARACTER, 0));
                out.push(character);
                rest = &after[more..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

enum Reference {
    Character(char),
    /// The code of no character: half a surrogate pair, zero, or beyond Unicode.
    Code(u32),
}

/// The reference at the start of `text` and its length.
fn reference(text: &str) -> Option<(Reference, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(12).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let found = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let code = code.ok()?;
            char::from_u32(code)
                .filter(|_| code != 0)
                .map_or(Reference::Code(code), Reference::Character)
        }
        None => Reference::Character(named(name)?),
    };
    Some((found, end + 2))
}

/// The names that chat exports use.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "shy" => '\u{AD}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        "lrm" => '\u{200E}',
        "rlm" => '\u{200F}',
        "thinsp" => '\u{2009}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        _ => return None,
    })
}
