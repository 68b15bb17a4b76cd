//! How many numbers may be revealed without the passphrase: those that a person looks at, not a list of them.

use std::time::{Duration, Instant};
use teltale_audit::show::NumberId;

/// Different numbers …
const MOST: usize = 20;
/// … within this time.
const WITHIN: Duration = Duration::from_secs(60);

/// Numbers revealed a short while ago, with the time of their last reveal.
#[derive(Debug, Default)]
pub(crate) struct Allowance {
    shown: Vec<(NumberId, Instant)>,
}

impl Allowance {
    /// True where these may be shown too; they count from now on. A number that is shown again counts once.
    pub(crate) fn take(&mut self, numbers: &[NumberId], now: Instant) -> bool {
        let mut shown = self.shown.clone();
        shown.retain(|(number, at)| now.duration_since(*at) < WITHIN && !numbers.contains(number));
        let mut asked: Vec<NumberId> = numbers.to_vec();
        asked.sort_unstable_by_key(|number| number.0);
        asked.dedup();
        shown.extend(asked.into_iter().map(|number| (number, now)));
        let allowed = shown.len() <= MOST;
        if allowed {
            self.shown = shown;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(range: std::ops::Range<i64>) -> Vec<NumberId> {
        range.map(NumberId).collect()
    }

    #[test]
    fn a_list_is_refused_whole_or_piece_by_piece() {
        let (mut allowance, now) = (Allowance::default(), Instant::now());
        assert!(!allowance.take(&numbers(0..21), now));
        assert!(allowance.take(&numbers(0..10), now));
        assert!(allowance.take(&numbers(10..20), now));
        assert!(!allowance.take(&numbers(20..21), now));
    }

    #[test]
    fn the_same_numbers_may_be_looked_at_again_and_others_later() {
        let (mut allowance, now) = (Allowance::default(), Instant::now());
        assert!(allowance.take(&numbers(0..20), now));
        assert!(allowance.take(&numbers(5..15), now + WITHIN / 2));
        assert!(!allowance.take(&numbers(20..21), now + WITHIN / 2));
        assert!(allowance.take(&numbers(20..30), now + WITHIN));
        assert!(!allowance.take(&numbers(30..31), now + WITHIN));
    }
}
