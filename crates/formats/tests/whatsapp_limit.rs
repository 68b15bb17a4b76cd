//! An export of WhatsApp's limit of messages says that older ones are missing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::io::{self, Read};
use std::ops::ControlFlow;
use teltale_formats::{Emit, Entry, Event};
use teltale_model::Ledger;

struct Chat<'t>(&'t [u8]);

impl Read for Chat<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}

impl Entry for Chat<'_> {
    fn name(&self) -> &str {
        "WhatsApp Chat with Anna.txt"
    }
    fn size(&self) -> Option<u64> {
        None
    }
}

/// Reads a chat of so many messages behind `first`, one of them with `last`.
fn check(first: &str, messages: usize, last: &str, truncated: bool) {
    let mut text = first.to_owned();
    for at in 1..messages {
        writeln!(
            text,
            "01/03/2024, {:02}:{:02} - Anna: message",
            at / 60 % 24,
            at % 60
        )
        .unwrap();
    }
    writeln!(text, "01/03/2024, 23:59 - Anna: {last}").unwrap();
    let mut said = false;
    let mut sink = |event: Event<'_>| {
        if let Event::Conversation(conversation) = event {
            said |= conversation.truncated_start;
        }
        ControlFlow::Continue(())
    };
    let mut ledger = Ledger::default();
    teltale_formats::by_id("whatsapp-text")
        .unwrap()
        .read(&mut Chat(text.as_bytes()), &mut Emit::new(&mut sink, &mut ledger))
        .unwrap();
    assert_eq!(said, truncated, "{messages} messages, the last {last:?}");
}

#[test]
fn at_the_limit_the_start_is_missing() {
    const NOTICE: &str = "01/03/2024, 00:00 - Messages and calls are end-to-end encrypted.\n";
    check("", 40_000, "end", true);
    check("", 39_990, "end", true);
    check("", 10_000, "IMG-20240301-WA0001.jpg (file attached)", true);
    check("", 10_000, "end", false);
    check("", 40_000, "IMG-20240301-WA0001.jpg (file attached)", false);
    check("", 20_000, "end", false);
    check(NOTICE, 39_999, "end", false);
}
