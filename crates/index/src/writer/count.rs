//! Counters that lists are drawn from. Changes are summed up in memory and applied once a batch.

use crate::Result;
use crate::codes::Code;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use rustc_hash::{FxHashMap, FxHashSet};
use teltale_model::Certainty;

/// By what mentions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Facet {
    pub(super) number: i64,
    pub(super) conversation: i64,
    pub(super) entry: i64,
    /// 0 for none.
    pub(super) author: i64,
    pub(super) record_type: i64,
    pub(super) place: i64,
    pub(super) role: i64,
    pub(super) month: i64,
}

#[derive(Debug, Default)]
struct OfNumber {
    by_certainty: [i64; 3],
    first_at: Option<i64>,
    last_at: Option<i64>,
    removed: bool,
}

/// Changes of counters, not yet in the database.
#[derive(Debug, Default)]
pub(super) struct Counters {
    facets: FxHashMap<Facet, i64>,
    numbers: FxHashMap<i64, OfNumber>,
    conversations: FxHashMap<i64, i64>,
    entries: FxHashMap<i64, i64>,
}

/// Year × 12 + month − 1 of a time, −1 without one.
pub(crate) fn month_of(sent_at: Option<i64>) -> i64 {
    let Some(unix_ms) = sent_at else { return -1 };
    // Days to a civil date, after Howard Hinnant.
    let days = unix_ms.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let (year, month) = (
        year_of_era + era * 400,
        if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        },
    );
    ((year + i64::from(month <= 2)) * 12 + month - 1).max(-1)
}

impl Counters {
    /// A mention begins (+1) or ceases (−1) to count.
    pub(super) fn mention(&mut self, facet: Facet, certainty: Certainty, sent_at: Option<i64>, by: i64) {
        *self.facets.entry(facet).or_default() += by;
        *self.conversations.entry(facet.conversation).or_default() += by;
        *self.entries.entry(facet.entry).or_default() += by;
        let number = self.numbers.entry(facet.number).or_default();
        number.by_certainty[certainty.code() as usize] += by;
        if by < 0 {
            number.removed = true;
        } else if let Some(at) = sent_at {
            number.first_at = Some(number.first_at.map_or(at, |first| first.min(at)));
            number.last_at = Some(number.last_at.map_or(at, |last| last.max(at)));
        }
    }

    /// Writes the changes.
    pub(super) fn apply(&mut self, db: &Connection) -> Result<()> {
        let Spread {
            numbers,
            conversations,
            recounted,
            ..
        } = self.apply_facets(db)?;
        let mut count = db.prepare_cached(
            "update number set mentions = mentions + ?2 + ?3 + ?4, maybe = maybe + ?2, likely = likely + ?3, sure = sure + ?4,
                first_at = min(ifnull(first_at, ?5), ifnull(?5, first_at)),
                last_at = max(ifnull(last_at, ?6), ifnull(?6, last_at)),
                sources = sources + ?7, conversations = conversations + ?8
             where id = ?1",
        )?;
        let mut recount_times = db.prepare_cached(include_str!("number_times.sql"))?;
        let mut recount_spread = db.prepare_cached(include_str!("number_spread.sql"))?;
        for (id, change) in self.numbers.drain() {
            let [maybe, likely, sure] = change.by_certainty;
            let (first_at, last_at) = (change.first_at, change.last_at);
            let more = numbers.get(&id).copied().unwrap_or_default();
            count.execute(params![
                id,
                maybe,
                likely,
                sure,
                first_at,
                last_at,
                more.sources,
                more.conversations
            ])?;
            if change.removed {
                recount_times.execute([id])?;
            }
            if recounted.contains(&id) {
                recount_spread.execute([id])?;
            }
        }
        let mut of_conversation =
            db.prepare_cached("update conversation set mentions = mentions + ?2 where id = ?1")?;
        for (conversation, by) in self.conversations.drain() {
            of_conversation.execute([conversation, by])?;
        }
        let mut numbers_of =
            db.prepare_cached("update conversation set numbers = numbers + ?2 where id = ?1")?;
        for (conversation, by) in conversations {
            numbers_of.execute([conversation, by])?;
        }
        let mut of_entry = db.prepare_cached("update entry set mentions = mentions + ?2 where id = ?1")?;
        for (entry, by) in self.entries.drain() {
            of_entry.execute([entry, by])?;
        }
        Ok(())
    }

    fn apply_facets(&mut self, db: &Connection) -> Result<Spread> {
        let key = "number = ?1 and conversation = ?2 and entry = ?3 and author = ?4 and record_type = ?5 and place = ?6
            and role = ?7 and month = ?8";
        let mut add = db.prepare_cached(&format!(
            "update facet set mentions = mentions + ?9 where {key} returning mentions"
        ))?;
        let mut insert =
            db.prepare_cached("insert into facet values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        let mut delete = db.prepare_cached(&format!("delete from facet where {key}"))?;
        let mut spread = Spread::default();
        let mut facets: Vec<_> = self.facets.drain().filter(|(_, by)| *by != 0).collect();
        facets.sort_unstable();
        // Where a number stands in an entry already, one more row of it there spreads it no further.
        let mut stands = None;
        for (f, by) in facets {
            let key = [
                f.number,
                f.conversation,
                f.entry,
                f.author,
                f.record_type,
                f.place,
                f.role,
                f.month,
            ];
            let counted = || params_from_iter(key.iter().chain([&by]));
            let place = [f.number, f.conversation, f.entry];
            let left: Option<i64> = add.query_row(counted(), |row| row.get(0)).optional()?;
            match left {
                Some(0) => {
                    delete.execute(key)?;
                    spread.changed(db, place, -1)?;
                    stands = None;
                    continue;
                }
                Some(_) => {}
                None => {
                    if stands != Some(place) {
                        spread.changed(db, place, 1)?;
                    }
                    insert.execute(counted())?;
                }
            }
            stands = Some(place);
        }
        Ok(spread)
    }
}

/// Where numbers stand that stood nowhere near before, and where they no longer stand.
#[derive(Default)]
struct Spread {
    /// In how many sources and conversations more a number stands.
    numbers: FxHashMap<i64, More>,
    /// How many numbers more stand in a conversation.
    conversations: FxHashMap<i64, i64>,
    /// Numbers that no longer stand somewhere: of these all is counted anew.
    recounted: FxHashSet<i64>,
    /// Sources that a number is known to stand in.
    known: FxHashSet<(i64, i64)>,
}

#[derive(Default, Clone, Copy)]
struct More {
    sources: i64,
    conversations: i64,
}

impl Spread {
    /// Rows of a number in a conversation and an entry are about to come, or are gone. Nothing is said by more of them.
    fn changed(&mut self, db: &Connection, [number, conversation, entry]: [i64; 3], by: i64) -> Result<()> {
        let mut in_entry = db.prepare_cached(
            "select exists (select 1 from facet where number = ?1 and conversation = ?2 and entry = ?3)",
        )?;
        let mut in_conversation =
            db.prepare_cached("select exists (select 1 from facet where number = ?1 and conversation = ?2)")?;
        if in_entry.query_row([number, conversation, entry], |row| row.get(0))? {
            return Ok(());
        }
        let is_new = !in_conversation.query_row([number, conversation], |row| row.get::<_, bool>(0))?;
        if is_new {
            *self.conversations.entry(conversation).or_default() += by;
        }
        if by < 0 {
            self.recounted.insert(number);
            return Ok(());
        }
        // To count all that there is each time would take a number in many conversations ever longer.
        let more = self.numbers.entry(number).or_default();
        if is_new {
            let mut counts = db.prepare_cached("select class = 0 from conversation where id = ?1")?;
            more.conversations += counts.query_row([conversation], |row| row.get::<_, i64>(0))?;
        }
        let mut of = db.prepare_cached("select source from entry where id = ?1")?;
        let source: i64 = of.query_row([entry], |row| row.get(0))?;
        if self.known.insert((number, source)) {
            let mut stands = db.prepare_cached(include_str!("stands_in_source.sql"))?;
            more.sources += i64::from(!stands.exists([number, source])?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::month_of;

    #[test]
    fn months() {
        assert_eq!(month_of(Some(1_709_647_331_250)), 2024 * 12 + 2);
        assert_eq!(month_of(Some(0)), 1970 * 12);
        assert_eq!(month_of(Some(-1)), 1969 * 12 + 11);
        assert_eq!(month_of(Some(i64::MIN)), -1);
        assert_eq!(month_of(None), -1);
    }
}
