//! Starts a child for each target, and keeps what killed it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::places;
use crate::targets::Target;

/// Different faults of one target after which it is left.
const MOST_FAULTS: usize = 10;

/// What came of one target.
#[derive(Debug, Default)]
struct Outcome {
    runs: u64,
    behaviours: u64,
    faults: Vec<(String, PathBuf)>,
}

/// Runs the targets one after the other. `false` when one has a fault; each is told on standard output.
///
/// # Errors
/// When the program cannot start itself or write.
pub fn run(targets: &[&'static Target], span: Duration, seed: u64) -> io::Result<bool> {
    let mut sound = true;
    for target in targets {
        let begin = Instant::now();
        let outcome = one(target, span, seed)?;
        println!(
            "{:10} {:>9} inputs, {:>5} behaviours, {:>3} faults, {:>4} s",
            target.name,
            outcome.runs,
            outcome.behaviours,
            outcome.faults.len(),
            begin.elapsed().as_secs()
        );
        for (fault, kept) in &outcome.faults {
            println!("    {fault}\n      kept as {}", kept.display());
        }
        sound &= outcome.faults.is_empty();
    }
    Ok(sound)
}

fn one(target: &Target, span: Duration, seed: u64) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut known: HashSet<String> = HashSet::new();
    let current = std::env::temp_dir().join(format!("liasse-fuzz-{}-{}", target.name, std::process::id()));
    let begin = Instant::now();
    let mut turn = 0;
    while let Some(left) =
        span.checked_sub(begin.elapsed()).filter(|left| left.as_millis() > 200 || turn == 0)
    {
        let output = Command::new(std::env::current_exe()?)
            .args(["--seconds", &left.as_secs().max(1).to_string()])
            .args(["--seed", &(seed + turn).to_string(), "--child"])
            .arg(&current)
            .arg(target.name)
            .stdin(Stdio::null())
            .output()?;
        turn += 1;
        if output.status.success() {
            let said = String::from_utf8_lossy(&output.stdout);
            let mut numbers = said.split_whitespace().map(|number| number.parse::<u64>().unwrap_or(0));
            outcome.runs += numbers.next().unwrap_or(0);
            outcome.behaviours = outcome.behaviours.max(numbers.next().unwrap_or(0));
            continue;
        }
        let fault = fault_of(&output);
        if known.insert(fault.clone()) {
            let kept = keep(target, &std::fs::read(&current)?)?;
            outcome.faults.push((fault, kept));
        }
        if known.len() >= MOST_FAULTS || turn > 200 {
            break;
        }
    }
    let _ = std::fs::remove_file(&current);
    Ok(outcome)
}

/// What killed a child: the place of a panic, else its exit status and last words.
fn fault_of(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    let panicked = words.lines().find(|line| line.contains("panicked at"));
    let place = panicked.and_then(|line| line.split_once("panicked at ")).map(|(_, place)| place.trim());
    match place {
        Some(place) => format!("panic at {place}"),
        None => format!("{}: {}", output.status, words.lines().last().unwrap_or("no words")),
    }
}

fn keep(target: &Target, input: &[u8]) -> io::Result<PathBuf> {
    let folder = places::crashes(target.name);
    std::fs::create_dir_all(&folder)?;
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let path = folder.join(format!("{:016x}", hasher.finish()));
    std::fs::write(&path, input)?;
    Ok(path)
}
