//! What a character means to the finder: digit, separator, mark that nobody sees, letter.

/// Zeros of the decimal digits of every script (general category Nd), in order; nine more follow each.
const ZEROS: [u32; 76] = [
    0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30,
    0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0,
    0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16130, 0x16a60,
    0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0,
    0x1e4f0, 0x1e5f1, 0x1e950, 0x1fbf0,
];

/// The value of a digit of any script, or of a digit in a circle.
pub(crate) fn digit(character: char) -> Option<u8> {
    let code = character as u32;
    if code < 0x80 {
        return character.to_digit(10).map(|d| d as u8);
    }
    let below = ZEROS.partition_point(|zero| *zero <= code);
    let offset = code - ZEROS[below.checked_sub(1)?];
    if offset < 10 {
        return Some(offset as u8);
    }
    // Digits in circles, plain and filled.
    match code {
        0x2460..=0x2468 => Some((code - 0x2460) as u8 + 1),
        0x2776..=0x277e => Some((code - 0x2776) as u8 + 1),
        0x2780..=0x2788 => Some((code - 0x2780) as u8 + 1),
        0x278a..=0x2792 => Some((code - 0x278a) as u8 + 1),
        0x24ea | 0x24ff => Some(0),
        _ => None,
    }
}

/// True for digits that stand for themselves in a script, false for circled ones and mathematical alphabets.
pub(crate) fn plain_digit(character: char) -> bool {
    !matches!(character as u32, 0x2460..=0x27ff | 0x1d7ce..=0x1d7ff | 0x1fbf0..=0x1fbf9)
}

/// What a character between digits does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A digit and its value.
    Digit(u8),
    /// Nothing a reader sees: direction marks, joiners, variation selectors, the keycap mark.
    Invisible,
    /// Any space but a line break.
    Space,
    /// A line break.
    Newline,
    /// Any hyphen or dash.
    Hyphen,
    /// Full stop or middle dot.
    Dot,
    /// A slash.
    Slash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A plus sign.
    Plus,
    /// An asterisk.
    Star,
    /// A bullet or block that hides a digit.
    Mask,
    /// An underscore.
    Underscore,
    /// A comma.
    Comma,
    /// A colon.
    Colon,
    /// A letter.
    Letter,
    /// Anything else.
    Other,
}

/// Kinds of ASCII: most characters between digits, and met most often.
const ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Other; 128];
    let mut code = 0;
    while code < 128 {
        kinds[code as usize] = kind_of(code as u8 as char);
        code += 1;
    }
    kinds
};

/// The kind of a character.
#[inline]
pub(crate) fn kind(character: char) -> Kind {
    match ASCII.get(character as usize) {
        Some(kind) => *kind,
        None => match kind_of(character) {
            Kind::Other => match digit(character) {
                Some(value) => Kind::Digit(value),
                None if character.is_alphabetic() => Kind::Letter,
                None => Kind::Other,
            },
            kind => kind,
        },
    }
}

/// The kind of a character that has it by name; digits and letters beyond ASCII are [`Kind::Other`].
const fn kind_of(character: char) -> Kind {
    match character {
        '0'..='9' => Kind::Digit(character as u8 - b'0'),
        'a'..='z' | 'A'..='Z' => Kind::Letter,
        ' ' | '\t' => Kind::Space,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Kind::Newline,
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2043}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '\u{30fc}'
        | '\u{2500}' => Kind::Hyphen,
        '~' | '\u{223c}' | '\u{ff5e}' => Kind::Hyphen,
        '.' | '\u{b7}' | '\u{ff0e}' | '\u{2024}' | '\u{30fb}' | '\u{2219}' | '\u{22c5}' => Kind::Dot,
        '/' | '\u{ff0f}' | '\u{2044}' | '|' => Kind::Slash,
        '(' | '[' | '\u{ff08}' | '\u{ff3b}' => Kind::Open,
        ')' | ']' | '\u{ff09}' | '\u{ff3d}' => Kind::Close,
        '+' | '\u{ff0b}' | '\u{fe62}' | '\u{2795}' => Kind::Plus,
        '*' | '\u{2217}' | '\u{ff0a}' => Kind::Star,
        '\u{2022}' | '\u{25cf}' | '\u{2588}' | '\u{2593}' | '\u{25a0}' | '\u{26ab}' => Kind::Mask,
        '_' | '\u{ff3f}' => Kind::Underscore,
        ',' | '\u{ff0c}' | '\u{3001}' | '\u{60c}' => Kind::Comma,
        ':' | '\u{ff1a}' => Kind::Colon,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{20e3}'
        | '\u{61c}'
        | '\u{34f}'
        | '\u{180e}' => Kind::Invisible,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{1680}' => Kind::Space,
        _ => Kind::Other,
    }
}

/// A letter or digit; the letters that chats are written in are told without the tables of all scripts.
#[inline]
pub(crate) fn is_alphanumeric(character: char) -> bool {
    match character as u32 {
        0..0x80 => character.is_ascii_alphanumeric(),
        // Latin, Cyrillic, Arabic, Devanagari, kana, Han, Hangul; each range holds letters alone.
        0xc0..=0xd6
        | 0xd8..=0xf6
        | 0xf8..=0x24f
        | 0x400..=0x481
        | 0x620..=0x64a
        | 0x904..=0x939
        | 0x3041..=0x3096
        | 0x30a1..=0x30fa
        | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3 => true,
        _ => character.is_alphanumeric(),
    }
}

/// A letter of the Latin alphabet: glued to digits it makes a code, where other scripts put no space.
pub(crate) fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (matches!(character as u32, 0xc0..=0x24f | 0x1e00..=0x1eff) && character.is_alphabetic())
}

/// The digit that a letter is written for in disguise.
pub(crate) fn look_alike(character: char) -> Option<u8> {
    match character {
        'O' | 'o' | 'Q' | '\u{41e}' | '\u{43e}' | '\u{39f}' | '\u{3bf}' => Some(0),
        'l' | 'I' | 'i' | '\u{406}' | '\u{456}' => Some(1),
        'Z' | 'z' => Some(2),
        '\u{417}' | '\u{437}' | 'E' => Some(3),
        'S' | 's' => Some(5),
        'B' => Some(8),
        _ => None,
    }
}

/// The key of a letter on a telephone's keypad.
pub(crate) fn keypad(letter: u8) -> Option<u8> {
    Some(match letter.to_ascii_uppercase() {
        b'A'..=b'C' => 2,
        b'D'..=b'F' => 3,
        b'G'..=b'I' => 4,
        b'J'..=b'L' => 5,
        b'M'..=b'O' => 6,
        b'P'..=b'S' => 7,
        b'T'..=b'V' => 8,
        b'W'..=b'Z' => 9,
        _ => return None,
    })
}

/// The character that starts at a byte which is a boundary; None at the end.
pub(crate) fn at(text: &str, position: usize) -> Option<char> {
    let byte = *text.as_bytes().get(position)?;
    if byte < 0x80 {
        Some(byte as char)
    } else {
        text.get(position..)?.chars().next()
    }
}

/// The character that ends before a byte which is a boundary; None at the start.
pub(crate) fn before(text: &str, position: usize) -> Option<char> {
    let byte = *text.as_bytes().get(position.checked_sub(1)?)?;
    if byte < 0x80 {
        Some(byte as char)
    } else {
        text.get(..position)?.chars().next_back()
    }
}

/// The nearest boundary at or before a byte.
pub(crate) fn floor(text: &str, mut position: usize) -> usize {
    position = position.min(text.len());
    while !text.is_char_boundary(position) {
        position -= 1;
    }
    position
}

/// The nearest boundary at or after a byte.
pub(crate) fn ceil(text: &str, mut position: usize) -> usize {
    position = position.min(text.len());
    while !text.is_char_boundary(position) {
        position += 1;
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (text, value) in [
            ("٣", 3),
            ("۴", 4),
            ("५", 5),
            ("９", 9),
            ("𝟗", 9),
            ("๐", 0),
            ("⑦", 7),
            ("❽", 8),
            ("⓪", 0),
            ("߁", 1),
        ] {
            assert_eq!(text.chars().next().and_then(digit), Some(value), "{text}");
        }
        for text in ["a", "½", "⑩", "Ⅷ", "一", "²"] {
            assert_eq!(text.chars().next().and_then(digit), None, "{text}");
        }
    }

    #[test]
    fn letters_are_those_of_the_tables() {
        for character in (0..0x11_0000).filter_map(char::from_u32) {
            assert_eq!(
                is_alphanumeric(character),
                character.is_alphanumeric(),
                "{:x}",
                character as u32
            );
        }
    }

    #[test]
    fn zeros_are_in_order() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
    }
}
