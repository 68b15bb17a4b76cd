//! Characters that would act instead of being seen, shown as tokens.

use std::borrow::Cow;

/// The text as a screen or a terminal may show it: control, bidirectional, zero-width and other invisible
/// characters stand as visible tokens (`␛`, `⟨U+202E⟩`); line feeds and tabs stay, carriage returns before a
/// line feed go. Applying it twice changes nothing.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text
        .bytes()
        .any(|b| b < b' ' && b != b'\n' && b != b'\t' || b == 0x7f || b >= 0xc2)
    {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(|c| c != '\n' && c != '\t' && acts(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\r' if characters.peek() == Some(&'\n') => {}
            c if !acts(c) => shown.push(c),
            c => push_token(&mut shown, c),
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: line feeds and tabs are tokens, too. For names, titles and terminal cells.
pub fn visible_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) {
            push_token(&mut shown, c)
        } else {
            shown.push(c)
        }
    }
    shown
}

fn push_token(shown: &mut String, c: char) {
    use std::fmt::Write;
    match c {
        '\0'..='\x1f' => {
            shown.push(char::from_u32(0x2400 + c as u32).expect("control pictures are characters"))
        }
        '\x7f' => shown.push('␡'),
        _ => write!(shown, "⟨U+{:04X}⟩", c as u32).expect("writing to a string cannot fail"),
    }
}

/// Characters that move, hide or reorder what is around them. The zero-width joiner and the variation
/// selectors stay: emoji and several scripts are spelled with them, and they cannot reorder.
pub(super) fn acts(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_survives() {
        assert_eq!(visible("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(visible("\u{202e}gpj.exe"), "⟨U+202E⟩gpj.exe");
        assert_eq!(
            visible("a\u{200b}b\u{2066}c\u{85}d\u{7f}"),
            "a⟨U+200B⟩b⟨U+2066⟩c⟨U+0085⟩d␡"
        );
        assert_eq!(visible_line("two\nlines\t"), "two␊lines␉");
    }

    #[test]
    fn ordinary_text_is_lent_as_it_stands() {
        for text in ["plain", "नमस्ते", "家族 👩‍👩‍👧 ❤️", "line\nline\ttab"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
        assert_eq!(visible("windows\r\nlines"), "windows\nlines");
    }

    #[test]
    fn twice_is_once() {
        let odd: String = (0..0x3000)
            .chain(0xe0000..0xe0100)
            .filter_map(char::from_u32)
            .collect();
        assert_eq!(visible(&visible(&odd)), visible(&odd));
    }
}
