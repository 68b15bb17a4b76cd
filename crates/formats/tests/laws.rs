//! The laws every format meets on each of its fixtures, `fixtures/<id>/{ok,err}/<what-it-shows>.<ext>`, and
//! the events expected of it in the file of the same name with `.events` added.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its trial")]

mod laws {
    pub mod cut;
    pub mod events;
    pub mod fixture;
    pub mod ordered;
    pub mod recognition;
}

use fixture::Fixture;
use laws::{cut, events, fixture, ordered, recognition};
use libtest_mimic::{Arguments, Failed, Trial};

type Law = fn(&Fixture) -> Result<(), String>;

const LAWS: &[(&str, Law)] = &[
    ("gives the expected events", events::are_as_expected),
    ("locators lead back to the text", events::locators_lead_back),
    ("the ledger sums", events::ledger_sums),
    (
        "only unwanted messages are left out",
        events::only_unwanted_messages_are_left_out,
    ),
    (
        "ok has no problems, err has some",
        events::problems_where_expected,
    ),
    ("one-byte reads give the same events", cut::one_byte_reads),
    ("cut anywhere, it gives a prefix", cut::cut_anywhere),
    ("the caller can stop at every event", cut::stop_at_every_event),
    (
        "is recognised as its own format, with and without a name",
        recognition::as_its_own,
    ),
];

fn main() {
    let arguments = Arguments::from_args();
    let fixtures = fixture::all();
    let mut trials: Vec<Trial> = LAWS
        .iter()
        .flat_map(|(law, check)| {
            fixtures.iter().cloned().map(move |fixture| {
                let name = format!("{} · {law}", fixture.name);
                Trial::test(name, move || check(&fixture).map_err(Failed::from))
            })
        })
        .collect();
    trials.push(Trial::test("every format has fixtures", || {
        fixture::cover_every_format().map_err(Failed::from)
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
