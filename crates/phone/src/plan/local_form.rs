//! Numbers without their area code, where the length of what is left tells the area.

use super::{CodeFrom, PlanId, Plans, Reading};

impl Plans {
    /// A mobile as people of Buenos Aires write it at home: 15 and eight digits. Only there are numbers so long, all other
    /// areas of Argentina have codes of three or four digits and numbers of seven or six.
    pub(crate) fn in_local_form(&self, digits: &[u8], id: PlanId) -> Option<Reading> {
        let line = digits.strip_prefix(b"15").filter(|line| line.len() == 8)?;
        let (plan, mut dialled) = (self.plan(id), *b"1115........");
        if plan.code != 54 {
            return None;
        }
        dialled[4..].copy_from_slice(line);
        let reading = self.national(&dialled, id)?;
        (reading.valid() && reading.from == CodeFrom::Region).then_some(Reading { prefix: 2, ..reading })
    }
}
