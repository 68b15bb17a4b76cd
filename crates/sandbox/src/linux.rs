//! The promises on Linux: seccomp for calls, Landlock for files, limits and process attributes for the rest.

use crate::{Enforcement, Held, NotHeld, Promise};
use landlock::{ABI, Access, AccessFs, AccessNet, Compatible, Ruleset, RulesetAttr, RulesetStatus, Scope};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior, set_parent_process_death_signal,
    setrlimit,
};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter_all_threads,
};
use std::collections::BTreeMap;
use std::io;

/// Address space of a worker.
const WORKER_MEMORY: u64 = 1 << 30;
/// Descriptors of a worker: its socket, standard streams, one source, and room to spare.
const WORKER_FILES: u64 = 32;

/// Steps of niceness: enough for a window to be drawn at once, little enough to get on where nobody else wants the core.
const GIVEN_WAY: i32 = 10;

pub(crate) fn give_way() {
    // Where the system refuses, the work is as fast as before and nothing else is lost.
    let _ = rustix::process::nice(GIVEN_WAY);
}

// A call into the C library that no crate of ours wraps.
#[allow(unsafe_code)]
pub(crate) fn give_memory_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: it takes no pointer, and any thread may call it at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}

pub(crate) fn go_offline(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    let held = |cause| NotHeld {
        promise: Promise::NoNetwork,
        cause,
    };
    no_new_privileges().map_err(held)?;
    install(
        offline_rules(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::EAFNOSUPPORT as u32),
    )
    .map_err(held)?;
    Ok(Enforcement::all(asked, Held::ByKernel))
}

pub(crate) fn harden_process(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    no_memory_image().map_err(|cause| NotHeld {
        promise: Promise::NoMemoryImage,
        cause,
    })?;
    Ok(Enforcement::all(asked, Held::ByKernel))
}

pub(crate) fn confine_worker(asked: &[Promise]) -> Result<Enforcement, NotHeld> {
    let lacking = |promise| move |cause| NotHeld { promise, cause };
    let from_rustix = |cause: rustix::io::Errno| io::Error::from(cause);
    set_parent_process_death_signal(Some(Signal::KILL))
        .map_err(|cause| lacking(Promise::DiesWithParent)(from_rustix(cause)))?;
    no_memory_image().map_err(lacking(Promise::NoMemoryImage))?;
    for (resource, ceiling) in [
        (Resource::As, WORKER_MEMORY),
        (Resource::Fsize, 0),
        (Resource::Nofile, WORKER_FILES),
    ] {
        limit(resource, ceiling).map_err(lacking(Promise::Limits))?;
    }
    no_new_privileges().map_err(lacking(Promise::NoPrograms))?;
    no_files().map_err(lacking(Promise::NoFiles))?;
    // Two filters: the kernel takes the stricter answer of both for each call. The first ends the process for what no
    // honest worker ever does; the second refuses everything that is not needed, so that a library's harmless probe
    // is an error and not a death.
    install(
        forbidden_rules(),
        SeccompAction::Allow,
        SeccompAction::KillProcess,
    )
    .map_err(lacking(Promise::NoNetwork))?;
    install(
        thread_rules(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS as u32),
    )
    .map_err(lacking(Promise::NoPrograms))?;
    install(
        needed_rules(),
        SeccompAction::Errno(libc::EPERM as u32),
        SeccompAction::Allow,
    )
    .map_err(lacking(Promise::NoOtherProcesses))?;
    Ok(Enforcement::all(asked, Held::ByKernel))
}

fn no_memory_image() -> io::Result<()> {
    limit(Resource::Core, 0)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(())
}

fn limit(resource: Resource, ceiling: u64) -> io::Result<()> {
    setrlimit(
        resource,
        Rlimit {
            current: Some(ceiling),
            maximum: Some(ceiling),
        },
    )?;
    Ok(())
}

#[allow(unsafe_code)]
fn no_new_privileges() -> io::Result<()> {
    // SAFETY: this prctl takes plain integers and touches no memory.
    match unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Every access to files and TCP that this kernel's Landlock knows is handled and none is granted; signals and
/// abstract sockets stay inside the process. Without Landlock at all, an error.
fn no_files() -> io::Result<()> {
    let abi = ABI::V6;
    let status = Ruleset::default()
        .set_compatibility(landlock::CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
        .and_then(|rules| rules.scope(Scope::from_all(abi)))
        .and_then(|rules| rules.create())
        .and_then(|rules| rules.restrict_self())
        .map_err(io::Error::other)?;
    match status.ruleset {
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
        RulesetStatus::NotEnforced => Err(io::Error::other("this kernel has no Landlock")),
    }
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn install(rules: Rules, otherwise: SeccompAction, when_named: SeccompAction) -> io::Result<()> {
    let architecture = std::env::consts::ARCH.try_into().map_err(io::Error::other)?;
    let filter = SeccompFilter::new(rules, otherwise, when_named, architecture).map_err(io::Error::other)?;
    let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
    apply_filter_all_threads(&program).map_err(io::Error::other)
}

/// A call whatever its arguments.
fn always(call: i64) -> (i64, Vec<SeccompRule>) {
    (call, Vec::new())
}

/// A call whose 32-bit argument meets all of the conditions.
fn when(call: i64, argument: u8, conditions: &[(SeccompCmpOp, u64)]) -> (i64, Vec<SeccompRule>) {
    let conditions = conditions
        .iter()
        .map(|(operator, value)| {
            SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator.clone(), *value)
                .expect("system calls have six arguments")
        })
        .collect();
    (
        call,
        vec![SeccompRule::new(conditions).expect("there is at least one condition")],
    )
}

/// On x86-64 each call also has a number in the x32 set, which passes for the same architecture: a filter that
/// forbids by number has to name both.
fn with_x32(rules: Rules) -> Rules {
    const X32: i64 = 0x4000_0000;
    if cfg!(target_arch = "x86_64") {
        let twins: Rules = rules
            .iter()
            .map(|(call, rule)| (call | X32, rule.clone()))
            .collect();
        rules.into_iter().chain(twins).collect()
    } else {
        rules
    }
}

fn offline_rules() -> Rules {
    let not_local = [
        (SeccompCmpOp::Ne, libc::AF_UNIX as u64),
        (SeccompCmpOp::Ne, libc::AF_NETLINK as u64),
    ];
    with_x32(Rules::from([
        when(libc::SYS_socket, 0, &not_local),
        when(libc::SYS_socketpair, 0, &not_local),
        // Makes sockets without the call above.
        always(libc::SYS_io_uring_setup),
        // Take another process's sockets, or make it act.
        always(libc::SYS_ptrace),
        always(libc::SYS_pidfd_getfd),
        always(libc::SYS_process_vm_readv),
        always(libc::SYS_process_vm_writev),
    ]))
}

fn forbidden_rules() -> Rules {
    let not_a_thread = [(SeccompCmpOp::MaskedEq(libc::CLONE_THREAD as u64), 0)];
    let mut rules = Rules::from([
        always(libc::SYS_socket),
        always(libc::SYS_socketpair),
        always(libc::SYS_connect),
        always(libc::SYS_bind),
        always(libc::SYS_io_uring_setup),
        always(libc::SYS_execve),
        always(libc::SYS_execveat),
        always(libc::SYS_ptrace),
        always(libc::SYS_process_vm_readv),
        always(libc::SYS_process_vm_writev),
        always(libc::SYS_pidfd_getfd),
        when(libc::SYS_clone, 0, &not_a_thread),
    ]);
    #[cfg(target_arch = "x86_64")]
    rules.extend([always(libc::SYS_fork), always(libc::SYS_vfork)]);
    with_x32(rules)
}

/// `clone3` keeps its flags in memory where no filter can see them: told that it does not exist, the C library falls
/// back to `clone`.
fn thread_rules() -> Rules {
    with_x32(Rules::from([always(libc::SYS_clone3)]))
}

/// What a worker needs: to read the files it holds, to write to its socket, memory that is never code, threads,
/// clocks, and its own end.
fn needed_rules() -> Rules {
    let not_code = [(SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64), 0)];
    let mut rules = Rules::from([
        when(libc::SYS_mmap, 2, &not_code),
        when(libc::SYS_mprotect, 2, &not_code),
        // A thread, since everything else was ended by the first filter; and `clone3` keeps its answer.
        always(libc::SYS_clone),
        always(libc::SYS_clone3),
    ]);
    rules.extend(NEEDED.iter().map(|call| always(*call)));
    rules
}

const NEEDED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_recvmsg,
    libc::SYS_recvfrom,
    libc::SYS_sendto,
    libc::SYS_close,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_tgkill,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_exit,
    libc::SYS_exit_group,
];
