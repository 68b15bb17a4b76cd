//! The way back from a text to the bytes of the entry it came from.

use serde::{Deserialize, Serialize};

/// Where a part's text stands inside its entry.
///
/// Law: the bytes of `start..end`, decoded from `encoding` and un-escaped by `escape`, equal the part's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locator {
    /// A byte range inside the (unpacked) entry.
    Bytes {
        /// First byte.
        start: u64,
        /// One past the last byte.
        end: u64,
        /// How bytes become characters.
        encoding: Encoding,
        /// How characters become text.
        escape: Escape,
    },
    /// A cell of a foreign SQLite database.
    Row {
        /// Table name.
        table: String,
        /// SQLite row id.
        rowid: i64,
        /// Column name.
        column: String,
    },
}

impl Locator {
    /// A range of plain UTF-8.
    pub fn plain(start: u64, end: u64) -> Self {
        Self::escaped(start, end, Escape::None)
    }

    /// A range of UTF-8 with an escape.
    pub fn escaped(start: u64, end: u64, escape: Escape) -> Self {
        Self::Bytes {
            start,
            end,
            encoding: Encoding::Utf8,
            escape,
        }
    }

    /// The locator of the bytes `from..to` of a text of `length` bytes that this locator points at, where the
    /// text stands in the entry byte for byte; otherwise the locator itself: the whole part, to be un-escaped.
    pub fn narrowed(&self, length: usize, from: usize, to: usize) -> Self {
        match self {
            Self::Bytes {
                start,
                end,
                encoding: Encoding::Utf8,
                escape,
            } if end - start == length as u64 => {
                Self::escaped(start + from as u64, start + to as u64, *escape)
            }
            Self::Bytes { .. } | Self::Row { .. } => self.clone(),
        }
    }
}

/// How an entry's bytes become characters. Bytes that do not decode become U+FFFD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// Windows-1252.
    Windows1252,
    /// Windows-1250: central Europe.
    Windows1250,
    /// Windows-1251: Cyrillic.
    Windows1251,
    /// Windows-1253: Greek.
    Windows1253,
    /// Windows-1254, and ISO 8859-9: Turkish.
    Windows1254,
    /// Windows-1255: Hebrew.
    Windows1255,
    /// Windows-1256: Arabic.
    Windows1256,
    /// Windows-1257: the Baltic.
    Windows1257,
    /// Windows-1258: Vietnamese.
    Windows1258,
    /// Windows-874, and TIS-620: Thai.
    Windows874,
    /// ISO 8859-2: central Europe.
    Iso8859_2,
    /// ISO 8859-5: Cyrillic.
    Iso8859_5,
    /// ISO 8859-7: Greek.
    Iso8859_7,
    /// KOI8-R: Russian.
    Koi8R,
    /// KOI8-U: Ukrainian.
    Koi8U,
    /// GB 18030, and GBK and GB 2312 within it: Chinese.
    Gb18030,
    /// Big5: Chinese.
    Big5,
    /// Shift JIS: Japanese.
    ShiftJis,
    /// EUC-JP: Japanese.
    EucJp,
    /// ISO-2022-JP: Japanese.
    Iso2022Jp,
    /// EUC-KR, and Windows-949: Korean.
    EucKr,
}

impl Encoding {
    /// True where a character takes two bytes or four, also those of ASCII.
    pub fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }
}

/// How characters of the entry become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escape {
    /// They are the text.
    #[default]
    None,
    /// Inside a JSON string.
    Json,
    /// Inside a JSON string of the JSON that another JSON string holds (a tool's arguments).
    JsonTwice,
    /// A JSON string whose bytes were written one `\u00XX` each (Meta's exports).
    JsonMojibake,
    /// XML or HTML character references.
    Xml,
    /// Lines joined by CRLF that stand as LF in the text.
    CrLf,
    /// A quoted CSV field: doubled quotes.
    Csv,
    /// A vCard value: folded lines and backslashes.
    VCard,
    /// A vCard value in quoted-printable.
    VCardQuotedPrintable,
    /// A vCard value in base64.
    Base64,
    /// A mail header's value: folded lines, and words that name their own character set and escape.
    MailHeader,
}
