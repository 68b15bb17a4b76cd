//! Numbers: one line in E.164, or a set of candidates while the region is open.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A number in E.164: `+` and 7 to 15 digits (shorter only where a plan has them). `Debug` shows the last two digits at most.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct E164(String);

impl E164 {
    /// Most digits of a number, its calling code among them.
    pub const MOST_DIGITS: usize = 15;

    /// From a calling code and a national number, as digits. None if the result is not `+` and 4 to 15 ASCII digits.
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        ((4..=Self::MOST_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| Self(text.to_owned()))
    }

    /// `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits without the plus.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// The calling code. The codes are prefix-free: +1 and +7 have one digit, the listed ones two, every other three.
    pub fn calling_code(&self) -> &str {
        const TWO: [&str; 44] = [
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
            "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
            "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
        ];
        let digits = self.digits();
        let length = match digits.as_bytes() {
            [b'1' | b'7', ..] => 1,
            _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
            _ => 3,
        };
        &digits[..length.min(digits.len())]
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164({} digits)", self.0.len() - 1)
    }
}

/// A country or territory by its ISO 3166-1 alpha-2 code, or `001` for calling codes that belong to none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region([u8; 3]);

impl Region {
    /// Calling codes of no country (satellite, international freephone).
    pub const WORLD: Self = Self(*b"001");

    /// From two ASCII letters in either case, or `001`.
    pub fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase(), 0]))
            }
            b"001" => Some(Self::WORLD),
            _ => None,
        }
    }

    /// Two capital letters, or `001`.
    pub fn as_str(&self) -> &str {
        let end = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..end]).expect("built from ASCII only")
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl TryFrom<String> for Region {
    type Error = &'static str;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(&code).ok_or("a region is two letters")
    }
}
impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.as_str().to_owned()
    }
}

/// What a national number would be in one region.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Candidate {
    /// The region assumed.
    pub region: Region,
    /// The number there.
    pub number: E164,
    /// What its plan tells of the line.
    pub line_type: LineType,
    /// What kind of number it is there.
    pub class: Class,
}

/// How sure the finder is that a text is a phone number. Always shown with its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Could be; most readers would want to look.
    Maybe,
    /// Probably.
    Likely,
    /// By its form and place it is one.
    Sure,
}

/// What kind of number, told from reserved ranges before the plan's own validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A subscriber's number.
    Ordinary,
    /// Reserved for drama and documentation.
    Fiction,
    /// Stands for a number: counting digits, repeated digits, exchange 555.
    Placeholder,
    /// Reserved for tests.
    Test,
    /// Toll-free, premium, shared cost, UAN.
    Service,
    /// Short and emergency codes.
    Short,
}

/// What a line is, as far as the plan can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LineType {
    /// Mobile.
    Mobile,
    /// Fixed line.
    Fixed,
    /// The plan cannot tell fixed from mobile (+1, for instance), or the number is open.
    CannotTell,
    /// Free to call.
    TollFree,
    /// Costs extra.
    Premium,
    /// Shared cost.
    SharedCost,
    /// Company-wide number.
    Uan,
    /// Internet telephony.
    Voip,
    /// Personal number.
    Personal,
    /// Pager.
    Pager,
    /// Voice mail.
    Voicemail,
}
