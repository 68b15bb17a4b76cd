//! The practice case: sources that anybody may look at, with numbers reserved for fiction only.
//!
//! One made-up person, Robin, and the exports Robin would have: a WhatsApp group whose assistant gave a helpline
//! that is somebody's mobile, a ChatGPT and a Claude export, a Telegram export and an address book. The members lie
//! in `practice/` as readable files; the archives a service would send are packed from them here, always to the
//! same bytes, so that hashes, locators and every claim about the case can be asserted.

pub use crate::practice_folder::PracticeFolder;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A member of an archive: its name inside and its bytes.
type Member = (&'static str, &'static [u8]);

macro_rules! file {
    ($path:literal) => {
        include_bytes!(concat!("../practice/", $path)).as_slice()
    };
}

const WHATSAPP: &[Member] = &[
    (
        "WhatsApp Chat with Canal Walk neighbours.txt",
        file!("whatsapp/WhatsApp Chat with Canal Walk neighbours.txt"),
    ),
    (
        "Nadia Okafor Plumbing.vcf",
        file!("whatsapp/Nadia Okafor Plumbing.vcf"),
    ),
];
const CHATGPT: &[Member] = &[
    ("conversations.json", file!("chatgpt/conversations.json")),
    ("user.json", file!("chatgpt/user.json")),
];
const CLAUDE: &[Member] = &[
    ("conversations.json", file!("claude/conversations.json")),
    ("memories.json", file!("claude/memories.json")),
    ("projects.json", file!("claude/projects.json")),
    ("users.json", file!("claude/users.json")),
];

/// A practice source: the path it has below the folder it is written to, and its bytes.
pub type Source = (&'static str, &'static [u8]);

/// Every practice source, each a file that a person could drop on the window.
pub fn sources() -> &'static [Source] {
    static PACKED: LazyLock<[Source; 5]> = LazyLock::new(|| {
        [
            (
                "WhatsApp Chat with Canal Walk neighbours.zip",
                stored_zip(WHATSAPP).leak(),
            ),
            ("chatgpt-export.zip", stored_zip(CHATGPT).leak()),
            ("claude-data-2026-06-01-batch-0000.zip", stored_zip(CLAUDE).leak()),
            ("DataExport_2026-06-02/result.json", file!("telegram/result.json")),
            ("contacts.vcf", file!("contacts.vcf")),
        ]
    });
    &*PACKED
}

/// Writes the sources below `folder`, which is made if it is not there, and returns their paths in the order of
/// [`sources`]. A file that already stands there is never replaced: that is an error.
pub fn write_to(folder: &Path) -> io::Result<Vec<PathBuf>> {
    sources()
        .iter()
        .map(|(name, bytes)| {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a source's path has a folder before it"))?;
            io::Write::write_all(&mut std::fs::File::create_new(&path)?, bytes)?;
            Ok(path)
        })
        .collect()
}

/// The plainest zip there is: members stored as they are, one fixed date, no extra fields.
fn stored_zip(members: &[Member]) -> Vec<u8> {
    const VERSION: u16 = 20;
    const UTF8_NAMES: u16 = 1 << 11;
    /// 1 June 2026, noon, in the date format of zip.
    const TIME: u16 = 12 << 11;
    const DATE: u16 = ((2026 - 1980) << 9) | (6 << 5) | 1;

    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    let put = |to: &mut Vec<u8>, name: &str, bytes: &[u8], directory_entry: Option<u32>| {
        to.extend(if directory_entry.is_some() {
            b"PK\x01\x02"
        } else {
            b"PK\x03\x04"
        });
        if directory_entry.is_some() {
            to.extend(VERSION.to_le_bytes());
        }
        for field in [VERSION, UTF8_NAMES, 0, TIME, DATE] {
            to.extend(field.to_le_bytes());
        }
        for field in [crc32(bytes), len32(bytes), len32(bytes)] {
            to.extend(field.to_le_bytes());
        }
        to.extend(len16(name.as_bytes()).to_le_bytes());
        to.extend([0; 2]); // no extra field
        if let Some(offset) = directory_entry {
            to.extend([0; 10]); // no comment, first disk, no attributes
            to.extend(offset.to_le_bytes());
        }
        to.extend(name.as_bytes());
    };
    for (name, bytes) in members {
        let offset = len32(&zip);
        put(&mut zip, name, bytes, None);
        zip.extend(*bytes);
        put(&mut directory, name, bytes, Some(offset));
    }
    let start = len32(&zip);
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(members.len()).expect("a handful of members");
    for field in [count, count] {
        zip.extend(field.to_le_bytes());
    }
    for field in [len32(&directory), start] {
        zip.extend(field.to_le_bytes());
    }
    zip.extend([0; 2]); // no comment
    zip
}

fn len32(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("practice sources are a few kilobytes")
}

fn len16(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).expect("practice names are short")
}

/// The checksum of zip, bit by bit: a few kilobytes need no table.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_is_that_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn written_once_and_never_over_a_file() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("practice");
        let paths = write_to(&folder).unwrap();
        assert_eq!(paths.len(), sources().len());
        for (path, (_, bytes)) in paths.iter().zip(sources()) {
            assert_eq!(&std::fs::read(path).unwrap(), bytes);
        }
        assert_eq!(
            write_to(&folder).unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
    }
}
