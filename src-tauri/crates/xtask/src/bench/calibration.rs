//! `cargo xtask bench calibration`: whether a value of confidence p is right in p of the cases, field by field.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::accuracy;
use super::batch::{Batch, stem};
use super::chance;
use super::score::Shown;
use super::score::alike::FIELDS;
use super::tables::percent;
use super::tools::Tools;
use crate::error::{Error, Result};
use crate::project::Project;

/// Lower ends of the bins of confidence; those near certainty are narrow, because there the user does not look.
const BINS: [f64; 9] = [0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98];
/// The share of wrong values among those shown as sure that is to be kept.
const SILENT: f64 = 0.005;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Wish {
    /// How many seeds papers are drawn from.
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// The first of them; by default another one each time, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Papers of a seed and form.
    #[arg(long, default_value_t = 120)]
    count: u64,
    /// Forms that are drawn, separated by commas; none for only the given papers.
    #[arg(long, value_delimiter = ',', default_value = "text,scan,photo")]
    forms: Vec<String>,
    /// Further papers: a folder with `text`, `scan`, `photo` (any of them) and `truth`.
    #[arg(long, value_name = "DIR")]
    papers: Vec<PathBuf>,
    /// How many files are read at the same time (by default one a core).
    #[arg(long)]
    jobs: Option<usize>,
    /// Use the debug build: right as well, slower.
    #[arg(long)]
    debug: bool,
}

/// Draws and reads papers, prints a reliability table for each form, keeps every value in
/// `target/bench/calibration.json`.
///
/// # Errors
/// Of the programs.
pub fn run(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    let tools = Tools::built(project, wish.jobs, !wish.debug, yes)?;
    let first = wish.seed.unwrap_or_else(chance::fresh_seed);
    println!("seeds {first} to {}", first.wrapping_add(wish.seeds.saturating_sub(1)));
    let mut shown: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    let mut add = |form: &str, batch: &Batch| -> Result<()> {
        let tally = accuracy::scored(&tools, batch)?;
        shown.entry(form.to_owned()).or_default().extend(tally.shown);
        Ok(())
    };
    for form in wish.forms.iter().filter(|form| *form != "none") {
        for turn in 0..wish.seeds {
            add(form, &accuracy::drawn(&tools, form, wish.count, first.wrapping_add(turn))?)?;
        }
    }
    for folder in &wish.papers {
        for batch in accuracy::forms(&stem(folder), folder)? {
            let form = batch.name.rsplit(' ').next().unwrap_or_default().to_owned();
            add(&form, &batch)?;
        }
    }
    let mut report = String::new();
    for (form, values) in &shown {
        report.push_str(&table(form, values));
    }
    print!("{report}");
    let place = tools.place("")?;
    let (text, values) = (place.join("calibration.md"), place.join("calibration.json"));
    std::fs::write(&text, &report).map_err(Error::file(&text, "cannot be written"))?;
    std::fs::write(&values, raw(&shown).to_string()).map_err(Error::file(&values, "cannot be written"))?;
    println!("\nkept in {}; every value in {}", text.display(), values.display());
    Ok(())
}

fn raw(shown: &BTreeMap<String, Vec<Shown>>) -> Value {
    let one = |form: &str, value: &Shown| json!({"form": form, "field": value.field, "confidence": value.confidence, "sure": value.sure, "right": value.right});
    shown.iter().flat_map(|(form, values)| values.iter().map(move |value| one(form, value))).collect()
}

fn table(form: &str, values: &[Shown]) -> String {
    let mut text = format!(
        "\n{form}: of the values read with a confidence in each bin, how many, and the share that is right\n\n| field | no figure |"
    );
    for low in BINS {
        write!(text, " {low}… |").ok();
    }
    text.push_str(" sure, wrong of them | mean confidence − right | least confidence for ≤ 0.5 % wrong: keeps |\n|---|---|");
    text.push_str(&"---|".repeat(BINS.len() + 3));
    text.push('\n');
    for field in FIELDS {
        let of: Vec<&Shown> = values.iter().filter(|value| value.field == field).collect();
        if !of.is_empty() {
            text.push_str(&row(field, &of));
        }
    }
    text.push_str(&row("all", &values.iter().collect::<Vec<_>>()));
    text
}

fn row(name: &str, values: &[&Shown]) -> String {
    let cell = |of: &[&&Shown]| {
        let right = of.iter().filter(|value| value.right).count();
        if of.is_empty() {
            "–".to_owned()
        } else {
            format!("{} · {}", of.len(), percent(right as f64 / of.len() as f64))
        }
    };
    let mut text = format!("| {name} | ");
    text.push_str(&cell(&values.iter().filter(|value| value.confidence.is_none()).collect::<Vec<_>>()));
    for (at, low) in BINS.iter().enumerate() {
        let high = BINS.get(at + 1).copied().unwrap_or(f64::INFINITY);
        let inside = |value: &&&Shown| value.confidence.is_some_and(|p| p >= *low && p < high);
        write!(text, " | {}", cell(&values.iter().filter(inside).collect::<Vec<_>>())).ok();
    }
    let sure = values.iter().filter(|value| value.sure).count();
    let wrong = values.iter().filter(|value| value.sure && !value.right).count();
    write!(text, " | {sure}, {wrong}").ok();
    let stated: Vec<(f64, bool)> =
        values.iter().filter_map(|value| Some((value.confidence?, value.right))).collect();
    if stated.is_empty() {
        return text + " | – | – |\n";
    }
    let mean = stated.iter().map(|(p, _)| p).sum::<f64>() / stated.len() as f64;
    let right = stated.iter().filter(|(_, right)| *right).count() as f64 / stated.len() as f64;
    write!(text, " | {:+.3} |", mean - right).ok();
    match threshold(stated) {
        Some((least, kept)) => writeln!(text, " {least:.3}: {} |", percent(kept)).ok(),
        None => writeln!(text, " none |").ok(),
    };
    text
}

/// The least confidence from which on no more than [`SILENT`] of the values are wrong, and the share of values that are
/// kept by it; `None` when even the most confident are wrong too often.
fn threshold(mut stated: Vec<(f64, bool)>) -> Option<(f64, f64)> {
    stated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut wrong, mut best) = (0usize, None);
    for (at, (confidence, right)) in stated.iter().enumerate() {
        wrong += usize::from(!right);
        // Values of one confidence are kept together or not at all.
        let last = stated.get(at + 1).is_none_or(|next| next.0 < *confidence);
        if last && wrong as f64 <= SILENT * (at + 1) as f64 {
            best = Some((*confidence, (at + 1) as f64 / stated.len() as f64));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_keeps_as_much_as_it_may() {
        let mut values = vec![(0.99, true); 300];
        values.extend([(0.95, false), (0.95, true)]);
        values.extend([(0.9, false), (0.8, true)]);
        assert_eq!(threshold(values), Some((0.95, 302.0 / 304.0)));
        assert_eq!(threshold(vec![(0.9, false)]), None);
    }

    #[test]
    fn bins_hold_what_they_say() {
        let value = |confidence, right| Shown { field: "iban", confidence, sure: true, right };
        let values = [value(Some(0.985), true), value(Some(0.99), false), value(None, true)];
        let row = row("iban", &values.iter().collect::<Vec<_>>());
        assert!(row.contains("| iban | 1 · 100.0 % |"), "{row}");
        assert!(row.contains("| 2 · 50.0 % | 3, 1 |"), "{row}");
    }
}
