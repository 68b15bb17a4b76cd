//! The program's settings, for all cases.

use crate::Result;
use crate::cases::{data_folder, write_private};
use crate::show::Settings;
use std::fs;

impl Settings {
    /// As they were kept; what cannot be read is as it was in the beginning.
    pub fn load() -> Self {
        let text = data_folder().and_then(|data| fs::read_to_string(data.join("settings.json")).ok());
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    /// Keeps them.
    pub fn save(&self) -> Result<()> {
        let Some(data) = data_folder() else { return Ok(()) };
        let text = serde_json::to_string_pretty(self).expect("settings become JSON");
        write_private(&data.join("settings.json"), text.as_bytes())
    }
}
