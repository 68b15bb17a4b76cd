//! Our reading of digits against the reference's, number by number.

use super::*;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region as Theirs};

struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }
}

/// What either side says of digits.
#[derive(PartialEq, Eq, Debug)]
struct Said {
    e164: String,
    valid: bool,
    possible: bool,
    region: Option<String>,
    line: LineType,
}

fn theirs(digits: &str, region: Option<Theirs>) -> Option<Said> {
    let number = PHONE_NUMBER_UTIL.parse(digits, region).ok()?;
    let valid = PHONE_NUMBER_UTIL.is_valid_number(&number);
    Some(Said {
        e164: PHONE_NUMBER_UTIL
            .format(&number, PhoneNumberFormat::E164)
            .into_owned(),
        valid,
        possible: matches!(
            PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number),
            Ok(rlibphonenumber::NumberLengthType::IsPossible)
        ),
        region: PHONE_NUMBER_UTIL
            .get_region_for_number(&number)
            .map(|r| r.as_region_str().as_str().to_owned()),
        line: match PHONE_NUMBER_UTIL.get_number_type(&number) {
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
        },
    })
}

fn ours(plans: &Plans, digits: &str, region: Option<PlanId>) -> Option<Said> {
    let reading = match digits.strip_prefix('+') {
        Some(international) => plans.international(international.as_bytes())?,
        None => plans.national(digits.as_bytes(), region?)?,
    };
    let mut buffer = [0; 24];
    let length = reading.write_digits(&mut buffer);
    Some(Said {
        e164: format!("+{}", std::str::from_utf8(&buffer[..length]).expect("digits")),
        valid: reading.valid(),
        possible: reading.possible,
        region: reading.plan.map(|id| plans.region(id).to_string()),
        line: plans.line_type(&reading),
    })
}

#[test]
fn version_is_the_tables() {
    assert_eq!(Plans::new(Vec::new()).table.version, VERSION);
}

#[test]
fn plans_agree_with_the_reference() {
    let plans = Plans::new(Vec::new());
    let mut dice = Dice(0x5eed_1234_9876);
    let (mut compared, mut valid) = (0_u32, 0_u32);
    for id in plans.all() {
        let code = plans.region(id);
        let region = Theirs::from_code(code.as_str()).expect("the reference knows the region");
        let mut seeds: Vec<String> = [
            PhoneNumberType::FixedLine,
            PhoneNumberType::Mobile,
            PhoneNumberType::TollFree,
            PhoneNumberType::PremiumRate,
            PhoneNumberType::VoIP,
            PhoneNumberType::UAN,
        ]
        .into_iter()
        .filter_map(|kind| {
            PHONE_NUMBER_UTIL
                .get_example_number_for_type_and_region(region, kind)
                .ok()
        })
        .map(|number| number.get_national_significant_number())
        .collect();
        seeds.push("0123456789".to_owned());
        for _ in 0..if cfg!(debug_assertions) { 60 } else { 2000 } {
            let mut digits: Vec<u8> = seeds[dice.roll(seeds.len() as u64) as usize].clone().into_bytes();
            for _ in 0..dice.roll(4) {
                let at = dice.roll(digits.len() as u64) as usize;
                digits[at] = b'0' + dice.roll(10) as u8;
            }
            match dice.roll(12) {
                0 => {
                    digits.pop();
                }
                1 => digits.push(b'0' + dice.roll(10) as u8),
                2 => digits.insert(0, b'0' + dice.roll(10) as u8),
                _ => {}
            }
            let mut text = String::from_utf8(digits).expect("digits");
            match dice.roll(7) {
                0 => text.insert_str(0, plans.trunk(id)),
                1 => text.insert_str(0, &format!("+{}", plans.code(id))),
                2 => text.insert_str(0, &format!("+{}{}", plans.code(id), plans.trunk(id))),
                3 => text.insert_str(0, &plans.code(id).to_string()),
                4 => text.insert_str(0, &format!("00{}", plans.code(id))),
                _ => {}
            }
            let theirs = theirs(&text, Some(region));
            let ours = ours(&plans, &text, Some(id));
            compared += 1;
            valid += u32::from(theirs.as_ref().is_some_and(|said| said.valid));
            // Forms that were given up are read on purpose.
            let old = |e164: &str| e164.starts_with("+521") || e164.starts_with("+55") && e164.len() == 13;
            if ours.as_ref().is_some_and(|said| old(&said.e164)) && ours != theirs {
                continue;
            }
            assert_eq!(ours, theirs, "{text} in {code}");
        }
    }
    assert!(
        valid * 4 > compared,
        "{valid} of {compared} are valid: the dice do not reach the plans"
    );
}

#[test]
fn plans_that_may_know_digits_are_those_that_do() {
    // Ranges beside the plans: one that begins like the numbers of its plan, and one that does not.
    let plans = Plans::new(vec![b"44770090xxxx", b"1000xxxxxxx"]);
    let mut dice = Dice(0x0bad_cafe);
    let known = |id: &PlanId, digits: &str| {
        plans.national(digits.as_bytes(), *id).filter(|reading| {
            let national = reading.national.as_bytes();
            let reserved = match reading.code {
                44 => national.starts_with(b"770090"),
                1 => national.starts_with(b"000"),
                _ => false,
            } && national.len() == 10;
            reading.from == CodeFrom::Region && (reading.valid() || reserved)
        })
    };
    let number = |reading: Reading| {
        reading
            .e164()
            .map(|number| (number.as_str().to_owned(), reading.plan))
    };
    let mut numbers = vec![
        "07700900123".to_owned(),
        "0001234567".to_owned(),
        "2025550143".to_owned(),
        "01512345678".to_owned(),
    ];
    for _ in 0..if cfg!(debug_assertions) { 400 } else { 40_000 } {
        let length = 7 + dice.roll(6);
        let trunk = ["", "", "0", "1", "8"][dice.roll(5) as usize];
        let digits: String = (0..length)
            .map(|_| char::from(b'0' + dice.roll(10) as u8))
            .collect();
        numbers.push(format!("{trunk}{digits}"));
    }
    for digits in numbers {
        let all: std::collections::BTreeSet<_> = plans
            .all()
            .filter_map(|id| known(&id, &digits))
            .filter_map(number)
            .collect();
        let few: std::collections::BTreeSet<_> = plans
            .may_know(digits.as_bytes())
            .filter_map(|id| known(&id, &digits))
            .filter_map(number)
            .collect();
        assert_eq!(few, all, "{digits}");
    }
}
