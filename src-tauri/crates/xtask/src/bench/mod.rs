//! `cargo xtask bench`: how right readings are and what they cost, beside other tools on the same pages in the same run.

mod accuracy;
mod batch;
mod calibration;
mod chance;
mod coding;
mod errors;
mod figures;
mod looks;
mod memory;
mod meter;
mod peers;
mod publication;
mod recognition;
mod reference;
mod score;
mod speed;
mod splitting;
mod tables;
mod text_layer;
mod tools;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::error::{Error, Result};
use crate::project::Project;
use figures::Figures;
use tools::Tools;

pub use reference::accuracy_holds;

/// What to measure.
#[derive(Subcommand)]
pub enum What {
    /// Accuracy, splitting, e-invoices, speed and memory of `liasse read`, with the peers that are installed.
    Reading(Wish),
    /// A year of papers against how each is to be booked; lists and rules of a large firm.
    Coding(coding::Wish),
    /// Documents published to each target under faults, while the program is killed: each exactly once.
    Publication(publication::Wish),
    /// Per field, how often a value of a confidence is right: over papers of several seeds.
    Calibration(calibration::Wish),
}

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Fields of single papers: text, scans, photos; e-invoices
    Accuracy,
    /// Merged files
    Split,
    /// Scanned pages, beside Tesseract and ocrmypdf
    Speed,
    /// Pages with a text layer, beside pdftotext
    Text,
    /// Long scans
    Memory,
}

const PARTS: [Part; 5] = [Part::Accuracy, Part::Split, Part::Speed, Part::Text, Part::Memory];

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Wish {
    /// Only these parts, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// A fifth of the papers and pages, one round: to try the command, not for figures.
    #[arg(long)]
    quick: bool,
    /// The seed of the papers that are drawn; by default another one each time, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Folder of real samples (by default ../shared where it exists).
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Further papers with their truth: a folder with `text`, `scan`, `photo` (any of them) and `truth`.
    #[arg(long, value_name = "DIR")]
    papers: Vec<PathBuf>,
    /// Only the papers of --papers and --shared: none are drawn for accuracy and splitting.
    #[arg(long)]
    given: bool,
    /// How many files are read at the same time (by default one a core).
    #[arg(long)]
    jobs: Option<usize>,
    /// How often each tool reads the same pages; the middle value counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Write target/bench/errors.html: every miss with its crop, truth, reading and reason.
    #[arg(long)]
    errors: bool,
    /// Compare with the kept reference figures; worse beyond noise is a failure.
    #[arg(long)]
    check: bool,
    /// Keep what was measured as the new reference figures.
    #[arg(long, conflicts_with = "check")]
    record: bool,
    /// Use the debug build: to try the command. Its speeds mean nothing.
    #[arg(long)]
    debug: bool,
}

impl Wish {
    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// A number of papers or pages: `full`, or a fifth of it.
    fn sized(&self, full: u64) -> u64 {
        if self.quick { (full / 5).max(1) } else { full }
    }

    fn rounds(&self) -> usize {
        if self.quick { 1 } else { self.rounds.max(1) }
    }
}

/// Builds the programs and runs the measurement.
///
/// # Errors
/// Of set-up and builds; `Parts` when a tool fails or a figure is worse than its reference.
pub fn run(project: &Project, what: &What, yes: bool) -> Result<()> {
    match what {
        What::Reading(wish) => reading(project, wish, yes),
        What::Coding(wish) => coding::run(project, wish, yes),
        What::Publication(wish) => publication::run(project, wish, yes),
        What::Calibration(wish) => calibration::run(project, wish, yes),
    }
}

fn reading(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    if wish.check || wish.record {
        return reference::run(project, wish, yes);
    }
    let tools = Tools::built(project, wish.jobs, !wish.debug, yes)?;
    let mut figures = Figures::begin(wish.seed.unwrap_or_else(chance::fresh_seed), &tools);
    let mut mistakes = errors::Collected::default();
    for part in PARTS.into_iter().filter(|part| wish.has(*part)) {
        match part {
            Part::Accuracy => accuracy::run(&tools, wish, &mut figures, &mut mistakes)?,
            Part::Split => splitting::run(&tools, wish, &mut figures, &mut mistakes)?,
            Part::Speed => speed::run(&tools, wish, &mut figures)?,
            Part::Text => text_layer::run(&tools, wish, &mut figures)?,
            Part::Memory => memory::run(&tools, wish, &mut figures)?,
        }
    }
    let place = tools.place("")?;
    figures.keep(&place)?;
    if wish.errors {
        let page = errors::write(&tools, &mistakes, &place)?;
        println!("{} misses in {}", mistakes.len(), page.display());
    }
    Ok(())
}

/// The folder of samples: the one asked for, else the one beside the checkout.
fn samples(project: &Project, wish: Option<&PathBuf>) -> Result<Option<PathBuf>> {
    match wish {
        Some(folder) if folder.is_dir() => Ok(Some(folder.clone())),
        Some(folder) => Err(Error::content(folder, "no such folder of samples")),
        None => Ok(project.shared()),
    }
}
