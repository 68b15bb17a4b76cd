//! Who exposed numbers, when and where: charts over the whole case.

use super::{MonthCount, NumberId};
use serde::Serialize;
use ts_rs::TS;

/// Mentions of all numbers, by month and by service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct Exposure {
    /// Mentions by month and by whose hand put them there.
    pub months: Vec<MonthCount>,
    /// Services, most mentions first: the columns of the grid.
    pub services: Vec<String>,
    /// Numbers with most mentions: the rows of the grid.
    pub numbers: Vec<NumberServices>,
    /// Numbers left out of the grid.
    pub left_out: u64,
}

/// A number, and how often each service mentions it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NumberServices {
    /// Which.
    pub number: NumberId,
    /// As shown.
    pub masked: String,
    /// Mentions, in the order of the services.
    pub mentions: Vec<u64>,
}
