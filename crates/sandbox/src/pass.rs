//! Handing an open file to another process over a socket.

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags, recvmsg, sendmsg,
};
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

// A descriptor travels beside at least one byte; its value says nothing.
const CARRIER: [u8; 1] = [0];

/// Sends a descriptor of `file`; the receiver shares the open file, not the path to it.
pub fn send_file(socket: &UnixStream, file: &File) -> io::Result<()> {
    let descriptors = [file.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    let fits = ancillary.push(SendAncillaryMessage::ScmRights(&descriptors));
    debug_assert!(fits, "the space was made for one descriptor");
    sendmsg(socket, &[IoSlice::new(&CARRIER)], &mut ancillary, no_signal())?;
    Ok(())
}

/// Receives what [`send_file`] sent; none when the other end is gone.
pub fn receive_file(socket: &UnixStream) -> io::Result<Option<File>> {
    let mut carrier = CARRIER;
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let received = recvmsg(
        socket,
        &mut [IoSliceMut::new(&mut carrier)],
        &mut ancillary,
        close_on_exec(),
    )?;
    if received.bytes == 0 {
        return Ok(None);
    }
    for message in ancillary.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = message
            && let Some(descriptor) = descriptors.into_iter().next()
        {
            return Ok(Some(File::from(descriptor)));
        }
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "a file was announced and none came",
    ))
}

// macOS has neither flag: there the standard library's sockets do not raise the signal, and workers start no program.
#[cfg(target_os = "linux")]
fn no_signal() -> SendFlags {
    SendFlags::NOSIGNAL
}
#[cfg(target_os = "linux")]
fn close_on_exec() -> RecvFlags {
    RecvFlags::CMSG_CLOEXEC
}
#[cfg(not(target_os = "linux"))]
fn no_signal() -> SendFlags {
    SendFlags::empty()
}
#[cfg(not(target_os = "linux"))]
fn close_on_exec() -> RecvFlags {
    RecvFlags::empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Seek, Write};

    #[test]
    fn a_file_crosses_with_its_content_and_the_end_is_seen() {
        let (here, there) = UnixStream::pair().unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"over there").unwrap();
        send_file(&here, &file).unwrap();
        drop(here);
        let mut received = receive_file(&there).unwrap().unwrap();
        let mut text = String::new();
        received.rewind().unwrap();
        received.read_to_string(&mut text).unwrap();
        assert_eq!(text, "over there");
        assert!(receive_file(&there).unwrap().is_none());
    }

    #[test]
    fn bytes_without_a_file_are_an_error() {
        let (mut here, there) = UnixStream::pair().unwrap();
        here.write_all(b"x").unwrap();
        assert!(receive_file(&there).is_err());
    }
}
