//! How a writer grouped the digits of a number, against the formats of its plan.

/// How digits were grouped, against the formats of the plan. Ordered from worst to best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Grouping {
    /// Cuts through the groups of every format.
    Foreign,
    /// Starts with a format's area code; the rest is grouped by taste.
    Area,
    /// Joins neighbouring groups of a format.
    Joined,
    /// Exactly a format's groups.
    Same,
}

/// `written` are group lengths; the format's groups may be joined but not cut.
pub(super) fn compare(written: &[u8], format: &[(u8, u8)]) -> Grouping {
    if written.len() == format.len()
        && written
            .iter()
            .zip(format)
            .all(|(n, (low, high))| (*low..=*high).contains(n))
    {
        return Grouping::Same;
    }
    let sum = |bound: fn(&(u8, u8)) -> u8| format.iter().map(bound).fold(0_u8, u8::saturating_add);
    let total = written.iter().fold(0_u8, |sum, n| sum.saturating_add(*n));
    if written.len() > 2
        && format
            .first()
            .is_some_and(|(low, high)| (*low..=*high).contains(&written[0]))
        && written[1..].iter().all(|n| (2..=6).contains(n))
        && (sum(|(low, _)| *low)..=sum(|(_, high)| *high)).contains(&total)
    {
        if joins(written, format) {
            Grouping::Joined
        } else {
            Grouping::Area
        }
    } else if joins(written, format) {
        Grouping::Joined
    } else {
        Grouping::Foreign
    }
}

/// True where written groups are neighbouring groups of the format joined.
fn joins(written: &[u8], format: &[(u8, u8)]) -> bool {
    let mut rest = format;
    for length in written {
        let (mut low, mut high, mut used) = (0, 0, 0);
        while used < rest.len() && high < *length {
            low += rest[used].0;
            high += rest[used].1;
            used += 1;
        }
        if !(low..=high).contains(length) {
            return false;
        }
        rest = &rest[used..];
    }
    rest.is_empty()
}
