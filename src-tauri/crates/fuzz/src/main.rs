//! `liasse-fuzz`: see `cargo xtask fuzz`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use liasse_fuzz::{child, master, targets};

/// Throws damaged and hostile input at every parser.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// How long each target is run, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Where the random numbers start; the same seed makes the same inputs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Run this target here, writing each input into this file first (what the program starts itself with).
    #[arg(long, hide = true, value_name = "FILE")]
    child: Option<PathBuf>,
    /// Targets; all when none is named.
    targets: Vec<String>,
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(liasse_desk::READING_WORKER) {
        return liasse_desk::reading_worker(std::env::args().skip(2));
    }
    let arguments = Arguments::parse();
    let mut chosen = Vec::new();
    for name in &arguments.targets {
        match targets::named(name) {
            Some(target) => chosen.push(target),
            None => {
                let names: Vec<&str> = targets::TARGETS.iter().map(|target| target.name).collect();
                eprintln!("no target is called `{name}`: choose of {}", names.join(", "));
                return ExitCode::from(2);
            }
        }
    }
    let span = Duration::from_secs(arguments.seconds);
    if let (Some(current), Some(target)) = (&arguments.child, chosen.first().copied()) {
        return child::run(target, span, arguments.seed, current);
    }
    if chosen.is_empty() {
        chosen.extend(targets::TARGETS.iter());
    }
    match master::run(&chosen, span, arguments.seed) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzzing cannot go on: {error}");
            ExitCode::from(3)
        }
    }
}
