//! What bytes are, as far as this room needs to know: an archive to open, or something that holds no words.

/// What the first bytes of an entry say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A zip, whatever its name.
    Zip,
    /// A gzip stream.
    Gzip,
    /// A tar.
    Tar,
    /// A picture, sound or video.
    Media,
    /// A database of SQLite, or what one has not yet taken up of what was written.
    Database,
    /// Anything else.
    Other,
}

impl Kind {
    /// Bytes that are enough to tell.
    pub const HEAD: usize = 512;

    /// From the first bytes of an entry. Text is never taken for media: a signature only counts where the bytes could
    /// not be text.
    pub fn of(head: &[u8]) -> Self {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if head.starts_with(b"\x1f\x8b\x08") {
            Self::Gzip
        } else if is_tar(head) {
            Self::Tar
        } else if DATABASES.iter().any(|start| head.starts_with(start)) {
            Self::Database
        } else if is_media(head) && !could_be_text(head) {
            Self::Media
        } else {
            Self::Other
        }
    }
}

/// How databases of SQLite begin, and the logs beside them.
const DATABASES: [&[u8]; 4] = [
    b"SQLite format 3\0",
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
];

fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else {
        return false;
    };
    if &header[257..262] != b"ustar" {
        return false;
    }
    // The header's own checksum, with its field read as spaces: prose that mentions the word is no tar.
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            if (148..156).contains(&at) {
                32
            } else {
                u32::from(*byte)
            }
        })
        .sum();
    let digits = header[148..156]
        .iter()
        .copied()
        .skip_while(|byte| *byte == b' ')
        .take_while(u8::is_ascii_digit);
    digits.fold(0u32, |value, digit| {
        value
            .wrapping_mul(8)
            .wrapping_add(u32::from(digit.wrapping_sub(b'0')))
    }) == sum
}

fn is_media(head: &[u8]) -> bool {
    const STARTS: [&[u8]; 17] = [
        b"\xff\xd8\xff",                     // JPEG
        b"\x89PNG\r\n\x1a\n",                // PNG
        b"GIF87a",                           // GIF
        b"GIF89a",                           // GIF
        b"II*\0",                            // TIFF
        b"MM\0*",                            // TIFF
        b"OggS",                             // Ogg: Opus voice notes
        b"fLaC",                             // FLAC
        b"ID3",                              // MP3 with tags
        b"\xff\xfb",                         // MP3
        b"\xff\xf3",                         // MP3
        b"\xff\xf1",                         // AAC
        b"\xff\xf9",                         // AAC
        b"#!AMR",                            // AMR
        b"\x1a\x45\xdf\xa3",                 // Matroska, WebM
        b"\0\0\x01\xba",                     // MPEG
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", // Windows Media
    ];
    STARTS.iter().any(|start| head.starts_with(start))
        || head.get(4..8) == Some(b"ftyp") // MP4, M4A, 3GP, HEIC, AVIF
        || (head.starts_with(b"RIFF") && matches!(head.get(8..12), Some(b"WEBP" | b"WAVE" | b"AVI ")))
        || (head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]))
}

/// No byte that text does not have, in any encoding that is read.
fn could_be_text(head: &[u8]) -> bool {
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    utf16 || !head.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_their_first_bytes() {
        let cases: [(&[u8], Kind); 12] = [
            (b"", Kind::Other),
            (b"PK\x03\x04rest", Kind::Zip),
            (b"PK\x05\x06", Kind::Zip),
            (b"PK is how zips begin", Kind::Other),
            (b"\x1f\x8b\x08\0", Kind::Gzip),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Kind::Media),
            (b"\0\0\0\x18ftypmp42", Kind::Media),
            (b"OggS\0\x02", Kind::Media),
            (b"SQLite format 3\0\x10\0", Kind::Database),
            (b"SQLite format 3 is how databases begin", Kind::Other),
            (b"GIF89a is the name of a picture format", Kind::Other),
            (b"ID3 tags, explained", Kind::Other),
        ];
        for (head, kind) in cases {
            assert_eq!(Kind::of(head), kind, "{}", head.escape_ascii());
        }
    }

    #[test]
    fn a_tar_is_told_by_its_checksum_and_not_by_its_word() {
        let mut header = tar::Header::new_ustar();
        header.set_path("a.txt").unwrap();
        header.set_size(0);
        header.set_cksum();
        assert_eq!(Kind::of(header.as_bytes()), Kind::Tar);
        let mut prose = [b' '; 512];
        prose[257..262].copy_from_slice(b"ustar");
        assert_eq!(Kind::of(&prose), Kind::Other);
    }
}
