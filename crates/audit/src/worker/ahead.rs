//! Reads a worker's pipe ahead of whoever takes the frames, so that the worker goes on while the case is written.
//!
//! A system's pipe holds less than one frame: without this the two would wait for each other in turn.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

/// Bytes read at once, …
const CHUNK: usize = 128 << 10;
/// … and how many such pieces may wait.
const CHUNKS: usize = 32;

/// The near end of a pipe that a thread of its own reads ahead.
#[derive(Debug)]
pub(super) struct Ahead {
    chunks: Receiver<io::Result<Chunk>>,
    /// Empty ones on their way back.
    spare: Sender<Vec<u8>>,
    current: Chunk,
    patience: Duration,
}

#[derive(Debug, Default)]
struct Chunk {
    bytes: Vec<u8>,
    from: usize,
    until: usize,
}

impl Ahead {
    /// Takes the pipe over; `patience` is how long a reader waits for one byte before it is told that none came in
    /// time. The thread ends with the pipe, or with the first piece that nobody takes any more.
    pub fn of(pipe: impl Read + Send + 'static, patience: Duration) -> io::Result<Self> {
        let (to, chunks) = sync_channel(CHUNKS);
        let (spare, back) = channel();
        thread::Builder::new()
            .name("ahead".into())
            .spawn(move || pump(pipe, &to, &back))?;
        Ok(Self {
            chunks,
            spare,
            current: Chunk::default(),
            patience,
        })
    }
}

fn pump(mut pipe: impl Read, to: &SyncSender<io::Result<Chunk>>, spare: &Receiver<Vec<u8>>) {
    loop {
        let mut bytes = spare.try_recv().unwrap_or_else(|_| vec![0; CHUNK]);
        let said = match pipe.read(&mut bytes) {
            Ok(0) => break,
            Ok(until) => Ok(Chunk {
                bytes,
                from: 0,
                until,
            }),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = said.is_err();
        if to.send(said).is_err() || is_last {
            break;
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let current = &mut self.current;
        if current.from == current.until {
            let next = match self.chunks.recv_timeout(self.patience) {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
            let done = std::mem::replace(current, next);
            if !done.bytes.is_empty() {
                // The thread may have ended with the pipe, and then wants none.
                let _ = self.spare.send(done.bytes);
            }
        }
        let count = to.len().min(current.until - current.from);
        to[..count].copy_from_slice(&current.bytes[current.from..current.from + count]);
        current.from += count;
        Ok(count)
    }
}
