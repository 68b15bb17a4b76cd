//! How frames cross the pipe: a length, a tag, and postcard. Events travel in batches.

use super::frame::{Found, Frame, PartMatches};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use teltale_archive::Ordinal;
use teltale_model::{Event, Text};
use teltale_sandbox::Enforcement;

/// Largest frame that is accepted. A record whose event is larger is answered by a problem in its place.
pub(super) const MAX_FRAME: usize = 64 << 20;
/// Events are sent once this much is waiting.
const BATCH: usize = 256 << 10;

/// Everything a worker can say. The first is a greeting; then, for each job, openings and frames up to the end.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Said<'a> {
    /// The worker is ready, held as reported.
    Ready(Enforcement),
    /// The worker will not start: the system does not hold it.
    Unconfined(#[serde(borrow)] Text<'a>),
    /// The bytes of this entry are about to be touched: if nothing follows, this is what was fatal.
    Opening {
        /// Which entry or archive.
        at: Ordinal,
        /// Its path.
        path: Text<'a>,
    },
    /// For the caller.
    Frame(Frame<'a>),
    /// The job is done.
    End,
}

const ONE: u8 = 0;
const BATCHED: u8 = 1;

/// The worker's end.
pub(super) struct Outgoing<W> {
    pipe: W,
    /// Length and tag of the next batch, then its events.
    batch: Vec<u8>,
    one: Vec<u8>,
}

/// An event did not fit into a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

#[derive(Serialize)]
struct Lent<'e> {
    event: &'e Event<'e>,
    matches: &'e [PartMatches],
}

impl<W: Write> Outgoing<W> {
    pub fn new(pipe: W) -> Self {
        Self {
            pipe,
            batch: Vec::new(),
            one: Vec::new(),
        }
    }

    /// Adds an event to the batch, which goes when it is full.
    pub fn event(&mut self, event: &Event<'_>, matches: &[PartMatches]) -> io::Result<Result<(), TooLarge>> {
        if self.batch.is_empty() {
            self.batch.extend_from_slice(&[0, 0, 0, 0, BATCHED]);
        }
        let before = self.batch.len();
        self.batch = append(&Lent { event, matches }, std::mem::take(&mut self.batch))?;
        if self.batch.len() - before > MAX_FRAME - BATCH - 5 {
            self.batch.truncate(before);
            self.batch.shrink_to(BATCH);
            return Ok(Err(TooLarge));
        }
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        Ok(Ok(()))
    }

    /// Sends what waits, then this.
    pub fn say(&mut self, said: &Said<'_>) -> io::Result<()> {
        self.flush()?;
        let mut one = std::mem::take(&mut self.one);
        one.clear();
        one.extend_from_slice(&[0, 0, 0, 0, ONE]);
        one = append(said, one)?;
        send(&mut self.pipe, &mut one)?;
        self.one = one;
        Ok(())
    }

    /// Sends what waits, then frames that another end has made.
    pub fn pass_on(&mut self, frames: &[u8]) -> io::Result<()> {
        self.flush()?;
        self.pipe.write_all(frames)
    }

    /// Sends what waits, and gives the pipe back.
    pub fn into_pipe(mut self) -> io::Result<W> {
        self.flush()?;
        Ok(self.pipe)
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.batch.is_empty() {
            send(&mut self.pipe, &mut self.batch)?;
            self.batch.clear();
            self.batch.shrink_to(BATCH * 2);
        }
        Ok(())
    }
}

/// Writes a value behind `to`.
pub(super) fn append<T: Serialize>(value: &T, to: Vec<u8>) -> io::Result<Vec<u8>> {
    postcard::to_extend(value, to).map_err(|_| io::Error::other("a frame could not be written"))
}

fn send(pipe: &mut impl Write, frame: &mut [u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len() - 4).map_err(|_| io::Error::other("a frame is too long"))?;
    frame[..4].copy_from_slice(&length.to_le_bytes());
    pipe.write_all(frame)
}

/// The parent's end.
#[derive(Debug)]
pub(super) struct Incoming<R> {
    pipe: R,
    frame: Vec<u8>,
}

/// Why nothing more can be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// The other end is gone.
    Closed,
    /// Nothing came in time.
    Late,
    /// What came is not a frame.
    NotAFrame,
}

impl<R: Read> Incoming<R> {
    pub fn new(pipe: R) -> Self {
        Self {
            pipe,
            frame: Vec::new(),
        }
    }

    /// Where frames come from.
    pub fn pipe(&mut self) -> &mut R {
        &mut self.pipe
    }

    /// The next thing said.
    pub fn next(&mut self) -> Result<Said<'_>, Broken> {
        let mut length = [0; 4];
        fill(&mut self.pipe, &mut length)?;
        let length = u32::from_le_bytes(length) as usize;
        if length == 0 || length > MAX_FRAME {
            return Err(Broken::NotAFrame);
        }
        // Kept between frames as it is, unless one was out of the ordinary: filling it with zeros each time is dear.
        if self.frame.len() > BATCH * 2 || self.frame.len() < length {
            self.frame = vec![0; length.max(BATCH * 2)];
        }
        let frame = &mut self.frame[..length];
        fill(&mut self.pipe, frame)?;
        let (tag, mut rest) = frame.split_first().ok_or(Broken::NotAFrame)?;
        match *tag {
            ONE => match postcard::take_from_bytes(rest) {
                Ok((said, [])) => Ok(said),
                Ok(_) | Err(_) => Err(Broken::NotAFrame),
            },
            BATCHED => {
                let mut events = Vec::with_capacity((rest.len() / 256).min(4096));
                while !rest.is_empty() {
                    let (found, after) =
                        postcard::take_from_bytes::<Found<'_>>(rest).map_err(|_| Broken::NotAFrame)?;
                    events.push(found);
                    rest = after;
                }
                Ok(Said::Frame(Frame::Events(events)))
            }
            _ => Err(Broken::NotAFrame),
        }
    }
}

fn fill(pipe: &mut impl Read, mut to: &mut [u8]) -> Result<(), Broken> {
    while !to.is_empty() {
        match pipe.read(to) {
            Ok(0) => return Err(Broken::Closed),
            Ok(count) => to = &mut to[count..],
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => return Err(Broken::Late),
                _ => return Err(Broken::Closed),
            },
        }
    }
    Ok(())
}

/// Writes a value with its length before it: how a job goes down.
pub(super) fn write_whole<T: Serialize>(pipe: &mut impl Write, value: &T) -> io::Result<()> {
    let mut bytes = append(value, vec![0; 4])?;
    send(pipe, &mut bytes)
}

/// Reads what [`write_whole`] wrote.
pub(super) fn read_whole<T: for<'de> Deserialize<'de>>(pipe: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    pipe.read_exact(&mut length)?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    pipe.read_exact(&mut bytes)?;
    postcard::from_bytes(&bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not a job"))
}
