//! `cargo xtask sandbox`: a local stand-in for the accounting software that entries are published to.

use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;

/// Builds and starts the sandbox server with these arguments; ends when it ends.
///
/// # Errors
/// `Parts` when it does not build or ends with an error.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let mut cargo = command::cargo();
    cargo
        .current_dir(project.root())
        .args([
            "run",
            "--quiet",
            "-p",
            "liasse-connectors",
            "--features",
            "sandbox",
            "--bin",
            "liasse-sandbox",
            "--",
        ])
        .args(arguments);
    if command::openly(&mut cargo)? { Ok(()) } else { Err(Error::Parts("liasse-sandbox".into())) }
}
