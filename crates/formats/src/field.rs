//! What a member's name and the look of its value tell: a phone, an id, or words.

use teltale_model::ReadAs;

/// What a field holds, for formats that do not know the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// A phone number by its name.
    Phone,
    /// An id, hash, date or other machine's word, in which digits mean no phone.
    Id,
    /// Anything else: text to be searched.
    Words,
}

/// Words of a name that say "phone".
const PHONE: &[&str] = &[
    "phone",
    "phones",
    "phonenumber",
    "phonenumbers",
    "mobile",
    "mobilephone",
    "tel",
    "telephone",
    "cell",
    "cellphone",
    "msisdn",
    "fax",
    "whatsapp",
    "e164",
    "telefon",
    "telefono",
    "telefone",
    "handy",
    "landline",
];

/// Words that may follow: `phone_number`, `phoneNo`.
const NUMBER: &[&str] = &[
    "number", "numbers", "no", "nr", "num", "value", "primary", "home", "work", "mobile", "e164",
];

/// Last words of names whose values are never words.
const ID: &[&str] = &[
    "id",
    "ids",
    "uuid",
    "uuids",
    "guid",
    "hash",
    "sha",
    "sha1",
    "sha256",
    "md5",
    "token",
    "etag",
    "checksum",
    "fingerprint",
    "signature",
    "nonce",
    "cursor",
    "pointer",
    "timestamp",
    "datetime",
    "ts",
    "unixtime",
    "epoch",
    "date",
    "time",
    "at",
    "mtime",
    "size",
    "bytes",
    "width",
    "height",
    "count",
    "offset",
    "port",
    "slug",
    "fbid",
    "encrypted",
    "ciphertext",
    "b64",
    "base64",
];

impl Field {
    /// Judges a field by its name and its value.
    pub(crate) fn of(name: &str, value: &str) -> Self {
        let words = words_of(name);
        let last = words.last().map_or("", String::as_str);
        let phone = |word: &str| PHONE.contains(&word);
        if phone(last) || NUMBER.contains(&last) && words.iter().any(|word| phone(word)) {
            return if dialled(value) { Self::Phone } else { Self::Words };
        }
        if ID.contains(&last) && is_token(value) || is_uuid(value) || is_date(value) {
            return Self::Id;
        }
        Self::Words
    }

    /// How a part of this field is searched.
    pub(crate) fn read_as(self) -> ReadAs {
        match self {
            Self::Phone => ReadAs::Number,
            Self::Id => ReadAs::Opaque,
            Self::Words => ReadAs::Text,
        }
    }
}

/// True where a value is one word in which no number can stand: no blank, and fewer digits than any number has.
pub(crate) fn is_plumbing(value: &str) -> bool {
    is_token(value) && value.bytes().filter(u8::is_ascii_digit).count() < 5
}

/// `phoneNumber`, `phone_number`, `Phone Number`, `phone-number` → phone, number.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before_lower = false;
    let mut open = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        let upper = character.is_uppercase();
        if !open || upper && before_lower {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        (open, before_lower) = (true, !upper);
    }
    words
}

/// True where a value can be a whole number: digits and what stands between them, with a short extension at most.
fn dialled(value: &str) -> bool {
    let letters = value
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    value.chars().any(char::is_numeric) && letters <= 4 && value.len() <= 64
}

/// True for one word of ASCII.
fn is_token(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `2025-04-03T08:00:00…`, `2025-04-03 08:00…` or `2025-04-03`.
fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digit = |at: usize| bytes[at].is_ascii_digit();
    let day = bytes.len() >= 10
        && (0..10).all(|at| {
            if at == 4 || at == 7 {
                bytes[at] == b'-'
            } else {
                digit(at)
            }
        });
    day && (bytes.len() == 10
        || bytes.len() <= 35 && matches!(bytes[10], b'T' | b' ') && is_clock(&bytes[11..]))
}

fn is_clock(bytes: &[u8]) -> bool {
    bytes.len() >= 5
        && bytes[2] == b':'
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'Z' | b'+' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str, field: Field) {
        assert_eq!(Field::of(name, value), field, "{name}");
    }

    #[test]
    fn names_that_say_phone() {
        for name in [
            "phone",
            "phone_number",
            "PhoneNumber",
            "verified_phone_number",
            "MobilePhone",
            "Phone Number",
            "fax",
        ] {
            check(name, "+44 20 7946 0018", Field::Phone);
        }
        check("phone", "the red one in the hall", Field::Words);
        check("phone_type", "+44 20 7946 0018", Field::Words);
        check("microphone", "020 7946 0018", Field::Words);
    }

    #[test]
    fn names_and_values_that_are_no_words() {
        check("message_id", "2079460018", Field::Id);
        check("leafUuid", "2079460018", Field::Id);
        check("id", "my number is 020 7946 0018", Field::Words);
        check("when", "2025-04-03T08:00:00.000Z", Field::Id);
        check("any", "10000000-0000-4000-8000-000000000001", Field::Id);
        check("any", "2079460018", Field::Words);
    }
}
