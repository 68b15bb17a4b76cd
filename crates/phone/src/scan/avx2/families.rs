//! Digits of more than one byte, told by halves of their bytes: tables that a vector looks sixteen values up in.

/// Families of digits by their first three bytes; a family's bit is its place. A family admits every first byte with one of its
/// high and one of its low halves, and so on: some letters too, but few that chats are written in.
const FAMILIES: [Family; 8] = [
    // Arabic and Persian.
    Family {
        first: (&[0xd], &[0x9]),
        second: (&[0xa], LOW_TEN),
        third: ANY,
    },
    Family {
        first: (&[0xd], &[0xb]),
        second: (&[0xb], LOW_TEN),
        third: ANY,
    },
    // N'Ko.
    Family {
        first: (&[0xd], &[0xf]),
        second: (&[0x8], LOW_TEN),
        third: ANY,
    },
    // India, Thailand, Laos, Tibet: digits stand in odd rows (Tibet's in an even one).
    Family {
        first: (&[0xe], &[0x0]),
        second: (&[0xa, 0xb], &[1, 3, 5, 7, 9, 0xb, 0xc, 0xd, 0xf]),
        third: &[0x9, 0xa],
    },
    // From Myanmar to Ol Chiki.
    Family {
        first: (&[0xe], &[0x1]),
        second: (&[0x8, 0x9, 0xa, 0xb], ANY),
        third: ANY,
    },
    // In circles; from Vai to Meetei.
    Family {
        first: (&[0xe], &[0x2, 0xa]),
        second: (&[0x9, 0xa], ANY),
        third: ANY,
    },
    // Full width.
    Family {
        first: (&[0xe], &[0xf]),
        second: (&[0xb], &[0xc]),
        third: &[0x9],
    },
    // Beyond the first plane.
    Family {
        first: (&[0xf], &[0x0]),
        second: (&[0x9], ANY),
        third: ANY,
    },
];

/// Halves of the first three bytes of a family of digits.
struct Family {
    first: (&'static [u8], &'static [u8]),
    second: (&'static [u8], &'static [u8]),
    third: &'static [u8],
}

const ANY: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const LOW_TEN: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/// Per half byte the families that admit it: high and low of the first byte, of the second, high of the third.
pub(super) const HALVES: [[u8; 16]; 5] = {
    let mut tables = [[0; 16]; 5];
    let mut family = 0;
    while family < FAMILIES.len() {
        let Family { first, second, third } = &FAMILIES[family];
        let lists = [first.0, first.1, second.0, second.1, third];
        let mut table = 0;
        while table < 5 {
            let mut n = 0;
            while n < lists[table].len() {
                tables[table][lists[table][n] as usize] |= 1 << family;
                n += 1;
            }
            table += 1;
        }
        family += 1;
    }
    tables
};
