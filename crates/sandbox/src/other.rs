//! Systems whose kernels are not asked for anything yet: every promise is reported as not held.

use crate::{Enforcement, Held, NotHeld, Promise};

pub(crate) fn give_way() {}

pub(crate) fn give_memory_back() {}

pub(crate) fn go_offline(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    Ok(Enforcement::all(asked, Held::NotOnThisSystem))
}

pub(crate) fn harden_process(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    Ok(Enforcement::all(asked, Held::NotOnThisSystem))
}

pub(crate) fn confine_worker(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    Ok(Enforcement::all(asked, Held::NotOnThisSystem))
}
