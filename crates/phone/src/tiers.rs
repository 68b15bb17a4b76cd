//! How sure a candidate is, and why.

use crate::links::Setting;
use crate::plan::Grouping;
use teltale_model::{Certainty, Class, Reason};

/// Fewest digits of a number with its area code.
const LEAST_WITH_AREA: usize = 8;

/// All that is known of a candidate when it is weighed.
pub(crate) struct Evidence {
    pub(crate) plus: bool,
    pub(crate) access_code: bool,
    pub(crate) setting: Setting,
    pub(crate) valid: bool,
    pub(crate) reserved: Option<Class>,
    pub(crate) possible: bool,
    pub(crate) grouping: Grouping,
    /// Every group is one digit.
    pub(crate) one_by_one: bool,
    /// One group, no separator.
    pub(crate) bare: bool,
    /// An area code in brackets.
    pub(crate) brackets: bool,
    /// The trunk prefix is written.
    pub(crate) trunk: bool,
    /// People of the plan write a trunk prefix.
    pub(crate) wants_trunk: bool,
    pub(crate) phone_word: bool,
    /// A word speaks against it.
    pub(crate) doubted: bool,
    pub(crate) disguised: bool,
    /// Broken over a line.
    pub(crate) broken: bool,
    /// Broken over a line where no sign says that it goes on.
    pub(crate) torn: bool,
    pub(crate) extension: bool,
    /// Nothing else stands in the text.
    pub(crate) whole_text: bool,
    pub(crate) digits: usize,
    /// Starts with a zero, as few other numbers do, and has no one-digit group.
    pub(crate) zero: bool,
    /// Only spaces part the groups.
    pub(crate) spaced: bool,
    /// All groups have the same length of three or more.
    pub(crate) even: bool,
    /// How many different numbers the regions in play make of it.
    pub(crate) readings: usize,
    /// How many regions are in play.
    pub(crate) regions: usize,
}

impl Evidence {
    /// Assigned by the plan or reserved beside it.
    fn known(&self) -> bool {
        self.valid || matches!(self.reserved, Some(Class::Fiction | Class::Test | Class::Service))
    }

    fn international(&self) -> bool {
        self.plus || self.access_code || self.setting != Setting::Plain
    }

    /// The separators are those of a number: not bare, and in groups that the plan knows.
    fn formed(&self) -> bool {
        !self.bare && self.grouping >= Grouping::Joined
    }
}

/// The certainty and the reasons; None where the candidate is not worth showing.
pub(crate) fn weigh(evidence: &Evidence) -> Option<(Certainty, Vec<Reason>)> {
    if evidence.torn && !(evidence.phone_word && evidence.trunk && evidence.grouping >= Grouping::Area) {
        return None;
    }
    let certainty = if evidence.international() {
        international(evidence)
    } else {
        national(evidence)
    }?;
    let certainty = if evidence.readings > 1 || evidence.disguised {
        certainty.min(Certainty::Likely)
    } else {
        certainty
    };
    let certainty = if evidence.doubted || evidence.torn {
        Certainty::Maybe
    } else {
        certainty
    };
    Some((certainty, reasons(evidence)))
}

/// The rule's name where [`weigh`] declines.
pub(crate) fn unlikely(evidence: &Evidence) -> &'static str {
    if evidence.torn {
        "line-break"
    } else if evidence.international() {
        "not-assigned"
    } else if evidence.bare {
        "bare-without-trunk"
    } else {
        "foreign-grouping"
    }
}

fn international(evidence: &Evidence) -> Option<Certainty> {
    let known = evidence.known();
    let placeholder = evidence.reserved == Some(Class::Placeholder);
    match evidence.setting {
        Setting::Link { .. } | Setting::MessengerId if evidence.plus || known => {
            return Some(if known { Certainty::Sure } else { Certainty::Likely });
        }
        Setting::MessengerId => return evidence.possible.then_some(Certainty::Likely),
        Setting::Link { .. } => return evidence.possible.then_some(Certainty::Likely),
        Setting::AtMention if !evidence.plus => return known.then_some(Certainty::Likely),
        Setting::AtMention | Setting::Plain | Setting::Not(_) => {}
    }
    if evidence.plus {
        return match (known, placeholder, evidence.possible) {
            (true, _, _) => Some(Certainty::Sure),
            (false, true, _) => Some(Certainty::Likely),
            (false, false, true) => Some(if evidence.phone_word {
                Certainty::Likely
            } else {
                Certainty::Maybe
            }),
            (false, false, false) => None,
        };
    }
    // An access code without separators may be the start of any long number.
    match (known, evidence.bare) {
        (true, false) => Some(Certainty::Sure),
        (true, true) => Some(if evidence.phone_word {
            Certainty::Sure
        } else {
            Certainty::Likely
        }),
        (false, _) => None,
    }
}

fn national(evidence: &Evidence) -> Option<Certainty> {
    let trunk_missing = evidence.wants_trunk && !evidence.trunk;
    if evidence.reserved == Some(Class::Placeholder) && !evidence.valid {
        // Without an area code it is nobody's line, placeholder or not.
        return Some(
            if evidence.bare && !evidence.phone_word || evidence.digits < LEAST_WITH_AREA {
                Certainty::Maybe
            } else {
                Certainty::Likely
            },
        );
    }
    if evidence.bare {
        return match (evidence.phone_word, trunk_missing) {
            (true, _) => Some(Certainty::Likely),
            (false, false) => Some(Certainty::Maybe),
            (false, true) => None,
        };
    }
    if evidence.one_by_one {
        return (!trunk_missing || evidence.phone_word).then_some(Certainty::Likely);
    }
    // Eight digits in pairs are a number only in the right company.
    let short = evidence.digits <= 8 && evidence.spaced && !evidence.trunk && !evidence.brackets;
    match evidence.grouping {
        Grouping::Same if evidence.phone_word => Some(Certainty::Sure),
        Grouping::Same if short && !evidence.whole_text => Some(Certainty::Maybe),
        Grouping::Same if trunk_missing => Some(if evidence.brackets {
            Certainty::Likely
        } else {
            Certainty::Maybe
        }),
        Grouping::Same => Some(Certainty::Likely),
        Grouping::Joined | Grouping::Area if evidence.phone_word => Some(Certainty::Likely),
        Grouping::Joined if short || trunk_missing => Some(Certainty::Maybe),
        Grouping::Joined => Some(Certainty::Likely),
        Grouping::Area => Some(if evidence.trunk || evidence.brackets {
            Certainty::Likely
        } else {
            Certainty::Maybe
        }),
        Grouping::Foreign if evidence.phone_word => Some(Certainty::Likely),
        Grouping::Foreign if evidence.trunk && evidence.zero && evidence.digits >= 9 => {
            Some(Certainty::Likely)
        }
        Grouping::Foreign if evidence.trunk => Some(Certainty::Maybe),
        Grouping::Foreign if evidence.even && !trunk_missing => Some(Certainty::Maybe),
        Grouping::Foreign => None,
    }
}

fn reasons(evidence: &Evidence) -> Vec<Reason> {
    let mut reasons = Vec::with_capacity(6);
    let mut add = |holds: bool, reason: Reason| {
        if holds {
            reasons.push(reason);
        }
    };
    add(evidence.plus, Reason::Plus);
    add(evidence.access_code, Reason::AccessCode);
    add(evidence.valid, Reason::Valid);
    add(!evidence.valid && evidence.reserved.is_some(), Reason::Reserved);
    add(!evidence.valid && evidence.reserved.is_none(), Reason::Possible);
    add(
        evidence.formed() && evidence.grouping == Grouping::Same,
        Reason::Grouping,
    );
    add(!evidence.bare, Reason::Separated);
    add(
        evidence.bare && !evidence.plus && evidence.setting == Setting::Plain,
        Reason::BareDigits,
    );
    add(evidence.phone_word, Reason::PhoneWord);
    add(matches!(evidence.setting, Setting::Link { .. }), Reason::Link);
    add(evidence.setting == Setting::MessengerId, Reason::MessengerId);
    add(evidence.setting == Setting::AtMention, Reason::AtMention);
    add(
        !evidence.international() && evidence.regions > 1,
        Reason::RegionOpen,
    );
    add(
        !evidence.international() && evidence.regions == 1,
        Reason::RegionAssumed,
    );
    add(
        !evidence.international() && evidence.wants_trunk && !evidence.trunk,
        Reason::NoTrunkPrefix,
    );
    add(evidence.disguised, Reason::Disguised);
    add(evidence.broken, Reason::Joined);
    add(evidence.extension, Reason::Extension);
    add(evidence.doubted, Reason::CounterWord);
    reasons
}
