//! Recognises chat and transcript formats and turns their bytes into events.
//!
//! A format is a cutter (`cut::…`: bytes into records with offsets and a size cap) plus a mapping (records
//! into [`Event`]s), in one file, with one line in the list below. Formats push: they drive, lend each event
//! for one call, and stop when the caller says so.

mod blocks;
mod civil;
mod clock;
mod cut;
mod emit;
mod entry_name;
mod field;
mod format;
mod gather;
mod instant;
mod media;
mod message_list;
mod rows;
mod tell;
mod text_chat;
mod unescape;

pub use emit::Emit;
pub use format::{About, Entry, Format, Halt, Head, Recognition};
pub use teltale_model::Event;
pub use unescape::unescape;

/// Declares the modules of all formats; each holds a `FORMAT`. The order is the priority of recognition.
macro_rules! formats {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        static ALL: &[&dyn Format] = &[$($module::FORMAT),*];
    };
}

formats! {
    // Layouts of one service: what they recognise, nobody else writes.
    whatsapp_text,
    vcard,
    chatgpt,
    claude,
    telegram_json,
    claude_code,
    codex,
    meta,
    slack,
    signal_jsonl,
    google_activity,
    deepseek,
    grok,
    discord,
    twitter,
    line_text,
    kakaotalk_text,
    sms_backup,
    email,
    // Layouts that many programs write.
    generic_jsonl,
    generic_json,
    subtitles,
    markdown_transcript,
    csv_table,
    // Any text at all: stays last.
    plain_text,
}

/// Every format, in the order of recognition: layouts of one service first, text of no known shape last.
pub fn all() -> &'static [&'static dyn Format] {
    ALL
}

/// The first format that knows the content of `head`, with the reason shown to people. None for bytes that
/// are not text in any encoding, and for an empty entry.
pub fn recognise(head: &Head<'_>) -> Option<(&'static dyn Format, &'static str)> {
    ALL.iter().find_map(|format| match format.recognises(head) {
        Recognition::Yes(reason) => Some((*format, reason)),
        Recognition::No => None,
    })
}

/// The format with this id.
pub fn by_id(id: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|format| format.about().id == id)
}
