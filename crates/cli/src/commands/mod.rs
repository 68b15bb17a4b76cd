//! One file per command.

pub mod matching;

use teltale_audit::model::Region;

/// A country code given on the command line.
pub fn region(code: &str) -> Result<Region, String> {
    Region::new(code).ok_or_else(|| "a country is two letters, such as GB".to_owned())
}
