//! JSON that a terminal can bear: what would act is escaped, so that nothing is lost and nothing happens.

use super::visible::acts;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Writes a value as one line of JSON, without the line feed. Control, bidirectional and zero-width characters
/// stand as `\u` escapes: a reader gets them back as they were.
pub fn write_json(output: impl Write, value: &impl Serialize) -> io::Result<()> {
    value
        .serialize(&mut Serializer::with_formatter(output, Quiet))
        .map_err(io::Error::from)
}

/// The name that a value has in JSON; empty for one that is no name.
pub(crate) fn json_name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

struct Quiet;

impl Formatter for Quiet {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        if fragment.bytes().any(|byte| byte == 0x7f || byte >= 0xc2) {
            for (at, c) in fragment.char_indices().filter(|(_, c)| acts(*c)) {
                writer.write_all(&fragment.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Outside strings JSON has no such characters but white space, which is dropped to stay on one line.
        let fragment = fragment.replace(['\n', '\r', '\t'], "");
        self.write_string_fragment(writer, &fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    fn json(value: &impl Serialize) -> String {
        let mut line = Vec::new();
        write_json(&mut line, value).unwrap();
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn what_acts_is_escaped_and_comes_back() {
        let odd = "a\u{1b}[0m\u{202e}b\u{85}\u{7f}c\u{e0041}é家";
        let line = json(&odd);
        assert_eq!(line, "\"a\\u001b[0m\\u202eb\\u0085\\u007fc\\udb40\\udc41é家\"");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), odd);
    }

    #[test]
    fn raw_values_are_escaped_too() {
        let raw = RawValue::from_string("[\"\u{202e}\",\n1]".to_owned()).unwrap();
        assert_eq!(json(&raw), "[\"\\u202e\",1]");
    }
}
