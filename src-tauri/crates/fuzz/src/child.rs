//! One target, run until its time is over or an input kills the process.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::mutate::{Random, mutate};
use crate::targets::Target;

/// Exit status when an input takes too long.
pub const TOO_SLOW: u8 = 42;
/// Inputs that are kept at most for further mutation.
const LARGEST_POOL: usize = 4_000;
/// Address space of the process, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 3 << 30;

/// Milliseconds from the start of the process to the start of the input in work; 0 between inputs.
static SINCE: AtomicU64 = AtomicU64::new(0);

/// Runs the seeds, then mutated inputs for a span of time. `current` holds the input in work.
pub fn run(target: &'static Target, span: Duration, seed: u64, current: &Path) -> ExitCode {
    let Ok(mut file) = File::create(current) else { return ExitCode::from(3) };
    #[cfg(unix)]
    if target.bounded {
        let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    }
    let begin = Instant::now();
    std::thread::spawn(move || watch(begin, target.slowest));
    let mut random = Random::new(seed);
    let mut pool: Vec<Vec<u8>> = (target.seeds)();
    let mut seen: HashSet<u64> = HashSet::new();
    let mut runs: u64 = 0;
    let mut try_one = |input: &[u8]| -> Option<u64> {
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(input))
            .ok()?;
        SINCE.store(begin.elapsed().as_millis().max(1) as u64, Ordering::Relaxed);
        let behaviour = (target.run)(input);
        SINCE.store(0, Ordering::Relaxed);
        Some(behaviour)
    };
    for input in pool.clone() {
        let Some(behaviour) = try_one(&input) else { return ExitCode::from(3) };
        seen.insert(behaviour);
        runs += 1;
    }
    while begin.elapsed() < span {
        let base = random.pick(&pool).cloned().unwrap_or_default();
        let input = mutate(&base, &pool, target.words, &mut random);
        let Some(behaviour) = try_one(&input) else { return ExitCode::from(3) };
        runs += 1;
        if seen.insert(behaviour) && pool.len() < LARGEST_POOL {
            pool.push(input);
        }
    }
    println!("{runs} {}", seen.len());
    ExitCode::SUCCESS
}

/// Ends the process when an input takes too long.
fn watch(begin: Instant, slowest: Duration) {
    loop {
        std::thread::sleep(Duration::from_millis(200));
        let since = SINCE.load(Ordering::Relaxed);
        let now = begin.elapsed().as_millis() as u64;
        if since != 0 && now.saturating_sub(since) > slowest.as_millis() as u64 {
            eprintln!("an input takes more than {slowest:?}");
            std::process::exit(i32::from(TOO_SLOW));
        }
    }
}
