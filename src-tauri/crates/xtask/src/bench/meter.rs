//! What a command costs: wall time, processor time, and the peak memory of all its processes together.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command;
use crate::error::{Error, Result};

/// The kernel counts processor time in hundredths of a second (`USER_HZ`, fixed at 100 in Linux's interface).
const TICKS_PER_SECOND: f64 = 100.0;
const AT_FIRST: Duration = Duration::from_millis(20);
const LATER: Duration = Duration::from_millis(100);

/// What was measured. Processor time and memory are known on Linux only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    pub wall: Duration,
    /// Seconds of user and system time of the command and all it started.
    pub cpu: Option<f64>,
    /// Highest sum of the processes' proportional memory (PSS: shared pages counted once), in MiB.
    pub memory: Option<f64>,
}

/// Runs a command to its end and measures it.
///
/// # Errors
/// `Start` when it is not installed; `Parts` when it fails.
pub fn measure(command: &mut Command) -> Result<Cost> {
    let before = children_ticks();
    let begun = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| Error::Start { command: command::shown(command), source })?;
    let mut memory: Option<f64> = None;
    let status = loop {
        if let Some(kib) = tree_kib(child.id()) {
            memory = Some(memory.unwrap_or_default().max(kib / 1024.0));
        }
        let ended =
            child.try_wait().map_err(|source| Error::Start { command: command::shown(command), source })?;
        if let Some(status) = ended {
            break status;
        }
        // A short run is looked at more often; on a long one looking must not cost what is measured.
        std::thread::sleep(if begun.elapsed() < Duration::from_secs(2) { AT_FIRST } else { LATER });
    };
    let wall = begun.elapsed();
    if !status.success() {
        return Err(Error::Parts(format!("`{}` ({status})", command::shown(command))));
    }
    let cpu = before.zip(children_ticks()).map(|(before, after)| (after - before) / TICKS_PER_SECOND);
    Ok(Cost { wall, cpu, memory })
}

/// How many processes wanted a core on average over the last minute: what else ran while something was measured.
pub fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// User and system time of the children that have ended, in ticks: fields 16 and 17 of `/proc/self/stat` (proc(5)).
fn children_ticks() -> Option<f64> {
    stat_children(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

fn stat_children(stat: &str) -> Option<f64> {
    // The program's name, field 2, is in brackets and may hold spaces.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
    Some(field(16)? + field(17)?)
}

/// The proportional memory of a process and of all it started, in KiB.
fn tree_kib(root: u32) -> Option<f64> {
    let mut parents = HashMap::new();
    for entry in std::fs::read_dir("/proc").ok()?.flatten() {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        if let Some(parent) = stat_parent(&stat) {
            parents.insert(id, parent);
        }
    }
    let sum = parents
        .keys()
        .filter(|id| descends(**id, root, &parents))
        .filter_map(|id| pss_kib(&std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?))
        .sum();
    Some(sum)
}

fn stat_parent(stat: &str) -> Option<u32> {
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

fn descends(mut id: u32, root: u32, parents: &HashMap<u32, u32>) -> bool {
    // A tree of processes is never deeper than it has processes.
    for _ in 0..parents.len() {
        if id == root {
            return true;
        }
        match parents.get(&id) {
            Some(parent) => id = *parent,
            None => return false,
        }
    }
    false
}

fn pss_kib(rollup: &str) -> Option<f64> {
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAT: &str = "42 (a (b) c) S 7 42 42 0 -1 4194304 100 200 0 0 3 4 150 50 20 0 1 0 999 0 0";

    #[test]
    fn a_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        assert_eq!(stat_parent(STAT), Some(7));
        assert_eq!(stat_children(STAT), Some(200.0));
    }

    #[test]
    fn only_descendants_count() {
        let parents = HashMap::from([(2, 1), (3, 2), (9, 1), (5, 6), (6, 5)]);
        assert!(descends(3, 2, &parents));
        assert!(!descends(9, 2, &parents));
        assert!(!descends(5, 2, &parents));
    }

    #[test]
    fn proportional_memory_is_read_from_the_summary() {
        assert_eq!(
            pss_kib("00-ff ---p [rollup]\nRss:  20 kB\nPss:       12345 kB\nPss_Anon: 1 kB\n"),
            Some(12345.0)
        );
        assert_eq!(pss_kib(""), None);
    }
}
