//! Numerals of Chinese and Japanese, which stand side by side without spaces.

/// Gives each numeral a slot of its own; the compiler checks it.
const NUMERAL_MULTIPLIER: u32 = 0x2163_6369;

/// Numerals that stand side by side without spaces; all are three bytes long.
const NUMERALS: [char; 14] = [
    '零', '〇', '○', '一', '二', '三', '四', '五', '六', '七', '八', '九', '幺', '两',
];

/// The numerals by their bytes, each in the slot that [`slot`] gives it.
const NUMERAL_SLOTS: [u32; 64] = {
    let mut slots = [0; 64];
    let mut n = 0;
    while n < NUMERALS.len() {
        let code = NUMERALS[n] as u32;
        let bytes = 0xe0 | code >> 12 | (0x80 | code >> 6 & 0x3f) << 8 | (0x80 | code & 0x3f) << 16;
        assert!(
            slots[slot(bytes)] == 0,
            "the multiplier gives each numeral a slot of its own"
        );
        slots[slot(bytes)] = bytes;
        n += 1;
    }
    slots
};

/// The slot of three bytes.
const fn slot(bytes: u32) -> usize {
    (bytes.wrapping_mul(NUMERAL_MULTIPLIER) >> 26) as usize
}

pub(super) fn is_numeral(character: char) -> bool {
    NUMERALS.contains(&character)
}

/// [`is_in_numeral`] without a branch, as scripts are mixed; two bytes stand before and six behind.
#[inline(always)]
pub(super) fn glance_at_numeral(bytes: &[u8], at: usize) -> bool {
    let Some(eight) = bytes[at - 2..].first_chunk::<8>() else {
        return is_in_numeral(bytes, at);
    };
    let back = u32::from(bytes[at] < 0xc0) * (1 + u32::from(bytes[at - 1] < 0xc0));
    let three = (u64::from_le_bytes(*eight) >> (8 * (2 - back))) as u32 & 0xff_ffff;
    NUMERAL_SLOTS[slot(three)] == three
}

/// True where a byte is of a numeral of Chinese and Japanese: they stand without spaces, too short for windows.
pub(super) fn is_in_numeral(bytes: &[u8], at: usize) -> bool {
    if bytes[at] < 0x80 {
        return false;
    }
    // All are three bytes long.
    let back = usize::from(bytes[at] < 0xc0) * (1 + usize::from(bytes[at - 1] < 0xc0));
    match bytes.get(at - back..at - back + 3) {
        Some([first @ 0xe2..=0xe9, second, third]) => {
            let code = u32::from(first & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
            char::from_u32(code).is_some_and(is_numeral)
        }
        _ => false,
    }
}
