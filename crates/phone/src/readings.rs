//! What the plans say of digits, and the match that comes of it.

use crate::Finder;
use crate::classes::{self, Reserved};
use crate::links::Setting;
use crate::other_form;
use crate::plan::{CodeFrom, PlanId, Reading};
use smallvec::SmallVec;
use teltale_model::{Candidate, Certainty, Class, E164, LineType, Match};

/// Fewest digits of a number behind an access code.
const LEAST_ABROAD: usize = 7;

/// What the plans say of the digits of a run: never empty.
pub(crate) struct Readings {
    /// The numbers that the digits may be, the first plan's first, with the reserved range that each is in.
    pub(crate) list: SmallVec<[(Reading, Option<Reserved>); 2]>,
    /// A plus, an access code or the setting says that the calling code is written.
    pub(crate) international: bool,
    /// An access code is written.
    pub(crate) access_code: bool,
}

impl Readings {
    fn keep(&mut self, finder: &Finder, reading: Option<Reading>) {
        let Some(reading) = reading else { return };
        let digits = e164_digits(&reading);
        // The patterns of some plans allow more.
        if digits.as_slice().len() > E164::MOST_DIGITS {
            return;
        }
        let same =
            |(other, _): &(Reading, Option<Reserved>)| e164_digits(other).as_slice() == digits.as_slice();
        if !self.list.iter().any(same) {
            self.list.push((reading, finder.classes.of(digits.as_slice())));
        }
    }
}

impl Finder {
    /// What `plans`, those in play, say of digits; None where nobody knows them.
    pub(crate) fn readings(
        &self,
        plans: &[PlanId],
        digits: &[u8],
        plus: bool,
        setting: Setting,
    ) -> Option<Readings> {
        let dialled = match setting {
            Setting::Link { international } => international,
            Setting::MessengerId | Setting::AtMention => true,
            Setting::Plain | Setting::Not(_) => false,
        };
        let mut readings = Readings {
            list: SmallVec::new(),
            international: plus || dialled,
            access_code: false,
        };
        if readings.international {
            let reading = self.plans.international(digits);
            // Some write the access code into a link that wants none.
            let behind_access_code = || {
                let rest = digits.strip_prefix(b"00").filter(|_| !plus)?;
                self.plans.international(rest).map(|reading| reading.behind(2))
            };
            readings.keep(self, reading.or_else(behind_access_code));
            return (!readings.list.is_empty()).then_some(readings);
        }
        for id in plans {
            if !self.plans.may_be(digits, *id) {
                continue;
            }
            let reading = self.plans.national(digits, *id);
            let reading = match reading.filter(|reading| !reading.valid()) {
                Some(unknown) => self
                    .plans
                    .in_old_form(&unknown)
                    .or_else(|| self.plans.in_local_form(digits, *id))
                    .or(Some(unknown)),
                None => reading,
            };
            readings.keep(self, reading.filter(Reading::valid));
            if readings.list.is_empty() {
                readings.keep(self, reading.filter(|reading| self.is_reserved(reading)));
            }
        }
        if let Some((reading, _)) = readings.list.first()
            && reading.from == CodeFrom::Written
        {
            readings.access_code = true;
            readings.international = true;
        }
        if readings.list.is_empty() {
            let rest = digits
                .strip_prefix(b"00")
                .or_else(|| digits.strip_prefix(b"011"))
                .filter(|rest| rest.len() >= LEAST_ABROAD);
            if let Some(rest) = rest {
                let code = (digits.len() - rest.len()) as u8;
                let reading = self.plans.international(rest).map(|reading| reading.behind(code));
                let known = |reading: &Reading| reading.valid() || self.is_reserved(reading);
                readings.keep(self, reading.filter(known));
                readings.access_code = true;
                readings.international = true;
            }
        }
        (!readings.list.is_empty()).then_some(readings)
    }

    fn is_reserved(&self, reading: &Reading) -> bool {
        self.classes.of(e164_digits(reading).as_slice()).is_some()
    }

    /// The match of readings, without place and weight.
    pub(crate) fn matched(&self, readings: &Readings) -> Option<Match> {
        let settled = |(reading, reserved): &(Reading, Option<Reserved>)| self.settled(reading, *reserved);
        match readings.list.as_slice() {
            [only] => Some(settled(only)),
            several => joined(several.iter().map(settled).collect()),
        }
    }

    /// A match of one reading, without place and weight.
    pub(crate) fn settled(&self, reading: &Reading, reserved: Option<Reserved>) -> Match {
        let digits = e164_digits(reading);
        let assigned =
            reading.valid() || reserved.is_some_and(|reserved| reserved.class != Class::Placeholder);
        let possible = assigned || (reading.possible && reserved.is_none());
        let region = reserved
            .map(|reserved| reserved.region)
            .or_else(|| reading.plan.map(|plan| self.plans.region(plan)));
        let (line_type, class) = self.kind_of(reading, reserved);
        let number = if possible { reading.e164() } else { None };
        Match {
            start: 0,
            end: 0,
            other_form: number.as_ref().and_then(|_| other_form::of(digits.as_slice())),
            region: if number.is_some() { region } else { None },
            number,
            candidates: Vec::new(),
            line_type,
            class,
            certainty: Certainty::Maybe,
            reasons: Vec::new(),
        }
    }

    /// The kind of line and the class of a reading.
    pub(crate) fn kind_of(&self, reading: &Reading, reserved: Option<Reserved>) -> (LineType, Class) {
        let told = self.plans.line_type(reading);
        let line_type = match reserved {
            Some(reserved) if told == LineType::CannotTell && reading.code != 1 => reserved.line_type,
            _ => told,
        };
        let class = match reserved {
            Some(reserved) => reserved.class,
            None if matches!(
                line_type,
                LineType::TollFree | LineType::Premium | LineType::SharedCost | LineType::Uan
            ) =>
            {
                Class::Service
            }
            None if classes::fills_a_field(reading.national.as_bytes()) => Class::Placeholder,
            None => Class::Ordinary,
        };
        (line_type, class)
    }
}

/// The match of what several plans make of the same digits, without place and weight; None where there is none.
pub(crate) fn joined(settled: Vec<Match>) -> Option<Match> {
    let mut rest = settled.iter();
    let first = rest.next()?;
    if settled.len() == 1 {
        return settled.into_iter().next();
    }
    let all = |same: fn(&Match, &Match) -> bool| rest.clone().all(|other| same(first, other));
    let line_type = if all(|a, b| a.line_type == b.line_type) {
        first.line_type
    } else {
        LineType::CannotTell
    };
    let class = if all(|a, b| a.class == b.class) {
        first.class
    } else {
        Class::Ordinary
    };
    let mut candidates: Vec<Candidate> = settled
        .into_iter()
        .filter_map(|found| {
            Some(Candidate {
                region: found.region?,
                number: found.number?,
                line_type: found.line_type,
                class: found.class,
            })
        })
        .collect();
    candidates.sort();
    candidates.dedup();
    Some(Match {
        start: 0,
        end: 0,
        number: None,
        candidates,
        region: None,
        line_type,
        class,
        certainty: Certainty::Maybe,
        reasons: Vec::new(),
        other_form: None,
    })
}

/// Digits in E.164 without the plus.
pub(crate) struct E164Digits([u8; 24], usize);

impl E164Digits {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0[..self.1]
    }
}

/// Calling code and national number of a reading.
pub(crate) fn e164_digits(reading: &Reading) -> E164Digits {
    let mut digits = [0; 24];
    let length = reading.write_digits(&mut digits);
    E164Digits(digits, length)
}
