//! Cuts JSON Lines: one value a line, so that a broken line harms no other.

use super::Window;
use super::json::{LineReader, Record};
use crate::{Emit, Entry, Halt};
use memchr::memchr;
use std::io;
use teltale_model::{Event, Problem, ProblemKind, RecordKind};

/// Hands the value of each line to `read`, with the line's number. A line that cannot be understood is counted
/// as a failed record of `kind` and becomes a problem; its strings still go out.
pub(crate) fn lines(
    entry: &mut dyn Entry,
    kind: RecordKind,
    emit: &mut Emit<'_>,
    mut read: impl FnMut(&Record<'_>, u64, &mut Emit<'_>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let mut window = Window::new(entry)?;
    let mut reader = LineReader::default();
    let mut line = 0;
    while let Some(length) = line_length(&mut window)? {
        line += 1;
        let at = window.at();
        let problem = |kind| Problem {
            kind,
            at,
            line: Some(line),
        };
        let too_large = window.is_too_large(length);
        let failed = if too_large {
            Some(ProblemKind::RecordTooLarge)
        } else {
            match reader.cut(&window, length) {
                Ok(None) => None,
                Ok(Some(record)) => {
                    read(&record, line, emit)?;
                    if record.replaced() {
                        emit.event(Event::Problem(problem(ProblemKind::BadEncoding)))?;
                    }
                    None
                }
                Err(ProblemKind::CutOff) if !is_last(&window, length) => Some(ProblemKind::Malformed),
                Err(failed) => Some(failed),
            }
        };
        match failed {
            None => window.advance(length),
            Some(failed) => {
                emit.seen(kind);
                emit.fail(kind, problem(failed))?;
                // Without its end in memory, a line is known to end only where its value does.
                window.loose_strings((!too_large).then_some(length), emit)?;
            }
        }
        if window.bytes().first() == Some(&b'\n') {
            window.advance(1);
        }
    }
    Ok(())
}

/// The length of the line at hand without its end, or of as much of it as a record may have; none at the end.
fn line_length(window: &mut Window<'_>) -> io::Result<Option<usize>> {
    let mut searched = 0;
    loop {
        if let Some(end) = memchr(b'\n', &window.bytes()[searched..]) {
            return Ok(Some(searched + end));
        }
        searched = window.bytes().len();
        if window.is_full() || !window.more()? {
            return Ok((searched > 0).then_some(searched));
        }
    }
}

fn is_last(window: &Window<'_>, length: usize) -> bool {
    window.ended() && window.bytes().len() == length
}
