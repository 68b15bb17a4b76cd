//! A zip that grows a thousandfold: hostile input, made here so that none need be stored.

/// A zip with one member of `matches` × 258 + 1 bytes, all of them `byte`. Every 258 bytes take two bits.
///
/// # Panics
/// Where the member would be four gigabytes or more.
pub fn bomb(name: &str, byte: u8, matches: u32) -> Vec<u8> {
    let deflated = deflated(byte, matches);
    let size = matches
        .checked_mul(258)
        .and_then(|size| size.checked_add(1))
        .expect("a member below four gigabytes");
    let fields = |signature: &[u8], made_by: &[u8]| {
        let mut header = [signature, made_by].concat();
        for field in [20_u16, 0, 8, 0x6000, 0x5cc1] {
            header.extend(field.to_le_bytes());
        }
        // The checksum is wrong: whoever gets far enough to see it has unpacked the bomb.
        for field in [0, u32::try_from(deflated.len()).expect("small"), size] {
            header.extend(field.to_le_bytes());
        }
        header.extend(u16::try_from(name.len()).expect("a short name").to_le_bytes());
        header.extend([0; 2]);
        header
    };
    let mut zip = [&fields(b"PK\x03\x04", &[])[..], name.as_bytes(), &deflated].concat();
    let start = zip.len();
    zip.extend(fields(b"PK\x01\x02", &20_u16.to_le_bytes()));
    zip.extend([0; 14]);
    zip.extend(name.as_bytes());
    let length = u32::try_from(zip.len() - start).expect("one entry");
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(length.to_le_bytes());
    zip.extend(u32::try_from(start).expect("a few megabytes").to_le_bytes());
    zip.extend([0; 2]);
    zip
}

/// One block with its own codes: the byte once, then "258 bytes from one back" again and again.
fn deflated(byte: u8, matches: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b1, 1); // the last block
    bits.put(0b10, 2); // with its own codes
    bits.put(29, 5); // 286 literals and lengths
    bits.put(0, 5); // one distance
    bits.put(14, 4); // 18 lengths of code lengths, in the order of the format:
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1] {
        bits.put(
            match symbol {
                18 => 1,
                1 | 2 => 2,
                _ => 0,
            },
            3,
        );
    }
    // Codes of the code lengths: 18 is 0, 1 is 10, 2 is 11.
    let zeros = |bits: &mut Bits, mut count: u32| {
        while count > 0 {
            let now = count.min(138);
            assert!(now >= 11, "runs of zeros are at least eleven long");
            bits.code(0b0, 1);
            bits.put(now - 11, 7);
            count -= now;
        }
    };
    assert!(
        (11..=117).contains(&byte),
        "runs around the literal must be long enough"
    );
    zeros(&mut bits, byte.into());
    bits.code(0b11, 2); // the literal: two bits
    zeros(&mut bits, 255 - u32::from(byte));
    bits.code(0b11, 2); // the end of the block: two bits
    zeros(&mut bits, 28);
    bits.code(0b10, 2); // length 258: one bit
    bits.code(0b10, 2); // distance 1: one bit
    // Codes: length 258 is 0, the literal 10, the end 11; distance 1 is 0.
    bits.code(0b10, 2);
    for _ in 0..matches {
        bits.put(0, 2);
    }
    bits.code(0b11, 2);
    bits.finish()
}

/// Bits from the low end of each byte on.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    now: u32,
    held: u32,
}

impl Bits {
    /// A number, low bit first.
    fn put(&mut self, value: u32, count: u32) {
        self.now |= value << self.held;
        self.held += count;
        while self.held >= 8 {
            self.bytes.push(self.now.to_le_bytes()[0]);
            self.now >>= 8;
            self.held -= 8;
        }
    }

    /// A code, high bit first.
    fn code(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.put(value >> at & 1, 1);
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.held > 0 {
            self.bytes.push(self.now.to_le_bytes()[0]);
        }
        self.bytes
    }
}
