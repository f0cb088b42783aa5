//! Merged files, cut and compared with their truth.

use super::accuracy::readings;
use super::batch::{Batch, Drawing, parsed, stem};
use super::errors::Collected;
use super::figures::{Column, Figures};
use super::score::Splits;
use super::tools::Tools;
use super::{Wish, samples};
use crate::error::Result;

/// How many files are drawn: whole rounds of the seven mixes.
const DRAWN: [(&str, u64); 2] = [("text", 70), ("scan", 21)];

/// Draws, reads, compares.
///
/// # Errors
/// Of the programs.
pub fn run(tools: &Tools, wish: &Wish, figures: &mut Figures, mistakes: &mut Collected) -> Result<()> {
    let mut batches = Vec::new();
    if !wish.given {
        for (at, (form, count)) in DRAWN.into_iter().enumerate() {
            let count = wish.sized(count).next_multiple_of(7);
            batches.push(drawn(tools, form, count, figures.seed.wrapping_add(10 + at as u64))?);
        }
    }
    if let Some(shared) = samples(tools.project(), wish.shared.as_ref())? {
        let folder = shared.join("data/papers/split");
        if folder.is_dir() {
            batches.push(Batch::given("samples merged", &folder.join("pdf"), &folder.join("truth"))?);
        }
    }
    for folder in &wish.papers {
        let merged = folder.join("split/pdf");
        if merged.is_dir() {
            let name = format!("{} merged", stem(folder));
            batches.push(Batch::given(&name, &merged, &folder.join("split/truth"))?);
        }
    }
    let mut columns = Vec::new();
    for batch in &batches {
        let splits = scored(tools, batch)?;
        mistakes.add_cuts(tools, batch, &splits);
        figures.keep_figure(&format!("{}: counts", batch.name), splits.to_json());
        columns.push(Column::of_splits(&batch.name, &splits));
    }
    figures.columns("Merged files", &columns);
    Ok(())
}

/// Merged files of one form, drawn.
///
/// # Errors
/// `Parts` when they cannot be drawn.
pub fn drawn(tools: &Tools, form: &str, count: u64, seed: u64) -> Result<Batch> {
    let drawing = Drawing { what: "stream", arguments: &["--as", form], count, seed };
    Batch::drawn(tools, &format!("own merged {form}"), &drawing)
}

/// Reads merged files and compares each that has a truth.
///
/// # Errors
/// `Start` when the program cannot be started.
pub fn scored(tools: &Tools, batch: &Batch) -> Result<Splits> {
    let out = readings(tools, batch)?;
    let mut splits = Splits::default();
    for file in &batch.files {
        let Some(truth) = batch.truth_of(file) else { continue };
        splits.add(&stem(file), &truth, parsed(&out.join(format!("{}.json", stem(file)))).as_ref());
    }
    Ok(splits)
}
