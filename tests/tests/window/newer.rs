//! A newer export of the practice case's group, as it would come some weeks later: a bit more was said, one message
//! was edited, one is gone.

use std::fs;
use std::path::{Path, PathBuf};

const GROUP: &str = "WhatsApp Chat with Canal Walk neighbours.txt";

/// Writes it below the folder.
pub fn write_to(folder: &Path) -> PathBuf {
    let practice = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/audit/practice/whatsapp");
    let older = fs::read_to_string(practice.join(GROUP)).unwrap();
    let edited = ("The office is 020 7946 0184", "The office is 020 7946 0185 now");
    let gone = "15/05/2026, 19:21 - Priya Raman: The heron is back\n";
    assert!(older.contains(edited.0) && older.contains(gone));
    let newer = older.replace(edited.0, edited.1).replace(gone, "")
        + "02/06/2026, 18:05 - Sam Whitlock: The lock gate has a man at last: 07700 900688.\n\
           02/06/2026, 18:09 - Priya Raman: About time. I will tell the heron.\n";
    let path = folder.join("june").join(GROUP);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, newer).unwrap();
    path
}
