//! Set-up: everything that a fresh clone lacks, fetched once, checked every time.
//!
//! Each step has a stamp of its own, so a cut costs only the step that it cut, and a run where nothing is missing
//! takes less than a second.

mod engines;
pub mod frontend;
pub mod node;
pub mod python;
mod stamp;
mod system;
mod wheel;

pub use stamp::Stamp;

use crate::error::Result;
use crate::progress::step;
use crate::project::Project;

/// How far a command needs the machine to be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// To build and to run on a screen.
    Build,
    /// Also to open the window without a screen and to drive it.
    Window,
}

/// Does what is missing and nothing else. `yes`: system packages are installed without asking.
///
/// # Errors
/// Of the first step that fails; what was done before it is kept.
pub fn run(project: &Project, extent: Extent, yes: bool) -> Result<()> {
    println!("set-up");
    step("system packages", || system::packages(project, extent, yes))?;
    let lock = engines::lock(project)?;
    for package in &lock.packages {
        step(&package.what, || engines::package(project, package))?;
    }
    step("Latin recognisers", || engines::latin_heads(project, &lock.latin))?;
    step("Node", || node::ready(project))?;
    step("front-end packages", || frontend::packages(project))?;
    step("front end", || frontend::dist(project))
}
