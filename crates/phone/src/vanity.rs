//! Numbers with letters on a keypad: `1-800-FLOWERS`, `13 CATS`.

use crate::characters::{self, keypad};
use crate::groups::{Groups, Lead};
use crate::plan::Reading;
use crate::scan::Cluster;
use crate::search::Search;
use teltale_model::{Candidate, Certainty, LineType, Match, Reason};

/// Letters of one vanity number.
const MOST_LETTERS: usize = 10;
/// Letters of a vanity number that a switch hears at least, where more are written.
const LEAST_HEARD: usize = 6;

/// True where capitals follow a cluster behind one separator, cheaply.
pub(crate) fn may_follow(text: &str, cluster: Cluster) -> bool {
    let bytes = text.as_bytes();
    let at = cluster.end + usize::from(bytes.get(cluster.end) == Some(&b')'));
    let capitals = |at: usize| {
        bytes
            .get(at..at + 4)
            .or_else(|| bytes.get(at..at + 3))
            .is_some_and(|next| match next {
                [a, b, b'-', c] => [a, b, c].into_iter().all(u8::is_ascii_uppercase),
                next => next[..3].iter().all(u8::is_ascii_uppercase),
            })
    };
    capitals(at) || (matches!(bytes.get(at), Some(b'-' | b' ' | b'.')) && capitals(at + 1))
}

/// What Australia's shortest numbers begin with; no other number of two digits and letters is read.
const THIRTEEN: &[u8] = b"13";

/// True where a cluster is the beginning of a number such as `13 CATS`, cheaply.
pub(crate) fn is_thirteen(text: &str, cluster: Cluster) -> bool {
    &text.as_bytes()[cluster.start..cluster.end] == THIRTEEN && may_follow(text, cluster)
}

/// The number that ends in the capitals behind a cluster.
pub(crate) fn read(search: &mut Search<'_>, cluster: Cluster) -> Option<Match> {
    let text = search.text;
    let mut groups = Groups::default();
    groups.cut(text, cluster, false);
    let bytes = text.as_bytes();
    let letters_start = bytes[cluster.end..].iter().position(u8::is_ascii_uppercase)? + cluster.end;
    let (letters, end) = capitals(bytes, letters_start)?;
    if characters::at(text, end).is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let list = &groups.groups;
    let mut first = list.len().checked_sub(1)?;
    while first > 0 && !list[first].gap.ends_number() && groups.digits.len() - list[first - 1].from <= 7 {
        first -= 1;
    }
    let glued = bytes[letters_start - 1].is_ascii_digit();
    let hyphen = bytes[letters_start - 1] == b'-';
    for start in first..list.len() {
        let digits = &groups.digits[list[start].from..];
        if !(3..=7).contains(&digits.len()) && digits != THIRTEEN {
            continue;
        }
        let lead = crate::groups::lead(
            text,
            list[start].start,
            if start == 0 { 0 } else { list[start - 1].end },
        );
        if glued && digits.len() != 4 {
            continue;
        }
        if let Some(found) = attempt(search, &lead, digits, &letters, end, hyphen) {
            return Some(found);
        }
    }
    None
}

/// Capitals, perhaps in two words with a hyphen, as keys.
fn capitals(bytes: &[u8], start: usize) -> Option<(Vec<u8>, usize)> {
    let mut keys = Vec::new();
    let mut at = start;
    loop {
        match bytes.get(at) {
            Some(b) if b.is_ascii_uppercase() => keys.push(b'0' + keypad(*b)?),
            Some(b'-') if bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) && keys.len() >= 2 => {}
            _ => break,
        }
        at += 1;
        if keys.len() > MOST_LETTERS {
            return None;
        }
    }
    (keys.len() >= 3).then_some((keys, at))
}

fn attempt(
    search: &mut Search<'_>,
    lead: &Lead,
    digits: &[u8],
    letters: &[u8],
    end: usize,
    hyphen: bool,
) -> Option<Match> {
    let bracketed = lead
        .bracket
        .filter(|_| search.text[lead.start..end].contains(')'));
    let start = bracketed.unwrap_or(lead.start);
    let before = characters::before(search.text, start);
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '#' | '_' | '$')) {
        return None;
    }
    let phone_word = search.finder.words.around(search.text, start, end).phone;
    let north_american = |digits: &[u8]| digits.len() == 3 || (digits.len() == 4 && digits[0] == b'1');
    // People spell on behind the last digit that a switch hears.
    let longest = if north_american(digits) {
        letters.len().min(7)
    } else {
        letters.len()
    };
    let dialled = |heard: usize| -> Vec<u8> { digits.iter().chain(&letters[..heard]).copied().collect() };
    let mut readings: Vec<Reading> = Vec::new();
    let mut heard = longest;
    for length in (LEAST_HEARD.min(longest)..=longest).rev() {
        let dialled = dialled(length);
        if lead.plus {
            readings.extend(search.finder.plans.international(&dialled).filter(Reading::valid));
        } else {
            for n in 0..search.plans().len() {
                let id = search.plans()[n];
                readings.extend(search.finder.plans.national(&dialled, id).filter(Reading::valid));
            }
        }
        if !readings.is_empty() {
            heard = length;
            break;
        }
    }
    let open = readings.is_empty()
        && !lead.plus
        && search.regions.is_empty()
        && digits.len() == 4
        && digits[0] == b'1';
    if open {
        let dialled = dialled(longest);
        readings.extend(search.finder.plans.international(&dialled).filter(Reading::valid));
    }
    let reading = *readings.first()?;
    let service = matches!(
        search.finder.plans.line_type(&reading),
        LineType::TollFree | LineType::SharedCost | LineType::Premium
    );
    let exact = letters.len() == heard;
    let certainty = match (
        service && (hyphen || phone_word || digits.len() == 4 || bracketed.is_some()),
        phone_word && exact && hyphen,
    ) {
        _ if open => Certainty::Maybe,
        // `13 DAYS` reads like it.
        _ if digits == THIRTEEN => (phone_word && exact).then_some(Certainty::Maybe)?,
        (true, _) | (_, true) => Certainty::Likely,
        _ => return None,
    };
    let mut found = search.finder.settled(&reading, None);
    if open {
        found.candidates = vec![Candidate {
            region: found.region?,
            number: found.number.take()?,
            line_type: found.line_type,
            class: found.class,
        }];
        found.region = None;
    }
    found.start = u32::try_from(start).ok()?;
    found.end = u32::try_from(end).ok()?;
    found.certainty = certainty;
    found.reasons = vec![Reason::Valid, Reason::Separated, Reason::Vanity];
    if lead.plus {
        found.reasons.push(Reason::Plus);
    }
    if phone_word {
        found.reasons.push(Reason::PhoneWord);
    }
    found.reasons.sort_unstable();
    Some(found)
}
