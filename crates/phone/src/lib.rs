//! Finds phone numbers in a string. Pure: no files, no clock, no locks.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region as PlanRegion};
use teltale_model::{Candidate, Certainty, Class, E164, LineType, Match, Reason, Region, Rejection};

/// Changes whenever the finder may answer differently for the same text.
pub const VERSION: u32 = 1;

/// Finds numbers. Cheap to share between threads; holds no lock.
#[derive(Debug, Default)]
pub struct Finder {}

impl Finder {
    /// A finder for all regions.
    pub fn new() -> Self {
        Self {}
    }

    /// Loads what the regions need, so that the first search is as fast as the next.
    pub fn warm_up(&self, _regions: &[Region]) {}

    /// The version of the numbering metadata, to be kept with each verdict.
    pub fn metadata_version() -> &'static str {
        "9.0.42"
    }

    /// Adds the numbers in `text` to `out`: ordered by start, never overlapping. `regions` are those in play; none is a valid answer.
    pub fn find(&self, text: &str, regions: &[Region], out: &mut Vec<Match>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plus = bytes[at] == b'+' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            let open = bytes[at] == b'(' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            let touches = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
            if !(plus || open || bytes[at].is_ascii_digit()) || touches {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            let mut last = at + 1;
            let mut digits = u32::from(bytes[at].is_ascii_digit());
            while end < bytes.len() && end - at < 32 {
                if bytes[end].is_ascii_digit() {
                    digits += 1;
                    last = end + 1;
                } else if !b" -./()".contains(&bytes[end]) || end - last >= 2 {
                    break;
                }
                end += 1;
            }
            if (7..=15).contains(&digits) {
                if let Some(found) = read(text, at, last, regions, Certainty::Likely, Reason::Separated) {
                    out.push(found);
                }
            }
            at = last;
        }
    }

    /// Reads a whole field that holds a phone number.
    pub fn read_number(&self, text: &str, regions: &[Region]) -> Option<Match> {
        read(text, 0, text.len(), regions, Certainty::Sure, Reason::PhoneField)
    }

    /// Reads international digits without a plus (a messenger's id, the path of a `wa.me` link).
    pub fn read_digits(&self, text: &str) -> Option<Match> {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let number = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
        let mut found = matched(&number, 0, digits.len(), Certainty::Sure)?;
        found.reasons.insert(0, Reason::MessengerId);
        Some(found)
    }

    /// What named rules removed from `text`.
    pub fn rejections(&self, _text: &str, _regions: &[Region]) -> Vec<Rejection> {
        Vec::new()
    }
}

fn read(
    text: &str,
    start: usize,
    end: usize,
    regions: &[Region],
    certainty: Certainty,
    why: Reason,
) -> Option<Match> {
    let raw = &text[start..end];
    if raw.len() > 64 {
        return None;
    }
    if raw.trim_start().starts_with('+') {
        let number = PHONE_NUMBER_UTIL.parse(raw, None).ok()?;
        let mut found = matched(&number, start, end, Certainty::Sure)?;
        found.reasons.insert(0, Reason::Plus);
        return Some(found);
    }
    let mut candidates = Vec::new();
    let mut first = None;
    for region in regions {
        let Some(plan) = PlanRegion::from_code(region.as_str()).ok() else {
            continue;
        };
        let Ok(number) = PHONE_NUMBER_UTIL.parse(raw, Some(plan)) else {
            continue;
        };
        if !PHONE_NUMBER_UTIL.is_valid_number(&number) {
            continue;
        }
        let e164 = E164::new(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))?;
        candidates.push(Candidate {
            region: *region,
            number: e164,
        });
        first.get_or_insert(number);
    }
    let mut found = matched(&first?, start, end, certainty)?;
    found.reasons.insert(0, why);
    if candidates.len() > 1 {
        candidates.sort();
        found.candidates = candidates;
        found.number = None;
        found.region = None;
        found.reasons.push(Reason::RegionOpen);
    } else {
        found.reasons.push(Reason::RegionAssumed);
    }
    found.reasons.sort();
    Some(found)
}

fn matched(
    number: &rlibphonenumber::PhoneNumber,
    start: usize,
    end: usize,
    certainty: Certainty,
) -> Option<Match> {
    if !PHONE_NUMBER_UTIL.is_possible_number(number) {
        return None;
    }
    let valid = PHONE_NUMBER_UTIL.is_valid_number(number);
    let e164 = E164::new(&PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164))?;
    let line_type = match PHONE_NUMBER_UTIL.get_number_type(number) {
        PhoneNumberType::Mobile => LineType::Mobile,
        PhoneNumberType::FixedLine => LineType::Fixed,
        PhoneNumberType::TollFree => LineType::TollFree,
        PhoneNumberType::PremiumRate => LineType::Premium,
        PhoneNumberType::SharedCost => LineType::SharedCost,
        PhoneNumberType::UAN => LineType::Uan,
        PhoneNumberType::VoIP => LineType::Voip,
        PhoneNumberType::PersonalNumber => LineType::Personal,
        PhoneNumberType::Pager => LineType::Pager,
        PhoneNumberType::VoiceMail => LineType::Voicemail,
        PhoneNumberType::FixedLineOrMobile | PhoneNumberType::Unknown => LineType::CannotTell,
    };
    Some(Match {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
        number: Some(e164),
        candidates: Vec::new(),
        region: PHONE_NUMBER_UTIL
            .get_region_for_number(number)
            .and_then(|r| Region::new(r.as_region_str().as_str())),
        line_type,
        class: Class::Ordinary,
        certainty,
        reasons: vec![if valid { Reason::Valid } else { Reason::Possible }],
        other_form: None,
    })
}
