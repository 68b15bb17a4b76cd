//! Digits that belong to a word, a code, a path or a program.

use super::dates::begin_with_date;
use super::{Rule, Subject};
use crate::characters::{self, is_latin};
use crate::groups::Gap;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ip-address",
        rejects: ip_address,
        examples: &[
            ("ping 192.168.100.200", "CN"),
            ("10.112.55.143 is down", "NO"),
            ("172.131.234.56/16", "CN"),
        ],
    },
    Rule {
        name: "uuid",
        rejects: uuid,
        examples: &[
            ("550e8400-e29b-41d4-a716-446655440000", "GB"),
            ("20255501-4320-4255-8014-320255501432", "US"),
        ],
    },
    Rule {
        name: "version",
        rejects: version,
        examples: &[("v 2.0.2.5.550143", "US"), ("v12.4.5678.90123", "DE")],
    },
    Rule {
        name: "glued-to-letters",
        rejects: glued_to_letters,
        examples: &[
            ("scan2025550143.pdf", "US"),
            ("user_2025550143", "US"),
            ("0x2025550143", "US"),
            ("2025550143abc", "US"),
            ("M2025550143", "US"),
        ],
    },
    Rule {
        name: "code-tail",
        rejects: code_tail,
        examples: &[
            ("INV-2025550143", "US"),
            ("x=2025550143", "US"),
            ("C:\\2025550143", "US"),
            ("a/2025550143", "US"),
            ("AB.2025550143", "US"),
        ],
    },
    Rule {
        name: "number-sign",
        rejects: number_sign,
        examples: &[
            ("#2025550143", "US"),
            ("no#202-555-0143", "US"),
            ("〒090-1234 5678", "JP"),
        ],
    },
    Rule {
        name: "file-name",
        rejects: file_name,
        examples: &[("2025550143.pdf", "US"), ("202-555-0143.jpg", "US")],
    },
    Rule {
        name: "code-head",
        rejects: code_head,
        examples: &[
            ("2025550143-AB", "US"),
            ("2025550143:x", "US"),
            ("2025550143.kt", "US"),
        ],
    },
    Rule {
        name: "code-call",
        rejects: code_call,
        examples: &[("sleep(2025550143)", "US"), ("ids[2025550143]", "US")],
    },
];

fn ip_address(subject: &Subject<'_>) -> bool {
    let (from, to) = subject.tight_run();
    let run = &subject.groups[from..=to];
    // The size of a network may follow: `/16`.
    let run = match run {
        [address @ .., size] if size.gap.is_only(Gap::SLASH) => address,
        address => address,
    };
    run.len() == 4
        && run[1..].iter().all(|group| group.gap.is_only(Gap::DOT))
        && run.iter().all(|group| {
            group.len() <= 3
                && subject.value(group).is_some_and(|v| v < 256)
                && (group.len() == 1 || subject.of(group)[0] != b'0')
        })
}

/// Eight, four, four, four and twelve hexadecimal digits around the candidate.
fn uuid(subject: &Subject<'_>) -> bool {
    let bytes = subject.text.as_bytes();
    let hex = |b: &u8| b.is_ascii_hexdigit() || *b == b'-';
    let start = subject.start
        - bytes[..subject.start]
            .iter()
            .rev()
            .take(36)
            .take_while(|b| hex(b))
            .count();
    let token: Vec<u8> = bytes[start..]
        .iter()
        .take(37)
        .take_while(|b| hex(b))
        .copied()
        .collect();
    token.len() == 36
        && token
            .iter()
            .enumerate()
            .all(|(n, b)| (*b == b'-') == matches!(n, 8 | 13 | 18 | 23))
}

fn version(subject: &Subject<'_>) -> bool {
    if subject.international {
        return false;
    }
    let (from, to) = subject.tight_run();
    let run = &subject.groups[from..=to];
    if run.len() < 3 || !run[1..].iter().all(|group| group.gap.is_only(Gap::DOT)) {
        return false;
    }
    let lettered = {
        let mut at = run[0].start;
        if characters::before(subject.text, at) == Some(' ') {
            at -= 1;
        }
        matches!(characters::before(subject.text, at), Some('v' | 'V'))
            && characters::before(subject.text, at - 1).is_none_or(|c| !c.is_alphanumeric())
    };
    // One-digit parts behind the first, or parts of ever other lengths that no plan writes.
    lettered
        || (run.len() >= 4
            && run[1..].iter().any(|group| group.len() == 1)
            && !run.iter().all(|group| group.len() == 1))
}

fn glued_to_letters(subject: &Subject<'_>) -> bool {
    if let Some(character) = subject.before() {
        let at = subject.before_start() + character.len_utf8();
        if is_latin(character) && !subject.international {
            let word = subject.identifier_before(at);
            if !subject.words.is_phone(word) {
                return true;
            }
        }
        // An underscore in a name joins, but for a plus; one that marks italics stands free.
        if character == '_'
            && subject.nth_before(1).is_some_and(char::is_alphanumeric)
            && !subject.text[subject.start..].starts_with('+')
        {
            return true;
        }
    }
    match subject.after() {
        Some(character) if is_latin(character) => true,
        Some('_') => {
            subject.nth_after(1).is_some_and(|c| c.is_alphanumeric())
                && subject.before() != Some('_')
                && !(subject.international && is_dated(subject))
        }
        _ => false,
    }
}

/// A date follows, as in the name of a recording.
fn is_dated(subject: &Subject<'_>) -> bool {
    begin_with_date(&subject.groups[subject.last + 1..], subject.all_digits)
}

fn code_tail(subject: &Subject<'_>) -> bool {
    let Some(sign) = subject.before() else {
        return false;
    };
    let before_sign = subject.before_start();
    if !matches!(
        sign,
        '-' | '.' | '/' | '\\' | '=' | '&' | '^' | '<' | '>' | '\u{2013}'
    ) || subject.international && sign != '\\'
    {
        return false;
    }
    let word = subject.identifier_before(before_sign);
    if sign == '\\' {
        return true;
    }
    if sign == '>' && ends_tag(&subject.text[..before_sign]) {
        return false;
    }
    if word.is_empty() || subject.words.is_phone(word) {
        return matches!(sign, '^' | '&') && subject.bare();
    }
    let other_script = word
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphabetic() && !is_latin(c));
    match sign {
        '-' | '\u{2013}' => {
            !other_script
                && (subject.bare()
                    || word.bytes().any(|b| b.is_ascii_digit())
                    || word.bytes().all(|b| b.is_ascii_uppercase()))
        }
        // A full stop may end a sentence without a space behind it.
        '.' => subject.bare() && !subject.trunk && !other_script,
        '/' => subject.bare() && !other_script && !is_twin(subject, word),
        _ => true,
    }
}

/// As many digits as the candidate has: one of two numbers with a slash between them.
fn is_twin(subject: &Subject<'_>, word: &str) -> bool {
    word.len() == subject.digits().len()
        && word.bytes().all(|b| b.is_ascii_digit())
        && subject.before_start() == subject.start - 1
        && !subject.text[..subject.before_start() - word.len()].ends_with(['/', '=', '-', '.', ':'])
        && subject.after() != Some('/')
}

/// `<b`, `</td`, `<span class="x"`: a bracket that closes behind it closes a tag.
fn ends_tag(text: &str) -> bool {
    let near = &text[characters::ceil(text, text.len().saturating_sub(120))..];
    near.rsplit_once('<').is_some_and(|(_, tag)| {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && !tag.contains(['>', '\n'])
    })
}

fn number_sign(subject: &Subject<'_>) -> bool {
    // `ph#` and `tel №` say which number it is.
    !subject.international
        && matches!(subject.before(), Some('#' | '\u{2116}' | '〒'))
        && !subject
            .words
            .is_phone(subject.identifier_before(subject.before_start()))
}

/// Endings of file names.
const ENDINGS: [&str; 44] = [
    "jpg", "jpeg", "png", "gif", "webp", "heic", "pdf", "doc", "docx", "xls", "xlsx", "csv", "txt", "zip",
    "rar", "tar", "gz", "mp3", "mp4", "mov", "avi", "mkv", "opus", "ogg", "wav", "m4a", "aac", "html", "htm",
    "json", "xml", "log", "bak", "tmp", "vcf", "db", "apk", "exe", "iso", "svg", "ics", "eml", "epub", "ppt",
];

fn file_name(subject: &Subject<'_>) -> bool {
    // A chat with somebody not in the address book is named after the number, plus and all.
    if subject.international || subject.after() != Some('.') {
        return false;
    }
    let rest = &subject.text.as_bytes()[subject.after_end()..];
    let length = rest
        .iter()
        .take(6)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    ENDINGS
        .iter()
        .any(|ending| ending.as_bytes().eq_ignore_ascii_case(&rest[..length]))
}

fn code_head(subject: &Subject<'_>) -> bool {
    let (Some(sign), Some(next)) = (subject.after(), subject.nth_after(1)) else {
        return false;
    };
    match sign {
        '-' | '/' | '\\' | '&' => is_latin(next) && subject.bare() && !subject.international,
        '.' => next.is_ascii_lowercase() && subject.bare() && !subject.international,
        ':' => next.is_ascii_alphabetic() && subject.bare() && !subject.international,
        '=' => true,
        _ => false,
    }
}

fn code_call(subject: &Subject<'_>) -> bool {
    if subject.international
        || !subject.bare()
        || !matches!(subject.before(), Some('(' | '['))
        || !matches!(subject.after(), Some(')' | ']'))
    {
        return false;
    }
    let word = subject.identifier_before(subject.before_start());
    word.chars()
        .next_back()
        .is_some_and(|c| is_latin(c) || c == '_' || c.is_ascii_digit())
        && !subject.words.is_phone(word)
}
