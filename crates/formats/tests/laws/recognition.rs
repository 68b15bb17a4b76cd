//! Laws about recognition.

use crate::fixture::Fixture;
use teltale_formats::{Head, recognise};

/// By content alone, so also without a name and with a misleading one.
pub fn as_its_own(fixture: &Fixture) -> Result<(), String> {
    let bytes = &fixture.bytes[..fixture.bytes.len().min(Head::SIZE)];
    let whole = bytes.len() == fixture.bytes.len();
    for name in [fixture.entry_name(), "", "picture.jpg"] {
        let found = recognise(&Head { name, bytes, whole }).map(|(format, _)| format.about().id);
        let own = fixture.format.about().id;
        if found != Some(own) {
            return Err(format!(
                "named {name:?}, it is recognised as {found:?}, not as {own:?}"
            ));
        }
    }
    Ok(())
}
