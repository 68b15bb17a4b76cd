//! Numbers that look random and are the same in every run.

/// Dice with a fixed seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Less than `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    /// One of a list.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.roll(list.len())]
    }

    /// Digits that do not start with a zero.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|n| char::from(b'0' + if n == 0 { 1 + self.roll(9) } else { self.roll(10) } as u8))
            .collect()
    }
}
