//! Tries what is forbidden, for real: each probe runs in a process of its own that is held as in use, and its end
//! says what the kernel did.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, unsafe_code)]

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use teltale_sandbox::{Enforcement, confine_worker, go_offline, harden_process};

/// How a probe's process is told which one it is.
const PROBE: &str = "TELTALE_PROBE";
/// How a process says that what it tried was allowed.
const ALLOWED: i32 = 0;
/// Added to the error number of what was refused.
const REFUSED: i32 = 100;

type Hold = fn() -> Enforcement;
type Probe = fn(&mut Prepared) -> io::Result<()>;

/// What a worker holds when it is confined.
struct Prepared {
    parent: i32,
    readable: File,
    writable: File,
    socket: UnixDatagram,
    other_end: UnixDatagram,
    /// Waits for a word and then tries the network: a thread from before the filter.
    thread: Option<(
        std::sync::mpsc::Sender<()>,
        std::thread::JoinHandle<io::Result<()>>,
    )>,
}

fn prepare() -> Prepared {
    let (socket, other_end) = UnixDatagram::pair().unwrap();
    let (say, hear) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        hear.recv().unwrap();
        UdpSocket::bind("127.0.0.1:0").map(drop)
    });
    let mut readable = tempfile::tempfile().unwrap();
    readable.write_all(b"held").unwrap();
    let writable = tempfile::tempfile().unwrap();
    let parent = unsafe { libc::getppid() };
    Prepared {
        parent,
        readable,
        writable,
        socket,
        other_end,
        thread: Some((say, thread)),
    }
}

const NOTHING: Hold = Enforcement::default;
const OFFLINE: Hold = || go_offline().unwrap();
const CONFINED: Hold = || confine_worker().unwrap();
const HARDENED: Hold = || harden_process().unwrap();

/// Every probe, under what it is held, and what must become of it.
const PROBES: &[(&str, Hold, Probe, &str)] = &[
    ("free: udp", NOTHING, udp, "allowed"),
    ("free: stat", NOTHING, stat, "allowed"),
    (
        "free: read the parent's memory",
        NOTHING,
        |held| read_memory(held.parent),
        "allowed",
    ),
    (
        "offline: tcp",
        OFFLINE,
        |_| TcpStream::connect("127.0.0.1:9").map(drop),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: tcp v6",
        OFFLINE,
        |_| TcpStream::connect("[::1]:9").map(drop),
        "refused: EAFNOSUPPORT",
    ),
    ("offline: udp", OFFLINE, udp, "refused: EAFNOSUPPORT"),
    (
        "offline: raw",
        OFFLINE,
        |_| socket(libc::AF_PACKET, libc::SOCK_RAW),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: virtual machine",
        OFFLINE,
        |_| socket(libc::AF_VSOCK, libc::SOCK_STREAM),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: x32 twin of the call",
        OFFLINE,
        |_| x32_socket(),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: io_uring",
        OFFLINE,
        |_| io_uring(),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: read the parent's memory",
        OFFLINE,
        |held| read_memory(held.parent),
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: unix socket",
        OFFLINE,
        |_| UnixDatagram::unbound().map(drop),
        "allowed",
    ),
    (
        "offline: netlink",
        OFFLINE,
        |_| socket(libc::AF_NETLINK, libc::SOCK_RAW),
        "allowed",
    ),
    (
        "offline: a thread from before",
        OFFLINE,
        thread_from_before,
        "refused: EAFNOSUPPORT",
    ),
    (
        "offline: a program it starts",
        OFFLINE,
        |_| child("free: udp"),
        "refused: EAFNOSUPPORT",
    ),
    ("offline: files", OFFLINE, open, "allowed"),
    (
        "worker: tcp",
        CONFINED,
        |_| TcpStream::connect("127.0.0.1:9").map(drop),
        "ended: SIGSYS",
    ),
    ("worker: udp", CONFINED, udp, "ended: SIGSYS"),
    (
        "worker: unix socket",
        CONFINED,
        |_| UnixDatagram::unbound().map(drop),
        "ended: SIGSYS",
    ),
    ("worker: io_uring", CONFINED, |_| io_uring(), "ended: SIGSYS"),
    ("worker: open", CONFINED, open, "refused: EPERM"),
    (
        "worker: create",
        CONFINED,
        |_| File::create("/tmp/teltale-probe").map(drop),
        "refused: EPERM",
    ),
    (
        "worker: list",
        CONFINED,
        |_| std::fs::read_dir("/").map(drop),
        "refused: EPERM",
    ),
    ("worker: stat", CONFINED, stat, "refused: EPERM"),
    (
        "worker: start a program",
        CONFINED,
        |_| Command::new("/bin/true").status().map(drop),
        "ended: SIGSYS",
    ),
    ("worker: exec", CONFINED, |_| exec(), "ended: SIGSYS"),
    (
        "worker: fork",
        CONFINED,
        |_| answer(unsafe { libc::syscall(libc::SYS_clone, 17, 0, 0, 0, 0) }),
        "ended: SIGSYS",
    ),
    ("worker: trace the parent", CONFINED, trace, "ended: SIGSYS"),
    (
        "worker: read the parent's memory",
        CONFINED,
        |held| read_memory(held.parent),
        "ended: SIGSYS",
    ),
    (
        "worker: open the parent's memory",
        CONFINED,
        open_memory,
        "refused: EPERM",
    ),
    (
        "worker: signal the parent",
        CONFINED,
        |held| answer(unsafe { libc::kill(held.parent, 0) }.into()),
        "refused: EPERM",
    ),
    (
        "worker: memory that is code",
        CONFINED,
        |_| executable_memory(),
        "refused: EPERM",
    ),
    (
        "worker: memory file",
        CONFINED,
        |_| memory_file(),
        "refused: EPERM",
    ),
    (
        "worker: more memory than allowed",
        CONFINED,
        |_| memory(2 << 30),
        "refused: ENOMEM",
    ),
    ("worker: some memory", CONFINED, |_| memory(256 << 20), "allowed"),
    (
        "worker: write to a file it holds",
        CONFINED,
        |held| held.writable.write_all(b"x"),
        "ended: SIGXFSZ",
    ),
    ("worker: read a file it holds", CONFINED, read_held, "allowed"),
    (
        "worker: use the socket it holds",
        CONFINED,
        use_held_socket,
        "allowed",
    ),
    (
        "worker: a thread",
        CONFINED,
        |_| {
            std::thread::Builder::new()
                .spawn(|| ())
                .map(|thread| thread.join().unwrap())
        },
        "allowed",
    ),
    (
        "worker: a thread from before",
        CONFINED,
        thread_from_before,
        "ended: SIGSYS",
    ),
    (
        "hardened: dumps and readers",
        HARDENED,
        |_| undumpable(),
        "allowed",
    ),
    (
        "worker: dumps and readers",
        CONFINED,
        |_| undumpable(),
        "refused: EPERM",
    ),
];

fn udp(_: &mut Prepared) -> io::Result<()> {
    UdpSocket::bind("127.0.0.1:0").map(drop)
}

fn open(_: &mut Prepared) -> io::Result<()> {
    File::open("/etc/passwd").map(drop)
}

fn stat(_: &mut Prepared) -> io::Result<()> {
    std::fs::metadata("/etc/passwd").map(drop)
}

fn answer(result: i64) -> io::Result<()> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

fn socket(family: i32, kind: i32) -> io::Result<()> {
    answer(unsafe { libc::socket(family, kind, 0) }.into())
}

fn x32_socket() -> io::Result<()> {
    answer(unsafe { libc::syscall(0x4000_0000 | libc::SYS_socket, libc::AF_INET, libc::SOCK_DGRAM, 0) })
}

fn io_uring() -> io::Result<()> {
    let mut parameters = [0u8; 120];
    answer(unsafe { libc::syscall(libc::SYS_io_uring_setup, 4, parameters.as_mut_ptr()) })
}

fn exec() -> io::Result<()> {
    let arguments = [std::ptr::null::<libc::c_char>()];
    answer(unsafe { libc::execv(c"/bin/true".as_ptr(), arguments.as_ptr()) }.into())
}

fn trace(held: &mut Prepared) -> io::Result<()> {
    answer(unsafe { libc::ptrace(libc::PTRACE_SEIZE, held.parent, 0, 0) })
}

/// Reads a byte of another process at an address that is the same in both: this program's own code.
fn read_memory(process: i32) -> io::Result<()> {
    let (mut byte, here) = ([0u8; 1], read_memory as *const () as *mut libc::c_void);
    let local = libc::iovec {
        iov_base: byte.as_mut_ptr().cast(),
        iov_len: 1,
    };
    let remote = libc::iovec {
        iov_base: here,
        iov_len: 1,
    };
    match answer(unsafe { libc::process_vm_readv(process, &local, 1, &remote, 1, 0) } as i64) {
        // Allowed to look, and nothing is mapped there.
        Err(error) if error.raw_os_error() == Some(libc::EFAULT) => Ok(()),
        answer => answer,
    }
}

fn open_memory(held: &mut Prepared) -> io::Result<()> {
    File::open(format!("/proc/{}/mem", held.parent)).map(drop)
}

fn executable_memory() -> io::Result<()> {
    let (protection, flags) = (
        libc::PROT_READ | libc::PROT_EXEC,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
    );
    let at = unsafe { libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0) };
    if at == libc::MAP_FAILED {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

fn memory_file() -> io::Result<()> {
    answer(unsafe { libc::syscall(libc::SYS_memfd_create, c"x".as_ptr(), 0) })
}

fn memory(bytes: usize) -> io::Result<()> {
    Vec::<u8>::new()
        .try_reserve_exact(bytes)
        .map_err(|_| io::Error::from_raw_os_error(libc::ENOMEM))
}

fn read_held(held: &mut Prepared) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    let mut text = [0; 4];
    held.readable.read_exact_at(&mut text, 0)
}

fn use_held_socket(held: &mut Prepared) -> io::Result<()> {
    held.socket.send(b"x")?;
    held.other_end.recv(&mut [0; 1]).map(drop)
}

fn thread_from_before(held: &mut Prepared) -> io::Result<()> {
    let (say, thread) = held.thread.take().unwrap();
    say.send(()).unwrap();
    thread.join().unwrap()
}

/// True answers are allowed; asking is itself refused where the filter has no need of it.
fn undumpable() -> io::Result<()> {
    let dumpable = rustix::process::dumpable_behavior()?;
    assert_eq!(dumpable, rustix::process::DumpableBehavior::NotDumpable);
    let core = rustix::process::getrlimit(rustix::process::Resource::Core);
    assert_eq!(core.maximum, Some(0));
    Ok(())
}

/// Runs a probe in a process of its own and gives its end.
fn outcome(probe: &str) -> (Option<i32>, Option<i32>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_process_of_a_probe", "--nocapture"])
        .env(PROBE, probe);
    let output = command.output().unwrap();
    (output.status.code(), output.status.signal())
}

fn child(probe: &str) -> io::Result<()> {
    match outcome(probe) {
        (Some(ALLOWED), _) => Ok(()),
        (Some(code), _) => Err(io::Error::from_raw_os_error(code - REFUSED)),
        (None, _) => Err(io::Error::other("ended")),
    }
}

#[test]
fn the_process_of_a_probe() {
    let Ok(asked) = std::env::var(PROBE) else { return };
    let (_, hold, probe, _) = PROBES.iter().find(|(name, ..)| *name == asked).unwrap();
    let mut prepared = prepare();
    hold();
    let code = match probe(&mut prepared) {
        Ok(()) => ALLOWED,
        Err(error) => REFUSED + error.raw_os_error().unwrap_or(libc::EPERM),
    };
    std::process::exit(code);
}

#[test]
fn every_probe_ends_as_it_must() {
    let names = [
        (libc::EPERM, "EPERM"),
        (libc::EAFNOSUPPORT, "EAFNOSUPPORT"),
        (libc::ENOMEM, "ENOMEM"),
        (libc::ENOSYS, "ENOSYS"),
        (libc::EACCES, "EACCES"),
    ];
    let mut wrong = String::new();
    for (name, _, _, expected) in PROBES {
        let got = match outcome(name) {
            (Some(ALLOWED), _) => "allowed".to_owned(),
            (Some(code), _) => {
                let number = code - REFUSED;
                let name = names
                    .iter()
                    .find(|(known, _)| *known == number)
                    .map(|(_, name)| *name);
                format!("refused: {}", name.unwrap_or(&number.to_string()))
            }
            (None, Some(libc::SIGSYS)) => "ended: SIGSYS".to_owned(),
            (None, Some(libc::SIGXFSZ)) => "ended: SIGXFSZ".to_owned(),
            (None, signal) => format!("ended: {signal:?}"),
        };
        if got != *expected {
            wrong += &format!("{name}: {got}, not {expected}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_report_says_what_is_held() {
    let mut output = String::new();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_process_of_a_report", "--nocapture"])
        .env(PROBE, "report");
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    child.wait().unwrap();
    let said = output
        .lines()
        .find_map(|line| line.split_once("report: "))
        .map(|(_, said)| said);
    assert_eq!(
        said,
        Some(
            "no network: held by the kernel; no files: held by the kernel; no programs: held by the kernel; \
             no other processes: held by the kernel; limits: held by the kernel; \
             dies with its parent: held by the kernel; no memory image: held by the kernel"
        )
    );
}

#[test]
fn the_process_of_a_report() {
    if std::env::var(PROBE).is_ok_and(|asked| asked == "report") {
        println!("report: {}", confine_worker().unwrap());
        std::process::exit(0);
    }
}
