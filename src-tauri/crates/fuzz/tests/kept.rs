//! Seeds and the inputs that once broke a target: none may break it again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use liasse_fuzz::mutate::{Random, mutate};
use liasse_fuzz::places::{crashes, files};
use liasse_fuzz::targets::TARGETS;

#[test]
fn nothing_kept_breaks_its_target() {
    // A PDF is read in a process of its own, which `cargo xtask fuzz` starts.
    for target in TARGETS.iter().filter(|target| target.name != "pdf") {
        for seed in (target.seeds)() {
            (target.run)(&seed);
        }
        for (path, bytes) in files(&crashes(target.name)) {
            println!("{}", path.display());
            (target.run)(&bytes);
        }
    }
}

#[test]
fn a_few_mutations_break_nothing() {
    for target in TARGETS.iter().filter(|target| target.name != "pdf") {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{}", target.name);
        let mut random = Random::new(2026);
        for _ in 0..300 {
            let seed = random.pick(&seeds).unwrap().clone();
            (target.run)(&mutate(&seed, &seeds, target.words, &mut random));
        }
    }
}
