//! Puts the transcript of a linear chat together, in which each message answers the one before.
//!
//! Kept are the messages with numbers, and around those in which an assistant says one as many as a judgement may ask
//! for. What memory that takes depends on the numbers said, not on the length of the chat.

use super::flags::{LATER_TURNS, REQUEST_STEPS};
use super::judge::is_own_word;
use super::transcript::{Kinds, Speaker, Turn};
use std::collections::VecDeque;

/// A linear chat, message by message.
#[derive(Default)]
pub(super) struct Line {
    kept: Vec<Turn>,
    /// The latest messages, and whether each is kept.
    latest: VecDeque<(Turn, bool)>,
    /// How many of the messages to come are kept, whatever they hold.
    to_come: usize,
    /// Messages so far.
    count: u32,
    unread: Kinds,
}

impl Line {
    /// The next message; its place in the line is filled in here.
    pub fn push(&mut self, mut turn: Turn) {
        turn.from = self.count;
        turn.until = u32::MAX;
        turn.unread_before = self.unread;
        self.count = self.count.saturating_add(1);
        self.unread = self.unread.with(turn.unread.that_may_hold_number());
        let mut kept = !turn.said.is_empty() || self.to_come > 0;
        self.to_come = self.to_come.saturating_sub(1);
        if turn.speaker == Speaker::Assistant && turn.said.iter().any(|said| is_own_word(said.place)) {
            for (_, kept) in &mut self.latest {
                *kept = true;
            }
            kept = true;
            self.to_come = LATER_TURNS;
        }
        if self.latest.len() > REQUEST_STEPS {
            self.let_go();
        }
        self.latest.push_back((turn, kept));
    }

    /// The messages that are kept, in order.
    pub fn finish(mut self) -> Vec<Turn> {
        while !self.latest.is_empty() {
            self.let_go();
        }
        self.kept
    }

    fn let_go(&mut self) {
        if let Some((mut turn, true)) = self.latest.pop_front() {
            let before = self.kept.last().is_some_and(|last| last.from + 1 == turn.from);
            turn.parent = before.then(|| self.kept.len() as u32 - 1);
            self.kept.push(turn);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::transcript::Said;
    use super::*;
    use std::sync::Arc;
    use teltale_model::{Class, LineType, Place, UnreadKind};

    fn turn(message: i64, speaker: Speaker, number: bool) -> Turn {
        let said = Said {
            mention: message,
            number: 1,
            digits: Arc::from(""),
            part: 0,
            nth: 0,
            place: Place::Body,
            label: Box::default(),
            class: Class::Ordinary,
            line_type: LineType::Mobile,
        };
        Turn {
            message,
            parent: None,
            speaker,
            shown: true,
            sent_ms: None,
            said: if number { vec![said] } else { Vec::new() },
            unread: match message {
                3 => [UnreadKind::Image].into_iter().collect(),
                _ => Kinds::default(),
            },
            unread_before: Kinds::default(),
            from: 0,
            until: 0,
        }
    }

    /// Which of 200 messages are kept when a person writes a number in the 5th and an assistant one in the 100th.
    #[test]
    fn a_line_keeps_what_a_judgement_may_ask_for() {
        let mut line = Line::default();
        for message in 0..200 {
            let speaker = match message {
                100 => Speaker::Assistant,
                _ => Speaker::Another,
            };
            line.push(turn(message, speaker, matches!(message, 5 | 100)));
        }
        let kept = line.finish();
        let around = 100 - REQUEST_STEPS as i64 - 1..=100 + LATER_TURNS as i64;
        let expected: Vec<i64> = std::iter::once(5).chain(around).collect();
        assert_eq!(kept.iter().map(|turn| turn.message).collect::<Vec<_>>(), expected);
        assert_eq!(kept[1].parent, None, "the message before it is gone");
        assert!(
            kept[2..]
                .iter()
                .enumerate()
                .all(|(at, turn)| turn.parent == Some(at as u32 + 1))
        );
        assert_eq!(kept[1].unread_before, [UnreadKind::Image].into_iter().collect());
        assert!(kept[0].unread_before.has(UnreadKind::Image) && kept[0].from == 5);
    }
}
