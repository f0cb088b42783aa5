//! `cargo xtask fuzz`: damaged and hostile input for every parser.

use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;

/// Builds the driver and runs each target (all when none is named) for so many seconds.
///
/// # Errors
/// `Parts` when it does not build or a target has a fault; the input is kept in `tests/fuzz/crashes`.
pub fn run(project: &Project, seconds: u64, seed: u64, targets: &[String]) -> Result<()> {
    let mut cargo = command::cargo();
    cargo
        .current_dir(project.root())
        .args(["run", "--quiet", "-p", "liasse-fuzz", "--bin", "liasse-fuzz", "--"])
        .args(["--seconds", &seconds.to_string(), "--seed", &seed.to_string()])
        .args(targets)
        // The engines of the checkout, wherever the program lies.
        .env("LIASSE_ENGINES", project.engines());
    if command::openly(&mut cargo)? { Ok(()) } else { Err(Error::Parts("liasse-fuzz".into())) }
}
