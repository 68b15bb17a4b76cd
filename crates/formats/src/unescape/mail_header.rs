//! Values of mail headers: folded lines, and words such as `=?utf-8?q?caf=C3=A9?=`.

use super::{base64, charset, decode, quoted_printable};

/// Un-folds the lines and decodes the words. Blanks between two such words are no part of the text; a word that is not
/// well-formed stands for itself.
pub(super) fn value(text: &str) -> String {
    let unfolded = text.replace(['\r', '\n'], "");
    let mut out = String::with_capacity(unfolded.len());
    let mut rest = unfolded.as_str();
    let mut after_word = false;
    while let Some(start) = rest.find("=?") {
        let before = &rest[..start];
        let word = word(&rest[start..]);
        if !(after_word && word.is_some() && before.trim().is_empty()) {
            out.push_str(before);
        }
        after_word = word.is_some();
        match word {
            Some((said, length)) => {
                out.push_str(&said);
                rest = &rest[start + length..];
            }
            None => {
                out.push_str("=?");
                rest = &rest[start + 2..];
            }
        }
    }
    out + rest
}

/// The encoded word at the start of `text`, and its length.
fn word(text: &str) -> Option<(String, usize)> {
    let mut pieces = text.strip_prefix("=?")?.splitn(3, '?');
    let (named, escape, rest) = (pieces.next()?, pieces.next()?, pieces.next()?);
    let inner = rest.split("?=").next().filter(|inner| inner.len() < rest.len())?;
    if inner.contains(' ') {
        return None;
    }
    let bytes = match escape {
        "B" | "b" => base64::bytes(inner.as_bytes()),
        "Q" | "q" => quoted_printable::bytes(inner.replace('_', " ").as_bytes()),
        _ => return None,
    };
    let said = decode(charset::of(named).unwrap_or_default(), &bytes).into_owned();
    Some((said, 2 + named.len() + 1 + escape.len() + 1 + inner.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn folds_and_words() {
        for (raw, text) in [
            ("plain", "plain"),
            ("two\r\n lines", "two lines"),
            ("=?utf-8?q?caf=C3=A9_au?= lait", "café au lait"),
            ("=?UTF-8?B?w6k=?=\r\n =?iso-8859-1?Q?=E8?= x", "éè x"),
            ("=?koi8-r?B?9MXM?= =?iso-2022-jp?B?GyRCRUVPQxsoQg==?=", "Тел電話"),
            ("=?utf-8?q?open", "=?utf-8?q?open"),
            ("1 =?= 2", "1 =?= 2"),
        ] {
            assert_eq!(value(raw), text, "{raw}");
        }
    }
}
