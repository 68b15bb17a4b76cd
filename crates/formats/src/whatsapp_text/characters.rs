//! Characters beyond ASCII in what the app writes around words: invisible marks, spaces, the digits of other scripts.

/// The length of the invisible mark at the start of `bytes`: direction marks and isolates, byte order mark. 0 if none.
pub(super) fn mark(bytes: &[u8]) -> usize {
    match bytes {
        [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..]
        | [0xE2, 0x81, 0xA6..=0xA9, ..]
        | [0xEF, 0xBB, 0xBF, ..] => 3,
        _ => 0,
    }
}

/// The length of the space at the start of `bytes`: ASCII, no-break, narrow no-break. 0 if none.
pub(super) fn space(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | b'\t', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF | 0x89, ..] => 3,
        _ => 0,
    }
}

/// Zeros of the decimal digits that phones write dates in, apart from ASCII's.
const ZEROS: [u32; 17] = [
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040,
    0x17E0, 0xFF10,
];

/// The value and length of the decimal digit at the start of `bytes`.
pub(super) fn digit(bytes: &[u8]) -> Option<(u16, usize)> {
    match *bytes.first()? {
        byte @ b'0'..=b'9' => Some((u16::from(byte - b'0'), 1)),
        0xD9..=0xDB | 0xE0..=0xEF => {
            let length = if bytes[0] < 0xE0 { 2 } else { 3 };
            let character = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
            let zero = ZEROS
                .iter()
                .find(|zero| (**zero..**zero + 10).contains(&u32::from(character)))?;
            Some(((u32::from(character) - zero) as u16, length))
        }
        _ => None,
    }
}
