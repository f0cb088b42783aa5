//! One line a step: what, its outcome, how long.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::error::Result;

const NAME_WIDTH: usize = 26;

/// What a step did.
pub enum Outcome {
    /// Nothing was missing.
    Ready(String),
    /// Something was fetched, built or installed.
    Done(String),
}

/// Runs one step of set-up and prints its line.
///
/// # Errors
/// Whatever the step returns; its line then says so.
pub fn step(name: &str, work: impl FnOnce() -> Result<Outcome>) -> Result<()> {
    print!("  {name:<NAME_WIDTH$} ");
    std::io::stdout().flush().ok();
    let begun = Instant::now();
    let outcome = work();
    let took = seconds(begun.elapsed());
    match &outcome {
        Ok(Outcome::Ready(what)) => println!("ready    {took:>8}  {what}"),
        Ok(Outcome::Done(what)) => println!("done     {took:>8}  {what}"),
        Err(_) => println!("failed   {took:>8}"),
    }
    outcome.map(|_| ())
}

/// `0.4 s`, `75 s`: one decimal below ten seconds.
pub fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") }
}

/// The outcome of one part of `test` or `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    /// Not run here, because something it needs is not on this machine.
    Skipped,
}

/// The parts of `test` or `check`, each with its verdict and its time.
#[derive(Default)]
pub struct Parts {
    lines: Vec<(String, Verdict, Duration, String)>,
}

impl Parts {
    /// Runs a part before the developer's eyes. An error counts as a failure and is shown.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<bool>) {
        println!("\n== {name}");
        let begun = Instant::now();
        let (verdict, remark) = match work() {
            Ok(true) => (Verdict::Passed, String::new()),
            Ok(false) => (Verdict::Failed, String::new()),
            Err(error) => {
                eprintln!("[{}] {error}", error.code());
                (Verdict::Failed, format!("[{}]", error.code()))
            }
        };
        self.lines.push((name.to_owned(), verdict, begun.elapsed(), remark));
    }

    /// Notes a part that cannot run here, and why.
    pub fn skip(&mut self, name: &str, why: &str) {
        self.lines.push((name.to_owned(), Verdict::Skipped, Duration::ZERO, why.to_owned()));
    }

    /// How many parts ended so.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.1 == verdict).count()
    }

    /// Prints the closing table and says whether nothing failed.
    pub fn close(&self) -> bool {
        println!();
        for (name, verdict, took, remark) in &self.lines {
            let word = match verdict {
                Verdict::Passed => "passed",
                Verdict::Failed => "FAILED",
                Verdict::Skipped => "skipped",
            };
            println!("  {name:<NAME_WIDTH$} {word:<8} {:>8}  {remark}", seconds(*took));
        }
        println!(
            "parts: {} passed, {} failed, {} skipped",
            self.count(Verdict::Passed),
            self.count(Verdict::Failed),
            self.count(Verdict::Skipped)
        );
        self.count(Verdict::Failed) == 0
    }

    /// The names of the parts that failed, for the closing error.
    pub fn failed(&self) -> String {
        self.lines
            .iter()
            .filter(|line| line.1 == Verdict::Failed)
            .map(|line| line.0.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn an_error_in_a_part_counts_as_a_failure_and_the_others_still_run() {
        let mut parts = Parts::default();
        parts.run("first", || Err(Error::Refused("no".into())));
        parts.run("second", || Ok(true));
        parts.skip("third", "not here");
        assert!(!parts.close());
        assert_eq!(parts.failed(), "first");
        assert_eq!(parts.count(Verdict::Passed), 1);
        assert_eq!(parts.count(Verdict::Skipped), 1);
    }

    #[test]
    fn short_times_have_a_decimal() {
        assert_eq!(seconds(Duration::from_millis(440)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(75_400)), "75 s");
    }
}
