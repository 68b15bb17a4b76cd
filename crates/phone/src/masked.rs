//! Numbers whose writer hid some digits: `+44 7700 ••• 123`, `202-555-XXXX`.

use crate::characters::{self, Kind};
use crate::groups;
use crate::scan::Cluster;
use crate::search::Search;
use smallvec::SmallVec;
use teltale_model::{Certainty, Class, LineType, Match, Reason};

/// True where a character that hides digits stands in or behind a cluster, cheaply.
pub(crate) fn may_hide(text: &str, cluster: Cluster) -> bool {
    let bytes = text.as_bytes();
    let window = &bytes[cluster.start..bytes.len().min(cluster.end + 4)];
    // One pass without a branch, as nearly all clusters hide nothing.
    let hides = |seen, byte: &u8| seen | matches!(byte, b'*' | b'X' | b'x' | 0xe2);
    window.iter().fold(false, hides)
        && window.windows(2).any(|two| {
            matches!(two, b"**" | b"XX" | b"xx") || two[0] == 0xe2 && matches!(two[1], 0x80 | 0x97 | 0x96)
        })
}

/// A number with hidden digits that starts with a cluster: never settled, always *maybe*.
pub(crate) fn read(search: &Search<'_>, cluster: Cluster) -> Option<Match> {
    let text = search.text;
    let lead = groups::lead(text, cluster.start, 0);
    let before = characters::before(text, lead.start);
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '*' | '-' | '/' | '_' | '\u{2022}')) {
        return None;
    }
    let (mut digits, mut hidden, mut between, mut at, mut end) = (0, 0, 0, cluster.start, cluster.start);
    let mut groups: SmallVec<[usize; 16]> = SmallVec::from_slice(&[0]);
    for character in text[cluster.start..].chars().take(48) {
        let kind = characters::kind(character);
        match kind {
            Kind::Digit(_) => digits += 1,
            Kind::Mask | Kind::Star => hidden += 1,
            _ if matches!(character, 'x' | 'X') => hidden += 1,
            Kind::Space | Kind::Hyphen | Kind::Dot | Kind::Open | Kind::Close | Kind::Invisible
                if between < 2 =>
            {
                between += usize::from(kind != Kind::Invisible);
                at += character.len_utf8();
                continue;
            }
            _ => break,
        }
        if between > 0 {
            groups.push(0);
            between = 0;
        }
        *groups.last_mut().expect("there is a first group") += 1;
        at += character.len_utf8();
        end = at;
    }
    if characters::at(text, end).is_some_and(char::is_alphanumeric)
        || !(8..=15).contains(&(digits + hidden))
        || hidden < 2
        || digits < 4
    {
        return None;
    }
    let phone_word = search.finder.words.around(text, lead.start, end).phone;
    let trunk = text[cluster.start..].starts_with('0');
    // North America's groups are nearly nothing else's.
    let grouped = matches!(groups.as_slice(), [3, 3, 4] | [1, 3, 3, 4]);
    if !(lead.plus || phone_word || trunk || grouped) {
        return None;
    }
    let start = lead
        .bracket
        .filter(|_| text[cluster.start..end].contains(')'))
        .unwrap_or(lead.start);
    let mut reasons = vec![Reason::PartlyMasked];
    if lead.plus {
        reasons.push(Reason::Plus);
    }
    if phone_word {
        reasons.push(Reason::PhoneWord);
    }
    reasons.sort_unstable();
    Some(Match {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
        number: None,
        candidates: Vec::new(),
        region: None,
        line_type: LineType::CannotTell,
        class: Class::Ordinary,
        certainty: Certainty::Maybe,
        reasons,
        other_form: None,
    })
}
