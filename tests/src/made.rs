//! Large made-up exports: the same bytes for the same size, every number in them reserved for fiction.

mod chance;
mod chatgpt;
mod folder;
mod prose;
mod table;
mod whatsapp;

pub use chance::Chance;
pub use chatgpt::chatgpt;
pub use folder::{mixed, names};
pub use table::table;
pub use whatsapp::whatsapp;

use std::io::{self, Write};

/// Counts what passes through, so that a maker knows when it has written enough.
struct Counted<W> {
    to: W,
    bytes: u64,
}

impl<W: Write> Counted<W> {
    fn new(to: W) -> Self {
        Self { to, bytes: 0 }
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_twice_and_about_the_size_asked_for() {
        type Maker = fn(&mut Vec<u8>, u64) -> io::Result<()>;
        let makers: [Maker; 3] = [
            |to, size| chatgpt(to, size),
            |to, size| whatsapp(to, size),
            |to, size| table(to, size),
        ];
        for make in makers {
            let (mut once, mut twice) = (Vec::new(), Vec::new());
            make(&mut once, 300_000).unwrap();
            make(&mut twice, 300_000).unwrap();
            assert!(once == twice);
            assert!((300_000..400_000).contains(&once.len()), "{}", once.len());
        }
    }

    #[test]
    fn chatgpt_is_one_line_of_json() {
        let mut bytes = Vec::new();
        chatgpt(&mut bytes, 200_000).unwrap();
        assert!(!bytes.contains(&b'\n'));
        let conversations: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert!(conversations.as_array().is_some_and(|list| list.len() > 1));
    }
}
