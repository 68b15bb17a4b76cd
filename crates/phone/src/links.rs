//! Links, messenger ids and mentions: digits whose surroundings alone say whether they are a number.

use crate::characters;

/// What the text around digits says without a look at the digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Setting {
    /// Nothing: ordinary text.
    Plain,
    /// Digits that a phone link dials: international where the link says so.
    Link {
        /// Digits are international without a plus (`wa.me`).
        international: bool,
    },
    /// The user of a messenger's id: international digits.
    MessengerId,
    /// A mention written as international digits.
    AtMention,
    /// Not a number, by this rule.
    Not(&'static str),
}

/// Longest link that is looked at before digits.
const REACH: usize = 240;

/// Ends of links that dial international digits.
const INTERNATIONAL: [&str; 13] = [
    "wa.me/",
    "wa.me/+",
    "send?phone=",
    "send/?phone=",
    "&phone=",
    "?phone=",
    "t.me/+",
    "signal.me/#p/+",
    "signal.me/#p/",
    "chat?number=",
    "add?number=",
    "call?number=",
    "forward?number=",
];

/// Keys of a query whose value is a number, as people write it.
const KEYS: [&str; 10] = [
    "phone=",
    "tel=",
    "mobile=",
    "phonenumber=",
    "phone_number=",
    "phoneno=",
    "msisdn=",
    "telephone=",
    "cell=",
    "whatsapp=",
];

/// Schemes that dial.
const SCHEMES: [&str; 17] = [
    "tel",
    "sms",
    "smsto",
    "mms",
    "mmsto",
    "callto",
    "facetime",
    "facetime-audio",
    "skype",
    "signal",
    "whatsapp",
    "sip",
    "sips",
    "fax",
    "imessage",
    "viber",
    "telprompt",
];

/// Hosts of messenger ids whose user part is a number.
const NUMBER_HOSTS: [&str; 9] = [
    "s.whatsapp.net",
    "c.us",
    "vtext.com",
    "txt.att.net",
    "mms.att.net",
    "tmomail.net",
    "messaging.sprintpcs.com",
    "vzwpix.com",
    "msg.fi.google.com",
];

/// Looks at what stands around the digits `start..end`; `plus_start` is where their plus or bracket starts.
pub(crate) fn setting(text: &str, plus_start: usize, start: usize, end: usize) -> Setting {
    if let Some(behind) = behind(text, start, end) {
        return behind;
    }
    let bytes = text.as_bytes();
    let mut token = start;
    let (mut slash, mut www, mut signed) = (false, false, false);
    while token > 0 && start - token < REACH && LINK[bytes[token - 1] as usize] {
        token -= 1;
        slash |= bytes[token] == b'/';
        www |= bytes[token] == b'w';
        signed |= matches!(bytes[token], b'.' | b':' | b'=');
    }
    if token == start {
        // A mention may keep its digits between marks that nobody sees.
        return match bytes[..start].last() {
            Some(0x80..) => at_mention(text, plus_start),
            _ => Setting::Plain,
        };
    }
    let head = &bytes[token..start];
    // A card repeats its number as a parameter before the number itself.
    if head.ends_with(b"waid=") {
        return Setting::Not("card-parameter");
    }
    // Hosts, schemes and keys each have a sign of their own; `/item/` has none.
    if signed && (slash || www && contains(head, b"www.")) {
        let head = text[characters::ceil(text, token)..start].to_ascii_lowercase();
        let head = head.replace("%2b", "+");
        let head = head
            .strip_suffix(['(', '+'])
            .map_or(head.as_str(), |_| head.as_str());
        if let Some(setting) = linked(head) {
            return if glued_behind(text, end) {
                Setting::Not("link-hash")
            } else {
                setting
            };
        }
        if is_web(head) {
            return Setting::Not("web-address");
        }
    }
    if let Some(colon) = head.iter().rposition(|b| *b == b':') {
        let between = &head[colon + 1..];
        let word_start = head[..colon]
            .iter()
            .rposition(|b| !b.is_ascii_alphanumeric() && *b != b'-')
            .map_or(0, |n| n + 1);
        let scheme = &head[word_start..colon];
        if between
            .iter()
            .all(|b| matches!(b, b'+' | b'(' | b'/' | b'%' | b'2' | b'b' | b'B'))
            && SCHEMES.iter().any(|s| s.as_bytes().eq_ignore_ascii_case(scheme))
        {
            return Setting::Link { international: false };
        }
    }
    at_mention(text, plus_start)
}

fn at_mention(text: &str, start: usize) -> Setting {
    let mut at = start;
    let mut found = false;
    while let Some(character) = characters::before(text, at) {
        at -= character.len_utf8();
        match characters::kind(character) {
            characters::Kind::Invisible => {}
            _ if character == '@' && !found => found = true,
            _ => {
                return if found && !character.is_alphanumeric() {
                    Setting::AtMention
                } else {
                    Setting::Plain
                };
            }
        }
    }
    if found { Setting::AtMention } else { Setting::Plain }
}

/// What a host behind `@` says: `…@s.whatsapp.net`, `…-<time>@g.us`, `…@lid`, mail.
fn behind(text: &str, start: usize, end: usize) -> Option<Setting> {
    let bytes = text.as_bytes();
    let mut at = end;
    match bytes.get(at)? {
        b'@' => {}
        // A device or the creation time of a group stands between the user and its host.
        b':' | b'.' | b'-' | b'_' => {
            let legacy = bytes[at] == b'-';
            let mut digits = 0;
            while digits < 20
                && bytes
                    .get(at)
                    .is_some_and(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'-' | b'_'))
            {
                digits += 1;
                at += 1;
            }
            if bytes.get(at) != Some(&b'@') {
                return None;
            }
            if legacy {
                return host(bytes, at)
                    .eq_ignore_ascii_case(b"g.us")
                    .then_some(Setting::MessengerId);
            }
        }
        _ => return None,
    }
    let host = host(bytes, at);
    if host.is_empty() {
        return None;
    }
    let is = |name: &str| host.eq_ignore_ascii_case(name.as_bytes());
    if NUMBER_HOSTS.iter().any(|name| is(name)) {
        return Some(Setting::MessengerId);
    }
    // The creation time of a legacy group is behind its creator's number.
    if is("lid") || is("g.us") || is("broadcast") || is("newsletter") || is("hosted.lid") || is("bot") {
        return Some(Setting::Not("messenger-id"));
    }
    let scheme = text[..start].ends_with("sip:")
        || text[..start].ends_with("sip:+")
        || text[..start].ends_with("sips:+");
    if scheme {
        return Some(Setting::Link { international: false });
    }
    (host.contains(&b'.') && host[0].is_ascii_alphanumeric()).then_some(Setting::Not("mail-address"))
}

/// The host behind an `@`.
fn host(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at + 1..bytes.len().min(at + 64)];
    let length = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        .count();
    let host = &rest[..length];
    host.strip_suffix(b".").unwrap_or(host)
}

fn linked(head: &str) -> Option<Setting> {
    let head = head.trim_end_matches('(');
    // A plus before the digits is written in full; the digits behind a bare key may be national.
    if INTERNATIONAL
        .iter()
        .any(|tail| head.ends_with(tail) || head.strip_suffix('+').is_some_and(|head| head.ends_with(tail)))
    {
        let dials = head.contains("wa.me")
            || head.contains("whatsapp")
            || head.contains("t.me/")
            || head.contains("signal.me")
            || head.contains("viber")
            || head.starts_with("tg:");
        return Some(Setting::Link { international: dials });
    }
    let plain = head.strip_suffix('+').unwrap_or(head);
    if let Some(before) = KEYS.iter().find_map(|key| plain.strip_suffix(key))
        && before.ends_with(['?', '&', ';', '#'])
    {
        return Some(Setting::Link { international: false });
    }
    let scheme = plain.rsplit(['"', '(', '=']).next().unwrap_or(plain);
    let scheme = scheme.trim_end_matches('/').strip_suffix(':')?;
    SCHEMES
        .contains(&scheme)
        .then_some(Setting::Link { international: false })
}

/// True for an address of the web: a scheme, `www.`, or a host name with a path.
fn is_web(head: &str) -> bool {
    if head.contains("://") || head.contains("www.") {
        return true;
    }
    let host = head.split('/').next().unwrap_or_default();
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    head.contains('/')
        && (2..=6).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && labels.next().is_some_and(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// Bytes that a link is written in.
const LINK: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        bytes[byte as usize] = !matches!(
            byte,
            b'"' | b'\'' | b'<' | b'>' | b'`' | b'|' | b'{' | b'}' | b'\\'
        );
        byte += 1;
    }
    bytes
};

/// True where letters or a dash follow at once, so that the digits are the start of something else.
fn glued_behind(text: &str, end: usize) -> bool {
    characters::at(text, end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
