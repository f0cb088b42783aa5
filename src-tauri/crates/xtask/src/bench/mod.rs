//! `cargo xtask bench`: what reading costs, beside other tools on the same pages in the same run.

mod meter;
mod peers;
mod reading;

use std::path::PathBuf;

use clap::Subcommand;

use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::setup::{self, Extent};

/// What to measure.
#[derive(Subcommand)]
pub enum What {
    /// Pages a second and memory of `liasse read`, and of Tesseract and ocrmypdf where they are installed.
    Reading(Papers),
    /// The same on merged files, which are split.
    Split(Papers),
}

/// The papers to read.
#[derive(clap::Args)]
pub struct Papers {
    /// A folder of PDF files instead of papers drawn for the occasion.
    #[arg(long, value_name = "DIR")]
    papers: Option<PathBuf>,
    /// How many papers to draw of each kind.
    #[arg(long, default_value_t = 16)]
    count: usize,
    /// How many files are read at the same time (by default one a core).
    #[arg(long)]
    jobs: Option<usize>,
}

/// Builds the release program and runs the measurement.
///
/// # Errors
/// Of set-up and builds; `Parts` when a tool fails.
pub fn run(project: &Project, what: &What, yes: bool) -> Result<()> {
    setup::run(project, Extent::Build, yes)?;
    println!("release build of the command line and of the papers");
    let mut cargo = command::cargo();
    cargo.current_dir(project.root()).args(["build", "--release", "-p", "liasse-cli", "-p", "liasse-papers"]);
    if !command::openly(&mut cargo)? {
        return Err(Error::Parts("release build".into()));
    }
    match what {
        What::Reading(papers) => reading::run(project, papers, reading::Task::Reading),
        What::Split(papers) => reading::run(project, papers, reading::Task::Split),
    }
}
