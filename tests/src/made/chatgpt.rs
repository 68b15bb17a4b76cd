//! A ChatGPT `conversations.json`: one line, however large.

use super::{Chance, Counted, prose};
use std::io::{self, Write};

/// Writes conversations until `size` bytes are reached.
///
/// # Errors
/// What the writer says.
pub fn chatgpt(to: &mut impl Write, size: u64) -> io::Result<()> {
    let mut to = Counted::new(to);
    let mut chance = Chance::new(1);
    let mut text = String::new();
    let mut number = 0;
    to.write_all(b"[")?;
    while to.bytes < size {
        if number > 0 {
            to.write_all(b", ")?;
        }
        conversation(&mut to, &mut chance, &mut text, number)?;
        number += 1;
    }
    to.write_all(b"]")
}

fn conversation(to: &mut impl Write, chance: &mut Chance, text: &mut String, number: u64) -> io::Result<()> {
    let turns = 4 + chance.below(40);
    let began = 1_700_000_000 + number * 5_000;
    text.clear();
    prose::sentence(chance, 4, text);
    let root = id(number, 0);
    write!(
        to,
        r#"{{"title": {}, "create_time": {began}.25, "update_time": {began}.75, "mapping": {{"#,
        quoted(text)
    )?;
    write!(
        to,
        r#""{root}": {{"id": "{root}", "message": null, "parent": null, "children": ["{}"]}}"#,
        id(number, 1)
    )?;
    for turn in 1..=turns {
        let (own, parent) = (id(number, turn), id(number, turn - 1));
        let (role, words) = if turn % 2 == 1 {
            ("user", 25)
        } else {
            ("assistant", 140)
        };
        prose::message(chance, words, text);
        let children = if turn < turns {
            format!(r#""{}""#, id(number, turn + 1))
        } else {
            String::new()
        };
        write!(
            to,
            r#", "{own}": {{"id": "{own}", "message": {{"id": "{own}", "author": {{"role": "{role}", "name": null, "metadata": {{}}}}, "#
        )?;
        write!(
            to,
            r#""create_time": {}.5, "update_time": null, "content": {{"content_type": "text", "parts": [{}]}}, "#,
            began + turn * 20,
            quoted(text)
        )?;
        write!(
            to,
            r#""status": "finished_successfully", "end_turn": true, "weight": 1.0, "metadata": {{"model_slug": "gpt-5"}}, "recipient": "all"}}, "#
        )?;
        write!(to, r#""parent": "{parent}", "children": [{children}]}}"#)?;
    }
    let (last, own) = (id(number, turns), id(number, 4095));
    write!(
        to,
        r#"}}, "moderation_results": [], "current_node": "{last}", "plugin_ids": null, "conversation_id": "{own}", "id": "{own}", "is_archived": false, "safe_urls": []}}"#
    )
}

fn id(conversation: u64, turn: u64) -> String {
    let mixed = Chance::new(conversation << 12 | turn).next();
    format!(
        "{:08x}-{:04x}-4{turn:03x}-9c3a-{conversation:012x}",
        mixed >> 32,
        mixed & 0xffff
    )
}

fn quoted(text: &str) -> serde_json::Value {
    text.into()
}
