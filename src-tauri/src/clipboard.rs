//! Digits on the clipboard: put there by us, marked as a secret, taken back after a while.

use crate::trouble::{Answer, Trouble};
use arboard::Clipboard;
use std::thread;
use std::time::Duration;

/// Long enough to paste, short enough to forget.
const LENT_FOR: Duration = Duration::from_secs(10);

/// Puts digits on the clipboard and clears them later, if nothing else was copied meanwhile.
pub(crate) fn lend(digits: &str) -> Answer<()> {
    let unusable = |_| Trouble::Clipboard;
    let mut clipboard = Clipboard::new().map_err(unusable)?;
    put(&mut clipboard, digits).map_err(unusable)?;
    let ours = digits.to_owned();
    thread::spawn(move || {
        thread::sleep(LENT_FOR);
        if clipboard.get_text().is_ok_and(|text| text == ours) {
            // A clipboard that has gone away holds nothing of ours.
            let _ = clipboard.clear();
        }
    });
    Ok(())
}

/// With the hint that keeps clipboard histories from keeping it.
#[cfg(target_os = "linux")]
fn put(clipboard: &mut Clipboard, digits: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtLinux;
    clipboard.set().exclude_from_history().text(digits)
}

#[cfg(windows)]
fn put(clipboard: &mut Clipboard, digits: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtWindows;
    clipboard
        .set()
        .exclude_from_history()
        .exclude_from_cloud()
        .text(digits)
}

#[cfg(target_os = "macos")]
fn put(clipboard: &mut Clipboard, digits: &str) -> Result<(), arboard::Error> {
    use arboard::SetExtApple;
    clipboard.set().exclude_from_history().text(digits)
}
