//! Finds phone numbers in a string. Pure: no files, no clock, no locks.
//!
//! Clusters of digits are found 64 bytes at a time ([`scan`]), cut into groups with what stands between
//! them ([`groups`]), and runs of groups that may be a number are read by the numbering plans ([`plan`]),
//! removed by named rules ([`reject`]) or weighed into three certainties with reasons ([`tiers`]).
//! No regex runs over text, and no plan is asked before the shape fits.
//!
//! ```
//! use teltale_model::{Certainty, Region};
//! use teltale_phone::Finder;
//!
//! let finder = Finder::new();
//! let mut found = Vec::new();
//! finder.find("call me on (202) 555-0143 tonight", &[Region::new("US").unwrap()], &mut found);
//! assert_eq!(found[0].number.as_ref().unwrap().as_str(), "+12025550143");
//! assert_eq!(found[0].certainty, Certainty::Sure);
//! ```

mod characters;
mod classes;
mod extension;
mod field;
mod groups;
mod links;
mod masked;
mod other_form;
mod plan;
mod readings;
mod reject;
mod scan;
mod search;
mod short;
mod spelled;
mod tiers;
mod vanity;
mod words;

use classes::Classes;
use plan::{Plans, Reading};
use scan::{Digits, Task};
use search::Search;
use short::ShortCodes;
use spelled::Spelled;
use teltale_model::{Certainty, Class, E164, Match, Reason, Region, Rejection};
use words::Words;

/// Changes whenever the finder may answer differently for the same text.
pub const VERSION: u32 = 8;

/// Finds numbers. Build one and share it between threads: it holds tables and no lock.
pub struct Finder {
    plans: Plans,
    classes: Classes,
    words: Words,
    spelled: Spelled,
    short_codes: ShortCodes,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder")
            .field("metadata", &self.plans.version())
            .finish_non_exhaustive()
    }
}

impl Default for Finder {
    fn default() -> Self {
        Self::new()
    }
}

impl Finder {
    /// A finder for all regions. Plans are compiled when first touched; see [`Finder::warm_up`].
    pub fn new() -> Self {
        let classes = Classes::new();
        Self {
            plans: Plans::new(classes.patterns().collect()),
            classes,
            words: Words::new(),
            spelled: Spelled::new(),
            short_codes: ShortCodes::new(),
        }
    }

    /// Compiles the plans of the regions now, so that the first search is as fast as the next.
    pub fn warm_up(&self, regions: &[Region]) {
        for region in regions {
            if let Some(id) = self.plans.of_region(*region) {
                self.plans.warm_up(id);
            }
        }
    }

    /// Compiles every plan.
    pub fn warm_up_all(&self) {
        for id in self.plans.all() {
            self.plans.warm_up(id);
        }
    }

    /// The version of the numbering metadata, to be kept with each verdict: plans change.
    pub fn metadata_version() -> &'static str {
        plan::VERSION
    }

    /// Adds the numbers in `text` to `out`: ordered by start, never overlapping, offsets in bytes.
    ///
    /// `regions` are those in play (profile, contacts, neighbours) and decide what a number without a plus
    /// is; none is a valid answer. Of a text longer than 4 GiB only the first 4 GiB are searched.
    pub fn find(&self, text: &str, regions: &[Region], out: &mut Vec<Match>) {
        self.search(text, regions, out, None);
    }

    /// False where `text` holds no number, whatever the regions: so it is with nearly every text, and is told without a
    /// search. Says nothing of its pieces: a number in a few short words may be met in one and not in the other.
    #[inline]
    pub fn may_hold(&self, text: &str) -> bool {
        scan::at_full_speed(MayHold { finder: self, text })
    }

    #[inline(never)]
    fn has_cluster(&self, text: &str, digits: Digits) -> bool {
        let mut has = false;
        scan::clusters(text, digits, search::LEAST_IN_CLUSTER, |cluster| {
            has = has || search::may_hold(self, text, cluster);
        });
        has
    }

    /// What named rules removed from `text`, so that it can be listed and counted. Ordered by start.
    pub fn rejections(&self, text: &str, regions: &[Region]) -> Vec<Rejection> {
        let mut removed = Vec::new();
        self.search(text, regions, &mut Vec::new(), Some(&mut removed));
        // A span is listed once, with the rule that removed it first.
        removed.sort_by_key(|rejection| (rejection.start, rejection.end));
        removed.dedup_by_key(|rejection| (rejection.start, rejection.end));
        removed
    }

    fn search<'a>(
        &'a self,
        text: &'a str,
        regions: &'a [Region],
        out: &'a mut Vec<Match>,
        removed: Option<&'a mut Vec<Rejection>>,
    ) {
        let text = if text.len() <= u32::MAX as usize {
            text
        } else {
            &text[..characters::floor(text, u32::MAX as usize)]
        };
        // Most texts hold no digits and no digit words: they need no search.
        let mut search = Begun::No(out, removed);
        scan::at_full_speed(Find {
            finder: self,
            text,
            regions,
            search: &mut search,
        });
        if let Begun::Yes(search, before) = search {
            search.end(before);
        }
    }

    #[inline(never)]
    fn search_clusters<'a>(
        &'a self,
        text: &'a str,
        digits: Digits,
        regions: &'a [Region],
        search: &mut Begun<'a>,
    ) {
        scan::clusters(text, digits, search::LEAST_IN_CLUSTER, |cluster| {
            if search::may_hold(self, text, cluster) {
                search.begin(self, text, regions).cluster(cluster);
            }
        });
    }

    /// Reads a whole field that holds a phone number, national or international.
    ///
    /// None where the field holds no digits of a possible number.
    pub fn read_number(&self, text: &str, regions: &[Region]) -> Option<Match> {
        let mut found = Vec::new();
        // A field that says so needs no proof that it is not a date or an order.
        found.extend(field::read(self, text, regions));
        if found.is_empty() {
            self.find(text, regions, &mut found);
        }
        let [only] = found.as_mut_slice() else { return None };
        only.reasons.push(Reason::PhoneField);
        only.reasons.sort_unstable();
        only.reasons.dedup();
        only.certainty = if only.number.is_some() {
            Certainty::Sure
        } else {
            only.certainty.max(Certainty::Likely)
        };
        found.pop()
    }

    /// Reads international digits without a plus (the user of a messenger's id, the path of a `wa.me` link).
    ///
    /// Digits behind the first character that is none are not read. None where no plan has such a number.
    pub fn read_digits(&self, text: &str) -> Option<Match> {
        let digits: Vec<u8> = text
            .chars()
            .map_while(characters::digit)
            .map(|digit| b'0' + digit)
            .take(20)
            .collect();
        let length = text
            .chars()
            .take_while(|c| characters::digit(*c).is_some())
            .map(char::len_utf8)
            .sum::<usize>();
        let reading = self.plans.international(&digits)?;
        let e164 = readings::e164_digits(&reading);
        let reserved = self.classes.of(e164.as_slice());
        let read = reading.valid() || reading.possible || reserved.is_some();
        if !read || e164.as_slice().len() > E164::MOST_DIGITS {
            return None;
        }
        let mut found = self.settled(&reading, reserved);
        found.end = u32::try_from(length).ok()?;
        found.certainty = certainty_of_id(&reading, reserved.map(|reserved| reserved.class));
        found.reasons = vec![
            match (reading.valid(), reserved.is_some()) {
                (true, _) => Reason::Valid,
                (false, true) => Reason::Reserved,
                (false, false) => Reason::Possible,
            },
            Reason::MessengerId,
        ];
        Some(found)
    }
}

/// [`Finder::may_hold`].
struct MayHold<'a> {
    finder: &'a Finder,
    text: &'a str,
}

impl Task for MayHold<'_> {
    type Answer = bool;

    #[inline(always)]
    fn run<const VECTORS: bool>(self) -> bool {
        let Self { finder, text } = self;
        let glance = scan::glance::<VECTORS>(text);
        (glance.digits != Digits::None && finder.has_cluster(text, glance.digits))
            || finder.spelled.may_stand_in(text, glance.ideographs)
    }
}

/// [`Finder::find`]: a search begins with the first thing that is worth one.
struct Find<'a, 's> {
    finder: &'a Finder,
    text: &'a str,
    regions: &'a [Region],
    search: &'s mut Begun<'a>,
}

impl Task for Find<'_, '_> {
    type Answer = ();

    #[inline(always)]
    fn run<const VECTORS: bool>(self) {
        let Self {
            finder,
            text,
            regions,
            search,
        } = self;
        let glance = scan::glance::<VECTORS>(text);
        if glance.digits != Digits::None {
            finder.search_clusters(text, glance.digits, regions, search);
        }
        finder.spelled.find(text, glance.ideographs, |spoken| {
            search.begin(finder, text, regions).spoken(&spoken);
        });
    }
}

/// A search that begins when something is met that is worth one.
enum Begun<'a> {
    /// Where it will put what it finds and what it removes.
    No(&'a mut Vec<Match>, Option<&'a mut Vec<Rejection>>),
    /// With the number of matches before it.
    Yes(Search<'a>, usize),
    /// Between the two.
    Beginning,
}

impl<'a> Begun<'a> {
    fn begin(&mut self, finder: &'a Finder, text: &'a str, regions: &'a [Region]) -> &mut Search<'a> {
        if let Self::No(..) = self
            && let Self::No(out, removed) = std::mem::replace(self, Self::Beginning)
        {
            let before = out.len();
            let search = Search::new(finder, text, regions, out, removed);
            *self = Self::Yes(search, before);
        }
        match self {
            Self::Yes(search, _) => search,
            Self::No(..) | Self::Beginning => unreachable!("it has begun just now"),
        }
    }
}

fn certainty_of_id(reading: &Reading, reserved: Option<Class>) -> Certainty {
    if reading.valid() || matches!(reserved, Some(Class::Fiction | Class::Test)) {
        Certainty::Sure
    } else {
        Certainty::Likely
    }
}
