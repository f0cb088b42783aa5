//! Figures kept in the repository, and whether what is measured now is worse than they are beyond noise.
//!
//! Accuracy is measured on papers of a fixed seed. A change of the reader helps some papers and harms others: what
//! counts as worse is a difference that other papers of the same kind would make by chance in one case of twenty at
//! most. Speed is compared as a multiple of Tesseract's in the same run, never in seconds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::figures::{Column, Figure, Figures};
use super::tools::Tools;
use super::{Part, Wish, accuracy, chance, speed, splitting};
use crate::error::{Error, Result};
use crate::project::Project;

const KEPT: &str = "tests/reference/reading.json";
const SEED: u64 = 20_261_121;
/// Papers and files of the accuracy that every check measures: a minute and a half on two cores.
const TEXTS: u64 = 150;
const SCANS: u64 = 20;
const MERGED: u64 = 14;
/// One-sided 95 % of a normal distribution.
const ONE_IN_TWENTY: f64 = 1.645;
/// Of a share of which no case was seen in n, the 95 % limit is 3/n.
const NONE_SEEN: f64 = 3.0;
/// The least that figures other than shares may fall.
const LEAST: f64 = 0.001;
/// The least that the multiple of Tesseract's speed may fall, as a share of it.
const LEAST_SPEED: f64 = 0.1;

/// A kept figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Kept {
    value: f64,
    /// How much worse may be noise.
    tolerance: f64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Reference {
    seed: u64,
    accuracy: BTreeMap<String, BTreeMap<String, Kept>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times_tesseract: Option<Kept>,
}

impl Reference {
    fn read(project: &Project) -> Result<Reference> {
        let path = project.path(KEPT);
        let bytes = std::fs::read(&path).map_err(Error::file(&path, "cannot be read"))?;
        serde_json::from_slice(&bytes).map_err(|error| Error::content(&path, error.to_string()))
    }

    fn write(&self, project: &Project) -> Result<()> {
        let path = project.path(KEPT);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::file(folder, "cannot be created"))?;
        }
        let text =
            serde_json::to_string_pretty(self).map_err(|error| Error::content(&path, error.to_string()))?;
        std::fs::write(&path, text + "\n").map_err(Error::file(&path, "cannot be written"))?;
        println!("kept in {}", path.display());
        Ok(())
    }
}

/// `bench reading --check` and `--record`: accuracy and, in a release build beside Tesseract, speed; with `--only`, one
/// of them.
///
/// # Errors
/// Of the programs; `Parts` when a figure is worse than its reference.
pub fn run(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    // The first figures are kept without any before them.
    let mut reference =
        if wish.check { Reference::read(project)? } else { Reference::read(project).unwrap_or_default() };
    let tools = Tools::built(project, wish.jobs, !wish.debug, yes)?;
    let mut worse = Vec::new();
    if wish.has(Part::Accuracy) || wish.has(Part::Split) {
        let columns = accuracy_columns(&tools)?;
        if wish.record {
            reference.seed = SEED;
            reference.accuracy = columns.iter().map(|column| (column.set.clone(), kept(column))).collect();
        } else {
            worse.extend(compared(&reference, &columns));
        }
    }
    if wish.has(Part::Speed) && !wish.debug {
        let mut figures = Figures::begin(SEED, &tools);
        speed::run(&tools, wish, &mut figures)?;
        if let Some(value) = chance::median(&figures.ratios) {
            let noise = 2.0 * chance::deviation(&figures.ratios);
            let now = Kept { value, tolerance: noise.max(LEAST_SPEED * value) };
            match (wish.record, reference.times_tesseract) {
                (true, _) => reference.times_tesseract = Some(now),
                (false, Some(before)) if before.value - value > before.tolerance => {
                    worse.push(format!(
                        "speed: {value:.2} × Tesseract's, reference {:.2} − {:.2}",
                        before.value, before.tolerance
                    ));
                }
                (false, _) => println!("speed: {value:.2} × Tesseract's"),
            }
        }
    }
    if wish.record {
        return reference.write(project);
    }
    for line in &worse {
        println!("WORSE: {line}");
    }
    if worse.is_empty() { Ok(()) } else { Err(Error::Parts("comparison with the reference figures".into())) }
}

/// Whether accuracy is as good as the reference figures, noise aside: the part of `cargo xtask check`.
///
/// # Errors
/// Of the programs.
pub fn accuracy_holds(project: &Project, yes: bool) -> Result<bool> {
    let reference = Reference::read(project)?;
    let tools = Tools::built(project, None, false, yes)?;
    let worse = compared(&reference, &accuracy_columns(&tools)?);
    for line in &worse {
        println!("WORSE: {line}");
    }
    Ok(worse.is_empty())
}

fn accuracy_columns(tools: &Tools) -> Result<Vec<Column>> {
    let mut columns = Vec::new();
    for (form, count) in [("text", TEXTS), ("scan", SCANS)] {
        let batch = accuracy::drawn(tools, form, count, SEED)?;
        columns.push(Column::of_fields(&batch.name, &accuracy::scored(tools, &batch)?));
    }
    let batch = splitting::drawn(tools, "text", MERGED, SEED)?;
    columns.push(Column::of_splits(&batch.name, &splitting::scored(tools, &batch)?));
    print!("{}", super::tables::measures("Papers of the fixed seed", &columns));
    Ok(columns)
}

fn kept(column: &Column) -> BTreeMap<String, Kept> {
    let rounded = |value: f64| (value * 1e5).round() / 1e5;
    let one = |figure: &Figure| {
        let least = figure.counted.map_or(LEAST, |(_, whole)| NONE_SEEN / whole.max(1) as f64);
        let tolerance = (ONE_IN_TWENTY * figure.error).max(least);
        let kept = Kept { value: rounded(figure.value), tolerance: rounded(tolerance) };
        (figure.measure.id.to_owned(), kept)
    };
    column.figures.iter().map(one).collect()
}

/// The figures that are worse than their reference by more than its tolerance.
fn compared(reference: &Reference, columns: &[Column]) -> Vec<String> {
    let mut worse = Vec::new();
    for column in columns {
        let Some(before) = reference.accuracy.get(&column.set) else {
            println!("{}: no reference figures", column.set);
            continue;
        };
        for figure in &column.figures {
            let Some(kept) = before.get(figure.measure.id) else { continue };
            let loss =
                if figure.measure.more { kept.value - figure.value } else { figure.value - kept.value };
            let line = format!(
                "{}, {}: {:.2} %, reference {:.2} % ± {:.2}",
                column.set,
                figure.measure.label,
                figure.value * 100.0,
                kept.value * 100.0,
                kept.tolerance * 100.0
            );
            if loss > kept.tolerance {
                worse.push(line);
            } else if -loss > kept.tolerance {
                println!("better: {line}: keep it with `cargo xtask bench reading --record --only accuracy`");
            }
        }
    }
    worse
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::figures::{MICRO_F1, SILENT};

    fn column(f1: f64, silent: u64) -> Column {
        let figure = |measure, value, error, counted| Figure { measure, value, error, counted };
        let share = silent as f64 / 1_000.0;
        let figures =
            vec![figure(MICRO_F1, f1, 0.002, None), figure(SILENT, share, 0.0, Some((silent, 1_000)))];
        Column { set: "own text".into(), papers: 100, figures }
    }

    #[test]
    fn only_what_is_beyond_noise_is_worse() {
        let accuracy = BTreeMap::from([("own text".to_owned(), kept(&column(0.99, 0)))]);
        let reference = Reference { accuracy, ..Reference::default() };
        assert!(compared(&reference, &[column(0.99, 0)]).is_empty());
        assert!(compared(&reference, &[column(0.987, 3)]).is_empty());
        assert_eq!(compared(&reference, &[column(0.98, 4)]).len(), 2);
        assert!(compared(&reference, &[column(1.0, 0)]).is_empty());
    }
}
