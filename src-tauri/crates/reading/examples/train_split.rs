//! Learns the weights of the split from streams whose truth is known, and prints them for `split/weights.rs`.
//!
//! `cargo run -p liasse-papers -- stream --count 200 --seed 1 --out DIR`, then the `read` example with `--pages`, then
//! `cargo run -p liasse-reading --example train_split -- --truth DIR/truth --pages PAGES…`
//!
//! Logistic regression by gradient descent, drawn towards the weights in use: features that the streams do not show
//! keep what was set by hand.

use std::path::{Path, PathBuf};

use liasse_reading::Page;
use liasse_reading::split::{self, FEATURES, NAMES};
use serde_json::Value;

/// Pull towards the weights in use.
const PULL: f32 = 0.002;
const STEPS: usize = 4_000;
const STEP: f32 = 0.25;
/// A merged document costs more than one cut in two.
const MERGE_COST: f32 = 2.0;

/// Likeness never speaks for a boundary, whatever the streams at hand show: letterheads return on second pages.
const LIKENESS: [&str; 6] =
    ["supplier_same", "name_same", "customer_same", "date_same", "head_like", "sum_repeated"];

/// Nor does unlikeness speak against one.
const UNLIKENESS: [&str; 6] =
    ["number_differs", "supplier_differs", "name_differs", "customer_differs", "head_unlike", "foot_unlike"];

type Example = ([f32; FEATURES], bool);

fn first_pages(truth: &Value) -> Vec<u32> {
    let idle: Vec<u64> = truth["page_labels"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|label| matches!(label["role"].as_str(), Some("blank" | "separator")))
        .filter_map(|label| label["page"].as_u64())
        .collect();
    truth["documents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|document| {
            let pages = document["pages"].as_array()?.iter().filter_map(Value::as_u64);
            pages.filter(|page| !idle.contains(page)).min().and_then(|page| u32::try_from(page).ok())
        })
        .collect()
}

fn load(truth: &Path, pages: &Path) -> Result<Vec<Example>, String> {
    let mut all = Vec::new();
    let entries = std::fs::read_dir(truth).map_err(|e| format!("{}: {e}", truth.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let read = |path: &Path| std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
        let Ok(words) = read(&pages.join(format!("{stem}.pages.json"))) else { continue };
        let words: Vec<Page> = serde_json::from_slice(&words).map_err(|e| e.to_string())?;
        let known: Value = serde_json::from_slice(&read(&path)?).map_err(|e| e.to_string())?;
        all.extend(split::examples(&words, &first_pages(&known)));
    }
    Ok(all)
}

fn sum(weights: &[f32; FEATURES], features: &[f32; FEATURES]) -> f32 {
    weights.iter().zip(features).map(|(w, x)| w * x).sum()
}

fn main() -> Result<(), String> {
    let mut pairs: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut truth: Option<PathBuf> = None;
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--truth" => truth = rest.next().map(PathBuf::from),
            "--pages" => {
                let pages = rest.next().map(PathBuf::from).ok_or("--pages needs a folder")?;
                pairs.push((truth.clone().ok_or("--truth comes before --pages")?, pages));
            }
            other => return Err(format!("`{other}` is no option: --truth DIR --pages DIR, again and again")),
        }
    }
    let mut examples = Vec::new();
    for (truth, pages) in &pairs {
        examples.extend(load(truth, pages)?);
    }
    let start = split::weights();
    let mut weights = start;
    let total = examples.len().max(1) as f32;
    for _ in 0..STEPS {
        let mut slope = [0.0_f32; FEATURES];
        for (features, begins) in &examples {
            let probability = 1.0 / (1.0 + (-sum(&weights, features)).exp());
            let (wanted, cost) = if *begins { (1.0, MERGE_COST) } else { (0.0, 1.0) };
            for (slope, value) in slope.iter_mut().zip(features) {
                *slope += cost * (probability - wanted) * value;
            }
        }
        for (((weight, slope), start), name) in weights.iter_mut().zip(slope).zip(start).zip(NAMES) {
            *weight -= STEP * (slope / total + PULL * (*weight - start));
            if LIKENESS.contains(&name) {
                *weight = weight.min(0.0);
            }
            if UNLIKENESS.contains(&name) {
                *weight = weight.max(0.0);
            }
        }
    }
    let wrong = |weights: &[f32; FEATURES]| {
        examples.iter().filter(|(x, begins)| (sum(weights, x) > 0.0) != *begins).count()
    };
    eprintln!(
        "{} pages; wrong with the weights in use {}, with the new ones {}",
        examples.len(),
        wrong(&start),
        wrong(&weights)
    );
    for (name, (old, new)) in NAMES.iter().zip(start.iter().zip(weights)) {
        eprintln!("{name:28}{old:7.2}{new:7.2}");
    }
    let text: Vec<String> = weights.iter().map(|w| format!("{w:.2}")).collect();
    println!("{}", text.join(", "));
    Ok(())
}
