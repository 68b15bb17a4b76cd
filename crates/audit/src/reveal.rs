//! Revealing digits. The case's log has its line before a digit leaves.

use crate::Result;
use crate::open_case::OpenCase;
use crate::show::{NumberId, Revealed};
use teltale_index::{LogEvent, Purpose};

/// What digits are shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevealFor {
    /// To look at.
    Look,
    /// To the clipboard.
    Copy,
}

impl OpenCase {
    /// Digits of numbers, in the order asked for. While a number is open: what it may be.
    pub fn reveal(&self, numbers: &[NumberId], purpose: RevealFor) -> Result<Vec<Revealed>> {
        let ids: Vec<_> = numbers.iter().map(|number| (*number).into()).collect();
        if purpose == RevealFor::Copy {
            self.case
                .log(LogEvent::Copied, ids.len() as u64, "to the clipboard")?;
        }
        let revealed = self.case.reveal_numbers(&ids, Purpose::Show)?;
        Ok(revealed
            .into_iter()
            .map(|number| Revealed {
                number: number.number.into(),
                digits: match number.e164 {
                    Some(e164) => e164.as_str().to_owned(),
                    None => {
                        let candidates: Vec<&str> = number
                            .candidates
                            .iter()
                            .map(|(_, number)| number.as_str())
                            .collect();
                        candidates.join(" or ")
                    }
                },
            })
            .collect())
    }
}
