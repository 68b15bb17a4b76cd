//! Numbers in a form that was given up: the plans know them no more, chats of those years do.

use super::{CodeFrom, MOBILE, PlanId, Plans, Reading};

impl Plans {
    /// A number that no plan knows, as the line of today that it was; it keeps the digits that were written.
    pub(crate) fn in_old_form(&self, reading: &Reading) -> Option<Reading> {
        if reading.valid() {
            return None;
        }
        let mut today = [0; 11];
        let today = match reading.national.as_bytes() {
            // Until 2019 a 1 stood between Mexico's calling code and a mobile.
            [b'1', line @ ..]
                if reading.code == 52 && line.len() == 10 && reading.from != CodeFrom::Region =>
            {
                line
            }
            // Until 2016 the mobiles of Brazil's areas got a 9 before their eight digits, one area after another.
            old @ [_, _, b'6'..=b'9', ..] if reading.code == 55 && old.len() == 10 => {
                let (area, line) = old.split_at(2);
                today[..2].copy_from_slice(area);
                today[2] = b'9';
                today[3..].copy_from_slice(line);
                &today
            }
            _ => return None,
        };
        let main = PlanId(*self.table.of_code(reading.code).first()?);
        let lines = self.plan(main).lines(today);
        let mobile = reading.code != 55 || lines & MOBILE != 0;
        (lines != 0 && mobile).then_some(Reading {
            plan: Some(main),
            lines,
            possible: true,
            ..*reading
        })
    }
}
