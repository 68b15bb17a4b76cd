//! Numbering plans: from digits to a number, its region, its kind of line and its validity.
//!
//! A port of the reference's parsing rules onto automata that read a digit in one step; the test
//! `plans_agree_with_the_reference` holds it to the reference over every plan. Nothing here reads text:
//! separators, extensions and words are the grammar's business.

mod automaton;
mod beginnings;
mod grouping;
mod local_form;
mod old_form;
mod pattern;
mod table;

pub(crate) use grouping::Grouping;

use beginnings::Beginnings;
use grouping::compare;
use std::sync::OnceLock;
use table::{FIXED, LINES, MOBILE, Plan, Prefix, Table};
use teltale_model::{E164, LineType, Region};

/// Version of the metadata that the table was written from; a test holds it to the table.
pub(crate) const VERSION: &str = "9.0.42";

/// All numbering plans. Plans are compiled when first touched, each on its own.
pub(crate) struct Plans {
    table: Table,
    /// Ranges beside the plans, in E.164 without plus, whose numbers are read though no plan may know them.
    reserved: Vec<&'static [u8]>,
    /// Made when a number of a country that is not in play is first met.
    beginnings: OnceLock<Beginnings>,
}

/// A plan's place in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct PlanId(u16);

/// How the calling code was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CodeFrom {
    /// After a plus or an international access code.
    Written,
    /// Calling code without plus before a national number.
    Bare,
    /// Not written: taken from the region.
    Region,
}

/// National digits, at most seventeen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digits {
    digits: [u8; 20],
    length: u8,
}

impl Digits {
    fn new(digits: &[u8]) -> Option<Self> {
        let mut copy = [0; 20];
        copy.get_mut(..digits.len())?.copy_from_slice(digits);
        Some(Self {
            digits: copy,
            length: u8::try_from(digits.len()).ok()?,
        })
    }

    /// The digits in ASCII.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.digits[..self.length as usize]
    }
}

/// What digits are in a plan.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    /// The calling code.
    pub(crate) code: u16,
    /// The national number without trunk prefix.
    pub(crate) national: Digits,
    /// The plan that the number belongs to; None where its calling code's plans do not know it.
    pub(crate) plan: Option<PlanId>,
    /// Bits of the kinds of line; 0 = not valid.
    lines: u64,
    /// Of a possible length.
    pub(crate) possible: bool,
    /// How the calling code was written.
    pub(crate) from: CodeFrom,
    /// Digits of the input before the national number as it was written (calling code, trunk prefix).
    pub(crate) prefix: u8,
}

impl Reading {
    /// Assigned by the plan.
    pub(crate) fn valid(&self) -> bool {
        self.lines != 0
    }

    /// How many digits the calling code has.
    pub(crate) fn code_digits(&self) -> usize {
        match self.code {
            0..10 => 1,
            10..100 => 2,
            100.. => 3,
        }
    }

    /// The same, written behind more digits (an access code).
    pub(crate) fn behind(self, digits: u8) -> Self {
        Self {
            prefix: self.prefix + digits,
            ..self
        }
    }

    /// Calling code and national number as digits.
    pub(crate) fn write_digits(&self, into: &mut [u8; 24]) -> usize {
        let code = [self.code / 100, self.code / 10 % 10, self.code % 10].map(|digit| b'0' + digit as u8);
        let length = self.code_digits();
        into[..length].copy_from_slice(&code[3 - length..]);
        let national = self.national.as_bytes();
        into[length..length + national.len()].copy_from_slice(national);
        length + national.len()
    }

    /// In E.164, where the digits fit.
    pub(crate) fn e164(&self) -> Option<E164> {
        let mut digits = [0; 24];
        let length = self.write_digits(&mut digits);
        let mut text = String::with_capacity(length + 1);
        text.push('+');
        text.push_str(std::str::from_utf8(&digits[..length]).expect("digits are ASCII"));
        E164::new(&text)
    }
}

impl Plans {
    /// Reads the table; plans are compiled on first use. `reserved` are ranges beside the plans (digits and `x`).
    pub(crate) fn new(reserved: Vec<&'static [u8]>) -> Self {
        Self {
            table: Table::new(),
            reserved,
            beginnings: OnceLock::new(),
        }
    }

    /// Version of the metadata that the table was written from.
    pub(crate) fn version(&self) -> &'static str {
        VERSION
    }

    /// The plan of a region; None where the table has none.
    pub(crate) fn of_region(&self, region: Region) -> Option<PlanId> {
        self.table.of_region(region).map(PlanId)
    }

    /// Every plan of a region, ordered by region.
    pub(crate) fn all(&self) -> impl Iterator<Item = PlanId> {
        self.table.regions().map(PlanId)
    }

    /// The plans that may know digits as people of their region write them, ordered by region: of all plans a few,
    /// told before any but these is compiled.
    pub(crate) fn may_know<'p>(&'p self, digits: &'p [u8]) -> impl Iterator<Item = PlanId> {
        let beginnings = self
            .beginnings
            .get_or_init(|| Beginnings::new(&self.table, &self.reserved));
        let plan = |place| PlanId(self.table.region_at(place));
        beginnings
            .of(digits, move |place, digits| {
                self.plan(plan(place)).looks_national(digits)
            })
            .map(plan)
    }

    /// Compiles a plan and those that share its calling code.
    pub(crate) fn warm_up(&self, id: PlanId) {
        for sibling in self.table.of_code(self.plan(id).code) {
            self.table.plans[*sibling as usize].rules();
        }
        self.table.shared(self.plan(id).code);
        self.plan(id).rules();
    }

    fn plan(&self, id: PlanId) -> &Plan {
        &self.table.plans[id.0 as usize]
    }

    /// The region of a plan.
    pub(crate) fn region(&self, id: PlanId) -> Region {
        self.plan(id).region
    }

    /// The calling code of a plan.
    #[cfg(test)]
    fn code(&self, id: PlanId) -> u16 {
        self.plan(id).code
    }

    /// What people of a plan dial before a national number; may be empty.
    pub(crate) fn trunk(&self, id: PlanId) -> &'static str {
        self.plan(id).trunk
    }

    /// Reads international digits: calling code first, no plus.
    pub(crate) fn international(&self, digits: &[u8]) -> Option<Reading> {
        let (code, rest) = self.split_code(digits)?;
        let main = *self.table.of_code(code).first()?;
        let reading = self.finish(code, PlanId(main), rest, digits.len(), CodeFrom::Written)?;
        Some(self.in_old_form(&reading).unwrap_or(reading))
    }

    /// False where digits are too few or too many for the plan in any way of writing; cheap.
    pub(crate) fn may_be(&self, digits: &[u8], id: PlanId) -> bool {
        let plan = self.plan(id);
        plan.plausible & 1 << digits.len().min(31) != 0
            || (digits.len() > 9
                && plan
                    .idd
                    .as_ref()
                    .is_some_and(|idd| idd.may_take(digits) && idd.captures(digits).is_some()))
    }

    /// Reads digits as somebody in the plan's region would dial or write them.
    pub(crate) fn national(&self, digits: &[u8], id: PlanId) -> Option<Reading> {
        let plan = self.plan(id);
        if let Some(idd) = &plan.idd
            && idd.may_take(digits)
            && let Some([Some((_, end)), ..]) = idd.captures(digits)
            && digits.get(end).is_none_or(|digit| *digit != b'0')
        {
            return self
                .international(&digits[end..])
                .map(|reading| reading.behind(end as u8));
        }
        if let Some(rest) = digits.strip_prefix(plan.code_text.as_bytes()) {
            let stripped = strip_trunk(plan, rest)?;
            let too_long = length_of(plan, digits.len()) == Length::TooLong;
            if (!plan.looks_national(digits) && plan.looks_national(stripped.as_bytes())) || too_long {
                return self.finish(
                    plan.code,
                    self.main(id),
                    stripped.as_bytes(),
                    digits.len(),
                    CodeFrom::Bare,
                );
            }
        }
        self.finish(plan.code, id, digits, digits.len(), CodeFrom::Region)
    }

    fn main(&self, id: PlanId) -> PlanId {
        self.table
            .of_code(self.plan(id).code)
            .first()
            .map_or(id, |main| PlanId(*main))
    }

    fn split_code<'d>(&self, digits: &'d [u8]) -> Option<(u16, &'d [u8])> {
        if digits.len() <= 2 || digits[0] == b'0' {
            return None;
        }
        let mut code = 0;
        for (n, digit) in digits.iter().take(3).enumerate() {
            code = code * 10 + u16::from(digit - b'0');
            if !self.table.of_code(code).is_empty() {
                return Some((code, &digits[n + 1..]));
            }
        }
        None
    }

    fn finish(
        &self,
        code: u16,
        id: PlanId,
        digits: &[u8],
        written: usize,
        from: CodeFrom,
    ) -> Option<Reading> {
        let plan = self.plan(id);
        if digits.len() < 2 || digits.len() > 20 {
            return None;
        }
        let mut national = Digits::new(digits)?;
        let stripped = strip_trunk(plan, digits)?;
        if !matches!(
            length_of(plan, stripped.as_bytes().len()),
            Length::LocalOnly | Length::TooShort | Length::Impossible
        ) {
            national = stripped;
        }
        if !(2..=17).contains(&national.as_bytes().len()) {
            return None;
        }
        let national_digits = national.as_bytes();
        let owner = self.owner(code, national_digits);
        let lines = owner.map_or(0, |owner| self.plan(owner).lines(national_digits));
        let possible = length_of(self.plan(self.main(id)), national_digits.len()) == Length::Possible;
        let prefix = written.saturating_sub(national_digits.len()) as u8;
        Some(Reading {
            code,
            national,
            plan: owner,
            lines,
            possible,
            from,
            prefix,
        })
    }

    /// The plan among those of a calling code that a number belongs to.
    fn owner(&self, code: u16, national: &[u8]) -> Option<PlanId> {
        let plans = self.table.of_code(code);
        match plans {
            [only] => Some(PlanId(*only)),
            _ => {
                let (general, leading) = self.table.shared(code)?.ask(national);
                let mut rest = leading | general;
                while rest != 0 {
                    let n = rest.trailing_zeros();
                    let id = PlanId(plans[n as usize]);
                    if leading & 1 << n != 0 || self.plan(id).lines(national) != 0 {
                        return Some(id);
                    }
                    rest &= rest - 1;
                }
                None
            }
        }
    }

    /// The kind of line, as far as the plan can tell.
    pub(crate) fn line_type(&self, reading: &Reading) -> LineType {
        let Some(plan) = reading.plan.map(|id| self.plan(id)) else {
            return LineType::CannotTell;
        };
        for (n, (_, line_type)) in LINES.iter().enumerate().skip(1) {
            if reading.lines & (1 << n) == 0 {
                continue;
            }
            return match 1 << n {
                FIXED if plan.mixed || reading.lines & MOBILE != 0 => LineType::CannotTell,
                _ => *line_type,
            };
        }
        LineType::CannotTell
    }

    /// How a grouping of the national number's digits compares with the formats of its plan.
    pub(crate) fn grouping(&self, reading: &Reading, groups: &[u8]) -> Grouping {
        let Some(id) = self.formatter(reading) else {
            return Grouping::Foreign;
        };
        let mut best = Grouping::Foreign;
        for format in self.plan(id).formats(reading.national.as_bytes()) {
            best = best.max(compare(groups, &format.groups));
            if best == Grouping::Same {
                break;
            }
        }
        best
    }

    /// The plan whose formats a number is written in: its own, or the calling code's main one for numbers of no plan.
    fn formatter(&self, reading: &Reading) -> Option<PlanId> {
        reading
            .plan
            .or_else(|| self.table.of_code(reading.code).first().map(|main| PlanId(*main)))
    }

    /// True where people write the trunk prefix before this national number and the plan has one.
    pub(crate) fn wants_trunk(&self, reading: &Reading) -> bool {
        let Some(id) = self.formatter(reading) else {
            return false;
        };
        let plan = self.plan(id);
        if plan.trunk.is_empty() || plan.code == 1 {
            return false;
        }
        let mut any = false;
        for format in plan.formats(reading.national.as_bytes()) {
            if format.alternate {
                continue;
            }
            if !format.trunk {
                return false;
            }
            any = true;
        }
        any
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Possible,
    LocalOnly,
    TooShort,
    TooLong,
    Impossible,
}

fn length_of(plan: &Plan, length: usize) -> Length {
    if plan.lengths == 0 {
        return Length::Impossible;
    }
    if length > 31 {
        return Length::TooLong;
    }
    let bit = 1 << length;
    if plan.local_lengths & bit != 0 {
        Length::LocalOnly
    } else if plan.lengths & bit != 0 {
        Length::Possible
    } else if bit < plan.lengths & plan.lengths.wrapping_neg() {
        Length::TooShort
    } else if bit > plan.lengths {
        Length::TooLong
    } else {
        Length::Impossible
    }
}

/// Without the trunk prefix, or rewritten by the plan's transform rule (`9$1`, `$2`, `0549$1`).
fn strip_trunk(plan: &Plan, digits: &[u8]) -> Option<Digits> {
    let unchanged = Digits::new(digits);
    let captured = match &plan.rules().prefix {
        Prefix::None => return unchanged,
        Prefix::Digits(prefix) => digits
            .starts_with(prefix)
            .then_some([Some((0, prefix.len())), None, None]),
        Prefix::Rule(rule) if rule.may_take(digits) => rule.captures(digits),
        Prefix::Rule(_) => None,
    };
    let Some([Some((_, end)), first, second]) = captured else {
        return unchanged;
    };
    let filled = |span: Option<(usize, usize)>| span.filter(|(start, end)| start < end);
    let viable = plan.looks_national(digits);
    let rewritten = if !plan.transform.is_empty()
        && (filled(second).is_some() || (filled(first).is_some() && second.is_none()))
    {
        let mut out = Vec::with_capacity(20);
        let mut rule = plan.transform.bytes();
        while let Some(byte) = rule.next() {
            let span = match byte {
                b'$' => match rule.next() {
                    Some(b'1') => first,
                    Some(b'2') => second,
                    _ => None,
                },
                _ => {
                    out.push(byte);
                    None
                }
            };
            if let Some((start, end)) = span {
                out.extend_from_slice(&digits[start..end]);
            }
        }
        out.extend_from_slice(&digits[end..]);
        Digits::new(&out)?
    } else {
        Digits::new(&digits[end..])?
    };
    if viable && !plan.looks_national(rewritten.as_bytes()) {
        return unchanged;
    }
    Some(rewritten)
}

#[cfg(test)]
mod tests;
