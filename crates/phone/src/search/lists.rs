//! Lists that a search leaves to the next one of its thread, so that most searches allocate nothing but what they find.

use super::choice::Scratch;
use crate::groups::Groups;
use crate::plan::PlanId;
use std::cell::Cell;

/// Most groups and most digits whose room is kept: a text of nothing but digits leaves nothing behind.
const MOST_GROUPS: usize = 512;
const MOST_DIGITS: usize = 4096;

/// What a search fills and empties.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) groups: Groups,
    pub(super) scratch: Scratch,
    /// The plans of the regions in play; empty until they are asked for.
    pub(super) plans: Vec<PlanId>,
}

thread_local! {
    static LEFT: Cell<Option<Box<Lists>>> = const { Cell::new(None) };
}

impl Lists {
    /// Those that the last search of this thread left, or new ones.
    pub(super) fn take() -> Box<Self> {
        // A thread that ends has none any more.
        let left = LEFT.try_with(Cell::take).ok().flatten();
        left.unwrap_or_default()
    }

    /// Leaves them to the next search.
    pub(super) fn leave(mut self: Box<Self>) {
        self.plans.clear();
        if self.groups.groups.capacity() <= MOST_GROUPS && self.groups.digits.capacity() <= MOST_DIGITS {
            // Nothing is lost where the thread ends.
            let _ = LEFT.try_with(|left| left.set(Some(self)));
        }
    }
}
