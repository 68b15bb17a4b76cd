//! Character sets that mails name.

use encoding_rs as tables;
use std::borrow::Cow;
use teltale_model::Encoding;

/// Those that are read by their tables.
const NAMED: &[(Encoding, &tables::Encoding)] = &[
    (Encoding::Windows1250, tables::WINDOWS_1250),
    (Encoding::Windows1251, tables::WINDOWS_1251),
    (Encoding::Windows1253, tables::WINDOWS_1253),
    (Encoding::Windows1254, tables::WINDOWS_1254),
    (Encoding::Windows1255, tables::WINDOWS_1255),
    (Encoding::Windows1256, tables::WINDOWS_1256),
    (Encoding::Windows1257, tables::WINDOWS_1257),
    (Encoding::Windows1258, tables::WINDOWS_1258),
    (Encoding::Windows874, tables::WINDOWS_874),
    (Encoding::Iso8859_2, tables::ISO_8859_2),
    (Encoding::Iso8859_5, tables::ISO_8859_5),
    (Encoding::Iso8859_7, tables::ISO_8859_7),
    (Encoding::Koi8R, tables::KOI8_R),
    (Encoding::Koi8U, tables::KOI8_U),
    (Encoding::Gb18030, tables::GB18030),
    (Encoding::Big5, tables::BIG5),
    (Encoding::ShiftJis, tables::SHIFT_JIS),
    (Encoding::EucJp, tables::EUC_JP),
    (Encoding::Iso2022Jp, tables::ISO_2022_JP),
    (Encoding::EucKr, tables::EUC_KR),
];

/// The encoding of this name; none for one that is not read here.
pub(crate) fn of(name: &str) -> Option<Encoding> {
    // A language may follow the name.
    let name = name.split('*').next().unwrap_or(name).trim();
    if name.is_empty() {
        return Some(Encoding::Utf8);
    }
    let table = tables::Encoding::for_label(name.as_bytes())?;
    // The subsets of GB 18030 are read as the whole.
    let table = if table == tables::GBK {
        tables::GB18030
    } else {
        table
    };
    match table {
        utf8 if utf8 == tables::UTF_8 => Some(Encoding::Utf8),
        // Where a mail says ASCII, it holds what the sender's program took for it.
        _ if name.eq_ignore_ascii_case("us-ascii") || name.eq_ignore_ascii_case("ascii") => {
            Some(Encoding::Utf8)
        }
        western if western == tables::WINDOWS_1252 || western == tables::ISO_8859_15 => {
            Some(Encoding::Windows1252)
        }
        named => NAMED
            .iter()
            .find(|(_, table)| *table == named)
            .map(|(encoding, _)| *encoding),
    }
}

/// Bytes as text; what does not decode becomes U+FFFD.
pub(super) fn decode(encoding: Encoding, bytes: &[u8]) -> Cow<'_, str> {
    match NAMED.iter().find(|(named, _)| *named == encoding) {
        Some((_, table)) => table.decode_without_bom_handling(bytes).0,
        None => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_mails_write_them() {
        for (name, encoding) in [
            ("", Some(Encoding::Utf8)),
            ("utf8", Some(Encoding::Utf8)),
            ("US-ASCII", Some(Encoding::Utf8)),
            ("ISO-8859-1*de", Some(Encoding::Windows1252)),
            ("iso-8859-15", Some(Encoding::Windows1252)),
            ("iso-8859-9", Some(Encoding::Windows1254)),
            ("cp1251", Some(Encoding::Windows1251)),
            ("KOI8-R", Some(Encoding::Koi8R)),
            ("gb2312", Some(Encoding::Gb18030)),
            ("ks_c_5601-1987", Some(Encoding::EucKr)),
            ("x-unknown", None),
        ] {
            assert_eq!(of(name), encoding, "{name}");
        }
    }

    #[test]
    fn every_table_reads_digits_as_they_are() {
        for (encoding, _) in NAMED {
            assert_eq!(decode(*encoding, b"+44 7700 900123"), "+44 7700 900123");
        }
        assert_eq!(decode(Encoding::Koi8R, b"\xf4\xc5\xcc"), "Тел");
        assert_eq!(decode(Encoding::Iso2022Jp, b"\x1b$BEEOC\x1b(B"), "電話");
    }
}
