//! What the operating system is asked to hold a worker to.
//!
//! | | memory | network, programs |
//! |---|---|---|
//! | Linux | `RLIMIT_AS` | refused by seccomp, `EPERM` |
//! | macOS | `RLIMIT_AS`, which the system may not enforce | not bounded |
//! | Windows | not bounded | not bounded |
//!
//! On every system the master bounds the time, and the process is the master's to kill.

/// Bounds this process for good. What the system cannot bound stays unbounded: reading goes on.
pub(crate) fn confine(memory: u64) {
    limit_memory(memory);
    refuse_network();
}

#[cfg(unix)]
fn limit_memory(memory: u64) {
    let lower = |resource: rlimit::Resource, wanted: u64| {
        let hard = resource.get_hard().unwrap_or(rlimit::INFINITY);
        let bound = wanted.min(hard);
        let _ = resource.set(bound, bound);
    };
    lower(rlimit::Resource::AS, memory);
    lower(rlimit::Resource::CORE, 0);
}

#[cfg(not(unix))]
fn limit_memory(_memory: u64) {}

/// Denies the system calls that open sockets or start programs; io_uring too, which could do both unseen.
#[cfg(target_os = "linux")]
fn refuse_network() {
    use std::collections::BTreeMap;

    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    let refused = [
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_io_uring_setup,
    ];
    let rules: BTreeMap<i64, Vec<seccompiler::SeccompRule>> =
        refused.into_iter().map(|call| (call, Vec::new())).collect();
    let Ok(arch) = std::env::consts::ARCH.try_into() else { return };
    let denied = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, denied, arch);
    if let Ok(program) = filter.and_then(BpfProgram::try_from) {
        let _ = seccompiler::apply_filter_all_threads(&program);
    }
}

#[cfg(not(target_os = "linux"))]
fn refuse_network() {}
