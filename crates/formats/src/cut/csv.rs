//! Cuts delimited text into fields. Records are cut by [`super::Records`]: a line starts one where no quote is open.

use std::ops::Range;

/// One field of a record, as a range of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Inside its quotes, or without the blanks around it.
    pub(crate) range: Range<usize>,
    /// It holds doubled quotes.
    pub(crate) doubled: bool,
}

/// Which lines start a record.
pub(crate) struct Quotes {
    delimiter: u8,
    open: bool,
}

impl Quotes {
    /// Before the first line.
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            open: false,
        }
    }

    /// True where `line`, the next one, starts a record. A quote opens only where a field starts.
    pub(crate) fn starts(&mut self, line: &[u8]) -> bool {
        let starts = !self.open;
        if !self.open && memchr::memchr(b'"', line).is_none() {
            return starts;
        }
        let mut at_start = !self.open;
        let mut bytes = line.iter().peekable();
        while let Some(&byte) = bytes.next() {
            if self.open {
                if byte == b'"' && bytes.next_if_eq(&&b'"').is_none() {
                    self.open = false;
                }
                continue;
            }
            self.open = at_start && byte == b'"';
            at_start = byte == self.delimiter || (at_start && byte == b' ');
        }
        starts
    }
}

/// The fields of a record, without its line end.
pub(crate) fn fields(record: &[u8], delimiter: u8) -> Vec<Field> {
    let end = record.len()
        - record
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
    let record = &record[..end];
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let blanks = record[at..].iter().take_while(|byte| **byte == b' ').count();
        let start = at + blanks;
        let (field, next) = if record.get(start) == Some(&b'"') {
            quoted(record, start + 1, delimiter)
        } else {
            let stop = memchr::memchr(delimiter, &record[at..]).map_or(record.len(), |length| at + length);
            let text = &record[start.min(stop)..stop];
            let range = start.min(stop)..start.min(stop) + text.trim_ascii_end().len();
            (
                Field {
                    range,
                    doubled: false,
                },
                stop,
            )
        };
        fields.push(field);
        if next >= record.len() {
            return fields;
        }
        at = next + 1;
    }
}

/// A field whose quote opens before `start`, and where its delimiter is. What stands between the closing quote
/// and the delimiter belongs to the field, so that nothing is lost.
fn quoted(record: &[u8], start: usize, delimiter: u8) -> (Field, usize) {
    let (mut at, mut doubled) = (start, false);
    let close = loop {
        match memchr::memchr(b'"', &record[at..]).map(|length| at + length) {
            Some(quote) if record.get(quote + 1) == Some(&b'"') => {
                doubled = true;
                at = quote + 2;
            }
            Some(quote) => break quote,
            None => {
                return (
                    Field {
                        range: start..record.len(),
                        doubled,
                    },
                    record.len(),
                );
            }
        }
    };
    let next = memchr::memchr(delimiter, &record[close..]).map_or(record.len(), |length| close + length);
    let tail = record[close + 1..next].trim_ascii_end().len();
    let end = if tail == 0 { close } else { close + 1 + tail };
    (
        Field {
            range: start..end,
            doubled,
        },
        next,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(record: &str, expected: &[&str]) {
        let found: Vec<&str> = fields(record.as_bytes(), b',')
            .into_iter()
            .map(|field| &record[field.range])
            .collect();
        assert_eq!(found, expected, "{record}");
    }

    #[test]
    fn fields_of_one_record() {
        check("a,b,c\r\n", &["a", "b", "c"]);
        check("a, b ,,\n", &["a", "b", "", ""]);
        check("\"a,\"\"b\"\"\",c", &["a,\"\"b\"\"", "c"]);
        check(" \"a\" ,\"b\nc\"", &["a", "b\nc"]);
        check("\"a\"b,c", &["a\"b", "c"]);
        check("\"open,c", &["open,c"]);
        check("", &[""]);
    }

    #[test]
    fn lines_inside_quotes_start_nothing() {
        let mut quotes = Quotes::new(b',');
        let starts: Vec<bool> = ["a,\"b", "c\"\"d", "e\",f", "g,5\" pipe", "h"]
            .iter()
            .map(|line| quotes.starts(line.as_bytes()))
            .collect();
        assert_eq!(starts, [true, false, false, true, true]);
    }
}
