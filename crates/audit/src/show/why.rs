//! Why a file or entry was not read, or not whole.

use crate::words::{count, thousands};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};
use ts_rs::TS;

/// Why something was not read, or not whole, and what still worked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct Why {
    /// What happened, in texts of [`crate::catalogue`]: the window says each in its own language. What a system says of
    /// its own stands as the system says it.
    pub what: Vec<String>,
    /// What still worked.
    pub rest: Rest,
}

/// What still worked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[serde(tag = "rest", rename_all = "snake_case")]
pub enum Rest {
    /// There is no more to say.
    #[default]
    Unsaid,
    /// Nothing of it was read.
    Nothing,
    /// This was read before it happened.
    Before {
        /// Records.
        records: u64,
    },
    /// Some records could not be read, the others were.
    AllBut {
        /// Records that could not.
        failed: u64,
        /// Records that were.
        records: u64,
    },
    /// It was read as another entry.
    SameAs {
        /// That one's path.
        path: String,
    },
}

impl Why {
    /// One text, and no more to say.
    pub fn said(text: impl Display) -> Self {
        Self {
            what: vec![text.to_string()],
            rest: Rest::Unsaid,
        }
    }

    /// The same, with what still worked.
    pub fn with(mut self, rest: Rest) -> Self {
        self.rest = rest;
        self
    }

    /// In English.
    pub fn text(&self) -> String {
        self.to_string()
    }
}

impl Display for Why {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rest = match &self.rest {
            Rest::Unsaid => String::new(),
            Rest::Nothing => "nothing of it was read".to_owned(),
            Rest::Before { records } => format!(
                "{} read before that",
                count(*records, "record was", "records were")
            ),
            Rest::AllBut { failed, records } => {
                let failed = format!("{} could not be read", count(*failed, "record", "records"));
                match records {
                    0 => failed,
                    1 => format!("{failed}, the other one was"),
                    many => format!("{failed}, the other {} were", thousands(*many)),
                }
            }
            Rest::SameAs { path } => format!("the same bytes as {path}, which was read"),
        };
        let said = self.what.iter().map(String::as_str).chain([rest.as_str()]);
        for (index, text) in said.filter(|text| !text.is_empty()).enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            f.write_str(text)?;
        }
        Ok(())
    }
}
